// A column of roles: one or several, stored as their words with a blank between them.

/// Roles as people list them, in English or Chinese; stored in the order of `Role`.
package struct RolesKind: CellKind {
  package init() {}

  package var shape: ColumnShape { .text }
  package var isInteger: Bool { false }
  package var words: Words {
    Words(
      "some of " + Role.allCases.map(\.rawValue).joined(separator: ", "),
      zh: "可多选：" + Role.allCases.map { "\($0.rawValue) \($0.zh)" }.joined(separator: "、"))
  }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    let names = bytes.text.split { " ,;+|，、；".contains($0) }
    let roles = names.compactMap { Role.named($0) }
    if roles.count < names.count || roles.isEmpty { return .bad(.notAChoice) }
    let kept = Role.allCases.filter(roles.contains).map(\.rawValue).joined(separator: " ")
    return .text(context.keep(kept.utf8))
  }
}
