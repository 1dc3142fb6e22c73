// How a database of an earlier pm becomes like a new one: one step a version, in order.
//
// `make record` writes the tables that the declarations make to Tests/Fixtures/schema/N.sql, with the rows of a
// small estate, while no release has them: a test says when a declaration has changed them. The commit that
// releases pm sets `Schema.released` to N; from then on that file stays as it is, and a changed declaration
// needs version N + 1, a step here, and `make record` for the file of N + 1. `make test` opens, migrates and
// checks each file of all versions.

/// A step of the schema, from the version before to `version`.
package struct Migration: Sendable {
  package let version: Int64
  /// What it does, as a sentence for whoever reads the list.
  package let summary: String
  let run: @Sendable (Database) throws -> Void

  /// - Parameter run: changes tables and rows; part of a transaction that is open.
  package init(
    _ version: Int64, _ summary: String, _ run: @escaping @Sendable (Database) throws -> Void
  ) {
    self.version = version
    self.summary = summary
    self.run = run
  }

  /// Every step since version 1; appended to, and never changed once it is released.
  ///
  /// A column that was added to a declaration is one line here, with the type and the CHECK that
  /// the declaration gives it:
  ///
  ///     Migration(2, "Rooms have a balcony area.") { database in
  ///       try database.execute("ALTER TABLE room ADD COLUMN balcony_area INTEGER CHECK (…)")
  ///     },
  package static let all: [Migration] = []
}

extension Database {
  /// Brings the schema to `target`, in the transaction that is open; how many steps that took.
  ///
  /// References are looked at when all steps are done: a table that is made anew has none in
  /// between.
  package func migrate(
    by migrations: [Migration] = Migration.all, to target: Int64 = schemaVersion
  ) throws -> Int {
    guard isInTransaction else { throw StoreError("a migration outside of a transaction") }
    let found = try schemaVersion()
    let steps = migrations.filter { $0.version > found && $0.version <= target }
    guard steps.map(\.version) == Array((found + 1)..<(max(target, found) + 1)) else {
      throw StoreError("there is no way from schema version \(found) to \(target)")
    }
    if steps.isEmpty { return 0 }
    try execute("PRAGMA defer_foreign_keys = ON")
    for step in steps {
      try step.run(self)
      try setSchemaVersion(step.version)
      try Interruption.check()
    }
    if let fault = try text("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1") {
      throw StoreError("after the migration rows of \(fault) refer to what is not there")
    }
    return steps.count
  }
}
