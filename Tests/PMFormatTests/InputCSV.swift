// What the CSV tests share: a whole text scanned into plain values.
import PMFormat

/// What the scanner made of a text.
struct Scanned: Equatable {
  var rows: [[String]] = []
  var lines: [Int] = []
  var offsets: [Int] = []
  var faults: [CSVFault] = []
}

/// Reads header and rows of `bytes`; with `readAgain`, every row is read by its offset as well.
func scan(
  _ bytes: [UInt8], delimiter: UInt8? = nil, headerLine: Int? = nil, readAgain: Bool = false
) -> Scanned {
  bytes.withUnsafeBufferPointer { buffer in
    var scanner = CSVScanner(buffer, delimiter: delimiter, headerLine: headerLine)
    var row = CSVRow()
    var again = CSVRow()
    var result = Scanned()
    var step = scanner.readHeader(into: &row)
    while step != .end {
      switch step {
      case .row:
        result.rows.append(row.fields.map { String(decoding: $0, as: UTF8.self) })
        result.lines.append(row.line)
        result.offsets.append(row.offset)
        if readAgain {
          let second = scanner.read(at: row.offset, into: &again)
          let cells = again.fields.map { String(decoding: $0, as: UTF8.self) }
          if second != .row || cells != result.rows.last {
            result.rows.append(["read again differs"])
          }
        }
      case .fault(let fault): result.faults.append(fault)
      case .end: break
      }
      step = scanner.next(into: &row)
    }
    return result
  }
}

func scan(_ text: String, delimiter: UInt8? = nil, headerLine: Int? = nil) -> Scanned {
  scan(Array(text.utf8), delimiter: delimiter, headerLine: headerLine, readAgain: true)
}

/// Random numbers that are the same in every run.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
