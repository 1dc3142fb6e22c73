// Whether two names are of one person: people are known by login, by code and by name.
import PMCore
import PMStore

extension Context {
  /// Whether both names are the same, or on record as those of the same member of staff.
  mutating func isSamePerson(_ one: String, _ other: String) throws -> Bool {
    let names = [one, other].map { withoutBlanks($0) }
    if names[0].lowercased() == names[1].lowercased() { return true }
    let database = try database
    return try !database.people(called: names[0]).isDisjoint(with: database.people(called: names[1]))
  }

  /// Whether a name is that of whoever runs pm, or of whom he does so for.
  mutating func isOneself(_ name: String) throws -> Bool {
    for own in [actor, caller] where try isSamePerson(name, own) { return true }
    return false
  }

  /// Refuses a payment that somebody else is said to have taken, unless the caller may act for others:
  /// who chooses the cashier could review his own cash.
  mutating func requireOwnCash(of cashier: String) throws {
    if try authority?.member == nil || authority?.may(.delegate) == true || isOneself(cashier) { return }
    throw Failure(
      .notPermitted, "not-permitted",
      Words("\(caller) may not take a payment in the name of \(cashier)", zh: "\(caller) 无权以 \(cashier) 的名义收款"),
      hint: Words(
        "leave cashier out, or let somebody do it who may act for others (pm help roles)",
        zh: "请不填 cashier，或由可代他人操作的人员办理（见 pm help roles）"))
  }
}

extension Database {
  /// The members of staff whom a name may mean; a login or code means one.
  fileprivate func people(called name: String) throws -> Set<Int64> {
    let found = try staff(called: name)
    if let first = found.first, first.login == name || first.code == name { return [first.id] }
    return Set(found.map(\.id))
  }
}

/// A name as it was meant: without the blanks around it.
func withoutBlanks(_ name: String) -> String {
  var rest = name[...]
  while rest.first?.isWhitespace == true { rest.removeFirst() }
  while rest.last?.isWhitespace == true { rest.removeLast() }
  return String(rest)
}
