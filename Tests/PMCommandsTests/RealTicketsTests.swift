// Service requests of New York, imported through the map that ships, and counted again: an excerpt
// that is always here, and all thousand of the sample where it lies beside the checkout.
import Glibc
import PMFormat
import PMStore
import Testing

private let checkout = String(
  #filePath.dropLast("/Tests/PMCommandsTests/RealTicketsTests.swift".count))

/// The excerpt in the tree, then the whole sample beside the checkout or above it, where it is.
private let requestFiles: [String] = {
  let excerpt = checkout + "/Tests/Fixtures/nyc311/requests.csv"
  var directory = checkout[...]
  while let slash = directory.lastIndex(of: "/") {
    directory = directory[..<slash]
    let candidate = "\(directory)/shared/realdata/tickets_nyc311_sample.csv"
    if access(candidate, R_OK) == 0 { return [excerpt, candidate] }
  }
  return [excerpt]
}()

@Suite("Tickets of New York")
struct RealTicketsTests {
  /// A request as this test reads it, by itself: nothing of the import is used.
  private struct Request {
    let type: String
    let agency: String
    let created: Int64
    let closed: Int64?
    let hour: Int
  }

  /// Seconds of `03/01/2011 02:27:57 PM`, and its hour; the C library counts the days.
  private static func moment(_ text: String) -> (seconds: Int64, hour: Int)? {
    let numbers = text.split { !("0"..."9").contains($0) }.compactMap { Int32($0) }
    guard numbers.count == 6 else { return nil }
    var parts = tm()
    parts.tm_mon = numbers[0] - 1
    parts.tm_mday = numbers[1]
    parts.tm_year = numbers[2] - 1900
    // Noon is 12 PM, midnight 12 AM.
    parts.tm_hour = numbers[3] % 12 + (text.hasSuffix("PM") ? 12 : 0)
    parts.tm_min = numbers[4]
    parts.tm_sec = numbers[5]
    let hour = Int(parts.tm_hour)
    return (Int64(timegm(&parts)), hour)
  }

  private static func requests(_ file: String) throws -> [Request] {
    let text = try TextFile(path: file)
    var scanner = CSVScanner(text)
    var row = CSVRow()
    _ = scanner.readHeader(into: &row)
    var requests: [Request] = []
    while scanner.next(into: &row) == .row {
      let created = try #require(moment(row.text(1)))
      requests.append(
        Request(
          type: row.text(5), agency: row.text(3), created: created.seconds,
          closed: moment(row.text(2))?.seconds, hour: created.hour))
    }
    return requests
  }

  @Test("what the reports count is what the file says", arguments: requestFiles)
  func counts(file: String) throws {
    let requests = try Self.requests(file)
    let isWhole = requests.count == 999
    let estate = Estate()
    let map = checkout + "/Samples/maps/nyc311-tickets.json"
    let ran = estate.run("ticket", "import", file, "--map", map)
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(ran.messages.contains("\(requests.count) created, 0 updated, 0 unchanged, 0 rejected"))
    let again = estate.run("ticket", "import", file, "--map", map)
    #expect(again.messages.contains("0 created, 0 updated, \(requests.count) unchanged, 0 rejected"))
    func report(_ words: String...) -> [[String]] {
      estate.run(
        ["report"] + words + [
          "--from", "2011-01-01", "--to", "2011-12-31", "--as-of", "2025-12-31", "--format", "csv",
        ]
      ).output.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }
    let closed = requests.filter { $0.closed != nil }
    let open = requests.count - closed.count
    #expect(open == 10)
    #expect(isWhole || requests.count == 137)

    let month = report("tickets", "--by", "department")
    for row in month.dropFirst() {
      let own = row[0] == "total" ? requests : requests.filter { $0.agency == row[0] }
      let done = own.filter { $0.closed != nil }
      #expect(Int(row[1]) == own.count, "\(row[0])")
      #expect(Int(row[6]) == done.count, "\(row[0])")
      #expect(Int(row[7]) == own.count - done.count, "\(row[0])")
      let seconds = done.reduce(0) { $0 + ($1.closed ?? 0) - $1.created }
      let hundredths = (seconds * 200 / 3600 / Int64(done.count) + 1) / 2
      #expect(row[9] == "\(hundredths / 100)." + String("\(100 + hundredths % 100)".dropFirst()))
    }
    #expect(Set(month.dropFirst().dropLast().map { $0[0] }) == Set(requests.map(\.agency)))
    #expect(month.last?[0] == "total")
    if isWhole { #expect(month.last?[9] == "146.18") }

    for row in report("pivot", "--rows", "hour", "--cols", "department").dropFirst().dropLast() {
      let expected = requests.filter { $0.hour == Int(row[0]) }.count
      #expect(row.last == "\(expected)", "\(row[0])")
    }
    let types = Dictionary(grouping: requests, by: \.type).mapValues(\.count)
    let most = types.sorted { $0.value > $1.value }.prefix(2)
    let focus = report("focus", "--top", "20")
    #expect(focus[1][1] == most[0].key && focus[2][1] == most[1].key)
    for row in focus.dropFirst() { #expect(Int(row[2]) == types[row[1]], "\(row[1])") }
    #expect(focus.count - 1 == min(types.count, 20))
    if isWhole { #expect(focus[1].joined(separator: ",").hasPrefix("1,Noise - Residential,226,")) }
    // The dashboard draws the same counts.
    let board = estate.run(
      "report", "dashboard", "--from", "2011-01-01", "--to", "2011-12-31", "--as-of", "2025-12-31",
      "--format", "html"
    ).output
    #expect(
      board.contains("<desc id=\"c3d\">\(most[0].key) \(most[0].value); \(most[1].key) \(most[1].value);"))
    let nine = requests.filter { $0.hour == 9 && $0.created / 86400 % 7 == 5 }.count
    #expect(nine > 0)
    #expect(board.contains("Tue: ") && board.contains("; 09 \(nine); "))
    // No complaint was judged: none stands in a rate, all stand beside it.
    let rate = report("kpi").first { $0[1] == "complaint_handling_rate" }
    #expect(rate?[3] == "0")
    #expect(rate?[4] == "0")
    #expect(rate?.last == "\(requests.count)")
    let called = report("kpi").first { $0[1] == "callback_rate" }
    #expect(called?[3...4] == ["0", "\(closed.count)"])

    // Finished within a day, round the clock, told apart by agency.
    estate.run("sla", "add", "finish_minutes=1440")
    for row in report("pivot", "--rows", "department", "--measure", "timeliness").dropFirst() {
      let own = row[0] == "total" ? requests : requests.filter { $0.agency == row[0] }
      let within = own.filter { request in
        request.closed.map { $0 / 60 - request.created / 60 <= 1440 } ?? false
      }.count
      let units = (within * 20_000 / own.count + 1) / 2
      #expect(row[1] == "\(units / 10_000)." + String("\(10_000 + units % 10_000)".dropFirst()))
    }
    try callbacks(estate, requests)

    // The middle and the mean of the hours, to four decimals as published with the sample.
    let database = try Database.open(estate.database, mode: .readOnly)
    let stored = try database.rows(
      "SELECT finished_at - created_at FROM ticket WHERE finished_at IS NOT NULL ORDER BY 1"
    ) { $0.int64(0) }
    let spans: [Int64] = closed.map { ($0.closed ?? 0) - $0.created }.sorted()
    #expect(stored == spans)
    if isWhole {
      let median = (spans[494] * 20_000 / 3600 + 1) / 2
      let mean = (spans.reduce(0, +) * 20_000 / 3600 / 989 + 1) / 2
      #expect(median == 47_953)
      #expect(mean == 1_461_827)
    }
  }

  /// A day of work after the finish, from nine to five on weekdays: whose callback is past by as-of.
  private func callbacks(_ estate: Estate, _ requests: [Request]) throws {
    let week = Array(repeating: "09:00-17:00", count: 5).joined(separator: ",")
    estate.take("calendar", "code,monday,tuesday,wednesday,thursday,friday\nNY,\(week)\n")
    estate.run("sla", "add", "kind=complaint", "callback_minutes=480", "calendar=NY")
    var parts = tm()
    parts.tm_year = 111
    parts.tm_mon = 2
    parts.tm_mday = 8
    let end = Int64(timegm(&parts))
    let past = requests.filter { request in
      guard request.created < end, let closed = request.closed, closed < end else { return false }
      var worked = 0
      for minute in closed / 60..<end / 60 {
        // 1970-01-01 was a Thursday.
        let weekday = (minute / 1440 + 3) % 7
        if weekday < 5, (540..<1020).contains(minute % 1440) { worked += 1 }
        if worked == 480 { return minute + 1 < end / 60 }
      }
      return false
    }
    #expect(past.count > requests.count / 10)
    let ran = estate.run(
      "report", "kpi", "--from", "2011-01-01", "--to", "2011-12-31", "--as-of", "2011-03-07")
    #expect(ran.output.contains(",callback_rate,回访率,0,\(past.count),"), "\(ran.output)")
  }

  @Test("noon, midnight and a sentinel date come in as what they mean")
  func moments() throws {
    let text = try TextFile(path: requestFiles[0])
    let head = try #require(
      text.withBytes { String(decoding: $0, as: UTF8.self) }.split(separator: "\n").first)
    func row(_ number: Int, _ created: String, _ closed: String) -> String {
      "\(number),\(created),\(closed),DOT,Department of Transportation,Pothole"
        + String(repeating: ",", count: 35)
    }
    let estate = Estate()
    let path = estate.file(
      "requests.csv",
      [
        String(head), row(1, "03/01/2011 12:00:00 AM", "03/01/2011 12:00:00 PM"),
        row(2, "03/01/2011 11:59:59 PM", "01/01/1900 12:00:00 AM"), row(3, "03/02/2011 01:00:00 AM", ""),
      ].joined(separator: "\n") + "\n")
    let map = checkout + "/Samples/maps/nyc311-tickets.json"
    let ran = estate.run("ticket", "import", path, "--map", map)
    #expect(ran.status == 0, "\(ran.messages)")
    let list = estate.run("ticket", "list", "--columns", "number,created_at,finished_at,closed_at")
    #expect(
      list.output == """
        number,created_at,finished_at,closed_at
        1,2011-03-01 00:00,2011-03-01 12:00,2011-03-01 12:00
        2,2011-03-01 23:59:59,,
        3,2011-03-02 01:00,,

        """)
    // Closed before it was opened is a finding with its place, and no negative hour.
    let wrong = estate.file(
      "wrong.csv", "\(head)\n" + row(4, "03/02/2011 01:00:00 AM", "03/01/2011 01:00:00 AM") + "\n")
    let refused = estate.run("ticket", "import", wrong, "--map", map)
    #expect(refused.status == 65)
    #expect(
      refused.messages.contains("wrong.csv:2:3: Closed Date (finished_at): finished_at is before created_at"),
      "\(refused.messages)")
  }
}
