// The one list of pm's nouns; each line names the group of its commands.
import PMCore

extension Registry {
  /// Every noun of pm, in the order of help.
  package static let pm = Registry([
    CommandGroup(
      "completion", Words("Completion for shells.", zh: "shell 补全。"), .database,
      types: [Completion.self]),
    CommandGroup("version", Words("Which pm this is.", zh: "版本。"), .database, types: [Version.self]),
    CommandGroup("__complete", "Candidates for a word.", .database, types: [CompleteWords.self]),
  ])
}
