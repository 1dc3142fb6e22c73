// Moves make people owners, tenants, residents and former ones; messages by stage reach them.
import Testing

@testable import PMCommands

@Suite("Stages of customers in moves")
struct StageTests {
  private func estate() -> Estate {
    let estate = Estate(billed: [])
    estate.take("customer", "code,name,stage\nN1,New,\nN2,Lead,lead\nM1,Member,member\n")
    return estate
  }

  private func stage(_ code: String, _ estate: Estate) -> String {
    let output = estate.run("customer", "list", "--where", "code=\(code)", "--columns", "stage").output
    return output.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().first.map(String.init) ?? "-"
  }

  private func move(_ estate: Estate, _ words: String...) throws {
    let all = ["room"] + words
    let ran = estate.run(all)
    #expect(ran.status == 0, "\(all): \(ran.messages)")
    let digest = try estate.digest()
    #expect(estate.run(all).status == 0)
    #expect(try estate.digest() == digest, "\(all)")
  }

  @Test("the buyer is an owner, and the seller former once he holds nothing any more")
  func transfer() throws {
    let estate = estate()
    try move(estate, "transfer", "A-1", "--to", "N1", "--on", "2026-02-01")
    // K1 has A-2 still.
    #expect(stage("N1", estate) == "owner" && stage("K1", estate) == "owner")
    try move(estate, "transfer", "A-3", "--to", "M1", "--on", "2026-02-01")
    #expect(stage("M1", estate) == "member" && stage("K2", estate) == "former")
    let queued = estate.run("notice", "queue", "template=a", "--where", "stage=owner", "text=hi {name}")
    #expect(queued.status == 0, "\(queued.messages)")
    #expect(estate.run("notice", "list", "--columns", "customer").output == "customer\nK1\nN1\n")
    // What it was is kept.
    #expect(estate.run("db", "check").status == 0)
    // He comes back as a tenant.
    try move(estate, "move-in", "A-1", "--customer", "K2", "--role", "tenant", "--on", "2026-03-01")
    #expect(stage("K2", estate) == "tenant")
  }

  @Test("a tenant comes and goes; who owns another room stays an owner")
  func tenants() throws {
    let estate = estate()
    for (code, role) in [("N2", "tenant"), ("K2", "tenant"), ("N1", "resident")] {
      try move(estate, "move-in", "A-1", "--customer", code, "--role", role, "--on", "2026-02-01")
    }
    #expect(["N2", "K2", "N1"].map { stage($0, estate) } == ["tenant", "owner", "resident"])
    for code in ["N2", "K2", "N1"] { try move(estate, "move-out", "A-1", "--customer", code, "--on", "2026-03-31") }
    #expect(["N2", "K2", "N1"].map { stage($0, estate) } == ["former", "owner", "former"])
    // Sold, and staying as a tenant from before.
    try move(estate, "move-in", "A-2", "--customer", "K2", "--role", "tenant", "--on", "2026-02-01")
    try move(estate, "transfer", "A-3", "--to", "N1", "--on", "2026-05-01")
    #expect(stage("K2", estate) == "tenant" && stage("N1", estate) == "owner")
  }

  @Test(
    "who comes is never less than he was, and who goes is what he has left",
    arguments: [
      ("owner", "", "owner"), ("owner", "pre-owner", "owner"), ("owner", "member", nil), ("owner", "owner", nil),
      ("owner", "former", "owner"),
      ("tenant", "pre-owner", nil), ("tenant", "former", "tenant"), ("tenant", "lead", "tenant"),
      ("resident", "tenant", nil),
      ("resident", "signed", "resident"), ("agent", "", nil), ("owner", "tenant", "owner"),
    ] as [(String, String, String?)])
  func coming(role: String, stage: String, now: String?) {
    #expect(RoomStage.coming(role, from: stage) == now)
  }

  @Test(
    "who goes is what he holds after it",
    arguments: [
      ([], "owner", "former"), ([], "tenant", "former"), ([], "member", nil), ([], "", nil), ([], "lead", nil),
      (["agent"], "resident", "former"),
      (["owner"], "owner", nil), (["tenant", "resident"], "owner", "tenant"), (["owner"], "tenant", "owner"),
    ] as [(Set<String>, String, String?)])
  func leaving(roles: Set<String>, stage: String, now: String?) {
    #expect(RoomStage.leaving(roles, from: stage) == now)
  }

  @Test("help of the moves says so, and offers no refund that they could not make")
  func help() {
    let estate = estate()
    /// Help without the breaks of its lines.
    func help(_ verb: String, _ language: String = "en") -> String {
      estate.run("help", "room", verb, "--lang", language).output.filter { !$0.isWhitespace }
    }
    func isSaid(_ words: String, in help: String) -> Bool { help.contains(words.filter { $0 != " " }) }
    for verb in ["move-in", "move-out", "transfer"] {
      #expect(
        isSaid(
          "Customers' stages follow at once, also for a day to come: who comes is an owner, tenant or resident (a member stays one), who holds no room any more is former.",
          in: help(verb)))
      #expect(!help(verb).contains("refund|"))
      #expect(isSaid("客户阶段随即更新（将来的日期亦然）：迁入者为业主、租户或住户（会员不变），不再持有房间者为已迁出。", in: help(verb, "zh")))
    }
    #expect(isSaid("kept (pm payment refund pays it back)", in: help("transfer")))
    let ran = estate.run("room", "transfer", "A-1", "--to", "N1", "--on", "2026-02-01", "--prepayment", "refund")
    #expect(ran.status == 64 && ran.messages.contains("keep, carry"), "\(ran.messages)")
  }
}
