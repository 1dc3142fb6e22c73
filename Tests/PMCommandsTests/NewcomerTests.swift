// What people who were new to pm did, and what pm now says to it.
import PMCommands
import Testing

@Suite("first days with pm")
struct NewcomerTests {
  /// Two homes behind a shared meter, each with a meter of its own.
  private static let metered: [(String, String)] =
    Estate.twoCommunities + [
      ("customer", "code,name,room,role,from\nK1,One,1-1-0101,owner,2024-05-01\n"),
      ("fee", "code,name,class\nSF,水费,metered\nGT,公摊,shared\n"),
      ("tariff", "code,fee,valid_from,method,price\nT2,SF,2020-01-01,per_unit,2\nT3,GT,2020-01-01,per_unit,1\n"),
      (
        "charge",
        "room,fee,tariff,from,timing\n1-1-0101,SF,T2,2026-08-01,arrears\n1-1-0101,GT,T3,2026-08-01,arrears\n"
      ),
      (
        "meter",
        "code,room,scope,fee,installed_on,initial\nW1,1-1-0101,,SF,2026-08-01,0\nMG,,HY,GT,2026-08-01,0\n"
      ),
      ("meter read", "meter,read_on,reading\nW1,2026-08-31,10\nMG,2026-08-31,40\n"),
    ]

  @Test("a room ends with its charges and meters, and nothing is put on it afterwards")
  func ended() throws {
    let estate = Estate(Self.metered)
    let digest = try estate.digest()
    let early = estate.run("room", "set", "1-1-0101", "ended_on=2026-09-30")
    #expect(early.status == 65)
    #expect(early.messages.contains("comes before the end of a charge or a meter of the room"), "\(early.messages)")
    #expect(early.messages.contains("pm room split and pm room merge end a room with its charges and meters"))
    let read = estate.run(
      "room", "split", "1-1-0101", "--into", "X1=40,X2=40", "--on", "2026-08-16", "--no-reading", "--reason", "x")
    #expect(read.status == 65 && read.messages.contains("meter W1 was read after 2026-08-15"), "\(read.messages)")
    #expect(read.messages.contains("its last reading is of the day on which it goes"))
    #expect(try estate.digest() == digest)
    let split = estate.run(
      "room", "split", "1-1-0101", "--into", "X1=40,X2=40", "--on", "2026-09-01", "--no-reading", "--reason", "x")
    #expect(split.status == 0, "\(split.messages)")
    let charge = estate.take("charge", "room,fee,tariff,from,to\n1-1-0101,SF,T2,2026-09-01,\n")
    #expect(charge.status == 65)
    #expect(
      charge.messages.contains("comes after the last day of the room, which was split or merged"), "\(charge.messages)")
    #expect(charge.messages.contains("end the charge by that day, and charge the rooms that came of it"))
    let meter = estate.take("meter", "code,room,fee,installed_on\nW9,1-1-0101,SF,2026-08-01\n")
    #expect(meter.status == 65 && meter.messages.contains("comes after the last day of the room"), "\(meter.messages)")
    #expect(meter.messages.contains("remove the meter by that day: pm meter set CODE removed_on=DAY"))
    #expect(estate.run("db", "check").output == "")
  }

  @Test(
    "a meter that was read keeps the multiplier and the initial reading of its usages",
    arguments: ["multiplier=2", "initial=1"])
  func counted(change: String) {
    let estate = Estate(Self.metered)
    let ran = estate.run("meter", "set", "W1", change)
    #expect(ran.status == 65)
    #expect(
      ran.messages.contains("is not the multiplier or the initial reading that its readings count by"),
      "\(ran.messages)")
    #expect(ran.messages.contains("a multiplier that changes on a day is a new meter's: pm meter replace"))
    let early = estate.run("meter", "set", "W1", "removed_on=2026-08-30")
    #expect(
      early.status == 65 && early.messages.contains("is a day after which the meter was read"), "\(early.messages)")
    #expect(early.messages.contains("give the day of its last reading"))
    #expect(estate.run("meter", "set", "W1", "digits=6").status == 0)
    #expect(estate.run("db", "check").output == "")
  }

  @Test("a shared meter that was read and not spread is told by the run and stops the close")
  func unspread() throws {
    let estate = Estate(Self.metered)
    let run = ["bill", "run", "--period", "2026-08"]
    let told = "shared meters read in 2026-08 and not spread: MG: pm meter apportion --period 2026-08, then bill again"
    #expect(estate.run(run).messages.contains(told))
    #expect(!estate.run(run + ["--scope", "GC"]).messages.contains("not spread"))
    #expect(estate.run(run + ["--scope", "HY"]).messages.contains(told))
    let close = ["bill", "close", "--period", "2026-08", "--as-of", "2026-09-05"]
    let refused = estate.run(close)
    #expect(
      refused.status == 65 && refused.messages.contains("1 shared meters read and not spread: pm meter apportion"),
      "\(refused.messages)")
    #expect(estate.run("meter", "apportion", "--period", "2026-08").status == 0)
    let again = estate.run(run)
    #expect(again.status == 0 && !again.messages.contains("not spread"), "\(again.messages)")
    let closed = estate.run(close)
    #expect(closed.status == 0, "\(closed.messages)")
  }

  @Test("a period that nobody can mean is not billed without --yes")
  func far() throws {
    let estate = Estate(billed: ["2026-08"])
    func bill(_ period: String, _ more: String...) -> Ran {
      estate.run(as: "tester", ["bill", "run", "--period", period] + more, today: "2026-09-02")
    }
    let digest = try estate.digest()
    let far = bill("2036-09")
    #expect(far.status == 64)
    #expect(
      far.messages.contains("bills of 2036-09: today is 2026-09-02, and 2026-08 the last month billed"),
      "\(far.messages)")
    #expect(try estate.digest() == digest)
    // The next months one by one, as somebody plans ahead.
    for period in ["2026-09", "2026-10", "2026-11"] {
      let ran = bill(period)
      #expect(ran.status == 0, "\(period): \(ran.messages)")
    }
    #expect(bill("2036-09", "--yes").status == 0)
  }

  @Test("a sheet of rooms renames nobody in silence, and what it leaves empty stays")
  func renamed() throws {
    let estate = Estate(billed: [])
    #expect(estate.run("customer", "set", "K1", "phone=13800000000", "id_number=440106199001010013").status == 0)
    let ran = estate.take(
      "room", "code,community,floor_area,owner_code,owner_name,owner_phone,owner_id_number\nA-9,HY,60,K1,Else,,\n")
    #expect(ran.status == 0)
    #expect(
      ran.messages.contains(
        "1 customer on record got another name: K1; see pm audit show customer K1, and give a new owner a code of his own"
      ),
      "\(ran.messages)")
    #expect(
      try estate.rows("SELECT name, phone, id_number FROM customer WHERE code = 'K1'")
        == ["Else,13800000000,440106199001010013"])
  }

  @Test("a category typed as the standard one is stored so, whatever other word stood for it")
  func category() throws {
    let estate = Estate(Estate.twoCommunities)
    #expect(estate.run("ticket", "add", "kind=repair", "room=1-1-0101", "category=水电/水管").status == 0)
    #expect(estate.run("category", "add", "code=SD", "name=水电").status == 0)
    #expect(estate.run("category", "add", "code=SG", "name=水管", "parent=SD").status == 0)
    let number = try #require(estate.rows("SELECT number FROM ticket").first)
    #expect(estate.run("ticket", "set", number, "category=水管").messages.contains("1 updated"))
    #expect(try estate.rows("SELECT category FROM ticket") == ["水管"])
  }

  @Test("a call that is written down twice is two calls, and that is said")
  func calls() throws {
    let estate = Estate(Estate.twoCommunities)
    func call(_ hour: Int) -> Ran {
      estate.run("callback", "add", "ticket=WX-202610-0001", "score=1", "--at", "2026-10-02 1\(hour):00")
    }
    for words in [
      ["add", "kind=repair", "room=1-1-0101", "summary=x", "--at", "2026-10-01 09:00"],
      ["dispatch", "WX-202610-0001", "--assignee", "x", "--at", "2026-10-01 10:00"],
      ["accept", "WX-202610-0001", "--at", "2026-10-01 11:00"],
      ["finish", "WX-202610-0001", "--cause", "x", "--measure", "y", "--at", "2026-10-01 12:00"],
    ] {
      let ran = estate.run(["ticket"] + words)
      #expect(ran.status == 0, "\(ran.messages)")
    }
    let first = call(0)
    #expect(first.status == 0 && !first.messages.contains("calls reached"), "\(first.messages)")
    #expect(call(1).messages.contains("WX-202610-0001: 2 calls reached somebody, and each counts in the figures"))
  }

  @Test("a key of several parts is shown where one is missing, and audit show says when nothing was replaced")
  func keys() {
    let estate = Estate(billed: [])
    let ran = estate.run("charge", "set", "A-1,WYF", "to=2026-12-31")
    #expect(ran.status == 66)
    #expect(
      ran.messages.contains(
        "it is known by ROOM,SCOPE,FEE,FROM, with nothing between the commas where one of them is empty"),
      "\(ran.messages)")
    #expect(estate.run("charge", "set", "A-1,,WYF,2026-01-01", "to=2026-12-31").status == 0)
    #expect(estate.run("audit", "show", "K1").messages.contains("no value was replaced"))
  }
}
