// What a column of the output is: its names and how its values are printed.

/// A column of the output.
package struct OutputField: Sendable, Equatable {
  /// How the values of a column are printed.
  package enum Kind: Sendable, Equatable {
    /// Any text, in which somebody's number may stand.
    case text
    /// Codes, digests, settings: texts that are shown as they are; a table cuts them like text.
    case code
    /// A code, a date or another short text that a table never cuts.
    case plain
    /// A number that comes as text, since its decimals differ from row to row.
    case figure
    /// A whole number.
    case integer
    /// A scaled integer printed with as few decimals as it needs; in JSON a string.
    case decimal(scale: Int)
    /// A scaled integer printed with always that many decimals; in JSON a string.
    case fixed(scale: Int)
    /// Minor units printed with two decimals; in JSON a string, and `name_minor` an integer.
    case money
    /// Yes or no; in JSON true or false.
    case boolean
  }

  /// The machine name: the key in JSON, the heading in CSV.
  package private(set) var name: String
  private var givenTitle: String?
  /// How values are printed.
  package let kind: Kind

  package init(name: String, title: String? = nil, kind: Kind) {
    self.name = name
    givenTitle = title
    self.kind = kind
  }

  /// The heading for people, in the language of the run; made when it is asked for, as JSON has none.
  ///
  /// Without a title the name is the heading, and a title that is only the name becomes readable:
  /// `floor_area` is headed Floor area.
  package var title: String {
    guard let givenTitle else { return name }
    return givenTitle == name ? Self.readable(name) : givenTitle
  }

  /// The column with other words for what its names say.
  package func relabelled(_ label: (String) -> String) -> OutputField {
    var field = self
    field.name = label(name)
    field.givenTitle = givenTitle.map(label)
    return field
  }

  /// Names that are written in capitals.
  private static let capitals: Set = ["id", "kpi", "sla", "sql", "vat", "iso", "a4"]

  /// A machine name as a heading for people.
  package static func readable(_ name: String) -> String {
    let words = name.split(whereSeparator: { $0 == "_" || $0 == "-" }).map { word in
      capitals.contains(String(word)) ? word.uppercased() : String(word)
    }
    // `days_0_30` is a range of days.
    var text = ""
    for (place, word) in words.enumerated() {
      let isRange = place > 0 && Int(word) != nil && Int(words[place - 1]) != nil
      text += (place == 0 ? "" : isRange ? "–" : " ") + word
    }
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// True for columns that people expect to line up on the right.
  package var isNumeric: Bool {
    switch kind {
    case .text, .code, .plain, .boolean: false
    case .figure, .integer, .decimal, .fixed, .money: true
    }
  }

  /// True for what a table cuts where a line is too short for all.
  var isCut: Bool { kind == .text || kind == .code }

  /// How scaled integers of this column are printed.
  var scale: DecimalScale {
    switch kind {
    case .decimal(let scale): DecimalScale(places: scale, trims: true)
    case .fixed(let scale): DecimalScale(places: scale, trims: false)
    case .money: .money
    case .text, .code, .plain, .figure, .integer, .boolean: DecimalScale(places: 0, trims: false)
    }
  }
}
