// The life cycle of tickets: every move in every state, and laws over random histories.
import PMCore
import Testing

@Suite("The life of a ticket")
struct TicketLifeTests {
  /// Each state with the moves that are legal in it where no procedure asks for anything.
  static let legal: [(TicketState, [TicketMove])] = [
    (.new, [.dispatch, .cancel, .invalidate]),
    (.dispatched, [.dispatch, .accept, .refuse, .cancel, .invalidate]),
    (.accepted, [.suspend, .finish, .cancel, .invalidate]),
    (.suspended, [.resume, .cancel, .invalidate]),
    (.finished, [.verify, .fail, .callBack, .close, .invalidate]),
    (.rework, [.suspend, .finish, .rework, .cancel, .invalidate]),
    (.verified, [.callBack, .rework, .close, .invalidate]),
    (.calledBack, [.rework, .close, .invalidate]),
    (.closed, [.reopen]),
    (.reopened, [.dispatch, .cancel, .invalidate]),
    (.cancelled, [.reopen]),
    (.invalid, [.reopen]),
  ]

  @Test("the table speaks of every state", arguments: TicketState.allCases)
  func complete(state: TicketState) {
    #expect(Self.legal.contains { $0.0 == state })
  }

  @Test("what is legal in a state is legal there and nothing else is", arguments: legal)
  func table(state: TicketState, moves: [TicketMove]) {
    let standing = TicketStanding(state)
    #expect(TicketLife.legalMoves(from: standing) == moves)
    for move in TicketMove.allCases {
      #expect((TicketLife.state(after: move, from: standing) != nil) == moves.contains(move))
    }
  }

  @Test(
    "each move leads to its state",
    arguments: [
      (TicketMove.dispatch, TicketState.new, TicketState.dispatched),
      (.accept, .dispatched, .accepted), (.refuse, .dispatched, .new),
      (.suspend, .accepted, .suspended), (.resume, .suspended, .accepted),
      (.finish, .accepted, .finished), (.verify, .finished, .verified),
      (.fail, .finished, .rework), (.rework, .rework, .accepted), (.finish, .rework, .finished),
      (.callBack, .finished, .calledBack), (.callBack, .verified, .calledBack),
      (.close, .calledBack, .closed), (.reopen, .closed, .reopened),
      (.dispatch, .reopened, .dispatched), (.cancel, .suspended, .cancelled),
      (.invalidate, .finished, .invalid), (.reopen, .invalid, .reopened),
    ])
  func leads(move: TicketMove, from: TicketState, to: TicketState) {
    #expect(TicketLife.state(after: move, from: TicketStanding(from)) == to)
  }

  @Test("a procedure asks for its steps before the close")
  func procedures() throws {
    let both = TicketProcedure(needsVerification: true, needsCallback: true)
    var standing = TicketStanding(.finished, procedure: both)
    #expect(TicketLife.legalMoves(from: standing) == [.verify, .fail, .invalidate])
    standing = try need(TicketLife.after(.verify, standing))
    #expect(TicketLife.legalMoves(from: standing) == [.callBack, .rework, .invalidate])
    standing = try need(TicketLife.after(.callBack, standing))
    #expect(TicketLife.legalMoves(from: standing) == [.rework, .close, .invalidate])
  }

  @Test("work that is taken up again must be verified and called back again")
  func rework() throws {
    let both = TicketProcedure(needsVerification: true, needsCallback: true)
    var standing = TicketStanding(.finished, procedure: both)
    for move in [TicketMove.verify, .callBack, .rework, .finish] {
      standing = try need(TicketLife.after(move, standing))
    }
    #expect(!standing.isVerified && !standing.isCalledBack)
    #expect(TicketLife.state(after: .close, from: standing) == nil)
  }

  @Test("a refusal names the moves that are legal now, in both languages")
  func refusal() {
    let words = TicketLife.refusal(.close, of: "TS-202610-0001", TicketStanding(.suspended))
    #expect(
      words.en
        == "ticket TS-202610-0001 is suspended: close is not legal now; legal: resume, cancel, invalidate"
    )
    #expect(
      words.zh
        == "工单 TS-202610-0001 现为“挂起”，不能关闭；可用：恢复（resume）、取消（cancel）、判为无效（invalidate）")
    let asked = TicketLife.refusal(
      .close, of: "TS-1", TicketStanding(.verified, procedure: TicketProcedure(needsCallback: true))
    )
    #expect(
      asked.en
        == "ticket TS-1 is verified: close is not legal before the customer is called back, as its procedure asks; legal: callback add, rework, invalidate"
    )
  }

  @Test("random histories never get stuck, and never close without what their procedure asks")
  func histories() throws {
    var random = Seeded(20_261_122)
    for _ in 0..<2000 {
      let procedure = TicketProcedure(
        needsVerification: random.next() % 2 == 0, needsCallback: random.next() % 2 == 0)
      var standing = TicketStanding(.new, procedure: procedure)
      var sinceFinish: [TicketMove] = []
      for _ in 0..<30 {
        let legal = TicketLife.legalMoves(from: standing)
        let move = try need(legal.randomElement(using: &random))
        if [.finish, .rework, .fail, .reopen].contains(move) { sinceFinish = [] }
        sinceFinish.append(move)
        if move == .close {
          #expect(!procedure.needsVerification || sinceFinish.contains(.verify))
          #expect(!procedure.needsCallback || sinceFinish.contains(.callBack))
        }
        standing = try need(TicketLife.after(move, standing))
      }
    }
  }

  @Test("a ticket is raised one level at a time, and not twice at one moment")
  func escalation() {
    let due = Instant(seconds: 1000)
    func next(_ level: Int, _ raised: Int64?, _ now: Int64) -> Int? {
      nextEscalation(
        overdueSince: due, level: level, raisedAt: raised.map { Instant(seconds: $0) }, levels: 2,
        now: Instant(seconds: now), hours: 1)
    }
    #expect(next(0, nil, 1000) == nil)
    #expect(next(0, nil, 1001) == 1)
    #expect(next(1, 1001, 1001) == nil)
    #expect(next(1, 1001, 4600) == nil)
    #expect(next(1, 1001, 4601) == 2)
    #expect(next(2, 4601, 900_000) == nil)
  }

  @Test("the most specific service level holds: category outweighs severity, severity kind")
  func terms() {
    func row(_ kind: String?, _ category: String?, _ severity: String?, _ minutes: Int64)
      -> ServiceRow
    {
      ServiceRow(
        kind: kind, category: category, severity: severity,
        terms: ServiceTerms(respond: minutes, finish: nil, callback: nil, calendar: nil))
    }
    let rows = [
      row(nil, nil, nil, 1), row("repair", nil, nil, 2), row(nil, nil, "high", 3),
      row("repair", nil, "high", 4), row(nil, "水电", nil, 5), row("complaint", "水电", nil, 6),
    ]
    func found(_ kind: String, _ category: String?, _ severity: String?) -> Int64? {
      serviceTerms(of: rows, kind: kind, category: category, severity: severity)?.respondMinutes
    }
    #expect(found("enquiry", nil, nil) == 1)
    #expect(found("repair", "渗漏", "normal") == 2)
    #expect(found("enquiry", nil, "high") == 3)
    #expect(found("repair", nil, "high") == 4)
    #expect(found("repair", "水电", "high") == 5)
    #expect(found("complaint", "水电", "high") == 6)
    #expect(serviceTerms(of: [], kind: "repair", category: nil, severity: nil) == nil)
  }

  @Test("tickets on one cause in one place within the hours are a cluster, and no others")
  func clusters() {
    func member(_ ticket: String, _ place: String, _ cause: String, _ hour: Int64) -> ClusterMember {
      ClusterMember(
        ticket: ticket, place: place, cause: cause, createdAt: Instant(seconds: hour * 3600))
    }
    let found = ticketClusters(
      [
        member("1", "A", "漏", 0), member("2", "B", "漏", 1), member("3", "A", "电", 2),
        member("4", "A", "漏", 23), member("5", "A", "漏", 24), member("6", "A", "漏", 40),
        member("7", "A", "漏", 100), member("8", "A", "漏", 110), member("9", "A", "漏", 124),
      ], hours: 24, least: 3)
    #expect(found.map(\.tickets) == [["1", "4", "5", "6"], ["7", "8", "9"]])
    #expect(found.map(\.first.seconds) == [0, 360_000])
  }

  @Test("the share of tickets to call back is drawn by their numbers alone")
  func share() throws {
    let rule = CallbackRule(always: ["complaint", "high"], share: try need(Rate("0.3")))
    let numbers = (1...2000).map { "WX-202610-" + padded($0, 4) }
    let drawn = numbers.filter { rule.reason(number: $0, kind: "repair", severity: nil) != nil }
    #expect((500...700).contains(drawn.count))
    #expect(
      drawn == numbers.filter { rule.reason(number: $0, kind: "repair", severity: nil) != nil })
    #expect(numbers.allSatisfy { rule.reason(number: $0, kind: "complaint", severity: nil) != nil })
    #expect(numbers.allSatisfy { rule.reason(number: $0, kind: "repair", severity: "high") != nil })
    let none = CallbackRule(always: [], share: .zero)
    #expect(numbers.allSatisfy { none.reason(number: $0, kind: "repair", severity: nil) == nil })
  }
}
