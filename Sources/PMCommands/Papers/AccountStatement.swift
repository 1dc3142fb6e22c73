// The statement of account (对账单): a customer's bills and payments with the balance after each.
import PMCore
import PMFormat
import PMStore

/// What a statement of account is made of.
struct AccountStatement {
  let holder: AccountHolder
  /// The name of the company.
  let issuer: String
  /// The part of the organisation that it is kept to; nil where it is the whole account.
  let scope: String?
  let first: Day
  let last: Day
  let opening: Money
  let entries: [AccountEntry]
  let currency: String
  let contact: String
  let phone: String?

  func paper(_ words: PaperWords) throws -> Paper {
    var paper = Paper(letterhead: issuer, title: words("Statement of account", "客户对账单"))
    paper.number = "\(first) – \(last)"
    paper.fields = [
      Paper.Field(words("Customer", "客户"), words.party(holder.name, holder.code), isVerbatim: true),
      Paper.Field(
        words("Rooms", "房号"), holder.rooms.joined(separator: words(", ", "、")), isVerbatim: true),
    ]
    if let scope {
      paper.fields.insert(
        Paper.Field(words("Covers", "范围"), words("\(scope) only, and nothing booked elsewhere", "仅限\(scope)，不含其他往来")),
        at: 0)
    }
    if let phone { paper.fields.append(Paper.Field(words("Phone", "电话"), phone)) }
    paper.columns = [
      Paper.Column(words("Date", "日期")), Paper.Column(words("What", "摘要")),
      Paper.Column(words("Room", "房号"), isVerbatim: true), Paper.Column(words("Number", "单号"), isVerbatim: true),
      Paper.Column(words("Charged", "应收"), isNumeric: true),
      Paper.Column(words("Credited", "实收与冲减"), isNumeric: true),
      Paper.Column(words("Balance", "余额"), isNumeric: true),
    ]
    var balance = opening
    var (charged, credited) = (Money.zero, Money.zero)
    paper.rows.append(["\(first)", words("Opening balance", "期初余额"), "", "", "", "", words.amount(opening)])
    for entry in entries {
      balance = try balance.adding(entry.amount)
      let isCharge = [.bill, .late, .correction].contains(entry.kind)
      if isCharge {
        charged = try charged.adding(entry.amount)
      } else {
        credited = try credited.adding(-entry.amount)
      }
      paper.rows.append([
        "\(entry.day)", text(entry, words), entry.room ?? "", number(entry),
        isCharge ? words.amount(entry.amount) : "", isCharge ? "" : words.amount(-entry.amount),
        words.amount(balance),
      ])
    }
    paper.totals = [
      "\(last)", words("Closing balance", "期末余额"), "", "", words.amount(charged),
      words.amount(credited), words.amount(balance),
    ]
    let owes = balance.minor >= 0
    paper.sums = [
      Paper.Field(
        owes ? words("Balance due to us", "期末应付余额") : words("Balance in your favour", "期末预存余额"),
        words.sum(owes ? balance : -balance, currency))
    ]
    paper.closing = [
      words(
        "Bills stand on the day they were issued, payments on the day they were made. Please tell us within 30 days if a figure does not agree with your records.",
        "账单按出账日期、收款按收款日期列示。如与您的记录不符，请于 30 日内与我们核对。")
    ]
    paper.footer = contact.isEmpty ? nil : contact
    return paper
  }

  private func text(_ entry: AccountEntry, _ words: PaperWords) -> String {
    let period = entry.period.map { " \($0)" } ?? ""
    switch entry.kind {
    case .bill: return entry.text + period
    case .correction: return words.correction(entry.text) + period
    case .late: return entry.text + words(", late fee", "违约金") + period
    case .payment: return words("Payment, ", "收款 ") + words.choice(entry.text, Payment.methods)
    case .reversal: return words("Payment reversed", "收款冲销")
    case .prepaid: return words("Prepayment taken over", "预收转入")
    case .carried: return words("Prepayment carried over", "预收转出")
    case .refund: return words("Refund, ", "退款 ") + words.choice(entry.text, Payment.methods)
    case .deduction: return words("Paid from deposit, ", "押金抵扣 ") + entry.text
    case .offset: return words("Paid from prepayment", "预收核销")
    case .netting: return words("Set off by a negative line", "红字冲抵")
    case .adjustment:
      return words(Self.adjusted[entry.text] ?? entry.text, words.choice(entry.text, Adjustment.kinds))
    }
  }

  /// What was done to a bill, by its stored word.
  private static let adjusted = [
    "waive": "Waiver", "reverse-waive": "Waiver taken back", "write-off": "Written off",
    "recover": "Write-off taken back",
  ]

  private func number(_ entry: AccountEntry) -> String {
    switch entry.kind {
    case .bill, .late, .correction, .netting: Bill.record.numberText(entry.number)
    case .payment, .reversal: Payment.record.numberText(entry.number)
    case .prepaid, .carried, .offset: Prepayment.record.numberText(entry.number)
    case .refund: Refund.record.numberText(entry.number)
    case .deduction: Deduction.record.numberText(entry.number)
    case .adjustment: Adjustment.record.numberText(entry.number)
    }
  }
}
