// The receipt (收据): what was paid, in figures and capital numerals, and what it paid.
import PMCore
import PMFormat
import PMStore

/// What a receipt is made of.
struct ReceiptPaper {
  let receipt: PaidReceipt
  let number: ReceiptNumber
  let issuer: (company: String, community: String?)
  let currency: String
  let contact: String

  func paper(_ words: PaperWords) -> Paper {
    var paper = Paper(letterhead: issuer.company, title: words("Receipt", "收款收据"))
    if number.copies > 0 { paper.mark = words("COPY \(number.copies)", "副本 第\(number.copies)次补打") }
    paper.number = words("No. ", "No. ") + Receipt.record.numberText(number.number)
    paper.fields = [
      Paper.Field(words("Received for", "交款人"), words.party(receipt.name, receipt.customerCode), isVerbatim: true),
      Paper.Field(words("Paid on", "收款日期"), words.date(receipt.paidOn)),
    ]
    if let room = receipt.room {
      paper.fields.append(
        Paper.Field(words("Room", "房号"), words.place(issuer.community, room), isVerbatim: true))
    }
    paper.fields += [
      Paper.Field(words("Method", "收款方式"), words.choice(receipt.method, Payment.methods)),
      Paper.Field(
        words("Payment", "收款号"), Payment.record.numberText(receipt.payment), isVerbatim: true),
    ]
    if let reference = receipt.reference, !reference.hasPrefix("cash-") {
      paper.fields.append(Paper.Field(words("Reference", "流水号"), reference, isVerbatim: true))
    }
    paper.fields.append(Paper.Field(words("Issued on", "开具日期"), words.date(number.issuedOn)))
    paper.columns = [
      Paper.Column(words("Paid for", "收费项目")), Paper.Column(words("Room", "房号"), isVerbatim: true),
      Paper.Column(words("Period", "账期")), Paper.Column(words("Bill", "账单号"), isVerbatim: true),
      Paper.Column(words("Amount", "金额"), isNumeric: true),
    ]
    paper.rows = receipt.lines.map { line in
      [
        line.isLate
          ? line.fee + words(", late fee", "违约金")
          : line.isCorrection ? words.correction(line.fee) : line.fee, line.room ?? "",
        "\(line.period)", Bill.record.numberText(line.bill), words.amount(line.amount),
      ]
    }
    for part in receipt.kept {
      let earmark = part.fee.map { words(" for \($0)", "（\($0)）") } ?? ""
      paper.rows.append([
        words("Prepayment", "预收款") + earmark, "", Self.window(part.from, part.to), "",
        words.amount(part.amount),
      ])
    }
    paper.totals = [words("Total", "合计"), "", "", "", words.amount(receipt.amount)]
    paper.sums = [
      Paper.Field(words("Amount received", "收款金额"), words.sum(receipt.amount, currency)),
      Paper.Field(words("In Chinese capitals", "大写"), receipt.amount.capitalNumerals),
    ]
    paper.closing = [
      words("This receipt is no tax invoice.", "本收据不作发票使用，需要发票请与我们联系。")
    ]
    paper.signatures = [
      Paper.Field(words("Cashier", "收款人"), receipt.cashier ?? ""),
      Paper.Field(words("Paid by", "交款人"), ""), Paper.Field(words("Seal", "收款单位（盖章）"), ""),
    ]
    paper.footer = contact.isEmpty ? nil : contact
    return paper
  }

  /// `2027-01 – 2027-12`; open at the side that has no end.
  private static func window(_ from: Period?, _ to: Period?) -> String {
    if from == nil, to == nil { return "" }
    if from == to { return from.map(\.description) ?? "" }
    return [from.map(\.description) ?? "", "–", to.map(\.description) ?? ""].filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}
