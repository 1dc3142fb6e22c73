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

  /// Sets one; true where that changed something.
  package func set(_ name: String, to value: String) throws -> Bool {
    if try text("SELECT value FROM setting WHERE name = ?1", [.text(name)]) == value { return false }
    try run(
      "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      [.text(name), .text(value)])
    return true
  }
}
