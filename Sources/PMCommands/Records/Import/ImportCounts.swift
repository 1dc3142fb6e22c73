// What an import did, as its summary tells it.
import PMCore
import PMStore

/// What an import did, record by record.
struct ImportCounts {
  var main: WriteCounts
  var parts: [(record: RecordType, counts: WriteCounts)] = []

  var hasChanged: Bool {
    main.hasChanged || parts.contains { $0.counts.hasChanged }
  }

  /// What the summary says of the parts: how many of each are new, and whatever else there was.
  var ofParts: [(String, Int)] {
    parts.flatMap { part -> [(String, Int)] in
      let (name, counts) = (part.record.name, part.counts)
      if counts == WriteCounts() { return [] }
      let others = [("updated", counts.updated), ("unchanged", counts.unchanged), ("skipped", counts.skipped)]
      return [("\(name) created", counts.created)]
        + others.filter { $0.1 > 0 }.map { ("\(name) \($0.0)", $0.1) }
    }
  }
}

extension WriteCounts {
  var hasChanged: Bool { created + updated > 0 }
}
