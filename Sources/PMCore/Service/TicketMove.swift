// The moves of a ticket: which are legal in which state, as one table, and where they lead.

/// A step in the life of a ticket.
package enum TicketMove: String, Sendable, CaseIterable {
  case add, dispatch, accept, refuse, suspend, resume, finish, verify, fail
  case callBack = "callback"
  case rework, close, reopen, cancel, invalidate
  /// Somebody else works on it: `ticket set NUMBER assignee=…`, which leads to no other state.
  case handOn = "hand-on"

  /// What people type for it: a failed inspection is `verify --result fail`.
  package var command: String {
    switch self {
    case .verify: "verify --result pass"
    case .fail: "verify --result fail"
    case .callBack: "callback add"
    case .handOn: "set"
    default: rawValue
    }
  }

  /// The move's name in Chinese.
  package var zh: String {
    switch self {
    case .add: "登记"
    case .dispatch: "派工"
    case .accept: "接单"
    case .refuse: "退回"
    case .suspend: "挂起"
    case .resume: "恢复"
    case .finish: "完成"
    case .verify: "验收合格"
    case .fail: "验收不合格"
    case .callBack: "回访"
    case .rework: "返工"
    case .close: "关闭"
    case .reopen: "重开"
    case .cancel: "取消"
    case .invalidate: "判为无效"
    case .handOn: "转派"
    }
  }
}

/// A row of the table: from these states the move leads to that one.
package struct TicketRule: Sendable {
  package let move: TicketMove
  package let from: Set<TicketState>
  package let to: TicketState
}

/// What the procedure of a ticket's kind asks for before it may be closed.
package struct TicketProcedure: Sendable, Equatable {
  package var needsVerification = false
  package var needsCallback = false

  package init(needsVerification: Bool = false, needsCallback: Bool = false) {
    self.needsVerification = needsVerification
    self.needsCallback = needsCallback
  }
}

/// Where a ticket stands, and what it has behind it since the work was last finished.
package struct TicketStanding: Sendable, Equatable {
  package var state: TicketState
  package var isVerified = false
  package var isCalledBack = false
  package var procedure: TicketProcedure

  package init(_ state: TicketState, procedure: TicketProcedure = TicketProcedure()) {
    self.state = state
    self.procedure = procedure
  }
}

/// The life cycle of tickets.
package enum TicketLife {
  private static let open: Set<TicketState> = [
    .new, .dispatched, .accepted, .suspended, .rework, .reopened,
  ]

  /// Every legal move; what is not here is refused.
  package static let rules: [TicketRule] = [
    TicketRule(move: .dispatch, from: [.new, .dispatched, .reopened], to: .dispatched),
    TicketRule(move: .accept, from: [.dispatched], to: .accepted),
    TicketRule(move: .refuse, from: [.dispatched], to: .new),
    TicketRule(move: .suspend, from: [.accepted, .rework], to: .suspended),
    TicketRule(move: .resume, from: [.suspended], to: .accepted),
    TicketRule(move: .finish, from: [.accepted, .rework], to: .finished),
    TicketRule(move: .verify, from: [.finished], to: .verified),
    TicketRule(move: .fail, from: [.finished], to: .rework),
    TicketRule(move: .callBack, from: [.finished, .verified], to: .calledBack),
    TicketRule(move: .rework, from: [.rework, .verified, .calledBack], to: .accepted),
    TicketRule(move: .close, from: [.finished, .verified, .calledBack], to: .closed),
    TicketRule(move: .reopen, from: [.closed, .cancelled, .invalid], to: .reopened),
    TicketRule(move: .cancel, from: open, to: .cancelled),
    TicketRule(
      move: .invalidate, from: open.union([.finished, .verified, .calledBack]), to: .invalid),
  ]

  /// Where `move` leads from `standing`, or nil where it is not legal now.
  package static func state(after move: TicketMove, from standing: TicketStanding) -> TicketState? {
    guard let rule = rules.first(where: { $0.move == move }), rule.from.contains(standing.state)
    else { return nil }
    let procedure = standing.procedure
    switch move {
    case .callBack where procedure.needsVerification && standing.state == .finished: return nil
    case .close where procedure.needsVerification && !standing.isVerified: return nil
    case .close where procedure.needsCallback && !standing.isCalledBack: return nil
    default: return rule.to
    }
  }

  /// The moves that are legal now, in the order of the table.
  package static func legalMoves(from standing: TicketStanding) -> [TicketMove] {
    rules.map(\.move).filter { state(after: $0, from: standing) != nil }
  }

  /// The standing after a legal move.
  package static func after(_ move: TicketMove, _ standing: TicketStanding) -> TicketStanding? {
    guard let state = state(after: move, from: standing) else { return nil }
    var next = standing
    next.state = state
    switch move {
    case .verify: next.isVerified = true
    case .callBack: next.isCalledBack = true
    case .finish, .fail, .rework, .reopen:
      next.isVerified = false
      next.isCalledBack = false
    default: break
    }
    return next
  }

  /// Why a move is refused, naming what is legal instead.
  package static func refusal(_ move: TicketMove, of ticket: String, _ standing: TicketStanding)
    -> Words
  {
    let legal = legalMoves(from: standing)
    let state = standing.state.words
    let en = legal.map(\.command).joined(separator: ", ")
    let zh = legal.map { "\($0.zh)（\($0.command)）" }.joined(separator: "、")
    let step = missingStep(move, standing)
    return Words(
      "ticket \(ticket) is \(state.en): \(move.command) is not legal \(step.en); legal: \(en)",
      zh: "工单 \(ticket) 现为“\(state.zh)”，不能\(move.zh)\(step.zh)；可用：\(zh)")
  }

  /// In which somebody works on a ticket, or will go on to.
  package static let inWork: Set<TicketState> = [.accepted, .suspended, .rework]

  /// In which a ticket lies with somebody, so that another one is an event.
  package static let inHands = inWork.union([.dispatched])

  /// What one may do instead of a move that is refused: work that was accepted is dispatched no
  /// more, but goes on in other hands, with its state and its clock.
  package static func remedy(_ move: TicketMove, of ticket: String, _ standing: TicketStanding)
    -> Words?
  {
    guard [.dispatch, .refuse].contains(move), inWork.contains(standing.state) else { return nil }
    return Words(
      "to hand it to somebody else: pm ticket set \(ticket) assignee=NAME (state and clock stay)",
      zh: "转给他人：pm ticket set \(ticket) assignee=姓名（状态与计时不变）")
  }

  /// The step of the procedure that a close still lacks.
  private static func missingStep(_ move: TicketMove, _ standing: TicketStanding) -> Words {
    let procedure = standing.procedure
    let isDone = [.finished, .verified, .calledBack].contains(standing.state)
    let now = Words("now", zh: "")
    guard isDone else { return now }
    if procedure.needsVerification, !standing.isVerified, move == .close || move == .callBack {
      return Words("before it is verified, as its procedure asks", zh: "（作业程序要求先验收）")
    }
    if procedure.needsCallback, !standing.isCalledBack, move == .close {
      return Words("before the customer is called back, as its procedure asks", zh: "（作业程序要求先回访）")
    }
    return now
  }
}
