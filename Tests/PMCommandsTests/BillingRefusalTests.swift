// Bad input of billing: each refused whole, with the place and the reason.
import PMCommands
import Testing

@Suite("billing refuses")
struct BillingRefusalTests {
  /// What is refused: a file for a command, or a command; and what is said.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let name: String
    var take = ""
    var text = ""
    var words: [String] = []
    let says: String
    var testDescription: String { name }
  }

  static let refusals = [
    Refusal(
      name: "overlapping charges of one fee and room", take: "charge",
      text: "room,fee,tariff,from\nA-3,TCF,T2,2026-01-01\nA-1,WYF,T1,2026-02-15\n",
      says: """
        input.csv:3:4: from: "2026-02-15" begins a charge that overlaps another one for this fee on the same room or scope
          end the earlier one on the day before, by its column to
        input.csv: 1 row refused, nothing was imported
          mend the file, or import the good rows with --keep-going --rejects FILE

        """),
    Refusal(
      name: "all that is wrong with a file of charges at once", take: "charge",
      text: """
        room,fee,tariff,from,payer
        A-3,TCF,T2,2026-01-01,nobody
        A-1,WYF,T2,2026-02-15,owner
        A-3,TCF,T2,2026-13-01,owner
        A-3,WYF,T1,2026-01-05,owner

        """,
      says: """
        input.csv:2:5: payer: "nobody" is none of the values of this column
          write one of owner, tenant, occupant, developer
        input.csv:3:3: tariff: "T2" is a tariff of another fee
          name one of this fee's: pm tariff list --where fee=FEE
        input.csv:3:4: from: "2026-02-15" begins a charge that overlaps another one for this fee on the same room or scope
          end the earlier one on the day before, by its column to
        input.csv:4:4: from: "2026-13-01" is no day of the calendar
          write the date as 2026-10-31
        input.csv:5:4: from: "2026-01-05" begins a charge that overlaps another one for this fee on the same room or scope
          end the earlier one on the day before, by its column to
        input.csv: 4 rows refused, nothing was imported
          mend the file, or import the good rows with --keep-going --rejects FILE

        """),
    Refusal(
      name: "overlapping charges within the file", take: "charge",
      text:
        "room,fee,tariff,from,to\nA-3,TCF,T2,2026-01-01,2026-03-31\nA-3,TCF,T2,2026-03-31,\n",
      says: """
        input.csv:2:4: from: "2026-01-01" begins a charge that overlaps another one for this fee on the same room or scope
          end the earlier one on the day before, by its column to
        input.csv:3:4: from: "2026-03-31" begins a charge that overlaps another one for this fee on the same room or scope
          end the earlier one on the day before, by its column to
        input.csv: 2 rows refused, nothing was imported
          mend the file, or import the good rows with --keep-going --rejects FILE

        """),
    Refusal(
      name: "steps out of order", take: "tariff",
      text:
        "code,fee,valid_from,method,price,tiers\nT3,WYF,2026-01-01,fixed,5,\nT4,WYF,2026-01-01,tiered,,180:5 170:6 *:7\n",
      says: """
        input.csv:3:6: tiers: "180:5 170:6 *:7" cannot be understood, at its character 7: bounds must rise and be above zero
        input.csv: 1 row refused, nothing was imported
          mend the file, or import the good rows with --keep-going --rejects FILE

        """),
    Refusal(
      name: "a void of a paid bill", words: ["bill", "void", "B6", "--reason", "x", "--as-of", "2026-02-10"],
      says:
        "pm: B0000006 has been paid, waived, written off or invoiced\n  reverse the payment first, or correct it: pm bill adjust B0000006\n"
    ),
    Refusal(
      name: "a refund above the balance",
      words: [
        "payment", "refund", "--customer", "K2", "--amount", "40.01", "--method", "cash", "--reference",
        "V1", "--approver", "boss", "--as-of", "2026-02-10",
      ], says: "pm: customer K2 has 40.00 left\n"),
    Refusal(
      name: "a cycle whose month of billing is closed",
      words: ["bill", "run", "--period", "2026-01", "--as-of", "2026-02-10"],
      says: """
        pm: 2026-01 is closed
          correct a bill of it with pm bill adjust NUMBER --reason TEXT; for what was left out, pm bill reopen

        """),
  ]

  /// A closed January, 40.00 of prepayment of K2, and a quarterly charge that begins in January.
  private func estate() -> Estate {
    let estate = Estate(billed: ["2026-01"])
    estate.pay("300", by: "K1", for: "A-1", on: "2026-01-10", fee: "WYF")
    estate.pay("340", by: "K2", on: "2026-01-10")
    #expect(estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-02-01").status == 0)
    estate.run("bill", "run", "--period", "2026-02", "--quiet")
    estate.pay("200", by: "K1", for: "A-1", on: "2026-02-02", fee: "TCF")
    return estate
  }

  @Test("refused whole, with the place and the reason", arguments: refusals)
  func refuses(refusal: Refusal) throws {
    let estate = estate()
    if refusal.name.hasPrefix("a cycle") {
      estate.take(
        "charge", "room,fee,tariff,from,cycle,timing\nA-3,TCF,T2,2026-01-01,3,advance\n", "--quiet")
    }
    let digest = try estate.digest()
    let ran =
      refusal.words.isEmpty ? estate.take(refusal.take, refusal.text) : estate.run(refusal.words)
    #expect(ran.status == 65)
    #expect(ran.messages.hasPrefix(refusal.says), "\(ran.messages)")
    #expect(ran.output == "")
    #expect(try estate.digest() == digest)
  }

  @Test("a tariff without a version on the day is told with room, fee and days; its line is not billed")
  func noVersion() throws {
    let estate = estate()
    estate.take("tariff", "code,fee,valid_from,method,price\nT9,TCF,2026-02-16,fixed,100\n")
    estate.take("charge", "room,fee,tariff,from\nA-3,TCF,T9,2026-02-01\n")
    let ran = estate.run("bill", "run", "--period", "2026-02")
    #expect(ran.status == 1)
    #expect(
      ran.messages.hasPrefix("pm: room A-3, fee TCF, 2026-02-01 – 2026-02-15: "), "\(ran.messages)")
    #expect(
      estate.run("bill", "list", "--where", "room=A-3", "--where", "fee=TCF", "--columns", "from,to,amount")
        .output == "from,to,amount\n2026-02-16,2026-02-28,46.43\n")
    let close = estate.run("bill", "close", "--period", "2026-02", "--as-of", "2026-03-01")
    #expect(close.status == 65)
    #expect(close.messages.contains("1 open findings of the run"))
  }

  @Test("a charge that begins in a closed month is told, unless it was billed there")
  func lateCharge() throws {
    let estate = estate()
    let row = "A-3,TCF,T2,2026-01-01,advance,20\n"
    let told = "A-3, fee TCF: begins on 2026-01-01, but 2026-01 is closed: no run bills it there any more"
    let ran = estate.take("charge", "room,fee,tariff,from,timing,due_day\n" + row)
    #expect(ran.status == 0 && ran.messages.contains(told), "\(ran.messages)")
    estate.run("bill", "run", "--period", "2026-02")
    // The period after is billed; January still is not, and is told again with a change.
    let again = estate.take("charge", "room,fee,tariff,from,factor\nA-3,TCF,T2,2026-01-01,0.5\n")
    #expect(again.messages.contains("2026-01 is closed"), "\(again.messages)")
    let billed = estate.take("charge", "room,fee,tariff,from,factor\nA-1,TCF,T2,2026-01-01,0.5\n")
    #expect(billed.status == 0 && !billed.messages.contains("closed"), "\(billed.messages)")
    let open = estate.take("charge", "scope,fee,tariff,from\nHY,TCF,T2,2026-02-01\n")
    #expect(open.status == 0 && !open.messages.contains("closed"), "\(open.messages)")
  }
}
