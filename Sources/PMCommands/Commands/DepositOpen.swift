// `pm deposit open FILE`: deposits held by the system that a company comes from.
import PMCore
import PMStore

/// `pm deposit open`: opening balances of deposits, before the first close.
enum DepositOpen: Command {
  static let spec = CommandSpec(
    "deposit open",
    Words("Take over deposits of another system.", zh: "转入其他系统的押金（期初押金）。"),
    arguments: [ImportOptions.file], options: ImportOptions.all,
    examples: ["pm deposit open deposits.csv", "pm deposit open deposits.csv --dry-run"],
    notes: [
      Words(
        "Columns: customer, room, fee, paid_on, amount, reference, company (pm opening-deposit columns). Only before the first close; booked against the opening balances. A refund asks for the reference as its receipt.",
        zh:
          "列：customer、room、fee、paid_on、amount、reference、company（见 pm opening-deposit columns）。仅限首次结账之前；记入期初权益。退还时以 reference 为收据号。"
      )
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.takeOver(arguments, into: OpeningDeposit.record) { database, job, run, _ in
      _ = try database.openDeposits(job.touched.map(\.id), run: run)
    }
  }
}
