// Several commands in one transaction: savepoints, the lock, and what a lost transaction leaves.
import Testing

@testable import PMStore

@Suite("A shared transaction")
struct SharedTransactionTests {
  private struct Refused: Error {}
  private let scratch: Scratch
  private let shared: SharedTransaction

  init() throws {
    scratch = Scratch()
    _ = try scratch.database()
    shared = SharedTransaction(
      try Database.open(scratch.file(), mode: .readWrite), lockWait: .milliseconds(50))
  }

  private func insert(_ body: String, ending outcome: Outcome<Void> = .commit(())) throws {
    try shared.write { database in
      try database.run("INSERT INTO note (body) VALUES (?1)", [.text(body)])
      return outcome
    }
  }

  /// What others see.
  private func notes() throws -> [String] {
    try Database.open(scratch.file(), mode: .readOnly)
      .rows("SELECT body FROM note ORDER BY body") { $0.string(0) }
  }

  @Test("nobody sees what is not committed, and nobody else writes in between")
  func commit() throws {
    try insert("a")
    #expect(shared.isWriting)
    #expect(try notes() == [])
    let other = try Database.open(scratch.file(), mode: .readWrite)
    let error = try storeError { try other.write(lockWait: .zero) { _ in .commit(()) } }
    #expect(error.reason == .lockTimedOut)
    try insert("b")
    try shared.commit()
    #expect(!shared.isWriting)
    #expect(try notes() == ["a", "b"])
    try other.write(lockWait: .zero) { _ in .commit(()) }
  }

  @Test("a command that fails, or only tries, takes back its own work and no other")
  func savepoints() throws {
    try insert("a")
    #expect(throws: Refused.self) {
      try shared.write { database -> Outcome<Void> in
        try database.run("INSERT INTO note (body) VALUES ('lost')", [])
        throw Refused()
      }
    }
    try insert("tried", ending: .rollback(()))
    try shared.write { database in
      try database.run("INSERT INTO note (body) VALUES ('first try')", [])
      try database.startAgain()
      try database.run("INSERT INTO note (body) VALUES ('second try')", [])
      return .commit(())
    }
    try shared.commit()
    #expect(try notes() == ["a", "second try"])
  }

  @Test("a transaction that SQLite has ended is not taken for one that goes on")
  func lost() throws {
    try insert("a")
    #expect(throws: Refused.self) {
      try shared.write { database -> Outcome<Void> in
        try database.execute("ROLLBACK")  // as a full disk does
        throw Refused()
      }
    }
    #expect(!shared.isWriting)
    try insert("b")
    try shared.commit()
    #expect(try notes() == ["b"])
  }

  @Test("reads see what the stream wrote, and later what others did")
  func reads() throws {
    func count() throws -> Int64? { try shared.forReading().scalar("SELECT count(*) FROM note") }
    #expect(try count() == 0)
    try insert("a")
    #expect(try count() == 1)
    shared.endReading()
    #expect(try count() == 1)
    try shared.commit()
    #expect(try count() == 1)
    let other = try Database.open(scratch.file(), mode: .readWrite)
    try other.write { .commit(try $0.run("INSERT INTO note (body) VALUES ('b')", [])) }
    #expect(try count() == 1)
    shared.endReading()
    #expect(try count() == 2)
  }

  @Test("statements are kept, and come back without the values and the place they had")
  func statements() throws {
    for body in ["a", "b", "c"] { try insert(body) }
    let database = shared.database
    for _ in 0..<2 {
      #expect(try database.first("SELECT body FROM note ORDER BY body") { $0.string(0) } == "a")
      #expect(try database.scalar("SELECT count(*) FROM note WHERE body >= ?1", [.text("b")]) == 2)
      #expect(try database.scalar("SELECT count(*) FROM note WHERE body >= ?1") == 0)
    }
    // One inside the other: the same text is compiled twice.
    var seen: [String] = []
    try database.forEach("SELECT body FROM note ORDER BY body") { row in
      let inner = try database.first("SELECT body FROM note ORDER BY body") { $0.string(0) }
      seen.append(row.string(0) + (inner ?? ""))
    }
    #expect(seen == ["aa", "ba", "ca"])
    #expect((database.keptStatements?.count ?? 0) >= 3)
  }
}
