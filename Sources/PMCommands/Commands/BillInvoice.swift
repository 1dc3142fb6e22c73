// `pm bill invoice FILE`: the numbers of tax invoices that were issued elsewhere.
import PMCore
import PMStore

/// `pm bill invoice`: book invoice numbers on bills, and red-letter invoices that take them off.
enum BillInvoice: Command {
  static let spec = CommandSpec(
    "bill invoice",
    Words("Book the numbers of tax invoices on bills.", zh: "登记账单的发票号与红字发票。"),
    arguments: [ImportOptions.file], options: ImportOptions.all,
    examples: ["pm bill invoice invoices.csv", "pm bill invoice red-letter.csv --dry-run"],
    notes: [
      Words(
        "Columns: bill, invoice_no, invoice_kind (special, ordinary), invoiced_on, red_letter_of, amount (pm invoice columns). One invoice may be on several bills of a customer: a row for each.",
        zh:
          "列：bill、invoice_no、invoice_kind（special 专用、ordinary 普通）、invoiced_on、red_letter_of、amount（见 pm invoice columns）。一张发票可对应同一客户的多张账单，每张一行。"
      ),
      Words(
        "An invoiced bill is not voided, adjusted or waived. A row with red_letter_of books the red-letter invoice that takes that number off; then the bill is free again.",
        zh: "已开票账单不可作废、更正或减免。填有 red_letter_of 的行登记冲销该号的红字发票，此后账单恢复可更正。"),
      Words(
        "What to invoice: pm export invoice-requests. The same file again changes nothing; another number for an invoiced bill is refused.",
        zh: "待开票明细：pm export invoice-requests。同一文件重复登记无变化；已开票账单登记其他号码将被拒收。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    var hooks = ImportHooks()
    hooks.wantsTouched = true
    hooks.written = { database, job, findings in
      let run = try database.entry
      for (id, offset) in job.touched.sorted(by: { $0.offset < $1.offset }) {
        guard let invoice = try database.keptInvoice(id),
          let bill = try database.invoicedBill(invoice.bill)
        else { continue }
        if let fault = try Self.fault(invoice, bill, database) {
          findings.add(
            job.finding(at: offset, fault.column, fault.code, fault.words, hint: fault.hint))
        } else {
          try database.bookInvoice(id, invoice, run: run)
        }
      }
    }
    try context.importFile(
      try arguments.require(ImportOptions.file), into: Invoice.record, try ImportOptions(arguments),
      verb: "invoice", hooks: hooks)
  }

  private struct Fault {
    let column: String
    let code: String
    let words: Words
    var hint: Words?

    init(_ column: String, _ code: String, _ words: Words, hint: Words? = nil) {
      self.column = column
      self.code = code
      self.words = words
      self.hint = hint
    }
  }

  /// Why the invoice cannot be booked; nil where it can.
  private static func fault(
    _ invoice: KeptInvoice, _ bill: InvoicedBill, _ database: Database
  ) throws -> Fault? {
    if let blue = invoice.redLetterOf { return redFault(invoice, of: blue, bill) }
    if bill.isVoid {
      return Fault("bill", "bill-void", Words("is void", zh: "账单已作废"))
    }
    if let kept = bill.invoice, kept != invoice.number {
      return Fault(
        "invoice_no", "invoiced-already",
        Words("the bill is on tax invoice \(kept) already", zh: "账单已开发票 \(kept)"),
        hint: Words(
          "book the red-letter invoice of \(kept) first: red_letter_of",
          zh: "请先登记 \(kept) 的红字发票（red_letter_of）"))
    }
    if !bill.isOurs || bill.gross == .zero {
      return Fault(
        "bill", "not-to-be-invoiced",
        Words(
          "is not to be invoiced: a deposit, not taxed, collected for others, or nothing is left of it",
          zh: "无须开票：押金、不征税、代收代付，或已无余额"),
        hint: Words("pm export invoice-requests lists what is", zh: "待开票明细见 pm export invoice-requests"))
    }
    if let amount = invoice.amount, amount != bill.gross {
      return Fault(
        "amount", "amount-differs",
        Words("\(bill.gross) was to be invoiced, not \(amount)", zh: "应开票 \(bill.gross)，而非 \(amount)"))
    }
    if try database.isOthers(invoice: invoice.number, customer: bill.customer) {
      return Fault(
        "invoice_no", "invoice-of-another",
        Words("stands for bills of another customer", zh: "该发票号已用于其他客户的账单"))
    }
    return nil
  }

  private static func redFault(
    _ invoice: KeptInvoice, of blue: String, _ bill: InvoicedBill
  ) -> Fault? {
    guard bill.invoice == blue else {
      let kept = bill.invoice ?? "–"
      return Fault(
        "red_letter_of", "not-its-invoice",
        Words("the bill is on tax invoice \(kept), not \(blue)", zh: "账单所开发票为 \(kept)，而非 \(blue)"))
    }
    if invoice.number == blue {
      return Fault(
        "red_letter_of", "red-of-itself",
        Words("a red-letter invoice has a number of its own", zh: "红字发票须有自己的号码"))
    }
    if let day = bill.invoicedOn, invoice.on < day {
      return Fault(
        "invoiced_on", "red-before-blue",
        Words("is before the invoice that it takes back, \(day)", zh: "早于被冲销发票的开票日期 \(day)"))
    }
    if let amount = invoice.amount, amount != -bill.gross {
      return Fault(
        "amount", "amount-differs",
        Words("-\(bill.gross) is to be taken back, not \(amount)", zh: "应冲销 -\(bill.gross)，而非 \(amount)"))
    }
    return nil
  }
}
