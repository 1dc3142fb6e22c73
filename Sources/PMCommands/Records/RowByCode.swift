// A record's row by the code that people type: its number, or its natural key.
import PMCore
import PMStore

extension Database {
  /// The row of the record that people call `code`; unknown ones get the nearest suggested.
  ///
  /// What the one who asks may not see is unknown to him, also while he writes.
  func row(of record: RecordType, code: String, zone: Zone) throws -> Int64 {
    if let row = try knownRow(of: record, code: code, zone: zone) { return row }
    let lookup = try ReferenceLookup(self, target: record)
    let near = try withBytes(of: code) { try lookup.hint(for: $0, didYouMean) }
    let isWhole =
      record.key.count == 1 || record.number != nil
      || code.split(separator: ",", omittingEmptySubsequences: false).count == record.key.count
    throw Failure(
      .notFound, "unknown-\(record.name)",
      Words("there is no \(record.name) \"\(code)\"", zh: "没有\(record.title.zh)“\(code)”"),
      hint: isWhole
        ? near
        : Words(
          "it is known by \(record.keyExample), with nothing between the commas where one of them is empty",
          zh: "其键的写法为 \(record.keyExample)，其中为空的一项在逗号之间留空"))
  }

  /// The row of the record that people call `code`; nil where there is none.
  func knownRow(of record: RecordType, code: String, zone: Zone) throws -> Int64? {
    let table = try seenTable(record.table)
    if let serial = record.number,
      let number = withBytes(of: code, { serial.parse($0, CellContext()).integer }),
      let id = try scalar("SELECT id FROM \(table) WHERE id = ?1", [.integer(number)])
    {
      return id
    }
    if record.serial == nil, let key = naturalKey(record, code, zone),
      let id = try scalar("SELECT id FROM \(table) WHERE key = ?1", [.text(key)])
    {
      return id
    }
    return nil
  }

  /// Of the rows of the record whose key goes on from `code` (the versions of a room, the closings of a
  /// period) those that were ever changed; nil where no key does.
  func changedRows(of record: RecordType, under code: String, zone: Zone) throws -> [Int64]? {
    guard let first = record.column(record.key[0]), first.isRequired,
      let key = naturalKey(record, code, zone, isWhole: false)
    else { return nil }
    // The parts of a key are joined by 0x01.
    let rows = try rows(
      """
      SELECT id, EXISTS (SELECT 1 FROM history AS h WHERE h.record = ?2 AND h.row_id = t.id)
        FROM \(seenTable(record.table)) AS t
       WHERE key >= ?1 || char(1) AND key < ?1 || char(2)
       ORDER BY key
      """, [.text(key), .text(record.table)]
    ) { (id: $0.int64(0), isChanged: $0.int64(1) == 1) }
    return rows.isEmpty ? nil : rows.filter(\.isChanged).map(\.id)
  }

  /// Whether a code is taken by a row that the one who asks may not see.
  func isTakenElsewhere(_ record: RecordType, code: String, zone: Zone) throws -> Bool {
    guard record.key.count == 1, let key = naturalKey(record, code, zone) else { return false }
    return try scalar("SELECT 1 FROM main.\(record.table) WHERE key = ?1", [.text(key)]) != nil
  }

  /// The stored key of `a,b,c` as typed, or what it begins with where parts are left out at its end;
  /// nil where a part cannot be read.
  private func naturalKey(
    _ record: RecordType, _ code: String, _ zone: Zone, isWhole: Bool = true
  ) -> String? {
    let parts =
      record.key.count == 1 ? [code] : code.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard isWhole ? parts.count == record.key.count : parts.count < record.key.count else { return nil }
    let cells = CellContext(zone: zone)
    var key = NaturalKey()
    for (name, part) in zip(record.key, parts) {
      guard let column = record.column(name) else { return nil }
      let isRead = withBytes(of: part) { bytes -> Bool in
        let cell = bytes.count == 0 ? Cell.null : column.kind.parse(bytes, cells)
        switch cell {
        case .integer(let number): key.append(number: number)
        case .text(let text), .masked(let text): key.append(text)
        case .null:
          if case .integer(let number)? = column.defaultValue {
            key.append(number: number)
          } else {
            key.append(Bytes(start: nil, count: 0))
          }
        case .bad: return false
        }
        return true
      }
      if !isRead { return nil }
    }
    return key.text
  }
}
