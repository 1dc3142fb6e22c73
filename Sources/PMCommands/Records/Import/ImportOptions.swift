// What the person who imports a file may decide.
import PMCore
import PMFormat
import PMStore

/// The options of every import.
struct ImportOptions {
  var keepGoing = false
  var rejects: String?
  var mode = WriteMode.upsert
  /// Whether the one row must be new: it may have been made while this command waited for the lock.
  var mustBeNew = false
  var ignoreUnknown = false
  var strict = false
  var headerRow: Int?
  var encoding: TextEncoding?
  var inputFormat: InputFormat?
  var map: String?
  /// Columns with the same value in each row.
  var constants: [(name: String, value: String)] = []

  static let file = Argument(
    "FILE", Words("CSV, TSV, JSON or JSON Lines; - is standard input.", zh: "CSV、TSV、JSON 或 JSON Lines；- 为标准输入。"))
  static let keepGoing = Flag(
    "keep-going",
    Words("Import the good rows and report the rest (exit 1).", zh: "导入正确的行，其余列为问题（退出码 1）。"))
  static let rejects = Option(
    "rejects", "FILE",
    Words("Write the rejected rows to FILE; mended, it imports again.", zh: "把拒收的行写入 FILE，改正后可再导入。"))
  static let insertOnly = Flag("insert-only", Words("Leave existing records alone.", zh: "不改动已有记录。"))
  static let updateOnly = Flag("update-only", Words("Create no records.", zh: "不新增记录。"))
  static let ignoreUnknown = Flag(
    "ignore-unknown", Words("Ignore columns that pm does not know.", zh: "忽略不认识的列。"))
  static let strict = Flag(
    "strict", Words("Treat warnings as errors.", zh: "把警告当作错误。"))
  static let headerRow = Option(
    "header-row", "N", Words("The line that holds the headings.", zh: "标题所在的行号。"), in: 1...1_000_000)
  static let encoding = Option(
    "encoding", "NAME",
    Words(
      "utf-8, gb18030, utf-16le or utf-16be; detected if left out, UTF-16 by its byte order mark.",
      zh: "utf-8、gb18030、utf-16le、utf-16be；缺省自动识别，UTF-16 凭字节顺序标记识别。"),
    parse: { TextEncoding(named: $0) })
  static let inputFormat = Option(
    "input-format", of: InputFormat.self, Words("Of the input; detected if left out.", zh: "输入格式；缺省自动识别。"))
  static let map = Option(
    "map", "FILE",
    Words("A JSON file that says which column is which.", zh: "说明各列含义的 JSON 文件。"))
  static let constant = Option(
    "constant", "COLUMN=VALUE",
    Words("This value in each row, for a column that the file does not have.", zh: "文件中没有的列，每行都取此值。"),
    repeatable: true)

  static let all: [any OptionSpec] = [
    keepGoing, rejects, insertOnly, updateOnly, ignoreUnknown, strict, headerRow, encoding,
    inputFormat, map, constant,
  ]

  init() {}

  init(_ arguments: Arguments) throws {
    keepGoing = arguments[Self.keepGoing]
    rejects = arguments[Self.rejects]
    ignoreUnknown = arguments[Self.ignoreUnknown]
    strict = arguments[Self.strict]
    headerRow = arguments[Self.headerRow]
    encoding = arguments[Self.encoding]
    inputFormat = arguments[Self.inputFormat]
    map = arguments[Self.map]
    for text in arguments.all(Self.constant) {
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw Failure.usage(
          "not-a-field", Words("--constant: \"\(text)\" is no COLUMN=VALUE", zh: "--constant：“\(text)”不是 COLUMN=VALUE"))
      }
      constants.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
    }
    switch (arguments[Self.insertOnly], arguments[Self.updateOnly]) {
    case (true, true):
      throw Failure.usage(
        "contradiction",
        Words("--insert-only and --update-only exclude each other", zh: "--insert-only 与 --update-only 不能同时使用"))
    case (true, false): mode = .insertOnly
    case (false, true): mode = .updateOnly
    case (false, false): mode = .upsert
    }
  }
}
