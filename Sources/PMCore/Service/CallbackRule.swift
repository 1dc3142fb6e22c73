// Which finished tickets must be called back.

/// Who is called back: kinds and severities always, of all others a share.
package struct CallbackRule: Sendable {
  /// Kinds and severities of which every ticket is called back.
  package let always: Set<String>
  /// The share of all others, in millionths.
  package let shareMillionths: UInt64

  package init(always: Set<String>, share: Rate) {
    self.always = always
    shareMillionths = UInt64(clamping: min(max(share.units / 100, 0), 1_000_000))
  }

  /// Why a ticket is called back, or nil where it is not.
  ///
  /// The share is drawn by the number alone: the same tickets whenever one asks.
  package func reason(number: String, kind: String, severity: String?) -> Words? {
    if always.contains(kind) { return Words("every \(kind)", zh: "此类工单全部回访") }
    if let severity, always.contains(severity) {
      return Words("severity \(severity)", zh: "严重程度“\(Ticket.severity(severity).zh)”全部回访")
    }
    if shareMillionths == 1_000_000 { return Words("every ticket", zh: "全部回访") }
    return draw(number) < shareMillionths ? Words("drawn", zh: "抽样回访") : nil
  }

  /// A number below a million out of the ticket's: FNV-1a, then mixed so that neighbours differ.
  private func draw(_ number: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in number.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash ^= hash >> 33
    hash = hash &* 0xff51_afd7_ed55_8ccd
    hash ^= hash >> 33
    return hash % 1_000_000
  }
}
