// Each account of the journal says what it is, so that hledger's reports show all of them.
import Testing

@Suite("Types of accounts in the books")
struct LedgerTypeTests {
  /// A fee with an account of the site's own chart, one without, a deposit and an agency fee that
  /// have one; late fees, a waiver, money and prepayment.
  private func estate() -> Estate {
    let estate = Estate(billed: [])
    estate.run("fee", "set", "WYF", "account=6001")
    estate.take(
      "fee",
      "code,name,class,tax_method,account\nYJ,Deposit,deposit,untaxed,2241\nDS,Refuse,recurring,agency,2242:refuse\n")
    estate.take("tariff", "code,fee,valid_from,method,price\nT3,DS,2020-01-01,fixed,20\n")
    estate.take("charge", "room,fee,tariff,from,payer,timing\nA-3,DS,T3,2026-01-01,owner,advance\n")
    for words in [
      ["bill", "run", "--period", "2026-01"], ["bill", "late", "--as-of", "2026-02-20"],
      ["bill", "waive", "B0000001", "--amount", "10", "--reason", "x", "--approver", "boss", "--as-of", "2026-02-21"],
      [
        "deposit", "take", "--customer", "K2", "--room", "A-3", "--fee", "YJ", "--amount", "50", "--reference", "D1",
        "--method", "cash", "--as-of", "2026-02-21",
      ],
    ] {
      let ran = estate.run(words)
      #expect(ran.status == 0, "\(words): \(ran.messages)")
    }
    estate.pay("5000.00", by: "K1", on: "2026-02-22")
    return estate
  }

  @Test("no account is declared without its type, which the fee tells where the name does not")
  func declared() {
    let lines = estate().run("export", "ledger").output.split(separator: "\n").filter { $0.hasPrefix("account ") }
    let types = [
      ("assets:cash:", "C"), ("assets:", "A"), ("liabilities:", "L"), ("equity:", "E"), ("income:", "R"),
      ("expenses:", "X"),
      ("6001", "R"), ("2241", "L"), ("2242:refuse", "L"),
    ]
    for (name, _) in types { #expect(lines.contains { $0.hasPrefix("account " + name) }, "\(name): \(lines)") }
    for line in lines {
      let type = types.first { line.hasPrefix("account " + $0.0) }?.1 ?? "none"
      #expect(line.hasSuffix("  ; type:" + type), "\(line)")
    }
  }

  @Test("in the books of beancount an own account of what is owed stands under liabilities, others under income")
  func beancount() {
    let estate = estate()
    let text = estate.run("export", "ledger", "--for", "beancount").output
    for line in ["open Liabilities:2241 ", "open Liabilities:2242:", "open Income:6001 ", "\n  Liabilities:2241  "] {
      #expect(text.contains(line), "\(line): \(text)")
    }
    #expect(!text.contains("Income:2241") && !text.contains("Liabilities:6001"))
    let journal = estate.file("books.beancount", text)
    if hasProgram("bean-check") { #expect(output("bean-check \(journal) 2>&1") == "") }
  }

  @Test(
    "hledger's income is all that was posted as income, its balance sheet all that is owed",
    .enabled(if: hasProgram("hledger")))
  func statements() {
    let estate = estate()
    let journal = estate.file("books.journal", estate.run("export", "ledger").output)
    #expect(output("hledger -f \(journal) check --strict ordereddates 2>&1") == "")
    var sums: [Character: Int] = [:]
    for line in estate.run("export", "ledger", "--for", "csv").output.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let account = cells[3]
      let type: Character =
        account.hasPrefix("income") || account == "6001"
        ? "R"
        : account.hasPrefix("expenses")
          ? "X"
          : account.hasPrefix("assets") ? "A" : "L"
      sums[type, default: 0] += Int(cells[4].filter { $0 != "." }) ?? .min
    }
    #expect(sums["R"] ?? 0 < 0 && sums["X"] == 1000)
    for (command, section, type, sign) in [
      ("is", "Revenues", "R", -1), ("is", "Expenses", "X", 1), ("bs", "Assets", "A", 1), ("bs", "Liabilities", "L", -1),
    ] as [(String, String, Character, Int)] {
      let shown = output("hledger -f \(journal) \(command) -O csv")
      let total =
        shown.split(separator: "\n").drop { !$0.hasPrefix("\"\(section)\"") }.first { $0.hasPrefix("\"total\"") } ?? ""
      let sum = Int(total.filter { $0.isNumber || $0 == "-" })
      #expect(sum == (sums[type] ?? 0) * sign, "\(section): \(shown)")
    }
  }
}
