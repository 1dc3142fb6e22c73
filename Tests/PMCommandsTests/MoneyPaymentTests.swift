// Payments: who pays, what is paid first, what is left, and what is refused.
import PMCommands
import Testing

@Suite("payments")
struct MoneyPaymentTests {
  @Test("a room alone is paid by its paying occupant, and never another debtor's bills")
  func roomAlone() throws {
    let estate = Estate(billed: ["2026-01"])
    #expect(estate.pay("500", for: "A-2", on: "2026-01-10").status == 0)
    // K3 owes WYF of A-2; TCF of A-2 is the owner's.
    #expect(try estate.settled() == ["A-2,WYF,recurring,30000,30000"])
    #expect(try estate.prepaid() == ["K3,,20000"])
    #expect(
      try estate.rows("SELECT code FROM payment JOIN customer ON customer.id = payer_id") == ["K3"])
    try estate.expectBalanced()
  }

  @Test("a customer alone pays all his bills by due date, then priority, then number")
  func customerAlone() throws {
    let estate = Estate(billed: ["2026-01", "2026-02"])
    // Due: TCF 01-20, WYF 01-31, TCF 02-20, WYF 02-28.
    estate.pay("650", by: "K1", on: "2026-01-10")
    #expect(
      try estate.settled() == [
        "A-1,TCF,recurring,10000,10000", "A-1,WYF,recurring,30000,30000",
        "A-2,TCF,recurring,10000,10000", "A-1,TCF,recurring,10000,10000",
        "A-2,TCF,recurring,10000,5000",
      ])
    #expect(try estate.prepaid() == [])
    try estate.expectBalanced()
  }

  @Test("customer and room pay the customer's bills on that room")
  func both() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.pay("450", by: "K1", for: "A-2", on: "2026-01-10")
    #expect(try estate.settled() == ["A-2,TCF,recurring,10000,10000"])
    #expect(try estate.prepaid() == ["K1,,35000"])
  }

  @Test("a payment for a fee pays only that fee, and its rest waits for that fee")
  func earmarked() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.pay("350", by: "K1", on: "2026-01-10", fee: "WYF")
    #expect(try estate.settled() == ["A-1,WYF,recurring,30000,30000"])
    #expect(try estate.prepaid() == ["K1,WYF,5000"])
    // TCF is due first, but this money is not for it.
    estate.run("bill", "run", "--period", "2026-02")
    estate.run("payment", "offset", "--as-of", "2026-02-10")
    #expect(
      try estate.settled() == ["A-1,WYF,recurring,30000,30000", "A-1,WYF,recurring,30000,5000"])
    try estate.expectBalanced()
  }

  @Test("the payments of a file are taken by day, then by line")
  func order() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.take(
      "payment",
      """
      customer,paid_on,method,amount,reference
      K2,2026-01-12,bank,200,Z9
      K2,2026-01-11,bank,250,Z8

      """)
    #expect(
      try estate.rows("SELECT reference, allocated_minor FROM payment ORDER BY reference") == [
        "Z8,25000", "Z9,5000",
      ])
  }

  @Test("the same file again changes nothing")
  func again() throws {
    let estate = Estate(billed: ["2026-01"])
    let text = """
      customer,room,paid_on,method,amount,reference
      K1,,2026-01-10,bank,100,B1
      ,A-3,2026-01-11,cash,50,

      """
    let first = estate.take("payment", text)
    #expect(first.messages == "import: 2 created, 0 updated, 0 unchanged, 0 rejected, 0 moved\n")
    let digest = try estate.digest()
    let second = estate.take("payment", text)
    #expect(second.messages == "import: 0 created, 0 updated, 2 unchanged, 0 rejected, 0 moved\n")
    #expect(second.status == 0)
    #expect(try estate.digest() == digest)
  }

  @Test("a reference that comes again with other content is refused, naming the field")
  func otherContent() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.pay("100", by: "K1", on: "2026-01-10", reference: "B1")
    let digest = try estate.digest()
    let ran = estate.pay("120", by: "K1", on: "2026-01-10", reference: "B1")
    #expect(ran.status == 65)
    #expect(
      ran.messages.contains("input.csv:2:5: amount: was booked before with 100.00, not 120.00"))
    #expect(try estate.digest() == digest)
  }

  @Test("a transfer for several rooms repeats its reference with parts")
  func parts() throws {
    let estate = Estate(billed: ["2026-01"])
    let ran = estate.take(
      "payment",
      """
      room,paid_on,method,amount,reference,part
      A-1,2026-01-10,bank,10,B1,
      A-3,2026-01-10,bank,20,B1,2

      """)
    #expect(ran.messages.hasPrefix("import: 2 created"))
    // Without a part it is the first one.
    let again = estate.pay("10", for: "A-1", on: "2026-01-10", reference: "B1")
    #expect(again.messages.hasPrefix("import: 0 created, 0 updated, 1 unchanged"))
  }

  @Test(
    "a row that cannot be booked is refused with its reason, and nothing is written",
    arguments: [
      (",,2026-01-10,bank,10,B1", "customer: neither a customer nor a room is named"),
      ("K1,,2026-01-10,bank,10,", "reference: is empty, which only cash may be"),
      (",A-9,2026-01-10,bank,10,B1", "room: \"A-9\" is no known room"),
      (",A-4,2026-01-10,bank,10,B1", "room: has no paying occupant on that day"),
      ("K1,,2026-01-10,bank,0,B1", "amount: \"0\" is out of range"),
    ])
  func refused(row: String, reason: String) throws {
    let estate = Estate(billed: ["2026-01"])
    estate.take("room", "code,community,kind,status\nA-4,HY,residence,unsold\n")
    let digest = try estate.digest()
    let ran = estate.take(
      "payment", "customer,room,paid_on,method,amount,reference\nK2,,2026-01-09,bank,1,B0\n\(row)\n"
    )
    #expect(ran.status == 65)
    #expect(ran.messages.contains(reason), "\(ran.messages)")
    #expect(try estate.digest() == digest)
  }

  @Test("with --keep-going the others are booked")
  func keepGoing() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.take("room", "code,community,kind,status\nA-4,HY,residence,unsold\n")
    let ran = estate.take(
      "payment",
      """
      room,paid_on,method,amount,reference
      A-4,2026-01-10,bank,10,B1
      A-3,2026-01-10,bank,20,B2

      """, "--keep-going")
    #expect(ran.status == 1)
    #expect(ran.messages.contains("import: 1 created, 0 updated, 0 unchanged, 1 rejected"))
    #expect(try estate.settled() == ["A-3,WYF,recurring,30000,2000"])
    try estate.expectBalanced()
  }

  @Test("of several paying occupants the latest is taken, with a warning")
  func ambiguous() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.take("customer", "code,name,room,role,from\nK4,Four,A-2,tenant,2025-06-01\n")
    let ran = estate.pay("10", for: "A-2", on: "2026-01-10")
    #expect(ran.messages.contains("several occupants pay for this room; K4 was taken"))
    #expect(try estate.prepaid() == ["K4,,1000"])
  }

  @Test("a company's payment pays that company's bills only")
  func companies() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.take("org", "code,kind,name,parent\nCP,company,Other,\nGC,community,Square,CP\n")
    estate.take(
      "room", "code,community,kind,status,owner_code,owner_name\nB-1,GC,residence,occupied,K1,One\n"
    )
    estate.take(
      "charge", "room,fee,tariff,from,payer,timing,due_day\nB-1,WYF,T1,2026-01-01,owner,advance,5\n"
    )
    estate.run("bill", "run", "--period", "2026-01")
    let unclear = estate.pay("50", by: "K1", on: "2026-01-10")
    #expect(unclear.status == 65)
    #expect(
      unclear.messages.contains(
        "company: is empty, and what the customer has or owes belongs to several: CO, CP"))
    // B-1 is due first, but it is the other company's.
    estate.take(
      "payment",
      "customer,company,paid_on,method,amount,reference\nK1,CO,2026-01-10,bank,550,B1\n")
    #expect(try estate.settled().contains { $0.hasPrefix("B-1") } == false)
    #expect(try estate.prepaid() == ["K1,,5000"])
    estate.run("payment", "offset", "--as-of", "2026-01-20")
    #expect(try estate.prepaid() == ["K1,,5000"])
    // A room says which company it is.
    estate.pay("20", by: "K1", for: "B-1", on: "2026-01-11")
    #expect(try estate.settled().last == "B-1,WYF,recurring,30000,2000")
    try estate.expectBalanced()
  }

  @Test("the company is that of the bill, or of all that the customer has, and stays so")
  func companyOfCustomer() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.take(
      "org", "code,kind,name,parent\nCP,company,Other,\nGC,community,Square,CP\nHW,community,West,CO\n")
    estate.take("customer", "code,name\nK9,Nine\n")
    let text = "customer,paid_on,method,amount,reference\nK2,2026-01-10,bank,40,B1\n"
    estate.take("payment", text)
    let companies = "SELECT coalesce(org.code, '-') FROM payment LEFT JOIN org ON org.id = company_id"
    #expect(try estate.rows(companies) == ["CO"])
    // Who has nothing anywhere might pay either company.
    let nobody = estate.pay("5", by: "K9", on: "2026-01-10")
    #expect(nobody.status == 65)
    #expect(nobody.messages.contains("company: is empty, and there are several companies"))
    // He has a home in the other company, too: what is booked stays, what is new must say it.
    estate.take(
      "room", "code,community,kind,status,owner_code,owner_name\nB-1,GC,residence,occupied,K2,Two\n")
    let digest = try estate.digest()
    let again = estate.run("payment", "import", estate.file("again.csv", text))
    #expect(again.messages.contains("0 created, 0 updated, 1 unchanged"), "\(again.messages)")
    #expect(try estate.digest() == digest)
    let unclear = estate.pay("50", by: "K2", on: "2026-01-10")
    #expect(unclear.messages.contains("belongs to several: CO, CP"), "\(unclear.messages)")
    let number = estate.bill("A-3", "WYF", "2026-01")
    let ran = estate.run(
      "payment", "add", "method=bank", "reference=T2", "amount=20", "bill=\(number)", "--as-of",
      "2026-01-10")
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(try estate.rows(companies) == ["CO", "CO"])
    estate.expectSound()
  }

  @Test("what was booked before there was a company is not booked again")
  func companyLater() throws {
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,Garden\n"),
      (
        "room",
        "code,community,kind,status,owner_code,owner_name\nA-1,HY,residence,occupied,K1,One\n"
      ),
    ])
    #expect(estate.pay("10", for: "A-1", on: "2026-01-10").messages.hasPrefix("import: 1 created"))
    estate.take("org", "code,kind,name,parent\nCO,company,Company,\n")
    let again = estate.pay("10", for: "A-1", on: "2026-01-10")
    #expect(again.messages.hasPrefix("import: 0 created, 0 updated, 1 unchanged"))
    #expect(try estate.prepaid() == ["K1,,1000"])
  }

  @Test("random payments never pay more than a bill or a payment has")
  func law() throws {
    var random = SplitMix(state: 2026)
    for _ in 0..<6 {
      let estate = Estate(billed: ["2026-01", "2026-02"])
      for round in 0..<5 {
        var text = "customer,room,paid_on,method,amount,reference,fee\n"
        for line in 0..<8 {
          let customer = ["K1", "K2", "K3", ""][Int(random.next() % 4)]
          let room = customer.isEmpty || random.next() % 2 == 0 ? "A-\(random.next() % 3 + 1)" : ""
          let fee = ["", "", "WYF", "TCF"][Int(random.next() % 4)]
          let amount = "\(random.next() % 400).\(random.next() % 90 + 10)"
          text +=
            "\(customer),\(room),2026-0\(random.next() % 3 + 1)-1\(line),bank,\(amount),R\(round)-\(line),\(fee)\n"
        }
        #expect(estate.take("payment", text).status == 0)
        estate.run("payment", "offset", "--as-of", "2026-03-2\(round)")
        estate.run("bill", "late", "--as-of", "2026-03-2\(round)")
        try estate.expectBalanced()
      }
      let digest = try estate.digest()
      estate.run("bill", "late", "--as-of", "2026-03-24")
      #expect(try estate.digest() == digest)
    }
  }
}

/// A small generator whose numbers are the same everywhere.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
