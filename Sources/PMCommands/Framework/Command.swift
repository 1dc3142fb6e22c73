// How a command is declared, and how commands stand together under their nouns.
package import PMCore
import Synchronization

/// A command of pm: one declaration that drives parsing, help, completion and the manual.
package protocol Command: SendableMetatype {
  static var spec: CommandSpec { get }
  static func run(_ arguments: Arguments, _ context: inout Context) throws
}

/// What a command is called, takes and does.
package struct CommandSpec: Sendable {
  /// As typed: `bill late`.
  package let name: String
  /// `late` of `bill late`; empty for a command that is its own noun.
  package let verb: String
  /// The words of the verb.
  let verbWords: [Substring]
  package var summary: Words
  package var arguments: [Argument]
  package var options: [any OptionSpec]
  /// Whole command lines, which the tests run over the samples (`HelpExampleTests`).
  package var examples: [String]
  package var notes: [Words]
  /// Whether it writes to the database.
  package var changes: Bool
  /// Left out of help and completion.
  package var isHidden: Bool
  /// Whether `--scope` keeps it to a part of the organisation; elsewhere the option is refused, so
  /// that nobody takes a whole for a part.
  package var takesScope: Bool
  /// The options that its help lists.
  var shownOptions: [any OptionSpec] { options + (takesScope ? [Common.scope] : []) }
  /// Whether it works on the file as a whole, so that it cannot share a transaction (`pm batch`).
  package var isAlone: Bool
  /// The record of its noun, where that is one; the fields that are typed are this record's.
  package var record: RecordType?
  /// How it may end beside the statuses of every command that reads, or writes.
  private let ends: [ExitCode]

  /// How it may end, as its help says; what any program meets with files and signals stands in
  /// `pm help exit-codes`.
  var exitCodes: [ExitCode] {
    let usual: [ExitCode] =
      changes
      ? [.done, .findings, .changesPending, .usage, .badData, .notFound, .locked, .notPermitted]
      : [.done, .usage, .badData, .notFound, .notPermitted]
    return ExitCode.allCases.filter { usual.contains($0) || ends.contains($0) }
  }

  package init(
    _ name: String, _ summary: Words, arguments: [Argument] = [],
    options: [any OptionSpec] = [], examples: [String] = [], notes: [Words] = [],
    changes: Bool = false, isHidden: Bool = false,
    takesScope: Bool = false, isAlone: Bool = false, ends: [ExitCode] = []
  ) {
    self.name = name
    verb = String(name.drop { $0 != " " }.dropFirst())
    verbWords = verb.split(separator: " ")
    self.summary = summary
    self.arguments = arguments
    self.options = options
    self.examples = examples
    self.notes = notes
    self.changes = changes
    self.isHidden = isHidden
    self.takesScope = takesScope
    self.isAlone = isAlone
    self.ends = ends
  }
}

/// A command as a value: a declared type, or one synthesized from a record declaration. A class,
/// since it is passed about more often than made and never changed.
package final class AnyCommand: Sendable {
  package let spec: CommandSpec
  package let run: @Sendable (Arguments, inout Context) throws -> Void

  package convenience init(_ command: any Command.Type) {
    self.init(command.spec) { try command.run($0, &$1) }
  }

  package init(
    _ spec: CommandSpec, run: @escaping @Sendable (Arguments, inout Context) throws -> Void
  ) {
    self.spec = spec
    self.run = run
  }

  /// The same command under the noun of a record.
  func under(_ record: RecordType) -> AnyCommand {
    var spec = spec
    spec.record = record
    return AnyCommand(spec, run: run)
  }
}

/// Where a noun stands in help.
package enum Section: Int, Sendable, CaseIterable {
  case front, setUp, money, relations, database

  package var title: Words {
    switch self {
    case .front: Words("Every day", zh: "日常")
    case .setUp: Words("Set-up", zh: "基础设置")
    case .money: Words("Money", zh: "收费")
    case .relations: Words("Relations", zh: "客户关系")
    case .database: Words("Database", zh: "数据库")
    }
  }
}

/// A noun and its verbs; nothing is built before the noun is typed.
package struct CommandGroup: Sendable {
  package let noun: String
  package let summary: Words
  package let section: Section
  /// Typed by programs, not by people: left out of help, suggestions and completion.
  package var isHidden: Bool { noun.hasPrefix("_") }
  /// Builds the commands, in the order of help.
  package let commands: @Sendable () -> [AnyCommand]

  /// - Parameter commands: called once the noun is known; `[RoomMerge.self]` goes in as
  ///   `[AnyCommand(RoomMerge.self)]`, beside what is synthesized.
  package init(
    _ noun: String, _ summary: Words, _ section: Section,
    _ commands: @escaping @Sendable () -> [AnyCommand]
  ) {
    self.noun = noun
    self.summary = summary
    self.section = section
    self.commands = commands
  }

  /// A noun whose commands are all declared types.
  package init(
    _ noun: String, _ summary: Words, _ section: Section, types: [any Command.Type]
  ) {
    self.init(noun, summary, section) { types.map { AnyCommand($0) } }
  }
}

/// All commands of a program, in the order of help.
package struct Registry: Sendable {
  package let groups: [CommandGroup]

  package init(_ groups: [CommandGroup]) {
    self.groups = groups
  }

  /// The group of a noun.
  package subscript(noun: String) -> CommandGroup? {
    groups.first { $0.noun == noun }
  }

  /// The same commands, each declaration built once however often it is typed.
  func remembering() -> Registry {
    Registry(
      groups.map { group in
        let built = Mutex<[AnyCommand]?>(nil)
        return CommandGroup(group.noun, group.summary, group.section) {
          built.withLock { commands in
            if let commands { return commands }
            let made = group.commands()
            commands = made
            return made
          }
        }
      })
  }

  /// The groups that people are told of.
  package var shown: [CommandGroup] {
    groups.filter { !$0.isHidden && !$0.commands().isEmpty }
  }
}
