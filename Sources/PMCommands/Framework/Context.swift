// What a running command knows and may do: its options, messages, findings and the summary.
package import PMCore
import PMFormat
import PMStore

/// The surroundings of one running command.
///
/// What it does stands in extensions: data out (`ContextOutput`), the database (`ContextDatabase`),
/// days (`ContextClock`), who asks (`Caller`).
package struct Context {
  package let spec: CommandSpec
  /// The words of the command line as typed, without `pm`.
  package let words: [String]
  package var common: CommonOptions
  package let language: Language
  package let environment: Environment
  /// The zone in which the database counts days, once it was read: `databaseZone()` reads it.
  package var zone: Zone?
  /// What was found wrong although the command finished: shown at the end, with status 1.
  package var findings = Findings()
  /// What is doubtful in what was taken, shown behind them.
  var doubts = Findings()
  /// How the command ends, unless it throws.
  package var exit = ExitCode.done
  /// What the journal says was asked, where the words as typed would say too much.
  package var journalArguments: String?
  /// The SHA-256 of the input file in hexadecimal, for the journal.
  package var inputDigest: String?
  /// What the caller asks under a key, until an entry of the journal has it.
  var request: KeyedRequest?
  /// Set inside `write` by a command that took back part of its work: whether anything changed in
  /// the end. Otherwise SQLite's count of changed rows tells, which never goes down.
  package var hasChanged: Bool?
  /// Whether TSV is quoted as an import reads it.
  package var quotesTSV = false

  /// What is read as `-`.
  let input: StandardInput
  /// The transaction that this command shares with others of its stream; nil for one on its own.
  let shared: SharedTransaction?
  let output: Destination
  let messages: Messages
  var summaries: [Summary] = []
  var clock: Instant?
  /// The output once it is open: closed by the runner when the command is done.
  var openOutput: ByteBuffer?
  var openSink: (any RowSink)?
  var openDatabase: Database?
  /// The connection of a write that is over, which only reads from then on.
  var written: Database?
  /// What the message must add when a later step fails: what is already committed.
  var standing: Words?
  /// Whether a change was committed: an error that comes later must not say that nothing was done.
  var hasCommitted = false
  /// The caller and what he may do; known once the database is open.
  var authority: Authority?
  /// Whether the command sees only what it may change, though more is shared.
  var keepsToOwn = false
  /// Whether the journal already knows that personal data was shown.
  var hasRevealed = false
  /// The rows shown whole, until the journal has them.
  var seenRows: SeenRows?
  /// Whether the command may write after it has read: what it does, or who looked at whom.
  var mayWrite: Bool
  /// True while a transaction that writes is open: nothing is shown before it is committed.
  var isWriting = false

  init(
    spec: CommandSpec, words: [String], common: CommonOptions, environment: Environment,
    input: StandardInput = .process, shared: SharedTransaction? = nil, output: Destination,
    messages: Messages
  ) {
    self.spec = spec
    self.words = words
    self.common = common
    self.environment = environment
    self.input = input
    self.shared = shared
    self.output = output
    self.messages = messages
    language = messages.language
    mayWrite = spec.changes || common.reveal
  }

  /// Says something found wrong at once, where there may be any number of them: the command ends with
  /// status 1, and none is left out.
  package mutating func tell(_ finding: Finding) {
    messages.say(finding, .error)
    exit = .findings
  }

  /// Says something that the caller should know; not silenced by --quiet.
  package func warn(_ message: Words) {
    warn(Finding("warning", message))
  }

  /// Says a finding that does not stop anything.
  package func warn(_ finding: Finding) {
    messages.say(finding, .warning)
  }

  /// A note to the user; silenced by --quiet.
  package func note(_ message: Words) {
    note(code: "note", message)
  }

  func note(code: String, _ message: Words) {
    if !common.quiet { messages.say(Finding(code, message), .note) }
  }

  /// A note that is shown with --verbose only.
  package func detail(_ message: Words) {
    if common.verbose { note(message) }
  }

  /// Counts what was done, to be told once everything is committed:
  /// `import: 1 204 created, 0 rejected`.
  package mutating func summary(_ name: String, _ counts: [(String, Int)]) {
    summaries.append(Summary(name: name, counts: counts))
  }
}
