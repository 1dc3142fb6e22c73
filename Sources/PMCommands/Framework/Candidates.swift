// What the last word of an unfinished command line may become, for the completion of shells.
import PMCore

extension Registry {
  /// The candidates for the last of `words`, which is unfinished and may be empty.
  func candidates(for words: [String]) -> [String] {
    let last = words.last ?? ""
    let before = words.dropLast()
    if before.contains("--") { return [] }
    let places = wordPlaces(Array(before))
    let noun = places.first.map { before[$0] }
    let commands = noun.flatMap { self[$0] }?.commands().filter { !$0.spec.isHidden } ?? []
    let given = places.dropFirst().map { before[$0] }
    let command = commands.first { $0.spec.verb == given.first ?? "" }
    let options = (command?.spec.shownOptions ?? [Common.scope]) + Common.ofEveryCommand

    func begun(_ names: some Sequence<String>) -> [String] { names.filter { $0.hasPrefix(last) } }
    if let previous = before.last,
      let option = options.first(where: { "--\($0.name)" == previous }),
      option.placeholder != nil
    {
      return begun(option.choices)
    }
    if last.hasPrefix("--"), let equals = last.firstIndex(of: "=") {
      let head = String(last[...equals])
      let option = options.first { "--\($0.name)=" == head }
      return begun((option?.choices ?? []).map { head + $0 })
    }
    if last.hasPrefix("-") {
      return begun(options.map { "--\($0.name)" }).sorted()
    }
    guard let noun else {
      return begun(shown.map(\.noun) + ["help"])
    }
    if noun == "help" {
      if let of = given.first { return begun(self[of]?.commands().map(\.spec.verb) ?? []) }
      return begun(shown.map(\.noun) + helpNames)
    }
    if command == nil, given.isEmpty { return begun(commands.map(\.spec.verb)) }
    return []
  }
}
