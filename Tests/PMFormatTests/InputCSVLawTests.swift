// Laws of the CSV scanner: written rows read back, random bytes never trap.
import PMFormat
import Testing

struct CSVScannerLawTests {
  @Test("Random rows, written with random quoting, delimiters and line ends, read back equal")
  func readsBack() {
    var random = Seeded(2026)
    for _ in 0..<2_000 {
      let delimiter = [",", ";", "\t", "|"].randomElement(using: &random) ?? ","
      let columns = Int.random(in: 2...6, using: &random)
      let rows = (0..<Int.random(in: 1...8, using: &random)).map { row in
        (0..<columns).map { row == 0 ? "h\($0)" : cell(&random) }
      }
      var text = Bool.random(using: &random) ? "\u{FEFF}" : ""
      var lines: [Int] = []
      var line = 1
      for (index, row) in rows.enumerated() {
        if Int.random(in: 0..<5, using: &random) == 0 {
          text += "\n"
          line += 1
        }
        lines.append(line)
        let isEmpty = row.allSatisfy { $0.isEmpty }
        let cells = row.map { written($0, delimiter, quoted: isEmpty, &random) }
        text += cells.joined(separator: delimiter)
        for cell in row { line += breaks(cell) }
        if index < rows.count - 1 {
          text += ["\n", "\r\n"].randomElement(using: &random) ?? "\n"
          line += 1
        }
      }
      let result = scan(text)
      #expect(result.faults.isEmpty)
      #expect(result.rows == rows)
      #expect(result.lines == lines)
    }
  }

  @Test("Ten thousand random inputs neither trap nor loop, and every row has the header's width")
  func survivesNoise() {
    var random = Seeded(7)
    let alphabet: [UInt8] = Array("a,b;\"\"\n\r\t|1 \u{0}".utf8) + [0xFF, 0xE4]
    for _ in 0..<10_000 {
      let count = Int.random(in: 0...60, using: &random)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      let result = scan(bytes, headerLine: Int.random(in: 1...3, using: &random), readAgain: true)
      #expect(result.rows.count + result.faults.count <= count)
      let width = result.rows.first?.count ?? 0
      let isHeaderRead = result.faults.allSatisfy { $0.offset > result.offsets.first ?? 0 }
      if isHeaderRead { #expect(result.rows.allSatisfy { $0.count == width }) }
    }
  }

  private func cell(_ random: inout Seeded) -> String {
    let pieces = ["a", "1", "\"", ",", ";", "\n", "\r\n", "房", " ", "|", "\t", "é"]
    let count = Int.random(in: 0...5, using: &random)
    return (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  private func written(
    _ cell: String, _ delimiter: String, quoted: Bool, _ random: inout Seeded
  ) -> String {
    let special: Set<Unicode.Scalar> = ["\"", ",", ";", "\n", "\r", "|", "\t"]
    let mustQuote = cell.unicodeScalars.contains { special.contains($0) }
    if !mustQuote && !quoted && Int.random(in: 0..<3, using: &random) > 0 { return cell }
    let doubled = cell.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
    return "\"\(doubled)\""
  }

  private func breaks(_ cell: String) -> Int {
    Array(cell.utf8).withUnsafeBufferPointer { LineCount.breaks(in: $0) }
  }
}
