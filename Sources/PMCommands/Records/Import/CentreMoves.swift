// Communities that leave their centre: said, because rights and books go with them.
import PMCore
import PMStore

/// The communities for which another centre answers than before, or none.
final class CentreMoves {
  /// The organisations before they were written.
  var before: OrgTree?
  private(set) var warned: [Words] = []

  func read(_ after: OrgTree, _ touched: [Int64]) throws {
    guard let before else { return }
    let known = Set(before.all)
    let moved = Set(touched.flatMap { after.under($0) }).sorted().filter {
      after.kind(of: $0) == "community" && known.contains($0)
    }
    let words = moved.compactMap { community -> Words? in
      guard let old = Self.centre(of: community, in: before) else { return nil }
      let new = Self.centre(of: community, in: after)
      if new == old { return nil }
      let name = after.code(of: community) ?? ""
      let (from, to) = (before.code(of: old) ?? "", new.flatMap { after.code(of: $0) })
      return Words(
        "\(name) leaves centre \(from)\(to.map { " for \($0)" } ?? ", and is in none"): whoever is kept to \(from) sees and bills it no more",
        zh: "\(name) 不再属于中心 \(from)\(to.map { "，改属 \($0)" } ?? "，也不属于其他中心")：仅限于 \(from) 的人员将无法查看和办理其业务")
    }
    warned = Warnings(words).told
  }

  private static func centre(of org: Int64, in tree: OrgTree) -> Int64? {
    tree.chain(from: org).first { tree.kind(of: $0) == "centre" }
  }
}
