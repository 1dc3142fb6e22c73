// Help: examples first, then how to type it, what it does, and what it takes.
import PMCore
import PMFormat

/// Pages of help, written from the declarations.
struct HelpPage {
  let registry: Registry
  let language: Language
  let width: Int

  func text(_ topic: HelpTopic) -> String {
    switch topic {
    case .overview: overview()
    case .noun(let group): noun(group)
    case .command(let spec): command(spec)
    case .topic("manual"): manual()
    case .topic(let name): text(of: helpTopics.first { $0.name == name }?.parts(self) ?? [])
    }
  }

  /// `pm` alone: the front row, then the further nouns, then how to begin.
  private func overview() -> String {
    var text =
      Words("pm keeps rooms, customers, service, bills and reports.", zh: "pm：房产、客户、服务、收费与报表。")[
        language] + "\n"
    text += "\n" + title(Words("Usage", zh: "用法")) + "  pm NOUN VERB [ARGUMENT…] [--option value]\n"
    for section in Section.allCases {
      let groups = registry.shown.filter { $0.section == section }
      if groups.isEmpty { continue }
      text += "\n" + title(section.title)
      if section == .front {
        text += table(groups.map { ($0.noun, $0.summary[language]) })
      } else {
        text += wrapped(groups.map(\.noun).joined(separator: " "), indent: 2)
      }
    }
    text += "\n" + title(Words("Getting started", zh: "入门"))
    text += table([
      ("pm init", Words("create ./pm.db", zh: "建立 ./pm.db")[language]),
      ("pm room columns", Words("what a file of rooms may hold", zh: "房间文件可含的列")[language]),
      ("pm room import FILE", Words("read rooms and their owners", zh: "导入房间与业主")[language]),
    ])
    let topics = helpNames.joined(separator: ", ")
    text +=
      "\n"
      + wrapped(
        Words(
          "More: pm NOUN --help, pm help NOUN VERB, pm help TOPIC (\(topics)).",
          zh: "更多：pm NOUN --help，pm help NOUN VERB，pm help TOPIC（\(topics)）。")[language], indent: 0)
    return text
  }

  private func noun(_ group: CommandGroup) -> String {
    let commands = group.commands().filter { !$0.spec.isHidden }
    var text = "pm \(group.noun): \(group.summary[language])\n"
    let examples = commands.flatMap { $0.spec.examples.prefix(1) }.prefix(5)
    if !examples.isEmpty {
      text += "\n" + title(Words("Examples", zh: "示例"))
      for example in examples { text += "  \(example)\n" }
    }
    text += "\n" + title(Words("Verbs", zh: "动词"))
    text += table(
      commands.map { command in
        let spec = command.spec
        let head = ([spec.verb] + spec.arguments.map(\.usage)).joined(separator: " ")
        return (head, spec.summary[language])
      })
    text +=
      "\n"
      + Words(
        "See pm \(group.noun) VERB --help.", zh: "见 pm \(group.noun) VERB --help。")[language] + "\n"
    return text
  }

  private func command(_ spec: CommandSpec) -> String {
    var text = ""
    if !spec.examples.isEmpty {
      text += title(Words("Examples", zh: "示例"))
      for example in spec.examples { text += "  \(example)\n" }
      text += "\n"
    }
    text += title(Words("Usage", zh: "用法")) + "  \(usageLine(spec))\n\n"
    text += wrapped(spec.summary[language], indent: 0)
    for note in spec.notes { text += wrapped(note[language], indent: 0) }
    if !spec.arguments.isEmpty {
      text += "\n" + title(Words("Arguments", zh: "参数"))
      text += table(spec.arguments.map { ($0.name, $0.help[language]) })
    }
    if !spec.shownOptions.isEmpty {
      text += "\n" + title(Words("Options", zh: "选项"))
      text += table(spec.shownOptions.map(row))
    }
    text += "\n" + Words("Common options: pm help options", zh: "公共选项：pm help options")[language]
    text += "\n\n" + title(Words("Exit status", zh: "退出码"))
    text += wrapped(
      spec.exitCodes.map { "\($0.rawValue) \($0.meaning[language])" }.joined(separator: "; ")
        + Words(" (all: pm help exit-codes)", zh: "（全部：pm help exit-codes）")[language], indent: 2)
    return text
  }

  /// An option as a row of help.
  func row(_ option: any OptionSpec) -> (String, String) {
    let short = option.short.map { "-\($0), " } ?? ""
    var help = option.help[language]
    if let value = option.defaultText {
      help += Words(" Default: \(value).", zh: "默认：\(value)。")[language]
    }
    if option.isRepeatable { help += Words(" Repeatable.", zh: "可重复。")[language] }
    return (short + "--\(option.name)" + (option.placeholder.map { " \($0)" } ?? ""), help)
  }

  func title(_ words: Words) -> String { words[language] + (language == .chinese ? "：\n" : ":\n") }

  /// Two columns; a head too long for its column gets a line of its own.
  func table(_ rows: [(String, String)]) -> String {
    let longest = rows.map { displayWidth($0.0) }.filter { $0 <= 24 }.max() ?? 24
    let column = longest + 4
    var text = ""
    for (head, body) in rows {
      let lines = wrap(body, to: max(width - column, 20))
      var line = "  " + head
      if displayWidth(head) > longest {
        text += line + "\n"
        line = ""
      }
      for part in lines {
        text +=
          line + String(repeating: " ", count: max(column - displayWidth(line), 0)) + part + "\n"
        line = ""
      }
    }
    return text
  }

  /// A paragraph, wrapped to the terminal.
  func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    return wrap(text, to: max(width - indent, 20)).map { margin + $0 + "\n" }.joined()
  }
}

/// The lines of `text`, none wider than `width` where it can be helped.
func wrap(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  var used = 0
  for word in text.split(separator: " ") {
    let wide = displayWidth(String(word))
    if used > 0, used + 1 + wide <= width {
      line += " " + word
      used += 1 + wide
      continue
    }
    if used > 0 { lines.append(line) }
    line = ""
    used = 0
    for character in word {  // Chinese has no blanks: cut where the line is full
      let step = displayWidth(String(character))
      if used + step > width {
        lines.append(line)
        line = ""
        used = 0
      }
      line.append(character)
      used += step
    }
  }
  if used > 0 || lines.isEmpty { lines.append(line) }
  return lines
}
