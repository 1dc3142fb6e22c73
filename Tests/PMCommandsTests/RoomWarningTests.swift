// Rooms that can hardly be meant so: before their first day, with two tenants, without an area or a charge.
import PMCommands
import Testing

@Suite("rooms to look at")
struct RoomWarningTests {
  private func estate() -> Estate {
    let estate = Estate(billed: [])
    estate.take("customer", "code,name\nK9,Nine\n")
    return estate
  }

  @Test("nobody moves into a room before its first day")
  func before() throws {
    let estate = estate()
    let split = estate.run("room", "split", "A-1", "--into", "A-1A=60,A-1B=40", "--on", "2027-02-01")
    #expect(split.status == 0, "\(split.messages)")
    let digest = try estate.digest()
    for words in [
      ["move-in", "A-1B", "--customer", "K9", "--role", "tenant", "--on", "2027-01-31"],
      ["transfer", "A-1B", "--to", "K9", "--on", "2026-10-16"],
      ["set", "A-1B", "floor_area=41", "--effective", "2026-10-16"],
    ] {
      let early = estate.run(["room"] + words)
      #expect(early.status == 65)
      #expect(
        early.messages.contains("room A-1B is there from 2027-02-01 on only"), "\(early.messages)")
    }
    #expect(try estate.digest() == digest)
    let moved = estate.run(
      "room", "move-in", "A-1B", "--customer", "K9", "--role", "tenant", "--on", "2027-02-01")
    #expect(moved.status == 0, "\(moved.messages)")
  }

  @Test("a second tenant who pays is told at once")
  func tenants() {
    let words = ["room", "move-in", "A-2", "--customer", "K9", "--role", "tenant", "--on", "2026-03-01"]
    let told =
      "K3 pays for room A-2, too: on days of both the bills go to who came last; end the other: pm room move-out A-2 --customer K3"
    let paying = estate()
    let ran = paying.run(words + ["--pays"])
    #expect(ran.status == 0 && ran.messages.contains(told), "\(ran.messages)")
    #expect(!paying.run(words + ["--pays"]).messages.contains("pays for room"))
    #expect(!estate().run(words).messages.contains("pays for room"))
    // Who left on the day before is none.
    let empty = estate()
    empty.run("room", "move-out", "A-2", "--customer", "K3", "--on", "2026-02-28")
    #expect(!empty.run(words + ["--pays"]).messages.contains("pays for room"))
    let added = estate().run(
      "occupancy", "add", "room=A-2", "customer=K9", "role=tenant", "from=2026-03-01")
    #expect(added.status == 0 && added.messages.contains(told), "\(added.messages)")
    let earlier = estate().run(
      "occupancy", "add", "room=A-2", "customer=K9", "role=tenant", "from=2024-03-01", "to=2025-01-31")
    #expect(
      earlier.messages.contains("K9 pays for room A-2, too, until 2025-01-31"), "\(earlier.messages)")
  }

  @Test(
    "an area of nothing or of more than 100 000 m² is told, with the fees that go by it",
    arguments: [
      ("0", "room 1-01 has a floor area of 0 m², by which WYF is charged"),
      ("100000.0001", "room 1-01 has a floor area of over 100 000 m², by which WYF is charged"),
      ("100000", nil), ("0.01", nil),
    ] as [(String, String?)])
  func areas(_ area: String, _ message: String?) {
    for options in [[], ["--effective", "2026-10-16"]] {
      let estate = Estate(BillRunTests.estate)
      estate.take("charge", "scope,fee,tariff,from\nCO,WYF,W1,2026-01-01\n")
      let ran = estate.run(["room", "set", "1-01", "floor_area=\(area)"] + options)
      #expect(ran.status == 0)
      #expect(ran.messages.contains(message ?? "set: "), "\(ran.messages)")
      #expect(ran.messages.contains("floor area") == (message != nil), "\(ran.messages)")
    }
  }

  @Test("rooms of a file are told together, and without a charge no fee is named")
  func several() {
    let ran = estate().take("room", "code,community,floor_area\nX-1,HY,0\nX-2,HY,0\nX-3,HY,1\n")
    #expect(ran.messages.contains("2 rooms (X-1, X-2) have a floor area of 0 m²\n"), "\(ran.messages)")
  }

  @Test("fees that the old room had of its own are told of the new rooms")
  func split() {
    let estate = estate()
    estate.take("charge", "scope,fee,tariff,from\nHY,TCF,T2,2026-01-01\n")
    let words = ["room", "split", "A-1", "--into", "A-1A=60,A-1B=40", "--on", "2026-11-01"]
    let ran = estate.run(words)
    let told =
      "WYF, charged on room A-1, is not charged on A-1A, A-1B yet: pm charge add room=A-1A fee=WYF from=2026-11-01 tariff=…"
    #expect(ran.status == 0 && ran.messages.contains(told), "\(ran.messages)")
    #expect(!ran.messages.contains("TCF, charged"))
    #expect(!estate.run(words).messages.contains("charged on room"))
    let whole = self.estate()
    whole.run("room", "transfer", "A-3", "--to", "K1", "--on", "2026-05-01")
    let merged = whole.run("room", "merge", "A-1", "A-3", "--into", "A-13", "--on", "2026-11-01")
    #expect(merged.messages.contains("WYF, charged on room A-1, is not charged on A-13 yet"), "\(merged.messages)")
    #expect(merged.messages.contains("TCF, charged on room A-1, is not charged on A-13 yet"))
  }
}
