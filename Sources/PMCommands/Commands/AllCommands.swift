// The one list of pm's nouns; each line names the group of its commands.
import PMCore

extension Registry {
  /// Every noun of pm, in the order of help.
  package static let pm = Registry([
    CommandGroup("version", Words("Which pm this is.", zh: "版本。"), .database, types: [Version.self])
  ])
}
