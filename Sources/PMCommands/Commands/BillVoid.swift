// `pm bill void`: a bill that should not have been is taken back.
import PMCore
import PMStore

/// `pm bill void`: take back an unpaid bill; the next run may bill it again.
enum BillVoid: Command {
  static let spec = CommandSpec(
    "bill void",
    Words("Take back an unpaid bill; the next run may bill it again.", zh: "作废未缴账单；下次出账可重新生成。"),
    arguments: [CorrectionOptions.number], options: [CorrectionOptions.reason],
    examples: ["pm bill void B0000012 --reason \"wrong reading\""],
    notes: [
      Words(
        "Only while nothing of it is paid, waived, credited or invoiced, its period is open and it stands in no other bill's place; else: pm bill adjust. Its reading may be changed again; unpaid late fees on it are void with it.",
        zh: "仅限未缴、未减免、未冲减、未开票、账期未结账且非更正重出的账单，否则请用 pm bill adjust。作废后读数可修改，其未缴违约金一并作废。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let code = try arguments.require(CorrectionOptions.number)
    let reason = try arguments.require(CorrectionOptions.reason)
    let day = try context.today()
    let zone = try context.databaseZone()
    try context.write { context, database in
      let closings = try database.closings()
      let bill = try database.billToCorrect(code, on: day, closings, zone: zone)
      try closings.requireOpen(bill.period, for: bill.org)
      if let corrected = bill.corrects { throw try inPlace(bill, of: corrected, database) }
      if bill.credited != .zero || bill.ended != nil { throw credited(bill) }
      if bill.isSettled { throw settled(bill.name) }
      let late = try database.lateLines(of: bill.id)
      try requireUnpaid(late, bill, closings, database)
      try context.warnOfBatches(with: [bill] + late, database)
      let run = try database.entry
      for line in [bill] + late {
        try database.end(line.id, as: .void, run: run)
        try database.adjust(
          NewAdjustment(
            bill: line.id, fee: line.fee, kind: .void, amount: line.amount, on: day, reason: reason),
          run: run)
      }
      context.summary("bill void", [("voided", 1 + late.count)])
    }
  }

  /// Refuses where late lines were settled by more than negative lines of their own principal.
  private static func requireUnpaid(
    _ late: [CorrectedBill], _ bill: CorrectedBill, _ closings: Closings, _ database: Database
  ) throws {
    var netted = Money.zero
    for line in late {
      try closings.requireOpen(line.period, for: line.org)
      netted = try netted.adding(line.paid)
      let isPaid = try database.isPaidWithMoney(line.id)
      if isPaid || line.waived != .zero || line.writtenOff != .zero || line.invoice != nil {
        throw settled(line.name)
      }
    }
    if netted != .zero { throw settled(bill.name) }
  }

  /// Voiding would lose these days: for the run the corrected bill still counts as billed.
  private static func inPlace(
    _ bill: CorrectedBill, of corrected: Int64, _ database: Database
  ) throws -> Failure {
    let (name, first) = (bill.name, Bill.number.kind.text(corrected, .standard))
    return Failure.refused(
      "in-place",
      Words(
        "\(name) stands in the place of \(first), and no run would bill its days again",
        zh: "\(name) 系 \(first) 更正后的账单，作废后不会再出账"),
      hint: try database.besideCarried(bill) == nil
        ? Words(
          "bill it anew: pm bill adjust \(name) --reissue; take it off: the same without --reissue",
          zh: "重新出账：pm bill adjust \(name) --reissue；仅冲减则不带 --reissue")
        : Words(
          "take it off: pm bill adjust \(name); a part of it: the same with --amount",
          zh: "冲减：pm bill adjust \(name)；仅冲减一部分请加 --amount"))
  }

  private static func credited(_ bill: CorrectedBill) -> Failure {
    let name = bill.name
    return Failure.refused(
      "credited",
      Words("\(name) has a credit line, which would stay", zh: "\(name) 已有红字账单，作废后红字仍在"),
      hint: bill.ended == nil
        ? Words("take the rest off too: pm bill adjust \(name)", zh: "请用 pm bill adjust \(name) 冲减余额")
        : Words(
          "it is taken off whole; to bill it anew: pm bill adjust \(name) --reissue",
          zh: "已全额冲减；如需重新出账：pm bill adjust \(name) --reissue"))
  }

  private static func settled(_ name: String) -> Failure {
    Failure.refused(
      "bill-settled",
      Words("\(name) has been paid, waived, written off or invoiced", zh: "\(name) 已缴、已减免、已核销或已开票"),
      hint: Words(
        "reverse the payment first, or correct it: pm bill adjust \(name)",
        zh: "请先冲销收款，或用 pm bill adjust \(name) 更正"))
  }
}
