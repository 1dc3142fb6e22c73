// Help that belongs to no command: common options, exit statuses, environment, formats, who may do what.
import PMCore

/// A page of help with a name of its own.
struct TopicPage: Sendable {
  let name: String
  let parts: @Sendable (HelpPage) -> [HelpPart]
}

/// All topics, in the order in which help and the manual have them.
let helpTopics = [
  TopicPage(name: "options") { page in
    [
      .title(Words("Common options, of every command", zh: "公共选项")), .rows(Common.ofEveryCommand.map(page.row)),
      .note(
        Words(
          "Where something can be kept to a part of the organisation, the command's own help has --scope ORG.",
          zh: "可限于部分组织的命令，在其自身帮助中列有 --scope ORG。")),
      .note(
        Words(
          "The database's zone is its setting zone, +08:00 at first: pm setting list, pm setting set zone=+09:00.",
          zh: "数据库时区为设置项 zone，初始为 +08:00：pm setting list，pm setting set zone=+09:00。")),
    ]
  },
  TopicPage(name: "kpi") { $0.keyFigures() },
  TopicPage(name: "exit-codes") { page in
    [
      .title(Words("Exit statuses", zh: "退出码")),
      .rows(ExitCode.allCases.map { ("\($0.rawValue)", $0.meaning[page.language]) }),
    ]
  },
  TopicPage(name: "environment") { page in
    [
      .title(Words("Environment variables", zh: "环境变量")),
      .rows(Environment.documented.map { ($0.name, $0.help[page.language]) }),
    ]
  },
  TopicPage(name: "formats") { page in
    [
      .title(Words("Formats of --format", zh: "--format 的格式")),
      .rows(formats.map { ($0.name, $0.help[page.language]) }),
    ]
  },
  TopicPage(name: "roles") { $0.roles() },
  TopicPage(name: "scope") { _ in scopeHelp },
  TopicPage(name: "masking") { _ in maskingHelp },
  TopicPage(name: "sudo") { _ in sudoHelp },
]

/// The names by which help is asked for: the topics, and all of it.
let helpNames = helpTopics.map(\.name) + ["manual"]

private let formats: [(name: String, help: Words)] = [
  ("table", Words("Aligned columns; the default on a terminal.", zh: "对齐的表格；终端默认。")),
  (
    "csv",
    Words(
      "RFC 4180, UTF-8, LF; the default into a pipe. --excel: with BOM and CRLF.",
      zh: "RFC 4180，UTF-8，LF；管道默认。--excel：带 BOM 与 CRLF。")
  ),
  ("tsv", Words("As csv, with tabs.", zh: "同 csv，以制表符分隔。")),
  (
    "json",
    Words(
      "One array of objects; errors are JSON lines on standard error.", zh: "对象数组；错误以 JSON 行写到标准错误。"
    )
  ),
  ("jsonl", Words("One object a line.", zh: "每行一个对象。")),
  ("md", Words("A Markdown table.", zh: "Markdown 表格。")),
  ("html", Words("A page, with charts where a report has them.", zh: "网页，报表带图。")),
]
