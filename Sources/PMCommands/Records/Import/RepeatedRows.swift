// Rows of one file that mean one record: which of them are refused, and for the sake of which.
import PMCore
import PMFormat

extension RecordImport {
  /// Sorts the rows of a job of which several may mean one record, as long as they agree.
  func settleRepeating(_ job: RecordJob) {
    var told = OffsetSet()
    job.index.settle { first, second in
      guard let slot = comparison.difference(job, first, second) else { return true }
      refuse(first, second, &told, job.plan.columns[slot].field) {
        contradiction(job, slot, $0, $1)
      }
      return false
    }
    refuseSpares(of: job, told)
  }

  /// Refuses each of two rows for the sake of the other; one that was told already is left alone.
  func refuse(
    _ first: Int, _ second: Int, _ told: inout OffsetSet, _ field: Int?,
    finding: (_ row: Int, _ other: Int) -> RowFinding
  ) {
    if told.insert(first) { findings.add(at: first, field: field) { finding(first, second) } }
    if told.insert(second) { findings.add(at: second, field: field) { finding(second, first) } }
  }

  /// Refuses rows that agree with one that another contradicts: nobody knows which is right.
  private func refuseSpares(of job: RecordJob, _ contradicted: OffsetSet) {
    for (first, spare) in job.index.spareRows where contradicted.contains(first) {
      findings.add(at: spare, field: nil) {
        RowFinding(
          offset: spare, code: "rows-disagree",
          words: Words(
            "agrees with line \(source.line(at: first)), which another row contradicts",
            zh: "与第 \(source.line(at: first)) 行一致，而该行与另一行矛盾"),
          hint: Words("make the two rows agree", zh: "请使两行一致"))
      }
    }
  }

  func repeated(_ job: RecordJob, _ row: Int, as other: Int) -> RowFinding {
    let record = job.plan.record
    let line = source.line(at: other)
    // What more than a code makes one is said, too: two readings of a day differ in all else.
    let key =
      record.key.count > 1 && record.tellingColumn == nil
      ? record.key.compactMap { record.column($0) } : []
    let keyed =
      key.isEmpty
      ? Words("")
      : Words(
        " (\(key.map(\.name).joined(separator: ", ")))",
        zh: "（\(key.map(\.zh).joined(separator: "、"))）")
    let words = Words(
      "the same \(record.name)\(keyed.en) as in line \(line)",
      zh: "与第 \(line) 行为同一\(record.title.zh)\(keyed.zh)")
    let moment = key.last.flatMap { $0.kind is InstantKind ? $0 : nil }
    let hint =
      moment.map {
        Words(
          "leave one of the two rows out, or tell them apart by seconds of \($0.name)",
          zh: "请只保留其中一行，或在\($0.zh)中写明秒数以区分")
      } ?? Words("leave one of the two rows out", zh: "请只保留其中一行")
    guard let slot = job.tellingSlot else {
      return RowFinding(offset: row, code: "repeated-key", words: words, hint: hint)
    }
    return RowFinding(
      offset: row, job.plan.columns[slot], code: "repeated-key", words: words, hint: hint)
  }

  private func contradiction(
    _ job: RecordJob, _ slot: Int, _ row: Int, _ other: Int
  ) -> RowFinding {
    let line = source.line(at: other)
    return RowFinding(
      offset: row, job.plan.columns[slot], code: "rows-disagree",
      words: Words(
        "differs from line \(line), which means the same \(job.plan.record.name)",
        zh: "与第 \(line) 行不同，而两行为同一\(job.plan.record.title.zh)"),
      hint: Words("make the two rows agree", zh: "请使两行一致"))
  }
}
