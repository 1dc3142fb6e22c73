// `--map`: strange sheets, strict maps, and places in the file that the person has.
import PMCommands
import Testing

private let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
private let orgs = "code,kind,name\nHY,community,花园\nXC,community,新城\n"

/// A sheet like those that java110 gives out, with invented people.
private let sheet = """
  楼号,单元,房间,楼层,总层数,房屋类型,建筑面积,室内面积,房屋状态,业主名称,性别,手机号,身份证号,业主类型,,
  1,1,1001,10,33,110,94.56,80.10,2001,示例甲,男,13900000001,110101199003070118,1001,,
  1,1,1001,10,33,110,94.56,80.10,2001,示例家属,女,13800000009,111111111111111111,1002,,
  1,0,商2,1,33,120,60.5,60.5,2006,示例乙,男,13800000009,111111111111111111,1001,,
  ,,,,,,,,,,,,,,,
  ,,,,,,,,,,,,,,说明,请看下面
  ,,,,,,,,,,,,,,单元,"一单元填写 1
  商铺填写0"

  """

@Suite("Maps")
struct ImportMapTests {
  @Test("the sheet of java110 becomes rooms and owners")
  func java110() throws {
    let estate = Estate([("org", orgs)])
    let path = estate.file("rooms.csv", sheet)
    let map = root + "/Samples/maps/java110-rooms.json"
    let ran = estate.run("room", "import", path, "--map", map)
    #expect(
      ran.messages
        == "rooms.csv: the map left out 1 row\nimport: 2 created, 0 updated, 0 unchanged, 0 rejected, 2 customers created, 2 occupancies created\n"
    )
    #expect(
      estate.run("room", "list", "--columns", "code,community,kind,floor,floor_area,usable_area,status").output
        == "code,community,kind,floor,floor_area,usable_area,status\n1-0-商2,HY,office,1,60.5,60.5,let\n1-1-1001,HY,residence,10,94.56,80.1,occupied\n"
    )
    #expect(
      estate.run("customer", "list", "--columns", "code,name,phone", "--reveal").output
        == "code,name,phone\nC000001,示例甲,13900000001\nC000002,示例乙,\n")
    #expect(
      estate.run("room", "import", path, "--map", map).messages.contains(
        "import: 0 created, 0 updated, 2 unchanged, 0 rejected, 0 customers created, 2 customers unchanged"))
    let other = estate.run("room", "import", path, "--map", map, "--constant", "community=XC")
    #expect(other.status == 65)
    #expect(other.messages.contains("rooms.csv:2: community: room 1-1-1001 belongs to HY, not to XC\n"))
  }

  @Test(
    "the sheets of others are read as they are",
    arguments: [
      ("room", "room_import_template_java110.csv", "java110-rooms.json", 1),
      ("room", "room_sheet_java110.csv", "java110-room-fees.json", 8),
    ])
  func realData(noun: String, file: String, map: String, created: Int) {
    let path = root + "/../shared/realdata/" + file
    guard isFile(path) else { return }  // they are not in the repository
    let estate = Estate([("org", orgs)])
    let ran = estate.run(noun, "import", path, "--map", root + "/Samples/maps/" + map)
    #expect(ran.messages.contains("import: \(created) created, 0 updated, 0 unchanged, 0 rejected"))
  }

  @Test(
    "every sample map can be read",
    arguments: [
      "java110-rooms", "java110-room-fees", "java110-payments", "alipay-payments", "wechat-payments",
      "wechat-merchant-payments", "icbc-payments", "abc-payments", "cmb-payments", "nyc311-tickets",
    ])
  func samples(name: String) throws {
    let estate = Estate()
    let noun = ["payment", "ticket"].first { name.contains($0) } ?? "room"
    let ran = estate.run(
      noun, "import", estate.file("none.csv", "x\n1\n"), "--map", root + "/Samples/maps/\(name).json", "--header-row",
      "1")
    // The map itself is right; this file has none of its columns.
    #expect(ran.status == 65)
    #expect(ran.messages.contains("does not fit this file"))
  }

  @Test("values, joins, pieces, dates and numbers are rewritten; places are those of the sheet")
  func rewritten() {
    let estate = Estate([("org", orgs)])
    let map = estate.file(
      "map.json",
      """
      {"header_row": 3, "constants": {"community": "HY"},
       "columns": {
         "code": {"join": ["栋", 2], "with": "-"},
         "delivered_on": {"from": "交付", "date": "mdy"},
         "floor_area": {"from": "面积", "number": "lenient"},
         "note": {"from": "备", "split": "#", "take": 2},
         "status": {"from": "态", "values": {"住": "occupied"}, "else": "vacant"}},
       "skip": [{"column": "栋", "begins": "合计"}],
       "stop": [{"column": "栋", "is": "说明"}]}
      """)
    let rows = """
      某某小区
      导出于 2026
      栋,室,交付,面积,备,态
      1,0101,3/14/2024 8:00,+80.5,a#b,住
      1,0102,12/31/2023,-,a,空
      合计,2,,,,
      说明
      1,0103,x,y,,

      """
    let ran = estate.run("room", "import", estate.file("sheet.csv", rows), "--map", map)
    #expect(
      ran.messages == "sheet.csv: the map left out 1 row\nimport: 2 created, 0 updated, 0 unchanged, 0 rejected\n")
    #expect(
      estate.run("room", "list", "--columns", "code,delivered_on,floor_area,note,status").output
        == "code,delivered_on,floor_area,note,status\n1-0101,2024-03-14,80.5,b,occupied\n1-0102,2023-12-31,,,vacant\n")
    let bad = rows.replacing("80.5", with: "8o.5").replacing("合计,2,,,,", with: "1,2")
    let rejects = estate.file("rejects.csv", "")
    let told = estate.run("room", "import", estate.file("sheet.csv", bad), "--map", map, "--rejects", rejects)
    #expect(told.status == 65)
    #expect(
      told.messages == """
        sheet.csv:4:4: 面积 (floor_area): "8o.5" is not a decimal number
          write digits, with decimals behind a point, such as 12.50
        sheet.csv:6:3: the row has 2 cells, the header 6
          is a delimiter missing or too many?
        sheet.csv: 2 rows refused, nothing was imported

        """)
    #expect(
      (try? text(of: rejects)) == """
        栋,室,交付,面积,备,态,_line,_reason
        1,0101,3/14/2024 8:00,+8o.5,a#b,住,4,"面积 (floor_area): ""8o.5"" is not a decimal number"
        1,2,,,,,6,"the row has 2 cells, the header 6"

        """)
  }

  @Test("a wrong map is told with the places in it, all at once")
  func wrongMap() {
    let estate = Estate([("org", orgs)])
    let map = estate.file(
      "map.json",
      """
      {"record": "room",
       "header_rows": 2,
       "columns": {"bilding": "楼号",
                   "number": {"from": "房间", "valus": {}},
                   "floor": {"join": "x"}},
       "skip": [{"column": "x"}],
       "totals": {"above": "rows", "below": 1, "summs": {}}}
      """)
    let ran = estate.run("room", "import", estate.file("a.csv", sheet), "--map", map)
    #expect(ran.status == 65)
    #expect(
      ran.messages == """
        map.json:2:2: header_rows: unknown key "header_rows"
          did you mean "header_row"?
        map.json:3:14: columns.bilding: room has no column "bilding"
          did you mean building?
        map.json:4:39: columns.number.valus: unknown key "valus"
          did you mean "values"?
        map.json:5:24: columns.floor.join: needs a list: […]
        map.json:5:14: columns.floor: needs "from" or "join"
        map.json:6:11: skip.0: a condition has "column" and one of is, not, empty, begins, contains
        map.json:7:42: totals.summs: unknown key "summs"
          did you mean "sums"?
        map.json:7:13: totals.above: needs a text with one *
        map.json:7:2: totals: "below" needs "stop"
        map.json: this map cannot be used
          the form of a map: Samples/maps/README.md

        """)
    let cut = estate.run("room", "import", "a.csv", "--map", estate.file("cut.json", "{\"record\": \n"))
    #expect(cut.status == 65)
    #expect(
      cut.messages
        == "cut.json:2:1: the text ends in the middle of a value\n  give it again as a whole: this was cut off\n")
    #expect(estate.run("room", "import", "a.csv", "--map", estate.folder + "/no.json").status == 66)
  }

  @Test("a heading that the file lacks is told with the nearest one")
  func misfit() {
    let estate = Estate([("org", orgs)])
    let map = estate.file("map.json", "{\"columns\": {\"number\": \"房见\"}, \"constants\": {\"community\": \"HY\"}}")
    let ran = estate.run("room", "import", estate.file("a.csv", sheet), "--map", map)
    #expect(ran.status == 65)
    #expect(
      ran.messages == """
        map.json:1:14: columns.number: a.csv has no column "房见"
          did you mean "房间"?
        a.csv: map.json does not fit this file
          is the header on another line? --header-row N

        """)
  }
}
