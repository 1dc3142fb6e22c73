// Each rule of `db check` finds the damage it is there for, it alone, and nothing in a sound database.
import Glibc
import PMCommands
import PMCore
import PMFormat
import PMStore
import TestSupport
import Testing

/// What is done to a sound database, the one rule that must speak, and what it must name.
struct Damage: CustomTestStringConvertible {
  let rule: String
  let sql: String
  let name: String
  /// The other rules that it breaks, too; none where `rule` alone names it.
  let besides: Set<String>
  /// A SELECT of rows, each with its name, one of which a seed puts in the place of {id} and of `name`.
  let anyOf: String?
  /// The command and the arguments of an entry of the journal that is forged along with it, {run}.
  let entry: (command: String, arguments: String)?
  var testDescription: String { rule }

  init(
    _ rule: String, _ sql: String, names name: String = "", besides: Set<String> = [], anyOf: String? = nil,
    entry: (command: String, arguments: String)? = nil
  ) {
    self.rule = rule
    self.sql = sql
    self.name = name
    self.besides = besides
    self.anyOf = anyOf
    self.entry = entry
  }

  /// As many as there may be rows to choose from.
  var seeds: ClosedRange<UInt64> { anyOf == nil ? 1...1 : 1...3 }

  /// Does it to a database behind the program's back; what must be named.
  func apply(to path: String, seed: UInt64) throws -> String {
    let database = try Database.open(path, mode: .readWrite, lockWait: .seconds(5))
    try database.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
    var (sql, name) = (self.sql, self.name)
    if let anyOf {
      let rows = try database.rows(anyOf) { (id: $0.int64(0), name: $0.string(1)) }
      var dice = Dice(seed)
      let place = dice.roll(rows.count)
      let row = try #require(rows.indices.contains(place) ? rows[place] : nil, "\(rule): \(anyOf)")
      (sql, name) = (sql.replacing("{id}", with: "\(row.id)"), row.name)
    }
    guard let entry else {
      try database.execute(sql)
      return name
    }
    let opened = try database.journal.open(
      at: 1_800_000_000, actor: "tester", command: entry.command, arguments: entry.arguments)
    try database.execute(sql.replacing("{run}", with: "\(opened.id)"))
    try database.journal.close(opened, counts: [:])
    return name
  }

  private static let raised =
    "SELECT e.id, t.number FROM escalation AS e JOIN ticket AS t ON t.id = e.ticket_id ORDER BY e.id"
  private static func room(_ code: String) -> String { "(SELECT id FROM room WHERE code = '\(code)')" }
  private static func customer(_ code: String) -> String {
    "(SELECT id FROM customer WHERE code = '\(code)')"
  }

  static let all: [Damage] = [
    // The number of free pages in the header of the file, which no statement can change.
    Damage("sqlite-integrity", "", names: "freelist"),
    Damage("schema", "DROP INDEX bill_2", names: "the index bill_2 is missing"),
    Damage("schema", "DROP TRIGGER journal_no_delete", names: "the trigger journal_no_delete is missing"),
    Damage("schema", "ALTER TABLE room ADD COLUMN colour TEXT", names: "the table room is not as this pm makes it"),
    Damage(
      "schema", "CREATE TRIGGER quiet BEFORE DELETE ON bill BEGIN SELECT RAISE(IGNORE); END",
      names: "the trigger quiet is not pm's own, and changes what pm does"),
    Damage("schema", "CREATE UNIQUE INDEX one_note ON room (id, note)", names: "the index one_note is not pm's own"),
    Damage(
      "values", "UPDATE customer SET rating = 'Z' WHERE id = {id}",
      anyOf: "SELECT id, 'customer ' || code || ' rating: not so' FROM customer ORDER BY id"),
    Damage("values", "UPDATE fee SET rounding_to = 7 WHERE code = 'WYF'", names: "fee WYF: not so"),
    Damage("values", "UPDATE setting SET value = 'x' WHERE name = 'mode'", names: "setting mode: not so"),
    Damage("references", "UPDATE answer SET survey_id = 77", names: "answer → survey"),
    Damage("run-in-journal", "UPDATE bill SET run = 999 WHERE id = 18", names: "B0000018"),
    Damage("closings-kept", "UPDATE closing SET closed_on = closed_on - 1", names: "2026-08"),
    Damage(
      "closings-kept", "UPDATE closing SET run = (SELECT min(id) FROM journal WHERE command = 'bill run')",
      names: "2026-08"),
    Damage("closings-kept", "UPDATE closing SET reopened_on = closed_on, reopened_why = 'x'", names: "2026-08"),
    Damage("closings-kept", "DELETE FROM closing", names: "run "),
    Damage("approvers-kept", "UPDATE adjustment SET approver = 'zhao' WHERE kind = 'write-off'", names: "J0000002"),
    Damage("approvers-kept", "UPDATE refund SET approver = 'wan'", names: "RF0000001"),
    Damage(
      "bill-runs-kept",
      "UPDATE bill SET run = (SELECT max(id) FROM journal) WHERE id = (SELECT max(id) FROM bill WHERE principal_id IS NULL AND corrects_id IS NULL)",
      names: "run "),
    Damage(
      "bill-paid", "UPDATE bill SET paid_minor = paid_minor + 1 WHERE id = {id}",
      anyOf: """
        SELECT id, printf('B%07d', id) FROM bill
         WHERE ended IS NULL AND class <> 'deposit' AND paid_minor + waived_minor + written_off_minor < amount_minor
         ORDER BY id
        """),
    Damage(
      "bill-settled-within",
      "UPDATE adjustment SET amount_minor = 300 WHERE id = 1; UPDATE bill SET waived_minor = 300 WHERE id = 9",
      names: "B0000009"),
    Damage(
      "payment-used", "UPDATE payment SET allocated_minor = allocated_minor - 1 WHERE id = {id}",
      anyOf: "SELECT id, printf('P%07d', id) FROM payment WHERE allocated_minor > 0 ORDER BY id"),
    Damage(
      "prepayment-left", "UPDATE prepayment SET left_minor = left_minor - 1 WHERE id = {id}",
      anyOf: "SELECT id, printf('Y%07d', id) FROM prepayment WHERE left_minor > 0 ORDER BY id"),
    Damage(
      "netting-balanced",
      "UPDATE allocation SET amount_minor = -29900 WHERE id = 9; UPDATE bill SET paid_minor = -29900 WHERE id = 17",
      names: "run "),
    Damage("bill-adjusted", "UPDATE bill SET waived_minor = waived_minor - 1 WHERE id = 9", names: "B0000009"),
    Damage(
      "adjustment-approved", "UPDATE adjustment SET approver = NULL WHERE id = {id}",
      anyOf: "SELECT id, printf('J%07d', id) FROM adjustment WHERE kind IN ('waive', 'write-off') ORDER BY id"),
    Damage(
      "void-unsettled",
      """
      UPDATE bill SET waived_minor = 100 WHERE id = 10;
      INSERT INTO adjustment (id, bill_id, kind, fee_id, amount_minor, value_on, posted_on, reason, approver, run)
      SELECT (SELECT max(id) + 1 FROM adjustment), 10, 'waive', fee_id, 100, value_on, posted_on, 'x', 'wang', run FROM adjustment WHERE id = 1
      """, names: "B0000010"),
    Damage("void-explained", "UPDATE adjustment SET kind = 'adjust' WHERE id = 4", names: "B0000016"),
    Damage("credit-within", "UPDATE bill SET ended = NULL WHERE id = 3", names: "B0000003"),
    Damage("refund-parts", "UPDATE refund SET amount_minor = 1100", names: "RF0000001"),
    Damage(
      "reversal-whole",
      """
      UPDATE allocation SET bill_id = 6 WHERE id = 11;
      UPDATE bill SET paid_minor = 9700 WHERE id = 6; UPDATE bill SET paid_minor = 300 WHERE id = 13
      """, names: "P0000004"),
    Damage("receipt-numbers", "UPDATE receipt SET id = 5 WHERE id = 2", names: "5"),
    Damage("bill-numbers", "UPDATE bill SET id = 99 WHERE id = 18", names: "B0000099"),
    Damage(
      "document-numbers", "UPDATE allocation SET id = 900 WHERE id = (SELECT max(id) FROM allocation)",
      names: "A0000900"),
    Damage("late-principal", "UPDATE bill SET customer_id = \(customer("K2")) WHERE id = 11", names: "B0000011"),
    Damage("bill-dates", "UPDATE bill SET due_on = issued_on - 1 WHERE id = 7", names: "B0000007"),
    Damage(
      "ticket-events", "UPDATE ticket_event SET latest = latest - 1 WHERE id = (SELECT max(id) FROM ticket_event)",
      names: "-2026"),
    Damage(
      "ticket-times", "UPDATE ticket SET finished_at = accepted_at - 60 WHERE number = 'WX-202610-0006'",
      names: "WX-202610-0006"),
    Damage(
      "values", "UPDATE ticket SET closed_at = created_at - 1 WHERE number = 'TI-1'",
      names: "ticket TI-1 closed_at: not so"),
    Damage(
      "ticket-events", "UPDATE ticket SET state = 'dispatched' WHERE number = 'WX-202610-0004'", names: "WX-202610-0004"
    ),
    Damage(
      "ticket-numbers",
      ["ticket", "ticket_event", "escalation"].map { table in
        let (old, new) = (NaturalKey.of("WX-202610-0009"), NaturalKey.of("WX-202610-0019"))
        return "UPDATE \(table) SET key = replace(key, '\(old)', '\(new)');"
      }.joined() + "UPDATE ticket SET number = 'WX-202610-0019' WHERE number = 'WX-202610-0009'",
      names: "WX-202610-0019"),
    Damage("quality-numbers", "DELETE FROM nonconformity WHERE number = 'NC-202610-0001'", names: "NC-202610-0002"),
    Damage("suspense-untouched", "UPDATE payment SET doubt = NULL WHERE id = 3", names: "P0000003"),
    Damage("claim-dated", "UPDATE payment SET claimed_on = 20000 WHERE id = 1", names: "P0000001"),
    Damage(
      "earmark-kept", "UPDATE payment SET fee_id = (SELECT id FROM fee WHERE code = 'SF') WHERE id = 2",
      names: "A0000004"),
    Damage(
      "earmark-handed-on", "UPDATE prepayment SET fee_id = (SELECT id FROM fee WHERE code = 'SF') WHERE id = 1",
      names: "Y0000001"),
    Damage("designated-debtor", "UPDATE payment SET bill = 'B0000007' WHERE id = 2", names: "P0000002"),
    Damage("counter-receipt", "UPDATE payment SET counter = 1 WHERE id = 7", names: "P0000007"),
    Damage("review-sums", "UPDATE cash_review SET sum_minor = sum_minor + 1", names: "V0000001"),
    Damage("notice-states", "UPDATE notice SET attempts = 1 WHERE id = 1", names: "N0000001"),
    Damage(
      "org-tree", "UPDATE org SET parent_id = (SELECT id FROM org WHERE code = 'HY') WHERE code = 'CO'", names: "HY"),
    Damage(
      "category-tree",
      """
      INSERT INTO category (key, code, name) VALUES ('LOOP', 'LOOP', 'x');
      UPDATE category SET parent_id = id WHERE code = 'LOOP'
      """, names: "LOOP"),
    Damage("meter-tree", "UPDATE meter SET parent_id = id WHERE code = 'MX'", names: "MX"),
    Damage("room-ended", "UPDATE room SET ended_on = 20000 WHERE code = 'A-3'", names: "A-3"),
    Damage("bill-debtor", "UPDATE bill SET customer_id = \(customer("T9")) WHERE id = 7", names: "B0000007"),
    Damage(
      "room-version", "UPDATE room SET floor_area = floor_area + 1 WHERE id = {id}",
      anyOf: "SELECT id, code FROM room WHERE id IN (SELECT room_id FROM room_version) ORDER BY id"),
    Damage(
      "room-status",
      """
      UPDATE room SET status = 'vacant' WHERE code = 'M-2';
      UPDATE room_version SET status = 'vacant' WHERE room_id = \(room("M-2"))
      """, names: "M-2"),
    Damage("meter-quantity", "UPDATE bill SET quantity = quantity + 1 WHERE id = 7", names: "B0000007"),
    Damage(
      "meter-usage", "UPDATE reading SET usage = usage + 1 WHERE meter_id = (SELECT id FROM meter WHERE code = 'MX')",
      names: "MX 2026-09-30"),
    Damage(
      "meter-removed",
      "UPDATE meter SET removed_on = (SELECT max(read_on) - 1 FROM reading WHERE meter_id = meter.id) WHERE code = 'MX'",
      names: "MX"),
    Damage(
      "meter-bills",
      "UPDATE reading SET read_on = read_on - 1 WHERE id = (SELECT max(id) FROM reading WHERE meter_id = (SELECT id FROM meter WHERE code = 'MA'))",
      names: "B0000007"),
    Damage(
      "meter-once",
      """
      UPDATE bill SET "from" = "from" - 1 WHERE id = 7;
      UPDATE bill SET quantity = (SELECT sum(usage) FROM reading
                                   WHERE meter_id = bill.meter_id AND read_on BETWEEN "from" AND "to"),
                      amount_minor = 1800, tax_minor = 52 WHERE id = 7
      """, names: "B0000007"),
    Damage(
      "share-bills", "UPDATE share SET amount_minor = amount_minor + 1 WHERE room_id = \(room("A-1"))",
      names: "B0000001"),
    Damage("share-sums", "UPDATE share SET price = price * 9", names: "G"),
    Damage("share-once", #"UPDATE share SET "to" = "to" + 1 WHERE id = 1"#, names: "G"),
    Damage("posting-dates", "UPDATE allocation SET posted_on = value_on - 1 WHERE id = 5", names: "A0000005"),
    Damage(
      "closing-order",
      """
      UPDATE closing SET reopened_on = closed_on + 1, reopened_why = 'x' WHERE period = 24318;
      INSERT INTO history (journal_id, record, row_id, old)
      SELECT {run}, 'closing', id, '{"reopened_on":null,"reopened_why":null}' FROM closing WHERE period = 24318
      """, names: "2026-07", entry: ("bill reopen", "--period 2026-07 --reason … --as-of 2026-11-20")),
    Damage(
      "ticket-moves",
      """
      INSERT INTO ticket_event (key, ticket_id, serial, at, actor, move, from_state, to_state, run, latest)
      SELECT t.key || char(1) || 'x', t.id, max(e.serial) + 1, now.at, 'tester', 'close', t.state, 'closed', {run}, now.at
        FROM ticket AS t JOIN ticket_event AS e ON e.ticket_id = t.id
        JOIN (SELECT max(latest) AS at FROM ticket_event) AS now
       WHERE t.id = {id};
      UPDATE ticket SET state = 'closed', closed_at = (SELECT max(at) FROM ticket_event WHERE ticket_id = ticket.id)
       WHERE id = {id}
      """,
      anyOf: "SELECT id, number FROM ticket WHERE state IN ('new', 'dispatched') ORDER BY id",
      entry: ("ticket close", "")),
    Damage("escalation-levels", "UPDATE escalation SET level = level + 1 WHERE id = {id}", anyOf: raised),
    Damage("escalation-levels", "UPDATE escalation SET raised_at = due_at - 60 WHERE id = {id}", anyOf: raised),
    Damage("escalation-levels", "UPDATE escalation SET org_id = org_id + 1 WHERE id = {id}", anyOf: raised),
    Damage("bank-batch-whole", "UPDATE bank_batch SET sum_minor = sum_minor + 1", names: "N0000001"),
    Damage("bank-line-whole", "UPDATE bank_item SET amount_minor = amount_minor + 1 WHERE id = 1", names: "L0000001"),
    Damage(
      "bank-line-answered", "UPDATE bank_line SET result = 'sent' WHERE result = 'insufficient'", names: "L0000004"),
    Damage("bank-batch-dated", "UPDATE bank_batch SET returned_on = made_on - 1", names: "N0000001"),
    Damage("bank-collected", "UPDATE bank_batch SET collected_minor = collected_minor + 1", names: "N0000001"),
    Damage(
      "bank-bill-once",
      """
      INSERT INTO bank_batch (id, layout, made_on, count, sum_minor, state, collected_minor, contract,
                              layout_digest, layout_text, file_digest, run)
      SELECT 2, layout, made_on, 2, 4000, 'open', 0, contract, layout_digest, layout_text, file_digest, run FROM bank_batch;
      INSERT INTO bank_line (id, batch_id, serial, customer_id, account, amount_minor, result, customer_code, payer, mandate)
      SELECT (SELECT max(id) FROM bank_line) + value, 2, value, customer_id, account, 2000, 'sent', customer_code, payer, mandate
        FROM bank_line, json_each('[1, 2]') WHERE bank_line.id = 4;
      INSERT INTO bank_item (id, line_id, bill_id, amount_minor)
      SELECT (SELECT max(id) FROM bank_item) + value, (SELECT max(id) - 2 FROM bank_line) + value, 4, 2000 FROM json_each('[1, 2]')
      """, names: "B0000004"),
    Damage(
      "ticket-due-times", "UPDATE ticket SET respond_minutes = NULL, respond_due_at = created_at WHERE number = 'TI-2'",
      names: "TI-2"),
    Damage(
      "ticket-due-times",
      "UPDATE ticket SET respond_minutes = 5, calendar = NULL, accepted_at = created_at, respond_due_at = NULL WHERE number = 'TI-2'",
      names: "TI-2"),
    Damage("callback-order", "UPDATE callback SET called_at = called_at - 864000", names: "TI-1"),
    Damage("callback-answer", "UPDATE callback SET follow_up_id = ticket_id", names: "TI-1"),
    Damage(
      "material-amount",
      """
      INSERT INTO material (key, ticket_id, name, quantity, price, amount_minor)
      SELECT key || char(1) || '灯', id, '灯', 20000, 1250000000, 2501 FROM ticket WHERE number = 'TI-1'
      """, names: "TI-1 灯"),
    Damage(
      "quality-order", "UPDATE nonconformity SET verified_by = owner WHERE number = 'NC-202610-0002'",
      names: "NC-202610-0002"),
    Damage(
      "staff-logins",
      "INSERT INTO staff (key, code, name, login, roles) VALUES ('SA', 'SA', 'x', 'tester', 'admin'), ('SB', 'SB', 'y', 'tester', 'admin')",
      names: "SB"),
    Damage(
      "staff-admin",
      "INSERT INTO staff (key, code, name, login, roles) VALUES ('SA', 'SA', 'x', 'tester', 'auditor')", names: "staff"),
    Damage(
      "survey-scope",
      """
      INSERT INTO org (id, key, code, kind, name) VALUES (900, 'OX', 'OX', 'community', 'x');
      INSERT INTO survey (id, key, code, name, scope_id, "from", "to") VALUES (900, 'SV', 'SV', 'x', 900, 20000, 20001);
      INSERT INTO answer (key, survey_id, room_id, dimension, score)
      SELECT 'SV' || char(1) || key || char(1) || 'overall', 900, id, 'overall', 5 FROM room ORDER BY id LIMIT 1
      """, names: "SV "),
    Damage("closing-digest", "UPDATE bill SET price = price + 1 WHERE id = 5", names: "2026-08"),
    Damage(
      "natural-keys", "UPDATE room SET code = code || '7' WHERE id = {id}",
      anyOf: "SELECT id, 'room ' || code || '7' FROM room ORDER BY id"),
    Damage("natural-keys", "UPDATE payment SET reference = 'R77' WHERE id = 2", names: "payment P0000002"),
    Damage(
      "journal-chain", without("history", "update", "UPDATE history SET old = '{}' WHERE record <> 'ticket'"),
      names: "replaced other values, or made other moves of tickets, than those kept"),
    Damage(
      "journal-chain", "UPDATE ticket_event SET remark = 'x' WHERE id = {id}",
      anyOf: "SELECT id, 'entry ' || run || ' replaced other values, or made other moves' FROM ticket_event ORDER BY id"
    ),
    Damage(
      "journal-chain",
      "UPDATE ticket_event SET at = at + 1, latest = latest + 1 WHERE id = (SELECT max(id) FROM ticket_event)",
      names: "made other moves of tickets"),
    Damage(
      "journal-chain", undoing("WX-202610-0004", "accept", to: "state = 'dispatched', accepted_at = NULL"),
      names: "made other moves of tickets"),
    Damage(
      "journal-chain", undoing("WX-202610-0001", "add", to: "state = 'new'"), names: "made other moves of tickets"),
    Damage(
      "journal-chain",
      """
      INSERT INTO ticket_event (key, ticket_id, serial, at, actor, move, from_state, to_state, run, latest)
      SELECT replace(e.key, o.key, t.key), t.id, e.serial, e.at, e.actor, e.move, e.from_state, e.to_state, e.run,
             (SELECT max(at) FROM ticket_event)
        FROM ticket_event AS e JOIN ticket AS o ON o.id = e.ticket_id JOIN ticket AS t
       WHERE o.number = 'WX-202610-0004' AND e.move = 'accept' AND t.number = 'WX-202610-0003';
      UPDATE ticket SET state = 'accepted', accepted_at = (SELECT max(at) FROM ticket_event WHERE ticket_id = ticket.id)
       WHERE number = 'WX-202610-0003'
      """, names: "made other moves of tickets"),
    Damage(
      "journal-chain", without("journal", "update", "UPDATE journal SET actor = 'x' WHERE id = {id}"),
      anyOf: "SELECT id, 'entry ' || id || ' was changed' FROM journal ORDER BY id"),
  ]

  /// SQL that takes an event of a ticket away and sets the ticket back to where it was.
  private static func undoing(_ ticket: String, _ move: String, to columns: String) -> String {
    """
    DELETE FROM ticket_event
     WHERE move = '\(move)' AND ticket_id = (SELECT id FROM ticket WHERE number = '\(ticket)');
    UPDATE ticket SET \(columns) WHERE number = '\(ticket)'
    """
  }

  /// SQL while the trigger that forbids it is away.
  private static func without(_ table: String, _ event: String, _ sql: String) -> String {
    """
    DROP TRIGGER \(table)_no_\(event);
    \(sql);
    CREATE TRIGGER \(table)_no_\(event) BEFORE \(event.uppercased()) ON \(table)
    BEGIN SELECT RAISE(ABORT, '\(table == "journal" ? "the journal" : "history") is append-only'); END
    """
  }
}

extension Estate {
  /// Does the damage to the sound database behind the program's back: `db check` names it.
  func expectFound(_ damage: Damage, seed: UInt64 = 1, _ location: SourceLocation = #_sourceLocation) throws {
    expectSound(location)
    let name = try damage.apply(to: database, seed: seed)
    let ran = run("db", "check")
    let faulty = ran.output.split(separator: "\n").dropFirst().filter { !$0.hasSuffix(",0") }
      .map { String($0.prefix { $0 != "," }) }
    #expect(ran.status == 1, sourceLocation: location)
    #expect(Set(faulty) == damage.besides.union([damage.rule]), sourceLocation: location)
    #expect(ran.messages.contains(name), "\(ran.messages)", sourceLocation: location)
  }
}

@Suite(.serialized) struct DbCheckDamageTests {
  /// What happens to the estate of the canaries before it is damaged: a bit of everything.
  private static let life = """
    payment refund --customer K1 --amount 10.00 --method bank --account 6222029876543210987 --reference T1 --approver wang --as-of 2026-10-20
    bill waive B0000009 --amount 1.00 --reason x --approver wang --as-of 2026-10-21
    bill write-off B0000006 --reason x --approver wang --as-of 2026-10-21
    bill void B0000010 --reason x --as-of 2026-09-30
    bill adjust B0000003 --reason x --reissue --as-of 2026-10-22
    payment import {}/third.csv
    payment reverse P0000004 --reason x --as-of 2026-10-24
    payment receipt P0000001 --as-of 2026-10-20
    payment receipt P0000002 --as-of 2026-10-20
    bill close --period 2026-07 --as-of 2026-11-19
    bill close --period 2026-08 --as-of 2026-11-20
    bank return {}/return.csv --batch N0000001 --as-of 2026-10-25
    nonconformity verify NC-202610-0002 --effective yes --by S1 --at 2026-10-21T09:00
    ticket escalate --as-of 2026-11-20
    payment add room=A-2 method=cash amount=5.00 --as-of 2026-10-26 --actor li
    payment review --on 2026-10-26 --cashier li --count 1 --sum 5.00 --actor wang --as-of 2026-10-27
    room move-in M-2 --customer K2 --role tenant --on 2026-11-01 --no-reading --reason x
    """

  /// The rules of deposits, tax invoices, openings and tickets, which other suites damage one by one.
  private static let elsewhere =
    DepositBooksTests.damages + InvoiceTests.damages + DbCheckMoneyTests.damages + DbCheckTicketTests.damages
    + DbCheckRegisterTests.damages

  private static let returned = """
    1,6222029876543210987,300.00,done,2026-10-22
    2,6222029876543210987,0.75,done,2026-10-22
    3,6222029876543210987,2.25,done,2026-10-22
    4,6222029876543210988,20.00,insufficient,2026-10-22
    5,6222029876543210988,300.00,account,2026-10-22
    6,6222029876543210988,300.00,done,2026-10-22
    7,6222029876543210988,6.75,done,2026-10-22
    8,6222029876543210988,2.25,done,2026-10-22
    total,8,932.00

    """

  private func sound() throws -> ExportSample {
    let sample = ExportSample()
    try CanaryEstate.fill(sample)
    try sample.write("customer,room,paid_on,method,amount,reference\nK3,A-3,2026-10-23,cash,3.00,R3\n", to: "third.csv")
    try sample.write(Self.returned, to: "return.csv")
    for line in Self.life.split(separator: "\n") {
      let ran = sample.pm(CanaryEstate.words(String(line), sample))
      #expect(ran.status == 0, "\(line): \(ran.messages)")
    }
    return sample
  }

  /// The rules against which something was found.
  private func faulty(_ ran: Ran) -> [String] {
    ran.output.split(separator: "\n").dropFirst().filter { !$0.hasSuffix(",0") }
      .map { String($0.prefix { $0 != "," }) }
  }

  @Test("a sound database has no faults, and there is a damage for each rule")
  func clean() throws {
    let ran = try sound().pm("db", "check", "--verbose")
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(faulty(ran) == [])
    let rules = ran.output.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "," }) }
    #expect(rules.count >= 40)
    let proven = (Damage.all + Damage.money + Self.elsewhere).filter(\.besides.isEmpty).map(\.rule)
    #expect(Set(rules) == Set(proven), "\(Set(rules).symmetricDifference(proven))")
  }

  @Test("each rule, and no other, finds what it is there for")
  func finds() throws {
    let sample = try sound()
    try sample.done("db", "backup", sample.file("sound.db"))
    let copy = try MappedFile(path: sample.file("sound.db"))
    let bytes = withExtendedLifetime(copy) { Array(copy.bytes) }
    for (damage, seed) in (Damage.all + Damage.money).flatMap({ damage in damage.seeds.map { (damage, $0) } }) {
      for tail in ["", "-wal", "-shm", ".lock"] { unlink(sample.file("pm.db" + tail)) }
      var damaged = bytes
      if damage.sql.isEmpty { damaged[39] &+= 1 }
      writeFile(damaged, to: sample.file("pm.db"))
      let name = try damage.apply(to: sample.file("pm.db"), seed: seed)
      let ran = sample.pm("db", "check")
      #expect(ran.status == 1, "\(damage.rule), seed \(seed)")
      #expect(
        Set(faulty(ran)) == damage.besides.union([damage.rule]), "\(damage.rule), seed \(seed): \(ran.messages)")
      #expect(ran.messages.contains(name), "\(damage.rule), seed \(seed): \(ran.messages)")
    }
  }
}
