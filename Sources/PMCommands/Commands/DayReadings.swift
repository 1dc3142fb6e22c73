// The readings that a move asks for: a file taken in with the move, or a reason why there is none.
import PMCore
import PMFormat
import PMStore

/// Readings of a room's meters on the day of a move.
struct DayReadings {
  static let file = Option(
    "readings", "FILE",
    Words("Readings of the room's meters; read in with the move.", zh: "该房间各表的读数文件，随本命令一并录入。"))
  static let none = Flag(
    "no-reading", Words("Go on without readings; needs --reason.", zh: "无读数继续办理；须填 --reason。"))
  static let reason = Option("reason", "TEXT", Words("Why; kept with it.", zh: "原因；一并保存。"))
  static let all: [any OptionSpec] = [file, none, reason]

  private let work: RecordImport?
  private let isExcused: Bool

  /// Checks the file before anything is locked.
  init(_ arguments: Arguments, _ context: inout Context) throws {
    isExcused = arguments[Self.none]
    if isExcused {
      if arguments.isGiven(Self.file) {
        throw Failure.usage(
          "contradiction", Words("give --readings or --no-reading, not both", zh: "--readings 与 --no-reading 只能给一个"))
      }
      _ = try arguments.require(Self.reason)
    }
    guard let path = arguments[Self.file] else {
      work = nil
      return
    }
    let options = ImportOptions()
    let source = try ImportSource.open(
      path: context.input(at: path), context.input, options, map: nil, record: Reading.record)
    let read = try RecordImport(
      Reading.record, source, options, try context.openForReading().settings(),
      today: try context.today(), clock: try context.importClock(), reasonsIn: nil, hooks: MeterRead.hooks)
    try read.check(context.openForReading())
    if !read.findings.isEmpty { throw try context.refusal(read) }
    context.doubts.add(read.findings.doubts)
    context.inputDigest = SHA256.hex(of: source.text.bytes)
    work = read
  }

  /// Writes the readings; then each meter of the room must have been read on one of `days`.
  ///
  /// - Returns: how many readings were new.
  func take(
    _ context: inout Context, _ database: Database, room: (id: Int64, code: String), on days: [Day]
  ) throws -> Int {
    var created = 0
    if let work {
      let counts = try work.write(database, entry: database.entry)
      if !work.findings.isEmpty { throw try context.refusal(work) }
      created = counts.main.created + counts.main.updated
      for words in work.warned { context.warn(words) }
    }
    try require(database, room: room, on: days)
    return created
  }

  /// Refuses to go on where a meter of the room was read on none of `days`, unless that is excused.
  func require(_ database: Database, room: (id: Int64, code: String), on days: [Day]) throws {
    if isExcused { return }
    let unread = try database.unreadMeters(ofRoom: room.id, on: days)
    if unread.isEmpty { return }
    let list = unread.joined(separator: ", ")
    let day = days.map(\.description).joined(separator: " / ")
    throw Failure.refused(
      "reading-needed",
      Words("room \(room.code): no reading of \(list) on \(day)", zh: "房间 \(room.code)：缺少 \(list) 在 \(day) 的读数"),
      hint: Words(
        "give them with --readings FILE, or go on with --no-reading --reason TEXT",
        zh: "请用 --readings FILE 录入，或用 --no-reading --reason TEXT 说明原因"))
  }
}
