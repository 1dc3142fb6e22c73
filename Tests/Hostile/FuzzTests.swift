// A million inputs that nobody sends on purpose; ten thousand of them in `make test`.
import Glibc
import TestSupport
import Testing

@Suite("Hostile input")
struct FuzzTests {
  /// `PM_TORTURE=1` (make torture) runs them all; `PM_SEED` tries others.
  private static let total = isThorough ? 1_000_000 : 10_000

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
    await #expect(processExitsWith: .success) {
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
          input.blame("input \(index): \(error)")
          exit(1)
        }
      }
      let grown = peakMemory() - before
      if grown > FuzzTests.mostMemory {
        input.blame("memory grew by \(grown >> 20) MiB")
        exit(1)
      }
      unlink(kept)
    }
    if let input = KeptInput.last(kept) {
      Issue.record(
        """
        \(name), seed \(seed): \(input.reason.isEmpty ? "a trap" : input.reason)
        The input, \(input.count) bytes, is now in \(kept): keep it in Tests/Fixtures/corpus/\(name).
        """)
      return
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
        try victim.take(bytes, &random, wholly: true)
      }
    }
  }
}

/// The input that is being read, in a file that outlives the process.
private struct KeptInput {
  private let memory: UnsafeMutableRawPointer
  /// Two lengths, the input, and what was wrong with it.
  private static let length = 16 + Mutator.longest + 1024

  init(_ path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0, ftruncate(descriptor, off_t(Self.length)) == 0,
      let memory = mmap(nil, Self.length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
      memory != MAP_FAILED
    else { throw HostileError(what: "nowhere to keep the input") }
    self.memory = memory
  }

  func keep(_ bytes: [UInt8]) { store(bytes.prefix(Mutator.longest), at: 0) }

  func blame(_ reason: String) { store(Array(reason.utf8).prefix(1024), at: 1) }

  private func store(_ bytes: ArraySlice<UInt8>, at place: Int) {
    memory.storeBytes(of: bytes.count, toByteOffset: 8 * place, as: Int.self)
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress {
        memcpy(memory + 16 + place * Mutator.longest, start, source.count)
      }
    }
  }

  /// What a process that died left at `path`, which then holds the input alone; nil for nothing.
  static func last(_ path: String) -> (count: Int, reason: String)? {
    let bytes = fileBytes(path)
    guard bytes.count == length else { return nil }
    let counts = bytes.withUnsafeBytes {
      [$0.load(as: Int.self), $0.load(fromByteOffset: 8, as: Int.self)]
    }
    let input = bytes[16..<(16 + min(max(counts[0], 0), Mutator.longest))]
    let reason = bytes[(16 + Mutator.longest)...].prefix(max(counts[1], 0))
    let descriptor = open(path, O_WRONLY | O_TRUNC)
    defer { close(descriptor) }
    _ = Array(input).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    return (input.count, String(decoding: reason, as: UTF8.self))
  }
}

/// The most memory that this process ever had resident, in bytes.
///
/// Not `ru_maxrss`: a process takes that over from the one that started it, so it would tell how much
/// the tests before had, and nothing of what grows below that.
func peakMemory() -> Int {
  for line in String(decoding: fileBytes("/proc/self/status"), as: UTF8.self).split(separator: "\n")
  where line.hasPrefix("VmHWM:") {
    return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 } ?? 0
  }
  return 0
}

/// Says something on standard error, at once.
func complain(_ text: String) {
  let line = Array((text + "\n").utf8)
  _ = write(2, line, line.count)
}
