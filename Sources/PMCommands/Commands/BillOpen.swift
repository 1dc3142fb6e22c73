// `pm bill open FILE`: unpaid bills of the system that a company comes from.
import PMCore
import PMStore

/// `pm bill open`: opening balances of receivables, before the first close.
enum BillOpen: Command {
  static let spec = CommandSpec(
    "bill open",
    Words("Take over unpaid bills of another system.", zh: "转入其他系统的未缴账单（期初欠费）。"),
    arguments: [ImportOptions.file], options: ImportOptions.all,
    examples: ["pm bill open arrears.csv", "pm bill open arrears.csv --dry-run"],
    notes: [
      Words(
        "Columns: room, customer, fee, period, from, to, amount, tax, due_on, late_posted, reference, invoice_no (pm opening-bill columns).",
        zh:
          "列：room、customer、fee、period、from、to、amount、tax、due_on、late_posted、reference、invoice_no（见 pm opening-bill columns）。"
      ),
      Words(
        "Only before the first close; booked against the opening balances. late_posted becomes a late line of its own that is owed, and late fees go on from it.",
        zh: "仅限首次结账之前；记入期初权益。late_posted 转为一张应缴的违约金账单，此后续计。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let late = LateLines()
    try context.takeOver(
      arguments, into: OpeningBill.record, told: { [("late lines", late.count)] }
    ) { database, job, run, findings in
      let counts = try database.openBills(job.touched.map(\.id), run: run)
      late.count = counts.lateLines
      let offsets = job.touchedOffsets
      for clash in counts.clashes {
        findings.add(job.finding(at: offsets[clash.row] ?? 0, clash.column, clash.code, clash.words))
      }
    }
  }

  private final class LateLines {
    var count = 0
  }
}
