// Runs one command line from its words to its exit status.
import PMCore
import PMFormat
import PMStore

/// Runs a command line and returns the exit status; never traps, never throws.
package func runCommandLine(
  _ words: [String], registry: Registry = .pm, environment: Environment = .process,
  input: StandardInput = .process, output: Destination = .descriptor(1),
  messages: Destination = .descriptor(2)
) -> Int32 {
  let run = Run(
    words: words, registry: registry, environment: environment, input: input, output: output,
    messages: messages)
  return run.status().rawValue
}

/// Runs the command line of a process, whose words must be UTF-8.
///
/// Swift's own `CommandLine.arguments` puts U+FFFD for what is not, which would find no file of
/// that name and store a name that nobody has.
package func runCommandLine(
  _ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  environment: Environment = .process, messages: Destination = .descriptor(2)
) -> Int32 {
  var words: [String] = []
  for index in 0..<max(Int(count), 0) {
    guard let bytes = arguments[index] else { break }
    if index == 0 { continue }
    guard let word = String(validatingCString: bytes) else {
      Messages(destination: messages, language: environment.language, asJSON: false).say(
        Finding(
          "not-utf-8",
          Words("argument \(index) is not UTF-8", zh: "第 \(index) 个参数不是 UTF-8"),
          hint: Words(
            "rename the file, or give its content on standard input as -",
            zh: "请改文件名，或用 - 从标准输入读取其内容")), .error)
      return ExitCode.usage.rawValue
    }
    words.append(word)
  }
  let run = Run(
    words: words, registry: .pm, environment: environment, input: .process,
    output: .descriptor(1), messages: messages, endsProcess: true)
  return run.status().rawValue
}

/// One run of a command line.
struct Run {
  let words: [String]
  let registry: Registry
  let environment: Environment
  let input: StandardInput
  /// The transaction of the stream that the command line stands in, whose talk is all data.
  var shared: SharedTransaction?
  /// What the caller asks under a key of his own.
  var request: KeyedRequest?
  let output: Destination
  let messages: Destination
  /// Whether the process ends with the run. The system then takes back memory and locks at once,
  /// where SQLite would free its schema piece by piece: 5 % of a short command.
  var endsProcess = false

  func status() -> ExitCode {
    let early = Messages(
      destination: messages, language: typedLanguage ?? environment.language,
      asJSON: shared != nil || ["json", "jsonl"].contains(typed("--format")))
    do {
      switch try registry.parse(words) {
      case .help(let topic):
        return try help(topic, early.language)
      case .run(let command, let arguments):
        return try execute(command, arguments, early)
      }
    } catch {
      return tell(failure(from: error), early)
    }
  }

  private func execute(
    _ command: AnyCommand, _ arguments: Arguments, _ messages: Messages
  ) throws -> ExitCode {
    let common = try CommonOptions(arguments, environment)
    if common.scope != nil, !command.spec.takesScope {
      throw Failure.usage(
        "no-scope", Words("pm \(command.spec.name) takes no --scope", zh: "pm \(command.spec.name) 不支持 --scope"))
    }
    if shared != nil { try refuseInStream(command.spec, common) }
    if let path = common.output, common.format == nil { try refuseForeignFormat(path) }
    var context = Context(
      spec: command.spec, words: words, common: common, environment: environment, input: input,
      shared: shared, output: output, messages: messages)
    if command.spec.changes { context.request = request }
    // To compare with what is masked is told to the journal.
    if arguments.isGiven("where") { context.mayWrite = true }
    defer { if endsProcess { context.leaveDatabaseOpen() } }
    do {
      do {
        if context.request != nil { try context.refuseRepeat(in: context.openForReading().journal) }
        try context.recordComparisons(arguments)
        try command.run(arguments, &context)
      } catch let kept as KeptRequest {
        try context.show(kept)
      } catch {
        // What was found is told by a refusal, too: that stays on record though all else is undone.
        try context.recordSeen()
        throw error
      }
      try context.recordSeen()
      return try context.finish()
    } catch {
      context.openOutput?.discard()
      messages.say(context.findings)
      if !context.hasCommitted { throw withHelp(context.withScope(error), command.spec) }
      messages.say(context.doubts, .warning)
      context.tellSummaries()
      throw afterCommit(error, context.standing)
    }
  }

  /// Refuses names of files that another program would take for its own: what is written is CSV.
  private func refuseForeignFormat(_ path: String) throws {
    let ending = path.lowercased().split(separator: ".").last ?? ""
    guard ["xlsx", "xls", "ods", "et", "pdf", "doc", "docx", "parquet"].contains(ending) else { return }
    throw Failure.usage(
      "foreign-format", Words("--output: pm writes no .\(ending)", zh: "--output：pm 不能写出 .\(ending) 文件"),
      hint: Words(
        "name the file .csv (with --excel for a spreadsheet), .html to print, .json …, or say --format",
        zh: "请用 .csv（表格软件加 --excel）、.html（打印）、.json 等扩展名，或给出 --format"))
  }

  /// What cannot be done in a transaction shared with other commands.
  private func refuseInStream(_ spec: CommandSpec, _ common: CommonOptions) throws {
    if spec.isAlone {
      throw Failure.usage(
        "not-in-batch",
        Words(
          "pm \(spec.name) works on the whole file: not inside pm batch", zh: "pm \(spec.name) 作用于整个文件，不能在 pm batch 中使用"
        ))
    }
    if typed("--db") != nil {
      throw Failure.usage("not-in-batch", Words("--db: the database is that of pm batch", zh: "--db：数据库由 pm batch 决定"))
    }
  }

  /// A failure of what came behind the commit, mostly of showing it: it says what stands.
  private func afterCommit(_ error: any Error, _ standing: Words?) -> Failure {
    var failure = failure(from: error)
    let words = standing ?? Words("the change itself was made", zh: "更改本身已完成")
    if [.interrupted, .terminated].contains(failure.exit) || failure.finding.code == "disk-full" {
      failure.finding.message =
        failure.exit == .inputOutput
        ? Words("the disk is full", zh: "磁盘已满") : Words("interrupted", zh: "已中断")
    }
    failure.finding.hint = lines([failure.finding.hint, words])
    return failure
  }

  /// A usage failure out of a command says where its help is, as one out of the parser does.
  private func withHelp(_ error: any Error, _ spec: CommandSpec) -> any Error {
    guard var failure = error as? Failure, failure.exit == .usage else { return error }
    failure.finding.hint = lines([failure.finding.hint, seeHelp(spec.name)])
    return failure
  }

  private func help(_ topic: HelpTopic, _ language: Language) throws -> ExitCode {
    let page = HelpPage(registry: registry, language: language, width: helpWidth)
    try output.write(page.text(topic))
    return .done
  }

  private func tell(_ failure: Failure, _ messages: Messages) -> ExitCode {
    if failure.exit == .readerLeft { return .readerLeft }  // nobody listens any more
    messages.say(failure.findings)
    messages.say(failure.warnings, .warning)
    messages.say(failure.finding, .error)
    return failure.exit
  }

  private var helpWidth: Int { min(max(output.terminalWidth(environment), 60), 100) }

  /// The value of an option as typed, before anything is known to be right.
  private func typed(_ option: String) -> String? {
    for (index, word) in words.enumerated() {
      if word == "--" { return nil }
      if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
      if word == option, index + 1 < words.count { return words[index + 1] }
    }
    return nil
  }

  private var typedLanguage: Language? { typed("--lang").flatMap(Language.init(rawValue:)) }
}
