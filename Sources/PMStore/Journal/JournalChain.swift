// Walking the chain: has the journal been edited, cut, filled in or put in another order?

/// Something in the journal that no command of pm wrote.
package struct ChainFinding: Hashable, Sendable {
  package enum Fault: Hashable, Sendable {
    /// The fields of the entry are not those that its hash was made from.
    case edited
    /// The entry does not continue the one before it.
    case unlinked
    /// Entries are missing in front of this one: this many.
    case missing(Int64)
    /// The values that the entry replaced, or the moves of tickets that it wrote, are not those that
    /// it was sealed with.
    case historyEdited
    /// History rows or moves of tickets belong to an entry that is not there: this many.
    case orphanedHistory(Int64)
    /// The journal is shorter than the head that was kept elsewhere.
    case truncated
    /// The journal has another hash here than the head that was kept elsewhere.
    case rebuilt
  }

  /// The id of the entry.
  package let entry: Int64
  package let fault: Fault
}

extension Journal {
  /// Checks each hash and each link, and the anchor, a head that was noted elsewhere.
  ///
  /// The chain shows edited, inserted, deleted and exchanged entries, and what became of the values
  /// that they replaced and of the moves of tickets. That its end was cut off, or all of it made
  /// anew, only an anchor can show. An empty result means that nothing was found.
  package func verify(anchor: Head? = nil) throws -> [ChainFinding] {
    var findings: [ChainFinding] = []
    var last = Head(count: 0, hash: Self.origin)
    let seal = try seals()
    var isAnchored = anchor.map { $0.count == 0 && $0.hash == Self.origin } ?? true
    try forEachEntry { entry, hash in
      let skipped = entry.id.subtractingReportingOverflow(last.count &+ 1).partialValue
      if skipped > 0 { findings.append(ChainFinding(entry: entry.id, fault: .missing(skipped))) }
      if entry.previous != last.hash {
        findings.append(ChainFinding(entry: entry.id, fault: .unlinked))
      }
      if entry.hash != hash { findings.append(ChainFinding(entry: entry.id, fault: .edited)) }
      if entry.replaced != seal(entry.id) {
        findings.append(ChainFinding(entry: entry.id, fault: .historyEdited))
      }
      if let anchor, anchor.count == entry.id {
        isAnchored = true
        if anchor.hash != hash { findings.append(ChainFinding(entry: entry.id, fault: .rebuilt)) }
      }
      last = Head(count: entry.id, hash: hash)
    }
    if let anchor, !isAnchored {
      findings.append(ChainFinding(entry: anchor.count, fault: .truncated))
    }
    return try findings
      + orphans().map { ChainFinding(entry: $0.entry, fault: .orphanedHistory($0.count)) }
  }
}
