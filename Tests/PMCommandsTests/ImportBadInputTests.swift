// Bad input: all findings at once, with place, value and remedy; nothing is written.
import Testing

/// A small estate that the bad files are imported into.
private func estate() -> Estate {
  Estate([
    ("org", "code,kind,name,parent\nHY,community,花园,\nCS,community,城市,\nCO,company,公司,\n"),
    ("fee", "code,name,class\nWYF,物业费,recurring\n"),
    ("tariff", "code,fee,valid_from,method,price\nWYF-Z,WYF,2020-01-01,per_area,2.8\n"),
    (
      "customer",
      """
      code,name,phone,id_number,bank_account
      K1,甲,13910000001,110101199003070118,6222020200112233445
      K2,乙,13910000002,,

      """
    ),
    ("room", "code,community,floor_area,owner_code\n1-1-0101,HY,80,K1\n1-1-0102,HY,90,\n1-10-0101,CS,70,\n"),
  ])
}

@Suite("Bad input")
struct ImportBadInputTests {
  @Test(
    "each bad file is told with place and remedy", arguments: badForm + badCells + badRecords + badJson)
  func told(bad: BadInput) throws {
    let estate = estate()
    // Whom a masked value was compared with, the journal keeps.
    let kept: Set = bad.testDescription == "a masked value that is another one" ? ["journal"] : []
    let before = try estate.digest(without: kept)
    let path = estate.file("input.csv", bad.text)
    let ran = estate.run([bad.noun, "import", path] + bad.options)
    #expect(ran.messages == bad.messages)
    #expect(ran.status == bad.status)
    #expect(ran.output == "")
    if bad.status != 0 { #expect(try estate.digest(without: kept) == before) }
  }

  @Test("wrong bytes are told with line and offset")
  func bytes() {
    let estate = estate()
    let path = estate.file("input.csv", Array("code,community\n1-1-0101,HY\n".utf8) + [0xFF, 0xFF, 0x0A])
    let ran = estate.run("room", "import", path)
    #expect(ran.status == 65)
    #expect(
      ran.messages
        == "input.csv:3: byte 0xFF at offset 27 is not utf-8\n  name the encoding with --encoding\n")
  }

  @Test(
    "UTF-16 that does not say so is told with the option that does",
    arguments: [("utf-16le", 0, 1), ("utf-16be", 1, 0)])
  func unmarked(name: String, pad: Int, zero: Int) {
    for text in ["code,community\n1-1-0101,HY\n", "房号,楼盘\n1-1-0101,HY\n"] {
      let estate = estate()
      let bytes = text.utf16.flatMap { unit in
        let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        return pad == 0 ? pair : pair.reversed()
      }
      let path = estate.file("input.csv", bytes)
      let at = (text.hasPrefix("code") ? 0 : 4) + zero
      let ran = estate.run("room", "import", path)
      #expect(ran.status == 65)
      #expect(
        ran.messages == """
          input.csv:1: byte 0x00 at offset \(at) is no text in UTF-8 or GB18030
            it looks like UTF-16 without a byte order mark: --encoding \(name)

          """)
      #expect(estate.run("room", "import", path, "--encoding", name).status == 0)
    }
  }

  @Test("a file that is not there, and a folder, end with 66")
  func missing() {
    let estate = estate()
    let ran = estate.run("room", "import", estate.folder + "/none.csv")
    #expect(ran.status == 66)
    #expect(ran.messages == "none.csv: no such file\n")
    #expect(estate.run("room", "import", estate.folder).status == 66)
  }

  @Test("GB18030 is read, and said")
  func gb18030() {
    let estate = estate()
    let text: [UInt8] = [0xB7, 0xBF, 0xBA, 0xC5, 0x2C, 0xD0, 0xA1, 0xC7, 0xF8, 0x0A]  // 房号,小区
    let path = estate.file("input.csv", text + Array("1-1-0103,HY\n".utf8))
    let ran = estate.run("room", "import", path)
    #expect(
      ran.messages
        == "input.csv: read as gb18030\nimport: 1 created, 0 updated, 0 unchanged, 0 rejected\n")
  }

  @Test("the first fifty findings are shown, and how many there are; all are in the rejects")
  func many() throws {
    let estate = estate()
    let rows = (1...60).map { "r\($0),HY,x\($0)\n" }.joined()
    let rejects = estate.file("rejects.csv", "")
    let ran = estate.take("room", "code,community,floor_area\n" + rows, "--rejects", rejects)
    #expect(ran.status == 65)
    #expect(ran.messages.split(separator: "\n").filter { $0.contains("is not a decimal") }.count == 50)
    #expect(ran.messages.contains("and 10 more findings\n"))
    #expect(ran.messages.contains("60 rows refused, nothing was imported"))
    #expect(try text(of: rejects).split(separator: "\n").count == 61)
  }

  @Test("findings are JSON where JSON is asked for")
  func asJSON() {
    let estate = estate()
    let ran = estate.take(
      "room", "code,community,floor_area\n1-1-0103,HY,1e3\n", "--format", "json")
    #expect(
      ran.messages
        == """
        {"severity":"error","file":"\(estate.folder)/input.csv","line":2,"column":3,"column_name":"floor_area","heading":"floor_area","code":"not-a-number","value":"1e3","message":"\\"1e3\\" is not a decimal number","hint":"write digits, with decimals behind a point, such as 12.50"}
        {"severity":"error","file":"\(estate.folder)/input.csv","line":null,"column":null,"column_name":null,"heading":null,"code":"rows-refused","value":null,"message":"1 row refused, nothing was imported","hint":"mend the file, or import the good rows with --keep-going --rejects FILE"}

        """.split(separator: "\n").map { $0.description + "\n" }.joined()
        .replacingFolder(estate.folder))
    #expect(ran.status == 65)
  }

  @Test("personal values are in no message")
  func personal() {
    let estate = estate()
    let secrets = ["7551234567", "4.40106E+17", "13800138000x", "110101199001010000", "6.2E+18"]
    let file = """
      code,name,phone,id_number,bank_account,phone2
      K3,丙,7551234567,4.40106E+17,6.2E+18,13800138000x
      K4,丁,13910000004,110101199001010000,,

      """
    for options in [[], ["--strict"], ["--format", "json"], ["--lang", "zh"]] {
      let path = estate.file("input.csv", file)
      let ran = estate.run(["customer", "import", path] + options)
      #expect(ran.status == 65)
      for secret in secrets { #expect(!ran.messages.contains(secret)) }
    }
    let headless = estate.take("customer", "张三,13900001111,110101199003070118\n")
    #expect(headless.status == 65)
    #expect(!headless.messages.contains("139"))
  }

  @Test("--keep-going imports the good rows; the rejects import once they are mended")
  func rejects() throws {
    let estate = estate()
    let rejects = estate.file("rejects.csv", "")
    let ran = estate.take(
      "room",
      "code,community,floor_area,note\n1-1-0103,HY,80,a\n1-1-0104,HY,8o,\"b,\n\"\"c\"\"\"\n1-1-0105,HY\n1-1-0106,HY,1,x,y\n",
      "--keep-going", "--rejects", rejects)
    #expect(ran.status == 1)
    #expect(ran.messages.hasSuffix("import: 1 created, 0 updated, 0 unchanged, 3 rejected\n"))
    let expected = """
      code,community,floor_area,note,_line,_reason,
      1-1-0104,HY,8o,"b,
      ""c\""",3,"floor_area: ""8o"" is not a decimal number",
      1-1-0105,HY,,,5,"the row has 2 cells, the header 4",
      1-1-0106,HY,1,x,6,"the row has 5 cells, the header 4",y

      """
    #expect(try text(of: rejects) == expected)
    #expect(try permissions(of: rejects) == 0o600)
    let again = estate.run(
      "room", "import", rejects, "--keep-going", "--rejects", estate.file("again.csv", ""))
    #expect(again.status == 1)
    #expect(again.messages.hasSuffix("import: 1 created, 0 updated, 0 unchanged, 2 rejected\n"))
    let mended = """
      code,community,floor_area,note,_line,_reason
      1-1-0104,HY,80,b,3,mended
      1-1-0106,HY,1,xy,6,mended

      """
    #expect(estate.take("room", mended).messages == "import: 2 created, 0 updated, 0 unchanged, 0 rejected\n")
  }

  @Test("a long file with a bad last row changes nothing")
  func badEnd() throws {
    let estate = estate()
    let before = try estate.digest()
    var text = "code,community,floor_area\n"
    for number in 1...100_000 { text += "r\(number),HY,80\n" }
    #expect(estate.take("room", text + "r0,HY,x\n").status == 65)
    #expect(estate.take("room", text + "1-1-0101,CS,80\n").status == 65)
    #expect(try estate.digest() == before)
  }
}
