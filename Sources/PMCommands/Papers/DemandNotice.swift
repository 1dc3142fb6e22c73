// The demand notice (催缴单): what is due, by when it is asked for, and whom to ask.
//
// It asks and gives a term. It threatens with nothing: by 《物业管理条例》 and Article 944 of the Civil
// Code a manager must not press for fees by cutting water, power, heat or gas.
import PMCore
import PMFormat
import PMStore

/// What a demand notice is made of.
struct DemandNotice {
  let demand: Demand
  let issuer: (company: String, community: String?)
  let asOf: Day
  /// What of the customer's money the company holds and no bill has taken.
  let prepaid: Money
  let termDays: Int
  let currency: String
  let contact: String
  /// As it is printed: masked or not.
  let phone: String?

  func paper(_ words: PaperWords) throws -> Paper {
    let total = try demand.total()
    let payBy = asOf.adding(termDays)
    var paper = Paper(
      letterhead: issuer.company, title: words("Payment reminder", "缴费通知单（催缴）"))
    paper.number = words("As of \(asOf)", "截至 \(asOf)")
    paper.fields = [
      Paper.Field(words("Customer", "客户"), words.party(demand.name, demand.customerCode), isVerbatim: true),
      Paper.Field(
        words("Room", "房号"), words.place(issuer.community, demand.roomCode), isVerbatim: true),
    ]
    if let phone { paper.fields.append(Paper.Field(words("Phone", "电话"), phone)) }
    paper.fields.append(Paper.Field(words("Please pay by", "请于此日前缴纳"), words.date(payBy)))
    paper.opening = [
      words(
        "Dear \(demand.name), by our records the following fees are due and have not been paid:",
        "尊敬的\(demand.name)：经核对，截至\(words.date(asOf))，您有以下费用已到缴费期限而尚未缴纳：")
    ]
    paper.columns = [
      Paper.Column(words("Fee", "收费项目")), Paper.Column(words("Period", "账期")),
      Paper.Column(words("Due on", "缴费期限")),
      Paper.Column(words("Days overdue", "逾期天数"), isNumeric: true),
      Paper.Column(words("Billed", "应缴金额"), isNumeric: true),
      Paper.Column(words("Unpaid", "未缴金额"), isNumeric: true),
      Paper.Column(words("Late fee", "违约金"), isNumeric: true),
    ]
    paper.rows = demand.lines.map { line in
      [
        line.isCorrection ? words.correction(line.fee) : line.fee, "\(line.period)", "\(line.dueOn)",
        "\(max(0, asOf.days(since: line.dueOn)))",
        words.amount(line.amount), words.amount(line.open), words.amount(line.lateFee),
      ]
    }
    paper.totals = [
      words("Total", "合计"), "", "", "", "", words.amount(try demand.principal()),
      words.amount(try demand.lateFees()),
    ]
    paper.sums = [
      Paper.Field(words("Amount to pay", "应缴合计"), words.sum(total, currency)),
      Paper.Field(words("In Chinese capitals", "大写"), total.capitalNumerals),
    ]
    if prepaid > .zero {
      paper.sums.append(
        Paper.Field(
          words("Prepayment held for all rooms, not taken off", "预收余额（各房间合计，以上未扣除）"),
          words.sum(prepaid, currency)))
    }
    paper.closing = [
      words(
        "Please pay by \(words.date(payBy)), within \(termDays) days of this notice. Late fees are those charged through \(asOf).",
        "请您于\(words.date(payBy))（含当日）前，即自本通知之日起 \(termDays) 日内缴清上述款项。违约金为截至\(words.date(asOf))已计部分。"),
      words(
        "If you have paid in the meantime, thank you, and please disregard this notice. If you disagree with a figure, tell us within the same term: we shall check it with you.",
        "如您已缴纳，谨致谢意，并请忽略本通知。如对金额有异议，请在上述期限内与我们联系，我们将与您核对。"),
    ]
    paper.signatures = [
      Paper.Field(words("Issued by", "经办人"), ""), Paper.Field(words("Received by", "签收人"), ""),
      Paper.Field(words("Date", "日期"), ""),
    ]
    paper.footer = contact.isEmpty ? nil : contact
    return paper
  }
}
