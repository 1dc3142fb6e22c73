// How the journal repeats what was asked.
import PMCore

/// What was asked, fit for the journal: of the values of fields only those that name what was meant
/// (codes, numbers of documents, choices, periods), no folders, and nothing of the options that only
/// say how to run.
func journalText(_ words: [String], _ spec: CommandSpec) -> String {
  let dropped: [any OptionSpec] = [
    Common.database, Common.lockWait, Common.quiet, Common.verbose, Common.noProgress,
    Common.color, Common.language, Common.format, Common.output, Common.yes,
  ]
  var (kept, approver): ([String], [String]) = ([], [])
  var fields = JournalFields(words, spec)
  var isCondition = false
  var index = 0
  while index < words.count {
    let word = words[index]
    index += 1
    if isCondition {
      isCondition = false
      kept.append(fields.shown(word))
      continue
    }
    if word.hasPrefix("-"),
      let option = dropped.first(where: {
        word == "--\($0.name)" || word.hasPrefix("--\($0.name)=") || $0.short.map { "-\($0)" } == word
      })
    {
      if option.placeholder != nil, !word.contains("=") { index += 1 }
      continue
    }
    // Free text may say anything of anybody.
    if word.hasPrefix("-"),
      let text = spec.options.first(where: {
        $0.placeholder == "TEXT" && (word == "--\($0.name)" || word.hasPrefix("--\($0.name)="))
      })
    {
      if !word.contains("=") { index += 1 }
      kept.append("--\(text.name)=…")
    } else if let option = named(word, spec) {
      // Names may have a telephone beside them, and so may files.
      let equals = word.firstIndex(of: "=")
      let value = equals.map { String(word[word.index(after: $0)...]) } ?? (index < words.count ? words[index] : "")
      if equals == nil { index += 1 }
      let name = option.placeholder == "FILE" ? fileName(value) : withoutBlanks(value)
      // Stands last, where `db check` finds all of the name and nothing else.
      if option.name == CorrectionOptions.approver.name {
        approver = [approverText(name)]
        continue
      }
      kept.append("--\(option.name)" + (equals == nil ? " " : "=") + maskedPersons(name))
    } else if !word.hasPrefix("-"), word.contains("=") {
      kept.append(fields.shown(word))
    } else if let value = fieldValue(word) {
      kept.append(word[..<value] + fields.shown(String(word[value...])))
    } else if !word.hasPrefix("-"), word.contains("/") {
      kept.append(maskedPersons(fileName(word)))
    } else {
      kept.append(word)
      isCondition = word == "--\(RecordList.filter.name)"
    }
  }
  let name = spec.name.split(separator: " ").map(String.init)
  if kept.starts(with: name) { kept.removeFirst(name.count) }
  return (kept + approver).joined(separator: " ")
}

/// How the journal names an approver, behind all else that was asked.
func approverText(_ name: String) -> String { "--\(CorrectionOptions.approver.name) \(maskedPersons(name))" }

/// The option of a word whose value is the name of somebody or of a file, or a key.
private func named(_ word: String, _ spec: CommandSpec) -> (any OptionSpec)? {
  guard word.hasPrefix("--") else { return nil }
  let name = word.dropFirst(2).prefix { $0 != "=" }
  return (spec.options + Common.all).first { $0.name == name && ["NAME", "FILE", "KEY"].contains($0.placeholder) }
}

/// A path without its folders.
private func fileName(_ path: String) -> String {
  path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
}

/// Where the field begins in an option such as `--where=phone=139…`.
private func fieldValue(_ word: String) -> String.Index? {
  guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return nil }
  let start = word.index(after: equals)
  return JournalFields.mark(in: word[start...]) == nil ? nil : start
}

/// Which fields of a command's words say what was meant, and nothing of anybody.
private struct JournalFields {
  private static let marks = Array("=<>~!".utf8)

  /// Where the comparison begins in `phone~139…`.
  static func mark(in word: Substring) -> String.Index? {
    word.utf8.firstIndex { marks.contains($0) }
  }

  /// The record that the words name; sought only where a field is typed, since that builds them all.
  private lazy var record = words.lazy.compactMap { Records.named($0) }.first
  private let words: [String]

  init(_ words: [String], _ spec: CommandSpec) {
    self.words = words
    if let known = spec.record { record = known }
  }

  /// `code=Y001` as it stands, `phone=139…` without its value.
  mutating func shown(_ word: String) -> String {
    guard let start = Self.mark(in: word[...]) else { return "…" }
    let value = Substring(word.utf8[start...].drop { Self.marks.contains($0) })
    let name = String(word[..<start])
    guard let column = column(name), column.namesSubjects else { return word[..<value.startIndex] + "…" }
    return word[..<value.startIndex] + maskedPersons(String(value))
  }

  /// The column of this name; most are asked for by their own, which needs no table of headings.
  private mutating func column(_ name: String) -> Column? {
    guard let record else { return nil }
    if let column = record.column(name) { return column }
    return HeaderNames(record.columns)[name].map { record.columns[$0] }
  }
}

extension Column {
  /// Whether its values are codes, numbers of documents, choices or periods.
  var namesSubjects: Bool {
    if kind.mask != nil { return false }
    if isReference || kind is CodeKind || kind is SerialKind || !kind.choices.isEmpty { return true }
    if case .period = kind.shape { return true }
    return false
  }
}
