// One value typed by hand, checked as an import would check it.
import PMCore
import PMStore

extension Database {
  /// What `column` stores for `text`; an empty text clears it.
  func typed(_ column: Column, _ text: String, zone: Zone) throws -> TypedValue {
    let word = withBytes(of: text) { $0.trimmed.text }
    if word.isEmpty {
      if column.isRequired { throw refused(column, .required, "") }
      return TypedValue(column, .null, text: "")
    }
    if let target = column.target?() {
      do {
        return TypedValue(
          column, .integer(try row(of: target, code: word, zone: zone)), text: word)
      } catch let failure as Failure {
        // The row at fault is the one that is written, not one that was asked for.
        throw Failure(
          .badData, failure.finding.code,
          Words("\"\(word)\" is no known \(target.name)", zh: "“\(word)”不是已有的\(target.title.zh)"),
          hint: failure.finding.hint
            ?? Words("those there are: pm \(target.name) list", zh: "已有的见 pm \(target.name) list"),
          at: Place(columnName: column.name, value: word))
      }
    }
    if let (record, name) = column.vocabulary?() { try requireKnown(word, column, record, name) }
    let read = column.read(word, zone: zone)
    guard let stored = read.value else { throw refused(column, read.fault, word) }
    var shown = word
    if case .integer(let number) = stored { shown = column.kind.text(number, zone) }
    if case .text(let text) = stored {
      shown = text
      if let named = column.named, let name = try standardNames(of: named)[text] {
        return TypedValue(column, .text(name), text: name)
      }
    }
    return TypedValue(column, stored, text: shown)
  }

  private func refused(_ column: Column, _ fault: CellFault, _ word: String) -> Failure {
    let shown = word.isEmpty ? nil : column.repeated(word)
    let near = choice(nearTo: word, of: column.kind)
    return Failure(
      .badData, fault.code,
      Words(
        (shown.map { "\"\($0)\" " } ?? "") + fault.words.en,
        zh: (shown.map { "“\($0)”" } ?? "") + fault.words.zh),
      hint: near.map(didYouMean) ?? withBytes(of: word) { column.kind.remedy(fault, $0) }
        ?? fault.remedy ?? column.kind.instruction,
      at: Place(columnName: column.name, value: shown))
  }

  private func requireKnown(
    _ word: String, _ column: Column, _ record: RecordType, _ name: String
  ) throws {
    let known = try rows("SELECT DISTINCT \"\(name)\" FROM \(record.table) ORDER BY 1") {
      $0.string(0)
    }
    if known.contains(word) { return }
    throw Failure(
      .badData, "unknown-\(record.name)",
      Words("\"\(word)\" is no known \(record.name)", zh: "“\(word)”不是已有的\(record.title.zh)"),
      hint: suggestion(for: word, among: known).map(didYouMean),
      at: Place(columnName: column.name, value: word))
  }
}

extension Database {
  /// The codes and names of the categories that there are; empty where any text will do.
  func categoryNames() throws -> [String] {
    try rows("SELECT code FROM category UNION SELECT name FROM category ORDER BY 1") {
      $0.string(0)
    }
  }

  /// Refuses a category that is none, where there are any.
  func requireCategory(_ word: String) throws {
    let names = try categoryNames()
    if names.isEmpty || names.contains(word) { return }
    throw Failure(
      .badData, "unknown-category",
      Words("\"\(word)\" is no known category", zh: "“\(word)”不是已有的工单类别"),
      hint: didYouMean(nearest(word, names))
        ?? Words("known: pm category list", zh: "类别见 pm category list"),
      at: Place(columnName: "category", value: word))
  }

  /// Refuses a category that is for tickets of another kind.
  func requireCategory(_ word: String, of kind: String) throws {
    let kinds = try kinds(ofCategory: word)
    if kinds.isEmpty || kinds.contains(kind) { return }
    throw Failure(
      .badData, "category-kind",
      Words(
        "\"\(word)\" \(Self.misfit(kinds[0]).en)", zh: "“\(word)”\(Self.misfit(kinds[0]).zh)"),
      hint: Words(
        "pm category list --where kind=\(kind)", zh: "pm category list --where kind=\(kind)"),
      at: Place(columnName: "category", value: word))
  }

  /// What is said of a category of another kind.
  static func misfit(_ kind: String) -> Words {
    let zh = Ticket.kinds.first { $0.value == kind }?.zh ?? kind
    return Words("is a category of \(kind) tickets", zh: "是“\(zh)”工单的类别")
  }
}
