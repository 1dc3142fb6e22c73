// The bytes of a batch: its file for the bank and its totals file.
import PMCore
import PMFormat
import PMStore

/// Writes a batch as its layout says; the same batch gives the same bytes.
struct BankFile {
  let layout: BankLayout
  let batch: SentBatch
  let lines: [SentLine]
  /// Which batch of the layout in its month it is, from 1.
  let runInMonth: Int

  /// The file for the bank; what does not fit is told all at once.
  func bytes() throws -> [UInt8] {
    var bytes: [UInt8] = []
    var findings = Findings()
    func write(_ fields: [BankLayout.Field], _ line: SentLine?) {
      let values = fields.map { value($0, line, &findings) }
      do {
        bytes += try layout.out.form.line(values, fields.map(\.flat))
        bytes += Array(layout.out.lineEnd.utf8)
      } catch {
        findings.add(misfit(error, fields[error.field], line))
      }
    }
    if let header = layout.out.header { write(header, nil) }
    for line in lines { write(layout.out.fields, line) }
    if let trailer = layout.out.trailer { write(trailer, nil) }
    try refuse(findings)
    return bytes
  }

  /// The totals file; nil where the layout has none.
  func totals() throws -> [UInt8]? {
    guard let part = layout.totals else { return nil }
    var findings = Findings()
    let values = part.fields.map { value($0, nil, &findings) }
    do {
      let line = try part.form.line(values, part.fields.map(\.flat))
      try refuse(findings)
      return line + Array(part.lineEnd.utf8)
    } catch let error as FlatFault {
      findings.add(misfit(error, part.fields[error.field], nil))
      try refuse(findings)
      return nil
    }
  }

  /// What a field that is the same for all lines holds.
  func text(_ field: BankLayout.Field) -> String {
    var none = Findings()
    return value(field, nil, &none)
  }

  private func refuse(_ findings: Findings) throws {
    if findings.isEmpty { return }
    throw Failure(
      .badData, "batch-does-not-fit",
      Words("no batch was made: values do not fit the layout", zh: "未生成报盘：有数据不符合格式"),
      hint: Words("mend the customers or the layout", zh: "请修正客户资料或格式文件"), findings: findings)
  }

  private func misfit(_ fault: FlatFault, _ field: BankLayout.Field, _ line: SentLine?) -> Finding {
    // The value may be personal: it is not repeated.
    let what =
      fault.rule == .tooLong
      ? Words(
        "\(fault.found) bytes, the layout has room for \(fault.expected)",
        zh: "\(fault.found) 字节，格式只容 \(fault.expected) 字节")
      : Words("holds a delimiter or a line end", zh: "含有分隔符或换行")
    return Finding("does-not-fit", named(field, line, what))
  }

  private func named(_ field: BankLayout.Field, _ line: SentLine?, _ what: Words) -> Words {
    let name = field.source.rawValue
    guard let line else { return Words("\(name): \(what.en)", zh: "\(name)：\(what.zh)") }
    return Words(
      "customer \(line.customerCode): \(name): \(what.en)",
      zh: "客户 \(line.customerCode)：\(name)：\(what.zh)")
  }

  private func value(
    _ field: BankLayout.Field, _ line: SentLine?, _ findings: inout Findings
  ) -> String {
    switch field.source {
    case .number: String(line?.id ?? 0)
    case .serial: String(line?.serial ?? 0)
    case .batch: BankBatch.number.kind.text(batch.id, .standard)
    case .room: line?.roomCode ?? ""
    case .customer: line?.customerCode ?? ""
    case .account: line?.account ?? ""
    case .mandate: line?.mandate ?? ""
    case .accountName: line?.payer ?? ""
    case .bank: line?.bank ?? ""
    case .bankCode, .branch: bank(field, line, &findings)
    case .amount: field.text(line?.amount ?? .zero)
    case .amountFlag: field.text(line?.amount ?? .zero) + field.text
    case .flag, .constant: field.text
    case .purpose: layout.purpose
    case .date: field.date.text(batch.madeOn)
    case .count: String(batch.count)
    case .sum: field.text(batch.sum)
    case .contract: layout.contract
    case .month: field.date.text(batch.madeOn.period)
    case .runInMonth: String(runInMonth)
    case .ignore: ""
    }
  }

  private func bank(
    _ field: BankLayout.Field, _ line: SentLine?, _ findings: inout Findings
  ) -> String {
    guard let line else { return "" }
    if let bank = layout.banks[line.bank] ?? layout.banks["*"] {
      return field.source == .branch ? bank.branch : bank.code
    }
    let near = suggestion(for: line.bank, among: layout.banks.keys.sorted())
    findings.add(
      Finding(
        "unknown-bank",
        named(
          field, line,
          Words(
            "\"banks\" of the layout has no \"\(line.bank)\"", zh: "格式文件的 banks 中没有“\(line.bank)”")),
        hint: near.map { Words("did you mean \($0)?", zh: "是否为 \($0)？") }))
    return ""
  }
}
