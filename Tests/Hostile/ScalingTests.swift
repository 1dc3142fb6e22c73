// Input sixteen times as long takes about sixteen times as long: nothing grows faster than what is sent.
import Glibc
import PMCore
import PMFormat
import TestSupport
import Testing

@testable import PMCommands

@Suite(
  "Time is linear in the size of the input", .serialized,
  .enabled(if: isThorough, "measured by make torture, where nothing else takes the processor"))
struct ScalingTests {
  /// Input of about so many bytes, and what reads it.
  struct Load: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let size: Int
    let make: @Sendable (Int) -> String
    let read: @Sendable ([UInt8]) throws -> Void
  }

  private static func repeated(_ text: String, _ bytes: Int) -> String {
    String(repeating: text, count: max(bytes / text.utf8.count, 1))
  }

  private static let csv: @Sendable ([UInt8]) throws -> Void = { bytes in
    try bytes.withUnsafeBufferPointer { buffer in
      let text = try TextFile(copying: buffer)
      var scanner = CSVScanner(text)
      var row = CSVRow()
      var step = scanner.readHeader(into: &row)
      while step != .end {
        scanner.arena.reset()
        step = scanner.next(into: &row)
      }
    }
  }

  private static let json: @Sendable ([UInt8]) throws -> Void = { bytes in
    bytes.withUnsafeBufferPointer { buffer in
      _ = try? JSONReader.document(buffer)
      _ = try? JSONPlaces(buffer)
      _ = try? JSONRows(TextFile(copying: buffer))
    }
  }

  private static let loads: [Load] = [
    Load(
      testDescription: "CSV rows", size: 100_000, make: { "a,b\n" + repeated("1,\"x,y\"\n", $0) },
      read: csv),
    Load(
      testDescription: "CSV of open quotes", size: 100_000,
      make: { "a,b\n" + repeated("\"x\n", $0) },
      read: csv),
    Load(
      testDescription: "CSV of bare quotes", size: 100_000,
      make: { "a\n" + repeated("x\"y\n", $0) },
      read: csv),
    Load(
      testDescription: "a CSV header of many columns", size: 100_000,
      make: { repeated("ab,", $0) + "\n" + repeated("1,", $0) + "\n" }, read: csv),
    Load(
      testDescription: "CSV of blank lines", size: 100_000, make: { "a\n" + repeated("\n", $0) },
      read: csv),
    Load(
      testDescription: "JSON objects", size: 60_000,
      make: { "[" + repeated("{\"a\":1,\"b\":\"x\\n\"},", $0) + "{}]" }, read: json),
    Load(
      testDescription: "a JSON object of many names", size: 60_000,
      make: { size in "{" + (0..<(size / 8)).map { "\"n\($0)\":1" }.joined(separator: ",") + "}" },
      read: json),
    Load(testDescription: "JSON brackets", size: 60_000, make: { repeated("[", $0) }, read: json),
    Load(
      testDescription: "a JSON string of escapes", size: 60_000,
      make: { "\"" + repeated("\\u623F", $0) + "\"" }, read: json),
    Load(
      testDescription: "tiers", size: 20_000,
      make: { size in (1...(size / 8)).map { "\($0):1.00" }.joined(separator: " ") + " *:9" },
      read: { _ = try Tiers(String(decoding: $0, as: UTF8.self)) }),
    Load(
      testDescription: "a long formula", size: 20_000, make: { repeated("1+", $0) + "1" },
      read: { _ = try? Formula(String(decoding: $0, as: UTF8.self)) }),
    Load(
      testDescription: "a formula of brackets", size: 20_000, make: { repeated("(", $0) },
      read: { _ = try? Formula(String(decoding: $0, as: UTF8.self)) }),
    Load(
      testDescription: "a map of unknown names", size: 20_000,
      make: { size in
        "{\"columns\":{" + (0..<(size / 12)).map { "\"cod\($0)\":\"x\"" }.joined(separator: ",")
          + "}}"
      },
      read: { withFile($0) { path in _ = try? ImportMap(path: path, for: Room.record, zone: .standard) } }),
    Load(
      testDescription: "a layout of many fields", size: 20_000,
      make: { size in
        "{\"layout\":\"x\",\"out\":{\"form\":\"delimited\",\"fields\":["
          + (0..<(size / 24)).map { "{\"is\":\"text\",\"text\":\"\($0)\"}" }.joined(separator: ",") + "]}}"
      },
      read: { withFile($0) { path in _ = try? BankLayout(path: path) } }),
    Load(
      testDescription: "words of a command line", size: 20_000, make: { repeated("--format ", $0) },
      read: { bytes in
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ").map(String.init)
        _ = try? Registry.pm.parse(["room", "list"] + words)
      }),
  ]

  @Test("sixteen times the size, at most 24 times the processor's time", arguments: loads)
  func linear(load: Load) throws {
    try check(load.testDescription, load.size) { size in
      let bytes = Array(load.make(size).utf8)
      return { try load.read(bytes) }
    }
  }

  @Test("a file of bad rows, all of them written to --rejects")
  func badRows() throws {
    let place = ScalingPlace()
    try check("bad rows", 100) { rows in
      place.file("room,fee,tariff,from\n" + (0..<rows).map { "9-\($0),WYF,T\($0),2026-13-\($0)\n" }.joined())
      return {
        #expect(
          place.pm(["charge", "import", place.input, "--keep-going", "--rejects", place.rejects, "--dry-run"]) == 1)
      }
    }
  }

  /// Rows of a file that is imported, and what its rows are.
  struct Sheet: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let noun: String
    let header: String
    let row: @Sendable (Int) -> String
  }

  private static let sheets = [
    Sheet(
      testDescription: "rooms", noun: "room", header: "code,community,floor_area",
      row: { "2-\($0),HY,\(60 + $0 % 90).25" }),
    Sheet(
      testDescription: "rooms with owners who have codes", noun: "room",
      header: "code,community,owner_code,owner_name,owner_from",
      row: { "3-\($0),HY,K\($0),业主\($0),2024-06-01" }),
    Sheet(
      testDescription: "rooms with owners who have none", noun: "room",
      header: "code,community,owner_name,owner_phone,owner_from",
      row: { "4-\($0),HY,业主\($0),\(13_900_000_000 + $0),2024-06-01" }),
    Sheet(
      testDescription: "customers", noun: "customer", header: "code,name,phone",
      row: { "C\($0),业主\($0),\(13_800_000_000 + $0)" }),
    Sheet(
      testDescription: "charges", noun: "charge", header: "room,fee,tariff,from",
      row: { "1-\($0),WYF,WYF-1,2026-01-01" }),
    Sheet(
      testDescription: "payments", noun: "payment", header: "room,paid_on,method,amount,reference",
      row: { "1-\($0),2026-10-01,bank,12.30,R\($0)" }),
    Sheet(
      testDescription: "tickets", noun: "ticket", header: "number,kind,room,summary,created_at",
      row: { "T\($0),repair,1-\($0),x,2026-10-01 09:00" }),
  ]

  @Test("a file of good rows", arguments: sheets)
  func goodRows(sheet: Sheet) throws {
    let place = ScalingPlace()
    try check(sheet.testDescription, 120) { rows in
      place.file(sheet.header + "\n" + (0..<rows).map { sheet.row($0) + "\n" }.joined())
      return { #expect(place.pm([sheet.noun, "import", place.input, "--dry-run"]) == 0) }
    }
  }

  @Test("requests of a stream, and the conditions of a list")
  func requests() throws {
    let place = ScalingPlace()
    var made = 0
    try check("requests", 24) { count in
      {
        let lines = (0..<count).map { #"["customer","add","code=Z\#(made + $0)","name=x"]"# + "\n" }
        made += count
        #expect(place.pm(["batch", "--commit-every", "1000"], input: lines.joined()) == 0)
      }
    }
    try check("conditions", 12) { count in
      let words = ["room", "list", "--limit", "0"] + (0..<count).flatMap { ["--where", "code!=9-\($0)"] }
      return { for _ in 0..<10 { #expect(place.pm(words) == 0) } }
    }
  }

  /// Compares the least processor time of some runs at three sizes: what takes the power 1.5 of the
  /// size takes 64 times as long for 16 times the size, and 8 times as long for four times.
  private func check(
    _ name: String, _ size: Int, _ prepare: (Int) throws -> (() throws -> Void)
  ) throws {
    func cost(_ size: Int) throws -> Int {
      let run = try prepare(size)
      var (least, spent, runs) = (Int.max, 0, 0)
      // A long run needs no second one.
      while runs == 0 || runs < 3 && spent < 200_000_000 {
        let start = processorTime()
        try run()
        let took = processorTime() - start
        (least, spent, runs) = (min(least, took), spent + took, runs + 1)
      }
      return least
    }
    var told = ""
    for _ in 0..<3 {
      let (small, middle, large) = (try cost(size), try cost(size * 4), try cost(size * 16))
      // Below some milliseconds the clock tells little.
      if large <= max(small * 24, 4_000_000) && large <= max(middle * 6, 4_000_000) { return }
      told = "\(small / 1000) µs for \(size), \(middle / 1000) µs for four times that, \(large / 1000) µs for 16 times"
    }
    Issue.record("\(name): \(told)")
  }

  private func processorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}

/// A small database with 2000 rooms and their owner, and a file to import, in a folder of its own.
private final class ScalingPlace {
  private let folder = ScratchFolder()
  var input: String { folder.path + "/in.csv" }
  var rejects: String { folder.path + "/out.csv" }

  init() {
    #expect(pm(["init"]) == 0)
    for (noun, text) in [
      ("org", "code,kind,name,parent\nCO,company,x,\nHY,community,x,CO\n"),
      ("customer", "code,name\nK,x\n"), ("fee", "code,name,class\nWYF,x,recurring\n"),
      ("tariff", "code,fee,method,price,basis,valid_from\nWYF-1,WYF,per_area,2.80,floor,2024-01-01\n"),
      (
        "room",
        "code,community,floor_area,owner_code,owner_from\n"
          + (0..<2000).map { "1-\($0),HY,80,K,2024-06-01\n" }.joined()
      ),
    ] {
      file(text)
      #expect(pm([noun, "import", input]) == 0, "\(noun)")
    }
  }

  func pm(_ words: [String], input: String? = nil) -> Int32 {
    runCommandLine(
      words, environment: Environment(["PM_DB": folder.path + "/pm.db", "USER": "tester"]),
      input: input.map { .sent(Array($0.utf8)) } ?? .none, output: .memory(MemoryDestination()),
      messages: .memory(MemoryDestination()))
  }

  func file(_ text: String) { writeFile(Array(text.utf8), to: input) }
}
