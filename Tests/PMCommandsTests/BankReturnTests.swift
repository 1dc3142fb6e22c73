// `pm bank return`: each layout there and back, and every return that is refused.
import PMCommands
import PMStore
import Testing

@Suite("bank returns")
struct BankReturnTests {
  /// The return of a batch in the form of a layout: all lines done but the last.
  private func answer(_ layout: String, _ sent: [UInt8], _ lines: [[String]]) -> [UInt8] {
    func text(_ line: ([String], Bool) -> String) -> [UInt8] {
      var text = ""
      for (place, fields) in lines.enumerated() {
        text += line(fields, place + 1 < lines.count) + "\r\n"
      }
      return iconvGB18030(text)
    }
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: width - text.utf8.count) + text
    }
    switch layout {
    case "jinronglian":
      var bytes = sent
      for line in lines.indices {
        bytes[line * 86 + 53] = UInt8(ascii: line + 1 < lines.count ? "Y" : "E")
      }
      return bytes
    case "icbc": return text { "\($0[0])|102|\($0[1])|\($0[2])\($1 ? "Y" : "E")" }
    case "szrcb":
      return text { "\(right($0[0], 7))  16   \($0[1])\(right($0[2], 12)) \($1 ? "Y" : "O")" }
    case "abc": return text { "\($0[1])   \(right($0[2], 11))\($1 ? "Y" : "E")" }
    case "boc": return text { "\($0[1]),\($0[3]),,,\($0[2]),,,,\($1 ? "00000000" : "00000103")" }
    case "pingan":
      return iconvGB18030("账号,户名,金额,开户银行,合同号,结果\r\n")
        + text { "\($0[1]),\($0[3]),\($0[2]),银行,PA0012345,\($1 ? "成功" : "余额不足")" }
    default:
      return text { "\($0[0]),\($0[1]),\($0[2]),\($1 ? "done" : "closed"),2026-02-09" }
        + Array("total,5,1100.00\r\n".utf8)
    }
  }

  @Test(
    "each layout there and back: payments on the very bills, failures batched again",
    arguments: [
      ("jinronglian", 4, "insufficient", "E"), ("icbc", 2, "insufficient", "E"),
      ("szrcb", 2, "account", "O"), ("abc", 2, "insufficient", "E"),
      ("boc", 2, "failed", "00000103"), ("pingan", 2, "insufficient", "余额不足"),
      ("plain", 4, "failed", "closed"),
    ])
  func roundTrip(layout: String, payments: Int, result: String, reason: String) throws {
    let estate = Estate.withMandates()
    let (made, sent) = estate.batch(layout)
    #expect(made.status == 0, "\(made.messages)")
    let back = answer(layout, sent, try estate.sentLines())
    let ran = estate.bring(back)
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(
      ran.messages == "bank return: \(payments) payments, 1 failed, 0 unchanged, 0 moved\n")
    try estate.expectBalanced()
    #expect(try estate.prepaid() == [])
    #expect(
      try estate.rows("SELECT result, reason FROM bank_line ORDER BY id DESC LIMIT 1")
        == ["\(result),\(reason)"])
    #expect(
      try estate.rows("SELECT sum(amount_minor), min(method), min(reference) FROM payment")
        == ["80000,collection,N0000001/1"])
    #expect(try estate.rows("SELECT state, collected_minor FROM bank_batch") == ["returned,80000"])
    // The same return once more: nothing changes, by number or by layout.
    let digest = try estate.digest()
    for ran in [estate.bring(back), estate.bring(back, "--layout", bankLayout(layout))] {
      #expect(ran.status == 0, "\(ran.messages)")
      #expect(ran.messages.hasPrefix("bank return: 0 payments, 0 failed, "))
    }
    #expect(try estate.digest() == digest)
    // What failed may go again, alone.
    #expect(estate.batch(layout).ran.messages.contains("N0000002: 1 line, 300.00\n"))
  }

  @Test("the batch is found by the numbers, or as the only one out", arguments: ["jinronglian", "abc"])
  func found(layout: String) throws {
    let estate = Estate.withMandates()
    let sent = estate.batch(layout).bytes
    let back = answer(layout, sent, try estate.sentLines())
    #expect(estate.bring(back, "--layout", bankLayout(layout)).status == 0)
    #expect(try estate.rows("SELECT state FROM bank_batch") == ["returned"])
  }

  // MARK: Refusals

  private static let good = [
    "1,6222021001116245702,300.00,done,2026-02-09",
    "2,6228480402564890018,300.00,done,2026-02-09",
    "3,6222021001116245702,300.00,done,2026-02-09", "total,3,900.00",
  ]

  @Test(
    "a return that is not the batch's is refused whole, with the place and the reason",
    arguments: [
      (
        "a line of another batch", 2, "4,6222021001116245702,300.00,done,2026-02-09",
        ["return.txt:3:1: number: \"4\": is a line of N0000002, not of N0000001"]
      ),
      (
        "a line that was never sent", 2, "99,6222021001116245702,300.00,done,2026-02-09",
        ["return.txt:3:1: number: \"99\": N0000001 has no such line"]
      ),
      (
        "a changed amount", 1, "2,6228480402564890018,299.99,done,2026-02-09",
        [
          "return.txt:2:3: amount: 299.99 came back, 300.00 was sent",
          "return.txt: 899.99 came back, 900.00 was sent",
        ]
      ),
      (
        "a line twice", 2, "2,6228480402564890018,300.00,done,2026-02-09",
        ["return.txt:3:1: number: came back before, in line 2"]
      ),
      (
        "another account", 1, "2,6228480402564890019,300.00,done,2026-02-09",
        ["return.txt:2:2: account: is not the account that was sent"]
      ),
      (
        "a malformed line", 1, "2,6228480402564890018,300.00,done",
        ["return.txt:2:1: the line has 4 fields, the layout says 5"]
      ),
      (
        "a blank line", 1, "", ["return.txt:2:1: the line has 1 fields, the layout says 5"]
      ),
      (
        "no amount", 1, "2,6228480402564890018,3OO.00,done,2026-02-09",
        [
          "return.txt:2:3: amount: is no amount as the layout says"
        ]
      ),
      (
        "an open quote", 1, "2,\"6228480402564890018,300.00,done,2026-02-09",
        ["return.txt:2:1: the quotes do not close"]
      ),
      (
        "no date", 1, "2,6228480402564890018,300.00,done,2026-02-30",
        ["return.txt:2:5: date: is no date written as yyyy-mm-dd"]
      ),
      (
        "another count", 3, "total,2,900.00",
        ["return.txt:4:2: count: \"3\" was expected"]
      ),
      (
        "another sum", 3, "total,3,900.01",
        ["return.txt:4:3: sum: \"900.00\" was expected"]
      ),
    ])
  func refused(what: String, line: Int, text: String, expected: [String]) throws {
    var lines = Self.good
    lines[line] = text
    try expectRefused(lines.joined(separator: "\n") + "\n", expected)
  }

  @Test("a return that is cut off is refused", arguments: [1, 2, 3])
  func cutOff(keeping: Int) throws {
    let text = Self.good.prefix(keeping).joined(separator: "\n") + "\n"
    try expectRefused(
      text,
      [
        "return.txt:\(keeping):1: the line has 5 fields, the layout says 3",
        "return.txt: \(keeping - 1) lines came back, 3 were sent",
      ])
  }

  @Test(
    "of a file longer than any batch the lines of the longest are kept; the others are counted, faults told up to fifty"
  )
  func endless() throws {
    let first = Self.good[0] + "\n"
    try expectRefused(
      String(repeating: first, count: 5000) + "total,5000,1500000.00\n",
      [
        "return.txt:2:1: number: came back before, in line 1", "return.txt:3:1: number: came back before, in line 1",
        "return.txt:5001:2: count: \"3\" was expected", "return.txt:5001:3: sum: \"900.00\" was expected",
        "return.txt: 5000 lines came back, 3 were sent",
      ])
    let blank = (1...50).map { "return.txt:\($0):1: the line has 1 fields, the layout says 5" }
    try expectRefused(
      String(repeating: "x\n", count: 5000) + Self.good[3] + "\n",
      blank + ["and 4951 more findings"])
  }

  @Test("the good return of these is booked")
  func goodOne() throws {
    let estate = twoBatches()
    let ran = estate.bring(Array(Self.good.joined(separator: "\n").utf8))
    #expect(ran.messages == "bank return: 3 payments, 0 failed, 0 unchanged, 0 moved\n")
    #expect(try estate.rows("SELECT DISTINCT paid_on FROM payment") == ["20493"])
    // Another file for the same batch is refused.
    let other = estate.bring(Array((Self.good.joined(separator: "\n") + "\n").utf8))
    #expect(other.status == 65)
    #expect(other.messages == "pm: N0000001 came back before, in another file\n")
  }

  private func twoBatches() -> Estate {
    let estate = Estate.withMandates()
    estate.batch("plain", "--fee", "WYF")
    estate.batch("plain", "--fee", "TCF")
    return estate
  }

  private func expectRefused(_ text: String, _ expected: [String]) throws {
    let estate = twoBatches()
    let digest = try estate.digest()
    let ran = estate.bring(Array(text.utf8))
    #expect(ran.status == 65)
    #expect(
      ran.messages
        == expected.map { "\($0)\n" }.joined() + """
          pm: nothing was booked: this is not the return of N0000001
            ask the bank for the whole file as it was made

          """)
    #expect(try estate.digest() == digest)
  }

  @Test("a fixed line that is cut off, an unknown flag and an account that was not sent are named")
  func fixed() throws {
    let estate = Estate.withMandates()
    estate.batch("abc")
    let good = "6222021001116245702        800.00Y\r\n"
    func messages(_ second: String) -> String {
      estate.bring(Array((good + second).utf8)).messages
    }
    #expect(
      messages("6228480402564890018        300.0").hasPrefix(
        "return.txt:2:1: the line has 32 bytes, the layout says 34\npm: nothing"))
    #expect(
      messages("6228480402564890018        300.00Z").hasPrefix(
        "return.txt:2:34: flag: is no flag of the layout\npm: nothing"))
    #expect(
      messages("6228480402564890019        300.00Y").hasPrefix(
        "return.txt:2:1: account: no line of N0000001 is for this account\npm: nothing"))
    #expect(
      messages("").hasPrefix(
        "return.txt: 1 lines came back, 2 were sent\nreturn.txt: 800.00 came back, 1100.00 was sent\n"))
    #expect(try estate.rows("SELECT count(*) FROM payment") == ["0"])
  }

  // MARK: Around it

  @Test("what was paid meanwhile becomes prepayment; other bills are not touched")
  func paidMeanwhile() throws {
    let estate = Estate.withMandates()
    estate.batch("plain", "--fee", "WYF")
    estate.pay("300", by: "K2", on: "2026-02-06")
    #expect(estate.bring(Array(Self.good.joined(separator: "\n").utf8)).status == 0)
    #expect(try estate.prepaid() == ["K2,,30000"])
    #expect(try estate.rows("SELECT sum(paid_minor) FROM bill") == ["90000"])
    try estate.expectBalanced()
  }

  @Test("a batch that is out holds up the close")
  func close() {
    let estate = Estate.withMandates()
    let early = [
      "bank", "batch", "--layout", bankLayout("plain"), "--as-of", "2026-01-31", "--output",
      estate.place("early.csv"),
    ]
    #expect(estate.run(early).status == 0)
    let ran = estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-02-28")
    #expect(ran.status == 65)
    #expect(ran.messages.contains("pm: 1 unreturned batches: pm bank return\n"), "\(ran.messages)")
  }

  @Test("accounts are masked in lists, and nowhere in the journal")
  func masked() throws {
    let estate = Estate.withMandates()
    estate.batch("plain")
    let list = estate.run("bank-line", "list", "--format", "json").output
    #expect(list.contains("\"account\""))
    #expect(!list.contains("6222021001116245702"))
    #expect(try estate.rows("SELECT count(*) FROM journal WHERE arguments LIKE '%62220%'") == ["0"])
  }
}
