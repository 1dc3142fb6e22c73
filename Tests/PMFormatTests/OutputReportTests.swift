// Reports in the formats for people, their charts, and JSON that holds whatever comes.
import PMFormat
import Testing

private let report = Report(
  title: "Arrears & <late>", parameters: [("Period", "2026-11")],
  fields: [OutputField(name: "room", kind: .text), OutputField(name: "due", kind: .money)],
  rows: [[.text("<script>1</script>"), .money(12_345)]], notes: ["Note \"one\""],
  charts: [
    Chart(title: "Bars", scale: 2, .bar([.init("一期", 1_234_550), .init("Back", -2_000)])),
    Chart(
      title: "Rate", scale: 2, unit: "%",
      .trend(
        labels: ["2026-10", "2026-11"],
        lines: [.init("Rate", [9_000, nil]), .init("Goal", [9_500, 9_500])])),
    Chart(title: "Causes", .pareto([.init("few", 2), .init("many", 9)])),
    Chart(
      title: "Hours", .heat(rows: ["Mon"], columns: ["8", "9"], cells: [[3, nil]])),
  ],
  sections: [Report(title: "Second", fields: [OutputField(name: "n", kind: .integer)])])

@Test("A page stands alone, runs nothing and escapes what it shows")
func pageStandsAlone() throws {
  let page = try rendered(report, as: .html)
  #expect(page.contains("<title>Arrears &amp; &lt;late&gt;</title>"))
  #expect(page.contains("<td>&lt;script&gt;1&lt;/script&gt;</td><td class=\"n\">123.45</td>"))
  #expect(page.contains("Note &quot;one&quot;"))
  for banned in ["<script", "http://", "https://", "<link", "@import", "src="] {
    #expect(!page.contains(banned))
  }
  for wanted in ["@page", "@media print", "prefers-color-scheme", "tabular-nums", "lang=\"en\""] {
    #expect(page.contains(wanted))
  }
}

@Test("Every chart is an image with a title and its figures in words")
func chartsAreAccessible() throws {
  let page = try rendered(report, as: .html)
  #expect(page.split(separator: "<svg class=\"wide\" role=\"img\"").count == 5)
  for number in 1...4 {
    #expect(page.contains("<svg class=\"wide\" role=\"img\" aria-labelledby=\"c\(number)t c\(number)d\""))
    #expect(page.contains("<title id=\"c\(number)t\">"))
  }
  #expect(page.contains("<desc id=\"c1d\">一期 12,345.50; Back -20.00</desc>"))
  let trend = "Rate: 2026-10 90%. Goal: 2026-10 95%; 2026-11 95%"
  #expect(page.contains("<desc id=\"c2d\">\(trend)</desc>"))
  #expect(page.contains("<desc id=\"c3d\">many 9; few 2</desc>"))
  #expect(page.contains("<desc id=\"c4d\">Mon: 8 3</desc>"))
}

@Test("Elements of a page are closed in the order they were opened")
func pageIsBalanced() throws {
  let page = try rendered(report, as: .html)
  var open: [Substring] = []
  for piece in page.split(separator: "<").dropFirst() {
    let tag = piece.prefix { $0 != ">" }
    let name = tag.prefix { $0 != " " && $0 != "/" }
    if tag.hasPrefix("/") {
      #expect(open.popLast() == tag.dropFirst())
    } else if !tag.hasPrefix("!"), name != "meta", !tag.hasSuffix("/") {
      open.append(name)
    }
  }
  #expect(open.isEmpty)
}

@Test("A section with a wide table is laid sideways on paper, its title too")
func wideSections() throws {
  let fields = (0..<12).map { OutputField(name: "c\($0)", kind: .integer) }
  let page = try rendered(Report(title: "Wide", fields: fields), as: .html)
  #expect(page.contains("<section class=\"wide\">\n<h1 id=\"s1\">Wide</h1>"))
  #expect(try rendered(.html, fields, []).contains("<div class=\"rows wide\""))
}

@Test("Charts of nothing, of one value and of the greatest values still draw")
func extremeCharts() throws {
  let figures: [Chart.Figure] = [
    .bar([]), .bar([.init("", 0)]), .bar([.init("a", .min), .init("b", .max)]), .pareto([]),
    .pareto([.init("a", 0), .init("b", -4)]), .pareto([.init("a", .max), .init("b", .max)]),
    .trend(labels: [], lines: []), .trend(labels: ["a"], lines: [.init("l", [nil])]),
    .trend(labels: ["a", "b"], lines: [.init("l", [.min, .max, 3])]),
    .trend(labels: ["a", "b"], lines: [.init("l", [7, 7])]),
    .heat(rows: [], columns: [], cells: []), .heat(rows: ["a"], columns: ["b"], cells: []),
    .heat(rows: ["a"], columns: ["b", "c"], cells: [[.min, .max, 1]]),
  ]
  for figure in figures {
    let extreme = Report(title: "x", fields: [], charts: [Chart(title: "c", scale: 30, figure)])
    let page = try rendered(extreme, as: .html)
    #expect(page.contains("</svg>"))
    #expect(!page.contains("nan") && !page.contains("inf\""))
  }
}

@Test("A table shows title, parameters, rows, notes and sections in that order")
func reportAsTable() throws {
  #expect(
    try rendered(report, as: .table) == """
      Arrears & <late>
      Period: 2026-11

      room                   due
      ------------------  ------
      <script>1</script>  123.45

      Note "one"

      Second

      n
      -

      """)
}

@Test("Formats for programs hold the report's own rows and nothing else")
func reportForPrograms() throws {
  #expect(try rendered(report, as: .csv) == "room,due\n<script>1</script>,123.45\n")
  #expect(
    try rendered(report, as: .json)
      == "[\n{\"room\":\"<script>1</script>\",\"due\":\"123.45\",\"due_minor\":12345}\n]\n")
}

@Test("JSON stays well-formed whatever the text holds")
func jsonIsWellFormed() throws {
  var random = OutputRandom(state: 4)
  let fields = [
    OutputField(name: "odd \"name\"\\", kind: .text), OutputField(name: "m", kind: .money),
  ]
  var rows: [[OutputValue]] = []
  for _ in 0..<2000 {
    var text = ""
    for _ in 0..<Int.random(in: 0...20, using: &random) {
      let scalar = Unicode.Scalar(UInt32.random(in: 0...0x2FF, using: &random)) ?? "?"
      text.unicodeScalars.append(scalar)
    }
    rows.append([.text(text), .money(Int64.random(in: .min ... .max, using: &random))])
  }
  var checker = OutputJSONChecker(try rendered(.json, fields, rows))
  let isWellFormed = checker.isWellFormed()
  #expect(isWellFormed)
  #expect(checker.strings.count == 2000 * 5)
  let texts = stride(from: 1, to: checker.strings.count, by: 5).map { checker.strings[$0] }
  #expect(texts == rows.map { if case .text(let text) = $0[0] { text } else { "" } })
}
