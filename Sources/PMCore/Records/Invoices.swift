// Tax invoices (发票): issued elsewhere; what is kept here is which bill is on which.

/// That a bill is on a tax invoice, or that a red-letter invoice took it off again.
package enum Invoice {
  package static let kinds = [
    Choice("special", "专用发票", "增值税专用发票", "数电专票", "电子专票"),
    Choice("ordinary", "普通发票", "增值税普通发票", "数电普票", "电子普票", "普票"),
  ]

  /// Whether lines of this class and tax method go on an invoice of ours, as SQL on a bill `t`: a
  /// deposit is no supply, and what is collected for others is invoiced by them.
  package static func isOurs(_ t: String) -> String {
    "\(t).class <> 'deposit' AND \(t).tax_method NOT IN ('untaxed', 'agency')"
  }

  package static let record: RecordType = .init(
    "invoice", zh: "发票", key: ["bill", "invoice_no"],
    Words("Which bill is on which tax invoice.", zh: "账单与发票的对应关系。"),
    .reference("bill", to: Bill.record, zh: "账单号", aliases: ["单号"], required: true),
    .text("invoice_no", zh: "发票号", aliases: ["发票号码", "数电票号码"], required: true, limit: 20).verbatim,
    .choice("invoice_kind", kinds, zh: "发票种类", aliases: ["票种", "发票类型"], required: true),
    .date("invoiced_on", zh: "开票日期", required: true),
    .text(
      "red_letter_of", zh: "对应蓝字发票号", aliases: ["蓝字发票号", "被红冲蓝字发票号码", "原发票号"], limit: 20,
      Words("Of a red-letter invoice: the one that it takes back.", zh: "红字发票所冲销的蓝字发票号。")
    ).verbatim,
    .money(
      "amount", zh: "价税合计", aliases: ["含税金额"],
      Words(
        "What the invoice says for the bill, compared with what was asked for; negative in red.",
        zh: "发票上该账单的价税合计，与开票申请核对；红字为负。")),
    .integer("run", 0...(.max), zh: "批次").managed.hidden
  ).document.final.filtered(by: "bill")
    .index("(invoice_no)")
    .rule(
      RowRule(
        "invoice_no", code: "not-an-invoice-number",
        Words("is not a number of 8 to 20 digits", zh: "不是 8 至 20 位数字的发票号")
      ) { cells in
        guard case .text(let text)? = cells.first else { return true }
        return (8...20).contains(text.count) && text.allSatisfy { (0x30...0x39).contains($0) }
      })
}
