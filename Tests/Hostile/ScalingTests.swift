// Input four times as long takes about four times as long: nothing is quadratic in what is sent.
import Glibc
import PMCore
import PMFormat
import Testing

@testable import PMCommands

@Suite("Time is linear in the size of the input", .serialized)
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
      read: { bytes in
        let path = "/tmp/pm-scaling-\(getpid())"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        _ = try? ImportMap(path: path, for: Room.record, zone: .standard)
        unlink(path)
      }),
    Load(
      testDescription: "a layout of many fields", size: 20_000,
      make: { size in
        "{\"layout\":\"x\",\"out\":{\"form\":\"delimited\",\"fields\":["
          + (0..<(size / 24)).map { "{\"is\":\"text\",\"text\":\"\($0)\"}" }.joined(separator: ",") + "]}}"
      },
      read: { bytes in
        let path = "/tmp/pm-scaling-layout-\(getpid())"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        _ = try? BankLayout(path: path)
        unlink(path)
      }),
    Load(
      testDescription: "words of a command line", size: 20_000, make: { repeated("--format ", $0) },
      read: { bytes in
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ").map(String.init)
        _ = try? Registry.pm.parse(["room", "list"] + words)
      }),
  ]

  @Test("four times the size, at most eight times the processor's time", arguments: loads)
  func linear(load: Load) throws {
    try check(load.testDescription, load.size) { size in
      let bytes = Array(load.make(size).utf8)
      return { try load.read(bytes) }
    }
  }

  @Test("a file of bad rows, all of them written to --rejects")
  func badRows() throws {
    let folder = "/tmp/pm-scaling-rows-\(getpid())"
    mkdir(folder, 0o700)
    defer {
      for name in ["pm.db", "pm.db-wal", "pm.db-shm", "pm.db.lock", "in.csv", "out.csv"] {
        unlink(folder + "/" + name)
      }
      rmdir(folder)
    }
    let environment = Environment(["PM_DB": folder + "/pm.db", "USER": "tester"])
    func pm(_ words: [String]) -> Int32 {
      runCommandLine(
        words, environment: environment, output: .memory(MemoryDestination()),
        messages: .memory(MemoryDestination()))
    }
    func file(_ text: String) {
      let descriptor = open(folder + "/in.csv", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      _ = write(descriptor, text, text.utf8.count)
      close(descriptor)
    }
    #expect(pm(["init"]) == 0)
    file("code,kind,name\nHY,community,x\n")
    #expect(pm(["org", "import", folder + "/in.csv"]) == 0)
    file("code,community\n" + (0..<3000).map { "1-\($0),HY\n" }.joined())
    #expect(pm(["room", "import", folder + "/in.csv"]) == 0)
    try check("bad rows", 250) { rows in
      file(
        "room,fee,tariff,from\n"
          + (0..<rows).map { "9-\($0),WYF,T\($0),2026-13-\($0)\n" }.joined())
      return {
        #expect(
          pm([
            "charge", "import", folder + "/in.csv", "--keep-going", "--rejects",
            folder + "/out.csv", "--dry-run",
          ]) == 1)
      }
    }
  }

  /// Compares the least processor time of three runs at two sizes.
  private func check(
    _ name: String, _ size: Int, _ prepare: (Int) throws -> (() throws -> Void)
  ) throws {
    func cost(_ size: Int) throws -> Int {
      let run = try prepare(size)
      var least = Int.max
      for _ in 0..<3 {
        let start = processorTime()
        try run()
        least = min(least, processorTime() - start)
      }
      return least
    }
    let (small, large) = (try cost(size), try cost(size * 4))
    // Below two milliseconds the clock tells little.
    #expect(
      large <= max(small * 8, 2_000_000),
      "\(name): \(small / 1000) µs for \(size), \(large / 1000) µs for four times that")
  }

  private func processorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
