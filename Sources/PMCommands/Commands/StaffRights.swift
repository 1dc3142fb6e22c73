// `pm staff rights`: which role may use which command, a line a command.
import PMCore
import PMFormat

/// `pm staff rights`: the table of who may do what, for programs and for whoever compares two versions.
enum StaffRights: Command {
  static let spec = CommandSpec(
    "staff rights",
    Words(
      "List the commands: the right that each takes, who has it, what a scope does with it.",
      zh: "列出各命令：所需权限、有权的角色、管辖范围的作用。"),
    examples: ["pm staff rights", "pm staff rights --format json"],
    notes: [
      Words(
        "scope: whole is as for everybody, part keeps to what stands under the scope, no is refused to somebody with a scope. See pm help roles.",
        zh: "scope：whole 与不限范围者相同，part 仅限管辖范围之内，no 设有管辖范围者不得使用。见 pm help roles。")
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let sink = try context.sink([
      OutputField(name: "command", title: Words("command", zh: "命令")[context.language], kind: .code),
      OutputField(name: "right", title: Words("right", zh: "权限")[context.language], kind: .code),
      OutputField(name: "scope", title: Words("scope", zh: "管辖范围")[context.language], kind: .code),
      OutputField(name: "roles", title: Words("roles", zh: "角色")[context.language], kind: .code),
    ])
    for spec in Registry.pm.shown.flatMap({ $0.commands() }).map(\.spec) where !spec.isHidden {
      sink.text(spec.name)
      sink.text(spec.access.right.rawValue)
      sink.text(spec.access.scope.rawValue)
      sink.text(spec.access.right.roles.map(\.rawValue).joined(separator: " "))
      try sink.endRow()
    }
  }
}
