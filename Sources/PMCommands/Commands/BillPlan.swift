// The plan of a billing run: what would be billed, sealed, so that exactly that is billed later.
import PMCore
import PMFormat
import PMStore

/// Seals the lines of a run as JSON Lines, in the order in which they would be posted.
///
/// The first line says what was asked, the last one seals all before it with a SHA-256. The lines
/// follow from the inputs alone, so the same seal again means that no input has changed.
final class BillPlan {
  private var hash = SHA256()
  private let codes: Codes
  private let output: ByteBuffer?
  private(set) var count = 0

  /// - Parameter output: where the plan is written; nil only seals.
  init(_ database: Database, output: ByteBuffer?) throws {
    codes = try Codes(database)
    self.output = output
  }

  /// What was asked: the plan's first line.
  func begin(_ period: Period, _ asOf: Day?, room: String?, fee: String?, scope: String?) {
    var object = JSONObject()
    object.add("plan", "bill run")
    object.add("period", period.description)
    object.add("as_of", asOf?.description)
    object.add("room", room)
    object.add("fee", fee)
    object.add("scope", scope)
    add(object.text)
  }

  /// A line of the run.
  func append(_ line: BillLine, _ fee: BookFee, _ tariff: String) throws {
    var object = JSONObject()
    object.add("room", try codes.room(line.room))
    object.add("customer", try codes.customer(line.customer))
    object.add("fee", fee.code)
    object.add("meter", try line.meter.map { try codes.meter($0) })
    object.add("from", line.from.description)
    object.add("to", line.to.description)
    object.add("quantity", line.quantity.description)
    object.add("price", line.price?.description)
    object.add("amount", line.amount.description)
    object.add("tax", line.tax.description)
    object.add("tax_rate", line.taxRate.description)
    object.add("issued_on", line.issuedOn.description)
    object.add("due_on", line.dueOn.description)
    object.add("tariff", tariff)
    add(object.text)
    count += 1
  }

  /// The seal over everything so far; also the plan's last line.
  func seal() -> String {
    let seal = hash.hex()
    var object = JSONObject()
    object.add("lines", count)
    object.add("digest", seal)
    output?.string(object.text + "\n")
    return seal
  }

  private func add(_ text: String) {
    hash.update(text + "\n")
    output?.string(text + "\n")
  }
}

/// A plan read back from its file.
struct WrittenPlan {
  let period: Period
  let asOf: Day?
  let room: String?
  let fee: String?
  let scope: String?
  let digest: String

  /// Reads a plan; one that was edited or cut off is refused.
  init(path: String) throws {
    let file = try TextFile(path: path)
    let bytes = file.bytes
    func damaged() -> Failure {
      Failure(
        .badData, "damaged-plan",
        Words("is no plan of a billing run, or was changed since it was written", zh: "不是出账计划，或写出后被改动"),
        hint: Words("write it again with pm bill run --plan", zh: "请用 pm bill run --plan 重新生成"),
        at: Place(file: path))
    }
    guard let firstEnd = bytes.firstIndex(of: 0x0A), bytes.last == 0x0A else { throw damaged() }
    let lastStart = (bytes.dropLast().lastIndex(of: 0x0A) ?? 0) + 1
    func line(_ range: Range<Int>) throws -> JSONValue {
      do {
        return try JSONReader.document(UnsafeBufferPointer(rebasing: bytes[range]))
      } catch { throw damaged() }
    }
    let head = try line(0..<firstEnd)
    let tail = try line(lastStart..<bytes.count)
    func text(_ value: JSONValue, _ name: String) -> String? {
      if case .string(let text)? = value[name] { return text }
      return nil
    }
    guard text(head, "plan") == "bill run", let period = text(head, "period").flatMap(Period.init(_:)),
      let digest = text(tail, "digest"),
      SHA256.hex(of: UnsafeBufferPointer(rebasing: bytes[..<lastStart])) == digest
    else { throw damaged() }
    self.period = period
    self.digest = digest
    asOf = text(head, "as_of").flatMap(Day.init(_:))
    room = text(head, "room")
    fee = text(head, "fee")
    scope = text(head, "scope")
    withExtendedLifetime(file) {}
  }
}
