// The files of a sample: its database put back to a copy, and what commands wrote beside it.
import Glibc
import PMFormat
import PMStore
import TestSupport
import Testing

extension ExportSample {
  /// Puts the database back to `master.db`.
  func restore() throws {
    for tail in ["", "-wal", "-shm", ".lock"] { unlink(file("pm.db" + tail)) }
    writeFile(try content(of: "master.db"), to: file("pm.db"))
    // A copy has no log; a reader of it would hold a writer up.
    try Database.open(file("pm.db"), mode: .readWrite).useWriteAheadLog()
  }

  func content(of name: String) throws -> [UInt8] {
    let file = try MappedFile(path: file(name))
    return withExtendedLifetime(file) { Array(file.bytes) }
  }

  /// The files in a folder, with its name in front, besides databases and what the tests wrote.
  func files(in folder: String = "") -> [String] {
    guard let directory = opendir(file(folder)) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      let isOwn = ["in.csv", "paid.csv", "stray.csv", "deposits.csv", "plain.json", ".", ".."].contains(name)
      if isOwn || name.contains(".db") { continue }
      if entry.pointee.d_type == UInt8(DT_DIR) {
        names += files(in: folder + name + "/")
      } else {
        names.append(folder + name)
      }
    }
    return names.sorted()
  }

  /// What stands in those files, and in databases that a command made, which then are gone.
  func takeFiles() throws -> [(name: String, text: String)] {
    let taken = try files().map { ($0, String(decoding: try content(of: $0), as: UTF8.self)) }
    for (name, _) in taken {
      unlink(file(name))
      if let slash = name.lastIndex(of: "/") { rmdir(file(String(name[..<slash]))) }
    }
    for name in ["copy.db", "other.db"] { unlink(file(name)) }
    return taken
  }
}
