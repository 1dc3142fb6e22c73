// What is booked twice, for somebody else's room or for a day to come, and bills that are at the bank.
import PMCommands
import Testing

@Suite("Money that can hardly be meant so")
struct OnceMoreTests {
  @Test("the same cash of one day is told with the payment it repeats; another day, room or reference is another")
  func cash() {
    let estate = Estate(billed: ["2026-01"])
    func take(_ words: String...) -> String {
      estate.run(["payment", "add", "method=cash", "amount=20"] + words).messages
    }
    #expect(!take("customer=K1", "--as-of", "2026-01-10").contains("warning"))
    let again = take("customer=K1", "--as-of", "2026-01-10")
    #expect(
      again.hasPrefix(
        "warning: P0000002 is the same as P0000001 of that day; taken once only: pm payment reverse P0000002 --reason TEXT\n"
      ),
      "\(again)")
    #expect(
      take("customer=K1", "--as-of", "2026-01-10", "--lang", "zh", "--dry-run")
        .contains("P0000003 与当日的 P0000002 相同；若只收了一次：pm payment reverse P0000003"))
    for other in [
      ["customer=K2"], ["customer=K1", "room=A-1"], ["customer=K1", "reference=X1"], ["customer=K1", "fee=TCF"],
    ] {
      let ran = estate.run(["payment", "add", "method=cash", "amount=20", "--as-of", "2026-01-10"] + other)
      #expect(!ran.messages.contains("the same as"), "\(ran.messages)")
    }
    #expect(!take("customer=K1", "--as-of", "2026-01-11").contains("the same as"))
    estate.run("payment", "reverse", "P0000002", "--reason", "x", "--as-of", "2026-01-11")
    #expect(estate.run("db", "check").status == 0)
  }

  @Test(
    "the same waiver or credit of one day is asked for; another sum, reason or day is another",
    arguments: [["bill", "waive", "B0000001", "--approver", "boss"], ["bill", "adjust", "B0000001"]])
  func parts(_ command: [String]) throws {
    let estate = Estate(billed: ["2026-01"])
    func book(_ amount: String, _ reason: String, _ day: String, _ options: String...) -> Ran {
      estate.run(command + ["--amount", amount, "--reason", reason, "--as-of", day] + options)
    }
    #expect(book("10", "x", "2026-01-10").status == 0)
    let digest = try estate.digest()
    let again = book("10", "x", "2026-01-10")
    #expect(again.status == 64)
    #expect(
      again.messages.hasPrefix(
        "pm: B0000001: 10.00 for the same reason was booked on 2026-01-10 already as J0000001; once more\n  say --yes"),
      "\(again.messages)")
    #expect(
      book("10", "x", "2026-01-10", "--lang", "zh").messages
        .contains("B0000001：2026-01-10 已以同一原因登记 10.00（J0000001），将再登记一次"))
    #expect(try estate.digest() == digest)
    #expect(book("10", "x", "2026-01-10", "--yes").status == 0)
    #expect(book("11", "x", "2026-01-10").status == 0)
    #expect(book("10", "y", "2026-01-10").status == 0)
    #expect(book("10", "x", "2026-01-11").status == 0)
    #expect(estate.run("db", "check").status == 0)
  }

  @Test("a payment for a room that its customer has nothing to pay on is told, at the counter and out of a file")
  func strangers() throws {
    let estate = Estate(billed: ["2026-01"])
    let told = "K2 neither pays for room A-1 nor owes a bill on it, so that this pays none and waits as his prepayment"
    let hint =
      "for the bills of K1, who pays there, leave out the customer; for his own, the room; first pm payment reverse"
    let words = [
      "payment", "add", "room=A-1", "customer=K2", "method=bank", "reference=T1", "amount=160", "--as-of", "2026-01-10",
    ]
    let ran = estate.run(words)
    #expect(ran.status == 0 && ran.messages.contains("room: warning: \(told)\n  \(hint)\n"), "\(ran.messages)")
    #expect(try estate.rows("SELECT allocated_minor FROM payment") == ["0"])
    let file = estate.pay("5", by: "K2", for: "A-1", on: "2026-01-11").messages
    #expect(file.contains(told), "\(file)")
    let zh = estate.run(
      "payment", "add", "room=A-1", "customer=K2", "method=bank", "reference=T2", "amount=1", "--as-of", "2026-01-10",
      "--lang", "zh")
    #expect(zh.messages.contains("K2 不是房间 A-1 的付费住户，也没有该房间的欠费，本笔未冲抵任何账单，转为其预收"), "\(zh.messages)")
    #expect(zh.messages.contains("若代 K1（该房间付费人）缴费，请不填客户；若缴其本人账单，请不填房号"))
    // The owner of a let room, whoever pays there, and what the remedy says.
    for (customer, room) in [("K1", "A-2"), ("K3", "A-2"), ("K2", "A-3"), ("", "A-1"), ("K2", "")] {
      let ran = estate.pay("1", by: customer, for: room, on: "2026-01-12")
      #expect(ran.status == 0 && !ran.messages.contains("neither pays"), "\(ran.messages)")
    }
  }

  @Test("who pays before he moves in, or in the month after he left, is no stranger to the room")
  func aheadAndAfter() {
    let estate = Estate(billed: ["2026-01"])
    let tenants =
      "room,customer,role,from,to,pays\nA-1,K2,tenant,2026-03-01,,yes\nA-3,K3,tenant,2025-01-01,2025-12-31,yes\n"
    #expect(estate.take("occupancy", tenants).status == 0)
    for (customer, room, day, isTold) in [
      ("K2", "A-1", "2026-01-12", false), ("K3", "A-3", "2026-01-31", false), ("K3", "A-3", "2026-02-01", true),
    ] {
      let ran = estate.pay("1", by: customer, for: room, on: day)
      #expect(ran.status == 0 && ran.messages.contains("neither pays") == isTold, "\(customer) \(day): \(ran.messages)")
    }
  }

  @Test("money of a day that nobody can have paid on yet takes --yes at the counter, and is told out of a file")
  func future() throws {
    let estate = Estate(billed: ["2026-01"])
    func pay(_ day: String, _ options: String...) -> Ran {
      estate.run(
        as: "tester",
        ["payment", "add", "customer=K1", "method=bank", "reference=F\(day)", "amount=5", "paid_on=\(day)"]
          + options, today: "2026-01-10")
    }
    let digest = try estate.digest()
    let refused = pay("2027-01-10")
    #expect(refused.status == 64)
    #expect(
      refused.messages.hasPrefix(
        "pm: a payment of 2027-01-10: today is 2026-01-10; money that came in has an earlier paid_on\n  say --yes"),
      "\(refused.messages)")
    #expect(pay("2027年1月10日", "--lang", "zh").messages.contains("收款日期 2027-01-10：今天是 2026-01-10，已收款项的 paid_on 不会晚于今天"))
    #expect(try estate.digest() == digest)
    #expect(pay("2027-01-10", "--yes").status == 0)
    // The month after the last one billed may be rehearsed.
    let near = pay("2026-02-28")
    #expect(near.status == 0 && near.messages.contains("is later than today, 2026-01-10"), "\(near.messages)")
    #expect(pay("2026-01-10").messages.contains("warning") == false)
    let file = estate.pay("5", by: "K1", on: "2199-01-10")
    #expect(file.status == 0 && file.messages.contains("is later than today"), "\(file.messages)")
  }

  @Test("a bill that is out at the bank is voided or credited with a word of its batch")
  func batches() {
    let estate = Estate.withMandates()
    estate.batch("plain")
    let ran = estate.run("bill", "void", "B0000001", "--reason", "x", "--as-of", "2026-02-06", "--dry-run")
    #expect(
      ran.messages.contains(
        "warning: B0000001 is in batch N0000001, which has not come back: what the bank collects for it becomes prepayment; if the file was not sent: pm bank cancel N0000001\n"
      ),
      "\(ran.messages)")
    let zh = estate.run(
      "bill", "void", "B0000001", "--reason", "x", "--as-of", "2026-02-06", "--dry-run", "--lang", "zh")
    #expect(zh.messages.contains("B0000001 在尚未回盘的批次 N0000001 中：银行扣到的款将转为预收；若文件尚未送出：pm bank cancel N0000001"))
    for more in [[], ["--reissue"], ["--amount", "1"]] {
      let credited = estate.run(
        ["bill", "adjust", "B0000001", "--reason", "x", "--as-of", "2026-02-06", "--dry-run"] + more)
      #expect(
        credited.messages.contains("warning: B0000001 is in batch N0000001, which has not come back"),
        "\(credited.messages)")
    }
    #expect(estate.run("bank", "cancel", "N0000001", "--reason", "x", "--as-of", "2026-02-06").status == 0)
    let free = estate.run("bill", "void", "B0000001", "--reason", "x", "--as-of", "2026-02-06")
    #expect(free.status == 0 && !free.messages.contains("batch"), "\(free.messages)")
  }

  @Test("notices and messages on arrears say what is held of the customer's money")
  func held() {
    let estate = Estate(billed: ["2026-01"])
    // K2 has no parking to pay: it stays.
    estate.pay("50", by: "K2", on: "2026-01-10", fee: "TCF")
    func notice(_ customer: String, _ language: String) -> String {
      estate.run("bill", "notice", "--customer", customer, "--as-of", "2026-02-10", "--lang", language).output
    }
    #expect(notice("K2", "en").contains("Amount to pay: ¥300.00"))
    #expect(notice("K2", "en").contains("Prepayment held for all rooms, not taken off: ¥50.00"))
    #expect(notice("K2", "zh").contains("预收余额（各房间合计，以上未扣除）：¥50.00"))
    #expect(!notice("K1", "en").contains("Prepayment held"))
    for customer in ["K1", "K2"] {
      estate.run(
        "notice", "queue", "customer=\(customer)", "template=arrears", "text={code} {arrears}-{prepaid}", "--at",
        "2026-02-10 09:00")
    }
    let texts = estate.run("notice", "list", "--columns", "text", "--format", "csv").output
    #expect(texts.contains("K1 500.00-0.00\n") && texts.contains("K2 300.00-50.00\n"), "\(texts)")
  }
}
