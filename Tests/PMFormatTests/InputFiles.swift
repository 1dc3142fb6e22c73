// What the input tests share: temporary files and the real samples beside the checkout.
import Glibc
import PMFormat
import TestSupport
import Testing

/// What a file with these bytes reads as.
func text(of bytes: [UInt8], _ encoding: TextEncoding? = nil) throws -> String {
  try withFile(bytes) { path in
    let file = try TextFile(path: path, encoding: encoding)
    return withExtendedLifetime(file) { String(decoding: file.bytes, as: UTF8.self) }
  }
}

/// The error that `body` throws, if it is an `EncodingError`.
func encodingError(_ body: () throws -> Void) -> EncodingError? {
  do {
    try body()
    return nil
  } catch {
    return error as? EncodingError
  }
}

/// The directory of real samples that may stand beside the checkout or above it.
let realData: String? = {
  var directory = #filePath[...]
  while let slash = directory.lastIndex(of: "/") {
    directory = directory[..<slash]
    let candidate = "\(directory)/shared/realdata"
    if access(candidate, R_OK) == 0 { return candidate }
  }
  return nil
}()
