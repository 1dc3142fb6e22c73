// What a running command knows and may do: its options, the clock, messages, and the summary.
import Glibc
package import PMCore
import PMFormat

/// The surroundings of one running command.
package struct Context {
  package let spec: CommandSpec
  package var common: CommonOptions
  package let language: Language
  package let environment: Environment
  let output: Destination
  /// The output once it is open: closed by the runner when the command is done.
  var openOutput: ByteBuffer?
  var openSink: (any RowSink)?
  /// True while a transaction that writes is open: nothing is shown before it is committed.
  var isWriting = false
  let messages: Messages

  /// What was found wrong although the command finished: shown at the end, with status 1.
  package var findings = Findings()
  /// How the command ends, unless it throws.
  package var exit = ExitCode.done
  var summaries: [Summary] = []
  var clock: Instant?

  /// The moment the command was asked for: the clock is read once, and only when needed.
  package mutating func now() -> Instant {
    if let clock { return clock }
    let read = Instant(seconds: Int64(time(nil)))
    clock = read
    return read
  }

  /// Says something that the caller should know; not silenced by --quiet.
  package func warn(_ message: Words) {
    warn(Finding("warning", message))
  }

  /// Says a finding that does not stop anything.
  package func warn(_ finding: Finding) {
    messages.say(finding, .warning)
  }

  /// Says something useful; silenced by --quiet.
  package func note(_ message: Words) {
    if !common.quiet { messages.say(Finding("note", message), .note) }
  }

  /// Says something for the curious: with --verbose only.
  package func detail(_ message: Words) {
    if common.verbose { note(message) }
  }

  /// Counts what was done, to be told once everything is committed:
  /// `import: 1 204 created, 0 rejected`.
  package mutating func summary(_ name: String, _ counts: [(String, Int)]) {
    summaries.append(Summary(name: name, counts: counts))
  }
}
