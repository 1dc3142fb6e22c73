// Readings just written: what each meter used, and which readings cannot be.
package import PMCore

/// A reading that cannot stand.
package struct ReadingFault: Sendable {
  /// The row of the reading that was just written.
  package let reading: Int64
  package let code: String
  package let shown: String
  package let words: Words
  package let hint: Words?
}

extension Database {
  /// Works out the usage of the readings just written and of those after them, marks the suspect
  /// ones.
  ///
  /// - Parameters:
  ///   - refuse: told of each reading that cannot stand.
  ///   - remark: told of dials that turned over without the row saying so, and of suspect usages.
  package func settleReadings(
    _ touched: Set<Int64>, _ rule: SuspectRule, run entry: Int64,
    refuse: @escaping (ReadingFault) -> Void, remark: @escaping (Words) -> Void = { _ in }
  ) throws {
    var meters: Set<Int64> = []
    var find = try prepare("SELECT meter_id FROM reading WHERE id = ?1")
    for id in touched {
      try find.bind(1, id)
      if try find.step() { meters.insert(find.int64(0)) }
      find.reset()
    }
    let settling = try ReadingSettlement(self, rule, run: entry, refuse: refuse, remark: remark)
    for meter in meters.sorted() { try settling.settle(meter, touched) }
  }
}

/// Goes through the readings of one meter after the other.
private final class ReadingSettlement {
  private let database: Database
  private let rule: SuspectRule
  private var meter: Statement
  private var readings: Statement
  private var bills: Statement
  private var update: Statement
  private var replaced: HistoryWriter
  private let refuse: (ReadingFault) -> Void
  private let say: (Words) -> Void
  /// The bills that were told to be billed anew.
  private var told: Set<Int64> = []

  private struct Row {
    let id: Int64
    let reading: MeterReading
    /// Nil where the reading has just come.
    let usage: Int64?
    let suspect: Int64
  }

  init(
    _ database: Database, _ rule: SuspectRule, run entry: Int64,
    refuse: @escaping (ReadingFault) -> Void, remark: @escaping (Words) -> Void
  ) throws {
    self.refuse = refuse
    say = remark
    self.database = database
    self.rule = rule
    replaced = try HistoryWriter(database, entry: entry)
    meter = try database.prepare(
      """
      SELECT multiplier, digits, max_usage, installed_on, initial, removed_on,
             (SELECT status IN ('occupied', 'let') FROM room WHERE room.id = meter.room_id), code
        FROM meter
       WHERE id = ?1
      """)
    readings = try database.prepare(
      "SELECT id, read_on, reading, kind, usage, suspect FROM reading WHERE meter_id = ?1 ORDER BY read_on")
    // Credit lines bill nothing; a credited line in whose place another stands is done with.
    bills = try database.prepare(
      """
      SELECT id, ended IS NULL FROM bill
       WHERE meter_id = ?1 AND "to" >= ?2 AND "from" <= ?2 + 1
         AND (ended IS NULL AND (corrects_id IS NULL OR amount_minor >= 0)
              OR ended = 'corrected' AND class <> 'shared'
                 AND NOT EXISTS (SELECT 1 FROM bill AS anew
                                  WHERE anew.corrects_id = bill.id AND anew.amount_minor >= 0
                                    AND anew.ended IS NOT 'void'))
       ORDER BY ended IS NOT NULL, id LIMIT 4
      """)
    update = try database.prepare("UPDATE reading SET usage = ?2, suspect = ?3 WHERE id = ?1")
  }

  func settle(_ id: Int64, _ touched: Set<Int64>) throws {
    try meter.bind(1, id)
    defer { meter.reset() }
    guard try meter.step() else { return }
    let rules = MeterRule(
      multiplier: meter.quantity(0), digits: meter.optionalInt64(1).map { Int($0) },
      maxUsage: meter.optionalQuantity(2))
    let removed = meter.optionalInt64(5)
    let isInhabited = meter.flag(6)
    var earlier = MeterReading(meter.day(3), meter.quantity(4))
    var history: [Ratio] = []
    var cause: Int64?  // the touched reading just before, which a later one may no longer fit
    for row in try rows(id) {
      let isTouched = touched.contains(row.id)
      if isTouched { try heedBills(of: id, row) }
      if isTouched, let removed, Int64(row.reading.readOn.number) > removed {
        fault(row.id, row, "meter-removed", Words("is after the meter was removed", zh: "晚于仪表拆除日期"), nil)
      }
      do {
        let step = try usage(from: earlier, to: row.reading, rules)
        let used = step.quantity
        if isTouched || cause != nil {
          // More than the meter's largest usage is a slip of the pen before there is an average.
          let isHuge = try rules.maxUsage.map { try used.compared(to: $0.ratio) > 0 } ?? false
          let isOdd =
            try isHuge || step.isDoubtful(row.reading.mark)
            || isSuspect(used, after: history, isInhabited: isInhabited, rule)
          if isTouched { remark(step, isOdd, earlier, row) }
          try keep(row, usage: try used.rounded(.halfUp, scale: Quantity.scale), suspect: isOdd ? 1 : 0)
        }
        history.append(used)
      } catch {
        // A usage that no column can hold is a slip of the pen, too.
        guard let found = error as? UsageFault ?? (error as? ArithmeticError).map(UsageFault.arithmetic)
        else { throw error }
        if let blamed = isTouched ? row.id : cause {
          fault(
            blamed, row, found.code, found.words,
            Words(
              "the reading before is \(earlier.reading) of \(earlier.readOn)",
              zh: "上次读数为 \(earlier.readOn) 的 \(earlier.reading)"))
        }
      }
      earlier = row.reading
      cause = isTouched ? row.id : nil
    }
    if removed != nil { try remarkSuccessor(of: id) }
  }

  /// Writes what a reading comes to; what that was before, where it stood already, is kept.
  private func keep(_ row: Row, usage: Int64, suspect: Int64) throws {
    if let old = row.usage, old != usage || row.suspect != suspect {
      var values = JSONObjectText()
      if old != usage { values.add("usage", .integer(old)) }
      if row.suspect != suspect { values.add("suspect", .integer(row.suspect)) }
      try replaced.append(record: Reading.record.table, row: row.id, old: values.text)
    }
    try update.bind(1, row.id)
    try update.bind(2, usage)
    try update.bind(3, suspect)
    try update.run()
  }

  /// Says where the meter that took this one's place brought along another usage of the year than
  /// this one has now.
  private func remarkSuccessor(of id: Int64) throws {
    let successor = try database.first(
      "SELECT code, installed_on, COALESCE(year_used, 0) FROM meter WHERE replaces_id = ?1",
      [.integer(id)]
    ) { (code: $0.string(0), day: $0.day(1), used: $0.quantity(2)) }
    guard let successor else { return }
    let used = try database.usedInYear(of: id, through: successor.day)
    if used == successor.used { return }
    let (code, new) = (meter.string(7), successor.code)
    say(
      Words(
        "meter \(code): used \(used) in the year of its replacement, but \(new) goes on from \(successor.used): pm meter set \(new) year_used=\(used)",
        zh: "表 \(code)：更换当年用量为 \(used)，而 \(new) 按 \(successor.used) 接续：pm meter set \(new) year_used=\(used)"))
  }

  /// Says what somebody should look at: it is stored as it stands.
  private func remark(
    _ step: MeterUsage, _ isOdd: Bool, _ earlier: MeterReading, _ row: Row
  ) {
    let code = meter.string(7)
    let used = step.quantity.exactText
    if step.kind == .rollover, row.reading.mark != .rollover {
      say(
        Words(
          "meter \(code), \(row.reading.readOn): the dial turned over, \(earlier.reading) → \(row.reading.reading) is a usage of \(used)",
          zh: "表 \(code)，\(row.reading.readOn)：表盘翻转，\(earlier.reading) → \(row.reading.reading)，用量 \(used)"))
    }
    if isOdd {
      say(
        Words(
          "meter \(code), \(row.reading.readOn): a usage of \(used) is suspect; see pm meter check",
          zh: "表 \(code)，\(row.reading.readOn)：用量 \(used) 可疑；见 pm meter check"))
    }
  }

  private func rows(_ meter: Int64) throws -> [Row] {
    try readings.bind(1, meter)
    defer { readings.reset() }
    var rows: [Row] = []
    while try readings.step() {
      rows.append(
        Row(
          id: readings.int64(0),
          reading: MeterReading(
            readings.day(1), readings.quantity(2),
            try readings.word(3)),
          usage: readings.optionalInt64(4), suspect: readings.int64(5)))
    }
    return rows
  }

  /// Refuses a reading that is billed, and says which bills wait for it to be billed anew.
  private func heedBills(of meter: Int64, _ row: Row) throws {
    try bills.bind(1, meter)
    try bills.bind(2, Int64(row.reading.readOn.number))
    defer { bills.reset() }
    var billed: [String] = []
    while try bills.step() {
      let id = bills.int64(0)
      let name = Bill.number.kind.text(id, .standard)
      if bills.flag(1) {
        billed.append(name)
      } else if billed.isEmpty, told.insert(id).inserted {
        say(
          Words(
            "meter \(self.meter.string(7)), \(row.reading.readOn): \(name) was credited and is not billed anew yet: pm bill adjust \(name) --reissue",
            zh: "表 \(self.meter.string(7))，\(row.reading.readOn)：\(name) 已冲减，尚未重新出账：pm bill adjust \(name) --reissue"))
      }
    }
    guard let first = billed.first else { return }
    let (en, zh) = (billed.joined(separator: ", "), billed.joined(separator: "、"))
    fault(
      row.id, row, "reading-billed",
      Words("lies in an interval that is billed: \(en)", zh: "所在区间已出账：\(zh)"),
      Words(
        "pm bill void \(first); where it is paid, corrected or its month closed: pm bill adjust \(first), then give the reading, then pm bill adjust \(first) --reissue",
        zh:
          "请先作废：pm bill void \(first)；已缴、已更正或已结账的：先 pm bill adjust \(first) 全额冲减，再录入读数，再 pm bill adjust \(first) --reissue 重新出账"
      ))
  }

  private func fault(_ id: Int64, _ row: Row, _ code: String, _ words: Words, _ hint: Words?) {
    refuse(
      ReadingFault(
        reading: id, code: code, shown: row.reading.reading.description, words: words, hint: hint))
  }
}
