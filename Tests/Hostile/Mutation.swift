// Inputs that nobody sends on purpose: seeds of a corpus, damaged at random, the same for a seed.
import Glibc
import TestSupport

/// SplitMix64: random numbers that are the same for the same seed.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to, not including, `bound`.
  mutating func below(_ bound: Int) -> Int {
    bound > 0 ? Int.random(in: 0..<bound, using: &self) : 0
  }
}

/// Damages seeds: bytes flipped, parts cut, doubled and exchanged, words of the language put in.
struct Mutator {
  let seeds: [[UInt8]]
  let words: [[UInt8]]
  /// No input is longer.
  static let longest = 4096

  init(seeds: [[UInt8]], words: [String]) {
    self.seeds = seeds
    self.words = words.map { Array($0.utf8) } + Self.anywhere
  }

  /// What breaks readers of any language.
  private static let anywhere: [[UInt8]] =
    [
      [0x00], [0xFF], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0x80],
      [0x81, 0x30, 0x81], [0x1B, 0x5B, 0x32, 0x4A], [0x0D], [0x0A], [0x0D, 0x0A], [0x09], [0x22],
      [0xF4, 0x90, 0x80, 0x80],
    ]
    + [
      "9223372036854775807", "-9223372036854775808", "9223372036854775808", "0.00000001",
      "170141183460469231731687303715884105727", "1e999", "NaN", "\u{202E}", "\u{301}", "\u{3000}",
      "０", "，", "\u{1F3E0}", "-0", "1-01-01", "9999-12-31", "0000-00-00", "2026-02-29", "24:00",
    ].map { Array($0.utf8) }

  /// The next input.
  func next(_ random: inout Seeded) -> [UInt8] {
    if random.below(32) == 0 {
      return (0..<random.below(200)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }
    var bytes = seeds.isEmpty ? [] : seeds[random.below(seeds.count)]
    for _ in 0..<(1 + random.below(6)) { damage(&bytes, &random) }
    if bytes.count > Self.longest { bytes.removeLast(bytes.count - Self.longest) }
    return bytes
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout Seeded) {
    let at = random.below(bytes.count + 1)
    let length = min(1 + random.below(random.below(4) == 0 ? 200 : 8), bytes.count - at)
    switch random.below(9) {
    case 0 where at < bytes.count: bytes[at] ^= 1 << UInt8(random.below(8))
    case 1 where at < bytes.count: bytes[at] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.removeSubrange(at..<(at + length))
    case 3: bytes.insert(contentsOf: bytes[at..<(at + length)], at: at)
    case 4:
      // A part many times over: deep nesting, long cells.
      let part = Array(bytes[at..<(at + min(length, 8))])
      for _ in 0..<random.below(100) { bytes.insert(contentsOf: part, at: at) }
    case 5:
      let other = seeds.isEmpty ? [] : seeds[random.below(seeds.count)]
      let from = random.below(other.count + 1)
      let count = min(random.below(64), other.count - from)
      bytes.replaceSubrange(at..<(at + length), with: other[from..<(from + count)])
    case 6: bytes.removeSubrange(at...)
    default: bytes.insert(contentsOf: words[random.below(words.count)], at: at)
    }
  }
}

/// The top of the package.
let packageRoot = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

/// The bytes of a file of the package; empty where there is none.
func content(_ path: String) -> [UInt8] { fileBytes(packageRoot + "/" + path) }

/// The names of the files in a folder of the package, in order.
func files(in folder: String) -> [String] {
  guard let directory = opendir(packageRoot + "/" + folder) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if entry.pointee.d_type == UInt8(DT_REG) { names.append(folder + "/" + name) }
  }
  return names.sorted()
}
