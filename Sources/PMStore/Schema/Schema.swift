// The whole schema of a new database, and how an older one becomes like it.
import PMCore

/// The tables of pm.
package enum Schema {
  /// The highest schema version of a released pm; raised by the commit that releases one.
  ///
  /// Up to it a version is what its file in Tests/Fixtures/schema says, and changes no more: a new
  /// declaration needs a new version and a migration. Above it `make record` writes the file anew.
  package static let released: Int64 = 0

  /// The statements of a new database: what the declarations say, the settings and the journal.
  package static var sql: String {
    settingsSQL + Journal.schema + Records.all.map(\.createSQL).joined()
  }

  private static let settingsSQL = """
    CREATE TABLE setting (
      name TEXT PRIMARY KEY NOT NULL,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    """

  /// Makes all tables in an empty database; part of one transaction.
  package static func create(in database: Database) throws {
    try database.execute(sql)
    try database.setSchemaVersion(Database.schemaVersion)
  }
}
