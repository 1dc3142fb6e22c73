// The settings of a database.
package import PMCore

extension Database {
  /// What is set; anything else has its standard value.
  package func settings() throws -> Settings {
    var values: [String: String] = [:]
    try forEach("SELECT name, value FROM setting ORDER BY name") { row in
      values[row.string(0)] = row.string(1)
    }
    return Settings(values)
  }

  /// Sets one, and keeps what it was under the journal's `entry` (nil while the database is made);
  /// true where that changed something.
  ///
  /// The settings are one row of the history, number 0, in which each is a field.
  package func set(_ name: String, to value: String, entry: Int64?) throws -> Bool {
    let old = try text("SELECT value FROM setting WHERE name = ?1", [.text(name)])
    if old == value { return false }
    if let entry {
      var history = try HistoryWriter(self, entry: entry)
      let fields = try text("SELECT json_object(?1, ?2)", [.text(name), SQLValue(old)]) ?? "{}"
      try history.append(record: "setting", row: 0, old: fields)
    }
    try run(
      "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      [.text(name), .text(value)])
    return true
  }
}
