// What is written down about all records, held against the records themselves.
import PMCore
import Testing

@Suite("Records")
struct RecordsTests {
  @Test("the tables of numbered documents are those whose records have a number")
  func numberedTables() {
    #expect(Records.numberedTables == Records.all.filter { $0.number != nil }.map(\.table))
  }
}
