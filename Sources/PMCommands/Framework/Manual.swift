// The whole manual as Markdown, written from the declarations: `pm help manual`.
import PMCore

extension HelpPage {
  /// Every command, then every topic, in the order of help.
  func manual() -> String {
    var text = "# pm\n"
    for section in Section.allCases {
      let groups = registry.shown.filter { $0.section == section }
      if groups.isEmpty { continue }
      text += "\n## \(section.title[language])\n"
      for group in groups {
        text += "\n### pm \(group.noun)\n\n\(group.summary[language])\n"
        for command in group.commands() where !command.spec.isHidden { text += entry(command.spec) }
      }
    }
    return text + helpTopics.map { chapter(of: $0.parts(self)) }.joined()
  }

  private func entry(_ spec: CommandSpec) -> String {
    var text = "\n#### `\(usageLine(spec))`\n\n\(spec.summary[language])\n"
    for note in spec.notes { text += "\(note[language])\n" }
    if !spec.examples.isEmpty {
      text += "\n```\n" + spec.examples.joined(separator: "\n") + "\n```\n"
    }
    let rows = spec.arguments.map { ($0.name, $0.help[language]) } + spec.shownOptions.map(row)
    if !rows.isEmpty { text += "\n" + list(rows) }
    return text
  }
}
