// Messages to many customers: whom they go to, what they say to each, and that nobody hears twice.
import Testing

@Suite("Messages to many customers")
struct NoticeAudienceTests {
  private let estate = Estate(
    Estate.twoCommunities + [
      (
        "customer",
        """
        code,name,kind,stage,birthday,room,role,from,to
        K1,甲,person,owner,1980-10-16,1-1-0101,owner,,
        K2,乙,person,owner,1975-03-01,9-1-0101,owner,,
        K3,丙,person,tenant,,9-1-0101,tenant,2026-01-01,2026-09-30
        """
      ),
      ("fee", "code,name,class\nWYF,物业费,recurring"),
      (
        "bill open",
        """
        room,customer,fee,period,from,to,amount,due_on,reference
        1-1-0101,K1,WYF,2026-08,2026-08-01,2026-08-31,120.00,2026-08-15,OB-1
        1-1-0101,K1,WYF,2026-09,2026-09-01,2026-09-30,120.50,2026-09-15,OB-2
        9-1-0101,K3,WYF,2026-11,2026-11-01,2026-11-30,99.00,2026-11-15,OB-3
        """
      ),
    ])

  private func queue(_ words: String..., at: String = "2026-10-16 09:00") -> Ran {
    estate.run(["notice", "queue"] + words + ["--at", at])
  }

  private var texts: [String] {
    estate.run("notice", "list", "--columns", "customer,text", "--format", "csv").output
      .split(separator: "\n").dropFirst().map(String.init)
  }

  @Test("each receives what is known of him, and a text on arrears is for those who owe by the day")
  func addressed() {
    let text = "{name}/{code}/{rooms}/{arrears}/{due}/{date}"
    let ran = queue("template=arrears", "--where", "kind=person", "text=\(text)")
    #expect(ran.status == 0, "\(ran.messages)")
    // What K3 owes falls due in November.
    #expect(ran.messages.contains("1 created, 0 unchanged, 2 skipped"), "\(ran.messages)")
    #expect(texts == ["K1,甲/K1/1-1-0101/240.50/2026-08-15/2026-10-16"])
    let all = queue("template=festival", "--where", "kind=person", "text={name}：{rooms}")
    #expect(all.messages.contains("3 created, 0 unchanged, 0 skipped"), "\(all.messages)")
    // A tenancy that is over is no room any more.
    #expect(texts.dropFirst() == ["K1,甲：1-1-0101", "K2,乙：9-1-0101", "K3,丙："])
  }

  @Test("a text to one customer is filled in, too, and not for one who owes nothing")
  func one() {
    let words = ["template=sms", "text={name} {rooms} {arrears}"]
    #expect(estate.run(["notice", "queue", "customer=K1"] + words + ["--at", "2026-10-16 09:00"]).status == 0)
    #expect(texts == ["K1,甲 1-1-0101 240.50"])
    let again = estate.run(["notice", "queue", "customer=K1"] + words + ["--at", "2026-10-16 10:00"])
    #expect(again.messages.contains("0 created, 1 unchanged"), "\(again.messages)")
    let none = estate.run(["notice", "queue", "customer=K2"] + words + ["--at", "2026-10-16 09:00"])
    #expect(none.status == 0 && none.messages.contains("0 created, 0 unchanged, 1 skipped"), "\(none.messages)")
    #expect(texts.count == 1)
  }

  @Test("the same message goes out once a day, and not again while it waits")
  func once() throws {
    let words = ["notice", "queue", "template=survey", "--where", "stage=owner", "text={name}，请填问卷"]
    #expect(estate.run(words + ["--at", "2026-10-16 09:00"]).status == 0)
    let before = try estate.digest()
    for at in ["2026-10-16 18:00", "2026-10-17 09:00"] {
      let again = estate.run(words + ["--at", at])
      #expect(again.messages.contains("0 created, 2 unchanged"), "\(again.messages)")
    }
    #expect(try estate.digest() == before)
  }

  @Test("a birthday is one on its day; a scope keeps to its part of the organisation")
  func narrowed() {
    let words = ["template=birthday", "--birthday", "text={name}，生日快乐"]
    #expect(estate.run(["notice", "queue"] + words + ["--at", "2026-10-15 09:00"]).output.isEmpty)
    #expect(queue("template=birthday", "--birthday", "text={name}，生日快乐").status == 0)
    #expect(texts == ["K1,甲，生日快乐"])
    let tenants = queue("template=year", "--birthday", "--where", "stage=tenant", "text={name}，新年好")
    #expect(tenants.status == 0 && tenants.output.isEmpty, "\(tenants.messages)")
    let owners = queue("template=year", "--birthday", "--where", "stage=owner", "text={name}，新年好", "--scope", "HY")
    #expect(owners.status == 0 && texts.last == "K1,甲，新年好", "\(owners.messages)")
    let scoped = queue("template=festival", "--where", "stage=owner", "text=值班安排", "--scope", "GC")
    #expect(scoped.status == 0, "\(scoped.messages)")
    #expect(texts.last == "K2,值班安排")
  }

  @Test(
    "what cannot be sent is refused, and nothing is queued",
    arguments: [
      (["template=a", "--where", "stage=owner", "text={nmae}"], "{nmae} stands for nothing"),
      (["template=a", "--where", "stage=owner", "text={name"], "stands for nothing"),
      (
        ["template=a", "--where", "stage=owner", "customer=K1", "text=b"],
        "a message to many customers names no receiver and no ticket"
      ),
      (["template=a", "--where", "stage=owner"], "text is missing"),
      (["template=a", "customer=K1", "text={nam}"], "{nam} stands for nothing"),
      (["template=a", "org=HY", "text={nam}"], "{nam} stands for nothing"),
      (["template=a", "org=HY", "text={date}"], "words in braces are filled in for customers only"),
      (["template=a", "staff=员工甲", "text={name}"], "write out what the text is to say, or send it to a customer"),
      (["template=a", "--where", "stge=owner", "text=b"], "customer has no column \"stge\""),
    ])
  func refusals(row: ([String], String)) {
    let ran = estate.run(["notice", "queue"] + row.0)
    #expect([64, 65].contains(ran.status))
    #expect(ran.messages.contains(row.1), "\(ran.messages)")
    #expect(texts.isEmpty)
  }
}
