// `list`: conditions, columns, order and limits of any record; and what `show` puts under one.
import PMCommands
import Testing

@Suite struct ListTests {
  let sample: ExportSample

  init() throws {
    sample = ExportSample()
    try sample.fill()
  }

  /// A command line and the rows it gives, without the heading.
  static let lists: [([String], [String])] = [
    (["room", "list", "--where", "状态=空置", "--columns", "code"], ["1-10-0101"]),
    (["room", "list", "--where", "status!=空置", "--columns", "code"], ["1-1-0101", "1-2-0101"]),
    (["room", "list", "--where", "floor_area>100", "--columns", "code"], ["1-2-0101"]),
    (["room", "list", "--where", "建筑面积<=88.25", "--columns", "code"], ["1-10-0101"]),
    (["room", "list", "--where", "floor_area=", "--columns", "code"], ["1-1-0101"]),
    (
      ["room", "list", "--where", "floor_area!=", "--where", "floor>=1", "--columns", "房号"], ["1-2-0101", "1-10-0101"]
    ),
    (["room", "list", "--where", "code>1-2-0101", "--columns", "code"], ["1-10-0101"]),
    (["room", "list", "--where", "note~\"", "--columns", "code,note"], ["1-2-0101,\"引\"\"号\""]),
    (["room", "list", "--where", "code~10", "--limit", "1", "--columns", "code"], ["1-1-0101"]),
    (["room", "list", "--where", "delivered_on=2024年5月1日", "--columns", "code"], ["1-2-0101", "1-10-0101"]),
    (["room", "list", "--sort=-code", "--columns", "code"], ["1-10-0101", "1-2-0101", "1-1-0101"]),
    (["room", "list", "--sort", "floor,-code", "--columns", "code,code"], ["1-1-0101", "1-10-0101", "1-2-0101"]),
    (["room", "list", "--limit", "0"], []),
    (["charge", "list", "--where", "amount>0", "--columns", "room,amount"], ["1-1-0101,200.00"]),
    (["charge", "list", "--where", "scope=HY", "--columns", "scope,fee"], ["HY,WYF"]),
    (["occupancy", "list", "--where", "from=", "--columns", "room,from"], ["1-2-0101,"]),
    (["occupancy", "list", "--where", "付费=否", "--columns", "room,pays"], ["1-2-0101,no"]),
    (["occupancy", "list", "--where", "room<1-10", "--columns", "room"], ["1-1-0101", "1-2-0101", "1-2-0101"]),
    (["tariff", "list", "--where", "price=2.95", "--columns", "valid_from"], ["2026-09-01"]),
    (["ticket", "list", "--where", "created_at=2026-10-01", "--columns", "number"], ["TS-1"]),
    (["ticket", "list", "--where", "finished_at<=2026-10-02", "--columns", "number"], ["TS-1"]),
    (["ticket", "list", "--where", "created_at>2026-10-01", "--columns", "number"], ["TS-2"]),
    (["ticket", "list", "--where", "created_at<2026-10-01 08:01", "--columns", "number"], ["TS-1"]),
    (["ticket", "list", "--where", "valid=", "--columns", "number"], ["TS-2"]),
    (["customer", "list", "--where", "phone=13900010001", "--columns", "code,phone"], ["K1,139****0001"]),
    (["customer", "list", "--where", "phone=13900010001", "--columns", "phone", "--reveal"], ["13900010001"]),
    (["bill", "list", "--where", "state=未缴", "--where", "period=2026-10"], []),
  ]

  @Test("lists give the rows that were asked for", arguments: lists)
  func rows(_ words: [String], _ expected: [String]) {
    let ran = sample.pm(words)
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(ran.output.split(separator: "\n").dropFirst().map(String.init) == expected)
  }

  static let refusals: [([String], Int32, String)] = [
    (["room", "list", "--where", "statsu=空置"], 64, "did you mean \"status\"?"),
    (
      ["room", "list", "--where", "qqqq=1"], 64,
      "room has no column \"qqqq\"\n  pm room columns lists those that it has\n"
    ),
    (["bill", "list", "--where", "qqqq=1", "--lang", "zh"], 64, "账单没有“qqqq”列\n  可用的列见 pm bill columns\n"),
    (["room", "list", "--where", "房屋状=空置"], 64, "did you mean \"房屋状态\"?"),
    (["room", "list", "--where", "status=空"], 64, "did you mean \"空置\"?"),
    (["room", "list", "--where", "status"], 64, "is no FIELD=VALUE"),
    (["room", "list", "--where", "floor_area>big"], 64, "is not a decimal number"),
    (["room", "list", "--where", "floor>"], 64, "only = and != take an empty value"),
    (["room", "list", "--where", "floor~1"], 64, "is not text"),
    (["room", "list", "--columns", "cod"], 64, "did you mean \"code\"?"),
    (["room", "list", "--columns", ""], 64, "names no column"),
    (["room", "list", "--sort", "aera"], 64, "no column \"aera\""),
    (["room", "list", "--limit", "-1"], 64, "--limit"),
    (["charge", "list", "--where", "room=1-1-0102"], 66, "did you mean \"1-1-0101\"?"),
    (["bill", "list", "--period", "2026-13"], 64, "2026-13"),
    (["bill", "list", "--room", "9"], 66, "there is no room \"9\""),
    (["customer", "list", "--sort", "phone"], 64, "cannot be sorted"),
    (["customer", "list", "--where", "phone~139"], 64, "its whole value"),
    (["customer", "list", "--where", "id_number!=440106198001010016"], 64, "its whole value"),
    (["customer", "list", "--where", "phone>13900010000"], 64, "its whole value"),
    (["customer", "list", "--where", "phone=139****0001"], 64, "not the whole of"),
  ]

  @Test("what cannot be asked is refused, with the nearest that can", arguments: refusals)
  func refused(_ words: [String], _ status: Int32, _ message: String) {
    let ran = sample.pm(words)
    #expect(ran.status == status)
    #expect(ran.messages.contains(message), "\(ran.messages)")
    #expect(!ran.messages.contains("139****0001") && !ran.messages.contains("440106"))
  }

  @Test("an empty list is empty in the way of each format")
  func empty() throws {
    let cases = [
      ("csv", "number,fee\n"), ("tsv", "number\tfee\n"), ("json", "[]\n"), ("jsonl", ""),
    ]
    for (format, expected) in cases {
      #expect(
        try sample.done("bill", "list", "--columns", "number,fee", "--format", format) == expected)
    }
    #expect(try sample.done("bill", "list", "--format", "md").contains("| Number |"))
  }

  @Test("show puts what hangs on a record under it, for people only")
  func shown() throws {
    let room = try sample.done("room", "show", "1-2-0101", "--format", "table")
    for part in ["Occupancies", "K2", "Meters", "W-2", "Tickets", "TS-1"] {
      #expect(room.contains(part), "\(part)")
    }
    #expect(!room.contains("Open bills"))
    let customer = try sample.done("customer", "show", "K1", "--format", "md")
    #expect(customer.contains("139\\*\\*\\*\\*0001") && customer.contains("## Rooms"))
    #expect(try sample.done("ticket", "show", "TS-1", "--format", "html").contains("Callbacks"))
    let json = try sample.done("room", "show", "1-2-0101", "--format", "json")
    #expect(json.contains("\"code\":\"1-2-0101\"") && !json.contains("K2"))
    #expect(sample.pm("room", "show", "1-2-0102").status == 66)
  }
}
