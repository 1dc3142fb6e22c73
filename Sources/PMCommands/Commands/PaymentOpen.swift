// `pm payment open FILE`: prepayment held by the system that a company comes from.
import PMCore
import PMStore

/// `pm payment open`: opening balances of prepayment, before the first close.
enum PaymentOpen: Command {
  static let spec = CommandSpec(
    "payment open",
    Words("Take over prepayment of another system.", zh: "转入其他系统的预收款（期初预收）。"),
    arguments: [ImportOptions.file], options: ImportOptions.all,
    examples: ["pm payment open prepaid.csv", "pm payment open prepaid.csv --dry-run"],
    notes: [
      Words(
        "Columns: customer, fee, paid_on, amount, reference, company, for_from, for_to (pm opening-payment columns). Only before the first close; booked against the opening balances.",
        zh:
          "列：customer、fee、paid_on、amount、reference、company、for_from、for_to（见 pm opening-payment columns）。仅限首次结账之前；记入期初权益。"
      )
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.takeOver(arguments, into: OpeningPayment.record) { database, job, run, _ in
      _ = try database.openPrepayments(job.touched.map(\.id), run: run)
    }
  }
}
