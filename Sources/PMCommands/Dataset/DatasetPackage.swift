// The description of a dataset: a Frictionless data package (datapackage.org, version 1).
import PMCore
import PMFormat

/// Collects what `datapackage.json` says, out of the records' declarations.
struct DatasetPackage {
  private let settings: Settings
  private var resources: [String] = []
  private(set) var files: [DatasetFile] = []

  init(settings: Settings) { self.settings = settings }

  mutating func add(_ record: RecordType, _ columns: [Column], _ file: DatasetFile) {
    files.append(file)
    let fields = columns.map { "          " + $0.tableField }
    let links = columns.compactMap { column -> String? in
      guard let target = column.target?(), target.key.count == 1 else { return nil }
      return "          {\"fields\": \(json(column.name)), \"reference\": {\"resource\": "
        + "\(json(target.name)), \"fields\": \(json(target.key[0]))}}"
    }
    let key = record.key.map(json).joined(separator: ", ")
    resources.append(
      """
          {
            "name": \(json(record.name)),
            "title": \(json(record.title.zh)),
            "description": \(json(record.summary.en)),
            "profile": "tabular-data-resource",
            "path": \(json(file.name)),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": \(file.bytes),
            "hash": "sha256:\(file.digest)",
            "rows": \(file.rows),
            "schema": {
              "fields": [
      \(fields.joined(separator: ",\n"))
              ],
              "missingValues": [""],
              "primaryKey": [\(key)],
              "foreignKeys": [\(links.isEmpty ? "" : "\n" + links.joined(separator: ",\n") + "\n        ")]
            }
          }
      """)
  }

  var text: String {
    let set = settings.names.sorted().map { "    \(json($0)): \(json(settings[$0]))" }
    return """
      {
        "name": "pm-dataset",
        "title": \(json(settings["title"])),
        "profile": "tabular-data-package",
        "settings": {\(set.isEmpty ? "" : "\n" + set.joined(separator: ",\n") + "\n  ")},
        "resources": [
      \(resources.joined(separator: ",\n"))
        ]
      }

      """
  }
}

extension Column {
  /// The column as a field of a Table Schema.
  fileprivate var tableField: String {
    var members = ["\"name\": \(json(name))", "\"title\": \(json(zh))"]
    if isReference {
      members.append("\"type\": \"string\"")
    } else {
      switch kind.shape {
      case .text, .code: members.append("\"type\": \"string\"")
      case .integer: members.append("\"type\": \"integer\"")
      case .boolean:
        members.append("\"type\": \"boolean\", \"trueValues\": [\"yes\"], \"falseValues\": [\"no\"]")
      case .date: members.append("\"type\": \"date\"")
      case .instant: members.append("\"type\": \"datetime\"")
      case .period: members.append("\"type\": \"yearmonth\"")
      case .decimal, .money: members.append("\"type\": \"number\"")
      }
    }
    if !help.en.isEmpty { members.append("\"description\": \(json(help.en))") }
    var rules: [String] = []
    // A key's empty date means since ever.
    if isRequired { rules.append("\"required\": true") }
    if !kind.choices.isEmpty {
      rules.append("\"enum\": [\(kind.choices.map { json($0.value) }.joined(separator: ", "))]")
    }
    if !rules.isEmpty { members.append("\"constraints\": {\(rules.joined(separator: ", "))}") }
    return "{\(members.joined(separator: ", "))}"
  }
}

private func json(_ text: String) -> String { String(decoding: quotedJSON(text), as: UTF8.self) }
