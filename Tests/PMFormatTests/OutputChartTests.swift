// Charts in two widths and in characters, goals and tiles: what they say, and that nothing is cut.
import PMFormat
import Testing

@Suite("Charts and tiles")
struct OutputChartTests {
  private static let long = "电梯故障频繁停运导致高层业主多次被困且维修长时间未到场处理"

  private func page(_ charts: Chart..., tiles: [Tile] = []) throws -> String {
    var report = Report(title: "t", fields: [], charts: charts)
    report.heading.tiles = tiles
    return try rendered(report, as: .html)
  }

  private func lines(_ chart: Chart, tiles: [Tile] = []) throws -> [String] {
    var report = Report(title: "t", fields: [], charts: [chart])
    report.heading.tiles = tiles
    report.heading.drawsOnTerminal = true
    return try rendered(report, as: .table).split(separator: "\n").map(String.init)
  }

  /// The texts of a page's drawings, put together again where they were broken into lines.
  private func texts(_ page: String) -> String {
    page.split(separator: "<text").dropFirst().map { piece in
      piece.drop { $0 != ">" }.dropFirst().prefix { $0 != "<" }
    }.joined()
  }

  @Test("a chart is drawn for broad and for narrow places, the style sheet shows one of them")
  func twoWidths() throws {
    let page = try page(Chart(title: "c", .bar([.init("a", 1)])))
    #expect(page.contains("<svg class=\"wide\" role=\"img\" aria-labelledby=\"c1t c1d\" viewBox=\"0 0 720 "))
    #expect(page.contains("<svg class=\"narrow\" role=\"img\" aria-labelledby=\"c1nt c1nd\" viewBox=\"0 0 360 "))
    #expect(page.contains("svg.narrow { display: none;"))
  }

  @Test(
    "long labels are broken into lines and stand there whole, in every kind of chart",
    arguments: [
      Chart.Figure.bar([.init(long, 3)]), .pareto([.init(long, 3), .init("b", 1)]),
      .heat(rows: [long], columns: ["x"], cells: [[1]]),
      .heat(rows: ["x"], columns: [long, long + "二"], cells: [[1, 2]]),
    ])
  func longLabels(figure: Chart.Figure) throws {
    let page = try page(Chart(title: "c", figure))
    #expect(texts(page).split(separator: Self.long).count + 1 >= 2)
    #expect(texts(page).contains(Self.long))
    #expect(!page.contains("…"))
  }

  @Test("words are broken between words, Chinese anywhere")
  func breaks() throws {
    let page = try page(
      Chart(title: "c", .bar([.init("DHS Advantage - Landlord and Broker complaints of all boroughs together", 1)])))
    #expect(
      page.contains(">DHS Advantage - Landlord and Broker<")
        || page.contains(">DHS Advantage - Landlord and Broker complaints<"))
  }

  @Test("a goal is a mark on each bar and a line in a trend, named and told in words")
  func goals() throws {
    let bars = try page(
      Chart(
        title: "c", scale: 2, unit: "%", goalName: "target",
        .bar([.init("a", 8_000, goal: 8_800), .init("b", 9_000)])))
    #expect(bars.contains("class=\"target\""))
    #expect(bars.contains("<desc id=\"c1d\">a 80% (target 88%); b 90%</desc>"))
    let trend = try page(
      Chart(
        title: "c", scale: 2, unit: "%", goal: 8_800, goalName: "target",
        .trend(labels: ["1", "2"], lines: [.init("now", [8_000, 9_000])])))
    #expect(trend.contains("class=\"aim\""))
    #expect(trend.contains(">target 88%</text>"))
    #expect(trend.contains("now: 1 80%; 2 90%. target 88%</desc>"))
  }

  @Test("a line that never moves stands at the end of a scale from zero")
  func flatLine() throws {
    let page = try page(
      Chart(
        title: "c", scale: 2, unit: "%",
        .trend(labels: ["1", "2"], lines: [.init("now", [10_000, 10_000])])))
    #expect(page.contains(">0%</text>") && page.contains(">100%</text>"))
    #expect(!page.contains("100.01%"))
  }

  @Test("a rest stands last in a Pareto, however great it is, and fills the whole")
  func rest() throws {
    let chart = Chart(
      title: "c", .pareto([.init("none", 5, isRest: true), .init("a", 1), .init("b", 4)]))
    let drawn = try lines(chart).suffix(3)
    #expect(drawn.map { String($0.prefix(4)) } == ["b   ", "a   ", "none"])
    #expect(drawn.map { $0.suffix(4) } == [" 40%", " 50%", "100%"])
    let page = try page(chart)
    #expect(page.split(separator: "class=\"bar rest\"").count == 3)
    #expect(page.contains(">b 4; a 1; none 5</desc>"))
  }

  @Test("a tile tells whether its goal is met by a mark and a word, not by colour alone")
  func tiles() throws {
    let tiles = [
      Tile(
        name: "及时率", value: "80%", isMet: false, verdict: "未达标 (≥ 88%)", details: ["4 ÷ 5"],
        share: 8_000, goal: 8_800),
      Tile(name: "Rate <x>", value: "100%", isMet: true, verdict: "met", share: 10_000),
      Tile(name: "Count", value: "7"),
    ]
    let page = try page(Chart(title: "c", .bar([])), tiles: tiles)
    #expect(
      page.contains(
        "<li class=\"missed\"><span class=\"name\">及时率</span><b>80%</b>"
          + "<span class=\"verdict\">✗ 未达标 (≥ 88%)</span><span class=\"detail\">4 ÷ 5</span></li>"))
    #expect(page.contains("<li class=\"met\"><span class=\"name\">Rate &lt;x&gt;</span>"))
    #expect(page.contains("<li><span class=\"name\">Count</span><b>7</b></li>"))
    #expect(
      try lines(Chart(title: "c", .bar([])), tiles: tiles).dropFirst().prefix(3) == [
        "✗ 及时率     80%  ████████████████ │    未达标 (≥ 88%)  4 ÷ 5",
        "✓ Rate <x>  100%  ████████████████████  met",
        "  Count        7",
      ])
  }

  @Test("on a short line the bars of tiles give way first, then names are cut; nothing is wider")
  func shortTiles() {
    let tiles = [
      Tile(
        name: "Complaints replied to in time", value: "92.86%", isMet: false,
        verdict: "not met (≥ 100%)", details: ["13 ÷ 14"], share: 9_286, goal: 10_000)
    ]
    #expect(
      Tile.lines(tiles, width: 74) == ["✗ Complaints replied to i…  92.86%  ██████████│  not met (≥ 100%)  13 ÷ 14"])
    #expect(
      Tile.lines(tiles, width: 64) == ["✗ Complaints replied to in…  92.86%  not met (≥ 100%)  13 ÷ 14"])
    for width in 60...120 {
      #expect(Tile.lines(tiles, width: width).allSatisfy { displayWidth($0) <= width }, "\(width)")
    }
  }

  @Test("a report keeps the columns that are asked for, in its order")
  func keeping() {
    let fields = ["a", "b", "c"].map { OutputField(name: $0, kind: .text) }
    let report = Report(title: "t", fields: fields, rows: [[.text("1"), .text("2"), .text("3")]])
    let kept = report.keeping(["c", "a", "d"])
    #expect(kept.fields.map(\.name) == ["a", "c"])
    #expect(kept.rows == [[.text("1"), .text("3")]])
  }

  @Test("on a terminal charts are bars, sparklines on one scale and shades; Chinese takes two columns")
  func characters() throws {
    func blocks(_ count: Int) -> String { String(repeating: "█", count: count) }
    let bars = Chart(
      title: "c", goalName: "aim", .bar([.init("一期", 10, goal: 5), .init("b", 5)]))
    let first = "一期  \(blocks(39))│\(blocks(39))  10  aim 5"
    let second = "b     \(blocks(39))▌\(String(repeating: " ", count: 39))   5"
    #expect(try lines(bars).suffix(2) == [first, second])
    #expect(
      try lines(
        Chart(
          title: "c",
          .trend(
            labels: ["2026-01", "2026-02", "2026-03"],
            lines: [.init("今年", [0, nil, 8]), .init("b", [4, 4, 4])]))
      ).suffix(3) == ["今年  ▁ █  ▁ 0  █ 8  → 8", "b     ▅▅▅  ▁ 4  █ 4  → 4", "2026-01 – 2026-03"])
    #expect(
      try lines(
        Chart(title: "c", .heat(rows: ["周一", "b"], columns: ["08", "09"], cells: [[1, 4], [nil, 2]]))
      ).suffix(4) == ["     08 09", "周一 ░░ ██", "b       ▒▒", "░ 1 … █ 4"])
  }

  @Test("only a report that asks for it is drawn on a terminal")
  func silent() throws {
    let report = Report(
      title: "t", fields: [OutputField(name: "n", kind: .figure)], rows: [[.plain("7")], [.plain("10.5")]],
      charts: [Chart(title: "c", .bar([.init("a", 1)]))])
    // A number that comes as text lines up on the right all the same.
    #expect(try rendered(report, as: .table) == "t\n\n   n\n----\n   7\n10.5\n")
    #expect(try rendered(report, as: .html).contains("<td class=\"n\">10.5</td>"))
  }
}
