// What a command takes: typed options, flags and positional arguments, declared once.
package import PMCore

/// What parsing, help and completion need to know of an option or a flag.
package protocol OptionSpec: Sendable {
  /// Without dashes: `as-of`.
  var name: String { get }
  var short: Character? { get }
  /// What stands for the value in help: `DATE`; nil for a flag.
  var placeholder: String? { get }
  var help: Words { get }
  var isRepeatable: Bool { get }
  /// Whether its value is held against texts of records, in which a number of somebody may stand.
  var isCompared: Bool { get }
  /// The values it takes, where they can be listed.
  var choices: [String] { get }
  /// What help shows as the value in force without the option.
  var defaultText: String? { get }
  /// Whether `text` is a value; may throw a `Failure` that says more.
  func accepts(_ text: String) throws -> Bool
}

/// An option with a value of type `Value`: `--as-of DATE`.
package struct Option<Value: Sendable>: OptionSpec {
  package let name: String
  package let short: Character?
  package let placeholder: String?
  package let help: Words
  package let isRepeatable: Bool
  package let isCompared: Bool
  package let choices: [String]
  package let defaultValue: Value?
  package let defaultText: String?
  let parse: @Sendable (String) throws -> Value?

  /// - Parameter parse: returns nil (or throws a `Failure` that says more) for what is no value.
  package init(
    _ name: String, _ placeholder: String, _ help: Words, short: Character? = nil,
    default defaultValue: Value? = nil, repeatable: Bool = false, compared: Bool = false,
    choices: [String] = [], parse: @escaping @Sendable (String) throws -> Value?
  ) {
    self.name = name
    self.placeholder = placeholder
    self.help = help
    self.short = short
    self.defaultValue = defaultValue
    isRepeatable = repeatable
    isCompared = compared
    self.choices = choices
    self.parse = parse
    defaultText = defaultValue.map { "\($0)" }
  }

  package func accepts(_ text: String) throws -> Bool { try parse(text) != nil }
}

extension Option where Value == String {
  /// An option whose value is any text, the empty one included.
  package init(
    _ name: String, _ placeholder: String, _ help: Words, short: Character? = nil,
    default defaultValue: String? = nil, repeatable: Bool = false, compared: Bool = false
  ) {
    self.init(
      name, placeholder, help, short: short, default: defaultValue, repeatable: repeatable,
      compared: compared, parse: { $0 })
  }

  /// An option whose value is one of `choices`.
  package init(
    _ name: String, choices: [String], _ help: Words, default defaultValue: String? = nil
  ) {
    self.init(
      name, choices.joined(separator: "|"), help, default: defaultValue, choices: choices,
      parse: { choices.contains($0) ? $0 : nil })
  }
}

extension Option where Value == Int {
  /// An option whose value is a whole number in `range`.
  package init(
    _ name: String, _ placeholder: String, _ help: Words, in range: ClosedRange<Int>,
    default defaultValue: Int? = nil
  ) {
    self.init(name, placeholder, help, default: defaultValue) { text in
      guard text.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) }),
        let number = Int(text)
      else { return nil }
      if range.contains(number) { return number }
      throw Failure.usage(
        "out-of-range",
        Words(
          "--\(name): \(number) is not between \(range.lowerBound) and \(range.upperBound)",
          zh: "--\(name)：\(number) 不在 \(range.lowerBound) 与 \(range.upperBound) 之间"))
    }
  }
}

extension Option
where Value: RawRepresentable & CaseIterable, Value.RawValue == String, Value.AllCases: Sendable {
  /// An option whose value is one of the raw values of an enum.
  package init(
    _ name: String, of type: Value.Type, _ help: Words, default defaultValue: Value? = nil
  ) {
    let choices = type.allCases.map(\.rawValue)
    self.name = name
    short = nil
    placeholder = choices.joined(separator: "|")
    self.help = help
    isRepeatable = false
    isCompared = false
    self.choices = choices
    self.defaultValue = defaultValue
    defaultText = defaultValue?.rawValue
    parse = { Value(rawValue: $0) }
  }
}

/// An option without a value: `--dry-run`.
package struct Flag: OptionSpec {
  package let name: String
  package let short: Character?
  package let help: Words
  package var placeholder: String? { nil }
  package var isRepeatable: Bool { false }
  package var isCompared: Bool { false }
  package var choices: [String] { [] }
  package var defaultText: String? { nil }

  package init(_ name: String, _ help: Words, short: Character? = nil) {
    self.name = name
    self.help = help
    self.short = short
  }

  package func accepts(_ text: String) -> Bool { false }
}

/// A positional argument: `FILE`.
package struct Argument: Sendable {
  /// How often it may be given.
  package enum Count: Sendable {
    case one, optional, oneOrMore, any
  }

  /// As help shows it, in capitals: `CODE`, `FIELD=VALUE`.
  package let name: String
  package let help: Words
  package let count: Count

  package init(_ name: String, _ help: Words, _ count: Count = .one) {
    self.name = name
    self.help = help
    self.count = count
  }

  /// `CODE`, `[CODE]`, `CODE…` or `[CODE…]`.
  package var usage: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .oneOrMore: "\(name)…"
    case .any: "[\(name)…]"
    }
  }

  var isRequired: Bool { count == .one || count == .oneOrMore }
  var isVariadic: Bool { count == .oneOrMore || count == .any }
}
