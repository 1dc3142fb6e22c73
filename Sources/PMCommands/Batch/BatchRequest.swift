// One line of `pm batch`: what is asked, and what is answered.
import PMCore
import PMFormat

/// A command sent as JSON: `{"id": 1, "words": ["ticket", "show", "TS-202610-0001"]}`.
struct BatchRequest {
  /// What the answer repeats, as JSON; `null` where there was none.
  var id = "null"
  /// The command line without `pm`.
  var words: [String] = []
  /// What the command reads as `-`.
  var input: String?
  /// What tells the request from all others, so that it is done once.
  var key: String?

  /// Reads a line; a bare array is the words alone.
  ///
  /// On failure `id` is what could be read of it, so that the answer finds its request.
  init(_ line: [UInt8], line number: Int, id: inout String) throws {
    if line.count > RequestLines.longest {
      throw Failure(
        .badData, "request-too-long", Words("a request of over 4 MB", zh: "单个请求超过 4 MB"),
        hint: Words("import large files with a command of their own", zh: "大文件请单独用命令导入"),
        at: Place(file: "<stdin>", line: number))
    }
    let value: JSONValue
    do {
      value = try line.withUnsafeBufferPointer { try JSONReader.document($0) }
    } catch let error as JSONError {
      throw JSONError(error.rule, line: number, column: error.column).failure(in: "<stdin>")
    }
    let place = Place(file: "<stdin>", line: number)
    if case .array = value {
      words = try Self.words(value, place)
      return
    }
    guard case .object(let members) = value else { throw Self.noRequest(place) }
    switch value["id"] {
    case .string(let text): id = String(decoding: quotedJSON(text), as: UTF8.self)
    case .number(let text): id = text
    case nil, .null: break
    default:
      throw Failure(
        .usage, "bad-request", Words("\"id\" needs a number, or text in quotes", zh: "\"id\" 须为数字或带引号的文本"),
        at: place)
    }
    self.id = id
    guard let typed = value["words"] else { throw Self.noRequest(place) }
    words = try Self.words(typed, place)
    let known = ["id", "words", "input", "key"]
    for member in members where !known.contains(member.name) {
      throw Failure.unknown(
        "unknown-member", Words("unknown member \"\(member.name)\"", zh: "未知成员“\(member.name)”"),
        word: member.name, among: known)
    }
    input = try Self.text(value["input"], "input", place)
    key = try Self.text(value["key"], "key", place)
    if let key, key.isEmpty || key.utf8.count > 200 {
      throw Failure(
        .usage, "bad-request", Words("\"key\" needs 1 to 200 bytes", zh: "\"key\" 须为 1 至 200 字节"), at: place)
    }
  }

  private static func text(_ value: JSONValue?, _ name: String, _ place: Place) throws -> String? {
    guard let value, value != .null else { return nil }
    guard case .string(let text) = value else {
      throw Failure(
        .usage, "bad-request", Words("\"\(name)\" needs text in quotes", zh: "\"\(name)\" 须为带引号的文本"),
        at: place)
    }
    return text
  }

  private static func words(_ value: JSONValue, _ place: Place) throws -> [String] {
    guard case .array(let elements) = value, !elements.isEmpty else { throw noRequest(place) }
    return try elements.map { element in
      switch element {
      case .string(let text): return text
      case .number(let text): return text
      default: throw noRequest(place)
      }
    }
  }

  private static func noRequest(_ place: Place) -> Failure {
    Failure(
      .usage, "bad-request",
      Words("a request is an object with \"words\", or an array of words", zh: "请求应为含 \"words\" 的对象，或词的数组"),
      hint: Words(
        #"such as {"id": 1, "words": ["room", "show", "1-1-0101"]}"#,
        zh: #"如 {"id": 1, "words": ["room", "show", "1-1-0101"]}"#), at: place)
  }
}

/// What one command ended with: one line of JSON.
struct BatchAnswer {
  let id: String
  /// Which line of the input is answered.
  let line: Int
  var status: ExitCode
  /// What the command showed.
  var output: [UInt8] = []
  /// JSON objects, one a line.
  var messages: [UInt8] = []

  /// `{"id":1,"status":0,"output":[…],"messages":[],"line":1}`; output that is no JSON is one string.
  var text: [UInt8] {
    var text = Array("{\"id\":\(id),\"status\":\(status.rawValue),\"output\":".utf8)
    text += shown
    text += Array(",\"messages\":[".utf8)
    text += messages.split(separator: 0x0A).joined(separator: [0x2C])
    return text + Array("],\"line\":\(line)}\n".utf8)
  }

  private var shown: [UInt8] {
    if output.isEmpty { return Array("null".utf8) }
    let isJSON = output.withUnsafeBufferPointer { (try? JSONReader.document($0)) != nil }
    // No line end stands inside a JSON string, so those that are there only lay the text out.
    return isJSON
      ? output.filter { $0 != 0x0A } : quotedJSON(String(decoding: output, as: UTF8.self))
  }
}
