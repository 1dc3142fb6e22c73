// How a command shows data: through one sink, in the format and to the place that was asked for.
import PMCore
package import PMFormat
import PMStore

extension Context {
  /// The format of the output: as asked, else as the output's name ends, else for who reads it.
  package var format: OutputFormat {
    if let format = common.format { return format }
    if let path = common.output, path != "-" { return OutputFormat(path: path) ?? .csv }
    if common.excel { return .csv }
    if shared != nil { return .json }
    return output.isTerminal ? .table : .csv
  }

  /// Words for people in the language of the run.
  func words(_ en: String, _ zh: String) -> String { Words(en, zh: zh)[language] }

  /// A word within rows: programs get the English one, so that their bytes depend on no locale.
  func label(_ en: String, _ zh: String) -> String { format.isForPeople ? words(en, zh) : en }

  /// A choice within rows: as it is stored, but by its Chinese name for people who read Chinese.
  func label(_ value: String, of choices: [Choice]) -> String {
    choices.first { $0.value == value }.map { label($0.value, $0.zh) } ?? value
  }

  /// A column of the output, titled in the language of the run.
  func column(_ name: String, _ zh: String, _ kind: OutputField.Kind) -> OutputField {
    OutputField(name: name, title: words(name, zh), kind: kind)
  }

  /// The sink of this command's data, its rows begun with these fields.
  ///
  /// Asked again, it begins a further table in the same output. The runner finishes and closes it;
  /// when the command fails, a file that would have been replaced stays as it was. Inside `write`
  /// there is none: what is shown must be committed.
  ///
  /// - Parameters:
  ///   - isPrivate: a file is created readable by its owner only, as every export is.
  ///   - masks: whether numbers of people are masked in columns of text without --reveal; not where
  ///     the rows come masked by their own columns.
  package mutating func sink(
    _ fields: [OutputField], heading: ReportHeading? = nil, isPrivate: Bool = false,
    masks: Bool = true
  ) throws -> any RowSink {
    let reveals = try masks && fields.contains { $0.kind == .text } && mayReveal()
    let output: any RowSink
    if let openSink {
      output = openSink
    } else {
      let buffer = try textOutput(isPrivate: isPrivate || reveals)
      output = format.sink(to: buffer, options: outputOptions)
      openSink = output
    }
    let sink = masks && !reveals ? MaskingSink(output) : output
    if let heading { sink.describe(heading) }
    try sink.begin(fields)
    return sink
  }

  /// Shows what a command made, an item a row.
  mutating func show(_ items: [(name: String, title: Words, value: String)]) throws {
    let sink = try sink([column("item", "项目", .code), column("value", "内容", .code)])
    for item in items {
      try sink.row([
        .text(format.isForPeople ? item.title[language] : item.name), .text(item.value),
      ])
    }
  }

  /// Shows a report, its sections included.
  package mutating func show(_ report: Report, isPrivate: Bool = false) throws {
    let reveals = try mayReveal()
    let sink = format.sink(to: try textOutput(isPrivate: isPrivate || reveals), options: outputOptions)
    try report.write(to: reveals ? sink : MaskingSink(sink))
  }

  /// The output for the few commands whose data is no table; closed by the runner.
  package mutating func textOutput(isPrivate: Bool = false) throws -> ByteBuffer {
    if isWriting { throw Failure.fault("output before the commit") }
    if let openOutput { return openOutput }
    let buffer: ByteBuffer
    if let path = common.output, path != "-" {
      try shared?.commit()  // a file shows nothing that could still be taken back
      buffer = ByteBuffer(to: try file(path, isPrivate: isPrivate || spec.access.right == .export))
    } else {
      buffer = ByteBuffer(to: output.bytes)
    }
    openOutput = buffer
    return buffer
  }

  /// Writes text as it is to the output; it has one format.
  package mutating func print(text: String) throws {
    try refuseFormat()
    try textOutput().bytes(Array(text.utf8))
  }

  /// Refuses `--format`, which would make no difference.
  func refuseFormat() throws {
    if common.format == nil { return }
    throw Failure.usage(
      "no-format", Words("this output has one format: leave --format out", zh: "此输出只有一种格式，请勿使用 --format"))
  }

  private var toStandardOutput: Bool { common.output == nil || common.output == "-" }

  /// How wide a line of output may be; nil where no terminal limits it.
  var lineWidth: Int? {
    toStandardOutput && output.isTerminal ? output.terminalWidth(environment) : nil
  }

  private var outputOptions: OutputOptions {
    var options = OutputOptions()
    options.excel = common.excel
    options.quotesTSV = quotesTSV
    options.titles = common.chineseHeadings
    options.color = toStandardOutput && output.takesColor(common.color, environment)
    options.width = lineWidth
    options.yes = Words("yes", zh: "是")[language]
    options.no = Words("no", zh: "否")[language]
    options.empty = Words("no rows", zh: "无记录")[language]
    options.language = language == .chinese ? "zh-CN" : "en"
    return options
  }

  /// Says what was done, counted.
  func tellSummaries() {
    for summary in summaries {
      note(
        code: "summary",
        Words(
          summary.text(.english, dryRun: common.dryRun),
          zh: summary.text(.chinese, dryRun: common.dryRun)))
    }
  }

  /// Closes the output and tells findings and summaries; the status to end with.
  mutating func finish() throws -> ExitCode {
    try openSink?.finish()
    try openOutput?.close()
    messages.say(findings)
    messages.say(doubts, .warning)
    let isDataShown = openOutput != nil && (common.output == nil || common.output == "-")
    for summary in summaries where messages.asJSON && !isDataShown {
      try output.write(summary.json(dryRun: common.dryRun) + "\n")
    }
    tellSummaries()
    if exit == .done, !findings.isEmpty { return .findings }
    return exit
  }
}
