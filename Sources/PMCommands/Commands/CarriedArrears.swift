// What a leaver owes on a room, carried over to who takes it on, line by line.
import PMCore
import PMStore

extension RoomMove {
  /// Credits what is open of the leaver's lines on the room and bills it to `heir`: all that were
  /// issued by the day of the move or the day of the command.
  ///
  /// The leaver bears the late fees through the day, for a line that came later through its day of
  /// issue; they and his deposits stay his. The heir's lines are due anew.
  ///
  /// - Returns: how many lines went over.
  func carryArrears(from leaver: Int64, to heir: Int64, _ settlement: Settlement) throws -> Int {
    let closings = settlement.closings
    let minimumDays = try database.settings().leastDaysToPay
    let writer = try BillWriter(database, run: entry)
    var carried: [(bill: CorrectedBill, credit: Int64, day: Day)] = []
    for arrear in try database.arrearsToCarry(from: leaver, room: id, by: known) {
      let day = closings.postingDay(for: max(day, arrear.issuedOn), org: community)
      let bill = try database.billToCorrect(arrear.id, on: day, closings)
      let credit = try NewBill(crediting: bill.open, of: bill, on: day)
      carried.append((bill, try writer.append(credit), day))
      var line = NewBill(
        room: bill.room, customer: heir, fee: bill.fee, kind: bill.kind, period: day.period,
        from: bill.from, to: bill.to, amount: bill.open, tax: -credit.tax, taxRate: bill.taxRate,
        issuedOn: day, dueOn: max(bill.dueOn, max(day, known).adding(minimumDays)), postedOn: day)
      line.quantity = credit.quantity.map { -$0 }
      line.price = credit.price
      line.meter = bill.meter
      line.tariff = bill.tariff
      line.corrects = bill.id
      try writer.append(line)
    }
    try writer.finish()
    for (bill, credit, day) in carried {
      try settlement.net(bill, by: credit, on: day)
      if try bill.open == bill.remaining { try database.end(bill.id, as: .corrected, run: entry) }
      try settlement.adjust(
        NewAdjustment(
          bill: bill.id, fee: bill.fee, kind: .adjust, amount: bill.open, on: day, reason: "carried over"))
    }
    return carried.count
  }
}
