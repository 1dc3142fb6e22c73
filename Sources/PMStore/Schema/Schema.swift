// The whole schema of a new database, and how an older one becomes like it.
import PMCore

/// The tables of pm.
package enum Schema {
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
