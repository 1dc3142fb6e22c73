// Codes of people, departments and categories become the names that are stored.
import PMCore
import PMStore

extension Database {
  /// What is stored for other words in a column; empty where any word stands for itself.
  func standardWords(of column: Column, in record: RecordType) throws -> [String: String] {
    if column.name == "category", ["ticket", "sla"].contains(record.name) { return try categoryPaths() }
    return try column.named.map(standardNames) ?? [:]
  }
}

extension ImportHooks {
  /// These hooks, and the names that are stored in the place of codes.
  func storingNames(in record: RecordType, _ database: Database) throws -> ImportHooks {
    let columns = try record.columns.compactMap { column in
      var words = try database.standardWords(of: column, in: record)
      if !words.isEmpty, record.key.contains(column.name) {
        // Under another name the row would come again as another one.
        for word in try database.words(in: column, of: record) { words[word] = nil }
      }
      return words.isEmpty ? nil : (name: column.name, words: words)
    }
    if columns.isEmpty { return self }
    var hooks = self
    hooks.standardNames = Dictionary(columns.map { ($0.name, $0.words) }) { first, _ in first }
    hooks.complete = { [complete] job, cells, start, offset in
      for column in columns {
        guard let slot = job.plan.slot(of: column.name), case .text(let bytes) = cells[start + slot],
          let name = column.words[bytes.text]
        else { continue }
        cells[start + slot] = job.keep(name)
      }
      return try complete?(job, &cells, start, offset)
    }
    return hooks
  }
}
