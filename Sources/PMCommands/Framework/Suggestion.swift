// The nearest real name for a mistyped one.
package import PMCore
import PMStore

/// The candidate that `word` most likely meant: at most two slips away, or the only one that
/// begins with it; nil where none is near.
package func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
  var best: (name: String, distance: Int)?
  var begun: [String] = []
  let typed = Array(word.lowercased().unicodeScalars)
  guard !typed.isEmpty, typed.count <= 64 else { return nil }
  let allowed = typed.count <= 3 ? 1 : 2
  for candidate in candidates {
    let name = Array(candidate.lowercased().unicodeScalars)
    if typed.count >= 2, name.starts(with: typed) { begun.append(candidate) }
    guard abs(name.count - typed.count) <= allowed else { continue }
    let distance = slips(typed, name)
    if distance <= allowed, distance < (best?.distance ?? .max) { best = (candidate, distance) }
  }
  if let best, best.distance <= 1 || begun.isEmpty { return best.name }
  return begun.min { ($0.utf8.count, $0) < ($1.utf8.count, $1) } ?? best?.name
}

/// The names that `word` may have meant, the first three where several are as near: at most a slip
/// or two away, with something in common; else those that share most Chinese characters with it.
///
/// Names are held against it as they are shown: what is suggested must not tell the digits that are masked.
func nearest(_ word: String, _ names: [String]) -> [String] {
  let names = names.map { maskedPersons($0) }
  if let near = suggestion(for: word, among: names) {
    let typed = Array(word.lowercased().unicodeScalars)
    func distance(_ name: String) -> Int { slips(typed, Array(name.lowercased().unicodeScalars)) }
    let least = distance(near)
    // One character that is another has nothing of the name.
    if least < max(typed.count, near.unicodeScalars.count) {
      return first(three: names.filter { $0 == near || least <= 2 && distance($0) == least })
    }
  }
  let letters = Set(word.unicodeScalars.filter { $0.value > 0x2E80 })
  let shared = names.map { letters.intersection($0.unicodeScalars).count }
  guard let most = shared.max(), most > 0 else { return [] }
  return first(three: zip(names, shared).filter { $0.1 == most }.map(\.0))
}

/// The choice that `word` was most likely meant for: one that begins with it, or has more in common
/// with it than not; nil where all of them should be listed. Of two that are as near the name of a
/// choice goes before the alias of another: 入住 means 已入住, not 未入住.
func choice(nearTo word: String, of kind: any CellKind) -> String? {
  let choices = kind.choices
  return likely(word, among: choices.flatMap { [$0.value, $0.zh] } + choices.flatMap(\.aliases))
}

/// The suggestion for `word`, if it begins with it or has more in common with it than not.
func likely(_ word: String, among names: [String]) -> String? {
  guard let near = suggestion(for: word, among: names) else { return nil }
  let (typed, meant) = (word.lowercased(), near.lowercased())
  let (left, right) = (Array(typed.unicodeScalars), Array(meant.unicodeScalars))
  return meant.hasPrefix(typed) || slips(left, right) * 2 < max(left.count, right.count) ? near : nil
}

private func first(three names: [String]) -> [String] {
  var found: [String] = []
  for name in names where found.count < 3 && !found.contains(name) { found.append(name) }
  return found
}

/// The Damerau–Levenshtein distance (optimal string alignment): insertions, deletions,
/// replacements and swaps of neighbours.
func slips(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  if left.isEmpty { return right.count }
  if right.isEmpty { return left.count }
  var before = [Int](repeating: 0, count: right.count + 1)
  var last = Array(0...right.count)
  for row in 1...left.count {
    var current = [Int](repeating: row, count: right.count + 1)
    for column in 1...right.count {
      let cost = left[row - 1] == right[column - 1] ? 0 : 1
      var value = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
      if row > 1, column > 1, left[row - 1] == right[column - 2],
        left[row - 2] == right[column - 1]
      {
        value = min(value, before[column - 2] + 1)
      }
      current[column] = value
    }
    before = last
    last = current
  }
  return last[right.count]
}

extension Failure {
  /// An unknown name of any kind, with the nearest real one as the hint.
  package static func unknown(
    _ code: String, _ message: Words, word: String, among candidates: some Sequence<String>,
    exit: ExitCode = .usage
  ) -> Failure {
    let near = suggestion(for: word, among: candidates)
    return Failure(exit, code, message, hint: near.map(didYouMean))
  }
}

extension ReferenceLookup {
  /// What somebody meant who wrote `text` for a code: the row that is called so, else the code, else
  /// the name, that is nearest.
  func hint(for text: Bytes, _ maybe: (String) -> Words = maybe) throws -> Words? {
    let typed = text.text
    let named = try codes(named: typed)
    if !named.isEmpty { return write(named, inPlaceOf: typed) }
    if let near = suggestion(for: typed, among: try candidates(near: text)) { return maybe(near) }
    guard let near = suggestion(for: typed, among: try names()) else { return nil }
    return write(try codes(named: near), inPlaceOf: near)
  }

  private func write(_ codes: [String], inPlaceOf name: String) -> Words {
    Words(
      "write the code: \(name) is the name of \(codes.joined(separator: ", "))",
      zh: "请填写编码：\(name) 是 \(codes.joined(separator: "、")) 的名称")
  }
}

/// `did you mean 1-2-0101?`, of a code in a file.
func maybe(_ code: String) -> Words {
  Words("did you mean \(code)?", zh: "是否为 \(code)？")
}

/// `did you mean "水电" or "水管"?`; nil of none.
func didYouMean(_ names: [String]) -> Words? {
  guard let last = names.last else { return nil }
  if names.count == 1 { return didYouMean(last) }
  let quoted = names.dropLast().map { "\"\($0)\"" }
  return Words(
    "did you mean \(quoted.joined(separator: ", ")) or \"\(last)\"?",
    zh: "是否指 \(quoted.joined(separator: "、")) 或 \"\(last)\"？")
}

/// `did you mean "list"?`
func didYouMean(_ name: String) -> Words {
  Words("did you mean \"\(name)\"?", zh: "是否指 \"\(name)\"？")
}
