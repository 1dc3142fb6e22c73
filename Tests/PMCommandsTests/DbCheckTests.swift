// Each rule of `db check` finds the damage it is there for, and nothing in a sound database.
import Glibc
import PMCommands
import PMCore
import PMStore
import Testing

@Suite struct DbCheckTests {
  /// What is done to a sound database, the rules that must speak, and what they must name.
  static let damages: [(sql: String, rules: [String], name: String)] = [
    ("UPDATE bill SET paid_minor = paid_minor + 1 WHERE id = 1", ["bill-paid"], "B0000001: not so: "),
    ("UPDATE bill SET run = 999 WHERE id = 2", ["run-in-journal"], "B0000002"),
    (
      "UPDATE bill SET waived_minor = amount_minor + 1 WHERE id = 2", ["bill-settled-within"],
      "B0000002"
    ),
    ("UPDATE payment SET allocated_minor = allocated_minor - 1", ["payment-used"], "P0000001"),
    ("UPDATE prepayment SET left_minor = left_minor - 1", ["prepayment-left"], "Y0000001"),
    ("UPDATE allocation SET kind = 'netting', payment_id = NULL", ["netting-balanced", "payment-used"], "run"),
    ("UPDATE bill SET id = 9 WHERE id = 2", ["bill-numbers"], "B0000009"),
    ("UPDATE bill SET tax_minor = -1 WHERE id = 1", ["bill-tax"], "B0000001"),
    ("UPDATE bill SET principal_id = 2 WHERE id = 1", ["late-principal"], "B0000001"),
    ("UPDATE bill SET due_on = issued_on - 1 WHERE id = 1", ["bill-dates"], "B0000001"),
    ("UPDATE ticket SET finished_at = created_at - 1 WHERE number = 'TS-1'", ["values"], "ticket TS-1 finished_at"),
    ("UPDATE ticket SET finish_due_at = 0 WHERE number = 'TS-1'", ["ticket-due-times"], "TS-1"),
    ("UPDATE bill SET customer_id = 77 WHERE id = 1", ["references"], "bill → customer"),
    (
      "DROP TRIGGER journal_no_update; UPDATE journal SET actor = 'x' WHERE id = 2", ["journal-chain"],
      "entry 2 was changed after it was written"
    ),
    (
      "DROP TRIGGER journal_no_delete; DELETE FROM journal WHERE id = 2", ["journal-chain"],
      "journal entry 3 does not follow the entry before it"
    ),
    (
      "DROP TRIGGER journal_no_delete; DELETE FROM journal WHERE id = 2", ["journal-chain"],
      "journal entry 3 has 1 missing before it"
    ),
    (
      "INSERT INTO history VALUES (99, 'room', 1, '{}')", ["journal-chain"],
      "is not there, but 1 replaced values or moves of tickets belong to it"
    ),
  ]

  private func sound() throws -> ExportSample {
    let sample = ExportSample()
    try sample.fill()
    // One room has no area: that is a finding, the others are billed.
    #expect(sample.pm("bill", "run", "--period", "2026-10", "--as-of", "2026-10-01").status == 1)
    try sample.write(
      "customer,paid_on,method,amount,reference\nK1,2026-10-05,bank,5000.00,R1\n", to: "paid.csv")
    try sample.done("payment", "import", sample.file("paid.csv"))
    return sample
  }

  @Test("a sound database has no faults")
  func clean() throws {
    let sample = try sound()
    let ran = sample.pm("db", "check")
    #expect(ran.status == 0 && ran.output == "" && ran.messages == "", "\(ran.output)\(ran.messages)")
    // Whoever asks for a format gets a table without rows.
    #expect(sample.pm("db", "check", "--format", "json").output == "[]\n")
    #expect(sample.pm("db", "check", "--format", "csv").output == "check,meaning,faults\n")
    let rows = sample.pm("db", "check", "--verbose").output.split(separator: "\n").dropFirst()
    // Beside the rules: the schema, the values, blocks, late fees, clocks, what was closed, the keys
    // and the journal.
    #expect(rows.count == Check.all.count + 8)
    #expect(rows.allSatisfy { $0.hasSuffix(",0") })
  }

  @Test("every fault is said, however many there are")
  func many() throws {
    let rooms = (101...160).map { "R-\($0),HY,K\($0),业主\($0)\n" }.joined()
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,花园\n"),
      ("fee", "code,name,class\nWYF,物业费,recurring\n"),
      ("tariff", "code,fee,valid_from,method,price\nT1,WYF,2020-01-01,fixed,100\n"),
      ("room", "code,community,owner_code,owner_name\n" + rooms),
      ("charge", "scope,fee,tariff,from\nHY,WYF,T1,2026-01-01\n"),
    ])
    estate.run("bill", "run", "--period", "2026-03")
    let database = try Database.open(estate.database, mode: .readWrite, lockWait: .seconds(5))
    try database.execute("UPDATE bill SET paid_minor = 1")
    let ran = estate.run("db", "check")
    #expect(ran.status == 1)
    #expect(ran.output.split(separator: "\n").map { $0.suffix(3) } == ["lts", ",60"], "\(ran.output)")
    let said = ran.messages.split(separator: "\n")
    #expect(said.count == 60, "\(ran.messages)")
    for number in 1...60 {
      let name = "B\(String(10_000_000 + number).dropFirst())"
      #expect(said.contains { $0.hasPrefix("pm: \(name): not so: ") }, "\(name)")
    }
    let inJSON = estate.run("db", "check", "--format", "json").messages.split(separator: "\n")
    #expect(inJSON.filter { $0.contains(#""code":"bill-paid""#) }.count == 60 && inJSON.count == 60, "\(inJSON)")
  }

  @Test("a database that others may read is pointed out, and is sound all the same")
  func open() throws {
    let estate = Estate()
    #expect(estate.run("db", "check").messages == "")
    chmod(estate.database, 0o640)
    let checked = estate.run("db", "check")
    #expect(checked.status == 0)
    #expect(checked.messages.hasPrefix("warning: others than its owner may get at pm.db\n"), "\(checked.messages)")
    #expect(
      checked.messages.contains("the file's mode is what keeps them out: chmod go= pm.db"), "\(checked.messages)")
    let told = estate.run("db", "info", "--lang", "zh").messages
    #expect(told.hasPrefix("警告：所有者以外的用户可访问 pm.db\n  文件权限才是安全边界：chmod go= pm.db"), "\(told)")
  }

  @Test("each rule finds what it is there for", arguments: damages.indices)
  func finds(_ index: Int) throws {
    let damage = Self.damages[index]
    let sample = try sound()
    let database = try Database.open(sample.file("pm.db"), mode: .readWrite, lockWait: .seconds(5))
    try database.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
    try database.execute(damage.sql)
    let ran = sample.pm("db", "check")
    #expect(ran.status == 1)
    let faulty = ran.output.split(separator: "\n").dropFirst().filter { !$0.hasSuffix(",0") }
      .map { String($0.prefix { $0 != "," }) }
    for rule in damage.rules { #expect(faulty.contains(rule), "\(faulty)") }
    #expect(ran.messages.contains(damage.name), "\(ran.messages)")
  }

  @Test("who owes a line is judged by what was known when it was made")
  func debtorsThen() throws {
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,花园\n"),
      ("fee", "code,name,class\nWYF,物业费,recurring\n"),
      ("tariff", "code,fee,valid_from,method,price\nT1,WYF,2020-01-01,fixed,100\n"),
      ("room", "code,community,owner_code,owner_name\nA-1,HY,K1,甲\nA-2,HY,K1,甲\n"),
      ("customer", "code,name\nK2,乙\nK3,丙\n"),
      ("charge", "room,fee,tariff,from,payer\nA-1,WYF,T1,2026-01-01,owner\nA-2,WYF,T1,2026-01-01,occupant\n"),
    ])
    func debtorsAtFault() -> [String] {
      estate.run("db", "check").messages.split(separator: "\n").map(String.init)
        .filter { $0.contains("A line is owed by whom") }
    }
    estate.run("bill", "run", "--period", "2026-03")
    // All of this is said of days that were billed, after they were billed.
    let later = [
      "room transfer A-1 --to K2 --on 2026-02-01 --no-reading --reason x",
      "occupancy set A-2,K1,owner, customer=K3 --correct",
      "room move-in A-2 --customer K2 --role tenant --pays --on 2026-02-01 --no-reading --reason x",
      "charge set A-1,,WYF,2026-01-01 payer=tenant",
    ]
    for line in later {
      let ran = estate.run(line.split(separator: " ").map(String.init))
      #expect(ran.status <= 1, "\(line): \(ran.messages)")
      #expect(debtorsAtFault() == [], "\(line)")
    }
    estate.run("bill", "run", "--period", "2026-04")
    #expect(estate.run("bill", "list", "--columns", "customer").output == "customer\nK1\nK1\nK2\nK2\n")
    #expect(debtorsAtFault() == [])
    // By what is known today K2 would owe the first line, too; when it was made he did not.
    let database = try Database.open(estate.database, mode: .readWrite, lockWait: .seconds(5))
    try database.execute("UPDATE bill SET customer_id = (SELECT id FROM customer WHERE code = 'K2')")
    #expect(debtorsAtFault().count == 2)
    try database.execute("UPDATE bill SET customer_id = (SELECT id FROM customer WHERE code = 'K1')")
    #expect(debtorsAtFault().count == 2)
  }
}
