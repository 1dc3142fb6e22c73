// A small program of two nouns, for the tests of the framework.
import PMCommands
import PMCore
import PMFormat
import PMStore

/// What a command line left behind.
struct Ran {
  let status: Int32
  let output: String
  let messages: String
}

/// Runs a command line of the sample program in an environment of its own.
func run(
  _ words: [String], _ environment: [String: String] = [:], registry: Registry = sample
) -> Ran {
  let output = MemoryDestination()
  let messages = MemoryDestination()
  let status = runCommandLine(
    words, registry: registry, environment: Environment(environment), output: .memory(output),
    messages: .memory(messages))
  return Ran(status: status, output: output.text, messages: messages.text)
}

/// The sample program.
let sample = Registry([
  CommandGroup(
    "crate", Words("Crates and what is in them.", zh: "箱子。"), .front,
    types: [CratePack.self, CrateLidOpen.self, CrateLid.self]),
  CommandGroup("fail", "Ways to fail.", .database) {
    [
      AnyCommand(CommandSpec("fail findings", "Find much.")) { _, context in
        for line in 2...61 {
          context.findings.add(
            Finding(
              "not-a-number", Words("\"12O.5\" is not a decimal number", zh: "“12O.5”不是数"),
              hint: Words("it has the letter O", zh: "其中有字母 O"),
              at: Place(
                file: "rooms.csv", line: line, column: 4, columnName: "floor_area", value: "12O.5"))
          )
        }
      },
      AnyCommand(CommandSpec("fail strangely", "Throw what nobody knows.")) { _, _ in
        throw Strange()
      },
      AnyCommand(CommandSpec("fail late", "Fail after rows.")) { _, context in
        let sink = try context.sink([OutputField(name: "code", kind: .text)])
        try sink.row([.text("1")])
        throw Failure.refused(
          "period-closed", Words("2026-10 is closed", zh: "2026-10 已结账"),
          hint: Words("reopen it: pm bill reopen", zh: "请反结账：pm bill reopen"))
      },
      AnyCommand(CommandSpec("fail early", "Show before the commit.", changes: true)) {
        _, context in
        try context.write { context, _ in
          _ = try context.sink([OutputField(name: "code", kind: .text)])
        }
      },
    ]
  },
  CommandGroup("count", "One word.", .money, types: [Count.self]),
])

private struct Strange: Error {}

/// `crate pack`: has every kind of argument and option.
enum CratePack: Command {
  static let code = Argument("CODE", Words("Its code.", zh: "编码。"))
  static let things = Argument("THING", "What goes in.", .any)
  static let weight = Option("weight", "KG", "How heavy.", in: -10...500, default: 1)
  static let label = Option("label", "TEXT", "A word on it.", repeatable: true)
  static let wood = Option("wood", choices: ["beech", "birch"], "What it is made of.")
  static let when = Option("when", "DATE", "The day.", parse: Day.init(_:))
  static let fragile = Flag("fragile", "With care.", short: "f")

  static let spec = CommandSpec(
    "crate pack", Words("Pack a crate.", zh: "装箱。"), arguments: [code, things],
    options: [weight, label, wood, when, fragile],
    examples: ["pm crate pack A-1 lamp --weight 3"], notes: ["Twice does nothing more."],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let said = [
      try arguments.require(code), arguments.all(things).joined(separator: "+"),
      "\(arguments[weight] ?? 0)", arguments.all(label).joined(separator: "+"),
      arguments[wood] ?? "-", arguments[when].map { "\($0)" } ?? "-",
      arguments[fragile] ? "fragile" : "sturdy",
    ]
    try context.print(text: said.joined(separator: "|") + "\n")
  }
}

/// `crate lid`: shows rows.
enum CrateLid: Command {
  static let spec = CommandSpec("crate lid", "Show the lids.")

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let sink = try context.sink([
      OutputField(name: "code", title: Words("Code", zh: "编码")[context.language], kind: .text),
      OutputField(name: "size", kind: .integer),
    ])
    try sink.row([.text("A-1"), .integer(2)])
  }
}

/// `crate lid open`: a verb of two words, which counts.
enum CrateLidOpen: Command {
  static let spec = CommandSpec("crate lid open", "Open the lids.", changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    context.warn(Words("one lid is stuck", zh: "一个盖子卡住"))
    context.note(Words("lids were oiled", zh: "已上油"))
    context.summary("lid open", [("created", 1204), ("unchanged", 12), ("rejected", 0)])
  }
}

/// `count`: a noun that is its own command.
enum Count: Command {
  static let upTo = Argument("N", "Up to.")
  static let spec = CommandSpec("count", "Count.", arguments: [upTo], examples: ["pm count 3"])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.print(text: try arguments.require(upTo) + "\n")
  }
}
