// The environment variables that pm reads, and nothing else of the process's surroundings.
import Glibc
package import PMCore

/// Environment variables, looked up when they are needed.
package struct Environment: Sendable {
  private let lookUp: @Sendable (String) -> String?
  /// True for the surroundings of this process, where pm may also handle its signals.
  let isProcess: Bool
  /// For how many milliseconds a command says nothing of how far it has come.
  package var patience: Int64 = 1000

  /// Variables given by a caller, for tests and embedding.
  package init(_ variables: [String: String]) {
    lookUp = { variables[$0] }
    isProcess = false
  }

  private init(isProcess: Bool = true, lookUp: @escaping @Sendable (String) -> String?) {
    self.lookUp = lookUp
    self.isProcess = isProcess
  }

  /// The same surroundings with some variables set.
  func setting(_ variables: [String: String]) -> Environment {
    var other = Environment(isProcess: isProcess) { [lookUp] name in variables[name] ?? lookUp(name) }
    other.patience = patience
    return other
  }

  /// The variables of this process.
  package static let process = Environment { name in
    getenv(name).map { String(cString: $0) }
  }

  package subscript(name: String) -> String? { lookUp(name) }

  /// The variable, or nil where it is empty.
  package func filled(_ name: String) -> String? {
    guard let value = lookUp(name), !value.isEmpty else { return nil }
    return value
  }

  /// The language of `PM_LANG`, else of the locale as POSIX finds it.
  package var language: Language {
    let name = ["PM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(filled).first ?? ""
    return name.hasPrefix("zh") ? .chinese : .english
  }

  /// What each variable does, for `pm help environment`.
  package static let documented: [(name: String, help: Words)] = [
    ("PM_DB", Words("The database, where --db is not given.", zh: "未给 --db 时的数据库。")),
    (
      "PM_LANG",
      Words(
        "en or zh: the language of help, messages and tables. Files for programs keep their English headings without --lang.",
        zh: "en 或 zh：帮助、消息与表格的语言。供程序读取的文件除非给出 --lang，列名仍为英文。")
    ),
    (
      "LC_ALL, LC_MESSAGES, LANG",
      Words("The language, where PM_LANG is not set: the first that is.", zh: "未设 PM_LANG 时的语言，取其中第一个已设的。")
    ),
    (
      "PM_TODAY",
      Words(
        "The day that is taken for today in place of the clock's, for rehearsals; when something was done is kept by the clock.",
        zh: "代替系统日期作为“今天”的日期，用于演练；操作时刻仍按系统时钟记录。")
    ),
    (
      "PM_LOCK_WAIT",
      Words(
        "Seconds to wait for another writer, where --lock-wait is not given.",
        zh: "未给 --lock-wait 时等待其他写入者的秒数。")
    ),
    ("NO_COLOR", Words("Set and not empty: no colour.", zh: "已设且非空：不用颜色。")),
    ("COLUMNS", Words("The width of the terminal.", zh: "终端宽度。")),
    (
      "SUDO_USER",
      Words(
        "Who calls, where pm runs through sudo; recorded in the journal.",
        zh: "经 sudo 运行时的实际操作人，记入日志。")
    ),
  ]
}
