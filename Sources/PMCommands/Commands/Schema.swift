// `pm schema NAME`: what the JSON of a record's list and export looks like, as JSON Schema.
import PMCore
import PMFormat

/// `pm schema`: the JSON Schema of a record, out of its declaration.
enum SchemaOf: Command {
  static let spec = CommandSpec(
    "schema",
    Words("The JSON Schema of a record's list and export.", zh: "记录列表与导出的 JSON Schema。"),
    arguments: [ExportRecords.noun], examples: ["pm schema room", "pm schema bill"],
    notes: [
      Words(
        "Columns may be added in later versions, never taken away or given another type.",
        zh: "以后的版本只会增加列，不会去掉列或改变类型。")
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.print(text: try ExportRecords.record(arguments).jsonSchema + "\n")
  }
}

extension RecordType {
  /// The JSON Schema of an array of rows with all columns.
  var jsonSchema: String {
    var properties: [String] = []
    for column in columns {
      let name = jsonText(column.name)
      let isNullable = !column.isRequired && column.defaultValue == nil && key != [column.name]
      let head = "      \(name): {\"title\": \(jsonText(column.zh)), "
      properties.append(head + column.jsonType(nullable: isNullable || column.expression != nil) + "}")
      if column.kind.shape == .money, !column.isReference {
        let type = isNullable ? "[\"integer\", \"null\"]" : "\"integer\""
        properties.append("      \(jsonText(column.name + "_minor")): {\"type\": \(type)}")
      }
    }
    return """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": \(jsonText(name)),
        "description": \(jsonText(summary.en)),
        "type": "array",
        "items": {
          "type": "object",
          "properties": {
      \(properties.joined(separator: ",\n"))
          }
        }
      }
      """
  }
}

extension Column {
  /// The type of this column in JSON, as members of its schema.
  fileprivate func jsonType(nullable: Bool) -> String {
    func type(_ name: String, _ more: String = "") -> String {
      "\"type\": " + (nullable ? "[\"\(name)\", \"null\"]" : "\"\(name)\"") + more
    }
    if isReference { return type("string") }
    if !kind.choices.isEmpty {
      let values = kind.choices.map { jsonText($0.value) } + (nullable ? ["null"] : [])
      return "\"enum\": [\(values.joined(separator: ", "))]"
    }
    switch kind.shape {
    case .text, .code: return type("string")
    case .integer: return type("integer")
    case .boolean: return type("boolean")
    // A key's empty date, "since ever", is null.
    case .date:
      return defaultValue == nil
        ? type("string", ", \"format\": \"date\"") : "\"type\": [\"string\", \"null\"], \"format\": \"date\""
    case .instant:
      return type("string", ", \"pattern\": \"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(:[0-9]{2})?$\"")
    case .period: return type("string", ", \"pattern\": \"^[0-9]{4}-[0-9]{2}$\"")
    case .decimal: return type("string", ", \"pattern\": \"^-?[0-9]+([.][0-9]+)?$\"")
    case .money: return type("string", ", \"pattern\": \"^-?[0-9]+[.][0-9]{2}$\"")
    }
  }
}

private func jsonText(_ text: String) -> String { String(decoding: quotedJSON(text), as: UTF8.self) }
