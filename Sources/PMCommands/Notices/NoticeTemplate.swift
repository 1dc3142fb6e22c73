// The text of a message with variables: {name}, {rooms}, {arrears} … put in for each receiver.
import PMCore

/// A text in which words in braces stand for what is known of the receiver.
struct NoticeTemplate {
  /// What may stand in braces.
  enum Variable: String, CaseIterable {
    case name, code, rooms, arrears, due, prepaid, date
  }

  private enum Part {
    case text(String)
    case variable(Variable)
  }

  private var parts: [Part] = []

  /// Refuses a word in braces that stands for nothing.
  init(_ text: String) throws {
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      parts.append(.text(String(rest[..<open])))
      let word = rest[rest.index(after: open)...].prefix { $0 != "}" }
      guard word.endIndex < rest.endIndex, let variable = Variable(rawValue: String(word)) else {
        let known = Variable.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
        throw Failure.refused(
          "unknown-variable",
          Words("{\(word)} stands for nothing", zh: "{\(word)} 不是已有的变量"),
          hint: Words("there are \(known)", zh: "可用变量：\(known)"))
      }
      parts.append(.variable(variable))
      rest = rest[rest.index(after: word.endIndex)...]
    }
    parts.append(.text(String(rest)))
  }

  /// Whether anything is put in for the receiver.
  var isFilledIn: Bool {
    parts.contains { part in
      if case .variable = part { return true }
      return false
    }
  }

  /// Whether the text speaks of what is owed: then it is for those who owe.
  var speaksOfArrears: Bool {
    parts.contains { part in
      if case .variable(let variable) = part { return variable == .arrears || variable == .due }
      return false
    }
  }

  /// Whether the text says what was paid ahead.
  var speaksOfPrepayment: Bool {
    parts.contains { part in
      if case .variable(.prepaid) = part { return true }
      return false
    }
  }

  /// The text for one receiver.
  func text(_ value: (Variable) -> String) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .variable(let variable): value(variable)
      }
    }.joined()
  }
}
