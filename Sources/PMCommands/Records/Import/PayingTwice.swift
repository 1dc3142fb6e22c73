// Owners, or tenants, who pay for one room on the same days: told where a command makes them so.
import PMCore
import PMStore

extension PayingPair {
  /// What is said once it is so: whom the bills go to, and what to do where that is not meant.
  var warning: Words {
    guard isOwner else { return payingTwice(room: room, before.code, until: before.to) }
    let until = other.to.map { (en: " (until \($0))", zh: "（至 \($0)）") } ?? (en: "", zh: "")
    return Words(
      "room \(room) has two owners who pay, \(billed.code) and \(other.code)\(until.en): on days of both the bills go to \(billed.code); \(remedy(for: before).en)",
      zh:
        "房间 \(room) 有两名付费业主 \(billed.code) 与 \(other.code)\(until.zh)：重叠日期的账单归 \(billed.code)；\(remedy(for: before).zh)"
    )
  }

  /// What is said of the one who is refused for it.
  var fault: Words {
    isOwner
      ? Words(
        "\(beside.code) is an owner of room \(room) who pays on the same days",
        zh: "\(beside.code) 为房间 \(room) 同期的付费业主")
      : Words(
        "\(beside.code) is a tenant of room \(room) who pays on the same days",
        zh: "\(beside.code) 为房间 \(room) 同期的付费租户")
  }

  /// How to end or correct the other holder.
  var faultRemedy: Words { remedy(for: beside) }

  /// The earlier holder: the one whose days begin first, else the one who was not just written.
  private var before: PayingHolder {
    // A new holder without a first day did not necessarily come first.
    let (new, stored) = written.isNew ? (written, beside) : (beside, written)
    if new.isNew, !stored.isNew, new.from == .distantPast || new.from == stored.from { return stored }
    return written.from == beside.from ? beside : other
  }

  private func remedy(for payer: PayingHolder) -> Words {
    let role = isOwner ? "owner" : "tenant"
    let from = payer.from == .distantPast ? "" : "\(payer.from)"
    let change = "pm occupancy set \(room),\(payer.code),\(role),\(from)"
    return Words(
      "who has left: \(change) to=DATE; who does not pay: pays=no",
      zh: "已转出：\(change) to=日期；共有而不付费：pays=no")
  }
}

extension RecordImport {
  /// Who pays beside somebody else now, by what was written; with --strict such rows are refused.
  func findPayers(_ database: Database, _ counts: ImportCounts) throws -> [Words] {
    let twice = Warnings { Words("\($0) more rooms with two who pay", zh: "另有 \($0) 组重复的付费人") }
    guard let (job, last, changed) = try writtenOccupancies(database, counts) else { return [] }
    // A new room of a sheet of rooms has the one owner of its row.
    let isOfRooms = main.plan.record.name == "room"
    let lastRoom =
      isOfRooms
      ? (try database.scalar("SELECT max(id) FROM room") ?? 0) - Int64(counts.main.created) : .max
    var refused: [Int64: [PayingPair]] = [:]
    try database.eachPayingPair(
      after: last, changed: changed, inRoomsThrough: lastRoom
    ) { pair in
      if options.strict { refused[pair.written.id, default: []].append(pair) } else { twice.add(pair.warning) }
    }
    if refused.isEmpty { return twice.told }
    for (id, offset) in job.touched {
      for pair in refused[id] ?? [] { findings.add(finding(pair, job, offset)) }
    }
    return twice.told
  }

  /// The occupancies that were written: the last row that was there before, and which up to it were
  /// changed; nil where there are none.
  func writtenOccupancies(
    _ database: Database, _ counts: ImportCounts
  ) throws -> (job: RecordJob, last: Int64, changed: [Int64])? {
    let jobs = [(main, counts.main)] + zip(parts, counts.parts.map(\.counts))
    guard let (job, done) = jobs.first(where: { $0.0.plan.record.name == "occupancy" }), done.hasChanged
    else { return nil }
    let last = (try database.scalar("SELECT max(id) FROM occupancy") ?? 0) - Int64(done.created)
    return (job, last, done.updated == 0 ? [] : job.touched.map(\.id).filter { $0 <= last })
  }

  private func finding(_ pair: PayingPair, _ job: RecordJob, _ offset: Int) -> RowFinding {
    guard let slot = job.plan.slot(of: "customer") else {
      return RowFinding(offset: offset, code: "pays-too", words: pair.fault, hint: pair.faultRemedy)
    }
    return RowFinding(
      offset: offset, job.plan.columns[slot], code: "pays-too", words: pair.fault,
      hint: pair.faultRemedy)
  }
}
