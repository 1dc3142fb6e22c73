// `pm batch`: commands as JSON lines in, one JSON answer a line out, all on one connection.
import Glibc
import PMCore
import PMFormat
import PMStore

/// `pm batch`: what keeps a service desk or a web front end from starting a process a command.
enum Batch: Command {
  static let commitEvery = Option(
    "commit-every", "N",
    Words("Commit after N commands that wrote (default 1).", zh: "每 N 条写命令提交一次（默认 1）。"), in: 1...100_000)

  static let spec = CommandSpec(
    "batch",
    Words(
      "Run commands from standard input, one JSON request a line.", zh: "从标准输入逐行读取 JSON 请求并执行。"),
    options: [commitEvery],
    examples: [
      #"echo '{"id": 1, "words": ["room", "list", "--limit", "1"]}' | pm batch"#,
      "pm batch --commit-every 100 < requests.jsonl > answers.jsonl",
    ],
    notes: [
      Words(
        "A request is {\"id\": …, \"words\": [\"ticket\", \"add\", …], \"input\": \"…\"}: the words of a command line without pm, and what it is to read as -. A bare array is the words alone.",
        zh:
          "请求为 {\"id\": …, \"words\": [\"ticket\", \"add\", …], \"input\": \"…\"}：words 是不含 pm 的命令行，input 是命令以 - 读取的内容；也可只写词的数组。"
      ),
      Words(
        "The answer is {\"id\": …, \"status\": 0, \"output\": …, \"messages\": […], \"line\": 1}: the exit status, what the command showed (JSON unless --format says otherwise) and what it said. line counts the lines of the input from 1, also where an id is missing or is neither number nor text. Answers come in the order of the requests.",
        zh:
          "应答为 {\"id\": …, \"status\": 0, \"output\": …, \"messages\": […], \"line\": 1}：退出码、输出（默认 JSON）与消息；line 为输入的行号（从 1 起），id 缺失或既非数字也非文本时可据此对应。按请求顺序返回。"
      ),
      Words(
        "Each command is whole or not at all and has its own entry in the journal; one that fails does not end the stream. An answer is sent when its work is committed: after N commands, and before pm waits for more requests.",
        zh: "每条命令要么全部完成要么不做，各有一条日志；某条失败不影响后续。提交之后才返回应答：满 N 条时，或等待后续请求之前。"),
      Words(
        "A request that writes may have a \"key\": text of your own choosing that no other request has, such as a UUID. The journal keeps it with what the request changed, so that whoever lost an answer sends the same words and input again: a request that was kept is not done again, but answered with status 0, the message kept-already and the number of its journal entry; with other words or input under its key it is refused as key-taken. What it made has that number: pm ticket-event list --where run=17, pm payment list --where run=17.",
        zh:
          "写入请求可带 \"key\"：自选且不与其他请求重复的文本（如 UUID），与所作更改一同记入日志。未收到应答时原样重发（words 与 input 不变）即可：已完成的不会重复执行，应答的 status 为 0，消息为 kept-already，并给出日志序号；同一 key 而内容不同则拒绝（key-taken）；可按此序号查出所生成的记录：pm ticket-event list --where run=17、pm payment list --where run=17。"
      ),
      Words(
        "The exit status is 1 when a command ended with another status than 0.",
        zh: "若有命令的退出码不为 0，则退出码为 1。"),
    ], changes: true, isAlone: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    if context.common.dryRun {
      throw Failure.usage(
        "no-dry-run", Words("put --dry-run among the words of a request", zh: "请把 --dry-run 写在请求的 words 中"))
    }
    let path = context.common.database
    let database = try Database.open(path, mode: .readWrite, lockWait: context.lockWait)
    if context.environment.isProcess { database.interruptOnSignals() }
    var options: [String] = []
    if let actor = context.common.actor { options.append("--actor=\(actor)") }
    if context.common.chineseHeadings { options.append("--lang=zh") }
    let shared = SharedTransaction(database, lockWait: context.lockWait)
    var stream = BatchStream(
      shared, registry: .pm,
      environment: context.environment.setting([
        "PM_DB": path, "PM_LANG": context.language.rawValue,
        "PM_LOCK_WAIT": "\(context.common.lockWaitSeconds)",
      ]), options: options, output: context.output,
      commitEvery: arguments[commitEvery] ?? 1)
    var lines = try RequestLines(context.input)
    do {
      try stream.run(&lines)
    } catch {
      guard let signal = Interruption.signal else {
        context.hasCommitted = shared.commits > 0
        context.standing = Words(
          "what was committed stands, answered or not: pm audit list shows it; a request sent again under its key is not done twice",
          zh: "已提交的更改（无论是否已应答）仍有效，可用 pm audit list 查看；以同一 key 重发的请求不会重复执行")
        throw error
      }
      throw Failure(
        ExitCode(signal: signal), "interrupted",
        Words(
          "interrupted; what was answered (\(stream.answered)) stands, all else was rolled back",
          zh: "已中断；已应答的 \(stream.answered) 条命令仍有效，其余全部回滚"))
    }
    context.note(
      Words(
        "batch: \(stream.commands) commands, \(stream.failed) failed",
        zh: "batch：命令 \(stream.commands)，失败 \(stream.failed)"))
    if stream.failed > 0 { context.exit = .findings }
  }
}
