// `pm audit list`: who did what, on which days, under which key, the newest first.
import PMCommands
import Testing

@Suite("pm audit list")
struct AuditListTests {
  private static func estate() -> Estate {
    let estate = Estate([
      ("staff", "code,name,login,roles\nS1,王,root,admin\nS2,李,li,manager\nS3,李四,li4,clerk\n")
    ])
    estate.run(as: "li", ["customer", "add", "code=Y1", "name=甲"])
    estate.run(as: "root", ["customer", "set", "Y1", "note=x", "--actor", "S2"])
    estate.run(as: "li4", ["customer", "set", "Y1", "note=y"])
    estate.run(
      as: "root", ["batch"], input: #"{"key":"call 13900010001","words":["customer","set","Y1","note=z"]}"#)
    return estate
  }

  @Test(
    "entries are found by person, day, command and key",
    arguments: [
      (["--who", "li"], ["3", "4"]), (["--who", "S2"], ["3", "4"]), (["--who", "李"], ["3", "4"]),
      (["--who", "root"], ["4", "6"]), (["--who", "li4"], ["5"]), (["--who", "nobody"], []),
      (["--from", "2999-01-01"], []), (["--to", "2020-01-01"], []),
      (["--from", "2020-01-01", "--to", "2999-01-01"], ["1", "2", "3", "4", "5", "6"]),
      (["--command", "customer set"], ["4", "5", "6"]), (["--key", "call 13900010001"], ["6"]), (["--key", "x"], []),
      (["--newest", "--limit", "2"], ["6", "5"]), (["--newest", "--after", "4", "--who", "li4"], ["5"]),
      (["--limit", "0"], []),
    ])
  func found(options: [String], entries: [String]) {
    let estate = Self.estate()
    let ran = estate.run(as: "root", ["audit", "list"] + options)
    let numbers = ran.output.split(separator: "\n").dropFirst().compactMap {
      $0.split(separator: ",").first.map(String.init)
    }
    #expect(ran.status == 0 && numbers == entries, "\(ran.output)\(ran.messages)")
  }

  @Test(
    "a name that nobody has, and a command that there is not, are said beside nothing",
    arguments: [
      (["--who", "root9"], "nobody called root9 is on record, or did anything; did you mean \"root\"?"),
      (["--who", "zzzzz"], "nobody called zzzzz is on record, or did anything"),
      (["--command", "customr set"], "there is no command customr set; did you mean \"customer set\"?"),
      (["--command", "bill run"], ""), (["--who", "tester", "--from", "2999-01-01"], ""),
      (["--who", "李四", "--after", "6"], ""),
    ])
  func unknown(row: (options: [String], said: String)) {
    let estate = Self.estate()
    let ran = estate.run(as: "root", ["audit", "list"] + row.options)
    #expect(ran.status == 0 && ran.output.split(separator: "\n").count == 1, "\(ran.output)")
    #expect(row.said.isEmpty ? ran.messages.isEmpty : ran.messages.contains(row.said), "\(ran.messages)")
  }

  @Test("a range that ends before it starts is refused")
  func reversed() {
    let ran = Self.estate().run(as: "root", ["audit", "list", "--from", "2020-01-01", "--to", "2019-12-31"])
    #expect(ran.status == 64 && ran.output == "")
    #expect(ran.messages.contains("--to 2019-12-31 is before --from 2020-01-01"), "\(ran.messages)")
  }

  @Test("the key of a request is shown, and none of the numbers in it")
  func key() {
    let estate = Self.estate()
    let last = estate.run(as: "root", ["audit", "list", "--newest", "--limit", "1"]).output
    #expect(last.hasSuffix(",call 139****0001\n"), "\(last)")
    let unknown = estate.run(as: "root", ["audit", "show", "m-1"])
    #expect(
      unknown.messages.contains(
        "name its noun: pm audit show room CODE; of a key of pm batch: pm audit list --key KEY"), "\(unknown.messages)")
  }

  @Test("--actor is refused, which would choose nothing")
  func actor() {
    let estate = Self.estate()
    let ran = estate.run(as: "root", ["audit", "list", "--actor", "li"])
    #expect(ran.status == 64 && ran.output == "")
    #expect(ran.messages.contains("--actor says for whom one acts, and here nobody does anything"), "\(ran.messages)")
    #expect(ran.messages.contains("what somebody did: pm audit list --who NAME"))
    let stream = estate.run(as: "root", ["batch", "--actor", "li"], input: #"["audit","list","--limit","1"]"#)
    #expect(stream.output.contains(#""status":0"#), "\(stream.output)")
  }
}
