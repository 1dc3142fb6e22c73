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
        zh: "列：meter、read_on、reading、kind（actual、estimated、rollover）、note。"),
      Words(
        "A meter is billed by the charge of its room for its fee, at the tariff of the later reading. One without a charge is told here and by bill run; shared meters and those with others behind them need none.",
        zh: "按房间对该表费用的收费设置出账，价格以后一次抄表日的标准为准。没有收费设置的表在此处和出账时提示；公摊表和下有分表的总表不需要。"),
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
      let offsets = job.touchedOffsets
      remarks.reset()
      try database.settleReadings(
        Set(offsets.keys), rule, run: database.entry,
        refuse: { fault in
          findings.add(
            job.finding(
              at: offsets[fault.reading] ?? 0, "reading", fault.code, fault.words, value: fault.shown,
              hint: fault.hint))
        }, remark: { remarks.add($0) })
      remarks.add(try unbilled(database.readWithoutCharge(Set(offsets.keys))))
    }
    return hooks
  }

  /// What is said of meters whose usage nobody is billed for, by fee.
  private static func unbilled(_ readings: [UnbilledMeter]) -> [Words] {
    Dictionary(grouping: readings, by: \.fee).sorted { $0.key < $1.key }.compactMap { fee, readings in
      guard let first = readings.first else { return nil }
      let meters = readings.map(\.meter).reduce(into: [String]()) { found, meter in
        if found.last != meter { found.append(meter) }
      }
      let count = meters.count
      let named = shortList(meters)
      let add = "pm charge add room=\(first.room) fee=\(fee) tariff=… from=…"
      return Words(
        "\(counted(count, "meter")) (\(named.en)) of rooms without a charge for \(fee) on the day of the reading, so that nothing of it is billed: \(add)",
        zh: "\(count) 个表（\(named.zh)）所在房间在抄表日没有 \(fee) 的收费设置，用量不会出账：\(add)")
    }
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
