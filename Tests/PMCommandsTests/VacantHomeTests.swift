// A tenant who comes by a file into a room that stays vacant: told, with the command that lets it.
import Testing

@Suite("Tenants of vacant rooms")
struct VacantHomeTests {
  private func estate(_ status: String = "vacant") -> Estate {
    let estate = Estate(billed: [])
    let rooms = (1...60).map { "V-\($0),HY,residence,100,\(status),K1,One\n" }.joined()
    estate.take("room", "code,community,kind,floor_area,status,owner_code,owner_name\n" + rooms)
    estate.run("customer", "add", "code=T5", "name=Five")
    return estate
  }

  private func told(_ ran: Ran) -> [String] {
    ran.messages.split(separator: "\n").map(String.init).filter { $0.contains("vacant") || $0.contains("空置") }
  }

  private func tenant(_ room: String, from: String = "2026-01-01", to: String = "") -> String {
    "code,name,room,role,from,to,pays\nT5,Five,\(room),tenant,\(from),\(to),yes\n"
  }

  @Test("a file of customers or occupancies, and a row added by hand, says so with the command")
  func said() {
    let message =
      "warning: room V-2 stays vacant, with the factors of a vacant room, and T5 is its tenant; if he lives there: pm room set V-2 status=let --effective 2026-01-01"
    #expect(told(estate().take("customer", tenant("V-2"))).map { $0.hasSuffix(message) } == [true])
    #expect(
      told(estate().take("occupancy", "room,customer,role,from\nV-2,T5,tenant,2026-01-01\n")).map {
        $0.hasSuffix(message)
      } == [true])
    let added = estate().run("occupancy", "add", "room=V-2", "customer=T5", "role=tenant", "from=2026-01-01")
    #expect(told(added).map { $0.hasSuffix(message) } == [true], "\(added.messages)")
    let ever = estate().run("occupancy", "add", "room=V-2", "customer=T5", "role=tenant", "--lang", "zh")
    #expect(
      told(ever).map { $0.hasSuffix("房间 V-2 仍为空置，按空置系数计费，而 T5 为其租户；如已入住：pm room set V-2 status=let") } == [true],
      "\(ever.messages)")
  }

  @Test("the command lets the room from the tenant's day, and the line has the whole price")
  func mended() {
    let estate = estate()
    estate.take("charge", "room,fee,tariff,from,payer,timing,vacant_factor\nV-2,WYF,T1,2026-01-01,tenant,advance,0.7\n")
    let ran = estate.take("customer", tenant("V-2"))
    let command = told(ran).first?.split(separator: ":").last?.split(separator: " ").dropFirst().map(String.init) ?? []
    #expect(estate.run(command).status == 0, "\(command)")
    #expect(told(estate.take("customer", tenant("V-2"))).isEmpty)
    #expect(estate.run("bill", "run", "--period", "2026-01", "--room", "V-2").status == 0)
    #expect(
      estate.run("bill", "list", "--where", "room=V-2", "--columns", "customer,amount").output
        == "customer,amount\nT5,300.00\n")
  }

  @Test("nothing is said of a room that is let, of a tenant who has left, and of owners and residents")
  func quiet() {
    #expect(told(estate("let").take("customer", tenant("V-2"))).isEmpty)
    #expect(told(estate().take("customer", tenant("V-2", to: "2026-01-31"))).isEmpty)
    for role in ["owner", "resident", "agent"] {
      #expect(told(estate().run("occupancy", "add", "room=V-2", "customer=T5", "role=\(role)", "pays=no")).isEmpty)
    }
    // What has nothing to do with it does not say it again; nor does moving in, which lets the room.
    let estate = estate()
    #expect(told(estate.run("customer", "set", "T5", "name=Fünf")).isEmpty)
    let words = ["room", "move-in", "V-3", "--customer", "T5", "--role", "tenant", "--on", "2026-01-01", "--pays"]
    #expect(told(estate.run(words)).isEmpty)
  }

  @Test("fifty are told one by one, then how many more there are; help says that imports leave the status")
  func many() {
    let estate = estate()
    let rows = (1...60).map { "V-\($0),T5,tenant,2026-01-01\n" }.joined()
    let ran = estate.take("occupancy", "room,customer,role,from\n" + rows)
    #expect(told(ran).count == 51 && ran.messages.contains("10 more tenants of vacant rooms"), "\(ran.messages)")
    let zh = self.estate().take("occupancy", "room,customer,role,from\n" + rows, "--lang", "zh")
    #expect(zh.messages.contains("另有 10 名租户的房间仍为空置"), "\(zh.messages)")
    func help(_ noun: String, _ language: String) -> String {
      estate.run("help", noun, "import", "--lang", language).output.filter { !$0.isWhitespace }
    }
    let en =
      "The status of rooms stays as it is: a tenant whose room stays vacant is warned of. pm room move-in sets it."
    for noun in ["customer", "occupancy"] {
      #expect(help(noun, "en").contains(en.filter { $0 != " " }))
      #expect(help(noun, "zh").contains("不改变房屋状态：租户的房间仍为空置时会警告；pmroommove-in则会更新状态。"))
    }
    #expect(!help("room", "en").contains(en.filter { $0 != " " }))
  }
}
