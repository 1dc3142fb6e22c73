// What an import of tickets or callbacks must also mind: the life of the tickets that it touches.
import PMCore
import PMStore

extension ImportHooks {
  /// These hooks, or, where a command has none of its own, those that the record always has.
  ///
  /// - Parameter at: the moment at which it happens.
  func standing(for record: RecordType, actor: String, zone: Zone, at: Instant) -> ImportHooks {
    let hooks = written == nil ? ofService(record, actor, zone, at) : self
    return hooks.pointingOutStrangers(in: record, actor: actor)
  }

  private func ofService(
    _ record: RecordType, _ actor: String, _ zone: Zone, _ at: Instant
  ) -> ImportHooks {
    var hooks = self
    switch record.name {
    case "ticket":
      let corrections = LiveCorrections(actor: actor, zone: zone, at: at)
      let gaps = Warnings()
      hooks.wantsTouched = true
      let doubts = Warnings()
      hooks.written = { database, job, findings in
        try ticketFaults(database, job, findings)
        try database.keepWhoBrought(tickets: job.touched.map(\.id), run: database.entry)
        if findings.isEmpty { try corrections.make(database, job, findings) }
        let times = ["dispatched_at", "accepted_at", "finished_at", "verify_result", "closed_at"]
        if findings.isEmpty, times.contains(where: { job.plan.slot(of: $0) != nil }) {
          gaps.reset(
            to: try database.historyWarnings(
              [.order, .verify], among: job.touched.map(\.id), run: database.entry))
        }
        if findings.isEmpty { doubts.reset(to: try database.doubts(in: job, zone: zone)) }
      }
      hooks.said = { corrections.said }
      hooks.warned = { corrections.warned + gaps.told + doubts.told }
    case "callback":
      hooks.wantsTouched = true
      let rounds = Warnings()
      hooks.written = {
        rounds.reset(to: try CalledBack($0, $1, actor: actor, zone: zone).check($2))
      }
      hooks.warned = { rounds.told }
    case "nonconformity":
      hooks.wantsTouched = true
      hooks.written = { try $0.refuseFrozen($1, $2) }
    case "calendar", "calendar-day":
      hooks.written = { database, _, _ in
        // Open tickets keep their terms, but count by the calendar as it is now.
        try TicketMover(
          database, zone: zone, actor: actor, run: database.entry
        ).renewOpenTickets()
      }
    default: break
    }
    return hooks
  }
}

extension Database {
  /// Verified nonconformities that were changed: they are evidence, and stay as they were judged.
  fileprivate func refuseFrozen(_ job: RecordJob, _ findings: RowFindings) throws {
    let offsets = job.touchedOffsets
    for item in try verifiedNonconformities(job.touched.map(\.id)) {
      findings.add(
        RowFinding(
          offset: offsets[item.id] ?? 0, field: nil, column: Nonconformity.record.column("effective"),
          code: "verified-already",
          words: Words("\(item.number) was verified and cannot change", zh: "\(item.number) 已经验证，不能修改"),
          hint: Words(
            "pm nonconformity add opens a new one", zh: "另有问题请用 pm nonconformity add 新开一项")))
    }
  }
}

/// Categories that are none, and times of live tickets, which only moves may change.
private func ticketFaults(
  _ database: Database, _ job: RecordJob, _ findings: RowFindings
) throws {
  let names = try database.categoryNames()
  if !names.isEmpty, job.plan.slot(of: "category") != nil {
    let offsets = job.touchedOffsets
    for (id, category) in try database.unknownCategories() {
      guard let offset = offsets[id] else { continue }
      findings.add(
        job.finding(
          at: offset, "category", "unknown-category", Words("is no known category", zh: "不是已有的工单类别"),
          value: category, hint: didYouMean(nearest(category, names))))
    }
  }
  if !names.isEmpty, let name = ["category", "kind"].first(where: { job.plan.slot(of: $0) != nil }) {
    let offsets = job.touchedOffsets
    for (id, category, kind) in try database.misfitCategories() {
      guard let offset = offsets[id] else { continue }
      findings.add(
        job.finding(at: offset, name, "category-kind", Database.misfit(kind), value: category))
    }
  }
  for name in ["parent", "duplicate_of"] {
    if job.plan.slot(of: name) == nil { continue }
    for (id, offset) in job.touched where try database.isAboveItself(id, by: name + "_id") {
      findings.add(
        job.finding(
          at: offset, name, "ticket-cycle", Words("the ticket would stand above itself", zh: "工单不能成为自己的上级或重复于自己")))
    }
  }
  if try database.scalar("SELECT 1 FROM ticket_event LIMIT 1") == nil { return }
  if job.plan.slot(of: "valid") != nil {
    let offsets = job.touchedOffsets
    for (id, number) in try database.contradictedJudgements(job.touched.map(\.id)) {
      findings.add(
        job.finding(
          at: offsets[id] ?? 0, "valid", "judged-invalid",
          Words("\(number) was judged invalid", zh: "\(number) 已判为无效"),
          hint: Words(
            "pm ticket reopen \(number) opens it again, to be judged anew",
            zh: "请先用 pm ticket reopen \(number) 重开，再行判定")))
    }
  }
  try liveFaults(database, job, findings)
}

/// One finding for each live ticket whose times a file would set, whichever and however many.
private func liveFaults(
  _ database: Database, _ job: RecordJob, _ findings: RowFindings
) throws {
  let offsets = job.touchedOffsets
  var columns: [Int64: [String]] = [:]
  for (id, name) in try database.liveTimesReplaced(run: database.entry) {
    columns[id, default: []].append(name)
  }
  for (id, changed) in columns.sorted(by: { $0.key < $1.key }) {
    guard let offset = offsets[id] else { continue }
    // As the file has them, from left to right.
    let names = job.plan.columns.map(\.column.name).filter { changed.contains($0) }
    let number = try database.text("SELECT number FROM ticket WHERE id = ?1", [.integer(id)]) ?? ""
    findings.add(
      job.finding(
        at: offset, names.first ?? "", "live-ticket",
        Words(
          "\(number) lives by its moves: \(names.joined(separator: ", ")) cannot be set",
          zh: "\(number) 在系统中流转：\(names.joined(separator: "、")) 由流转产生，不能改写"),
        hint: Words(
          "use pm ticket dispatch, accept, finish …; leave these columns out to change others",
          zh: "请用 pm ticket dispatch、accept、finish 等；只改其他列时请去掉这些列")))
  }
}

/// The callbacks just written: none before the finish, and those that reached the customer move
/// their tickets on.
private struct CalledBack {
  let database: Database
  let job: RecordJob
  let mover: TicketMover
  let run: Int64

  init(_ database: Database, _ job: RecordJob, actor: String, zone: Zone) throws {
    self.database = database
    self.job = job
    run = try database.entry
    mover = try TicketMover(database, zone: zone, actor: actor, run: run)
  }

  /// What there is to say of those that are taken all the same.
  func check(_ findings: RowFindings) throws -> [Words] {
    if job.touched.isEmpty { return [] }
    var earlier: [String] = []
    let slot = job.plan.slot(of: "called_at")
    let offsets = job.touchedOffsets
    for call in try database.touchedCallbacks(run: run) {
      if call.isEarly, call.isMovedElsewhere, !job.isTyped {
        earlier.append(call.number)
      } else if call.isEarly {
        findings.add(
          RowFinding(
            offset: offsets[call.id] ?? 0, field: slot.flatMap { job.plan.columns[$0].field },
            column: Callback.record.column("called_at"), code: "called-before-the-finish",
            value: nil,
            words: call.isFinished
              ? Words("the call is earlier than the ticket's finish", zh: "回访时间早于工单完成时间")
              : Words("the ticket is not finished", zh: "工单尚未完成"),
            hint: Words("call back once the work is finished", zh: "完成处理后再回访")))
      } else if call.reached, let ticket = try database.ticket(call.ticket) {
        // A call from before the last event is recorded, but moves nothing.
        let state: TicketState?
        do throws(TicketRefusal) {
          state = try mover.check(.callBack, ticket, at: call.calledAt)
        } catch {
          state = nil
        }
        guard let state else { continue }
        try mover.move(
          .callBack, ticket, to: state, at: call.calledAt, remark: nil, values: [])
      }
    }
    if earlier.isEmpty { return [] }
    let (count, named) = (earlier.count, shortList(earlier))
    return [
      Words(
        "\(counted(count, "call")) before the work was finished, taken as made before a reopening, whose moves are not here: \(named.en)",
        zh: "\(count) 次回访早于工单完成，视为重开前的回访收下（其流转不在本库中）：\(named.zh)")
    ]
  }
}
