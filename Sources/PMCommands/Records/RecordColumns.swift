// `pm NOUN columns`: what records are made of.
import PMCore
import PMFormat

/// The columns verb of one record type.
struct RecordColumns {
  let record: RecordType

  var command: AnyCommand {
    AnyCommand(
      CommandSpec(
        "\(record.name) columns",
        Words("The columns of \(record.name): names, types, meaning.", zh: "\(record.title.zh)的列：名称、类型、含义。"),
        examples: ["pm \(record.name) columns"])
    ) { try run($0, &$1) }
  }

  private func run(_ arguments: Arguments, _ context: inout Context) throws {
    let language = context.language
    let sink = try context.sink([
      context.column("name", "列名", .code), context.column("chinese", "中文名", .code),
      context.column("aliases", "别名", .code), context.column("type", "类型", .code),
      context.column("required", "必填", .code), context.column("meaning", "含义", .code),
    ])
    let carried = record.parts.flatMap { part in
      part.sources.compactMap { source -> Column? in
        guard case .column(let column) = source.source else { return nil }
        return record.columns.contains { $0.name == column.name } ? nil : column
      }
    }
    var seen: Set<String> = []
    for column in record.columns + carried where seen.insert(column.name).inserted {
      sink.text(column.name)
      sink.text(column.zh)
      sink.text(column.aliases.joined(separator: " "))
      sink.text(
        column.target.map { context.words("code of \($0().name)", "\($0().title.zh)编码") }
          ?? column.kind.words[language])
      sink.text(column.isRequired && !column.isStamp ? context.words("yes", "是") : context.words("no", "否"))
      sink.text(column.help[language])
      try sink.endRow()
    }
  }
}
