// Folders that many tests begin with, filled once.
import Glibc
import Synchronization

/// What folders held when they had been filled, by a name that says with what.
package final class KeptFolders: Sendable {
  /// The bytes of each file, by its name.
  private let kept = Mutex<[String: [String: [UInt8]]]>([:])

  package init() {}

  /// Fills an empty folder by `fill`, or where that was done before under this name, as it left it then.
  ///
  /// Databases must be closed when `fill` ends; the memory that processes share is not kept.
  package func fill(_ folder: String, as name: String, _ fill: () throws -> Void) rethrows {
    if let files = kept.withLock({ $0[name] }) {
      for (name, bytes) in files { writeFile(bytes, to: "\(folder)/\(name)") }
      return
    }
    try fill()
    let names = namesInFolder(folder).filter { !$0.hasSuffix("-shm") }
    let files = Dictionary(uniqueKeysWithValues: names.map { ($0, fileBytes("\(folder)/\($0)")) })
    kept.withLock { $0[name] = files }
  }
}
