// `pm bank batch`: open bills of customers with a mandate, as a file for the bank.
import PMCore
import PMFormat
import PMStore

/// `pm bank batch`: write what a bank is to collect.
enum BankBatchCommand: Command {
  static let layout = Option(
    "layout", "FILE", Words("What the bank's files look like (JSON).", zh: "银行文件格式（JSON）。"))
  static let totals = Option(
    "totals", "FILE", Words("Write the totals file to FILE.", zh: "合计文件写入 FILE。"))
  static let fee = Option(
    "fee", "CODE", Words("Bills of this fee only.", zh: "仅此费用。"), repeatable: true)
  static let again = Option(
    "again", "NUMBER", Words("Write this batch once more, byte for byte.", zh: "逐字节重写此批次。"))

  static let spec = CommandSpec(
    "bank batch",
    Words("Write a bank's file of open bills of customers with a mandate.", zh: "为有托收合同号的客户生成未缴账单的银行报盘文件。"),
    options: [layout, totals, fee, again],
    examples: [
      "pm bank batch --layout Samples/bank/abc.json --as-of 2026-11-10 --output abc.csv",
      "pm bank batch --again N0000001 --output abc.csv",
    ],
    notes: [
      Words(
        "Bills due by --as-of; not those of a batch that has not come back, and deposits only where --fee names theirs. No bills: no file.",
        zh: "包括 --as-of 当日及之前到期的账单，未回盘批次中的除外；押金仅在 --fee 指明时列入。没有账单时不生成文件。"),
      Words(
        "The file holds whole account numbers and is readable by its owner only.",
        zh: "文件含完整账号，仅文件所有者可读。"),
    ],
    changes: true, takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    if let number = arguments[again] {
      if arguments[layout] != nil || arguments.isGiven(fee) || context.common.scope != nil {
        throw Failure.usage(
          "contradiction",
          Words("--again goes with --output and --totals only", zh: "--again 只能与 --output、--totals 同用"))
      }
      return try rewrite(number, arguments, &context)
    }
    let layout = try BankLayout(
      path: context.input(at: arguments.require(Self.layout), canBeSent: false))
    let writing = try Outputs(layout, arguments, &context)
    let day = try context.today()
    let zone = try context.databaseZone()
    let kept = try context.write { context, database -> Kept? in
      let lines = try database.linesToCollect(
        layout, by: day, orgs: try context.scopeOrgs(), fees: arguments.all(fee), zone: zone)
      guard let kept = try database.keep(lines, layout, on: day, run: database.entry) else {
        context.summary("bank batch", [("batches", 0), ("lines", 0), ("bills", 0)])
        return nil
      }
      let bills = lines.lines.reduce(0) { $0 + $1.bills.count }
      context.summary(
        "bank batch", [("batches", 1), ("lines", lines.lines.count), ("bills", bills)])
      return kept
    }
    guard let kept, !context.common.dryRun else { return writing.discard(&context) }
    try writing.write(kept)
    let batch = kept.batch
    context.note(
      Words(
        "\(BankBatch.number.kind.text(batch.id, .standard)): \(counted(batch.count, "line")), \(batch.sum)",
        zh: "\(BankBatch.number.kind.text(batch.id, .standard))：\(batch.count) 笔，\(batch.sum)"))
  }

  private static func rewrite(
    _ number: String, _ arguments: Arguments, _ context: inout Context
  ) throws {
    let database = try context.openForReading()
    let zone = try context.databaseZone()
    let id = try database.row(of: BankBatch.record, code: number, zone: zone)
    let batch = try database.sentBatch(id).orLost("a batch")
    let layout = try BankLayout(keptIn: batch)
    let writing = try Outputs(layout, arguments, &context)
    let file = BankFile(
      layout: layout, batch: batch, lines: try database.sentLines(of: id),
      runInMonth: try database.runInMonth(of: batch.layout, batch.madeOn, before: id))
    let kept = Kept(batch: batch, bytes: try file.bytes(), totals: try file.totals())
    guard kept.bytes.withUnsafeBufferPointer({ SHA256.hex(of: $0) }) == batch.fileDigest else {
      throw Failure.fault("the batch does not give the bytes that it gave before")
    }
    try writing.write(kept)
  }
}

/// A batch and its files.
private struct Kept {
  let batch: SentBatch
  let bytes: [UInt8]
  let totals: [UInt8]?
}

/// The files of a batch, opened before anything is written to the database.
private struct Outputs {
  private let file: ByteBuffer
  private let totals: ByteBuffer?

  init(_ layout: BankLayout, _ arguments: Arguments, _ context: inout Context) throws {
    let path = arguments[BankBatchCommand.totals]
    if layout.totals == nil, path != nil {
      throw Failure.usage(
        "no-totals",
        Words("--totals: the layout \(layout.name) has no totals file", zh: "--totals：格式 \(layout.name) 没有合计文件"))
    }
    if layout.totals != nil, path == nil {
      throw Failure.usage(
        "totals-needed",
        Words(
          "the layout \(layout.name) has a totals file: --totals FILE", zh: "格式 \(layout.name) 有合计文件：请用 --totals FILE"))
    }
    if let path, path == context.common.output {
      throw Failure.usage(
        "contradiction",
        Words("--output and --totals are the same file", zh: "--output 与 --totals 是同一文件"))
    }
    totals = try path.map { ByteBuffer(to: try context.file($0, isPrivate: true)) }
    file = try context.textOutput(isPrivate: true)
  }

  func write(_ kept: Kept) throws {
    file.bytes(kept.bytes)
    if let bytes = kept.totals { totals?.bytes(bytes) }
    try totals?.close()
  }

  /// Leaves what is there as it is.
  func discard(_ context: inout Context) {
    totals?.discard()
    file.discard()
    context.openOutput = nil
  }
}

/// The lines of a new batch and the company that they are for.
private struct Collection {
  let lines: [SentLine]
  let company: Int64?
}

extension Database {
  /// What is to be collected, one line as the layout says.
  fileprivate func linesToCollect(
    _ layout: BankLayout, by day: Day, orgs: [Int64]?, fees: [String], zone: Zone
  ) throws -> Collection {
    let tree = try orgTree()
    let fees = try fees.map { try row(of: Fee.record, code: $0, zone: zone) }
    let bills = try collectableBills(dueBy: day, orgs: orgs, fees: fees)
    let companies = Set(bills.map { tree.company(of: $0.org) })
    if companies.count > 1 {
      throw Failure.refused(
        "several-companies",
        Words("these bills belong to several companies", zh: "这些账单属于多家公司"),
        hint: Words("make a batch for each: --scope ORG", zh: "请用 --scope ORG 分公司报盘"))
    }
    var lines: [SentLine] = []
    var places: [String: Int] = [:]
    for bill in bills {
      let key =
        switch layout.grouping {
        case .bill: "\(bill.bill)"
        case .customer: bill.customerCode
        case .account: bill.account
        }
      let place = places[key] ?? lines.count
      if place == lines.count {
        places[key] = place
        lines.append(SentLine(bill, serial: Int64(place) + 1))
      }
      lines[place].amount = try lines[place].amount.adding(bill.open)
      lines[place].bills.append((bill.bill, bill.customer, bill.open))
    }
    return Collection(lines: lines, company: companies.first ?? nil)
  }

  /// Keeps the lines as a batch; nil where there are none.
  fileprivate func keep(
    _ collection: Collection, _ layout: BankLayout, on day: Day, run entry: Int64
  ) throws -> Kept? {
    if collection.lines.isEmpty { return nil }
    var batch = SentBatch(
      layout: layout.name, layoutDigest: layout.digest, layoutText: layout.text,
      contract: layout.contract, madeOn: day, company: collection.company)
    batch.id = try nextNumber(of: BankBatch.record)
    batch.count = Int64(collection.lines.count)
    var lines = collection.lines
    let first = try nextNumber(of: BankLine.record)
    for place in lines.indices {
      lines[place].id = first + Int64(place)
      batch.sum = try batch.sum.adding(lines[place].amount)
    }
    let file = BankFile(
      layout: layout, batch: batch, lines: lines,
      runInMonth: try runInMonth(of: layout.name, day, before: batch.id))
    let bytes = try file.bytes()
    let totals = try file.totals()
    batch.fileDigest = bytes.withUnsafeBufferPointer { SHA256.hex(of: $0) }
    try keep(batch, lines, run: entry)
    return Kept(batch: batch, bytes: bytes, totals: totals)
  }
}
