// Which rows a query of a record type selects where several conditions meet.
import PMCore
import Testing

@testable import PMStore

@Suite("Queries of records")
struct RecordQueryTests {
  @Test("a condition with values holds beside filters and restrictions, whichever way it names its values")
  func together() throws {
    let database = try Database.inMemory()
    try Schema.create(in: database)
    try database.execute(
      """
      INSERT INTO customer (id, key, code, name, kind, stage, birthday)
      VALUES (1, 'K11', 'K1', '甲', 'person', 'owner', 100), (2, 'K12', 'K2', '乙', 'person', 'tenant', 100),
             (3, 'K13', 'K3', '丙', 'person', 'owner', 200), (4, 'K14', 'K4', '丁', 'person', 'owner', 100)
      """)
    let code = try #require(Customer.record.column("code"))
    let stage = try #require(Customer.record.column("stage"))
    func found(_ change: (inout RecordQuery) -> Void) throws -> [String] {
      var query = RecordQuery(Customer.record, columns: [code])
      query.filters = [RecordFilter(stage, .equal, .text("owner")), RecordFilter(code, .more, .text("K0"))]
      change(&query)
      var rows = try query.prepare(database)
      var codes: [String] = []
      while try rows.step() { codes.append(rows.string(0)) }
      return codes
    }
    #expect(try found { _ in } == ["K1", "K3", "K4"])
    #expect(try found { $0.condition = ("t.birthday = ?1", [.integer(100)]) } == ["K1", "K4"])
    #expect(try found { $0.condition = ("t.id = ?1 OR t.birthday = ?2 OR t.id = ?1", [3, 200]) } == ["K3"])
    #expect(
      try found {
        $0.condition = ("t.birthday = ?1", [.integer(100)])
        $0.restrictions = ["t.id > 1"]
      } == ["K4"])
  }
}
