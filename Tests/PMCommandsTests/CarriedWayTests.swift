// What went over with a room is corrected like any other line: no message leads to a refusal twice.
import PMCommands
import Testing

@Suite("corrections of what was carried over")
struct CarriedWayTests {
  /// Water at 2.00 on A-3: 100 was typed for 10, and K9 took on what K2 owed of the 200.00.
  private func estate(paid: String?) -> (Estate, number: String, carried: String) {
    let estate = Estate(billed: [])
    estate.take("customer", "code,name\nK9,Nine\n")
    estate.take("fee", "code,name,class\nSF,Water,metered\n")
    estate.take("tariff", "code,fee,valid_from,method,price\nT3,SF,2020-01-01,per_unit,2\n")
    estate.take("charge", "room,fee,tariff,from,payer\nA-3,SF,T3,2026-01-01,owner\n")
    estate.take("meter", "code,room,kind,fee,installed_on,initial\nW-1,A-3,water,SF,2025-12-31,0\n")
    read(estate, 100)
    estate.run("bill", "run", "--period", "2026-01", "--fee", "SF", "--quiet")
    let number = estate.bill("A-3", "SF", "2026-01")
    if let paid { estate.pay(paid, by: "K2", on: "2026-01-31") }
    let moved = estate.run(
      "room", "transfer", "A-3", "--to", "K9", "--on", "2026-02-01", "--arrears", "carry",
      "--no-reading", "--reason", "sold", "--as-of", "2026-02-03")
    #expect(moved.messages.contains("1 carried bill"), "\(moved.messages)")
    return (estate, number, estate.bill("A-3", "SF", "2026-02"))
  }

  @discardableResult
  private func read(_ estate: Estate, _ reading: Int) -> Ran {
    estate.take("meter read", "meter,read_on,reading\nW-1,2026-01-31,\(reading)\n")
  }

  private func adjust(_ estate: Estate, _ number: String, _ more: String...) -> Ran {
    estate.run(["bill", "adjust", number, "--reason", "misread", "--as-of", "2026-02-10"] + more)
  }

  private func void(_ estate: Estate, _ number: String) -> String {
    estate.run("bill", "void", number, "--reason", "x", "--as-of", "2026-02-10").messages
  }

  /// The heir owes 10 × 2.00, and nobody is billed for these days again.
  private func expectRight(_ estate: Estate) throws {
    #expect(
      try estate.rows(
        """
        SELECT customer.code, sum(amount_minor) FROM bill
          JOIN customer ON customer.id = customer_id
         WHERE class = 'metered' GROUP BY 1 HAVING sum(amount_minor) <> 0
        """) == ["K9,2000"])
    #expect(estate.run("bill", "run", "--period", "2026-01", "--fee", "SF").messages.hasPrefix("bill run: 0 created"))
    estate.expectSound()
  }

  @Test("a wrong reading on a line carried whole: credit, reading, billed anew to the heir")
  func whole() throws {
    let (estate, number, carried) = estate(paid: nil)
    #expect(read(estate, 10).messages.contains("that is billed: \(carried)\n"))
    #expect(
      void(estate, carried).contains(
        "\(carried) stands in the place of \(number), and no run would bill its days again\n  bill it anew: pm bill adjust \(carried) --reissue; take it off"
      ))
    #expect(adjust(estate, carried).messages == "bill adjust: 1 credited, 0 reissued\n")
    let taken = read(estate, 10)
    #expect(taken.status == 0 && taken.messages.contains("pm bill adjust \(carried) --reissue"), "\(taken.messages)")
    #expect(adjust(estate, carried, "--reissue").messages == "bill adjust: 0 credited, 1 reissued\n")
    try expectRight(estate)
    // Once more: he stays the debtor of it, whom the records do not name for January.
    let anew = try #require(
      try estate.rows("SELECT printf('B%07d', max(id)) FROM bill WHERE amount_minor > 0").first)
    #expect(adjust(estate, anew, "--reissue").messages == "bill adjust: 1 credited, 1 reissued\n")
    try expectRight(estate)
  }

  @Test("of what the leaver paid in part his part is credited, too, before it is billed anew")
  func part() throws {
    let (estate, number, carried) = estate(paid: "50")
    #expect(read(estate, 10).messages.contains("that is billed: \(number), \(carried)\n"))
    let digest = try estate.digest()
    for line in [carried, number] {
      #expect(adjust(estate, line, "--reissue").status == 65)
    }
    #expect(
      adjust(estate, carried, "--reissue").messages.hasSuffix(
        """
        \(carried) was carried over with its room, and \(number) still stands for the same days
          take that off first: pm bill adjust \(number); or credit only the difference: pm bill adjust \(carried) --amount AMOUNT

        """))
    #expect(
      void(estate, carried).hasSuffix(
        "take it off: pm bill adjust \(carried); a part of it: the same with --amount\n"))
    #expect(void(estate, number).contains("take the rest off too: pm bill adjust \(number)\n"))
    #expect(try estate.digest() == digest)
    #expect(adjust(estate, number).messages == "bill adjust: 1 credited, 0 reissued\n")
    #expect(try estate.prepaid() == ["K2,,5000"])
    #expect(read(estate, 10).messages.contains("that is billed: \(carried)\n"))
    #expect(adjust(estate, number).messages.contains("correct the line in its place: pm bill adjust \(carried)\n"))
    #expect(adjust(estate, carried).status == 0)
    #expect(read(estate, 10).status == 0)
    #expect(adjust(estate, carried, "--reissue").messages == "bill adjust: 0 credited, 1 reissued\n")
    try expectRight(estate)
  }

  @Test("the difference alone can be taken off the heir's line")
  func difference() throws {
    let (estate, _, carried) = estate(paid: "50")
    #expect(adjust(estate, carried, "--amount", "130").status == 0)
    #expect(estate.arrears("A-3", "2026-02-28").map { $0.prefix(16) } == ["A-3,K9,SF,20.00,"])
    estate.expectSound()
  }
}
