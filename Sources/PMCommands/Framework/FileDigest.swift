// The digest of a file, whatever its size.
import Glibc
import PMFormat
import PMStore

/// The SHA-256 of a file in hexadecimal, read piece by piece.
func fileDigest(_ path: String) throws -> String {
  var status = stat()
  // A pipe would be waited for, and read away.
  if stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
    throw InputError(.device, path: path)
  }
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw InputError.system(errno, path: path) }
  defer { close(descriptor) }
  var hash = SHA256()
  var block = [UInt8](repeating: 0, count: 1 << 18)
  while true {
    let count = read(descriptor, &block, block.count)
    if count == 0 { return hash.hex() }
    if count > 0 {
      block.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    } else if errno != EINTR {
      throw InputError.system(errno, path: path)
    }
  }
}
