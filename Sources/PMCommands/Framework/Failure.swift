// What went wrong, where, and what to do about it: the one error that commands throw.
package import PMCore

/// Where in an input something was found; lines and columns count from 1.
package struct Place: Sendable, Hashable {
  package var file: String?
  package var line: Int?
  package var column: Int?
  /// pm's name of the column.
  package var columnName: String?
  /// What stands above the column in the file.
  package var heading: String?
  /// The offending text, numbers of people in it masked: files are shifted by a column. Leave it out
  /// for a column with personal data.
  package let value: String?

  package init(
    file: String? = nil, line: Int? = nil, column: Int? = nil, columnName: String? = nil,
    heading: String? = nil, value: String? = nil
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.columnName = columnName
    self.heading = heading
    self.value = value.map { maskedPersons($0) }
  }

  /// `rooms.csv:17:4: floor_area: `, as far as it is known.
  var prefix: String {
    var text = ""
    if let file {
      text += file
      if let line { text += ":\(line)" }
      if line != nil, let column { text += ":\(column)" }
      text += ": "
    }
    if let cell { text += cell + ": " }
    return text
  }

  /// The column as the file calls it, and as pm does where that is another name:
  /// `建筑面积 (floor_area)`.
  var cell: String? {
    guard let columnName else { return nil }
    guard let heading, heading != columnName else { return columnName }
    return "\(heading) (\(columnName))"
  }
}

/// One thing found wrong in data: collected, so that all of them are shown in one go.
///
/// Numbers that tell who somebody is are masked in its words, whatever these repeat.
package struct Finding: Sendable, Hashable {
  /// Names the rule, kebab-case and stable: `not-a-number`.
  package var code: String
  package var message: Words
  package var hint: Words?
  package var place: Place?

  package init(_ code: String, _ message: Words, hint: Words? = nil, at place: Place? = nil) {
    self.code = code
    self.message = message.masked
    self.hint = hint?.masked
    self.place = place
  }
}

/// The first findings, and how many there are in all.
package struct Findings: Sendable {
  /// How many are shown; of the rest only the number is kept.
  package static let shown = 50

  package private(set) var first: [Finding] = []
  package private(set) var count = 0

  package init() {}

  package init(_ findings: [Finding]) {
    for finding in findings { add(finding) }
  }

  package var isEmpty: Bool { count == 0 }

  /// Counts the finding, and builds and keeps it while there is room.
  package mutating func add(_ finding: @autoclosure () -> Finding) {
    if count < Self.shown { first.append(finding()) }
    count += 1
  }

  /// Adds those of somebody else, behind these.
  mutating func add(_ others: Findings) {
    for finding in others.first { add(finding) }
    addUntold(others.count - others.first.count)
  }

  /// Counts findings that nobody built: there were enough before them.
  mutating func addUntold(_ more: Int) { count += more }
}

/// Why a command stopped, and with which exit status.
package struct Failure: Error, Sendable {
  package var exit: ExitCode
  package var finding: Finding
  /// Shown before the failure itself: all that is wrong with a file.
  package var findings: Findings
  /// What is doubtful beside them, shown behind them.
  var warnings = Findings()

  /// - Parameter code: the name of the rule, kebab-case and stable: `period-closed`.
  package init(
    _ exit: ExitCode, _ code: String, _ message: Words, hint: Words? = nil, at place: Place? = nil,
    findings: Findings = Findings()
  ) {
    self.exit = exit
    finding = Finding(code, message, hint: hint, at: place)
    self.findings = findings
  }

  /// A command line that cannot be understood.
  package static func usage(_ code: String, _ message: Words, hint: Words? = nil) -> Failure {
    Failure(.usage, code, message, hint: hint)
  }

  /// A record, file or database that is not there.
  package static func notFound(_ message: Words, hint: Words? = nil) -> Failure {
    Failure(.notFound, "not-found", message, hint: hint)
  }

  /// A rule of the business that refuses what was asked.
  package static func refused(_ code: String, _ message: Words, hint: Words? = nil) -> Failure {
    Failure(.badData, code, message, hint: hint)
  }

  /// Something that only a fault in pm itself can bring about.
  package static func fault(_ message: String) -> Failure {
    Failure(.fault, "fault", Words(message))
  }
}

extension Optional {
  /// The value, which must be there: only a fault in pm can have lost it.
  func orLost(_ what: String) throws -> Wrapped {
    guard let self else { throw Failure.fault("\(what) was lost") }
    return self
  }
}

extension Words {
  /// With the numbers of people in it masked.
  fileprivate var masked: Words { Words(maskedPersons(en), zh: maskedPersons(zh)) }
}
