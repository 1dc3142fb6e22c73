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
    try context.importFile(
      try arguments.require(ImportOptions.file), into: Reading.record, try ImportOptions(arguments),
      verb: "meter read", hooks: hooks)
  }

  /// What every import of readings does once they are written.
  static var hooks: ImportHooks {
    var hooks = ImportHooks()
    hooks.wantsTouched = true
    let remarks = Warnings()
    hooks.warned = { remarks.told }
    hooks.written = { database, job, findings in
      let rule = try database.settings().suspectRule
      let offsets = Dictionary(job.touched.map { ($0.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
      let slot = job.plan.slot(of: "reading")
      remarks.reset()
      try database.settleReadings(
        Set(offsets.keys), rule, run: database.entry,
        refuse: { fault in
          findings.add(
            RowFinding(
              offset: offsets[fault.reading] ?? 0,
              field: slot.flatMap { job.plan.columns[$0].field },
              column: Reading.record.column("reading"), code: fault.code, value: fault.shown,
              words: fault.words, hint: fault.hint))
        }, remark: { remarks.add($0) })
    }
    return hooks
  }
}

extension Settings {
  /// What makes a reading suspect here.
  var suspectRule: SuspectRule {
    SuspectRule(
      minimumJump: (Quantity(self["meter.min_jump"]) ?? .zero).ratio,
      zeroAbove: (Quantity(self["meter.zero_above"]) ?? .zero).ratio)
  }
}
