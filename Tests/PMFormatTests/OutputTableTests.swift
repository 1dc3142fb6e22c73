// The table for a terminal, and how wide text is there.
import PMFormat
import Testing

@Test(
  "Text takes the columns that a terminal gives it",
  arguments: [
    ("abc", 3), ("汉字", 4), ("ＡＢ", 4), ("ｱ", 1), ("、。", 4), ("한국", 4), ("é", 1), ("e\u{301}", 1),
    ("👍", 2), ("👍\u{1F3FD}", 2), ("a\u{200B}b", 2), ("\u{FEFF}", 0), ("½", 1), ("…", 1), ("—", 1),
    ("￥", 2), ("¥", 1), ("㎡", 2), ("m²", 2), ("𠮷", 2), ("", 0), ("\u{200D}", 0), ("é汉", 3),
  ])
func widths(text: String, columns: Int) {
  #expect(displayWidth(text) == columns)
}

@Test(
  "A machine name is headed readably, a title of its own stands as it is",
  arguments: [
    ("floor_area", "floor_area", "Floor area"), ("id_number", "id_number", "ID number"),
    ("days_91_365", "days_91_365", "Days 91–365"), ("late-policy", "late-policy", "Late policy"),
    ("paid", "已收", "已收"), ("1-2", nil, "1-2"), ("kpi", "kpi", "KPI"), ("", "", ""),
  ] as [(String, String?, String)])
func headings(name: String, title: String?, heading: String) {
  let field = OutputField(name: name, title: title, kind: .text)
  #expect(field.title == heading)
  #expect(field.name == name)
}

@Test("A total stands under the rows for people, and nowhere else")
func totals() throws {
  let fields = [
    OutputField(name: "room", title: "room", kind: .plain), OutputField(name: "paid", kind: .money),
  ]
  func written(_ format: OutputFormat) throws -> String {
    let memory = MemoryDestination()
    let buffer = ByteBuffer(to: memory)
    let sink = format.sink(to: buffer, options: OutputOptions())
    try sink.begin(fields)
    try sink.row([.plain("1"), .money(150)])
    try sink.total([.text("Total"), .money(150)])
    try sink.finish()
    try buffer.close()
    return memory.text
  }
  #expect(try written(.table) == "Room   paid\n-----  ----\n1      1.50\nTotal  1.50\n")
  #expect(try written(.csv) == "room,paid\n1,1.50\n")
  #expect(try !written(.json).contains("Total"))
  #expect(
    try written(.html).contains(
      "<tbody class=\"totals\">\n<tr><td class=\"p\">Total</td><td class=\"n\">1.50</td></tr>"))
}

@Test("Columns line up by display width, numbers on the right, no spaces at the end")
func tableLinesUp() throws {
  let fields = [
    OutputField(name: "room", title: "房号", kind: .plain),
    OutputField(name: "name", title: "Customer", kind: .text),
    OutputField(name: "paid", title: "已收", kind: .money),
    OutputField(name: "late", title: "Late", kind: .boolean),
  ]
  let rows: [[OutputValue]] = [
    [.plain("1-2-0101"), .text("某某"), .money(123_456), .boolean(true)],
    [.plain("2"), .text("Example Person"), .money(-5), .boolean(false)],
    [.plain("3"), .null, .null, .null],
  ]
  #expect(
    try rendered(.table, fields, rows) == """
      房号      Customer           已收  Late
      --------  --------------  -------  ----
      1-2-0101  某某            1234.56  yes
      2         Example Person    -0.05  no
      3

      """)
}

@Test("Control characters never reach the terminal")
func controlCharactersAreShown() throws {
  let fields = [OutputField(name: "t", kind: .text)]
  let rows = ["\u{1B}[31mred", "a\nb\tc\r", "\u{9B}31m", "\u{7}", "\u{202E}abc"].map {
    [OutputValue.text($0)]
  }
  let out = try rendered(.table, fields, rows)
  #expect(
    out.split(separator: "\n").dropFirst(2) == [
      "\\x1b[31mred", "a\\nb\\tc\\r", "\\x9b31m", "\\x07", "\\u{202e}abc",
    ])
}

@Test("Only with a width given are text columns cut, the widest first, never codes or numbers")
func tableIsCutToFit() throws {
  let fields = [
    OutputField(name: "code", kind: .plain), OutputField(name: "note", kind: .text),
    OutputField(name: "n", kind: .integer),
  ]
  let rows: [[OutputValue]] = [[.plain("LONG-CODE-1"), .text("很长的备注很长的备注"), .integer(12)]]
  var options = OutputOptions()
  #expect(try rendered(.table, fields, rows).contains("很长的备注很长的备注"))
  options.width = 29
  #expect(
    try rendered(.table, fields, rows, options) == """
      code         note           n
      -----------  ------------  --
      LONG-CODE-1  很长的备注…   12

      """)
  // Where lines wrap in any case nothing is cut: 11, 8 and 2 columns with two gaps of 2 take 25.
  options.width = 25
  #expect(try rendered(.table, fields, rows, options).contains("LONG-CODE-1  很长的…   12"))
  options.width = 24
  #expect(try rendered(.table, fields, rows, options).contains("LONG-CODE-1  很长的备注很长的备注  12"))
}

@Test("With colour the heading is bold instead of underlined")
func boldHeading() throws {
  var options = OutputOptions()
  options.color = true
  let out = try rendered(.table, [OutputField(name: "a", kind: .text)], [[.text("x")]], options)
  #expect(out == "\u{1B}[1ma\u{1B}[0m\nx\n")
}

@Test(
  "A bar of characters fills its share in eighths",
  arguments: [
    (0, 4, ""), (1, 4, "████"), (0.5, 4, "██"), (0.53125, 4, "██▏"), (2, 2, "██"), (-1, 2, ""),
    (.nan, 2, ""), (0.5, 0, ""), (0.5, -3, ""),
  ] as [(Double, Int, String)])
func textBars(fraction: Double, width: Int, expected: String) {
  #expect(bar(fraction, width: width) == expected)
}

@Test("A sparkline has a height for each value and a gap where one is missing")
func sparklines() {
  #expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
  #expect(sparkline([5, nil, 5]) == "▅ ▅")
  #expect(sparkline([0, nil, 0]) == "▁ ▁")
  #expect(sparkline([.min, .max]) == "▁█")
  #expect(sparkline([nil, nil]) == "  ")
  #expect(sparkline([]).isEmpty)
}
