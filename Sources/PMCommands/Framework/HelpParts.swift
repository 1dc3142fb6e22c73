// What pages of help are made of, and how a terminal and the manual each set it.
import PMCore

/// A part of a page of help.
enum HelpPart {
  /// Begins a section; the first of a page names the page.
  case title(Words)
  /// What is typed, and what it does.
  case rows([(String, String)])
  /// A paragraph of a section.
  case text(Words)
  /// A paragraph below the sections.
  case note(Words)
  /// Lines that stay as they are.
  case lines([String])
}

extension HelpPage {
  /// The parts for a terminal: sections with a blank line between them.
  func text(of parts: [HelpPart]) -> String {
    var text = ""
    var isBelow = false
    for part in parts {
      switch part {
      case .title(let words): text += (text.isEmpty ? "" : "\n") + title(words)
      case .rows(let rows): text += table(rows)
      case .text(let words): text += wrapped(words[language], indent: 2)
      case .note(let words):
        text += (isBelow ? "" : "\n") + wrapped(words[language], indent: 0)
        isBelow = true
      case .lines(let lines): for line in lines { text += "  \(line)\n" }
      }
    }
    return text
  }

  /// The parts as a chapter in Markdown.
  func chapter(of parts: [HelpPart]) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .title(let words): text += (text.isEmpty ? "\n## " : "\n### ") + words[language] + "\n"
      case .rows(let rows): text += "\n" + list(rows)
      case .text(let words), .note(let words): text += "\n" + words[language] + "\n"
      case .lines(let lines): text += "\n" + lines.map { "    \($0)\n" }.joined()
      }
    }
    return text
  }

  /// Rows as a list in Markdown.
  func list(_ rows: [(String, String)]) -> String {
    rows.map { "- `\($0.0)`: \($0.1)\n" }.joined()
  }
}
