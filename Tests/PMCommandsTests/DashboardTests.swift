// The dashboard: what it counts, how it is refused, and how it stands in a browser.
import Glibc
import Testing

@Suite("Dashboard")
struct DashboardTests {
  private static let long = "电梯故障频繁停运导致高层业主多次被困"

  private let estate: Estate = {
    let estate = Estate(
      Estate.twoCommunities + [
        (
          "ticket",
          """
          number,kind,category,room,created_at,accepted_at,finished_at,valid,department,assignee,severity
          TS-1,complaint,停车,1-1-0101,2026-10-05 10:00,2026-10-05 10:10,2026-10-05 13:00,yes,客服部,员工甲,high
          TS-2,complaint,停车,9-1-0101,2026-10-06 10:30,,,yes,客服部,,normal
          WX-1,repair,\(long),9-1-0101,2026-10-11 09:00,2026-10-11 09:05,2026-10-11 10:00,,工程部,员工乙,
          WX-2,repair,\(long),9-1-0101,2026-09-11 09:00,2026-09-11 09:05,2026-09-11 12:00,,工程部,员工乙,
          WX-0,repair,水电,1-1-0101,2025-10-11 09:00,2025-10-11 09:05,2025-10-11 10:00,,工程部,员工乙,
          """
        ),
        (
          "sla",
          "kind,category,severity,respond_minutes,finish_minutes,callback_minutes\ncomplaint,,,30,60,120\nrepair,,,30,120,120"
        ),
        ("survey", "code,name,from,to,target\nMYD,年度调查,2026-10-01,2026-10-20,0.85"),
        (
          "answer",
          """
          survey,room,dimension,score
          MYD,1-1-0101,overall,5
          MYD,9-1-0101,overall,3
          """
        ),
      ])
    estate.run("setting", "set", "target.repair_timeliness=0.9")
    return estate
  }()

  private func dashboard(_ words: String...) -> Ran {
    estate.run(["report", "dashboard", "--period", "2026-10", "--as-of", "2026-11-20"] + words)
  }

  @Test("tiles, trends, causes, overdue and surveys hold what was recorded")
  func counts() {
    let board = dashboard("--format", "table")
    #expect(board.status == 0, "\(board.messages)")
    let lines = board.output.split(separator: "\n").map(String.init)
    func line(_ start: String) -> String { lines.first { $0.hasPrefix(start) } ?? "" }
    #expect(line("✗ Complaints handled").contains("50%"))
    #expect(line("✗ Complaints handled").hasSuffix("not met (≥ 100%)  1 ÷ 2"))
    #expect(line("✓ Repairs finished in time").hasSuffix("met (≥ 90%)       1 ÷ 1  year before 100%"))
    #expect(line("TS-2").hasSuffix("2026-10-06 11:00          45.5      0"))
    // Nov 2025 to Oct 2026, and the year before: one in October 2025.
    #expect(lines.contains("this year    ▁▁▁▁▁▁▁▁▁▁▃█  ▁ 0  █ 3  → 3"))
    #expect(lines.contains("year before  ▁▁▁▁▁▁▁▁▁▁▁▃  ▁ 0  █ 1  → 1"))
    #expect(line("停车").hasSuffix("2   67%"))
    #expect(line(Self.long).hasSuffix("1  100%"))
    #expect(line("Sun").contains("█"))
    #expect(line("overall ").contains("50%  target 85%"))
  }

  @Test("a scope keeps to its part of the organisation")
  func scoped() {
    let board = dashboard("--format", "table", "--scope", "GC").output
    #expect(board.contains("Scope: GC"))
    #expect(board.contains("TS-2") && !board.contains("TS-1 "))
    #expect(board.contains("not met (≥ 100%)  0 ÷ 1"))
  }

  @Test("the page stands alone and has a figure for every chart, in both languages")
  func page() {
    for (language, words) in [
      ("zh", ["管理看板", "超时工单", "趋势", "类别分析", "星期与时段", "收缴", "年度调查", "✗ 未达标", "周日"]),
      ("en", ["Dashboard", "Overdue", "Trends", "Categories", "Weekdays and hours", "Collection", "✗ not met"]),
    ] {
      let page = dashboard("--format", "html", "--lang", language).output
      for word in words { #expect(page.contains(word), "\(word)") }
      for banned in ["<script", "http://", "https://", "<link", "src="] {
        #expect(!page.contains(banned), "\(banned)")
      }
      let figures = page.split(separator: "<figure>").count - 1
      #expect(figures >= 8)
      #expect(page.split(separator: "<svg class=\"wide\"").count - 1 == figures)
      #expect(page.split(separator: "<svg class=\"narrow\"").count - 1 == figures)
    }
  }

  @Test("an empty database has a dashboard too, and other formats are refused by name")
  func bounds() {
    let empty = Estate()
    let ran = empty.run("report", "dashboard", "--as-of", "2026-11-20")
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(ran.output.hasPrefix("Dashboard\nFrom: 2026-11-01\nTo: 2026-11-30\n"))
    #expect(empty.run("report", "dashboard", "--as-of", "2026-11-20", "--format", "html").status == 0)
    for format in ["csv", "json", "md"] {
      let refused = dashboard("--format", format)
      #expect(refused.status == 64)
      #expect(refused.messages.contains("a dashboard comes as html or table, not as \(format)"))
    }
  }

  // MARK: In a browser

  private static let hasChromium = system("command -v chromium >/dev/null") == 0
  private static let isCI = getenv("CI").map { String(cString: $0) } == "true"

  @Test("where CI runs, Chromium is there to open the pages")
  func witness() { #expect(Self.hasChromium || !Self.isCI) }

  /// Opens a page in a frame and says how it stands there: how wide it is, and what leaves its place.
  private static let probe = """
    function check() {
      const page = document.getElementById('frame').contentDocument, root = page.documentElement;
      const out = ['overflow ' + Math.max(0, root.scrollWidth - root.clientWidth)];
      let shown = 0;
      for (const svg of page.querySelectorAll('svg')) {
        const box = svg.getBoundingClientRect();
        if (!box.width) continue;
        shown++;
        for (const text of svg.querySelectorAll('text')) {
          const r = text.getBoundingClientRect();
          if (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1
              || r.bottom > box.bottom + 1) out.push('cut ' + text.textContent);
        }
      }
      for (const tile of page.querySelectorAll('.tiles li'))
        if (tile.scrollWidth > tile.clientWidth) out.push('tile ' + tile.textContent);
      out.push('hidden ' + (page.querySelectorAll('figure').length - shown));
      document.body.textContent = out.join(' / ');
    }
    """

  @Test(
    "in Chromium nothing runs over a phone's or a desk's width, and no label leaves its chart",
    .enabled(if: hasChromium, "chromium is not there"),
    arguments: [(390, "zh"), (1280, "zh"), (390, "en"), (1280, "en")])
  func browser(width: Int, language: String) {
    let shown = opened(dashboard("--format", "html", "--lang", language).output, width, Self.probe)
    #expect(shown.contains("<body>overflow 0 / hidden 0</body>"), "\(shown.suffix(600))")
  }

  /// Says how light the page is, and each text that does not stand out from what is behind it by
  /// 4.5 to 1, as WCAG 2 asks (figures and labels within bars aside, which have inks of their own).
  private static let contrasts = """
    function check() {
      const view = document.getElementById('frame').contentWindow, page = view.document;
      const light = c => { const [r, g, b] = c.match(/[0-9.]+/g).map(Number).map(
        v => v / 255 <= 0.03928 ? v / 255 / 12.92 : Math.pow((v / 255 + 0.055) / 1.055, 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const behind = e => { for (; e; e = e.parentElement) {
        const c = view.getComputedStyle(e).backgroundColor;
        if (!/, 0\\)$/.test(c) && c !== 'transparent') return light(c); } return 1; };
      const out = [behind(page.body) < 0.5 ? 'dark' : 'light'];
      let count = 0;
      for (const e of page.querySelectorAll('h1,h2,p,dt,dd,figcaption,li *,th,td,svg text:not(.on)')) {
        if (!e.textContent.trim() || !e.getBoundingClientRect().width) continue;
        const style = view.getComputedStyle(e);
        const ink = light(e.namespaceURI.endsWith('svg') ? style.fill : style.color), back = behind(e);
        const ratio = (Math.max(ink, back) + 0.05) / (Math.min(ink, back) + 0.05);
        count++;
        if (ratio < 4.5) out.push(ratio.toFixed(2) + ' ' + e.textContent.trim().slice(0, 20));
      }
      out.push(count > 100 ? 'many' : 'only ' + count);
      document.body.textContent = out.join(' / ');
    }
    """

  @Test(
    "in Chromium it is light by day and dark by night, and can be read in both",
    .enabled(if: hasChromium, "chromium is not there"), arguments: [("light", 1), ("dark", 0)])
  func schemes(name: String, setting: Int) {
    let shown = opened(
      dashboard("--format", "html", "--lang", "zh").output, 1280, Self.contrasts,
      flags: "--blink-settings=preferredColorScheme=\(setting)")
    #expect(shown.contains("<body>\(name) / many</body>"), "\(shown.suffix(900))")
  }

  /// The document of a page that opens `page` in a frame of this width and then runs `check()`.
  private func opened(_ page: String, _ width: Int, _ probe: String, flags: String = "") -> String {
    var escaped = ""
    for character in page {
      switch character {
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    let frame = estate.file(
      "frame.html",
      "<!DOCTYPE html><meta charset=utf-8><body><script>\(probe)</script>"
        + "<iframe id=frame onload=\"check()\" style=\"width:\(width)px;height:900px;border:0\""
        + " srcdoc=\"\(escaped)\"></iframe></body>")
    return output(
      "timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir=\(estate.folder)/chromium"
        + " --window-size=1400,1000 --virtual-time-budget=5000 \(flags) --dump-dom file://\(frame) 2>/dev/null"
    )
  }

  @Test(
    "in Chromium it prints on a few sheets of A4", .enabled(if: hasChromium, "chromium is not there"))
  func prints() {
    let page = estate.file("page.html", dashboard("--format", "html", "--lang", "zh").output)
    let pdf = estate.file("page.pdf", "")
    _ = output(
      "timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir=\(estate.folder)/chromium"
        + " --no-pdf-header-footer --print-to-pdf=\(pdf) file://\(page) 2>/dev/null")
    let sheets = output("grep -a -o '/MediaBox *\\[[^]]*\\]' \(pdf)").split(separator: "\n")
    #expect((1...6).contains(sheets.count))
    // 210 × 297 mm in points of 1/72 inch.
    for sheet in sheets {
      #expect(sheet.contains("0 0 594.9") || sheet.contains("0 0 595"), "\(sheet)")
      #expect(sheet.contains(" 841.") || sheet.contains(" 842"), "\(sheet)")
    }
    _ = output("rm -rf \(estate.folder)/chromium")
  }

  /// What a program writes.
  private func output(_ command: String) -> String {
    guard let pipe = popen(command, "r") else { return "" }
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(pipe), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
