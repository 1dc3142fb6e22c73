// `pm bank return`: what a bank collected, and what it could not.
import PMCore
import PMFormat
import PMStore

/// `pm bank return`: book the return of a batch, whole or not at all.
enum BankReturn: Command {
  static let file = Argument("FILE", Words("The bank's return file.", zh: "银行回盘文件。"))
  static let batch = Option(
    "batch", "NUMBER", Words("The batch that it is the return of.", zh: "对应的报盘批次。"))
  static let layout = Option(
    "layout", "FILE",
    Words("What the file looks like, instead of the layout kept with the batch.", zh: "文件格式，代替批次所存的格式。"))

  static let spec = CommandSpec(
    "bank return",
    Words("Book the return of a batch: payments, and reasons of failures.", zh: "导入银行回盘：成功入账，失败留因。"),
    arguments: [file], options: [batch, layout],
    examples: [
      "pm bank return abc.txt --batch N0000001 --as-of 2026-11-12",
      "pm bank return back.txt --layout Samples/bank/jinronglian.json --as-of 2026-11-12",
    ],
    notes: [
      Words(
        "The file is checked whole first: lines, accounts, amounts, count and total. One wrong line, and nothing is booked.",
        zh: "先整体核对行、账号、金额、笔数与合计；有一行不符则全部不入账。"),
      Words(
        "Payments are dated --as-of, or as a date field of the layout says. Bills that failed may be batched again.",
        zh: "收款日期为 --as-of，或格式中的日期字段。失败的账单可再次报盘。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let path = try context.input(at: arguments.require(file))
    let given = try arguments[layout].map {
      try BankLayout(path: context.input(at: $0, canBeSent: false))
    }
    if given == nil, arguments[batch] == nil {
      throw Failure.usage(
        "batch-or-layout", Words("say --batch NUMBER or --layout FILE", zh: "请给出 --batch NUMBER 或 --layout FILE"))
    }
    // Before anything is locked: a pipe may be silent for long.
    let content = try context.input.file(path)
    let day = try context.today()
    let zone = try context.databaseZone()
    try context.write { context, database in
      let number = try arguments[batch].map {
        try database.row(of: BankBatch.record, code: $0, zone: zone)
      }
      let kept = try number.flatMap { try database.sentBatch($0) }
      let layout = try given ?? BankLayout(keptIn: kept.orLost("a batch"))
      let back = try BankReturnFile(
        content, named: path, layout, most: Int(database.scalar("SELECT max(count) FROM bank_batch") ?? 0))
      context.inputDigest = back.digest
      let batch = try kept ?? database.batch(of: back, layout)
      if batch.isReturned, batch.returnDigest == back.digest {
        return context.summary(
          "bank return", [("payments", 0), ("failed", 0), ("unchanged", Int(batch.count)), ("moved", 0)])
      }
      try requireOut(batch, day)
      var check = BankReturnCheck(
        layout, back,
        BankFile(
          layout: layout, batch: batch, lines: try database.sentLines(of: batch.id),
          runInMonth: try database.runInMonth(of: batch.layout, batch.madeOn, before: batch.id)),
        on: day)
      let results = try check.results { try database.batch(ofLine: $0) }
      let counts = try database.book(
        results, of: batch, returnDigest: back.digest, on: day, run: database.entry)
      context.summary(
        "bank return",
        [
          ("payments", counts.payments), ("failed", counts.failed), ("unchanged", 0),
          ("moved", counts.moved),
        ])
    }
  }

  /// Refuses a batch that is not out at the bank on `day`.
  private static func requireOut(_ batch: SentBatch, _ day: Day) throws {
    let name = BankBatch.number.kind.text(batch.id, .standard)
    if batch.isReturned {
      throw Failure.refused(
        "already-returned",
        Words("\(name) came back before, in another file", zh: "\(name) 已用另一文件回盘"))
    }
    if let cancelled = batch.cancelledOn {
      throw Failure.refused(
        "batch-cancelled",
        Words("\(name) was given up on \(cancelled)", zh: "\(name) 已于 \(cancelled) 撤销"),
        hint: Words(
          "what the bank collected all the same comes in by pm payment import, method collection",
          zh: "银行实际扣到的款项请用 pm payment import 录入，方式为 collection"))
    }
    try requireNotBefore(batch, day, name)
  }

  static func requireNotBefore(_ batch: SentBatch, _ day: Day, _ name: String) throws {
    if day >= batch.madeOn { return }
    throw Failure.refused(
      "before-the-batch",
      Words("\(name) was made on \(batch.madeOn), after \(day)", zh: "\(name) 生成于 \(batch.madeOn)，晚于 \(day)"))
  }
}

extension Database {
  /// The batch that a file is the return of: by the file itself, by its numbers, else the one batch
  /// of the layout that has not come back.
  fileprivate func batch(of back: BankReturnFile, _ layout: BankLayout) throws -> SentBatch {
    var number = try batch(returnedBy: back.digest)
    if number == nil, layout.hasNumbers {
      for line in back.lines where number == nil {
        number = try line[.number].flatMap { Int64($0.text) }.flatMap { try batch(ofLine: $0) }
      }
    } else if number == nil {
      let open = try openBatches(layout: layout.name)
      if open.count > 1 {
        let names = open.map { BankBatch.number.kind.text($0, .standard) }.joined(separator: ", ")
        throw Failure.refused(
          "several-batches",
          Words("it may be the return of \(names)", zh: "可能是 \(names) 的回盘"),
          hint: Words("say which: --batch NUMBER", zh: "请用 --batch NUMBER 指明"))
      }
      number = open.first
    }
    guard let batch = try number.flatMap({ try sentBatch($0) }) else {
      throw Failure(
        .badData, "unknown-batch", Words("it is the return of no batch", zh: "没有与之对应的报盘批次"),
        hint: Words("pm bank-batch list", zh: "见 pm bank-batch list"), at: Place(file: back.name),
        findings: back.findings)
    }
    if batch.layout != layout.name {
      let name = BankBatch.number.kind.text(batch.id, .standard)
      throw Failure.refused(
        "other-layout",
        Words(
          "\(name) was made with the layout \(batch.layout)", zh: "\(name) 的格式为 \(batch.layout)"))
    }
    return batch
  }
}
