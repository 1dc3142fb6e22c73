// JSON values as a tree: a whole document, or one record after the other.

extension JSONReader {
  /// The one value of a JSON document.
  package static func document(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value()
    if reader.peek() != nil { throw reader.error(.textAfterValue, at: reader.at) }
    return value
  }

  /// The one value of a JSON file.
  package static func document(_ file: TextFile) throws(JSONError) -> JSONValue {
    let value = try document(file.bytes)
    withExtendedLifetime(file) {}
    return value
  }

  /// Reads one value; `depth` arrays and objects stand around it.
  mutating func value(depth: Int = 0) throws(JSONError) -> JSONValue {
    guard let next = peek() else { throw error(.endOfInput, at: end) }
    switch next {
    case Byte.openBrace: return try object(depth: depth + 1)
    case Byte.openBracket: return try array(depth: depth + 1)
    case Byte.quote: return .string(text(try string()))
    case Byte.minus, Byte.zero...Byte.nine:
      return .number(String(decoding: try number(), as: UTF8.self))
    case UInt8(ascii: "t"):
      try literal("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try literal("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try literal("null")
      return .null
    default: throw error(.expectedValue, at: at)
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    if depth > Self.deepest { throw error(.tooDeep, at: at) }
    at += 1
    var members: [JSONMember] = []
    var names: Set<[UInt8]> = []
    if peek() == Byte.closeBrace {
      at += 1
      return .object(members)
    }
    repeat {
      _ = peek()
      let start = at
      let bytes = try name()
      let isNew = names.insert(Array(bytes)).inserted
      let name = text(bytes)
      if !isNew { throw error(.duplicateName(name), at: start) }
      members.append(JSONMember(name, try value(depth: depth)))
    } while try goesOn(until: Byte.closeBrace)
    return .object(members)
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
    if depth > Self.deepest { throw error(.tooDeep, at: at) }
    at += 1
    var elements: [JSONValue] = []
    if peek() == Byte.closeBracket {
      at += 1
      return .array(elements)
    }
    repeat {
      elements.append(try value(depth: depth))
    } while try goesOn(until: Byte.closeBracket)
    return .array(elements)
  }

  private func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    arena.reset()
    return text
  }
}

/// The objects of JSON Lines or of one top-level array, one at a time; the file is never held whole.
package struct JSONObjects {
  var reader: JSONReader
  private var isArray = false
  private var isStarted = false
  private var isEnded = false
  private var countedTo = 0
  private var line = 1
  private var owner: TextFile?

  /// Stands before the first object; `[` as first byte means an array, all else JSON Lines.
  package init(_ bytes: UnsafeBufferPointer<UInt8>) {
    reader = JSONReader(bytes)
  }

  /// Stands before the first object of a file and keeps the file mapped.
  package init(_ file: TextFile) {
    self.init(file.bytes)
    owner = file
  }

  /// The next object and the physical line where it starts; nil behind the last.
  package mutating func next() throws(JSONError) -> (value: JSONValue, line: Int)? {
    guard let line = try advance() else { return nil }
    return (try reader.value(depth: isArray ? 1 : 0), line)
  }

  /// Steps before the next object: its line, or nil when there is none.
  mutating func advance() throws(JSONError) -> Int? {
    if isEnded { return nil }
    if !isStarted {
      isStarted = true
      isArray = reader.peek() == Byte.openBracket
      if isArray {
        reader.at += 1
        if reader.peek() == Byte.closeBracket {
          reader.at += 1
          return try finish()
        }
      }
    } else if isArray {
      if try !reader.goesOn(until: Byte.closeBracket) { return try finish() }
    } else {
      let behind = reader.at
      if reader.peek() != nil, passedLines(from: behind, to: reader.at) == 0 {
        throw reader.error(.textAfterValue, at: reader.at)
      }
    }
    guard let first = reader.peek() else {
      if isArray { throw reader.error(.endOfInput, at: reader.end) }
      return try finish()
    }
    guard first == Byte.openBrace else { throw reader.error(.notAnObject, at: reader.at) }
    line += passedLines(from: countedTo, to: reader.at)
    countedTo = reader.at
    return line
  }

  private mutating func finish() throws(JSONError) -> Int? {
    isEnded = true
    if reader.peek() != nil { throw reader.error(.textAfterValue, at: reader.at) }
    return nil
  }

  private func passedLines(from start: Int, to end: Int) -> Int {
    LineCount.breaks(in: UnsafeBufferPointer(start: reader.base + start, count: end - start))
  }
}
