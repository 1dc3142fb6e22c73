// The logical dump: the same state gives the same lines, whenever it was reached.

import PMStore
import Testing

@Suite("The logical dump")
struct SQLiteLogicalDumpTests {
  @Test("instants and hashes of the journal do not show, everything else does")
  func instants() throws {
    let one = try journal(entries: 2)
    let other = try journal(entries: 2, from: 1_500_000_000)
    #expect(try one.journal.head() != other.journal.head())
    #expect(try one.logicalDigest() == other.logicalDigest())
    #expect(try one.logicalDigest() != journal(entries: 3).logicalDigest())
  }

  @Test("rows come in key order and each value shows its type")
  func lines() throws {
    let database = try Database.inMemory()
    try database.execute(
      """
      CREATE TABLE b (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, "from" INTEGER) STRICT;
      CREATE TABLE a (x INTEGER, y TEXT, z BLOB, PRIMARY KEY (y, x)) STRICT, WITHOUT ROWID;
      CREATE TABLE c (v TEXT, w TEXT AS (v) STORED) STRICT;
      INSERT INTO b VALUES (1, 'r' || x'02' || '2', NULL), (2, 'r' || x'02' || '1', 7);
      INSERT INTO a VALUES (2, 'q', x'00ff'), (1, 'r', NULL), (1, 'q', NULL);
      INSERT INTO c VALUES ('z'), ('a	b'), ('1');
      """)
    var lines: [String] = []
    try database.logicalDump { lines.append(String(decoding: $0, as: UTF8.self)) }
    #expect(
      lines == [
        "# schema version 0",
        "# a x y z", "1\t\"q\"\tnull", "2\t\"q\"\tx'00ff'", "1\t\"r\"\tnull",
        "# b id key from", "2\t\"r\\u00021\"\t7", "1\t\"r\\u00022\"\tnull",
        "# c v", "\"z\"", "\"a\\u0009b\"", "\"1\"",
      ])
  }
}
