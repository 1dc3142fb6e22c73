// What the tests of imports share: files read back, and texts compared whatever the folder.
import Glibc
import Testing

/// The text of a file.
func text(of path: String) throws -> String {
  let descriptor = open(path, O_RDONLY)
  try #require(descriptor >= 0, "\(path)")
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 65536)
  while true {
    let count = read(descriptor, &block, block.count)
    if count <= 0 { break }
    bytes += block[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// The mode bits of a file.
func permissions(of path: String) throws -> mode_t {
  var status = stat()
  try #require(stat(path, &status) == 0)
  return status.st_mode & 0o777
}

/// Whether there is such a file.
func isFile(_ path: String) -> Bool { access(path, R_OK) == 0 }

extension String {
  /// The text as messages have it: files of the scratch folder by their names alone.
  func replacingFolder(_ folder: String) -> String {
    var result = ""
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(folder + "/") {
        rest = rest.dropFirst(folder.count + 1)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }
}

extension String {
  /// This text with every `part` written as `other`.
  func replacing(_ part: String, with other: String) -> String {
    var result = ""
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(part) {
        result += other
        rest = rest.dropFirst(part.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }
}
