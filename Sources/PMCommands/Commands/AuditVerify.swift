// `pm audit verify`: the journal's chain of hashes.
import PMCore
import PMStore

/// `pm audit verify`: whether the journal is as it was written.
enum AuditVerify: Command {
  static let anchor = Option(
    "anchor", "COUNT,HASH",
    Words("What audit head printed earlier, in any format.", zh: "以前 audit head 的输出，格式不限。"),
    parse: head)

  static let spec = CommandSpec(
    "audit verify", Words("Check the journal's chain of hashes.", zh: "校验日志的摘要链。"),
    options: [anchor],
    examples: ["pm audit verify"],
    notes: [
      Words(
        "The chain shows what was changed inside the journal, the replaced values and the moves of tickets; that its end was cut off only a kept head can show.",
        zh: "摘要链能发现日志、所存旧值与工单流转记录的改动；末尾被截去只有另存的 head 能发现。"),
      Words(
        "A whole line will do, as it stands in a mail: the count, and behind it the hash. Exit status 1 where anything was found.",
        zh: "可给出邮件中的整行：条数在前，摘要在后。有发现时退出码为 1。"),
    ], ends: [.findings])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let journal = try context.openForReading().journal
    for finding in try journal.verify(anchor: arguments[anchor]) {
      context.findings.add(finding.finding)
    }
    if context.findings.isEmpty {
      let count = try journal.head().count
      context.note(Words("\(count) entries, all in order", zh: "共 \(count) 条，均无误"))
    }
  }

  /// Reads a head in whatever audit head printed it, or a mail went on to quote it: the last hash,
  /// and the number in front of it.
  private static func head(_ text: String) -> Journal.Head? {
    let words = text.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    guard let place = words.lastIndex(where: { $0.utf8.count == 64 && $0.allSatisfy(\.isHexDigit) }),
      let count = words[..<place].lazy.compactMap({ Int64($0) }).last
    else { return nil }
    return Journal.Head(count: count, hash: words[place].lowercased())
  }
}
