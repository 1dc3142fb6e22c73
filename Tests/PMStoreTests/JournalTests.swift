// The journal: one sealed entry a command, and a chain that shows what was done to it.

import PMCore
import Testing

@testable import PMStore

/// A database in memory with a journal of this many entries, an hour apart.
func journal(entries: Int64, from start: Int64 = 1_700_000_000) throws -> Database {
  let database = try Database.inMemory()
  try database.execute(Journal.schema + TicketEvent.record.createSQL)
  for number in 0..<entries {
    try database.write { database in
      let entry = try database.journal.open(
        at: start + number * 3600, actor: "li", command: "room import",
        arguments: "{\"file\":\"rooms-\(number).csv\"}")
      var history = try HistoryWriter(database, entry: entry.id)
      try history.append(record: "room", row: number, old: "{\"floor_area\":\(number)}")
      try database.journal.close(entry, counts: ["updated": 1, "created": number])
      return .commit(())
    }
  }
  return database
}

private let dropTriggers = """
  DROP TRIGGER journal_in_order; DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete;
  DROP TRIGGER history_no_update; DROP TRIGGER history_no_delete;
  """

@Suite("The journal")
struct JournalTests {
  @Test("entries are numbered, sealed and linked")
  func entries() throws {
    let database = try journal(entries: 3)
    var seen: [JournalEntry] = []
    var hashes = [Journal.origin]
    try database.journal.forEachEntry { entry, hash in
      seen.append(entry)
      hashes.append(hash)
      #expect(entry.hash == hash)
    }
    #expect(seen.map(\.id) == [1, 2, 3])
    #expect(seen.map(\.previous) == Array(hashes.dropLast()))
    #expect(seen[1].counts == "{\"created\":1,\"updated\":1}")
    #expect(seen[2].at == 1_700_007_200)
    #expect(try database.journal.head() == Journal.Head(count: 3, hash: hashes[3]))
    #expect(try database.journal.verify().isEmpty)
  }

  @Test("an empty journal is in order")
  func empty() throws {
    let journal = try journal(entries: 0).journal
    let origin = Journal.Head(count: 0, hash: Journal.origin)
    #expect(try journal.head() == origin)
    #expect(try journal.verify(anchor: origin).isEmpty)
  }

  @Test("rows name the entry that is open, and none where none is")
  func open() throws {
    let database = try journal(entries: 1)
    #expect(throws: StoreError.self) { try database.entry }
    try database.write { database in
      let entry = try database.journal.open(at: 0, actor: "li", command: "room set", arguments: "")
      #expect(try database.entry == 2)
      // What begins again goes on under its entry.
      try database.startAgain()
      #expect(try database.entry == 2)
      try database.journal.close(entry, counts: [:])
      #expect(throws: StoreError.self) { try database.entry }
      return .commit(())
    }
    try database.write { database in
      _ = try database.journal.open(at: 0, actor: "li", command: "room set", arguments: "")
      return .rollback(())
    }
    #expect(throws: StoreError.self) { try database.entry }
  }

  @Test("a command that changed nothing leaves no entry, and its number is used again")
  func dropped() throws {
    let database = try journal(entries: 2)
    try database.write { database in
      _ = try database.journal.open(at: 0, actor: "li", command: "room import", arguments: "{}")
      return .commit(())
    }
    #expect(try database.journal.head().count == 2)
    let next = try database.journal.open(at: 0, actor: "li", command: "bill run", arguments: "{}")
    #expect(next.id == 3)
  }

  @Test("the hash covers each field, and no byte moves from one to the next")
  func canonical() {
    let entry = JournalEntry(
      id: 1, at: 2, actor: "ab", command: "c", arguments: "{}", counts: "{}", digest: nil,
      previous: Journal.origin)
    let others = [
      JournalEntry(
        id: 1, at: 2, actor: "a", command: "bc", arguments: "{}", digest: nil,
        previous: Journal.origin),
      JournalEntry(
        id: 1, at: 2, actor: "ab", command: "c", arguments: "{}", digest: "",
        previous: Journal.origin),
      JournalEntry(
        id: 12, at: 2, actor: "ab", command: "c", arguments: "{}", digest: nil,
        previous: Journal.origin),
      JournalEntry(
        id: 1, at: 22, actor: "ab", command: "c", arguments: "{}", digest: nil,
        previous: Journal.origin),
      JournalEntry(
        id: 1, at: 2, actor: "ab", command: "c", arguments: "{}", digest: nil,
        previous: SHA256.hex(of: "")),
      JournalEntry(
        id: 1, at: 2, actor: "ab", command: "c", arguments: "{}", digest: nil,
        previous: Journal.origin, key: ""),
    ]
    #expect(Set(others.map(\.hash)).count == 6)
    #expect(!others.map(\.hash).contains(entry.hash))
    // Fixed for ever: databases in the field hold hashes made this way.
    #expect(entry.hash == "71e464beb73939554ea1d3f9958b9ca1b6f94d57d70237fb979071b26af41f40")
  }

  @Test(
    "counts are a JSON object with its keys in byte order",
    arguments: [
      (counts: [:], json: "{}"),
      (counts: ["b": 2, "a": -1, "B": 0], json: "{\"B\":0,\"a\":-1,\"b\":2}"),
      (counts: ["a\"\\\n\u{1}": 1], json: "{\"a\\\"\\\\\\n\\u0001\":1}"),
    ] as [(counts: [String: Int64], json: String)])
  func counts(counts: [String: Int64], json: String) {
    #expect(Journal.json(counts) == json)
  }

  @Test(
    "journal and history refuse to be changed",
    arguments: [
      "UPDATE journal SET actor = 'wang'", "DELETE FROM journal WHERE id = 2",
      "REPLACE INTO journal SELECT * FROM journal WHERE id = 2",
      """
      INSERT INTO journal
      SELECT 9, at, actor, command, arguments, counts, digest, replaced, previous, hash, key, request FROM journal
      """,
      "UPDATE history SET old = '{}'", "DELETE FROM history",
    ])
  func appendOnly(sql: String) throws {
    let database = try journal(entries: 3)
    #expect(try storeError { try database.execute(sql) }.isConstraint)
    #expect(try database.journal.verify().isEmpty)
  }

  @Test("history gives the old values of a row, and those of an entry")
  func history() throws {
    let database = try journal(entries: 3)
    let expected = HistoryRow(entry: 3, record: "room", row: 2, old: "{\"floor_area\":2}")
    #expect(try database.journal.history(record: "room", row: 2) == [expected])
    #expect(try database.journal.history(entry: 3) == [expected])
    #expect(try database.journal.history(record: "fee", row: 2).isEmpty)
  }
}

@Suite("The journal's chain")
struct JournalChainTests {
  @Test(
    "tampering is found",
    arguments: [
      (
        attack: "UPDATE journal SET counts = '{}' WHERE id = 2",
        found: [ChainFinding(entry: 2, fault: .edited)]
      ),
      (
        attack: "UPDATE journal SET key = 'another' WHERE id = 2",
        found: [ChainFinding(entry: 2, fault: .edited)]
      ),
      (
        attack: "UPDATE journal SET digest = '' WHERE id = 3",
        found: [ChainFinding(entry: 3, fault: .edited)]
      ),
      (
        attack: "DELETE FROM history WHERE journal_id = 2; DELETE FROM journal WHERE id = 2",
        found: [
          ChainFinding(entry: 3, fault: .missing(1)), ChainFinding(entry: 3, fault: .unlinked),
        ]
      ),
      (
        attack: "DELETE FROM journal WHERE id = 4",
        found: [ChainFinding(entry: 4, fault: .orphanedHistory(1))]
      ),
      (
        attack: """
        UPDATE journal SET id = 5 WHERE id = 4; UPDATE journal SET id = 4 WHERE id = 3;
        INSERT INTO journal
        SELECT 3, at, actor, command, arguments, counts, digest, replaced, previous, hash, key, request
          FROM journal WHERE id = 2
        """,
        found: [
          ChainFinding(entry: 3, fault: .unlinked), ChainFinding(entry: 3, fault: .edited),
          ChainFinding(entry: 3, fault: .historyEdited), ChainFinding(entry: 4, fault: .edited),
          ChainFinding(entry: 4, fault: .historyEdited), ChainFinding(entry: 5, fault: .edited),
          ChainFinding(entry: 5, fault: .historyEdited),
        ]
      ),
      (
        attack: """
        UPDATE journal SET id = 9 WHERE id = 2; UPDATE journal SET id = 2 WHERE id = 3;
        UPDATE journal SET id = 3 WHERE id = 9
        """,
        found: [
          ChainFinding(entry: 2, fault: .unlinked), ChainFinding(entry: 2, fault: .edited),
          ChainFinding(entry: 2, fault: .historyEdited), ChainFinding(entry: 3, fault: .unlinked),
          ChainFinding(entry: 3, fault: .edited), ChainFinding(entry: 3, fault: .historyEdited),
          ChainFinding(entry: 4, fault: .unlinked),
        ]
      ),
      (
        attack: "UPDATE journal SET id = 9223372036854775807 WHERE id = 4; DELETE FROM history",
        found: [
          ChainFinding(entry: 1, fault: .historyEdited), ChainFinding(entry: 2, fault: .historyEdited),
          ChainFinding(entry: 3, fault: .historyEdited),
          ChainFinding(entry: .max, fault: .missing(.max - 4)),
          ChainFinding(entry: .max, fault: .edited), ChainFinding(entry: .max, fault: .historyEdited),
        ]
      ),
    ])
  func tampering(attack: String, found: [ChainFinding]) throws {
    let database = try journal(entries: 4)
    try database.execute(dropTriggers)
    try database.execute(attack)
    #expect(try database.journal.verify() == found)
  }

  @Test(
    "whoever touches the replaced values is found, entry by entry",
    arguments: [
      (attack: "UPDATE history SET old = '{\"floor_area\":9}' WHERE journal_id = 2", entries: [2]),
      (attack: "UPDATE history SET row_id = 7 WHERE journal_id = 3", entries: [3]),
      (attack: "UPDATE history SET record = 'fee' WHERE journal_id = 3", entries: [3]),
      (attack: "DELETE FROM history WHERE journal_id = 1", entries: [1]),
      (attack: "UPDATE history SET journal_id = 2 WHERE journal_id = 3", entries: [2, 3]),
      (attack: "INSERT INTO history SELECT 2, record, row_id, old FROM history WHERE journal_id = 2", entries: [2]),
      (attack: "UPDATE history SET rowid = 99 WHERE rowid = 4", entries: [4]),
    ] as [(attack: String, entries: [Int64])])
  func history(attack: String, entries: [Int64]) throws {
    let database = try journal(entries: 3)
    // A fourth entry that replaced two values.
    try database.write { database in
      let entry = try database.journal.open(at: 0, actor: "li", command: "room set", arguments: "")
      var history = try HistoryWriter(database, entry: entry.id)
      try history.append(record: "room", row: 1, old: "{\"floor_area\":5}")
      try history.append(record: "room", row: 2, old: "{\"floor_area\":6}")
      try database.journal.close(entry, counts: [:])
      return .commit(())
    }
    #expect(try database.journal.verify().isEmpty)
    try database.execute(dropTriggers)
    try database.execute(attack)
    #expect(try database.journal.verify().map(\.entry) == entries)
    #expect(try database.journal.verify().allSatisfy { $0.fault == .historyEdited })
  }

  @Test("that the end was cut off shows against a head that was noted")
  func truncated() throws {
    let database = try journal(entries: 4)
    let anchor = try database.journal.head()
    #expect(try database.journal.verify(anchor: anchor).isEmpty)
    try database.execute(dropTriggers)
    try database.execute(
      "DELETE FROM journal WHERE id = 4; DELETE FROM history WHERE journal_id = 4")
    #expect(try database.journal.verify().isEmpty)
    #expect(
      try database.journal.verify(anchor: anchor) == [ChainFinding(entry: 4, fault: .truncated)])
  }

  @Test("that all was made anew shows against a head that was noted")
  func rebuilt() throws {
    let anchor = try journal(entries: 4).journal.head()
    let other = try journal(entries: 5, from: 1_600_000_000)
    #expect(try other.journal.verify().isEmpty)
    #expect(
      try other.journal.verify(anchor: anchor) == [ChainFinding(entry: 4, fault: .rebuilt)])
  }

  @Test("a journal that went on still has the head that was noted")
  func longer() throws {
    let anchor = try journal(entries: 2).journal.head()
    #expect(try journal(entries: 4).journal.verify(anchor: anchor).isEmpty)
  }
}
