// The hot path of every import: rows out of the bytes of a CSV file, without a copy or an allocation.
import Glibc

/// Reads RFC 4180 and what Excel and people make of it, a row at a time, over mapped UTF-8 bytes.
///
/// CRLF, LF and CR may be mixed; rows without any content are skipped; empty cells beyond the
/// header's are left out. The bytes must outlive the scanner and every row read from it.
package struct CSVScanner {
  /// The longest cell that can be quoted, in bytes.
  package static let longestCell = 1 << 20

  /// What stands between cells: comma, semicolon, tab or bar.
  package let delimiter: UInt8
  /// Where cells with doubled quotes are kept; the caller resets it between chunks of rows.
  package let arena: Arena
  /// How many cells a row must have; 0 until the header is read: then rows are not counted.
  package var columns = 0
  /// How many blank headings stand behind the last heading; content below them is a fault.
  package private(set) var unheaded = 0
  /// Leaves out content below blank headings instead: people write notes there.
  package var ignoresUnheaded = false
  /// The byte where the next read begins.
  package private(set) var position: Int
  /// The physical line, from 1, of the next read.
  package private(set) var line: Int

  private let base: UnsafePointer<UInt8>
  private let end: Int
  private let kinds: ByteKinds
  /// Keeps the bytes mapped as long as the scanner.
  private let owner: TextFile?

  /// Stands before the header of a file and keeps the file mapped; else as `init(_:delimiter:…)`.
  package init(
    _ file: TextFile, delimiter: UInt8? = nil, headerLine: Int? = nil, arena: Arena = Arena()
  ) {
    self.init(
      file.bytes, delimiter: delimiter, headerLine: headerLine, arena: arena, owner: file)
  }

  /// Stands before the header: line `headerLine` (from 1), or the first line with any content.
  /// - Parameter delimiter: detected from the header line when nil.
  package init(
    _ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8? = nil, headerLine: Int? = nil,
    arena: Arena = Arena()
  ) {
    self.init(bytes, delimiter: delimiter, headerLine: headerLine, arena: arena, owner: nil)
  }

  private init(
    _ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8?, headerLine: Int?, arena: Arena,
    owner: TextFile?
  ) {
    self.arena = arena
    self.owner = owner
    base = bytes.baseAddress ?? UnsafePointer(ByteKinds.nothing)
    end = bytes.count
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    if let headerLine {
      start = LineCount.offset(ofLine: headerLine, in: bytes, from: start)
      line = max(headerLine, 1)
    }
    self.delimiter = delimiter ?? Self.detectDelimiter(bytes, from: start)
    kinds = ByteKinds(delimiter: self.delimiter)
    position = start
    self.line = line
  }

  /// Reads the header and sets `columns` to its width, blank headings at the end left out.
  package mutating func readHeader(into row: inout CSVRow) -> CSVStep {
    columns = 0
    let step = next(into: &row)
    guard step == .row else { return step }
    var width = row.count
    while width > 1 && row[width - 1].allSatisfy(isBlank) { width -= 1 }
    unheaded = row.count - width
    row.truncate(to: width)
    columns = width
    return .row
  }

  /// Reads the next row that has any content; after a fault the next call goes on with the row after.
  package mutating func next(into row: inout CSVRow) -> CSVStep {
    while position < end {
      if let step = scan(into: &row) { return step }
    }
    return .end
  }

  /// Reads the row that starts at `offset` again; `next` goes on where it was.
  package mutating func read(at offset: Int, into row: inout CSVRow) -> CSVStep {
    guard offset >= 0, offset < end else { return .end }
    let (savedPosition, savedLine) = (position, line)
    (position, line) = (offset, 0)
    let step = scan(into: &row) ?? .end
    (position, line) = (savedPosition, savedLine)
    row.line = 0
    return step
  }

  /// The physical line, from 1, of a byte of the file; reads the file up to there.
  package func line(at offset: Int) -> Int {
    let before = UnsafeBufferPointer(start: base, count: max(0, min(offset, end)))
    return 1 + LineCount.breaks(in: before)
  }

  /// One row from `position`; nil when it has no content.
  @inline(__always)
  private mutating func scan(into row: inout CSVRow) -> CSVStep? {
    let (base, end, kinds) = (self.base, self.end, self.kinds.table)
    var at = position
    row.clear(line: line, offset: at)
    var fault: CSVFault?
    var hasQuote = false
    while true {
      if at < end && base[at] == Byte.quote {
        hasQuote = true
        guard let after = scanQuoted(at, into: &row, &fault) else {
          position = end
          return fault.map(CSVStep.fault)
        }
        at = after
      } else {
        let start = at
        while at < end {
          let kind = kinds[Int(base[at])]
          if kind == ByteKinds.plain {
            at &+= 1
            continue
          }
          if kind <= ByteKinds.lastSeparator { break }
          note(base[at] == 0 ? .nulByte : .bareQuote, at, row.found + 1, &fault)
          at &+= 1
        }
        row.append(base + start, at &- start)
      }
      if at >= end { break }
      let separator = base[at]
      at &+= 1
      if separator == delimiter { continue }
      if separator == Byte.carriageReturn && at < end && base[at] == Byte.lineFeed { at &+= 1 }
      line &+= 1
      break
    }
    position = at
    if let fault { return .fault(fault) }
    if row.found == columns && row.found > 0 && (hasQuote || hasContent(row)) { return .row }
    return judge(&row, hasQuote)
  }

  /// One quoted cell whose quote stands at `open`; where the scan goes on, nil at an unclosed quote.
  private mutating func scanQuoted(
    _ open: Int, into row: inout CSVRow, _ fault: inout CSVFault?
  ) -> Int? {
    let start = open + 1
    var close = start
    var doubled = 0
    while true {
      guard let found = memchr(base + close, Int32(Byte.quote), end - close) else {
        fault = CSVFault(.unclosedQuote, line: line, column: row.found + 1, offset: open)
        return nil
      }
      close = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - base
      guard close + 1 < end && base[close + 1] == Byte.quote else { break }
      doubled += 1
      close += 2
    }
    let raw = UnsafeBufferPointer(start: base + start, count: close - start)
    if raw.count > Self.longestCell { note(.cellTooLong, open, row.found + 1, &fault) }
    for byte in raw where byte == 0 {
      note(.nulByte, open, row.found + 1, &fault)
      break
    }
    line += LineCount.breaks(in: raw)
    var after = close + 1
    if after < end && !kinds.isSeparator(base[after]) {
      note(.textAfterQuote, after, row.found + 1, &fault)
      while after < end && !kinds.isSeparator(base[after]) { after += 1 }
    }
    if doubled == 0 {
      row.append(base + start, raw.count)
    } else if fault == nil {
      let cell = undoubled(raw, to: raw.count - doubled)
      row.append(UnsafePointer(cell), raw.count - doubled)
    } else {
      row.append(base + start, 0)
    }
    return after
  }

  private func undoubled(
    _ raw: UnsafeBufferPointer<UInt8>, to count: Int
  ) -> UnsafeMutablePointer<UInt8> {
    let room = arena.allocate(count)
    guard let cell = room.baseAddress else { return ByteKinds.nothing }
    var (from, to) = (0, 0)
    while to < count {
      let byte = raw[from]
      cell[to] = byte
      from += byte == Byte.quote ? 2 : 1
      to += 1
    }
    return cell
  }

  private func note(_ rule: CSVFault.Rule, _ offset: Int, _ column: Int, _ fault: inout CSVFault?) {
    if fault == nil { fault = CSVFault(rule, line: line, column: column, offset: offset) }
  }

  /// Whether a row without quotes has any byte beside its delimiters.
  @inline(__always)
  private func hasContent(_ row: borrowing CSVRow) -> Bool {
    let first = base[row.offset]
    if !kinds.isSeparator(first) { return true }
    return row.fields.contains { !$0.isEmpty }
  }

  /// The verdict on a row that is not simply as wide as the header; nil when it has no content.
  private mutating func judge(_ row: inout CSVRow, _ hasQuote: Bool) -> CSVStep? {
    if !hasQuote && row.fields.allSatisfy({ $0.isEmpty }) && row.found == row.count { return nil }
    let expected = columns == 0 ? CSVRow.widest : columns
    var width = row.count
    if row.found == row.count {
      while width > expected && row[width - 1].allSatisfy(isBlank) { width -= 1 }
    } else {
      width = row.found
    }
    if ignoresUnheaded && width > expected && width <= expected + unheaded {
      width = expected
      if row.fields.prefix(width).allSatisfy({ $0.isEmpty }) { return nil }
    }
    if width > expected || (columns > 0 && width < expected) {
      if !hasQuote && row.fields.allSatisfy({ $0.allSatisfy(isBlank) }) { return nil }
      let rule = CSVFault.Rule.cellCount(found: width, expected: expected)
      return .fault(
        CSVFault(rule, line: row.line, column: min(width, expected) + 1, offset: row.offset))
    }
    row.truncate(to: width)
    return .row
  }

  /// The delimiter of the header that starts at `start`, quotes honoured; a comma when there is none.
  private static func detectDelimiter(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt8 {
    let candidates: [UInt8] = [Byte.comma, Byte.semicolon, Byte.tab, Byte.bar]
    var counts = [0, 0, 0, 0]
    var quoted = false
    var hasContent = false
    for byte in bytes[min(start, bytes.count)...] {
      if byte == Byte.quote { quoted.toggle() }
      if quoted { continue }
      if byte == Byte.lineFeed || byte == Byte.carriageReturn {
        if hasContent { break }
        counts = [0, 0, 0, 0]
      } else if let index = candidates.firstIndex(of: byte) {
        counts[index] += 1
      } else if byte != Byte.space {
        hasContent = true
      }
    }
    let most = counts.max() ?? 0
    return most == 0 ? Byte.comma : candidates[counts.firstIndex(of: most) ?? 0]
  }
}
