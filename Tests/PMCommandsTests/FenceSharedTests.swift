// Customers of several places, and of none: what of theirs is seen and changed from each of them.
import Testing

@Suite struct FenceSharedTests {
  private func codes(_ estate: Estate, _ words: [String], as user: String) -> [String] {
    let ran = estate.run(as: user, words)
    #expect(ran.status == 0, "\(words): \(ran.messages)")
    return ran.output.split(separator: "\n").dropFirst().map(String.init)
  }

  @Test("a developer without a home is of what he built, and of nothing else")
  func developers() throws {
    let estate = FenceTests().group()
    let before = try estate.digest()
    for words in [
      ["customer", "show", "KD2"], ["customer", "set", "KD2", "phone=13700000001"], ["payment", "show", "P0000008"],
    ] {
      let ran = estate.run(as: "li", words)
      #expect(ran.status == 66, "\(words): \(ran.status) \(ran.output)\(ran.messages)")
    }
    #expect(try estate.digest() == before)
    #expect(estate.run(as: "li", ["customer", "set", "KD1", "phone=13700000001"]).status == 0)
    #expect(
      codes(estate, ["payment", "list", "--where", "customer=KD1", "--columns", "reference"], as: "li") == ["D1"])
    // Where the developer is named of the company, he is of each of its places, and his money of all of it.
    for words in [["org", "set", "HA1", "developer="], ["org", "set", "A", "developer=KD1"]] {
      #expect(estate.run(as: "boss", words).status == 0)
    }
    #expect(codes(estate, ["customer", "list", "--where", "code=KD1", "--columns", "code"], as: "li") == ["KD1"])
    #expect(codes(estate, ["payment", "list", "--where", "customer=KD1", "--columns", "reference"], as: "li").isEmpty)
    #expect(
      codes(estate, ["payment", "list", "--where", "customer=KD1", "--columns", "reference"], as: "zhao") == ["D1"])
  }

  @Test("who has no home is of where he paid, left a deposit or owes; who did nothing of it is everybody's")
  func homeless() {
    let estate = FenceTests().group()
    for words in [
      ["customer", "add", "code=C1", "name=外装修"], ["customer", "add", "code=C2", "name=外装修"],
      ["customer", "add", "code=C3", "name=新"],
      [
        "payment", "add", "room=RA2", "customer=C1", "method=bank", "amount=5.00", "reference=C1", "--as-of",
        "2026-10-09",
      ],
    ] {
      #expect(estate.run(as: "boss", words).status == 0, "\(words)")
    }
    #expect(estate.run(as: "boss", ["fee", "add", "code=YJ", "name=押金", "class=deposit"]).status == 0)
    let file = estate.file("far.csv", "customer,room,fee,paid_on,amount,reference\nC2,RA2,YJ,2026-06-30,100.00,OLD\n")
    let opened = estate.run(as: "boss", ["deposit", "open", file])
    #expect(opened.status == 0, "\(opened.messages)")
    func seen(_ user: String) -> [String] {
      codes(estate, ["customer", "list", "--columns", "code"], as: user).filter { $0.hasPrefix("C") }
    }
    #expect(seen("li") == ["C3"])
    #expect(seen("zhao") == ["C1", "C2", "C3"])
  }

  @Test("nobody makes a customer of elsewhere one of his own", arguments: ["group", "company"])
  func attaching(mode: String) throws {
    let estate = FenceTests().group(mode: mode)
    #expect(estate.run(as: "boss", ["customer", "set", "KA2", "phone=13900000002"]).status == 0)
    let before = try estate.digest()
    let attempts: [[String]] = [
      ["occupancy", "add", "room=RA1", "customer=KA2", "role=tenant", "from=2026-02-01"],
      [
        "room", "move-in", "RA1", "--customer", "KA2", "--role", "tenant", "--on", "2026-10-05", "--no-reading",
        "--reason", "x",
      ],
      ["room", "import", estate.file("room.csv", "code,community,owner_code\nRA7,HA1,KA2\n")],
      [
        "payment", "add", "room=RA1", "customer=KA2", "method=bank", "amount=5.00", "reference=C1", "--as-of",
        "2026-10-09",
      ],
      ["occupancy", "set", "RA1,KA1,owner,", "customer=KA2", "--correct"],
    ]
    for words in attempts {
      let ran = estate.run(as: "li", words)
      #expect(ran.status == 77, "\(words): \(ran.status) \(ran.messages)")
      #expect(ran.messages.contains("ask somebody with a wider scope"), "\(words): \(ran.messages)")
    }
    #expect(try estate.digest() == before)
    #expect(estate.run(as: "li", ["customer", "show", "KA2", "--reveal"]).status == 66)
    // He who answers for both may; then each of them has his number, and none of what was before.
    #expect(estate.run(as: "zhao", attempts[0]).status == 0)
    #expect(estate.run(as: "li", ["customer", "show", "KA2", "--reveal"]).output.contains("13900000002"))
    #expect(codes(estate, ["payment", "list", "--where", "customer=KA2", "--columns", "reference"], as: "li").isEmpty)
  }

  @Test("money of no room is seen by those who see all the places of who paid it, or all of the company")
  func money() throws {
    let estate = FenceTests().group()
    let list = ["payment", "list", "--where", "customer=KAB", "--columns", "reference"]
    #expect(codes(estate, list, as: "li") == ["S1"])
    #expect(codes(estate, list, as: "zhao") == ["S1", "S2"])
    #expect(codes(estate, list, as: "boss") == ["S1", "S2", "S3"])
    for (scope, found) in [("A1", ["S1"]), ("A", ["S1", "S2"])] {
      #expect(codes(estate, list + ["--scope", scope], as: "boss") == found)
    }
    // A cashier takes it for a room, or nobody of his part would find it again.
    let before = try estate.digest()
    let words = [
      "payment", "add", "customer=KAB", "company=A", "method=bank", "amount=5.00", "reference=S4", "--as-of",
      "2026-10-09",
    ]
    #expect(estate.run(as: "li", words).status == 77)
    #expect(try estate.digest() == before)
    #expect(estate.run(as: "li", words + ["room=RA1"]).status == 0)
    #expect(codes(estate, list, as: "li") == ["S1", "S4"])
  }

  @Test(
    "prepayment of a part is used for its bills; whose money would pay bills of other parts is named and passed over")
  func offset() throws {
    let estate = FenceTests().group()
    let open = "room,customer,fee,period,from,to,amount,due_on,reference\n"
    let file = estate.file("far.csv", open + "RA2,KAB,WYF,2026-08,2026-08-01,2026-08-31,50.00,2026-08-15,OB-1\n")
    #expect(estate.run(as: "boss", ["bill", "open", file]).status == 0)
    func used() throws -> [String] {
      try estate.rows(
        """
        SELECT c.code || ' ' || r.code || ' ' || sum(a.amount_minor)
          FROM allocation AS a JOIN bill AS b ON b.id = a.bill_id
               JOIN customer AS c ON c.id = b.customer_id JOIN room AS r ON r.id = b.room_id
         WHERE a.prepayment_id IS NOT NULL GROUP BY b.id ORDER BY 1
        """)
    }
    let words = ["payment", "offset", "--as-of", "2026-11-20"]
    let ran = estate.run(as: "li", words)
    #expect(ran.status == 0, "\(ran.messages)")
    // KA2 and KB1 are none of his: what became of theirs is no business of his.
    #expect(
      ran.messages == """
        warning: KAB is passed over: the money would pay bills outside of what you are kept to; let somebody with a wider scope run payment offset
        offset: 1 offset

        """, "\(ran.messages)")
    #expect(try used() == ["KA1 RA1 10000"])
    let chinese = estate.run(as: "li", words + ["--lang", "zh"])
    #expect(
      chinese.messages.contains("略过 KAB：其预收会冲抵您管辖范围之外的账单；请由范围更大的人员运行 payment offset"),
      "\(chinese.messages)")
    #expect(estate.run(as: "boss", words).status == 0)
    let all = try used()
    #expect(all.contains("KAB RA2 4300") && all.contains("KA2 RA2 10000"), "\(all)")
    #expect(estate.run(as: "boss", ["db", "check"]).status == 0)
  }

  @Test("a refusal names the room that money is for only where there is money")
  func remedies() {
    let estate = FenceTests().group(mode: "group")
    let paid = [
      "payment", "add", "customer=KAB", "company=A", "method=bank", "amount=5.00", "reference=S4", "--as-of",
      "2026-10-09",
    ]
    let ticket = ["ticket", "add", "kind=repair", "room=RA2", "summary=x", "--at", "2026-10-04 09:00"]
    let money = estate.run(as: "li", paid)
    #expect(
      money.messages.contains(
        "nothing was changed; keep to your own, name the room that the money is for, or ask somebody with a wider scope"
      ),
      "\(money.messages)")
    #expect(
      estate.run(as: "li", paid + ["--lang", "zh"]).messages.contains(
        "未作任何更改；请限于本范围，指明收款所属房间，或由范围更大的人员办理"))
    let refused = estate.run(as: "li", ticket)
    #expect(refused.status == 77)
    #expect(
      refused.messages.contains("something that this would change lies outside of what you are kept to")
        && refused.messages.contains("nothing was changed; keep to your own, or ask somebody with a wider scope"),
      "\(refused.messages)")
    #expect(estate.run(as: "li", ticket + ["--lang", "zh"]).messages.contains("未作任何更改；请限于本范围，或由范围更大的人员办理"))
  }

  @Test("a message to who lives elsewhere, too, is seen by who sees all of it, and where it was sent")
  func messages() {
    let estate = FenceTests().group()
    let list = ["notice", "list", "--where", "customer=KAB", "--columns", "text"]
    #expect(codes(estate, list, as: "li").isEmpty)
    #expect(codes(estate, list, as: "zhao").isEmpty)
    #expect(estate.run(as: "li", ["notice", "queue", "template=x", "customer=KAB", "text=内"]).status == 0)
    #expect(codes(estate, list, as: "li") == ["内"])
    #expect(codes(estate, list, as: "wang") == ["内"])
    #expect(codes(estate, list, as: "qian").isEmpty)
    #expect(codes(estate, list, as: "boss") == ["外", "内"])
  }
}
