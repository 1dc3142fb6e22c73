// Papers: demand notices, receipts and statements say what the books say.
import PMCommands
import PMStore
import Testing

@Suite("papers")
struct PaperTests {
  /// K1 owes for, K2 for A-3, K3 a late fee only.
  private static func estate() -> Estate {
    let estate = Estate(billed: ["2026-01", "2026-02"])
    estate.run("customer", "set", "K1", "phone=13900000001", "--quiet")
    estate.pay("120.50", by: "K1", on: "2026-01-25")
    estate.pay("2000", by: "K3", on: "2026-02-10")
    estate.run("bill", "late", "--as-of", "2026-03-10", "--quiet")
    return estate
  }

  @Test("notices are one a customer and room, and together the arrears")
  func notices() {
    let estate = Self.estate()
    let ran = estate.run("bill", "notice", "--all", "--as-of", "2026-03-10")
    #expect(ran.status == 0)
    let papers = ran.output.split(separator: "\u{0C}")
    #expect(papers.count == 4)
    #expect(ran.messages == "bill notice: 4 papers\n")
    let arrears = estate.table(["report", "arrears", "--as-of", "2026-03-10"])
    let demanded = papers.map { Self.amount(after: "Amount to pay: ¥", in: $0) }.reduce(0, +)
    #expect(demanded == arrears.sum("principal") + arrears.sum("late_fee"))
    // A term of seven days, and another where it is set so.
    #expect(papers.allSatisfy { $0.contains("Please pay by: 2026-03-17") })
    estate.run("setting", "set", "notice.term_days=15", "--quiet")
    let later = estate.run("bill", "notice", "--customer", "K2", "--as-of", "2026-03-10", "--lang", "zh")
    #expect(later.output.contains("请于此日前缴纳：2026年3月25日"))
    // K3 paid January ten days late: 300.00 × 0.0005 × 10 is left.
    let late = estate.run("bill", "notice", "--customer", "K3", "--as-of", "2026-03-10").output
    #expect(late.contains("Amount to pay: ¥1.50"))
    // Who owes nothing gets none.
    #expect(estate.run("bill", "notice", "--room", "A-2", "--as-of", "2026-01-01").output == "")
  }

  @Test("a payment that nobody has been found for has no receipt")
  func suspense() throws {
    let estate = Self.estate()
    let database = try Database.open(estate.database, mode: .readWrite, lockWait: .seconds(5))
    try database.execute("UPDATE payment SET payer_id = NULL WHERE id = 1")
    let ran = estate.run("payment", "receipt", "P0000001")
    #expect(ran.status == 65)
    #expect(ran.messages == "pm: nobody has been found for P0000001 yet\n")
  }

  @Test("no notice threatens to cut anything off, in either language")
  func threats() {
    let estate = Self.estate()
    for language in ["en", "zh"] {
      let text = estate.run("bill", "notice", "--all", "--as-of", "2026-03-10", "--lang", language).output
      #expect(!text.isEmpty)
      for word in ["停水", "停电", "停气", "断水", "断电", "停供", "门禁", "起诉", "cut off", "disconnect", "court"] {
        #expect(!text.lowercased().contains(word), "\(word)")
      }
    }
  }

  @Test("a notice that was delivered is kept once, with how and by whom")
  func delivery() throws {
    let estate = Self.estate()
    let words = [
      "bill", "notice", "--all", "--as-of", "2026-03-10", "--delivered", "door", "--on", "2026-03-12",
      "--by", "Zhang",
    ]
    #expect(estate.run(words).messages == "bill notice: 4 created, 0 unchanged\n")
    let before = try estate.digest()
    #expect(estate.run(words).messages == "bill notice: 0 created, 4 unchanged\n")
    #expect(try estate.digest() == before)
    let rows = estate.table(["delivery", "list", "--customer", "K2"]).rows
    #expect(rows.count == 1)
    #expect(rows.first?["delivered_on"] == "2026-03-12")
    #expect(rows.first?["how"] == "door" && rows.first?["delivered_by"] == "Zhang")
    let early = estate.run(
      "bill", "notice", "--all", "--as-of", "2026-03-10", "--delivered", "sms", "--on", "2026-03-01")
    #expect(early.status == 65)
    #expect(estate.run("bill", "notice", "--as-of", "2026-03-10").status == 64)
    #expect(estate.run("bill", "notice", "--all", "--room", "A-1").status == 64)
    #expect(estate.run("bill", "notice", "--all", "--by", "Zhang").status == 64)
  }

  @Test("receipts are numbered without gaps, and printed again they are copies")
  func receipts() throws {
    let estate = Self.estate()
    let first = estate.run("payment", "receipt", "P0000002", "P0000001", "--as-of", "2026-02-11")
    let papers = first.output.split(separator: "\u{0C}")
    #expect(papers.count == 2)
    #expect(papers[0].contains("No. R0000001") && papers[0].contains("P0000002"))
    #expect(papers[1].contains("No. R0000002") && !first.output.contains("COPY"))
    #expect(papers[0].contains("In Chinese capitals: 贰仟元整"))
    // 300.00 each for January and February, the rest is prepayment.
    #expect(papers[0].contains("Prepayment") && papers[0].contains("1,400.00"))
    let again = estate.run("payment", "receipt", "P0000002", "--as-of", "2026-03-01", "--lang", "zh")
    #expect(again.output.contains("No. R0000001") && again.output.contains("副本 第1次补打"))
    #expect(again.output.contains("开具日期：2026年2月11日"))
    #expect(estate.run("payment", "receipt", "P0000002").output.contains("COPY 2"))
    #expect(
      estate.table(["receipt", "list"]).rows.map { $0["copies"] } == ["2", "0"])
    #expect(estate.run("db", "check").status == 0)
  }

  @Test("a receipt that was only tried leaves no number and no paper")
  func triedReceipt() throws {
    let estate = Self.estate()
    let before = try estate.digest()
    let tried = estate.run("payment", "receipt", "P0000001", "--dry-run")
    #expect(tried.status == 0 && tried.output == "")
    #expect(try estate.digest() == before)
    #expect(estate.run("payment", "receipt", "--on", "2026-02-10").output.contains("R0000001"))
    #expect(estate.run("payment", "receipt", "P0000099").status == 66)
    #expect(estate.run("payment", "receipt").status == 64)
    estate.run("payment", "reverse", "P0000001", "--reason", "bounced", "--as-of", "2026-03-11")
    #expect(estate.run("payment", "receipt", "P0000001").status == 65)
    #expect(estate.table(["receipt", "list"]).rows.count == 1)
  }

  @Test("a statement runs from its opening to its closing, which is owed less prepaid")
  func statement() throws {
    let estate = Self.estate()
    estate.run("payment", "offset", "--as-of", "2026-03-10", "--quiet")
    estate.run("bill", "run", "--period", "2026-03", "--quiet")
    estate.run(
      "bill", "waive", "B0000003", "--amount", "1", "--reason", "x", "--approver", "boss", "--as-of", "2026-03-12")
    for customer in ["K1", "K2", "K3"] {
      let whole = estate.run("customer", "statement", customer, "--from", "2025-01-01", "--to", "2027-12-31")
      let balance = try estate.rows(
        """
        SELECT COALESCE((SELECT sum(amount_minor - paid_minor - waived_minor - written_off_minor)
                           FROM bill JOIN customer ON customer.id = customer_id
                          WHERE code = '\(customer)' AND ended IS NOT 'void'), 0)
             - COALESCE((SELECT sum(left_minor) FROM prepayment
                           JOIN customer ON customer.id = customer_id WHERE code = '\(customer)'), 0)
        """)
      #expect(balance == ["\(Self.closing(whole.output))"], "\(customer)")
      // The closing of one range is the opening of the next.
      let first = estate.run("customer", "statement", customer, "--from", "2026-01-01", "--to", "2026-01-31")
      let second = estate.run("customer", "statement", customer, "--from", "2026-02-01", "--to", "2027-12-31")
      #expect(Self.closing(first.output) == Self.opening(second.output), "\(customer)")
      #expect(Self.closing(second.output) == Self.closing(whole.output), "\(customer)")
    }
  }

  @Test("statements of all, of a part of the organisation or of those named; nobody is a usage error")
  func statements() {
    let estate = Self.estate()
    estate.take("customer", "code,name\nK9,Nobody\n")
    let range = ["--from", "2026-01-01", "--to", "2026-03-31"]
    func papers(_ whose: String...) -> Int {
      let ran = estate.run(["customer", "statement"] + whose + range)
      #expect(ran.status == 0, "\(ran.messages)")
      return ran.output.split(separator: "\n").filter { $0.contains("Closing balance") }.count
    }
    #expect(papers("--all") == 3)
    #expect(papers("--scope", "HY") == 3)
    #expect(papers("K2", "K9") == 2)
    // Those who have nothing in these days get no paper; those who were named do.
    let early = ["customer", "statement", "--period", "2025-01"]
    #expect(!estate.run(early + ["--all"]).output.contains("Closing balance"))
    #expect(estate.run(early + ["K9"]).output.contains("Closing balance"))
    let html = estate.run(["customer", "statement", "K1", "--format", "html"] + range).output
    // The sum and what stands under it go over to the next page together.
    #expect(html.contains("<div class=\"end\">\n<dl class=\"sums\">"))
    #expect(html.contains(".end { break-inside: avoid; }"))
    for (words, message) in [
      (early, "say for whom: CODE, --scope or --all"),
      (early + ["K1", "--all"], "give CODE or --all"),
    ] {
      let ran = estate.run(words)
      #expect(ran.status == 64 && ran.messages.hasPrefix("pm: " + message))
    }
  }

  @Test("phones are masked unless they are revealed")
  func masking() {
    let estate = Self.estate()
    for words in [
      ["bill", "notice", "--customer", "K1", "--as-of", "2026-03-10"],
      ["customer", "statement", "K1", "--from", "2026-01-01", "--to", "2026-03-31"],
    ] {
      #expect(estate.run(words).output.contains("139****0001"))
      #expect(!estate.run(words).output.contains("13900000001"))
      #expect(estate.run(words + ["--reveal"]).output.contains("13900000001"))
    }
  }

  @Test("papers come as html, Markdown and text, and as nothing else")
  func formats() {
    let estate = Self.estate()
    for words in [
      ["bill", "notice", "--all", "--as-of", "2026-03-10"], ["payment", "receipt", "P0000001"],
      ["customer", "statement", "K1", "--from", "2026-01-01", "--to", "2026-03-31"],
    ] {
      let html = estate.run(words + ["--format", "html", "--lang", "zh"])
      #expect(html.output.hasPrefix("<!DOCTYPE html>\n<html lang=\"zh-CN\">"))
      #expect(html.output.hasSuffix("</html>\n") && !html.output.contains("<script"))
      let markdown = estate.run(words + ["--format", "md"])
      #expect(markdown.status == 0 && markdown.output.contains("\n# "), "\(markdown.output)")
      for format in ["csv", "json"] {
        let refused = estate.run(words + ["--format", format])
        #expect(refused.status == 64 && refused.output == "", "\(words) \(format)")
      }
    }
  }

  @Test("a name cannot bring markup into a paper")
  func markup() {
    let estate = Self.estate()
    estate.run("customer", "set", "K1", "name=<b>One & \"Co\"", "--quiet")
    let html = estate.run("bill", "notice", "--customer", "K1", "--as-of", "2026-03-10", "--format", "html")
    #expect(html.output.contains("&lt;b&gt;One &amp; &quot;Co&quot;") && !html.output.contains("<b>"))
  }

  private static func amount(after mark: String, in text: Substring) -> Int {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(mark) }) else { return -1 }
    return Int(line.dropFirst(mark.count).filter(\.isNumber)) ?? -1
  }

  private static func last(_ word: String, _ text: String) -> Int? {
    text.split(separator: "\n").first { $0.contains(word) }?.split(separator: " ").last
      .flatMap { Int($0.filter { $0.isNumber || $0 == "-" }) }
  }

  private static func opening(_ text: String) -> Int { last("Opening balance", text) ?? .min }
  private static func closing(_ text: String) -> Int { last("Closing balance", text) ?? .max }
}
