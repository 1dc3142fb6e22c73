// Tax invoices: what is asked for, the numbers that come back, and what an invoiced bill refuses.
import Glibc
import PMCommands
import PMStore
import Testing

@Suite("tax invoices")
struct InvoiceTests {
  /// WYF and TCF of January; fees that are not ours to invoice; K1 with a title of its own.
  private func estate() -> Estate {
    let estate = Estate.withDeposits(billed: [])
    estate.take(
      "fee",
      "code,name,class,tax_method,tax_rate\nDS,Cable,recurring,agency,\nHJ,Reserve,recurring,untaxed,\nYL,Care,recurring,exempt,\n"
    )
    estate.take(
      "tariff",
      "code,fee,valid_from,method,price\nTD,DS,2020-01-01,fixed,20\nTH,HJ,2020-01-01,fixed,30\nTY,YL,2020-01-01,fixed,40\n"
    )
    estate.take(
      "charge", "room,fee,tariff,from\nA-3,DS,TD,2026-01-01\nA-3,HJ,TH,2026-01-01\nA-3,YL,TY,2026-01-01\n")
    estate.take(
      "customer",
      "code,name,invoice_title,tax_id,invoice_email\nK1,One,One Ltd,91350100M000100Y43,zhang@example.com\n")
    estate.run("bill", "run", "--period", "2026-01", "--quiet")
    return estate
  }

  private func requests(_ estate: Estate, _ options: String...) -> [String] {
    estate.run(["export", "invoice-requests", "--period", "2026-01"] + options).output
      .split(separator: "\n").dropFirst().map(String.init)
  }

  @Test("what is asked for is net, rate and tax of the lines that are ours to invoice")
  func asked() throws {
    let estate = estate()
    // 300.00 × 0.06 ÷ 1.06 = 16.981… → 16.98; 100.00 × 0.09 ÷ 1.09 = 8.256… → 8.26.
    #expect(
      requests(estate, "--customer", "K1") == [
        "K1,One Ltd,913***********0Y43,z****@example.com,B0000001,A-1,TCF,Parking,2026-01,2026-01-01,2026-01-31,taxed,91.74,0.09,8.26,100.00",
        "K1,One Ltd,913***********0Y43,z****@example.com,B0000002,A-1,WYF,Service,2026-01,2026-01-01,2026-01-31,taxed,283.02,0.06,16.98,300.00",
        "K1,One Ltd,913***********0Y43,z****@example.com,B0000003,A-2,TCF,Parking,2026-01,2026-01-01,2026-01-31,taxed,91.74,0.09,8.26,100.00",
      ])
    // The untaxed and the agency line of K2 are left out, the exempt one has no tax.
    #expect(
      requests(estate, "--customer", "K2").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)[6...].joined(separator: ",")
      } == [
        "WYF,Service,2026-01,2026-01-01,2026-01-31,taxed,283.02,0.06,16.98,300.00",
        "YL,Care,2026-01,2026-01-01,2026-01-31,exempt,40.00,0,0.00,40.00",
      ])
    // Deposits are no supply.
    estate.run(
      "deposit", "take", "--room", "A-3", "--fee", "YJ", "--amount", "5", "--demand", "--reference", "S", "--as-of",
      "2026-01-10")
    #expect(requests(estate, "--customer", "K2").count == 2)
    estate.pay("300", by: "K1", for: "A-1", on: "2026-01-20", fee: "WYF")
    #expect(requests(estate, "--paid").map { $0.split(separator: ",")[4] } == ["B0000002"])
    #expect(requests(estate, "--scope", "CO").count == 6)
    #expect(requests(estate, "--from", "2026-01-01").isEmpty)
  }

  @Test("tax numbers are whole only with --reveal, in a file of the owner's")
  func reveals() throws {
    let estate = estate()
    let path = estate.file("requests.csv", "")
    unlink(path)
    let ran = estate.run("export", "invoice-requests", "--period", "2026-01", "--reveal", "--output", path)
    #expect(ran.status == 0)
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(requests(estate, "--reveal").first?.contains("91350100M000100Y43,zhang@example.com") == true)
    #expect(estate.run("audit", "list").output.contains("invoice-requests"))
    #expect(
      estate.run("customer", "list", "--columns", "code,tax_id", "--where", "code=K1").output.contains(
        "K1,913***********0Y43"))
  }

  @Test("a credit line and a waiver are taken off before the invoice, tax with them")
  func lessCredits() {
    let estate = estate()
    estate.run("bill", "adjust", "B0000002", "--amount", "100", "--reason", "x", "--as-of", "2026-01-25")
    // 300.00 − 100.00 = 200.00; tax 16.98 − 5.66 = 11.32.
    #expect(requests(estate, "--customer", "K1")[1].hasSuffix("taxed,188.68,0.06,11.32,200.00"))
    estate.run(
      "bill", "waive", "B0000002", "--amount", "50", "--reason", "x", "--approver", "w", "--as-of", "2026-01-26")
    // 11.32 × 150 ÷ 200 = 8.49.
    #expect(requests(estate, "--customer", "K1")[1].hasSuffix("taxed,141.51,0.06,8.49,150.00"))
    estate.run("bill", "waive", "B0000002", "--all", "--reason", "x", "--approver", "w", "--as-of", "2026-01-27")
    #expect(requests(estate, "--customer", "K1").count == 2)
    estate.expectSound()
  }

  private let header = "bill,invoice_no,invoice_kind,invoiced_on,red_letter_of,amount\n"

  @Test("an invoice for several lines is booked once; what it is on refuses corrections until it is red")
  func booked() throws {
    let estate = estate()
    let file = header + "B0000001,20012345,special,2026-02-01,,100.00\nB0000002,20012345,special,2026-02-01,,300.00\n"
    #expect(estate.take("bill invoice", file).messages == "invoice: 2 created, 0 updated, 0 unchanged, 0 rejected\n")
    let digest = try estate.digest()
    #expect(estate.take("bill invoice", file).messages == "invoice: 0 created, 0 updated, 2 unchanged, 0 rejected\n")
    #expect(try estate.digest() == digest)
    #expect(
      estate.run(
        "bill", "list", "--where", "invoice_no=20012345", "--columns", "number,invoice_no,invoice_kind,invoiced_on"
      ).output
        == "number,invoice_no,invoice_kind,invoiced_on\nB0000001,20012345,special,2026-02-01\nB0000002,20012345,special,2026-02-01\n"
    )
    #expect(requests(estate, "--customer", "K1").count == 1)
    for words in [
      ["void", "B0000002", "--reason", "x"], ["adjust", "B0000002", "--reason", "x"],
      ["waive", "B0000002", "--all", "--reason", "x", "--approver", "w"],
    ] {
      let ran = estate.run(["bill"] + words + ["--as-of", "2026-02-02"])
      #expect(ran.status == 65 && ran.messages.contains("B0000002 is on tax invoice 20012345"), "\(ran.messages)")
    }
    // The same number with other content, and another number, are refused.
    #expect(estate.take("bill invoice", header + "B0000001,20012345,ordinary,2026-02-01,,\n").status == 65)
    let other = estate.take("bill invoice", header + "B0000001,20012346,special,2026-02-01,,\n")
    #expect(other.status == 65 && other.messages.contains("the bill is on tax invoice 20012345 already"))
    // The red-letter invoice of one of the two lines frees that one.
    let red = header + "B0000002,20012399,special,2026-02-03,20012345,-300.00\n"
    #expect(estate.take("bill invoice", red).messages.hasPrefix("invoice: 1 created"))
    #expect(estate.take("bill invoice", red).messages == "invoice: 0 created, 0 updated, 1 unchanged, 0 rejected\n")
    #expect(estate.take("bill invoice", file).messages == "invoice: 0 created, 0 updated, 2 unchanged, 0 rejected\n")
    #expect(
      estate.run("bill", "list", "--where", "number=B0000002", "--columns", "invoice_no").output == "invoice_no\n\"\"\n"
    )
    // What the bill said before is kept.
    #expect(
      try estate.rows("SELECT old FROM history WHERE record = 'bill' AND row_id = 2 ORDER BY rowid DESC LIMIT 1").first?
        .contains("20012345") == true)
    #expect(
      estate.run(
        "bill", "waive", "B0000002", "--amount", "20", "--reason", "x", "--approver", "w", "--as-of", "2026-02-04"
      ).status == 0)
    #expect(requests(estate, "--customer", "K1").first?.hasSuffix(",280.00") == true)
    // 16.98 × 280 ÷ 300 = 15.848 → 15.85.
    #expect(requests(estate, "--customer", "K1").first?.contains("264.15,0.06,15.85,") == true)
    #expect(
      estate.take("bill invoice", header + "B0000002,20012400,special,2026-02-05,,280.00\n").messages.hasPrefix(
        "invoice: 1 created"))
    estate.expectSound()
  }

  /// Rows that cannot be booked once B0000001 is on 20012345 of 2026-02-01, and why.
  static let refusals: [(row: String, message: String)] = [
    ("B0000002,1234567,special,2026-02-01,,", "invoice_no: is not a number of 8 to 20 digits"),
    ("B0000002,2001234X,special,2026-02-01,,", "invoice_no: is not a number of 8 to 20 digits"),
    ("B0000999,20012346,special,2026-02-01,,", "bill"),
    ("B0000002,20012346,special,2026-02-01,,299.99", "amount: 300.00 was to be invoiced, not 299.99"),
    ("B0000002,20012346,special,,,", "invoiced_on"),
    ("B0000001,20012346,special,2026-02-02,20012347,", "the bill is on tax invoice 20012345, not 20012347"),
    ("B0000002,20012346,special,2026-02-02,20012345,", "the bill is on tax invoice –, not 20012345"),
    ("B0000001,20012346,special,2026-01-31,20012345,", "is before the invoice that it takes back, 2026-02-01"),
    ("B0000001,20012346,special,2026-02-02,20012345,-99", "-100.00 is to be taken back, not -99.00"),
    ("B0000007,20012345,special,2026-02-01,,", "stands for bills of another customer"),
    ("DS,20012346,special,2026-02-01,,", "is not to be invoiced"),
    ("HJ,20012346,special,2026-02-01,,", "is not to be invoiced"),
    ("YJ,20012346,special,2026-02-01,,", "is not to be invoiced"),
    ("VOID,20012346,special,2026-02-01,,", "bill: is void"),
  ]

  @Test("a row that cannot be booked is refused with its place", arguments: refusals.indices)
  func refused(_ index: Int) throws {
    let estate = estate()
    estate.run(
      "deposit", "take", "--room", "A-3", "--fee", "YJ", "--amount", "5", "--demand", "--reference", "S", "--as-of",
      "2026-01-10")
    estate.take("bill invoice", header + "B0000001,20012345,special,2026-02-01,,\n")
    estate.run("bill", "void", "B0000004", "--reason", "x", "--as-of", "2026-01-20")
    var row = Self.refusals[index].row
    for fee in ["DS", "HJ", "YJ"] where row.hasPrefix(fee) {
      row = estate.bill("A-3", fee, "2026-01") + row.dropFirst(2)
    }
    if row.hasPrefix("VOID") { row = "B0000004" + row.dropFirst(4) }
    let digest = try estate.digest()
    let ran = estate.take("bill invoice", header + row + "\n")
    #expect(ran.status == 65 && ran.messages.contains("input.csv:2"), "\(ran.messages)")
    #expect(ran.messages.contains(Self.refusals[index].message), "\(ran.messages)")
    #expect(try estate.digest() == digest)
  }

  @Test("a red-letter invoice has a number of its own")
  func redOfItself() {
    let estate = estate()
    let ran = estate.take(
      "bill invoice", header + "B0000001,20012345,special,2026-02-01,20012345,\n")
    #expect(ran.status == 65)
    estate.take("bill invoice", header + "B0000001,20012345,special,2026-02-01,,\n")
    // The key is the bill and the number: it is the same row with other content.
    let again = estate.take("bill invoice", header + "B0000001,20012345,special,2026-02-01,20012345,\n")
    #expect(again.status == 65 && again.messages.contains("was booked before with"), "\(again.messages)")
  }

  @Test("a bill that was invoiced elsewhere is freed by its red-letter invoice")
  func opening() throws {
    let estate = Estate(billed: [])
    estate.take(
      "bill open",
      "room,customer,fee,period,amount,tax,due_on,invoice_no\nA-1,K1,WYF,2025-12,300,16.98,2025-12-31,12345678\n")
    #expect(
      estate.run("bill", "waive", "B0000001", "--all", "--reason", "x", "--approver", "w", "--as-of", "2026-01-02")
        .status == 65)
    #expect(estate.take("bill invoice", header + "B0000001,12345699,special,2026-01-02,12345678,-300\n").status == 0)
    #expect(
      estate.run("bill", "waive", "B0000001", "--all", "--reason", "x", "--approver", "w", "--as-of", "2026-01-02")
        .status == 0)
    estate.expectSound()
  }

  @Test("a line that is negative of itself is asked for, too: a late fee that was taken back")
  func negative() throws {
    let estate = estate()
    // Due on 31 January: 300.00 × 0.0005 × 38 days to 10 March = 5.70; paid on 10 February, 10 days
    // are left of them: 1.50.
    estate.run("bill", "late", "--as-of", "2026-03-10")
    estate.pay("300", by: "K1", for: "A-1", on: "2026-02-10", fee: "WYF")
    estate.run("bill", "late", "--as-of", "2026-03-11")
    let asked = estate.table([
      "export", "invoice-requests", "--from", "2026-03-01", "--to", "2026-03-31", "--customer", "K1",
    ])
    let late = asked.rows.filter { $0["room"] == "A-1" }.map { [$0["bill"], $0["tax"], $0["gross"]] }
    // 5.70 × 0.06 ÷ 1.06 = 0.3226… → 0.32; 4.20 × 0.06 ÷ 1.06 = 0.2377… → 0.24.
    #expect(late.map { $0[1...] } == [["0.32", "5.70"], ["-0.24", "-4.20"]])
    let rows = late.map { "\($0[0] ?? ""),20012345,special,2026-03-12,,\($0[2] ?? "")\n" }.joined()
    let ran = estate.take("bill invoice", header + rows)
    #expect(ran.status == 0, "\(ran.messages)")
    estate.expectSound()
  }

  /// What is done to sound invoices, the rule that must speak, and what it must name.
  static let damages: [Damage] = [
    Damage("invoice-booked", "UPDATE bill SET invoice_no = '20019999' WHERE id = 1", names: "B0000001"),
    Damage("invoice-booked", "UPDATE bill SET invoice_no = NULL WHERE id = 1", names: "B0000001"),
    Damage("invoice-booked", "DELETE FROM invoice WHERE bill_id = 1", names: "B0000001"),
    Damage(
      "invoice-booked", "UPDATE bill SET ended = 'void' WHERE id = 1", names: "B0000001", besides: ["void-explained"]),
    Damage(
      "invoice-red-letter", "UPDATE invoice SET red_letter_of = '20010000' WHERE red_letter_of IS NOT NULL",
      names: "20012399", besides: ["invoice-booked"]),
    Damage(
      "invoice-red-letter", "UPDATE invoice SET invoiced_on = invoiced_on - 9 WHERE red_letter_of IS NOT NULL",
      names: "20012399"),
    Damage(
      "invoice-one-customer",
      """
      UPDATE invoice SET bill_id =
        (SELECT min(id) FROM bill WHERE customer_id <> (SELECT customer_id FROM bill WHERE id = 1))
       WHERE bill_id = 1;
      UPDATE bill SET invoice_no = '20012345', invoice_kind = 'special',
        invoiced_on = (SELECT invoiced_on FROM bill WHERE id = 1)
       WHERE id IN (SELECT bill_id FROM invoice) AND id <> 2;
      UPDATE bill SET invoice_no = NULL, invoice_kind = NULL, invoiced_on = NULL WHERE id = 1
      """, names: "20012345"),
    Damage("bill-tax-method", "UPDATE bill SET tax_method = 'exempt' WHERE id = 1", names: "B0000001"),
    Damage("bill-tax-method", "UPDATE bill SET tax_rate = 0 WHERE id = 1", names: "B0000001"),
  ]

  @Test("each rule of invoices finds what it is there for", arguments: damages)
  func checks(_ damage: Damage) throws {
    let estate = estate()
    estate.take(
      "bill invoice", header + "B0000001,20012345,special,2026-02-01,,\nB0000002,20012345,special,2026-02-01,,\n")
    estate.take("bill invoice", header + "B0000002,20012399,special,2026-02-03,20012345,\n")
    try estate.expectFound(damage)
  }
}
