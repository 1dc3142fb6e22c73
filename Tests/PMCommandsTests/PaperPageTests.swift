// Papers on A4, as headless Chromium prints them: a page each, also in a batch of 1 000.
import Glibc
import Testing

@Suite("pages of papers")
struct PaperPageTests {
  private static let chromium = ["chromium", "chromium-browser", "google-chrome"].first {
    hasProgram($0)
  }

  @Test(
    "a batch of 1 000 demand notices has 1 000 pages",
    .enabled(if: chromium != nil, "Chromium is not there to print the papers"))
  func notices() throws {
    var rooms = "code,community,status,owner_code,owner_name\n"
    for number in 1...1000 { rooms += "R-\(number),HY,occupied,K\(number),业主\(number)\n" }
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,示例花园\n"),
      ("late-policy", "code,daily_rate,grace_days,cap\nLP,0.0005,0,1\n"),
      ("fee", "code,name,class,late_policy\nWYF,物业费,recurring,LP\nTCF,停车费,recurring,\n"),
      (
        "tariff",
        "code,fee,valid_from,method,price\nT1,WYF,2020-01-01,fixed,300\nT2,TCF,2020-01-01,fixed,100\n"
      ),
      ("room", rooms),
      ("charge", "scope,fee,tariff,from\nHY,WYF,T1,2026-01-01\n"),
      // One customer owes two fees for half a year.
      ("charge", "room,fee,tariff,from\nR-500,TCF,T2,2026-01-01\n"),
    ])
    for month in 1...6 {
      let room = month == 1 ? [] : ["--room", "R-500"]
      estate.run(["bill", "run", "--period", "2026-0\(month)", "--quiet"] + room)
    }
    estate.run("bill", "late", "--as-of", "2026-07-10", "--quiet")
    let html = estate.file("notices.html", "")
    let ran = estate.run(
      "bill", "notice", "--all", "--as-of", "2026-07-10", "--lang", "zh", "--format", "html",
      "--output", html)
    #expect(ran.messages == "bill notice: 单据 1000\n")
    let pdf = estate.file("notices.pdf", "")
    let profile = estate.folder + "/profile"
    defer { system("rm -rf \(profile)") }
    let print =
      "timeout 120 \(Self.chromium ?? "") --headless --no-sandbox --disable-gpu"
      + " --user-data-dir=\(profile) --no-pdf-header-footer --print-to-pdf=\(pdf) file://\(html)"
    #expect(system(print + " >/dev/null 2>&1") == 0)
    // A page object each; the tree of pages is of another type.
    let pages = output("grep -a -o '/Type */Page\\b' \(pdf) | wc -l").filter(\.isNumber)
    #expect(pages == "1000")
  }
}
