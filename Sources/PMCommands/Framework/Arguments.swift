// What was typed after the command, read through the typed keys that declared it.
import PMCore

/// The checked values of one command line.
package struct Arguments: Sendable {
  private var options: [(name: String, text: String)] = []
  private var flags: [String] = []
  private var positionals: [(name: String, text: String)] = []

  package init() {}

  /// The value given, else the default.
  package subscript<Value>(option: Option<Value>) -> Value? {
    for (name, text) in options where name == option.name {
      if let value = try? option.parse(text) { return value }
    }
    return option.defaultValue
  }

  /// All values of a repeatable option, in the order given.
  package func all<Value>(_ option: Option<Value>) -> [Value] {
    options.compactMap { $0.name == option.name ? try? option.parse($0.text) : nil }
  }

  /// What was typed for an option, in the order given.
  func texts(_ name: String) -> [String] { options.compactMap { $0.name == name ? $0.text : nil } }

  /// Whether the flag was given.
  package subscript(flag: Flag) -> Bool { flags.contains(flag.name) }

  /// The argument, or nil where it was left out.
  package subscript(argument: Argument) -> String? {
    positionals.first { $0.name == argument.name }?.text
  }

  /// All words of a variadic argument, in the order given.
  package func all(_ argument: Argument) -> [String] {
    positionals.compactMap { $0.name == argument.name ? $0.text : nil }
  }

  /// The value of an option that this command cannot do without.
  package func require<Value>(_ option: Option<Value>) throws -> Value {
    if let value = self[option] { return value }
    throw Failure.usage(
      "missing-option",
      Words(
        "--\(option.name) \(option.placeholder ?? "") is required",
        zh: "缺少选项 --\(option.name) \(option.placeholder ?? "")"))
  }

  /// The value of an argument that this command cannot do without.
  package func require(_ argument: Argument) throws -> String {
    if let value = self[argument] { return value }
    throw Failure.usage("missing-argument", Words("\(argument.name) is missing", zh: "缺少参数 \(argument.name)"))
  }

  /// Whether the option was typed, whatever its default.
  package func isGiven(_ option: some OptionSpec) -> Bool { isGiven(option.name) }

  func isGiven(_ name: String) -> Bool {
    options.contains { $0.name == name } || flags.contains(name)
  }

  mutating func set(_ name: String, _ text: String) { options.append((name, text)) }
  mutating func set(_ flag: String) { flags.append(flag) }
  mutating func add(_ argument: String, _ text: String) { positionals.append((argument, text)) }
}
