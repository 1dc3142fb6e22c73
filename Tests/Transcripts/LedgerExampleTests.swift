// hledger as a witness: the books of the example agree with its reports.
import Glibc
import Testing

@Suite("The example's books")
struct LedgerExampleTests {
  private static let folder = Workplace.root + "/Tests/Fixtures/example"
  private static let hasWitness: Bool = {
    guard let workplace = try? Workplace() else { return false }
    defer { workplace.remove() }
    return (try? workplace.sh("command -v hledger"))?.status == 0
  }()

  /// The example as far as money is booked, its periods left open.
  private static let commands = """
    export PM_DB=$PWD/pm.db; IN='\(folder)/inputs'
    set -e
    pm init --mode group
    for pair in org:orgs late-policy:policies fee:fees tariff:tariffs room:rooms \\
      customer:customers charge:charges meter:meters; do
      pm ${pair%:*} import $IN/${pair#*:}.csv
    done
    pm meter read $IN/readings.csv
    for period in 2026-08 2026-09 2026-10; do
      pm meter apportion --period $period --meter GT-1
      pm bill run --period $period
      if [ $period = 2026-09 ]; then pm payment import $IN/payments-1.csv; fi
    done
    pm payment import $IN/payments-2.csv
    pm payment offset --as-of 2026-11-20
    pm bill late --as-of 2026-11-20
    pm payment import $IN/payments-3.csv
    pm bill late --as-of 2026-11-20
    pm export ledger --for hledger --output ledger.journal
    """

  private func output(_ workplace: Workplace, _ command: String) throws -> String {
    let ran = try workplace.sh("export PM_DB=$PWD/pm.db; " + command)
    #expect(ran.status == 0, "\(command): \(ran.messages)")
    return ran.output
  }

  /// Minor units by the first cell of each row; rows of zero are left out.
  private func balances(_ csv: String, _ cut: String = "") -> [String: Int] {
    var sums: [String: Int] = [:]
    for line in csv.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",").map { $0.filter { $0 != "\"" } }
      guard cells.count == 2 else { continue }
      let name = cells[0].hasPrefix(cut) ? String(cells[0].dropFirst(cut.count)) : String(cells[0])
      let amount = minor(String(cells[1].prefix { $0 != " " }))
      if amount != 0 { sums[name] = amount }
    }
    return sums
  }

  private func minor(_ text: String) -> Int { Int(text.filter { $0 != "." }) ?? .min }

  @Test("hledger's balances are the roll-forward's and the arrears'", .enabled(if: hasWitness))
  func agrees() throws {
    let workplace = try Workplace()
    defer { workplace.remove() }
    let ran = try workplace.sh(Self.commands)
    #expect(ran.status == 0, "\(ran.messages)")
    let checked = try workplace.sh("hledger -f ledger.journal check --strict ordereddates")
    #expect(checked.status == 0, "\(checked.output)\(checked.messages)")

    let account = "assets:receivable:"
    for (period, end) in [
      ("2026-08", "2026-09-01"), ("2026-09", "2026-10-01"), ("2026-10", "2026-11-01"),
      ("2026-11", "2026-12-01"),
    ] {
      let booked = try output(
        workplace, "hledger -f ledger.journal bal assets:receivable -e \(end) -N -O csv")
      let report = try output(
        workplace, "pm report rollforward --period \(period) --format csv | cut -d, -f1,8")
      #expect(balances(booked, account) == balances(report), "\(period)")
    }

    // By fee, the receivables due by the day of the arrears.
    var arrears: [String: Int] = [:]
    for row in CSVTable(try output(workplace, "pm report arrears --as-of 2026-11-20 --format csv")).rows {
      arrears[row["fee"] ?? "", default: 0] += minor(row["principal"] ?? "") + minor(row["late_fee"] ?? "")
    }
    var due: [String: Int] = [:]
    for fee in arrears.keys {
      let pivot = try output(
        workplace, "hledger -f ledger.journal bal '\(account)\(fee)$' --pivot due -N -O csv")
      due[fee] = balances(pivot).filter { $0.key <= "2026-11-20" }.values.reduce(0, +)
    }
    #expect(due == arrears)
    #expect(arrears.count == 9)

    let prepaid = try output(
      workplace, "hledger -f ledger.journal bal liabilities:prepayment --invert -N -O csv")
    let left = try output(
      workplace, "pm prepayment list --where 'left>0' --columns customer,left --format csv")
    #expect(balances(prepaid, "liabilities:prepayment:CO1:") == balances(left))
    #expect(try output(workplace, "hledger -f ledger.journal bal suspense -N -O csv | wc -l") == "1\n")
  }

  @Test("the same database gives the same bytes, and no personal data", .enabled(if: hasWitness))
  func repeats() throws {
    let workplace = try Workplace()
    defer { workplace.remove() }
    #expect(try workplace.sh(Self.commands).status == 0)
    let again = try output(workplace, "pm export ledger | cmp - ledger.journal")
    #expect(again.isEmpty)
    #expect(try workplace.sh("grep -qE '业主|1[3-9][0-9]{9}|[*]{4}' ledger.journal").status == 1)
    // Parts of the books follow each other: the halves hold the transactions of the whole.
    let halves = try output(
      workplace,
      """
      pm export ledger --to 2026-10-10 >a; pm export ledger --from 2026-10-11 >b
      cat a b | grep -c '^2026'; grep -c '^2026' ledger.journal
      """)
    let counts = halves.split(separator: "\n")
    #expect(counts.count == 2 && counts.first == counts.last)
  }
}
