// The five tax methods in lines, revenue and ledger, with the arithmetic of each.
import Glibc
import PMCommands
import Testing

@Suite("tax methods")
struct TaxMethodTests {
  /// A fee of each method at 1060.00 a month, and water by difference: 5.00 a unit, bought at 4.50.
  private func estate() -> Estate {
    Estate([
      ("org", "code,kind,name,parent\nHY,community,Garden,\n"),
      (
        "fee",
        """
        code,name,class,tax_method,tax_rate,payee
        F1,Taxed,recurring,taxed,0.06,
        F2,Exempt,recurring,exempt,,
        F3,Untaxed,recurring,untaxed,,
        F4,Difference,recurring,difference,0.06,
        F5,Agency,recurring,agency,,Cable Ltd
        SF,Water,metered,difference,0.03,

        """
      ),
      (
        "tariff",
        """
        code,fee,valid_from,method,price,tax_rate,cost,tiers
        A1,F1,2020-01-01,fixed,1060,,,
        A1,F1,2026-02-01,fixed,1060,0.05,,
        A2,F2,2020-01-01,fixed,1060,,,
        A3,F3,2020-01-01,fixed,1060,,,
        A4,F4,2020-01-01,fixed,1060,,742,
        A5,F5,2020-01-01,fixed,1060,,,
        SF,SF,2020-01-01,per_unit,5.00,,4.50,
        SF,SF,2026-02-01,tiered,,,2.00,10:3.00 *:1.00

        """
      ),
      ("room", "code,community,status,owner_code,owner_name\nA-1,HY,occupied,K1,One\n"),
      (
        "charge",
        "room,fee,tariff,from\n"
          + ["F1,A1", "F2,A2", "F3,A3", "F4,A4", "F5,A5", "SF,SF"].map { "A-1,\($0),2026-01-01\n" }.joined()
      ),
      ("meter", "code,room,kind,fee,installed_on,initial\nM,A-1,water,SF,2026-01-01,0\n"),
      ("meter read", "meter,read_on,reading\nM,2026-01-31,13.7\nM,2026-02-28,33.7\n"),
    ])
  }

  private func lines(_ estate: Estate, _ period: String) -> [String] {
    estate.run("bill", "run", "--period", period, "--quiet")
    return estate.run("bill", "list", "--period", period, "--columns", "fee,amount,tax,tax_rate,tax_method")
      .output.split(separator: "\n").dropFirst().map(String.init)
  }

  @Test("a line is taxed by the method of its fee, at the rate of its day")
  func methods() {
    let estate = estate()
    #expect(
      lines(estate, "2026-01") == [
        // 1060.00 × 0.06 ÷ 1.06 = 60.00.
        "F1,1060.00,60.00,0.06,taxed",
        "F2,1060.00,0.00,0,exempt",
        "F3,1060.00,0.00,0,untaxed",
        // 742.00 of it is paid on; (1060.00 − 742.00) × 0.06 ÷ 1.06 = 318.00 × 0.06 ÷ 1.06 = 18.00.
        "F4,1060.00,18.00,0.06,difference",
        "F5,1060.00,0.00,0,agency",
        // 13.7 × 5.00 = 68.50, of which 68.50 × 4.50 ÷ 5.00 = 61.65 is paid on:
        // (68.50 − 61.65) × 0.03 ÷ 1.03 = 6.85 × 0.03 ÷ 1.03 = 0.1995… → 0.20.
        "SF,68.50,0.20,0.03,difference",
      ])
    #expect(
      lines(estate, "2026-02") == [
        // From February the tariff has a rate of its own: 1060.00 × 0.05 ÷ 1.05 = 50.476… → 50.48.
        "F1,1060.00,50.48,0.05,taxed",
        "F2,1060.00,0.00,0,exempt", "F3,1060.00,0.00,0,untaxed", "F4,1060.00,18.00,0.06,difference",
        "F5,1060.00,0.00,0,agency",
        // 10 × 3.00 + 10 × 1.00 = 40.00, of which 20 × 2.00 = 40.00 is paid on: nothing is taxed.
        "SF,40.00,0.00,0.03,difference",
      ])
    estate.expectSound()
  }

  @Test("explain shows the cost, the taxed difference and the tax of it")
  func explains() {
    let estate = estate()
    _ = lines(estate, "2026-01")
    let text = estate.run("bill", "explain", estate.bill("A-1", "SF", "2026-01")).output
    #expect(text.contains("4.5") && text.contains("68.50 − 61.65 = 6.85"), "\(text)")
    #expect(text.contains("6.85 × 0.03 ÷ (1 + 0.03)"), "\(text)")
  }

  @Test("a credit takes its share of the tax of a difference")
  func credits() {
    let estate = estate()
    _ = lines(estate, "2026-01")
    estate.run(
      "bill", "adjust", estate.bill("A-1", "F4", "2026-01"), "--amount", "530", "--reason", "x", "--as-of", "2026-01-20"
    )
    // Half of 1060.00 is half of 18.00.
    #expect(
      estate.run("bill", "list", "--fee", "F4", "--where", "amount<0", "--columns", "amount,tax").output
        == "amount,tax\n-530.00,-9.00\n")
    // The rest: 18.00 − 9.00.
    estate.run("bill", "adjust", estate.bill("A-1", "F4", "2026-01"), "--reason", "x", "--as-of", "2026-01-21")
    #expect(
      estate.run("bill", "list", "--fee", "F4", "--where", "amount<0", "--columns", "amount,tax").output
        == "amount,tax\n-530.00,-9.00\n-530.00,-9.00\n")
    estate.expectSound()
  }

  @Test("revenue tells the methods apart and leaves out what is collected for others")
  func revenue() {
    let estate = estate()
    for period in ["2026-01", "2026-02"] { _ = lines(estate, period) }
    #expect(
      estate.run("report", "revenue", "--from", "2026-01-01", "--to", "2026-02-28").output == """
        group,name,tax_rate,lines,amount,tax,net,tax_method
        F1,Taxed,0.05,1,1060.00,50.48,1009.52,taxed
        F1,Taxed,0.06,1,1060.00,60.00,1000.00,taxed
        F2,Exempt,0,2,2120.00,0.00,2120.00,exempt
        F3,Untaxed,0,2,2120.00,0.00,2120.00,untaxed
        F4,Difference,0.06,2,2120.00,36.00,2084.00,difference
        SF,Water,0.03,2,108.50,0.20,108.30,difference

        """)
    // A method that changes later changes no line that was posted.
    estate.run("fee", "set", "F2", "tax_method=agency")
    #expect(
      estate.table(["report", "revenue", "--period", "2026-01"]).value("amount", where: "group", is: "F2") == "1060.00")
    estate.expectSound()
  }

  @Test("the ledger books income net, tax apart, and an agency fee as owed to its payee")
  func ledger() {
    let estate = estate()
    for period in ["2026-01", "2026-02"] { _ = lines(estate, period) }
    estate.run("fee", "set", "F2", "tax_method=agency")
    var sums: [String: Int] = [:]
    for line in estate.run("export", "ledger", "--for", "csv").output.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      sums[String(cells[3]), default: 0] -= Int(cells[4].filter { $0 != "." }) ?? .min
    }
    #expect(
      sums.filter { !$0.key.hasPrefix("assets") } == [
        "income:F1": 200_952, "income:F2": 212_000, "income:F3": 212_000, "income:F4": 208_400,
        "income:SF": 10_830, "liabilities:agency:F5": 212_000,
        // 50.48 + 60.00 + 36.00 + 0.20.
        "liabilities:tax:vat": 14_668,
      ])
    let journal = estate.file("books.journal", "")
    estate.run("export", "ledger", "--output", journal)
    if system("command -v hledger >/dev/null") == 0 {
      #expect(system("hledger -f \(journal) check --strict >/dev/null 2>&1") == 0)
    }
  }

  @Test("a cost is for fees of the method of differences")
  func misplacedCost() {
    let estate = estate()
    let ran = estate.take("tariff", "code,fee,valid_from,method,price,cost\nA2,F2,2026-05-01,fixed,9,1\n")
    #expect(ran.status == 65 && ran.messages.contains("is for fees of tax method difference only"), "\(ran.messages)")
  }

  @Test("a deposit fee bears neither tax nor late fees")
  func deposits() {
    let estate = estate()
    estate.take("late-policy", "code,daily_rate\nLP,0.0005\n")
    let late = estate.take("fee", "code,name,class,late_policy\nYJ,Deposit,deposit,LP\n")
    #expect(late.status == 65 && late.messages.contains("a deposit bears no late fee"), "\(late.messages)")
    let taxed = estate.take("fee", "code,name,class,tax_rate\nYJ,Deposit,deposit,0.06\n")
    #expect(taxed.status == 65 && taxed.messages.contains("a deposit is not taxed"), "\(taxed.messages)")
    // Nor when its class is changed.
    #expect(estate.take("fee", "code,class\nF1,deposit\n").status == 65)
  }
}
