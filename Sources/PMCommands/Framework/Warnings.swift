// What somebody should look at: the first of it is told, of the rest how many there are.
import PMCore

/// Collects warnings of one kind.
final class Warnings {
  private var first: [Words] = []
  private var more = 0
  /// What is said of those that are not told.
  private let rest: (Int) -> Words

  init(
    _ warnings: [Words] = [],
    rest: @escaping (Int) -> Words = { Words("\($0) more warnings", zh: "另有 \($0) 条警告") }
  ) {
    self.rest = rest
    add(warnings)
  }

  /// The first of those added, and how many more there are.
  var told: [Words] { more == 0 ? first : first + [rest(more)] }

  /// Keeps one more while there is room, else counts it; it is made only where it is kept.
  func add(_ warning: @autoclosure () -> Words) {
    if first.count < Findings.shown { first.append(warning()) } else { more += 1 }
  }

  func add(_ warnings: [Words]) {
    for warning in warnings { add(warning) }
  }

  /// Takes these in the place of all.
  func reset(to warnings: [Words] = []) {
    (first, more) = ([], 0)
    add(warnings)
  }
}

extension Context {
  /// Says the first of several warnings, and how many more there are.
  func warn(all warnings: [Words]) {
    for words in Warnings(warnings).told { warn(words) }
  }
}

/// The first three of some names, and whether there are more: `1-01, 1-02, 1-03, …`.
func shortList(_ names: [String]) -> Words {
  let more = names.count > 3
  return Words(
    names.prefix(3).joined(separator: ", ") + (more ? ", …" : ""),
    zh: names.prefix(3).joined(separator: "、") + (more ? "…" : ""))
}

/// `1 bill`, `2 bills`.
func counted(_ count: some BinaryInteger, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
