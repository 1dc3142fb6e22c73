// `pm batch`: the same commands, rules and journal as one process a command.
import PMCore
import PMFormat
import PMStore
import Testing

@testable import PMCommands

@Suite("pm batch")
struct BatchTests {
  private static let registers: [(String, String)] = [
    ("org", "code,kind,name,parent\nCO,company,CO,\nHY,community,HY,CO\n"),
    ("fee", "code,name,class\nWYF,WYF,recurring\n"),
    ("room", "code,community,floor_area,owner_code,owner_name\n1-1,HY,80,K1,A\n1-2,HY,90,K2,B\n"),
  ]

  /// A morning at the desk: sound commands, refused ones, dry runs, and files sent along.
  private static let morning: [(words: [String], input: String?)] = [
    (["ticket", "add", "kind=repair", "room=1-1", "--at", "2026-10-01 09:00"], nil),
    (["ticket", "add", "kind=repair", "room=9-9", "--at", "2026-10-01 09:01"], nil),
    (["ticket", "dispatch", "WX-202610-0001", "--assignee", "甲", "--at", "2026-10-01 09:10"], nil),
    (["ticket", "close", "WX-202610-0001", "--at", "2026-10-01 09:11"], nil),
    (["customer", "set", "K1", "phone=13900000001"], nil),
    (["customer", "set", "K1", "phone=13900000001"], nil),
    (["ticket", "add", "kind=complaint", "--at", "2026-10-01 09:20", "--dry-run"], nil),
    (["ticket", "add", "kind=complaint", "--at", "2026-10-01 09:20"], nil),
    (
      ["payment", "import", "-"],
      "room,paid_on,method,amount,reference\n1-1,2026-10-01,bank,100.00,R1\n"
    ),
    (
      ["payment", "import", "-"],
      "room,paid_on,method,amount,reference\n1-1,2026-10-01,bank,99.00,R1\n"
    ),
    (
      ["room", "import", "-", "--keep-going"],
      "code,community,floor_area\n1-3,HY,70\n1-4,XX,70\n1-5,HY,7O\n1-6,HY,60\n"
    ),
    (["setting", "set", "no.such=1"], nil),
    (["ticket", "list"], nil),
    (["nonsense"], nil),
    (["room", "list", "--where", "floor_area>75"], nil),
  ]

  private static func request(_ command: (words: [String], input: String?)) -> String {
    let words = command.words.map(quoted).joined(separator: ",")
    return "{\"words\":[\(words)]" + (command.input.map { ",\"input\":" + quoted($0) } ?? "") + "}"
  }

  private static func quoted(_ text: String) -> String {
    String(decoding: quotedJSON(text), as: UTF8.self)
  }

  @Test(
    "a stream leaves what its commands leave one by one, and ends each with the same status",
    arguments: [1, 2, 5, 1000])
  func same(commitEvery: Int) throws {
    let alone = Estate(Self.registers)
    let statuses = Self.morning.map { Int(alone.run($0.words, input: $0.input).status) }
    #expect(Set(statuses) == [0, 1, 64, 65])

    let together = Estate(Self.registers)
    let ran = together.batch(
      Self.morning.map(Self.request), "--commit-every", "\(commitEvery)")
    let answers = try ran.output.split(separator: "\n").map { line in
      try Array(line.utf8).withUnsafeBufferPointer { try JSONReader.document($0) }
    }
    #expect(
      answers.map { $0["status"] } == statuses.map { JSONValue.number("\($0)") })
    #expect(ran.status == 1)
    #expect(try together.digest() == alone.digest())
    #expect(together.run("db", "check").status == 0)
    #expect(
      together.run("audit", "list", "--columns", "id").output == alone.run("audit", "list", "--columns", "id").output)
  }

  @Test("what a request gets wrong is answered, and the stream goes on")
  func badRequests() {
    let estate = Estate(Self.registers)
    let ran = estate.batch([
      "[", "7", "{\"id\":1}", "{\"id\":2,\"words\":[]}", "{\"id\":3,\"words\":[true]}",
      "{\"id\":4,\"words\":[\"version\"],\"inptu\":\"\"}",
      "{\"id\":5,\"words\":[\"version\"],\"input\":7}", "",
      "{\"id\":[5],\"words\":[\"version\"]}", "{\"id\":{\"n\":5},\"words\":[\"version\"]}",
      "{\"id\":true,\"words\":[\"version\"]}",
      "{\"id\":6,\"words\":[\"room\",\"import\",\"-\"]}",
      "{\"id\":7,\"words\":[\"batch\"]}", "{\"id\":8,\"words\":[\"room\",\"list\",\"--db\",\"x\"]}",
      "{\"id\":\"九\",\"words\":[\"room\",\"list\",\"--columns\",\"code\",\"--format\",\"csv\"]}",
    ])
    let lines = ran.output.split(separator: "\n")
    let expected = [
      "null,65,json-end-of-input", "null,64,bad-request", "1,64,bad-request", "2,64,bad-request",
      "3,64,bad-request", "4,64,unknown-member", "5,64,bad-request", "null,64,bad-request",
      "null,64,bad-request", "null,64,bad-request", "6,66,no-input",
      "7,64,not-in-batch", "8,64,not-in-batch",
    ]
    #expect(lines.count == expected.count + 1)
    for (line, wanted) in zip(lines, expected) {
      let parts = wanted.split(separator: ",")
      #expect(line.hasPrefix("{\"id\":\(parts[0]),\"status\":\(parts[1]),"), "\(line)")
      #expect(line.contains("\"code\":\"\(parts[2])\""), "\(line)")
    }
    #expect(lines.last == "{\"id\":\"九\",\"status\":0,\"output\":\"code\\n1-1\\n1-2\\n\",\"messages\":[],\"line\":15}")
    #expect(lines[7].contains("\"line\":9") && lines[7].contains("\\\"id\\\" needs a number, or text in quotes"))
    #expect(ran.messages == "batch: 14 commands, 13 failed\n")
  }

  @Test("a request with a key is done once, however often and by whichever stream it is sent")
  func keys() throws {
    let estate = Estate(Self.registers)
    let add = #""words":["ticket","add","kind=repair","room=1-1","summary=x","--at","2026-10-01 09:00"]"#
    let first = estate.batch([#"{"id":1,"key":"a","words":["ticket","add","kind=nonsense"]}"#])
    #expect(first.output.contains(#""status":65"#), "\(first.output)")
    // What was refused, rehearsed or has changed nothing was not kept.
    let ran = estate.batch(
      [
        #"{"id":1,"key":"a","words":["ticket","add","kind=repair","--dry-run"]}"#,
        #"{"id":2,"key":"a","words":["customer","set","K1","name=A"]}"#,
        #"{"id":3,"key":"a",\#(add)}"#, #"{"id":4,"key":"a",\#(add)}"#, #"{"id":5,"key":"b",\#(add)}"#,
        #"{"id":6,"key":"a","words":["ticket","add","kind=repair"]}"#,
        #"{"id":7,"key":"a","words":["room","list","--columns","code","--limit","1"]}"#,
      ], "--commit-every", "100")
    let lines = ran.output.split(separator: "\n")
    #expect(lines.count == 7)
    #expect(lines[2].contains("WX-202610-0001") && lines[4].contains("WX-202610-0002"), "\(lines)")
    let digest = try estate.digest()
    let again = estate.batch([#"{"id":4,"key":"a",\#(add)}"#]).output
    for line in [lines[3], again[...]] {
      #expect(
        line.hasPrefix(
          #"{"id":4,"status":0,"output":[{"entry":5,"command":"ticket add","counts":"{\"created\":1}"}],"messages":[{"severity":"note","#
        ), "\(line)")
      #expect(
        line.contains(#""code":"kept-already""#) && line.contains("was done before, as journal entry 5; not done again")
      )
    }
    #expect(try estate.digest() == digest)
    #expect(
      lines[5].contains(#""status":65"#) && lines[5].contains("the key is that of another request, journal entry 5"))
    #expect(lines[5].contains("give each request a key of its own"))
    #expect(lines[6].contains(#""output":[{"code":"1-1"}]"#), "\(lines[6])")
    #expect(
      estate.run("ticket-event", "list", "--where", "run=5", "--columns", "ticket").output
        == "ticket\nWX-202610-0001\n")
    #expect(estate.run("db", "check").status == 0)
    let bad = [
      ("\"\"", #"\"key\" needs 1 to 200 bytes"#), ("7", #"\"key\" needs text in quotes"#),
      ("\"\(String(repeating: "x", count: 201))\"", "needs 1 to 200 bytes"),
    ]
    for (key, words) in bad {
      let bad = estate.batch([#"{"key":\#(key),\#(add)}"#]).output
      #expect(bad.contains(#""status":64"#) && bad.contains(words), "\(bad)")
    }
  }

  @Test("a key that comes again with other free text, other values or another file is taken")
  func otherContent() throws {
    let estate = Estate(Self.registers)
    func ask(_ key: String, _ words: [String], _ input: String? = nil) -> String {
      let asked = String(Self.request((words, input)).dropFirst())
      return estate.batch(["{\"key\":\"\(key)\"," + asked]).output
    }
    let add = ["ticket", "add", "kind=complaint", "--at", "2026-10-01 09:00"]
    let rows = "code,name,phone\nK1,A,13900000001\n"
    let requests: [(String, [String], String?, other: [String], String?)] = [
      ("text", add + ["summary=a"], nil, add + ["summary=b"], nil),
      (
        "value", ["customer", "set", "K2", "phone=13900000002"], nil, ["customer", "set", "K2", "phone=13900000003"],
        nil
      ),
      ("file", ["customer", "import", "-"], rows, ["customer", "import", "-"], rows + "K3,C,\n"),
      ("split", ["customer", "set", "K2", "note=x", "tags=y"], nil, ["customer", "set", "K2", "note=x tags=y"], nil),
    ]
    for (key, words, input, other, otherInput) in requests {
      #expect(ask(key, words, input).contains(#""status":0"#), "\(key)")
      let digest = try estate.digest()
      let taken = ask(key, other, otherInput)
      #expect(taken.contains(#""status":65"#) && taken.contains("key-taken"), "\(taken)")
      #expect(ask(key, words, input).contains("kept-already"), "\(key)")
      #expect(try estate.digest() == digest)
    }
    // Nobody finds the telephone by what the journal shows: the same request has another digest each time.
    let digests = (0..<2).map { _ in RequestDigest(words: ["phone=13900000002"], input: nil).text }
    #expect(digests[0] != digests[1])
    #expect(digests.allSatisfy { RequestDigest.isOf($0, words: ["phone=13900000002"], input: nil) })
    #expect(!digests.contains { RequestDigest.isOf($0, words: ["phone=13900000002"], input: []) })
    let kept = try Database.open(estate.database, mode: .readOnly)
      .rows("SELECT request FROM journal WHERE key IS NOT NULL") { $0.string(0) }
    let shown = estate.run("audit", "list", "--format", "json").output
    #expect(kept.count == requests.count && !kept.contains { shown.contains($0) })
    #expect(estate.run("audit", "verify").status == 0)
  }

  @Test("a request that was kept is answered so, though it would be refused by now")
  func refusedByNow() throws {
    let estate = Estate(Self.registers)
    let rows = "reference,paid_on,method,amount,room\nR1,2026-10-01,bank,10.00,1-1\n"
    let pay = "{\"key\":\"p\"," + Self.request((["payment", "import", "-"], rows)).dropFirst()
    #expect(estate.batch([pay]).output.contains(#""status":0"#))
    let add = "{\"key\":\"c\"," + Self.request((["customer", "add", "code=K9", "name=Z"], nil)).dropFirst()
    #expect(estate.batch([add]).output.contains(#""status":0"#))
    // `add` refuses while it reads what is there by now: itself.
    #expect(estate.run("customer", "add", "code=K9", "name=Z").messages.contains("exists already"))
    let digest = try estate.digest()
    for request in [add, pay] {
      let again = estate.batch([request]).output
      #expect(again.contains(#""status":0"#) && again.contains("kept-already"), "\(again)")
    }
    #expect(try estate.digest() == digest)
  }

  @Test(
    "a command that shows what cannot be taken back commits what came before it, and no answer says that it is lost")
  func committed() {
    let estate = Estate(Self.registers)
    let path = estate.file("rooms.csv", "")
    let ran = estate.batch(
      [
        #"{"words":["customer","set","K1","name=C"]}"#,
        #"{"words":["room","list","--output","\#(path)"]}"#,
        #"{"words":["notice","queue","template=a","customer=K1","text=x","--at","2026-10-01 09:00"]}"#,
        #"{"words":["notice","send","--via","/bin/true","--at","2026-10-01 09:00"]}"#,
        #"{"words":["customer","set","K2","name=D"]}"#,
      ], "--commit-every", "100")
    #expect(ran.messages == "batch: 5 commands, 0 failed\n", "\(ran.output)")
    #expect(!ran.output.contains("not-committed"), "\(ran.output)")
    #expect(estate.run("customer", "list", "--columns", "name").output == "name\nC\nD\n")
    #expect(estate.run("notice", "list", "--columns", "state").output == "state\nsent\n")
  }

  @Test("a dry run belongs to a request, not to the stream")
  func dryRun() {
    let estate = Estate()
    let ran = estate.batch(["[\"version\"]"], "--dry-run")
    #expect(ran.status == 64)
    #expect(ran.messages.contains("put --dry-run among the words of a request"))
  }
}
