// A folder of its own for each test.
import Glibc

/// A new folder in `$TMPDIR`, else in /tmp; it goes with all that is in it.
package final class ScratchFolder: Sendable {
  package let path: String

  /// Ends the program where none can be made: nothing could be tested.
  package init() {
    let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(place)/pm-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { fatalError("no folder can be made in \(place)") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { removeFolder(path) }
}

/// Removes a folder and all that is in it; links are removed, not followed.
package func removeFolder(_ path: String) {
  for name in namesInFolder(path) {
    let inner = "\(path)/\(name)"
    if unlink(inner) != 0 { removeFolder(inner) }
  }
  rmdir(path)
}

/// The names in a folder; none where there is no such folder.
func namesInFolder(_ path: String) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}
