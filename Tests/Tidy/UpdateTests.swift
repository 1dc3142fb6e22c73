// Old values are kept: every statement that changes or removes rows says how, or stands here with its reason.
import Testing

@Suite("Old values")
struct UpdateTests {
  /// A statement of a file, up to its WHERE, and why no value is lost by it.
  private struct Exception {
    let file: String
    let statement: String
    let reason: String

    init(_ file: String, _ statement: String, _ reason: String) {
      self.file = "Sources/" + file + ".swift"
      self.statement = statement
      self.reason = reason
    }
  }

  private static let own = "completes rows that the same entry made"
  private static let allocated =
    "the sum of rows of its own, which db check compares: allocations, withdrawals, what was carried over"

  private static let exceptions = [
    // What keeps the old values.
    Exception("PMStore/Journal/History", #"UPDATE \(record.table) SET \(sets)"#, "the history is written before it"),
    Exception(
      "PMStore/Records/RowEditor", #"UPDATE \(record.table) SET \(sets.joined(separator: ", "))"#,
      "the history is written after it"),
    Exception(
      "PMStore/Records/RowEditor", "UPDATE \\(record.table) SET key = ?2",
      "follows the columns of the key, which are kept"),
    Exception(
      "PMStore/Records/RecordWriter", #"UPDATE \(record.table) SET \(changes.joined(separator: ", "))"#,
      "the history is written after it"),
    Exception(
      "PMStore/Queries/SettingQueries", "DO UPDATE SET value = excluded.value", "the history is written before it"),
    Exception(
      "PMStore/Queries/ReadingQueries", "UPDATE reading SET usage = ?2, suspect = ?3",
      "the history is written before it"),
    Exception(
      "PMStore/Queries/TicketMoving", #"UPDATE ticket SET \(changes)"#,
      "the history is written after it; a new ticket has none"),
    // Sums.
    Exception("PMStore/Queries/SettlementQueries", "UPDATE bill SET paid_minor = paid_minor + ?1", allocated),
    Exception(
      "PMStore/Queries/SettlementOffsetQueries", "UPDATE prepayment SET left_minor = left_minor - ?1", allocated),
    Exception("PMStore/Queries/RefundQueries", "UPDATE prepayment SET left_minor = left_minor - ?1", allocated),
    Exception("PMStore/Queries/ReversalQueries", "UPDATE prepayment SET left_minor = 0", allocated),
    Exception("PMStore/Queries/MoveQueries", "UPDATE prepayment SET left_minor = 0", allocated),
    Exception(
      "PMStore/Queries/CorrectionQueries", #"UPDATE bill SET \(column) = \(column) + ?1"#,
      "the sum of the adjustments of the bill"),
    Exception(
      "PMStore/Queries/DepositUseQueries", "UPDATE deposit SET deducted_minor = deducted_minor + ?1",
      "the sum of the deposit's deductions"),
    Exception(
      "PMStore/Queries/RefundQueries", "UPDATE deposit SET refunded_minor = refunded_minor + ?1",
      "the sum of the deposit's refunds"),
    // Rows of the same command, which nobody has seen before.
    Exception(
      "PMStore/Queries/SettlementPaymentQueries",
      "UPDATE payment SET payer_id = ?1, posted_on = ?2, allocated_minor = ?3, run = ?4", own),
    Exception("PMStore/Queries/SuspenseQueries", "UPDATE payment SET posted_on = ?2, doubt = ?3", own),
    Exception("PMStore/Queries/SuspenseQueries", "UPDATE payment SET matched_by = ?2, payer_room_id = ?3", own),
    Exception("PMStore/Queries/CounterQueries", "UPDATE payment SET counter = 1", own),
    Exception("PMStore/Queries/InvoiceQueries", "UPDATE invoice SET run = ?2", own),
    Exception("PMStore/Queries/DepositQueries", "UPDATE deposit SET reference = ?2", own),
    Exception("PMStore/Queries/OpeningQueries", "UPDATE bill SET opening = 1", own),
    Exception("PMStore/Queries/OpeningQueries", "UPDATE bill SET invoice_no = ?2", own),
    Exception("PMStore/Queries/OpeningQueries", "UPDATE opening_bill SET bill_id = ?2", own),
    Exception("PMStore/Queries/OpeningQueries", "UPDATE opening_payment SET prepayment_id = ?2", own),
    Exception("PMStore/Queries/DepositUseQueries", "UPDATE opening_deposit SET deposit_id = ?2", own),
    // Rows that go.
    Exception(
      "PMStore/Billing/Apportioning", "DELETE FROM share",
      "what no run has billed is worked out anew, from readings and tariffs whose old values are kept"),
    Exception("PMCommands/Records/Import/RecordImport", "DELETE FROM touched", "a temporary table"),
  ]

  @Test("a statement that changes or removes rows keeps what they held, or says why nothing is lost")
  func updates() {
    var left = Self.exceptions
    for file in TidyTests.sources {
      for (line, statement) in Self.statements(in: file) {
        if let place = left.firstIndex(where: { $0.file == file.path && $0.statement == statement }) {
          left.remove(at: place)
        } else {
          Issue.record(
            """
            \(file.path):\(line): \(statement): let RowEditor.update or Database.replace(in:) do it, which keep \
            what they replace for pm audit show; or say in UpdateTests.exceptions why no value is lost
            """)
        }
      }
    }
    for gone in left {
      Issue.record("\(gone.file) has no \(gone.statement) any more: take its reason out of UpdateTests.exceptions")
    }
  }

  @Test(
    "a statement is found however it is written",
    arguments: [
      (#"try run("UPDATE bill SET run = ?2 WHERE id = ?1", [])"#, "UPDATE bill SET run = ?2"),
      (
        "UPDATE room_version\n   SET (a) = (SELECT a\n FROM room)\n WHERE 1",
        "UPDATE room_version SET (a) = (SELECT a FROM room)"
      ),
      ("\"DELETE FROM share WHERE \\(meets)\"", "DELETE FROM share"),
      (#""update or ignore fee as f set name = ''","#, "update or ignore fee as f set name = ''"),
      ("ON CONFLICT (key)\n  DO UPDATE\n  SET run = excluded.run\n\"\"\"", "DO UPDATE SET run = excluded.run"),
      ("(\"REPLACE INTO setting VALUES (1)\")", "REPLACE INTO setting VALUES (1)"),
      ("(\"INSERT OR REPLACE INTO x\")", "REPLACE INTO x"),
      ("// UPDATE bill SET run = 1", nil),
      ("CREATE TRIGGER t BEFORE UPDATE ON journal BEGIN SELECT 1; END", nil),
      ("try update(ticket.id, set)", nil),
    ] as [(String, String?)])
  func found(text: String, statement: String?) {
    let file = SourceFile(path: "x", lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    #expect(Self.statements(in: file).map(\.statement) == (statement.map { [$0] } ?? []))
  }

  /// The statements of a file that change rows, each up to its WHERE or the end of its literal.
  private static func statements(in file: SourceFile) -> [(line: Int, statement: String)] {
    var words: [(line: Int, text: String)] = []
    for (index, line) in file.lines.enumerated() {
      if line.drop(while: { $0 == " " }).hasPrefix("//") { continue }
      words += line.split(separator: " ").map { (index + 1, String($0)) }
    }
    return words.indices.compactMap { place in
      guard begins(words[place...].prefix(7).map(\.text)) else { return nil }
      let isUpsert = place > 0 && words[place - 1].text.uppercased() == "DO"
      var statement = isUpsert ? ["DO"] : []
      for (_, text) in words[place...] {
        if letters(of: text) == "WHERE" || text.hasPrefix("\"\"\"") { break }
        var text = text
        if statement.isEmpty, let quote = text.lastIndex(of: "\"") { text = String(text[text.index(after: quote)...]) }
        let end = closingQuote(of: text)
        statement.append(end.map { String(text[..<$0]) } ?? text)
        if end != nil { break }
      }
      return (words[place].line, statement.joined(separator: " "))
    }
  }

  /// Whether a statement that changes rows begins with the first of these words.
  private static func begins(_ words: [String]) -> Bool {
    guard let first = words.first?.uppercased() else { return false }
    if first.hasSuffix("REPLACE") { return words.count > 1 && words[1].uppercased() == "INTO" }
    if first.hasSuffix("DELETE") { return words.count > 1 && words[1].uppercased() == "FROM" }
    guard first.hasSuffix("UPDATE"), let end = words.firstIndex(where: { $0.uppercased() == "SET" }) else {
      return false
    }
    // Between them stands the table: `update = try prepare(` is Swift.
    return words[1..<end].allSatisfy { word in !word.contains { "=:{}<".contains($0) } }
  }

  private static func letters(of word: String) -> String {
    word.split { !$0.isLetter && $0 != "_" }.last.map { $0.uppercased() } ?? ""
  }

  /// Where a literal ends in a word: at a quote behind something, where those of interpolated separators
  /// stand alone.
  private static func closingQuote(of word: String) -> String.Index? {
    guard let quote = word.firstIndex(of: "\""), quote != word.startIndex else { return nil }
    let before = word[word.index(before: quote)]
    return before.isLetter || before.isNumber || ")'".contains(before) ? quote : nil
  }
}
