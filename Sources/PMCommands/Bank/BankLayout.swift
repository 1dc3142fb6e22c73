// The layout of a bank's collection files, as a JSON file describes it.
import PMCore
import PMFormat
import PMStore

/// What the files of a bank look like: the batch that goes out, its totals file, the return.
struct BankLayout {
  /// What stands in a field.
  enum Source: String, CaseIterable {
    /// The number of the line, which no other batch has.
    case number
    /// The place of the line in its batch, from 1.
    case serial
    case batch
    case room, customer, account, mandate
    case accountName = "account_name"
    case bank
    case bankCode = "bank_code"
    case branch
    case amount
    /// The amount with the flag as its last character.
    case amountFlag = "amount_flag"
    case flag, constant, purpose, date, count, sum, contract, month
    case runInMonth = "run_in_month"
    /// In a return: whatever stands there.
    case ignore

    /// Whether it is the same for all lines of a batch.
    var isOfBatch: Bool {
      switch self {
      case .batch, .constant, .purpose, .date, .count, .sum, .contract, .month, .runInMonth, .ignore:
        true
      default: false
      }
    }
  }

  /// What makes one line.
  enum Grouping: String, CaseIterable {
    case bill, customer, account
  }

  /// How dates and months are written; a month leaves out the day.
  enum DateForm: String, CaseIterable {
    case plain = "yyyymmdd"
    case dashes = "yyyy-mm-dd"
    case slashes = "yyyy/mm/dd"

    private var mark: String {
      switch self {
      case .plain: ""
      case .dashes: "-"
      case .slashes: "/"
      }
    }

    func text(_ day: Day) -> String {
      let (year, month, day) = day.civil
      return [padded(year, 4), padded(month, 2), padded(day, 2)].joined(separator: mark)
    }

    func text(_ period: Period) -> String {
      padded(period.year, 4) + mark + padded(period.month, 2)
    }
  }

  struct Field {
    var source: Source
    /// The text of a constant; the flag that is sent.
    var text = ""
    /// Whether money is in fen, not in yuan with two decimals.
    var isFen = false
    var date = DateForm.plain
    var flat = FlatField()

    func text(_ money: Money) -> String { isFen ? String(money.minor) : "\(money)" }

    /// The amount as the bank wrote it; nil for what is none.
    func money(_ text: String) -> Money? {
      guard !text.isEmpty, text.utf8.allSatisfy({ $0 == 0x2E || (0x30...0x39).contains($0) })
      else { return nil }
      return isFen ? Int64(text).map { Money(minor: $0) } : Money(text)
    }
  }

  /// One file: its form and its lines.
  struct Part {
    var form = FlatForm(delimiter: nil, encoding: .gb18030)
    var lineEnd = "\r\n"
    var header: [Field]?
    var fields: [Field] = []
    var trailer: [Field]?
  }

  let file: String
  /// The layout's text as it was read: a batch keeps it.
  let text: String
  let digest: String
  var name = ""
  var contract = ""
  var purpose = ""
  var grouping = Grouping.bill
  /// Code and branch by the name of the customer's bank.
  var banks: [String: (code: String, branch: String)] = [:]
  /// What each flag of the return means: one of `BankLine.results`; `*` stands for any other.
  var flags: [String: String] = [:]
  var out = Part()
  var totals: Part?
  var back = Part()

  /// Whether a returned line is known by its number; else by its account.
  var hasNumbers: Bool { back.fields.contains { $0.source == .number } }

  /// Reads and checks a layout; everything wrong with it is told at once.
  init(path: String) throws {
    do {
      let text = try TextFile.byHand(path: path)
      try self.init(text, path)
    } catch let error as EncodingError {
      throw failure(from: error, file: path)
    }
  }

  /// The layout that a batch has kept.
  init(keptIn batch: SentBatch) throws {
    let bytes = Array(batch.layoutText.utf8)
    let text = try bytes.withUnsafeBufferPointer { try TextFile(copying: $0, encoding: .utf8) }
    try self.init(text, maskedPersons(batch.layout))
  }

  private init(_ text: TextFile, _ path: String) throws {
    file = path
    self.text = String(decoding: text.bytes, as: UTF8.self)
    digest = SHA256.hex(of: text.bytes)
    do {
      let document = try JSONReader.document(text)
      var reader = BankLayoutReader(path, places: try JSONPlaces(text.bytes))
      reader.read(document, into: &self)
      withExtendedLifetime(text) {}
      guard reader.findings.isEmpty else {
        throw Failure(
          .badData, "bad-layout", Words("this layout cannot be used", zh: "此托收格式文件不可用"),
          hint: Words(
            "the form of a layout: Samples/bank/README.md", zh: "格式文件的写法见 Samples/bank/README.md"),
          at: Place(file: path), findings: reader.findings)
      }
    } catch let error as JSONError {
      throw error.failure(in: path)
    }
  }

  /// What a flag of the return means.
  func result(of flag: String) -> String? { flags[flag] ?? flags["*"] }
}
