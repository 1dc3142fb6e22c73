// Months of business that one seed makes, command by command, as a clerk would run them.
import Glibc
import PMCore
import PMStore
import Testing

/// A random year: each command that ends well is run again, and must change nothing.
final class RandomYear {
  /// What one seed plays.
  struct Size {
    var rooms = 8
    var months = 6
    /// Events of a month beside the routine.
    var events = 10
    /// Of how many commands one is followed by a digest of the whole database; 0: none, only the
    /// files show that a second run wrote nothing.
    var digestEvery = 1
    /// The built program that runs the commands; nil: they run in the test's own process.
    var program: String?
  }

  let estate: Estate
  let seed: UInt64
  let size: Size
  var world: RandomWorld
  var dice: Dice {
    get { world.dice }
    set { world.dice = newValue }
  }
  /// The commands that ended well, by name.
  private(set) var done: [String: Int] = [:]
  /// What took how long: commands by name, and the checks of the harness itself.
  private(set) var spent: [String: Duration] = [:]
  /// Refusals, by rule: what the generator asked for in vain.
  private(set) var refused: [String: Int] = [:]
  var today: Day
  var month: Period
  var serial = 0
  /// The batch of each company that has not come back.
  var batches: [(company: String, number: Int, made: Day)] = []
  private var closedThrough: Period
  /// What is closed at a time: companies, everything, or centres.
  private let closingOrgs: [String]
  /// The rooms that came of each split and have not been merged again.
  var halves: [(one: String, other: String, community: String)] = []
  /// Sees the estate after each command that ended well.
  private let look: (RandomYear, [String]) throws -> Void

  init(
    _ seed: UInt64, _ size: Size = Size(),
    look: @escaping (RandomYear, [String]) throws -> Void = { _, _ in }
  ) {
    self.seed = seed
    self.size = size
    self.look = look
    world = RandomWorld(seed, rooms: size.rooms)
    today = world.first
    month = world.first.period
    closedThrough = world.first.period.adding(-1)
    closingOrgs = [["CO", "CP"], [""], ["CB", "CA", "CC"]][Int(seed % 3)]
    estate = Estate()
    estate.program = size.program
    for (command, text) in world.files {
      let ran = estate.take(command, text)
      #expect(ran.status == 0, "seed \(seed): \(command): \(ran.messages)")
    }
  }

  /// Plays the months in order.
  func play() throws {
    for _ in 0..<size.months {
      // Days never go back: late fees of an earlier day post nothing.
      today = max(today, month.first)
      // Advance fees are billed when the month begins; meters are read when it has ended.
      if dice.happens(1, of: 2) {
        try run("bill", "run", "--period", "\(month)", "--fee", dice.pick(["WYF", "TCF", "DT"]))
      }
      for place in 0..<size.events {
        today = max(today, month.first.adding(2 + place * (month.dayCount - 3) / size.events))
        try event()
      }
      try endMonth()
      month = month.adding(1)
    }
  }

  /// Reads, shares, bills, offsets, charges late fees, collects and closes.
  private func endMonth() throws {
    try readMeters()
    today = month.last.adding(1)
    try run("meter", "apportion", "--period", "\(month)")
    // Of one shared meter a bill comes now and then, whose sum is spread in place of usage × price.
    if month.index % 3 == 0 {
      try run("meter", "apportion", "--period", "\(month)", "--meter", "G-HY", "--amount", "123.45")
      try run("meter", "apportion", "--period", "\(month)")
    }
    try run("bill", "run", "--period", "\(month)", "--as-of", "\(today)")
    today = today.adding(dice.roll(8))
    try collect()
    try run("payment", "offset", "--as-of", "\(today)")
    try run("bill", "late", "--as-of", "\(today)")
    try answerBatches()
    if month > world.first.period, dice.happens(3, of: 4) { try close(through: month.adding(-1)) }
  }

  /// Closes what is open through a period, after mending what its checklist names.
  private func close(through last: Period) throws {
    for line in estate.run("meter", "check", "--format", "csv").output.split(separator: "\n")
      .dropFirst()
    {
      let cells = line.split(separator: ",").map(String.init)
      try run("meter", "confirm", cells[0], cells[3], "--reason", "law")
    }
    try reviewCash()
    while closedThrough < last {
      let period = closedThrough.adding(1)
      try mend(period)
      for org in closingOrgs {
        let ran = try run(
          ["bill", "close", "--period", "\(period)", "--as-of", "\(today)"]
            + (org.isEmpty ? [] : ["--org", org]))
        #expect(ran.status == 0, "seed \(seed): close \(period) \(org): \(ran.messages)")
      }
      closedThrough = period
    }
    // The first close at the latest is taken back, so that every year has one.
    if dice.happens(1, of: 6) || done["bill reopen"] == nil {
      let org = closingOrgs[0].isEmpty ? [] : ["--org", closingOrgs[0]]
      try run(["bill", "reopen", "--period", "\(last)", "--reason", "law"] + org)
      try run(["bill", "close", "--period", "\(last)", "--as-of", "\(today)"] + org)
    }
  }

  /// Bills what is open of a period, and excuses what cannot be billed.
  private func mend(_ period: Period) throws {
    let words = ["bill", "run", "--period", "\(period)", "--as-of", "\(today)"]
    var rounds = 0
    // Fifty findings are said at a time.
    while try run(words).status == 1, rounds < 9 {
      rounds += 1
      for finding in Self.findings(estate.run(words).messages) {
        try run([
          "bill", "excuse", "--room", finding.room, "--fee", finding.fee, "--period", "\(period)",
          "--reason", "law", "--as-of", "\(today)",
        ])
      }
    }
  }

  /// Room and fee of each open finding of a run.
  private static func findings(_ messages: String) -> [(room: String, fee: String)] {
    messages.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: ",")
      guard parts.count > 2, parts[0].hasPrefix("pm: room "), parts[1].hasPrefix(" fee ") else {
        return nil
      }
      return (String(parts[0].dropFirst(9)), String(parts[1].dropFirst(5)))
    }
  }

  // MARK: Running

  @discardableResult
  func run(_ words: String...) throws -> Ran { try run(words) }

  /// Runs a command that may be refused, never fail, and which run again changes nothing.
  @discardableResult
  func run(_ words: [String]) throws -> Ran {
    let name = words.prefix(2).joined(separator: " ")
    let ran = timed(name) { estate.run(words) }
    let line = "seed \(seed), \(today): pm " + words.joined(separator: " ")
    // 1: findings of a run; 66: nothing is there to be taken back.
    let good: [Int32] = name == "bill run" || name == "meter read" ? [0, 1] : [0]
    #expect((good + [65, 66]).contains(ran.status), "\(line): \(ran.messages)")
    guard good.contains(ran.status) else {
      refused[name + " " + ran.messages.prefix { $0 != "\n" }, default: 0] += 1
      return ran
    }
    done[name, default: 0] += 1
    // A receipt that is printed again is a copy, which is kept.
    let isOnce = !words.contains("--amount") || name == "payment refund" || words[0] == "deposit"
    if isOnce, name != "payment receipt" {
      let full = size.digestEvery > 0 && dice.roll(size.digestEvery) == 0
      let digest = full ? try timed("digests", estate.digest) : ""
      try timed("checkpoints", estate.settle)
      let stamp = estate.stamp()
      let again = timed(name) { estate.run(words) }
      #expect(again.status == ran.status || again.status == 65, "\(line) again: \(again.messages)")
      #expect(estate.stamp() == stamp, "\(line) again: \(again.messages)")
      let after = full ? try timed("digests", estate.digest) : ""
      #expect(after == digest, "\(line) again: \(again.messages)")
    }
    try look(self, words)
    return ran
  }

  /// Does something and keeps how long it took under `name`.
  func timed<Value>(_ name: String, _ body: () throws -> Value) rethrows -> Value {
    let start = ContinuousClock.now
    defer { spent[name, default: .zero] += .now - start }
    return try body()
  }

  /// What took longest, for whoever waits for a large year.
  var slowest: String {
    let all = spent.sorted { $0.value > $1.value }
    let sum = all.reduce(Duration.zero) { $0 + $1.value }
    return "\(done.values.reduce(0, +)) commands, each twice, and the laws in \(sum.components.seconds) s: "
      + all.prefix(12).map { "\($0.key) \($0.value.components.seconds)" }.joined(separator: ", ")
  }

  /// Imports a text as a command of the year.
  @discardableResult
  func take(_ command: [String], _ text: String) throws -> Ran {
    try run(command + [estate.file("input.csv", text)])
  }

  /// How many rows a table has.
  func count(_ table: String) throws -> Int {
    Int(try estate.rows("SELECT count(*) FROM \(table)").first ?? "") ?? 0
  }
}

extension Estate {
  /// Writes what is in the log into the database, so that the next change shows in `stamp`.
  func settle() throws {
    try Database.open(database, mode: .readWrite).forEach("PRAGMA wal_checkpoint(TRUNCATE)") { _ in }
  }

  /// Size and time of the last change of the database's files.
  func stamp() -> [Int] {
    ["", "-wal"].flatMap { name -> [Int] in
      var status = stat()
      guard stat(database + name, &status) == 0 else { return [0] }
      return [Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    }
  }
}
