// What each kind of column refuses, in the words that people read.
import PMCore
import Testing

@Suite("Refused cells")
struct CellFaultTests {
  /// A kind, a cell, what is wrong with it, and what to do where that is not plain.
  private static let refused: [(column: Column, cell: String, code: String, words: String, remedy: String?)] = [
    (
      .instant("at", zh: "时间"), "2026-10-31 25:61", "not-an-instant", "is not a date and time",
      "write it as 2026-10-31 14:05"
    ),
    (.period("month", zh: "账期"), "October", "not-a-period", "is not a period", "write it as 2026-10"),
    (.boolean("valid", zh: "有效"), "perhaps", "not-yes-or-no", "is neither yes nor no", "write yes or no"),
    (
      .bankAccount("account", zh: "银行账号"), "工行尾号 5702", "bad-account", "is not a bank account number",
      nil
    ),
    (
      .serial("number", prefix: "B", width: 7, zh: "账单号"), "12", "bad-number", "is not such a number",
      nil
    ),
    (.mail("email", zh: "邮箱"), "a@b", "bad-mail", "is not a mail address", nil),
    (
      .date("on", zh: "日期"), "2026-02-30", "impossible-date", "is no day of the calendar",
      "write the date as 2026-10-31"
    ),
  ]

  @Test("what is wrong with a cell, and what to do", arguments: refused.indices)
  func told(index: Int) {
    let (column, text, code, words, remedy) = Self.refused[index]
    let context = CellContext(isStrict: true)
    guard case .bad(let fault) = withBytes(of: text, { column.kind.parse($0, context) }) else {
      Issue.record("\(column.name) takes \(text)")
      return
    }
    #expect(fault.code == code)
    #expect(fault.words.en == words)
    #expect(fault.remedy?.en == remedy)
    #expect(fault.words.zh != fault.words.en)
  }

  @Test(
    "a mail address has a name, one @ and a domain with a dot",
    arguments: [
      ("a@b.cn", true), ("张三@例子.中国", true), ("first.last+pm@mail.example.com", true), ("ａ@b.cn", true),
      ("a@b", false), ("a.b.cn", false), ("@b.cn", false), ("a@.cn", false), ("a@b.", false),
      ("a@b..cn", false), ("a@b@c.cn", false), ("a b@c.cn", false), ("a@b.cn,c@d.cn", false),
    ])
  func mail(text: String, isRight: Bool) {
    let column = Column.mail("email", zh: "邮箱")
    let strict = withBytes(of: text) { column.kind.parse($0, CellContext(isStrict: true)) }
    if case .bad(let fault) = strict { #expect(!isRight && fault == .badMail) } else { #expect(isRight) }
    // Without --strict it is stored with a warning.
    let context = CellContext()
    let loose = withBytes(of: text) { column.kind.parse($0, context) }
    if case .text = loose {} else { Issue.record("\(text) is refused") }
    #expect((context.warning == nil) == isRight)
  }
}
