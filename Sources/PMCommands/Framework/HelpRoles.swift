// `pm help roles`: the roles, their rights, and every command with its right.
import PMCore

extension HelpPage {
  /// Which role has which right, what each right is for, and the commands that take it.
  func roles() -> [HelpPart] {
    let wide = Right.allCases.map(\.rawValue.count).max() ?? 0
    let heads = cell("", to: wide) + "  " + Role.allCases.map(\.rawValue).joined(separator: "  ")
    let marks = Right.table.map { row in
      let marks = Role.allCases.map { role in
        cell(row.roles.contains(role) ? "x" : "-", to: role.rawValue.count)
      }
      return trimmed(cell(row.right.rawValue, to: wide) + "  " + marks.joined(separator: "  "))
    }
    return [
      .title(Words("Who may do what", zh: "谁可以做什么")), .lines([heads] + marks),
      .title(Words("Rights", zh: "权限")),
      .rows(Right.table.map { ($0.right.rawValue, $0.meaning[language]) }),
      .title(Words("Commands: the right that each takes, and what a scope does with it", zh: "命令：所需权限，及管辖范围的作用")),
      .rows(commands(wide)),
      .note(
        Words(
          "whole: as for everybody; part: keeps to what stands under the scope (pm help scope); no: refused to somebody with a scope. A line a command: pm staff rights.",
          zh: "whole：与不限范围者相同；part：仅限管辖范围之内（见 pm help scope）；no：设有管辖范围者不得使用。逐条命令列出：pm staff rights。")),
      .note(
        Words(
          "While no member of staff has a login, the owner of the file does everything. After that an actor without one is refused.",
          zh: "尚无员工设有登录名时，数据库文件的所有者可做一切；此后无登录名者一律拒绝。")),
    ]
  }

  /// All commands by right and scope: a noun and its verbs, nouns with semicolons between them.
  private func commands(_ wide: Int) -> [(String, String)] {
    let specs = registry.shown.flatMap { $0.commands() }.map(\.spec).filter { !$0.isHidden }
    var rows: [(String, String)] = []
    for right in Right.allCases {
      for scope in ScopeRule.allCases {
        var nouns: [(name: String, verbs: [String])] = []
        for spec in specs where spec.access == Access(right, scope) {
          // Every record has it.
          let noun =
            spec.verb == "columns" ? Words("every NOUN", zh: "各名词")[language] : String(spec.name.prefix { $0 != " " })
          if let place = nouns.firstIndex(where: { $0.name == noun }) {
            if !nouns[place].verbs.contains(spec.verb) { nouns[place].verbs.append(spec.verb) }
          } else {
            nouns.append((noun, [spec.verb]))
          }
        }
        if nouns.isEmpty { continue }
        let names = nouns.map { $0.name + ($0.verbs == [""] ? "" : " " + $0.verbs.joined(separator: ", ")) }
        rows.append((cell(right.rawValue, to: wide) + "  " + scope.rawValue, names.joined(separator: "; ")))
      }
    }
    return rows
  }

  private func cell(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }

  private func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
