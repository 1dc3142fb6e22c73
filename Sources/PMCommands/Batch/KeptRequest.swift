// A request that was kept already: what is answered when it comes again.
import PMCore
import PMFormat
import PMStore

/// Thrown in the place of doing a request again: the journal's entry of the first time.
struct KeptRequest: Error {
  let entry: JournalEntry
}

/// What a caller asks under a key of his own.
struct KeyedRequest {
  let key: String
  /// The command line as he sent it.
  let words: [String]
  let input: [UInt8]?

  var digest: RequestDigest { RequestDigest(words: words, input: input) }
}

extension Context {
  /// Ends a request whose key an entry of the journal has: it is the same one, or not.
  ///
  /// It is asked before the command runs, so that what has changed since refuses nothing that was
  /// done, and once more where nobody else writes.
  func refuseRepeat(in journal: Journal) throws {
    guard let request, let kept = try journal.entry(ofKey: request.key) else { return }
    if kept.command == spec.name, kept.actor == journalActor,
      RequestDigest.isOf(kept.request ?? "", words: request.words, input: request.input)
    {
      throw KeptRequest(entry: kept)
    }
    throw Failure.refused(
      "key-taken",
      Words("the key is that of another request, journal entry \(kept.id)", zh: "该 key 属于另一请求（日志第 \(kept.id) 条）"),
      hint: Words("give each request a key of its own", zh: "每个请求请用不同的 key"))
  }

  /// Shows as what a request was kept.
  mutating func show(_ kept: KeptRequest) throws {
    note(
      code: "kept-already",
      Words(
        "was done before, as journal entry \(kept.entry.id); not done again",
        zh: "此前已完成（日志第 \(kept.entry.id) 条），未重复执行"))
    let sink = try sink([
      column("entry", "序号", .integer),
      column("command", "命令", .text),
      column("counts", "计数", .text),
    ])
    try sink.row([.integer(kept.entry.id), .text(kept.entry.command), .text(kept.entry.counts)])
  }
}
