// How the share of a room in a shared meter came about, and where bills come from that no run made.
package import PMCore

extension Database {
  /// The working of a shared line: the meter's usage and total, what the room weighs, its exact part
  /// and the fen left over; nil for any other line, and where today's records spread nothing.
  package func sharedSteps(_ bill: PostedBill) throws -> [ExplainedStep]? {
    let (_, period) = try origin(of: bill.id, bill.period)
    guard bill.kind == .fee(.shared), let meter = bill.meter, let room = bill.room?.id,
      let code = try code(of: Meter.record, meter),
      let interval = try sharedIntervals(period, meter: code).first(where: { $0.span.from == bill.from }),
      let stored = try first(
        """
        SELECT basis, net FROM share
         WHERE period = ?1 AND meter_id = ?2 AND room_id = ?3 AND "from" = ?4
        """,
        [
          .period(period), .integer(meter), .integer(room),
          .day(bill.from),
        ], decode: { (basis: $0.optionalString(0), isNet: $0.flag(1)) }),
      let rooms = try sharingRooms(
        [interval], period, override: stored.basis.flatMap(ApportionmentBasis.init(rawValue:))
      ).first,
      let tariff = rooms.tariff,
      let place = rooms.rooms.firstIndex(of: room)
    else { return nil }
    var steps: [ExplainedStep] = []
    func add(_ name: String, _ title: Words, _ value: String) {
      steps.append(ExplainedStep(name, title, Words(value)))
    }
    add("meter", Words("shared meter", zh: "公摊表"), "\(code), \(interval.span.from) – \(interval.span.to)")
    add("usage", Words("usage of the meter", zh: "公摊表用量"), interval.usage.exactText)
    var usage = interval.usage
    if stored.isNet {
      let subs = try subUsage(interval, period)
      usage = try usage.minus(subs)
      add(
        "net", Words("less its sub-meters", zh: "扣除分表"),
        "\(interval.usage.exactText) − \(subs.exactText) = \(usage.exactText)")
    }
    let total = try interval.amount ?? sharedTotal(usage, tariff: tariff, fee: try fee(interval.fee))
    steps.append(
      ExplainedStep(
        "total", Words("to be spread", zh: "应分摊总额"),
        interval.amount == nil
          ? Words(try priced(usage, tariff, total))
          : Words("\(total), the sum given", zh: "\(total)，指定金额")))
    let weights = try wholeNumbers(rooms.weights)
    let parts = try apportion(total, over: weights)
    var sum = Ratio.zero
    for weight in rooms.weights { sum = try sum.plus(weight) }
    // Weights of areas, usages and quantities come in units of their fourth decimal.
    let unit: Int64 = [.household, .equal, .head].contains(rooms.basis) ? 1 : 10_000
    let scale = Ratio(1, over: unit)
    steps.append(
      ExplainedStep(
        "weight", Words("weight by \(rooms.basis.rawValue)", zh: "权重（\(rooms.basis.zh)）"),
        Words(
          "\(try rooms.weights[place].times(scale).exactText) of \(try sum.times(scale).exactText), \(rooms.rooms.count) rooms",
          zh:
            "\(try rooms.weights[place].times(scale).exactText) ÷ \(try sum.times(scale).exactText)，\(rooms.rooms.count) 间"
        )))
    let exact = try total.ratio.times(rooms.weights[place]).divided(by: sum)
    let cut = try exact.money(.down)
    add("exact", Words("exact amount", zh: "精确金额"), exact.exactText)
    add("cut", Words("cut to the fen", zh: "舍到分"), "\(cut)")
    var left = total
    for weight in rooms.weights {
      left = try left.adding(-(try total.ratio.times(weight).divided(by: sum).money(.down)))
    }
    let extra = try parts[place].adding(-cut)
    steps.append(
      ExplainedStep(
        "residue", Words("of the fen left over", zh: "余数分配"),
        Words(
          "\(extra) of \(left); the largest remainders get one each, of equal ones the first room",
          zh: "\(left) 中得 \(extra)；余数最大者各得一分，相同时取房号在前者")))
    return steps
  }

  /// usage × price, exactly and as it is spread.
  private func priced(_ usage: Ratio, _ tariff: TariffVersion, _ total: Money) throws -> String {
    guard let price = tariff.price else { return "\(total)" }
    return "\(usage.exactText) × \(price) = \(try usage.times(price.ratio).exactText) → \(total)"
  }

  /// What a bill comes from that no billing run has made; nil for those of a run.
  package func source(of bill: PostedBill) throws -> ExplainedStep? {
    let found = try first(
      """
      SELECT ticket.number, bill.deposit_id, bill.opening, bill.ticket_id IS NOT NULL
        FROM bill LEFT JOIN ticket ON ticket.id = bill.ticket_id
       WHERE bill.id = ?1
      """, [.integer(bill.id)]
    ) { (ticket: $0.optionalString(0), deposit: $0.optionalInt64(1), isOpening: $0.flag(2)) }
    guard let found else { return nil }
    var words: Words?
    if let ticket = found.ticket {
      words = Words("the paid service of ticket \(ticket)", zh: "工单 \(ticket) 的有偿服务")
    } else if let deposit = found.deposit {
      let number = Deposit.record.serial?.text(deposit, .standard) ?? "\(deposit)"
      words = Words("a deduction from deposit \(number)", zh: "押金 \(number) 的抵扣")
    } else if found.isOpening {
      words = Words("taken over from another system", zh: "由其他系统转入")
    } else if bill.kind == .fee(.deposit) {
      words = Words("the demand of a deposit", zh: "押金应收")
    }
    return words.map { ExplainedStep("source", Words("source", zh: "来源"), $0) }
  }
}
