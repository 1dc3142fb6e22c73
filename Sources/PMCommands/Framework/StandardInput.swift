// What a command reads where a file is called `-`.
import PMCore
import PMFormat

/// The standard input of a command: of the process, or sent along with a command of a stream.
package enum StandardInput {
  case process
  case sent([UInt8])
  /// Nothing was sent along.
  case none

  /// The file at `path`; `-` is this input.
  func file(_ path: String) throws -> MappedFile {
    guard path == "-" else { return try MappedFile(path: path) }
    switch self {
    case .process: return try MappedFile(path: path)
    case .sent(let bytes):
      let spool = try SpoolFile()
      try bytes.withUnsafeBufferPointer { try spool.append($0) }
      return try spool.mapped()
    case .none:
      throw Failure(
        .notFound, "no-input", Words("nothing was sent along to be read as -", zh: "没有随请求附上可作为 - 读取的内容"),
        hint: Words("add \"input\": \"…\" to the request", zh: "请在请求中加入 \"input\": \"…\""))
    }
  }
}
