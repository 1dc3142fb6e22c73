// The options that every command takes, and the environment variables behind them.
package import PMCore
package import PMFormat

/// The declarations of the common options.
package enum Common {
  package static let database = Option(
    "db", "PATH",
    Words("The database (else $PM_DB, else ./pm.db).", zh: "数据库（否则 $PM_DB，否则 ./pm.db）。"))
  package static let format = Option(
    "format", of: OutputFormat.self,
    Words(
      "Of the output: table on a terminal, csv into a pipe, or as FILE of --output ends.",
      zh: "输出格式：终端默认 table，管道默认 csv，或取决于 --output 的扩展名。"))
  package static let output = Option(
    "output", "FILE", Words("Write the output to FILE.", zh: "输出写入 FILE。"), short: "o")
  package static let asOf = Option(
    "as-of", "DATE",
    Words(
      "The day that rules and reports use (default today in the database's zone).",
      zh: "规则与报表所用的日期（默认为数据库时区的今天）。"),
    parse: Day.init(_:))
  package static let at = Option(
    "at", "INSTANT",
    Words(
      "When it happened, as 2026-10-31 14:05 in the database's zone, or with Z or +08:00 behind (default now, never later).",
      zh: "事件发生时刻，写作 2026-10-31 14:05（数据库时区），或其后加 Z、+08:00（默认现在，不得晚于现在）。"),
    parse: EventTime.init(_:))
  package static let language = Option(
    "lang", of: Language.self,
    Words(
      "Of help, messages and tables; zh also turns CSV headings Chinese.",
      zh: "帮助、消息与表格的语言；zh 同时使 CSV 表头为中文。"))
  package static let actor = Option(
    "actor", "NAME", Words("Act for NAME, where the role may.", zh: "代 NAME 操作（须有权限）。"))
  package static let scope = Option(
    "scope", "ORG", Words("Only what stands under ORG.", zh: "仅限 ORG 之下。"))
  package static let dryRun = Flag(
    "dry-run",
    Words(
      "Do all the work, say what would change, roll back. An import that compares personal data with what is stored is recorded all the same.",
      zh: "全部试做，说明变更，然后回滚。导入与已存个人信息作了比对的，仍会留痕。"),
    short: "n")
  package static let detailedExitCode = Flag(
    "detailed-exit-code",
    Words("With --dry-run: exit 3 when something would change.", zh: "与 --dry-run 合用：有变更时退出码为 3。"))
  package static let quiet = Flag(
    "quiet", Words("No notes and summaries.", zh: "不显示提示与小结。"), short: "q")
  package static let verbose = Flag(
    "verbose",
    Words(
      "Say more: bill run also what is not billable yet; version also SQLite and the schema.",
      zh: "显示更多：bill run 另列尚不能出账的项目，version 另显示 SQLite 与数据库结构的版本。"), short: "v")
  package static let noProgress = Flag("no-progress", Words("No progress line.", zh: "不显示进度。"))
  package static let color = Option(
    "color", choices: ["auto", "always", "never"],
    Words("Colour on the terminal ($NO_COLOR is honoured).", zh: "终端颜色（遵从 $NO_COLOR）。"))
  package static let reveal = Flag(
    "reveal",
    Words(
      "Show personal data, where the role may; recorded, so never a --dry-run.",
      zh: "显示个人信息（须有权限，并留痕，故不可与 --dry-run 合用）。"))
  package static let lockWait = Option(
    "lock-wait", "SECONDS",
    Words("Wait this long for a writer (default 30).", zh: "等待其他写入者的秒数（默认 30）。"), in: 0...86_400)
  package static let yes = Flag("yes", Words("Do not ask.", zh: "不再询问。"))
  package static let excel = Flag(
    "excel", Words("CSV as spreadsheets want it.", zh: "CSV 按电子表格的需要输出。"))
  package static let help = Flag("help", Words("Show help.", zh: "显示帮助。"), short: "h")

  /// All of them, in the order of `pm help options`.
  package static let all: [any OptionSpec] = [
    database, format, output, asOf, at, language, actor, scope, dryRun, detailedExitCode, quiet,
    verbose, noProgress, color, reveal, lockWait, yes, excel, help,
  ]

  /// Those that every command takes: the others stand in the help of the commands that do.
  static let ofEveryCommand = all.filter { $0.name != scope.name }
}

/// A moment as typed; without an offset it is in the database's zone.
package struct EventTime: Sendable, Hashable {
  package let day: Day
  package let secondOfDay: Int
  package let zone: Zone?

  /// Reads `2026-10-01 19:17`, `2026-10-01T19:17:05`, either with `Z` or `+08:00` behind.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 16, bytes[10] == 0x20 || bytes[10] == 0x54, bytes[13] == 0x3A,
      let day = Day(String(decoding: bytes[..<10], as: UTF8.self)),
      let hour = Self.two(bytes, 11), hour < 24, let minute = Self.two(bytes, 14), minute < 60
    else { return nil }
    var seconds = 0
    var rest = bytes[16...]
    if rest.first == 0x3A {
      guard bytes.count >= 19, let second = Self.two(bytes, 17), second < 60 else { return nil }
      seconds = second
      rest = bytes[19...]
    }
    if rest.isEmpty {
      zone = nil
    } else {
      guard let zone = Zone(String(decoding: rest, as: UTF8.self)) else { return nil }
      self.zone = zone
    }
    self.day = day
    secondOfDay = hour * 3600 + minute * 60 + seconds
  }

  private static func two(_ bytes: [UInt8], _ index: Int) -> Int? {
    let (tens, ones) = (bytes[index], bytes[index + 1])
    guard (0x30...0x39).contains(tens), (0x30...0x39).contains(ones) else { return nil }
    return Int(tens - 0x30) * 10 + Int(ones - 0x30)
  }

  /// The moment, read in `zone` where it was typed without an offset.
  package func instant(in zone: Zone) -> Instant {
    Instant(seconds: (self.zone ?? zone).start(of: day).seconds + Int64(secondOfDay))
  }
}

/// The common options of one command line, with the environment behind them.
package struct CommonOptions: Sendable {
  package var database: String
  /// As typed; nil leaves it to the output's name and kind.
  package var format: OutputFormat?
  package var output: String?
  package var asOf: Day?
  package var at: EventTime?
  /// True with an explicit `--lang zh`, which alone turns CSV headings Chinese.
  package var chineseHeadings: Bool
  package var actor: String?
  package var scope: String?
  package var dryRun: Bool
  package var detailedExitCode: Bool
  package var quiet: Bool
  package var verbose: Bool
  package var noProgress: Bool
  package var color: String?
  package var reveal: Bool
  package var lockWaitSeconds: Int
  package var yes: Bool
  package var excel: Bool

  init(_ arguments: Arguments, _ environment: Environment) throws {
    database = arguments[Common.database] ?? environment.filled("PM_DB") ?? "pm.db"
    format = arguments[Common.format]
    output = arguments[Common.output]
    asOf = arguments[Common.asOf]
    at = arguments[Common.at]
    chineseHeadings = arguments[Common.language] == .chinese
    actor = arguments[Common.actor]
    scope = arguments[Common.scope]
    dryRun = arguments[Common.dryRun]
    detailedExitCode = arguments[Common.detailedExitCode]
    quiet = arguments[Common.quiet]
    verbose = arguments[Common.verbose]
    noProgress = arguments[Common.noProgress]
    color = arguments[Common.color]
    reveal = arguments[Common.reveal]
    yes = arguments[Common.yes]
    excel = arguments[Common.excel]
    if reveal, dryRun { throw Failure.unrecorded("a reveal", "查看个人信息") }
    lockWaitSeconds = 30
    if let seconds = arguments[Common.lockWait] {
      lockWaitSeconds = seconds
    } else if let text = environment.filled("PM_LOCK_WAIT") {
      guard try Common.lockWait.accepts(text), let seconds = Int(text) else {
        throw Failure.usage(
          "bad-environment", Words("$PM_LOCK_WAIT is not a number of seconds", zh: "$PM_LOCK_WAIT 不是秒数"))
      }
      lockWaitSeconds = seconds
    }
  }
}
