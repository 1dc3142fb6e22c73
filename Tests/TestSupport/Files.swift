// Files of tests, written and read whole.
import Glibc

/// Writes a file for its owner alone, or writes it anew; ends the program where that cannot be.
package func writeFile(_ bytes: [UInt8], to path: String) {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  defer { close(file) }
  let count = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
  guard count == bytes.count else { fatalError("\(path) cannot be written") }
}

/// The bytes of a file, also of one that tells no size; empty where there is none.
package func fileBytes(_ path: String) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return [] }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = read(descriptor, &block, block.count), count > 0 {
    bytes += block[..<count]
  }
  return bytes
}

/// A file with these bytes while `body` runs.
package func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) rethrows -> Result {
  let folder = ScratchFolder()
  let path = folder.path + "/file"
  writeFile(bytes, to: path)
  return try withExtendedLifetime(folder) { try body(path) }
}
