// The languages that pm reads, each with its seeds, its words, and what takes an input apart.
import Glibc
import PMCore
import PMFormat
import PMStore
import TestSupport
import Testing

@testable import PMCommands

/// One kind of input, and the reader that must survive it.
enum Language: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case csv, json, maps, layouts, formulas, tiers, tariffs, arguments, imports

  var testDescription: String { rawValue }

  /// How many of a thousand inputs are of this kind; a command costs a thousand formulas.
  var share: Int {
    switch self {
    case .csv: 260
    case .json: 295
    case .maps, .layouts: 50
    case .formulas: 170
    case .tiers: 100
    case .tariffs: 5
    case .arguments: 60
    case .imports: 10
    }
  }

  /// What is kept in `Tests/Fixtures/corpus`, and what people are given in `Samples`.
  var seeds: [[UInt8]] {
    let kept = files(in: "Tests/Fixtures/corpus/" + rawValue)
    let given: [String] =
      switch self {
      case .csv, .imports:
        files(in: "Samples").filter { $0.hasSuffix(".csv") }
          + ["Tests/Fixtures/example/inputs/rooms-gb18030.csv"]
      case .json: []
      case .maps: files(in: "Samples/maps").filter { $0.hasSuffix(".json") }
      case .layouts: files(in: "Samples/bank").filter { $0.hasSuffix(".json") }
      default: []
      }
    var seeds = kept.map(content) + given.map { Array(content($0).prefix(1500)) }
    if self == .tariffs {
      seeds += content("Samples/tariffs.csv").split(separator: 0x0A).dropFirst().map { Array($0) + [0x0A] }
    }
    if self == .layouts { seeds = kept.map(content) + given.map(content) }
    if self == .arguments {
      seeds += Registry.pm.shown.flatMap { $0.commands() }.flatMap(\.spec.examples).map {
        Array($0.dropFirst(3).utf8)
      }
    }
    return seeds
  }

  var words: [String] {
    switch self {
    case .csv, .imports:
      [
        "\"", "\"\"", ",", ";", "|", "\r", "code", "房号", "HY", "2026年1月5日", "￥1,234.50", "#REF!",
        "4.40106E+17", "=1+1", "是", "-1", "45321", "C000001", "1-1-0101", ",,,,", "\"a\nb\"",
      ]
    case .json, .maps, .layouts:
      [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\uD83C", "\\uDFE0", "null", "true", "-",
        "1.5e3", "{\"a\":", "[[[[", "\"code\":", "\"columns\":", "\"from\":", "\"skip\":",
        "\"out\":",
        "\"fields\":", "\"width\":", "\"return\":",
      ]
    case .formulas:
      [
        "area", "quantity", "price", "months", "days", "if(", "min(", "max(", "round(", "tier(",
        "*:9",
        "(", ")", "-", "/", "0", ",", "<=", "!=", "floor", "180:5", "^", "%", "房",
      ]
    case .tariffs:
      [
        ",", "\"", "\n", "per_area", "fixed", "per_unit", "tiered", "derived", "per_head", "formula", "floor", "usable",
        "daily", "half", "whole", "180:3.00 *:6.00", "graduated", "slab", "year", "period", "0.8", "-1",
        "99999999999.99",
        "area", "max(0, area - 120)", "1 / 0", "9999999999 * 9999999999", "2026-08-15", "2027-01-01", "SF", "WYF", "DF",
      ]
    case .tiers: ["180:5.00", "*:9", ":", "=", "*", "20:=30", " ", "0", "-1", "\t", "１８０：５"]
    case .arguments:
      [
        "--", "-", "=", " ", "--format", "json", "--as-of", "--where", "--period", "--limit", "-9",
        "--lang", "zh", "--dry-run", "code=", "--columns", "--sort", "'", "\"", "help", "--output=",
        "import", "list", "show", "report", "kpi", "--scope", "--at",
      ]
    }
  }
}

/// Feeds inputs of one language to what reads them, in a folder of its own with a small estate.
final class Victim {
  private let language: Language
  private let scratch = ScratchFolder()
  private var folder: String { scratch.path }
  private var path: String { folder + "/input" }
  /// The database as it is before an input that changes it, by the ends of its files' names.
  private var sound: [String: [UInt8]] = [:]
  private var names: [String] {
    ["org", "room", "customer", "tariff", "payment", "ticket", "charge"]
  }

  init(_ language: Language) throws {
    self.language = language
    // Relative names of mutated commands stay in here, and standard input is at its end.
    guard chdir(folder) == 0 else { throw HostileError(what: "no folder") }
    let null = open("/dev/null", O_RDONLY)
    dup2(null, 0)
    let files: [(noun: String, file: String)] =
      [
        ("org", "orgs"), ("late-policy", "late-policies"), ("fee", "fees"), ("tariff", "tariffs"), ("room", "rooms-1"),
      ]
      + (language == .tariffs
        ? [
          ("room", "rooms-2"), ("customer", "customers"), ("charge", "charges"), ("meter", "meters"),
          ("meter", "readings-2026-08"),
        ] : [])
    if [.arguments, .imports, .tariffs].contains(language) {
      try expect(pm(["init"]), [0])
      for (noun, file) in files {
        let verb = file.hasPrefix("readings") ? "read" : "import"
        try expect(pm([noun, verb, packageRoot + "/Samples/" + file + ".csv"]), [0, 1])
      }
    }
    for tail in ["", "-wal"] { sound[tail] = fileBytes(folder + "/pm.db" + tail) }
  }

  deinit { _ = chdir("/") }

  /// Takes one input apart; errors of the language are what is expected, everything else throws.
  ///
  /// - Parameter wholly: command lines are run as well, not only parsed.
  func take(_ bytes: [UInt8], _ random: inout Seeded, wholly: Bool = false) throws {
    switch language {
    case .csv: try readCSV(bytes)
    case .json: try readJSON(bytes)
    case .maps:
      write(bytes)
      try refusing { _ = try ImportMap(path: path, for: Room.record, zone: .standard) }
    case .layouts:
      write(bytes)
      try refusing { _ = try BankLayout(path: path) }
    case .formulas: try evaluate(String(decoding: bytes, as: UTF8.self))
    case .tiers: try settle(String(decoding: bytes, as: UTF8.self))
    case .tariffs: try bill(bytes, random.below(40) + 1)
    case .arguments:
      try type(String(decoding: bytes, as: UTF8.self), runs: wholly || random.below(10) == 0)
    case .imports:
      write(bytes)
      let noun = names[random.below(names.count)]
      var words = [noun, "import", path, "--dry-run"]
      if random.below(3) == 0 { words.append("--ignore-unknown") }
      if random.below(3) == 0 { words += ["--keep-going", "--rejects", "rejects.csv"] }
      try expect(pm(words), [0, 1, 65])
    }
  }

  private func readCSV(_ bytes: [UInt8]) throws {
    try refusing {
      let text = try bytes.withUnsafeBufferPointer { try TextFile(copying: $0) }
      var scanner = CSVScanner(text)
      var row = CSVRow()
      var step = scanner.readHeader(into: &row)
      var count = 0
      while step != .end {
        guard row.line >= 0, row.count <= CSVRow.widest else {
          throw HostileError(what: "a row outside of the file")
        }
        count += 1
        if count > bytes.count * 2 + 2 { throw HostileError(what: "more rows than bytes") }
        scanner.arena.reset()
        step = scanner.next(into: &row)
      }
    }
  }

  private func readJSON(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBufferPointer { buffer in
      try refusing {
        let value = try JSONReader.document(buffer)
        _ = try JSONPlaces(buffer).place(of: ["a", "0"])
        _ = value["a"]
      }
      try refusing {
        var objects = JSONObjects(buffer)
        while try objects.next() != nil {}
      }
      try refusing { _ = try JSONRows(TextFile(copying: buffer)).count }
    }
  }

  private func evaluate(_ text: String) throws {
    var inputs = FormulaInputs()
    for path in [\FormulaInputs.area, \.quantity, \.price, \.months, \.days, \.floor] {
      inputs[keyPath: path] = Ratio(Int64.max / 3, over: 7)
    }
    try refusing { _ = try Formula(text, customNames: nil).value(inputs) }
  }

  private func settle(_ text: String) throws {
    try refusing {
      var tiers = try Tiers(text)
      (tiers.heads, tiers.perHead) = (4, Quantity("60") ?? .zero)
      for quantity in [Int64(1), 999_999, .max] {
        for mode in TierMode.allCases {
          for reset in TierReset.allCases {
            (tiers.mode, tiers.reset) = (mode, reset)
            try refusing {
              _ = try tiers.cost(
                of: Ratio(quantity, over: 3), before: Ratio(quantity, over: 7), persons: 9)
            }
          }
        }
      }
      guard try Tiers(tiers.description).blocks == tiers.blocks else {
        throw HostileError(what: "tiers that do not read back")
      }
    }
  }

  /// Takes rows of tariffs in for good and bills a month by what they made of the tariffs.
  private func bill(_ rows: [UInt8], _ number: Int) throws {
    for (tail, bytes) in sound { writeFile(bytes, to: folder + "/pm.db" + tail) }
    unlink(folder + "/pm.db-shm")
    write(
      Array("code,fee,valid_from,method,price,basis,minimum,tiers,tier_mode,tier_reset,share,formula,proration\n".utf8)
        + rows)
    try expect(pm(["tariff", "import", path, "--keep-going"]), [0, 1, 65])
    try expect(pm(["bill", "run", "--period", "2026-08"]), [0, 1, 65])
    let digits = String(number)
    let code = "B" + String(repeating: "0", count: 7 - digits.count) + digits
    try expect(pm(["bill", "explain", code]), [0, 66])
  }

  private func type(_ line: String, runs: Bool) throws {
    // A blank parts words, as without a shell's quotes; no path leads out of the folder.
    let words = line.split(separator: " ", maxSplits: 40, omittingEmptySubsequences: false).map {
      String($0.map { $0 == "/" ? "_" : $0 })
    }
    if !runs {
      do { _ = try Registry.pm.parse(words) } catch let failure as Failure {
        guard failure.exit == .usage || failure.exit == .badData else {
          throw HostileError(what: "status \(failure.exit.rawValue) of the parser")
        }
      }
      return
    }
    try expect(pm(words), Set(ExitCode.allCases.map(\.rawValue)).subtracting([70, 130, 141, 143]))
  }

  /// Runs `body`, which may refuse its input in the ways that pm has words for.
  private func refusing(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as HostileError {
      throw error
    } catch let error as Failure where error.exit != .fault {
    } catch let error {
      let failure = failure(from: error, file: "input")
      let isRule = error is RuleError || error is EvaluationError || error is JSONError
      if failure.exit == .fault, !isRule {
        throw HostileError(what: "an error without words: \(error)")
      }
    }
  }

  private func pm(_ words: [String]) -> (status: Int32, messages: String) {
    let (output, messages) = (MemoryDestination(), MemoryDestination())
    let status = runCommandLine(
      words, environment: Environment(["PM_DB": folder + "/pm.db", "USER": "tester"]),
      output: .memory(output), messages: .memory(messages))
    return (status, messages.text)
  }

  private func expect(_ ran: (status: Int32, messages: String), _ allowed: Set<Int32>) throws {
    if !allowed.contains(ran.status) {
      throw HostileError(what: "status \(ran.status): \(ran.messages.prefix(300))")
    }
  }

  private func write(_ bytes: [UInt8]) { writeFile(bytes, to: path) }
}

/// What must not come of an input.
struct HostileError: Error, CustomStringConvertible {
  let what: String

  var description: String { what }
}
