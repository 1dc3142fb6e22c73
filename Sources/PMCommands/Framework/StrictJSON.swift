// Reads the JSON of a file that people write: every unknown name, with the nearest real one, and where it stands.
import PMCore
import PMFormat

/// Takes values out of a JSON document by their path, and collects what is wrong with them.
struct StrictJSON {
  private let file: String
  private let places: JSONPlaces
  /// The code of the finding where a value cannot be read.
  private let valueCode: String
  private(set) var findings = Findings()

  init(_ file: String, places: JSONPlaces, valueCode: String) {
    self.file = file
    self.places = places
    self.valueCode = valueCode
  }

  /// Whether so much is wrong already that the rest is only counted.
  var isCounting: Bool { findings.count >= Findings.shown }

  // MARK: Values

  /// The members of an object; of those that are not among `names`, nil for any, it tells.
  mutating func members(
    _ value: JSONValue, _ path: [String], _ names: [String]? = nil
  ) -> [(String, JSONValue)] {
    guard case .object(let members) = value else {
      bad(path, Words("needs an object: {…}", zh: "应为对象 {…}"))
      return []
    }
    return members.compactMap { member in
      guard let names, !names.contains(member.name) else { return (member.name, member.value) }
      wrong(
        path + [member.name], "unknown-key",
        Words("unknown key \"\(member.name)\"", zh: "未知的键 \"\(member.name)\""),
        near(member.name, names)
          ?? Words("known are \(names.joined(separator: ", "))", zh: "可用的键：\(names.joined(separator: "、"))"))
      return nil
    }
  }

  /// The elements of a list, each with its place in the path.
  mutating func elements(_ value: JSONValue, _ path: [String]) -> [(String, JSONValue)] {
    guard case .array(let elements) = value else {
      bad(path, Words("needs a list: […]", zh: "应为列表 […]"))
      return []
    }
    return elements.enumerated().map { (String($0.offset), $0.element) }
  }

  mutating func string(_ value: JSONValue, _ path: [String]) -> String? {
    if case .string(let text) = value { return text }
    bad(path, Words("needs text in quotes", zh: "应为带引号的文本"))
    return nil
  }

  /// Text, or a number as it is spelled.
  mutating func text(_ value: JSONValue, _ path: [String]) -> String? {
    if case .number(let text) = value { return text }
    return string(value, path)
  }

  /// One text, or a list of them.
  mutating func texts(_ value: JSONValue, _ path: [String]) -> [String] {
    guard case .array = value else { return [text(value, path)].compactMap(\.self) }
    return elements(value, path).compactMap { text($0.1, path + [$0.0]) }
  }

  mutating func boolean(_ value: JSONValue, _ path: [String]) -> Bool {
    if case .bool(let flag) = value { return flag }
    bad(path, Words("needs true or false", zh: "应为 true 或 false"))
    return false
  }

  mutating func integer(_ value: JSONValue, _ path: [String], _ range: ClosedRange<Int>) -> Int? {
    if case .number(let text) = value, let number = Int(text), range.contains(number) { return number }
    bad(
      path,
      Words(
        "needs a number from \(range.lowerBound) to \(range.upperBound)",
        zh: "应为 \(range.lowerBound) 到 \(range.upperBound) 的数"))
    return nil
  }

  /// One of these words, or another, of which it tells; nil for what is no text.
  mutating func word(_ value: JSONValue, _ path: [String], of names: [String]) -> String? {
    guard let text = string(value, path) else { return nil }
    if !names.contains(text) { unknown(path, text, names) }
    return text
  }

  mutating func choice<Word: RawRepresentable & CaseIterable>(
    _ value: JSONValue, _ path: [String]
  ) -> Word? where Word.RawValue == String {
    word(value, path, of: Word.allCases.map(\.rawValue)).flatMap(Word.init(rawValue:))
  }

  // MARK: Findings

  /// Tells that `word` is none of `names`.
  mutating func unknown(_ path: [String], _ word: String, _ names: [String]) {
    let all = names.joined(separator: ", ")
    wrong(
      path, valueCode, Words("\"\(word)\" is none of \(all)", zh: "“\(word)”不是以下之一：\(all)"),
      near(word, names))
  }

  /// Tells that a value cannot be read.
  mutating func bad(_ path: [String], _ words: Words) { wrong(path, valueCode, words) }

  mutating func wrong(_ path: [String], _ code: String, _ words: Words, _ hint: Words? = nil) {
    // To find a place the file is read from its beginning: of what is only counted none is looked for.
    let place = isCounting ? nil : place(path)
    findings.add(Finding(code, words, hint: hint, at: place))
  }

  /// Where the value stands.
  func place(_ path: [String]) -> Place {
    let (line, column) = places.place(of: path)
    return Place(
      file: file, line: line, column: column,
      columnName: path.isEmpty ? nil : path.joined(separator: "."))
  }

  private func near(_ word: String, _ names: [String]) -> Words? {
    isCounting ? nil : suggestion(for: word, among: names).map(didYouMean)
  }
}
