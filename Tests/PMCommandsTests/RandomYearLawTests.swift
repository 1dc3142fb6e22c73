// The laws of the books over random years of business.
import Glibc
import PMCore
import TestSupport
import Testing

@Suite("random years")
struct RandomYearLawTests {
  /// The seeds of PM_SEEDS (`100-199`), for a longer hunt; else a few.
  private static func seeds(_ few: [UInt64]) -> [UInt64] {
    let ends = getenv("PM_SEEDS").map {
      String(cString: $0).split(separator: "-").compactMap { UInt64($0) }
    }
    guard let first = ends?.first, let last = ends?.last, first <= last else { return few }
    return Array(first...last)
  }

  /// What holds of every year in the end.
  private func expectLaws(_ year: RandomYear) throws {
    year.timed("db check") { year.estate.expectSound() }
    year.timed("roll-forward") { year.expectChained() }
    year.timed("arrears") { year.expectArrearsClose() }
    try year.timed("allocations", year.expectWithin)
    try year.timed("shares", year.expectSharesWhole)
    try year.timed("deposits", year.expectDeposits)
    try year.timed("invoices", year.expectInvoiced)
    if hasProgram("hledger") { try year.timed("hledger", year.expectHledgerAgrees) }
    if hasProgram("bean-check") { try year.timed("beancount", year.expectBeancountAgrees) }
  }

  @Test("books stay sound after each command of a random half year", arguments: seeds(isThorough ? [1, 2] : [1]))
  func everyCommand(seed: UInt64) throws {
    let year = RandomYear(seed, .init(digestEvery: 3)) { year, words in
      year.estate.expectSound()
      if words.starts(with: ["bill", "late"]) {
        let faults = try year.lateFaults()
        #expect(faults == [], "seed \(seed), \(year.today): \(words)")
      }
    }
    try year.play()
    try expectLaws(year)
  }

  /// The release program, which `make test` names.
  private static let program = getenv("PM_BINARY").map { name -> String in
    let path = String(cString: name)
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return path.hasPrefix("/") ? path : "/\(root)/\(path)"
  }

  // Minutes, by the release program: make year
  @Test(
    "a year of 400 rooms keeps every law",
    .enabled(
      if: program != nil && getenv("PM_SEEDS") != nil, "played where PM_BINARY and PM_SEEDS are set"),
    arguments: seeds([31]))
  func large(seed: UInt64) throws {
    let year = RandomYear(
      seed,
      .init(rooms: 400, months: 12, events: 40, digestEvery: 0, program: Self.program))
    try year.play()
    try expectLaws(year)
    // Each kind of event has happened, and ended well.
    for command in Self.commands {
      #expect(year.done[command, default: 0] > 0, "seed \(year.seed): \(command)")
    }
    print("seed \(seed), \(try year.count("bill")) bills: \(year.slowest)")
  }

  private static let commands = [
    "payment import", "payment add", "payment review", "payment offset", "payment reverse",
    "payment refund", "bill run", "bill late", "bill waive", "bill write-off", "bill void",
    "bill adjust", "bill excuse", "bill close", "bill reopen", "bank batch", "bank return",
    "meter read", "meter replace", "meter confirm", "meter apportion", "room transfer",
    "room move-in", "room move-out", "room split", "room merge", "room handover", "room set",
    "tariff import", "deposit take", "deposit deduct", "deposit refund", "payment receipt",
    "bill invoice",
  ]

  @Test("a random year of 60 rooms keeps every law", arguments: seeds(isThorough ? [11, 12] : [11]))
  func small(seed: UInt64) throws {
    let year = RandomYear(seed, .init(rooms: 60, months: 8, events: 12, digestEvery: 60))
    try year.play()
    try expectLaws(year)
  }
}
