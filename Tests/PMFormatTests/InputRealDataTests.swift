// Other people's files, read as they are; skipped where the samples are not at hand.
import PMFormat
import Testing

@Suite(.enabled(if: realData != nil, "the directory shared/realdata is not beside the checkout"))
struct InputRealDataTests {
  @Test("An Alipay bill in GB18030 is read from its header on line 25")
  func readsAlipay() throws {
    let file = try TextFile(path: "\(realData ?? "")/bill_alipay_gb18030.csv")
    #expect(file.encoding == .gb18030)
    let result = scan(Array(file.bytes), headerLine: 25)
    #expect(result.rows.first?.first?.contains("交易时间") == true)
    #expect(result.rows.count == 11)
    #expect(result.faults.isEmpty)
  }

  @Test("A thousand service requests of New York are read whole")
  func readsTickets() throws {
    let file = try TextFile(path: "\(realData ?? "")/tickets_nyc311_sample.csv")
    let result = scan(Array(file.bytes))
    #expect(result.rows.count == 1_000)
    #expect(result.rows.allSatisfy { $0.count == 41 })
    #expect(result.faults.isEmpty)
  }

  @Test(
    "Notes beside a table are faults, or left out when told so",
    arguments: ["payment_history_template_java110", "room_import_template_java110"])
  func readsNotes(_ name: String) throws {
    let file = try TextFile(path: "\(realData ?? "")/\(name).csv")
    var faults: [Bool: Int] = [:]
    var rows = 0
    for ignores in [false, true] {
      var scanner = CSVScanner(file)
      scanner.ignoresUnheaded = ignores
      var row = CSVRow()
      #expect(scanner.readHeader(into: &row) == .row)
      #expect(scanner.unheaded == 3)
      var step = scanner.next(into: &row)
      while step != .end {
        if case .fault = step { faults[ignores, default: 0] += 1 }
        if step == .row && ignores {
          rows += 1
          #expect(!row[0].isEmpty)
        }
        step = scanner.next(into: &row)
      }
    }
    #expect(faults[true] == nil)
    #expect(faults[false] != nil)
    #expect(rows == (name.hasPrefix("payment") ? 3 : 1))
  }

  @Test(
    "The files of csv-spectrum read as their JSON says",
    arguments: [
      "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines",
      "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    ])
  func readsSpectrum(_ name: String) throws {
    let directory = realData ?? ""
    let file = try TextFile(path: "\(directory)/csv-spectrum/\(name).csv")
    let result = scan(Array(file.bytes), readAgain: true)
    #expect(result.faults.isEmpty)
    let header = result.rows.first ?? []
    let objects = result.rows.dropFirst().map { row in
      JSONValue.object(zip(header, row).map { JSONMember($0, .string($1)) })
    }
    let expected = try TextFile(path: "\(directory)/csv-spectrum-expected/\(name).json")
    #expect(try JSONReader.document(expected) == .array(objects))
    #expect(try JSONRows(expected).count == objects.count)
  }
}
