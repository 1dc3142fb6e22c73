// SHA-256 (FIPS 180-4), for the journal's chain and the digests of input files.

/// The SHA-256 of bytes that arrive in pieces.
package struct SHA256 {
  private var state = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)
  /// The bytes of a block that is not complete yet; fewer than 64.
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0

  package init() {
    pending.reserveCapacity(128)
  }

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount &+= UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let missing = rest.prefix(64 - pending.count)
      pending.append(contentsOf: missing)
      rest = rest.dropFirst(missing.count)
      guard pending.count == 64 else { return }
      compressPending()
    }
    let whole = rest.count & ~63
    compress(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
    pending.append(contentsOf: rest.dropFirst(whole))
  }

  /// Adds bytes.
  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Adds the UTF-8 bytes of a text.
  package mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
  }

  /// The 32 bytes of the digest of everything added.
  package consuming func finalize() -> [UInt8] {
    // A one bit, zeros up to 8 bytes before the end of a block, and the length in bits.
    pending.append(0x80)
    let zeros = (120 - pending.count) & 63
    pending.append(contentsOf: repeatElement(0, count: zeros))
    let bitCount = byteCount &* 8
    for shift in stride(from: 56, through: 0, by: -8) {
      pending.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
    }
    compressPending()
    return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 4] >> UInt32(24 - $0 % 4 * 8)) }
  }

  /// The digest of everything added as 64 lower-case hexadecimal digits.
  package consuming func hex() -> String { Self.hex(finalize()) }

  /// The digest of a text as 64 lower-case hexadecimal digits.
  package static func hex(of text: String) -> String {
    var hash = SHA256()
    hash.update(text)
    return hash.hex()
  }

  /// The digest of bytes as 64 lower-case hexadecimal digits.
  package static func hex(of bytes: UnsafeBufferPointer<UInt8>) -> String {
    var hash = SHA256()
    hash.update(UnsafeRawBufferPointer(bytes))
    return hash.hex()
  }

  /// Bytes as lower-case hexadecimal digits.
  package static func hex(_ bytes: [UInt8]) -> String {
    func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
    return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
      for (index, byte) in bytes.enumerated() {
        text[index * 2] = digit(byte >> 4)
        text[index * 2 + 1] = digit(byte & 15)
      }
      return bytes.count * 2
    }
  }

  // MARK: The compression function

  private mutating func compressPending() {
    let blocks = pending
    pending.removeAll(keepingCapacity: true)
    blocks.withUnsafeBytes { compress($0) }
  }

  /// Works whole blocks into the state; §6.2.2 of the standard.
  private mutating func compress(_ blocks: UnsafeRawBufferPointer) {
    var state = state
    var schedule = InlineArray<64, UInt32>(repeating: 0)
    let constants = roundConstants
    for start in stride(from: 0, to: blocks.count, by: 64) {
      for index in 0..<16 {
        let word = blocks.loadUnaligned(fromByteOffset: start + index * 4, as: UInt32.self)
        schedule[index] = UInt32(bigEndian: word)
      }
      for index in 16..<64 {
        let (early, late) = (schedule[index - 15], schedule[index - 2])
        let sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ early >> 3
        let sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ late >> 10
        schedule[index] = schedule[index - 16] &+ sigma0 &+ schedule[index - 7] &+ sigma1
      }
      for index in 0..<64 { schedule[index] &+= constants[index] }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      var (e, f, g, h) = (state[4], state[5], state[6], state[7])
      // Eight rounds at a time: the letters move on by naming instead of by copying.
      for index in stride(from: 0, to: 64, by: 8) {
        round(a, b, c, &d, e, f, g, &h, schedule[index])
        round(h, a, b, &c, d, e, f, &g, schedule[index + 1])
        round(g, h, a, &b, c, d, e, &f, schedule[index + 2])
        round(f, g, h, &a, b, c, d, &e, schedule[index + 3])
        round(e, f, g, &h, a, b, c, &d, schedule[index + 4])
        round(d, e, f, &g, h, a, b, &c, schedule[index + 5])
        round(c, d, e, &f, g, h, a, &b, schedule[index + 6])
        round(b, c, d, &e, f, g, h, &a, schedule[index + 7])
      }
      state &+= SIMD8(a, b, c, d, e, f, g, h)
    }
    self.state = state
  }
}

/// One round; `input` is the word of the schedule with the round's constant added.
@inline(__always)
private func round(
  _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
  _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ input: UInt32
) {
  let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
  let first = h &+ sum1 &+ (g ^ (e & (f ^ g))) &+ input
  let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
  d &+= first
  h = first &+ sum0 &+ ((a & b) | (c & (a | b)))
}

@inline(__always)
private func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
  word &>> count | word &<< (32 &- count)
}

/// "the first thirty-two bits of the fractional parts of the cube roots of the first sixty-four
/// prime numbers" (§4.2.2).
private let roundConstants: InlineArray<64, UInt32> = [
  0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
  0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
  0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
  0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
  0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
  0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
  0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
  0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
  0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
  0xc671_78f2,
]
