// A directory of its own for each test that needs files.

import Glibc
import PMStore
import TestSupport
import Testing

/// A fresh directory under the system's temporary one, removed with its files at the end.
final class Scratch {
  private let folder = ScratchFolder()
  var path: String { folder.path }

  /// The path of the file `name` in this directory.
  func file(_ name: String = "pm.db") -> String { "\(path)/\(name)" }

  /// A finished pm database with one table, `note(id, body)`.
  func database(_ name: String = "pm.db", lockWait: Duration = .seconds(5)) throws -> Database {
    let database = try Database.open(file(name), mode: .create, lockWait: lockWait)
    try database.write { database in
      try database.execute(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT")
      try database.setSchemaVersion(Database.schemaVersion)
      return .commit(())
    }
    return database
  }

  /// Writes a file of these bytes, or cuts it.
  func write(_ text: String, to name: String, mode: mode_t = 0o600) throws {
    let descriptor = open(file(name), O_CREAT | O_WRONLY | O_TRUNC, mode)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    #expect(Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count)
  }

  /// The size of a file; nil when it is not there.
  func size(of name: String) -> Int? {
    var status = stat()
    return stat(file(name), &status) == 0 ? Int(status.st_size) : nil
  }

  /// The permission bits of a file; nil when it is not there.
  func mode(of name: String) -> mode_t? {
    var status = stat()
    return stat(file(name), &status) == 0 ? status.st_mode & 0o777 : nil
  }
}

/// Runs `body` and gives the store's error that it must end in.
func storeError(_ body: () throws -> Void) throws -> StoreError {
  try #require(throws: StoreError.self, performing: body)
}
