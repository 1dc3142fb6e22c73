// `pm meter read FILE`: readings come in, and each must make sense after the one before.
import PMCore
import PMStore

/// `pm meter read`: import readings.
enum MeterRead: Command {
  static let spec = CommandSpec(
    "meter read",
    Words("Import meter readings; a register that falls is refused.", zh: "导入抄表读数；读数倒退会被拒收。"),
    arguments: [ImportOptions.file], options: ImportOptions.all,
    examples: ["pm meter read readings.csv", "pm meter read readings.csv --dry-run"],
    notes: [
      Words(
        "Columns: meter, read_on, reading, kind (actual, estimated, rollover), note.",
        zh: "列：meter、read_on、reading、kind（actual、estimated、rollover）、note。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    var hooks = ImportHooks()
    hooks.wantsTouched = true
    hooks.written = { database, job in
      let settings = try database.settings()
      let rule = SuspectRule(
        minimumJump: (Quantity(settings["meter.min_jump"]) ?? .zero).ratio,
        zeroAbove: (Quantity(settings["meter.zero_above"]) ?? .zero).ratio)
      let offsets = Dictionary(job.touched.map { ($0.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
      let slot = job.plan.slot(of: "reading")
      return try database.settleReadings(Set(offsets.keys), rule).map { fault in
        RowFinding(
          offset: offsets[fault.reading] ?? 0, field: slot.flatMap { job.plan.columns[$0].field },
          column: Reading.record.column("reading"), code: fault.code, value: fault.shown,
          words: fault.words, hint: fault.hint)
      }
    }
    try context.importFile(
      try arguments.require(ImportOptions.file), into: Reading.record, try ImportOptions(arguments),
      verb: "meter read", hooks: hooks)
  }
}
