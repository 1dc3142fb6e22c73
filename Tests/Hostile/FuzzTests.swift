// A million inputs that nobody sends on purpose; ten thousand of them in `make test`.
import Glibc
import Testing

@Suite("Hostile input")
struct FuzzTests {
  /// `PM_TORTURE=1` (make torture) runs them all; `PM_SEED` tries others.
  private static let total = getenv("PM_TORTURE") == nil ? 10_000 : 1_000_000

  private static let seed = getenv("PM_SEED").flatMap { UInt64(String(cString: $0)) } ?? 2026

  /// The memory that the readers may add to what the test program has anyway.
  private static let mostMemory = 256 << 20

  @Test(
    "no input traps, ends in an error without words, or takes much memory",
    arguments: Language.allCases)
  func survives(language: Language) async throws {
    let count = Self.total / 1000 * language.share
    let seed = Self.seed
    let name = language.rawValue
    let kept = "/tmp/pm-hostile-\(name)-\(getpid())"
    let began = time(nil)
    // In a process of its own: a trap is then a finding with its input, not the end of all tests.
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      [name = name as String, count = count as Int, seed = seed as UInt64, kept = kept as String] in
      guard let language = Language(rawValue: name) else { exit(2) }
      let input = try KeptInput(kept)
      let mutator = Mutator(seeds: language.seeds, words: language.words)
      let victim = try Victim(language)
      let before = peakMemory()
      for index in 0..<count {
        var random = Seeded(seed &* 1_000_003 &+ UInt64(index))
        let bytes = mutator.next(&random)
        input.keep(bytes)
        do {
          try victim.take(bytes, &random)
        } catch {
          complain("input \(index): \(error)")
          exit(1)
        }
      }
      let grown = peakMemory() - before
      if grown > FuzzTests.mostMemory {
        complain("memory grew by \(grown >> 20) MiB")
        exit(1)
      }
      unlink(kept)
    }
    if let result, result.exitStatus != .exitCode(0) {
      let said = String(decoding: result.standardErrorContent, as: UTF8.self)
      Issue.record(
        "\(name), seed \(seed): \(said.suffix(2000))\nthe input is in \(kept): keep it in Tests/Fixtures/corpus/\(name)"
      )
    }
    if Self.total > 10_000 {
      complain(
        "fuzz: \(count) inputs of \(name), seed \(seed), in \(time(nil) - began) s: no fault")
    }
  }

  @Test("what once broke a reader is read as it must be", arguments: Language.allCases)
  func corpus(language: Language) async throws {
    let name = language.rawValue
    await #expect(processExitsWith: .success) { [name = name as String] in
      guard let language = Language(rawValue: name) else { exit(2) }
      let victim = try Victim(language)
      for (index, bytes) in language.seeds.enumerated() {
        var random = Seeded(UInt64(index))
        try victim.take(bytes, &random)
      }
    }
  }
}

/// The input that is being read, in a file that outlives the process.
private struct KeptInput {
  private let memory: UnsafeMutableRawPointer
  private let descriptor: Int32

  init(_ path: String) throws {
    descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    let length = Mutator.longest + 8
    guard descriptor >= 0, ftruncate(descriptor, off_t(length)) == 0,
      let memory = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
      memory != MAP_FAILED
    else { throw HostileError(what: "nowhere to keep the input") }
    self.memory = memory
  }

  /// The length in the first eight bytes, then the input.
  func keep(_ bytes: [UInt8]) {
    memory.storeBytes(of: bytes.count, as: Int.self)
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress {
        memcpy(memory + 8, start, min(source.count, Mutator.longest))
      }
    }
  }
}

/// The most memory that this process ever had resident, in bytes.
func peakMemory() -> Int {
  var usage = rusage()
  getrusage(RUSAGE_SELF.rawValue, &usage)
  return usage.ru_maxrss << 10
}

/// Says something on standard error, at once.
func complain(_ text: String) {
  let line = Array((text + "\n").utf8)
  _ = write(2, line, line.count)
}
