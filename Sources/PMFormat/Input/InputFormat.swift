// Which form an input has: told, or seen from its first byte.

/// The forms of input that an import reads.
package enum InputFormat: String, CaseIterable, Sendable {
  case csv
  case tsv
  /// One array of objects.
  case json
  /// One object a line.
  case jsonl

  /// The format of this name (`ndjson` is `jsonl`), whatever its case.
  package init?(named name: String) {
    let name = name.lowercased()
    guard let format = InputFormat(rawValue: name == "ndjson" ? "jsonl" : name) else { return nil }
    self = format
  }

  /// The format of a text by its first byte that is no white space: `[`, `{`, or anything else.
  package init(sniffing bytes: UnsafeBufferPointer<UInt8>) {
    let spaces = [Byte.space, Byte.tab, Byte.lineFeed, Byte.carriageReturn, 0xEF, 0xBB, 0xBF]
    switch bytes.first(where: { !spaces.contains($0) }) {
    case Byte.openBracket: self = .json
    case Byte.openBrace: self = .jsonl
    default: self = .csv
    }
  }

  /// The format of a file by its first byte.
  package init(sniffing file: TextFile) {
    self = file.withBytes { InputFormat(sniffing: $0) }
  }

  /// The delimiter that the format fixes; nil where it is to be detected.
  package var delimiter: UInt8? {
    self == .tsv ? Byte.tab : nil
  }
}
