// Two owners who pay for one room: told by every command that makes them so, and refused with --strict.
import PMCommands
import Testing

@Suite("two owners who pay for one room")
struct PayingTwiceTests {
  /// K1 owns since ever, K2 A-3.
  private func estate() -> Estate {
    let estate = Estate(billed: [])
    estate.take("customer", "code,name\nK0,Zero\nK9,Nine\n")
    return estate
  }

  /// What is said of pairs, a line each.
  private func told(_ ran: Ran) -> [String] {
    ran.messages.split(separator: "\n").map(String.init).filter {
      $0.contains("who pay") || $0.contains("pays for room")
    }
  }

  @Test("a sheet of rooms that names another owner says so, once, and whom the bills go to")
  func sheet() {
    let estate = estate()
    let sheet = "code,community,owner_name,owner_phone\nA-1,HY,Ten,13800138010\nA-4,HY,Four,13800138011\n"
    let ran = estate.take("room", sheet)
    #expect(ran.status == 0)
    #expect(
      told(ran).map {
        $0.hasSuffix(
          "room A-1 has two owners who pay, C000001 and K1: on days of both the bills go to C000001; who has left: pm occupancy set A-1,K1,owner, to=DATE; who does not pay: pays=no"
        )
      } == [true],
      "\(ran.messages)")
    #expect(told(estate.take("room", sheet)).isEmpty)
    // What the warning says is what the run does.
    let run = estate.run("bill", "run", "--period", "2026-01")
    #expect(run.messages.contains("room A-1, fee WYF"), "\(run.messages)")
    #expect(
      estate.run("bill", "list", "--where", "room=A-1", "--columns", "customer").output
        == "customer\nC000001\nC000001\n")
    let zh = self.estate().take("room", sheet, "--lang", "zh")
    #expect(
      zh.messages.contains(
        "房间 A-1 有两名付费业主 C000001 与 K1：重叠日期的账单归 C000001；已转出：pm occupancy set A-1,K1,owner, to=日期；共有而不付费：pays=no"),
      "\(zh.messages)")
  }

  @Test("who is to be ended is the one who was there before, also where the bills go to him")
  func before() {
    let estate = estate()
    // C000001 comes since ever, as B1 did, whose code is the smaller one.
    estate.take("room", "code,community,owner_code,owner_name\nA-4,HY,B1,Before\nA-5,HY,,\n")
    let sheet = "code,owner_name,owner_phone\nA-4,After,13800138012\n"
    let ran = estate.take("room", sheet)
    #expect(
      told(ran).map {
        $0.hasSuffix(
          "room A-4 has two owners who pay, B1 and C000001: on days of both the bills go to B1; who has left: pm occupancy set A-4,B1,owner, to=DATE; who does not pay: pays=no"
        )
      } == [true],
      "\(ran.messages)")
    // Of two with different first days it is the earlier one, whichever came last.
    estate.run("occupancy", "add", "room=A-5", "customer=B1", "role=owner", "from=2026-02-01")
    let late = estate.run("occupancy", "add", "room=A-5", "customer=K0", "role=owner", "from=2026-01-01")
    #expect(
      told(late).contains {
        $0.contains("the bills go to B1; who has left: pm occupancy set A-5,K0,owner,2026-01-01 to=DATE")
      }, "\(late.messages)")
  }

  @Test("a new owner without a first day is not the one to be ended, though the bills go to who was there since a day")
  func withoutDay() {
    let estate = estate()
    estate.take("room", "code,community,owner_code,owner_name,owner_from\nA-4,HY,B1,Before,2026-01-01\n")
    for words in [
      estate.take("room", "code,owner_name,owner_phone\nA-4,After,13800138012\n", "--dry-run"),
      estate.run("occupancy", "add", "room=A-4", "customer=K9", "role=owner"),
    ] {
      #expect(
        told(words).map {
          $0.contains("the bills go to B1; who has left: pm occupancy set A-4,B1,owner,2026-01-01 to=DATE")
        } == [true],
        "\(words.messages)")
    }
    // Who was there without a first day, and pays again, was there before one who came on a day.
    estate.run("occupancy", "set", "A-4,K9,owner,", "pays=no")
    let again = estate.run("occupancy", "set", "A-4,K9,owner,", "pays=yes")
    #expect(told(again).map { $0.contains("pm occupancy set A-4,K9,owner, to=DATE") } == [true], "\(again.messages)")
  }

  @Test("a name put right makes a second owner, unless the row says who he is")
  func nameMended() throws {
    let estate = estate()
    estate.take("room", "code,community,owner_name,owner_phone\nA-4,HY,王小名,13800138010\n")
    let digest = try estate.digest(without: ["journal"])
    let mended = "code,community,owner_name,owner_phone\nA-4,HY,王小明,13800138010\n"
    let refused = estate.take("room", mended, "--strict")
    #expect(refused.status == 65)
    #expect(
      refused.messages.contains(
        "input.csv:2: owner_code: C000001 is an owner of room A-4 who pays on the same days\n  who has left: pm occupancy set A-4,C000001,owner, to=DATE; who does not pay: pays=no\n"
      ),
      "\(refused.messages)")
    #expect(try estate.digest(without: ["journal"]) == digest)
    let coded = estate.take(
      "room", "code,community,owner_code,owner_name,owner_phone\nA-4,HY,C000001,王小明,13800138010\n", "--strict")
    #expect(coded.status == 0 && told(coded).isEmpty, "\(coded.messages)")
    #expect(estate.run("customer", "list", "--where", "name~王小", "--columns", "code").output == "code\nC000001\n")
    let kept = estate.take("room", "code,community,owner_name\nA-4,HY,Ten\nA-5,HY,Ten\n", "--strict", "--keep-going")
    #expect(
      kept.status == 1 && kept.messages.contains("1 created, 0 updated, 0 unchanged, 1 rejected"), "\(kept.messages)")
    #expect(
      estate.run("occupancy", "list", "--where", "room=A-4", "--columns", "customer").output == "customer\nC000001\n")
  }

  @Test(
    "an owner added beside another is told on days of both, the smaller code before the other",
    arguments: [
      (["from=2026-02-01"], "K9 and K1: on days of both the bills go to K9"),
      (["from=2026-02-01", "pays=no"], nil),
      (["to=2026-02-01"], "K1 and K9 (until 2026-02-01): on days of both the bills go to K1"),
      (["role=tenant"], nil), (["role=resident"], nil), (["role=agent"], nil),
    ] as [([String], String?)])
  func added(_ words: [String], _ message: String?) {
    let role = words.contains { $0.hasPrefix("role=") } ? [] : ["role=owner"]
    let all = ["occupancy", "add", "room=A-1", "customer=K9"] + role + words
    let ran = estate().run(all)
    #expect(ran.status == 0)
    #expect(told(ran).map { $0.contains(message ?? "-") } == (message == nil ? [] : [true]), "\(ran.messages)")
    let strict = estate().run(all + ["--strict"])
    #expect(strict.status == (message == nil ? 0 : 65), "\(strict.messages)")
    #expect(strict.messages.contains("K1 is an owner of room A-1 who pays on the same days") == (message != nil))
  }

  @Test("the smaller code goes before, and who has left on the day before is none")
  func order() {
    let added = estate().run("occupancy", "add", "room=A-1", "customer=K0", "role=owner")
    #expect(told(added).contains { $0.contains("K0 and K1: on days of both the bills go to K0") }, "\(added.messages)")
    let estate = estate()
    estate.run("occupancy", "set", "A-1,K1,owner,", "to=2026-01-31")
    #expect(
      told(estate.run("occupancy", "add", "room=A-1", "customer=K9", "role=owner", "from=2026-02-01", "--strict"))
        .isEmpty)
    let longer = estate.run("occupancy", "set", "A-1,K1,owner,", "to=2026-02-01")
    #expect(told(longer).count == 1, "\(longer.messages)")
  }

  @Test("only what newly pays twice is told: what ends it, and what has nothing to do with it, is not")
  func newly() {
    let estate = estate()
    estate.run("occupancy", "add", "room=A-1", "customer=K9", "role=owner", "from=2026-02-01")
    let quiet = [["share=0.5"], ["to=2026-03-31"], ["pays=no"]]
    for words in quiet {
      let ran = estate.run(["occupancy", "set", "A-1,K1,owner,"] + words + ["--strict"])
      #expect(ran.status == 0 && ran.messages.contains("1 updated") && told(ran).isEmpty, "\(ran.messages)")
    }
    let again = estate.run("occupancy", "set", "A-1,K1,owner,", "pays=yes")
    #expect(told(again).count == 1, "\(again.messages)")
  }

  @Test("an occupancy that is corrected to stand beside another is told, and refused with --strict")
  func corrected() {
    let estate = estate()
    estate.run("occupancy", "add", "room=A-1", "customer=K9", "role=resident", "from=2026-02-01")
    let words = ["occupancy", "set", "A-1,K9,resident,2026-02-01", "role=owner", "--correct"]
    let refused = estate.run(words + ["--strict"])
    #expect(refused.status == 65)
    #expect(
      refused.messages.contains(
        "K1 is an owner of room A-1 who pays on the same days\n  who has left: pm occupancy set A-1,K1,owner, to=DATE"),
      "\(refused.messages)")
    #expect(told(estate.run(words)).count == 1)
    #expect(told(estate.run("occupancy", "set", "A-1,K9,owner,2026-02-01", "from=2026-03-01", "--correct")).isEmpty)
  }

  @Test("customers of a file who share a room are told once a pair, tenants among them; fifty, then how many more")
  func files() {
    let owners = "code,name,room,role,from\nK7,Seven,A-9,owner,2026-01-01\nK8,Eight,A-9,owner,2026-01-01\n"
    let estate = estate()
    estate.take("room", "code,community\nA-9,HY\n")
    let ran = estate.take("customer", owners)
    #expect(told(ran).count == 1 && told(ran)[0].contains("K7 and K8"), "\(ran.messages)")
    let tenants = estate.take("customer", "code,name,room,role,from\nK5,Five,A-2,tenant,2026-01-01\n")
    #expect(told(tenants).count == 1 && told(tenants)[0].contains("K3 pays for room A-2, too"), "\(tenants.messages)")
    let strict = estate.take("occupancy", "room,customer,role,from\nA-2,K9,tenant,2026-01-01\n", "--strict")
    #expect(
      strict.messages.contains("customer: K3 is a tenant of room A-2 who pays on the same days"), "\(strict.messages)")
    let codes = (100..<153).map { "R-\($0)" }
    estate.take("room", "code,community,owner_code,owner_name\n" + codes.map { "\($0),HY,K1,One\n" }.joined())
    let many = estate.take("occupancy", "room,customer\n" + codes.map { "\($0),K9\n" }.joined())
    #expect(told(many).count == 51 && many.messages.contains("3 more rooms with two who pay"), "\(many.messages)")
    let billed = estate.take(
      "charge", "room,fee,tariff,from,payer\n" + codes.map { "\($0),WYF,T1,2026-01-01,owner\n" }.joined())
    #expect(billed.status == 0)
    #expect(estate.run("room", "set", "R-100", "note=x").status == 0)
    let run = estate.run("bill", "run", "--period", "2026-01")
    #expect(run.messages.contains("several could pay") && run.messages.contains("more warnings"), "\(run.messages)")
  }
}
