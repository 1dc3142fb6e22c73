// Two companies in one database: what is one company's money never becomes the other's unsaid.
import PMCommands
import Testing

@Suite("money of two companies")
struct OtherCompanyTests {
  /// CO with, CP with B-1 of K2 and B-2 of K4; K9 has nothing anywhere.
  private func estate() -> Estate {
    let estate = Estate(billed: ["2026-01"])
    estate.take("org", "code,kind,name,parent\nCP,company,Other,\nGC,community,Square,CP\n")
    estate.take(
      "room",
      """
      code,community,kind,status,owner_code,owner_name
      B-1,GC,residence,occupied,K2,Two
      B-2,GC,residence,occupied,K4,Four
      """)
    estate.take(
      "customer",
      """
      code,name,bank_account,phone
      K2,Two,6222020200000002,13900000002
      K4,Four,6222020200000004,13900000004
      K9,Nine,6222020200000009,13900000009
      """)
    return estate
  }

  private static let statement = """
    customer,paid_on,method,amount,reference,account,part
    K1,2026-01-10,bank,10,T1,,1
    K2,2026-01-11,bank,20,T2,BANK-1,1

    """

  @Test("a statement imported for a second company is refused, all its rows at once")
  func twice() throws {
    let estate = estate()
    let path = estate.file("statement.csv", Self.statement)
    #expect(
      estate.run("payment", "import", path, "--constant", "company=CO").messages
        .hasPrefix("import: 2 created"))
    let digest = try estate.digest()
    let other = estate.run("payment", "import", path, "--constant", "company=CP")
    #expect(other.status == 65)
    #expect(other.messages.contains("is booked for CO already as P0000001"), "\(other.messages)")
    #expect(other.messages.contains("is booked for CO already as P0000002"))
    #expect(
      other.messages.contains(
        "another transfer, or a share of it: give it a part or reference of its own; booked for the wrong company: pm payment reverse P0000002"
      ))
    #expect(try estate.digest() == digest)
  }

  @Test(
    "a transfer is the same by method, reference, part, day, amount and account",
    arguments: [
      ("K2,2026-01-11,bank,20,T2,BANK-1,1", false), ("K4,2026-01-11,bank,20,T2,,1", false),
      ("K1,2026-01-10,bank,10,T1,BANK-1,1", false), ("K2,2026-01-11,bank,20,T2,BANK-2,1", true),
      ("K2,2026-01-11,bank,20,T2,BANK-1,2", true), ("K2,2026-01-11,bank,20,T3,BANK-1,1", true),
      ("K2,2026-01-11,bank,21,T2,BANK-1,1", true), ("K2,2026-01-12,bank,20,T2,BANK-1,1", true),
      ("K2,2026-01-11,wechat,20,T2,BANK-1,1", true),
    ])
  func same(_ row: String, _ isAnother: Bool) throws {
    let estate = estate()
    estate.take("payment", Self.statement, "--constant", "company=CO")
    let header = Self.statement.split(separator: "\n")[0]
    let ran = estate.take("payment", "\(header)\n\(row)\n", "--constant", "company=CP")
    #expect((ran.status == 0) == isAnother, "\(ran.messages)")
    #expect(ran.messages.contains("is booked for CO already as P000000") != isAnother)
    estate.expectSound()
  }

  @Test("what was booked for the wrong company is reversed first, and parts of a claim count as the whole")
  func reversed() throws {
    let estate = estate()
    estate.take("payment", Self.statement, "--constant", "company=CO")
    for number in ["P0000001", "P0000002"] {
      estate.run("payment", "reverse", number, "--reason", "other company", "--as-of", "2026-01-12")
    }
    let again = estate.take("payment", Self.statement, "--constant", "company=CP")
    #expect(again.messages.hasPrefix("import: 2 created"), "\(again.messages)")
    estate.statement("2026-01-20,30,T9,谢谢,,,", options: "--constant", "company=CO")
    let parts = estate.run(
      "payment", "claim", "P0000005", "--part", "K1=20", "--part", "K2=10", "--as-of", "2026-01-21")
    #expect(parts.status == 0, "\(parts.messages)")
    let other = estate.statement("2026-01-20,30,T9,谢谢,,,", options: "--constant", "company=CP")
    #expect(other.status == 65)
    #expect(other.messages.contains("is booked for CO already as P0000005"), "\(other.messages)")
    estate.expectSound()
  }

  @Test("what was booked before there were companies is not booked for one of them again")
  func companyless() throws {
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,Garden\n"),
      ("room", "code,community,kind,status,owner_code,owner_name\nA-1,HY,residence,occupied,K1,One\n"),
    ])
    let text = "customer,paid_on,method,amount,reference\nK1,2026-01-10,bank,10,T1\n"
    estate.take("payment", text)
    estate.take("org", "code,kind,name,parent\nCO,company,Company,\nCP,company,Other,\n")
    let ran = estate.take("payment", text, "--constant", "company=CP")
    #expect(ran.status == 65)
    #expect(ran.messages.contains("is booked already as P0000001, of no company"), "\(ran.messages)")
  }

  @Test("one transfer for rooms of two companies is taken in parts, in one command or one file")
  func parts() throws {
    let estate = estate()
    let added = estate.run(
      "payment", "add", "method=bank", "reference=T5", "paid_on=2026-01-10", "room=A-1", "amount=50",
      "+", "room=B-1", "amount=50")
    #expect(added.status == 0, "\(added.messages)")
    let file = estate.take(
      "payment",
      """
      room,paid_on,method,amount,reference,part
      A-1,2026-01-10,bank,70,T6,1
      B-1,2026-01-10,bank,70,T6,2
      """)
    #expect(file.messages.hasPrefix("import: 2 created"), "\(file.messages)")
    #expect(
      try estate.rows("SELECT org.code || part FROM payment JOIN org ON org.id = company_id ORDER BY payment.id")
        == ["CO1", "CP2", "CO1", "CP2"])
    estate.expectSound()
  }

  @Test("a payment is not claimed for a room of another company, but kept for its customer")
  func claim() throws {
    let estate = estate()
    estate.statement("2026-01-20,30,T9,谢谢,,,", options: "--constant", "company=CO")
    let digest = try estate.digest()
    let refused = estate.run("payment", "claim", "P0000001", "--room", "B-1", "--as-of", "2026-01-21")
    #expect(refused.status == 65)
    #expect(refused.messages.contains("B-1 is of CP, not of CO"), "\(refused.messages)")
    #expect(
      refused.messages.contains(
        "pm payment reverse and book it for that company, or --customer alone: then it is his prepayment with its own"))
    #expect(try estate.digest() == digest)
    let kept = estate.run("payment", "claim", "P0000001", "--customer", "K4", "--as-of", "2026-01-21")
    #expect(kept.status == 0, "\(kept.messages)")
    #expect(try estate.prepaid() == ["K4,,3000"])
    estate.expectSound()
  }

  @Test("a room of another company is refused at the counter and in a file")
  func room() throws {
    let estate = estate()
    let digest = try estate.digest()
    let counter = estate.run(
      "payment", "add", "customer=K2", "room=B-1", "company=CO", "method=bank", "reference=T1",
      "amount=5", "--as-of", "2026-01-10")
    let file = estate.take(
      "payment", "room,paid_on,method,amount,reference\nB-1,2026-01-10,bank,5,T1\n", "--constant",
      "company=CO")
    for ran in [counter, file] {
      #expect(ran.status == 65)
      #expect(ran.messages.contains("B-1 is of CP, not of CO"), "\(ran.messages)")
      #expect(ran.messages.contains("write the company CP, or only the customer: then it is his prepayment with CO"))
    }
    #expect(try estate.digest() == digest)
  }

  @Test(
    "a statement line that fits another company waits, and says what it fits",
    arguments: [
      ("10,R1,B-2 物业费,,,", "CO", "fits B-2, of CP", ",,,suspense,nobody"),
      ("10,R1,,6222020200000004,,", "CO", "fits K4, of CP", ",,,suspense,nobody"),
      ("10,R1,,,13900000004,", "CO", "fits K4, of CP", ",,,suspense,nobody"),
      ("10,R1,,6222020200000004,,", "CP", "1 by account", "K4,,account,booked,"),
      // He has homes with both.
      ("10,R1,,6222020200000002,,", "CO", "1 by account", "K2,,account,booked,"),
      ("10,R1,,6222020200000002,,", "CP", "1 by account", "K2,,account,booked,"),
      // Who has nothing anywhere may pay anyone.
      ("10,R1,,6222020200000009,,", "CO", "1 by account", "K9,,account,booked,"),
      ("10,R1,hello,,,", "CO", "nobody fits", ",,,suspense,nobody"),
    ])
  func matching(_ row: String, _ company: String, _ message: String, _ expected: String) {
    let estate = estate()
    let ran = estate.statement("2026-01-10,\(row)", options: "--constant", "company=\(company)")
    #expect(ran.status == 0 && ran.messages.contains(message), "\(ran.messages)")
    #expect(estate.whose() == ["P0000001,\(expected)"])
  }

  @Test("without suspense such a line is refused with the same words")
  func refused() {
    let estate = estate()
    let ran = estate.take(
      "payment", "paid_on,method,amount,reference,note\n2026-01-10,bank,5,T1,B-2\n", "--constant",
      "company=CO")
    #expect(ran.status == 65)
    #expect(ran.messages.contains("what it says fits B-2, of CP"), "\(ran.messages)")
  }
}
