// Which tickets a command is about: numbers typed, read from standard input, or by condition.
import PMCore
import PMFormat
import PMStore

/// The tickets that a command line names.
struct TicketChoice {
  static let numbers = Argument(
    "NUMBER", Words("Numbers of tickets; - reads them from standard input.", zh: "工单号；- 从标准输入读取。"),
    .any)
  static let filter = Option(
    "where", "FIELD=VALUE",
    Words("All tickets like this; state is where they stand now.", zh: "符合条件的全部工单；state 指当前状态。"),
    repeatable: true)

  private var numbers: [String] = []
  private let filters: [String]

  /// Reads standard input, where it is asked for, before anything is locked.
  init(_ arguments: Arguments, _ input: StandardInput) throws {
    filters = try arguments.conditions(Self.filter)
    for word in arguments.all(Self.numbers) {
      numbers += word == "-" ? try Self.words(of: input) : [word]
    }
    let isAsked = !arguments.all(Self.numbers).isEmpty
    if isAsked == !filters.isEmpty {
      throw Failure.usage(
        "which-tickets",
        Words("give NUMBER…, - or --where", zh: "请给出工单号、- 或 --where（三者之一）"))
    }
  }

  /// The column of numbers of what another command lists, in any format that imports read; of a text
  /// without headings the words in front of the first comma or tab of each line.
  private static func words(of input: StandardInput) throws -> [String] {
    guard let number = Ticket.record.column("number") else { return [] }
    let source = try ImportSource.open(path: "-", input, ImportOptions(), map: nil, record: Ticket.record)
    var scanner = source.scanner()
    var row = CSVRow()
    let names = HeaderNames([number])
    guard scanner.readHeader(into: &row) == .row,
      let field = (0..<row.count).first(where: { names[row.text($0)] != nil })
    else {
      let text = withExtendedLifetime(source) { String(decoding: source.text.bytes, as: UTF8.self) }
      return text.split(whereSeparator: \.isNewline)
        .compactMap { $0.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "\t" }.first }
        .flatMap { $0.filter { $0 != "\"" }.split(whereSeparator: \.isWhitespace).map(String.init) }
    }
    var numbers: [String] = []
    while true {
      switch scanner.next(into: &row) {
      case .end: return numbers
      case .fault(let fault): throw source.failure(fault)
      case .row: numbers.append(withBytes(of: row.text(field)) { $0.trimmed.text })
      }
    }
  }

  /// The rows of the tickets, each once, in the order given; unknown ones are told all at once.
  func rows(_ context: inout Context, zone: Zone) throws -> [Int64] {
    if !filters.isEmpty { return try matching(&context, zone) }
    let database = try context.database
    var rows: [Int64] = []
    var seen: Set<Int64> = []
    var failures: [Failure] = []
    for number in numbers {
      do {
        let row = try database.row(of: Ticket.record, code: number, zone: zone)
        if seen.insert(row).inserted { rows.append(row) }
      } catch let failure as Failure {
        failures.append(failure)
      }
    }
    if let failure = failures.first {
      if failures.count == 1, numbers.count == 1 { throw failure }
      throw Failure(
        failure.exit, failure.finding.code,
        Words(
          "\(failures.count) of \(numbers.count) tickets are not there; nothing was changed",
          zh: "\(numbers.count) 张工单中有 \(failures.count) 张不存在；未作任何更改"),
        findings: Findings(failures.map(\.finding)))
    }
    return rows
  }

  private func matching(_ context: inout Context, _ zone: Zone) throws -> [Int64] {
    guard let number = Ticket.record.column("number") else { return [] }
    var query = RecordQuery(Ticket.record, columns: [number])
    let reader = FilterReader(
      Ticket.record, try context.database, zone: zone, for: context.authority)
    query.filters = try filters.flatMap { try reader.filters($0) }
    let database = try context.database
    let seen = try database.seenTable(Ticket.record.table)
    query.restrictions = ["t.id IN (SELECT id FROM \(seen))"]
    try context.recordComparison(in: query)
    var found: [Int64] = []
    var numbers: [String] = []
    var statement = try query.prepare(database)
    while try statement.step() { numbers.append(statement.string(0)) }
    for number in numbers {
      found.append(try database.row(of: Ticket.record, code: number, zone: zone))
    }
    return found
  }
}
