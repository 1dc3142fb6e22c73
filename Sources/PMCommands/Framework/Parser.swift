// From the words of a command line to a command and its checked arguments, GNU style.
import PMCore

/// What a command line asks for.
enum Request {
  case help(HelpTopic)
  case run(AnyCommand, Arguments)
}

/// Something that help can be shown about.
enum HelpTopic {
  case overview
  case noun(CommandGroup)
  case command(CommandSpec)
  case topic(String)
}

extension Registry {
  /// Reads a command line; throws a usage `Failure` that says what to type instead.
  func parse(_ words: [String]) throws -> Request {
    let typed = words.prefix { $0 != "--" }
    let wantsHelp = typed.contains { $0 == "-h" || $0 == "--help" }
    let places = wordPlaces(words)
    guard let nounPlace = places.first else {
      if typed.contains("--version"), let version = self["version"]?.commands().first {
        return .run(
          version, try parseArguments(words.filter { $0 != "--version" }, for: version.spec))
      }
      if let odd = typed.first(where: { $0.hasPrefix("-") && !wantsHelp }) {
        try checkCommon(odd)
      }
      return .help(.overview)
    }
    let noun = words[nounPlace]
    if noun == "help" { return try parseHelp(places.dropFirst().map { words[$0] }) }
    guard let group = self[noun] else { throw unknownNoun(noun, places.dropFirst().first.map { words[$0] }) }
    let commands = group.commands()
    if commands.isEmpty { throw unknownNoun(noun) }
    let rest = places.dropFirst().map { (place: $0, word: words[$0]) }
    let found = commands.filter { command in
      let verb = command.spec.verbWords
      guard rest.count >= verb.count else { return false }
      // The words of a verb stand together: `lid --label open` is the verb `lid`.
      return zip(verb, rest).enumerated().allSatisfy { index, pair in
        pair.0 == pair.1.word[...] && pair.1.place == rest[0].place + index
      }
    }.max { $0.spec.name.utf8.count < $1.spec.name.utf8.count }
    if wantsHelp {
      return .help(found.map { .command($0.spec) } ?? .noun(group))
    }
    guard let command = found else {
      if let word = rest.first?.word { throw unknownVerb(word, of: noun, commands) }
      if words.count == 1 { return .help(.noun(group)) }
      throw Failure.usage(
        "missing-verb", Words("\(noun) needs a verb", zh: "\(noun) 之后缺少动词"),
        hint: Words("see pm \(noun) --help", zh: "见 pm \(noun) --help"))
    }
    let named = Set([nounPlace] + rest.prefix(command.spec.verbWords.count).map(\.place))
    let left = words.enumerated().compactMap { named.contains($0.offset) ? nil : $0.element }
    return .run(command, try parseArguments(left, for: command.spec))
  }

  private func parseHelp(_ words: [String]) throws -> Request {
    guard let first = words.first else { return .help(.overview) }
    if helpNames.contains(first) { return .help(.topic(first)) }
    guard let group = self[first] else {
      throw unknownTopic(first)
    }
    if words.count == 1 {
      if let bare = group.commands().first(where: { $0.spec.verb.isEmpty }) {
        return .help(.command(bare.spec))
      }
      return .help(.noun(group))
    }
    let verb = words.dropFirst().joined(separator: " ")
    let commands = group.commands()
    guard let command = commands.first(where: { $0.spec.verb == verb }) else {
      throw unknownVerb(verb, of: first, commands)
    }
    return .help(.command(command.spec))
  }

  /// A word that is no noun and no topic; it may be a verb of some nouns.
  private func unknownTopic(_ word: String) -> Failure {
    var failure = Failure.unknown(
      "unknown-topic", Words("there is no help on \"\(word)\"", zh: "没有关于“\(word)”的帮助"), word: word,
      among: shown.map(\.noun) + helpNames)
    let specs = shown.flatMap { $0.commands() }.map(\.spec)
    let verbs = specs.filter { $0.verb == word && !$0.isHidden }.prefix(3).map(\.name)
    failure.finding.hint = lines([didYouMean(verbs) ?? failure.finding.hint, seeHelp("")])
    return failure
  }

  /// - Parameter next: the word behind it, which is the noun for people who type `pm list room`.
  private func unknownNoun(_ noun: String, _ next: String? = nil) -> Failure {
    if let next, let command = self[next]?.commands().first(where: { $0.spec.verb == noun }) {
      return Failure.usage(
        "unknown-noun", Words("unknown noun \"\(noun)\"", zh: "未知名词“\(noun)”"),
        hint: Words("did you mean pm \(command.spec.name)?", zh: "是否为 pm \(command.spec.name)？"))
    }
    var failure = Failure.unknown(
      "unknown-noun", Words("unknown noun \"\(noun)\"", zh: "未知名词“\(noun)”"), word: noun,
      among: shown.map(\.noun) + ["help"])
    failure.finding.hint = lines([failure.finding.hint, seeHelp("")])
    return failure
  }

  private func unknownVerb(_ verb: String, of noun: String, _ commands: [AnyCommand]) -> Failure {
    var failure = Failure.unknown(
      "unknown-verb", Words("\(noun) has no verb \"\(verb)\"", zh: "\(noun) 没有动词“\(verb)”"),
      word: verb,
      among: commands.filter { !$0.spec.isHidden }.map(\.spec.verb))
    failure.finding.hint = lines([failure.finding.hint, seeHelp(noun)])
    return failure
  }

  private func checkCommon(_ word: String) throws {
    let name = optionName(word)
    if Common.all.contains(where: { $0.name == name || $0.short.map { "-\($0)" } == word }) {
      return
    }
    throw unknownOption(word, Common.all, see: "")
  }
}

/// The places of the words before `--` that are neither common options nor their values: the
/// noun, the verb, and then whatever follows.
func wordPlaces(_ words: [String]) -> [Int] {
  var places: [Int] = []
  var index = 0
  while index < words.count, words[index] != "--" {
    let word = words[index]
    if word.hasPrefix("-"), word != "-", !isNegativeNumber(word) {
      let option = Common.all.first {
        "--\($0.name)" == word || $0.short.map { "-\($0)" } == word
      }
      if option?.placeholder != nil { index += 1 }
    } else {
      places.append(index)
    }
    index += 1
  }
  return places
}

/// Reads the options and arguments of one command.
func parseArguments(_ words: [String], for spec: CommandSpec) throws -> Arguments {
  let own = spec.options
  /// Its own come first: they may have the name of a common one.
  func option(where isIt: (any OptionSpec) -> Bool) -> (any OptionSpec)? {
    own.first(where: isIt) ?? Common.all.first(where: isIt)
  }
  var arguments = Arguments()
  var positionals: [String] = []
  var index = 0
  func value(of option: any OptionSpec) throws -> String {
    index += 1
    if index < words.count, !looksLikeOption(words[index]) { return words[index] }
    throw Failure.usage(
      "missing-value",
      Words("--\(option.name) needs a value", zh: "--\(option.name) 缺少值"),
      hint: lines([helpLine(option), seeHelp(spec.name)]))
  }
  func take(_ option: any OptionSpec, _ text: String) throws {
    if !option.isRepeatable, arguments.isGiven(option.name) { throw twice(option, spec) }
    let text = plain(text, for: option)
    try check(text, option, spec)
    arguments.set(option.name, text)
  }
  while index < words.count {
    let word = words[index]
    if word == "--" {
      positionals += words[(index + 1)...]
      break
    }
    if word.hasPrefix("--") {
      guard let option = option(where: { $0.name == optionName(word) }) else {
        throw unknownOption(word, own + Common.all, see: spec.name)
      }
      let given = word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
      if option.placeholder == nil {
        if given != nil {
          throw Failure.usage(
            "unexpected-value",
            Words("--\(option.name) takes no value", zh: "--\(option.name) 不带值"),
            hint: lines([helpLine(option), seeHelp(spec.name)]))
        }
        if arguments.isGiven(option.name) { throw twice(option, spec) }
        arguments.set(option.name)
      } else {
        try take(option, try given ?? value(of: option))
      }
    } else if looksLikeOption(word) {
      var letters = word.dropFirst()
      while let letter = letters.popFirst() {
        guard let option = option(where: { $0.short == letter }) else {
          throw unknownOption("-\(letter)", own + Common.all, see: spec.name)
        }
        if option.placeholder == nil {
          if arguments.isGiven(option.name) { throw twice(option, spec) }
          arguments.set(option.name)
        } else {
          try take(option, try letters.isEmpty ? value(of: option) : String(letters))
          letters = ""
        }
      }
    } else {
      positionals.append(word)
    }
    index += 1
  }
  try assign(positionals, to: &arguments, spec)
  return arguments
}

/// Full-width digits and signs of a date, a number or an amount as plain ones, as in files.
private func plain(_ text: String, for option: any OptionSpec) -> String {
  let figures: Set = ["DATE", "PERIOD", "YYYY-MM", "INSTANT", "N", "NUMBER", "SECONDS", "AMOUNT", "SUM"]
  guard figures.contains(option.placeholder ?? "") else { return text }
  return withBytes(of: text) { halfWidth($0).map { String(decoding: $0, as: UTF8.self) } ?? text }
}

/// Hands the positional words to the declared arguments, from left to right.
private func assign(
  _ words: [String], to arguments: inout Arguments, _ spec: CommandSpec
) throws {
  var rest = words[...]
  for argument in spec.arguments {
    if argument.isVariadic {
      for word in rest { arguments.add(argument.name, word) }
      if rest.isEmpty, argument.isRequired { throw missing(argument, spec) }
      rest = []
    } else if let word = rest.popFirst() {
      arguments.add(argument.name, word)
    } else if argument.isRequired {
      throw missing(argument, spec)
    }
  }
  if let extra = rest.first.map({ maskedPersons($0) }) {
    throw Failure.usage(
      "unexpected-argument",
      Words("unexpected argument \"\(extra)\"", zh: "多余的参数“\(extra)”"),
      hint: lines([usageWords(spec), seeHelp(spec.name)]))
  }
}

private func missing(_ argument: Argument, _ spec: CommandSpec) -> Failure {
  Failure.usage(
    "missing-argument", Words("\(argument.name) is missing", zh: "缺少 \(argument.name)"),
    hint: lines([usageWords(spec), seeHelp(spec.name)]))
}

private func twice(_ option: any OptionSpec, _ spec: CommandSpec) -> Failure {
  Failure.usage(
    "option-twice", Words("--\(option.name) is given twice", zh: "--\(option.name) 重复"),
    hint: lines([helpLine(option), seeHelp(spec.name)]))
}

private func check(_ text: String, _ option: any OptionSpec, _ spec: CommandSpec) throws {
  let accepted: Bool
  do {
    accepted = try option.accepts(text)
  } catch var failure as Failure {
    failure.finding.hint = lines([
      failure.finding.hint, helpLine(option), seeHelp(spec.name),
    ])
    throw failure
  }
  if accepted { return }
  let near = suggestion(for: text, among: option.choices).map(didYouMean)
  let kind = whatIsTaken(by: option)
  throw Failure.usage(
    "bad-value",
    Words(
      "--\(option.name): \"\(text)\" is not \(kind.en)",
      zh: "--\(option.name)：“\(text)”不是\(kind.zh)"),
    hint: lines([near, helpLine(option), seeHelp(spec.name)]))
}

/// The values of an option in words: `a date such as 2026-10-31`.
private func whatIsTaken(by option: any OptionSpec) -> Words {
  if !option.choices.isEmpty {
    return Words(
      "one of \(option.choices.joined(separator: ", "))",
      zh: " \(option.choices.joined(separator: "、")) 之一")
  }
  return switch option.placeholder ?? "" {
  case "DATE": Words("a date such as 2026-10-31", zh: "日期（如 2026-10-31）")
  case "PERIOD", "YYYY-MM": Words("a month such as 2026-10", zh: "月份（如 2026-10）")
  case "INSTANT":
    Words("a moment such as \"2026-10-01 19:17\"", zh: "时刻（如 2026-10-01 19:17）")
  case "N", "NUMBER", "SECONDS": Words("a whole number", zh: "整数")
  case "AMOUNT": Words("an amount such as 12.50", zh: "金额（如 12.50）")
  case let other: Words(other, zh: " \(other)")
  }
}

private func unknownOption(
  _ word: String, _ known: [any OptionSpec], see command: String
) -> Failure {
  let name = optionName(word)
  let near = suggestion(for: name, among: known.map(\.name))
  let option = known.first { $0.name == near }
  let shown = word.hasPrefix("--") ? "--\(name)" : word
  return Failure.usage(
    "unknown-option", Words("unknown option \(shown)", zh: "未知选项 \(shown)"),
    hint: lines([
      near.map { didYouMean("--\($0)") }, option.map(helpLine), seeHelp(command),
    ]))
}

/// `as-of` of `--as-of=2026-10-31`.
private func optionName(_ word: String) -> String {
  String(word.drop { $0 == "-" }.prefix { $0 != "=" })
}

/// Whether a word begins an option: `-` and negative numbers do not.
private func looksLikeOption(_ word: String) -> Bool {
  word.hasPrefix("-") && word != "-" && !isNegativeNumber(word)
}

private func isNegativeNumber(_ word: String) -> Bool {
  var rest = word.utf8.dropFirst()
  if rest.first == 0x2E { rest = rest.dropFirst() }
  return word.hasPrefix("-") && rest.first.map { (0x30...0x39).contains($0) } == true
}

private func helpLine(_ option: any OptionSpec) -> Words {
  let head = "--\(option.name)" + (option.placeholder.map { " \($0)" } ?? "")
  return Words("\(head)  \(option.help.en)", zh: "\(head)  \(option.help.zh)")
}

func seeHelp(_ command: String) -> Words {
  let line = command.isEmpty ? "pm --help" : "pm \(command) --help"
  return Words("see \(line)", zh: "见 \(line)")
}

private func usageWords(_ spec: CommandSpec) -> Words {
  Words("usage: \(usageLine(spec))", zh: "用法：\(usageLine(spec))")
}

/// `pm room show CODE [options]`.
func usageLine(_ spec: CommandSpec) -> String {
  (["pm", spec.name] + spec.arguments.map(\.usage) + ["[options]"]).joined(separator: " ")
}

/// Several hints, one a line.
func lines(_ hints: [Words?]) -> Words? {
  let all = hints.compactMap { $0 }
  if all.isEmpty { return nil }
  return Words(
    all.map(\.en).joined(separator: "\n"), zh: all.map(\.zh).joined(separator: "\n"))
}
