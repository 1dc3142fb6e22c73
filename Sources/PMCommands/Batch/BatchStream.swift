// Runs the commands of a stream in order, and answers each once what it wrote is committed.
import PMCore
import PMFormat
import PMStore

/// The commands of one stream on one connection.
struct BatchStream {
  private let shared: SharedTransaction
  private let registry: Registry
  private let environment: Environment
  /// Put in front of each command's own words.
  private let options: [String]
  private let output: Destination
  /// After how many commands that wrote something it is committed at the latest.
  private let commitEvery: Int
  private var waiting: [BatchAnswer] = []
  /// The bytes of those answers, and how many may wait: who asks much gets it committed earlier.
  private var waitingBytes = 0
  private static let mostWaiting = 4 << 20
  private var written = 0
  /// How many commands ran, and how many of them did not end with 0.
  private(set) var commands = 0
  private(set) var failed = 0
  /// How many answers were sent: what they tell of is committed.
  private(set) var answered = 0

  init(
    _ shared: SharedTransaction, registry: Registry, environment: Environment, options: [String],
    output: Destination, commitEvery: Int
  ) {
    self.shared = shared
    self.registry = registry.remembering()
    self.environment = environment
    self.options = options
    self.output = output
    self.commitEvery = commitEvery
  }

  /// Runs the stream to its end.
  ///
  /// What was written is committed after `commitEvery` commands, and before waiting for more.
  mutating func run(_ lines: inout RequestLines) throws {
    var number = 0
    while let line = try lines.next() {
      number += 1
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      let (wasWriting, commits) = (shared.isWriting, shared.commits)
      let answer = try answer(to: line, number)
      // A command that shows what cannot be taken back has committed all before it.
      if wasWriting, !shared.isWriting, shared.commits == commits { loseWaiting() }
      try Interruption.check()
      commands += 1
      if shared.isWriting { written += 1 }
      waiting.append(answer)
      waitingBytes += answer.output.count + answer.messages.count
      let isReady = try lines.isReady()
      let isEnough = written >= commitEvery || waitingBytes >= Self.mostWaiting
      if !shared.isWriting || isEnough || !isReady { try settle() }
    }
    try settle()
  }

  private mutating func answer(to line: [UInt8], _ number: Int) throws -> BatchAnswer {
    let output = MemoryDestination()
    let messages = MemoryDestination()
    var id = "null"
    var status: ExitCode
    do {
      let request = try BatchRequest(line, line: number, id: &id)
      id = request.id
      let input = request.input.map { Array($0.utf8) }
      status = Run(
        words: options + request.words, registry: registry, environment: environment,
        input: input.map { .sent($0) } ?? .none, shared: shared,
        request: request.key.map { KeyedRequest(key: $0, words: request.words, input: input) },
        output: .memory(output), messages: .memory(messages)
      ).status()
    } catch {
      let failure = failure(from: error)
      Messages(destination: .memory(messages), language: environment.language, asJSON: true)
        .say(failure.finding, .error)
      status = failure.exit
    }
    shared.endReading()
    if status != .done { failed += 1 }
    return BatchAnswer(
      id: id, line: number, status: status, output: output.bytes, messages: messages.bytes)
  }

  /// Commits, and sends the answers that waited for it.
  private mutating func settle() throws {
    do {
      try shared.commit()
    } catch {
      try Interruption.check()
      loseWaiting()
    }
    (written, waitingBytes) = (0, 0)
    var text: [UInt8] = []
    for answer in waiting { text += answer.text }
    answered += waiting.count
    waiting.removeAll(keepingCapacity: true)
    try output.write(text)
  }

  /// Turns the answers that waited for a commit which failed: nothing of it happened, and what was
  /// refused may have been so for it.
  private mutating func loseWaiting() {
    let finding = Finding(
      "not-committed", Words("could not be committed; nothing was changed", zh: "提交失败，未作任何更改"),
      hint: Words("send the request again", zh: "请重新发送该请求"))
    let messages = MemoryDestination()
    Messages(destination: .memory(messages), language: environment.language, asJSON: true)
      .say(finding, .error)
    for place in waiting.indices {
      if waiting[place].status == .done { failed += 1 }
      waiting[place].status = .inputOutput
      waiting[place].output = []
      waiting[place].messages = messages.bytes
    }
  }
}
