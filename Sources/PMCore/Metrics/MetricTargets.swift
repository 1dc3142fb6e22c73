// Targets of key figures: the nearest organisation that sets one for the year.

/// The targets that organisations set, year by year.
package struct MetricTargets: Sendable {
  private struct Key: Hashable {
    let org: String
    let year: Int64
    let metric: String
  }

  private var values: [Key: Rate] = [:]
  private var parents: [String: String] = [:]
  /// Where a figure of everything looks; nil where there is not exactly one such organisation.
  private let root: String?

  /// - Parameter orgs: each organisation's code with its parent's.
  package init(orgs: [(code: String, parent: String?)] = []) {
    let roots = orgs.filter { $0.parent == nil }
    root = roots.count == 1 ? roots.first?.code : nil
    for (code, parent) in orgs { parents[code] = parent }
  }

  package mutating func set(_ metric: String, org: String, year: Int64, to value: Rate) {
    values[Key(org: org, year: year, metric: metric)] = value
  }

  /// The target that `org`, or the nearest above it, has for `year`; of everything where it is nil.
  package func value(_ metric: String, org: String?, year: Int64) -> Rate? {
    if values.isEmpty { return nil }
    var node = org ?? root
    // A cycle is refused when it is imported; this holds even so.
    for _ in 0..<64 {
      guard let code = node else { return nil }
      if let value = values[Key(org: code, year: year, metric: metric)] { return value }
      node = parents[code]
    }
    return nil
  }
}
