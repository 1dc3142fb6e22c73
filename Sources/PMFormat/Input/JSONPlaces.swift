// Where the values of a JSON document stand, for messages about what they mean.

/// The place of each member name and each value of a document, by its path.
package struct JSONPlaces {
  private let reader: JSONReader
  private var offsets: [[String]: Int] = [:]

  /// Walks through a document, which must outlive this value.
  package init(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) {
    var walker = JSONReader(bytes)
    reader = walker
    try walk(&walker, [])
  }

  /// The line and the character in it, both from 1, of the value at a path of names and places from
  /// 0; for a member its name.
  package func place(of path: [String]) -> (line: Int, column: Int) {
    var path = path
    while offsets[path] == nil, !path.isEmpty { path.removeLast() }
    let place = reader.error(.expectedValue, at: offsets[path] ?? 0)
    return (place.line, place.column)
  }

  private mutating func walk(_ walker: inout JSONReader, _ path: [String]) throws(JSONError) {
    guard let next = walker.peek() else { return }
    if offsets[path] == nil { offsets[path] = walker.at }
    guard path.count < JSONReader.deepest, next == Byte.openBrace || next == Byte.openBracket else {
      _ = try walker.value(depth: path.count)
      return
    }
    let close = next == Byte.openBrace ? Byte.closeBrace : Byte.closeBracket
    walker.at += 1
    if walker.peek() == close {
      walker.at += 1
      return
    }
    var place = 0
    repeat {
      var inner = path
      if next == Byte.openBrace {
        _ = walker.peek()
        let start = walker.at
        inner.append(String(decoding: try walker.name(), as: UTF8.self))
        offsets[inner] = start
      } else {
        inner.append(String(place))
        place += 1
      }
      try walk(&walker, inner)
    } while try walker.goesOn(until: close)
  }
}
