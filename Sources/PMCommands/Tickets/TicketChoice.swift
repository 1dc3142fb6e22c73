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
    filters = arguments.all(Self.filter)
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

  /// The first cell of each line, but for a heading.
  private static func words(of input: StandardInput) throws -> [String] {
    let text = try TextFile(input.file("-"))
    let words = String(decoding: text.bytes, as: UTF8.self)
      .split { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
      .compactMap { $0.split(separator: ",", omittingEmptySubsequences: false).first }
      .map { $0.filter { $0 != " " && $0 != "\"" } }
    return words.filter { !$0.isEmpty && $0 != "number" && $0 != "工单号" }
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
    try context.recordComparison(query.filters)
    let database = try context.database
    let seen = try database.seenTable(Ticket.record.table)
    query.conditions = [("t.id IN (SELECT id FROM \(seen))", [])]
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
