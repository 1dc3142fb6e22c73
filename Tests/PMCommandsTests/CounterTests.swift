// Money at the counter: parts, designations, earmarks, receipts, and the review of the cash.
import PMCommands
import Testing

extension Estate {
  /// Takes a payment at the counter as `li`, on a day.
  @discardableResult
  func counter(_ fields: String..., on day: String, by actor: String = "li") -> Ran {
    run(["payment", "add"] + fields + ["--as-of", day, "--actor", actor])
  }

  /// The last line of what was printed, after the headings.
  func lines(_ ran: Ran) -> [String] {
    ran.output.split(separator: "\n").dropFirst().map(String.init)
  }
}

@Suite("the counter")
struct CounterTests {
  @Test("cash without a reference is kept under its receipt, numbers have no gaps")
  func cash() throws {
    let estate = Estate(billed: ["2026-01"])
    let first = estate.counter("room=A-3", "method=cash", "amount=100", on: "2026-01-10")
    #expect(first.status == 0, "\(first.messages)")
    #expect(
      first.messages == "payment add: 1 created, 0 updated, 0 unchanged, 0 rejected, 0 moved\n")
    #expect(
      estate.lines(first)
        == ["P0000001,R0000001,1,K2,A-3,2026-01-10,cash,100.00,100.00,R0000001"])
    let second = estate.counter("room=A-3", "method=现金", "amount=250", on: "2026-01-10")
    #expect(
      estate.lines(second)
        == ["P0000002,R0000002,1,K2,A-3,2026-01-10,cash,250.00,200.00,R0000002"])
    #expect(try estate.prepaid() == ["K2,,5000"])
    #expect(
      try estate.rows("SELECT cashier, counter FROM payment ORDER BY id") == ["li,1", "li,1"])
    // Asked again by its number it is the same payment.
    let again = estate.counter(
      "room=A-3", "method=cash", "amount=100", "reference=R0000001", on: "2026-01-15", by: "zhao")
    #expect(again.messages.contains("0 created, 0 updated, 1 unchanged"), "\(again.messages)")
    #expect(estate.lines(again) == estate.lines(first))
    estate.expectSound()
  }

  @Test("a receipt names the cashier who has a name, by his login or his code, and nobody else's")
  func cashierName() {
    let estate = Estate(billed: ["2026-01"])
    estate.take("staff", "code,name,login,roles\nS0,Boss,tester,admin\nS1,李收银,li,cashier\nS2,王收银,wang,cashier\n")
    for (cashier, name) in [("li", "李收银"), ("S2", "王收银"), ("李收银", "李收银")] {
      let paid = estate.run(
        "payment", "add", "room=A-3", "method=cash", "amount=10", "cashier=\(cashier)", "--as-of", "2026-01-10")
      #expect(paid.status == 0, "\(paid.messages)")
      let number = estate.lines(paid).first.map { String($0.prefix(8)) } ?? ""
      let paper = estate.run("payment", "receipt", number, "--as-of", "2026-01-10", "--lang", "zh").output
      #expect(paper.contains("收款人：\(name)  "), "\(paper)")
    }
  }

  @Test("one transfer for several rooms is kept in parts, and again changes nothing")
  func parts() throws {
    let estate = Estate(billed: ["2026-01"])
    let words = [
      "payment", "add", "method=bank", "reference=T1", "room=A-1", "amount=300", "+", "room=A-3",
      "amount=250", "--total", "550", "--as-of", "2026-01-10", "--actor", "li",
    ]
    let ran = estate.run(words)
    #expect(
      estate.lines(ran) == [
        "P0000001,R0000001,1,K1,A-1,2026-01-10,bank,300.00,300.00,T1",
        "P0000002,R0000002,2,K2,A-3,2026-01-10,bank,250.00,250.00,T1",
      ], "\(ran.messages)")
    let digest = try estate.digest()
    // Another day and cashier: what was not said is as it was.
    let later = words.map { $0 == "2026-01-10" ? "2026-01-12" : $0 == "li" ? "zhao" : $0 }
    #expect(estate.run(later).messages.contains("0 created, 0 updated, 2 unchanged"))
    #expect(try estate.digest() == digest)
    let other = estate.run(words.map { $0 == "amount=250" ? "amount=251" : $0 == "550" ? "551" : $0 })
    #expect(other.status == 65)
    #expect(other.messages.contains("amount: was booked before with 250.00, not 251.00"))
    #expect(try estate.digest() == digest)
    estate.expectSound()
  }

  @Test("several rooms in cash share a reference, each has its receipt")
  func cashParts() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.run("payment", "add", "room=A-1", "method=card", "reference=C1", "amount=1")
    let ran = estate.run(
      "payment", "add", "method=cash", "room=A-1", "amount=300", "+", "room=A-3", "amount=50", "+",
      "room=A-3", "method=card", "reference=C2", "amount=60", "--as-of", "2026-01-10")
    #expect(
      estate.lines(ran).map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        .map { "\($0[1]) \($0[2]) \($0[6]) \($0[9])" }.sorted() == [
          "R0000002 1 cash R0000002", "R0000003 2 cash R0000002", "R0000004 3 card C2",
        ], "\(ran.output)")
    estate.expectSound()
  }

  @Test("the bills that are named are paid first, then the others")
  func bills() throws {
    let estate = Estate(billed: ["2026-01", "2026-02"])
    let number = estate.bill("A-1", "WYF", "2026-02")
    // Due last of all K1's bills, it is paid first; then TCF of A-1 of January.
    estate.counter(
      "customer=K1", "method=bank", "reference=T1", "amount=350", "bill=\(number)",
      on: "2026-01-10")
    #expect(
      try estate.settled() == ["A-1,TCF,recurring,10000,5000", "A-1,WYF,recurring,30000,30000"])
    // The bill alone says who pays.
    let other = estate.bill("A-3", "WYF", "2026-02")
    estate.counter("method=bank", "reference=T2", "amount=20", "bill=\(other)", on: "2026-01-10")
    #expect(try estate.rows("SELECT code FROM payment JOIN customer ON customer.id = payer_id") == ["K1", "K2"])
    #expect(try estate.settled().last == "A-3,WYF,recurring,30000,2000")
    estate.expectSound()
  }

  @Test("a file may name bills and a period as well")
  func imported() throws {
    let estate = Estate(billed: ["2026-01", "2026-02"])
    let number = estate.bill("A-3", "WYF", "2026-02")
    let text = """
      customer,paid_on,method,amount,reference,bill,period
      K2,2026-01-10,bank,20,B1,\(number),
      K1,2026-01-10,bank,120,B2,,2026-02

      """
    #expect(estate.take("payment", text).status == 0)
    // TCF of February is due before WYF of February, both after everything of January.
    #expect(
      try estate.rows(
        "SELECT room.code, fee.code, period % 12 + 1, paid_minor FROM bill JOIN room ON room.id = room_id JOIN fee ON fee.id = fee_id WHERE paid_minor > 0 ORDER BY bill.id"
      ) == ["A-1,TCF,2,10000", "A-2,TCF,2,2000", "A-3,WYF,2,2000"])
    #expect(estate.take("payment", text).messages.contains("0 created, 0 updated, 2 unchanged"))
    estate.expectSound()
  }

  @Test(
    "a designation that cannot be is refused with the reason",
    arguments: [
      (["customer=K2", "bill=A-1/WYF"], "is owed by K1"),
      (["room=A-2", "bill=A-1/WYF"], "is on room A-1"),
      (["bill=A-1/WYF,A-3/WYF"], "is owed by K2, the others are not"),
      (["fee=TCF", "bill=A-1/WYF"], "is WYF of 2026-01, which this payment is not for"),
      (["for_from=2026-02", "bill=A-1/WYF"], "which this payment is not for"),
      (["bill=B0000099"], "there is no bill B0000099"),
      (["bill=nonsense"], "bill: \"nonsense\" is not"),
      (["bill=A-1/TCF"], "is void"),
      (["customer=K1", "for_from=2026-03", "for_to=2026-02"], "for_to is before for_from"),
      (["customer=K1", "amount=3"], "amount is given twice"),
      (["customer=K1", "+", "+", "customer=K2"], "nothing stands beside a +"),
      (["customer=K1", "--total", "9"], "the parts add up to 7.00, not 9.00"),
      (["customer=K1", "colour=red"], "unknown column"),
      (["note=hello"], "neither a customer nor a room is named"),
      (["note=A-1 A-3"], "several customers fit: K1, K2"),
      (["note=A-4"], "has no paying occupant on that day"),
    ])
  func refused(_ fields: [String], _ message: String) throws {
    let estate = Estate(billed: ["2026-01"])
    estate.take("room", "code,community,kind,status\nA-4,HY,residence,unsold\n")
    estate.run("bill", "void", estate.bill("A-1", "TCF", "2026-01"), "--reason", "x", "--as-of", "2026-01-05")
    let digest = try estate.digest()
    let named = fields.map { field in
      var text = field
      for (room, fee) in [("A-1", "WYF"), ("A-3", "WYF")] {
        text = text.replacing("\(room)/\(fee)", with: estate.bill(room, fee, "2026-01"))
      }
      return text.replacing("A-1/TCF", with: "B0000001")
    }
    let ran = estate.run(
      ["payment", "add", "method=bank", "reference=T1", "amount=7", "paid_on=2026-01-10"] + named)
    #expect(ran.status == 65 || ran.status == 64, "\(ran.output)")
    #expect(ran.messages.contains(message), "\(ran.messages)")
    #expect(try estate.digest() == digest)
  }

  @Test("money for a fee and a window of periods waits for its bills and pays no others")
  func window() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.counter(
      "customer=K1", "method=bank", "reference=T1", "amount=500", "fee=WYF", "for_from=2026-02",
      "for_to=2026-02", on: "2026-01-10")
    #expect(try estate.settled() == [])
    #expect(try estate.prepaid() == ["K1,WYF,50000"])
    estate.run("payment", "offset", "--as-of", "2026-01-20")
    #expect(try estate.settled() == [])
    estate.pay("1000", by: "K1", on: "2026-01-21")
    for period in ["2026-02", "2026-03"] { estate.run("bill", "run", "--period", period) }
    estate.run("payment", "offset", "--as-of", "2026-03-01")
    // 500.00 of January from the second payment, and 500.00 left: the window pays 300.00 of WYF of
    // February, free money the rest; 200.00 outlast the window.
    #expect(
      try estate.rows(
        """
        SELECT prepayment_id, fee.code, period % 12 + 1, sum(allocation.amount_minor)
          FROM allocation JOIN bill ON bill.id = bill_id JOIN fee ON fee.id = bill.fee_id
         WHERE kind = 'offset' GROUP BY 1, 2, 3 ORDER BY 1, 3, 2
        """) == ["1,WYF,2,30000", "2,TCF,2,20000", "2,TCF,3,20000", "2,WYF,3,10000"])
    #expect(try estate.prepaid() == ["K1,WYF,20000"])
    #expect(
      estate.lines(estate.run("report", "prepayment", "--as-of", "2026-03-01"))
        == ["K1,One,WYF,500.00,300.00,200.00,2026-01-10,2026-02,2026-02,CO"])
    let receipt = estate.run("payment", "receipt", "P0000001").output
    #expect(receipt.contains("Prepayment for Service") && receipt.contains("2026-02"), "\(receipt)")
    estate.expectSound()
  }

  @Test("a window of periods is one of principals: their late fees, and no others, are paid by it")
  func windowOfLateFees() throws {
    let estate = Estate(billed: ["2026-01", "2026-02"])
    estate.run("bill", "late", "--as-of", "2026-03-10")
    // January's 300.00 due on the 31st: 300 × 0.0005 × 38 = 5.70; February's: × 10 = 1.50; both are
    // lines of March.
    estate.counter(
      "customer=K2", "method=bank", "reference=T1", "amount=400", "fee=WYF", "for_from=2026-02",
      "for_to=2026-02", on: "2026-03-10")
    #expect(
      try estate.settled() == ["A-3,WYF,recurring,30000,30000", "A-3,WYF,late,150,150"])
    #expect(try estate.prepaid() == ["K2,WYF,9850"])
    estate.expectSound()
  }

  @Test("prepayment taken over from another system may have its window too")
  func opened() throws {
    let estate = Estate(billed: ["2026-01", "2026-02"])
    let text = "customer,paid_on,amount,reference,for_from\nK2,2025-12-01,400,O1,2026-02\n"
    let ran = estate.run("payment", "open", estate.file("open.csv", text))
    #expect(ran.status == 0, "\(ran.messages)")
    estate.run("payment", "offset", "--as-of", "2026-02-10")
    #expect(
      try estate.rows("SELECT period % 12 + 1, paid_minor FROM bill WHERE paid_minor > 0")
        == ["2,30000"])
    estate.expectSound()
  }

  @Test("what is carried over to another customer keeps its window")
  func carried() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.counter(
      "customer=K2", "room=A-3", "method=bank", "reference=T1", "amount=90", "for_from=2027-01",
      on: "2026-01-10")
    let ran = estate.run(
      "room", "transfer", "A-3", "--to", "K1", "--on", "2026-02-01", "--prepayment", "carry",
      "--arrears", "keep")
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(
      try estate.rows("SELECT for_from, left_minor FROM prepayment ORDER BY id")
        == ["24324,0", "24324,9000"])
    estate.expectSound()
  }

  @Test("a named bill that was written off is reinstated before open ones are paid")
  func writtenOff() throws {
    let estate = Estate(billed: ["2026-01", "2026-02"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.run(
      "bill", "write-off", number, "--reason", "gone", "--approver", "wang", "--as-of",
      "2026-02-01")
    estate.counter("method=cash", "amount=120", "bill=\(number)", on: "2026-02-10")
    #expect(
      try estate.rows("SELECT paid_minor, written_off_minor FROM bill WHERE written_off_minor > 0")
        == ["12000,18000"])
    #expect(try estate.settled().count == 1)
    #expect(estate.rollforward("WYF", "2026-02").contains(",120.00,0.00,180.00,"))
    estate.expectSound()
  }

  @Test("the counter's receipt is an original when it is printed first, then a copy")
  func receipts() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.counter("room=A-3", "method=cash", "amount=100", on: "2026-01-10")
    #expect(estate.run("payment", "receipt", "P0000001").messages == "payment receipt: 1 created, 0 copies\n")
    #expect(try estate.rows("SELECT id, copies, printed FROM receipt") == ["1,0,1"])
    #expect(estate.run("payment", "receipt", "P0000001").messages == "payment receipt: 0 created, 1 copy\n")
    // Another payment that came by a file is numbered behind it.
    estate.pay("10", by: "K1", on: "2026-01-10")
    #expect(estate.run("payment", "receipt", "P0000002").output.contains("R0000002"))
    estate.expectSound()
  }

  @Test("a close waits for the review of the counter's cash, by somebody else, to the fen")
  func review() throws {
    let estate = Estate(billed: ["2026-01"])
    for amount in ["100", "50.50"] {
      estate.counter("room=A-3", "method=cash", "amount=\(amount)", on: "2026-01-10")
    }
    estate.counter("room=A-3", "method=card", "reference=C1", "amount=7", on: "2026-01-10")
    estate.take("payment", "customer,paid_on,method,amount,cashier\nK1,2026-01-10,cash,5,zhao\n")
    let close = estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-02-05")
    #expect(close.status == 65)
    #expect(close.messages.contains("2 cash receipts not reviewed: pm payment review"))
    #expect(estate.lines(estate.run("payment", "review")) == ["2026-01-10,li,CO,2,150.50"])
    func review(_ count: String, _ sum: String, by actor: String = "wang") -> Ran {
      estate.run(
        "payment", "review", "--on", "2026-01-10", "--cashier", "li", "--count", count, "--sum",
        sum, "--actor", actor, "--as-of", "2026-01-11")
    }
    #expect(review("2", "150.50", by: "Li").messages.contains("somebody else than the cashier"))
    #expect(review("3", "150.50").messages.contains("are 2 of 150.50, not 3 of 150.50"))
    #expect(review("2", "150.51").status == 65)
    #expect(estate.run("payment", "review", "--count", "2").status == 64)
    #expect(review("2", "150.50").messages == "payment review: 2 reviewed, 0 unchanged\n")
    let digest = try estate.digest()
    #expect(review("2", "150.50").messages == "payment review: 0 reviewed, 2 unchanged\n")
    #expect(try estate.digest() == digest)
    #expect(review("1", "150.50").messages.contains("no cash of li on 2026-01-10 waits"))
    // What comes after it is counted for itself; what is reversed is not counted.
    estate.counter("room=A-3", "method=cash", "amount=9", on: "2026-01-10")
    estate.counter("room=A-3", "method=cash", "amount=8", on: "2026-01-10")
    #expect(
      estate.run("payment", "reverse", "P0000005", "--reason", "typo", "--as-of", "2026-01-10")
        .status == 0)
    #expect(review("1", "8").status == 0)
    #expect(
      estate.run("cash-review", "list").output.split(separator: "\n").dropFirst() == [
        "V0000001,2026-01-10,li,CO,2,150.50,2026-01-11,wang",
        "V0000002,2026-01-10,li,CO,1,8.00,2026-01-11,wang",
      ])
    // A community's own close waits for the cash of its rooms.
    estate.counter("room=A-3", "method=cash", "amount=1", on: "2026-01-10", by: "sun")
    let own = estate.run("bill", "close", "--period", "2026-01", "--org", "HY", "--as-of", "2026-02-05")
    #expect(own.messages.contains("1 cash receipts not reviewed"), "\(own.messages)")
    estate.run(
      "payment", "review", "--on", "2026-01-10", "--cashier", "sun", "--count", "1", "--sum", "1",
      "--actor", "wang")
    let closed = estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-02-05")
    #expect(closed.status == 0, "\(closed.messages)")
    estate.expectSound()
  }
}
