// What a sheet says of its own rows: how many in a line above them, sums at their foot.
import PMCore
import PMFormat

extension ImportMap {
  /// Where a sheet says how many rows it has and what they add up to.
  struct Totals {
    /// What stands before and after the number of rows, in a line above the headings.
    var above: (before: String, after: String)?
    /// How far below the row that stops the data the totals stand; nil: there are none.
    var below: Int?
    /// The cell of the totals that counts the rows.
    var count: CellName?
    /// The columns that are added up, and the cell in which each sum stands.
    var sums: [(of: CellName, total: CellName)] = []

    /// The cells that it names.
    var cells: [CellName] { (count.map { [$0] } ?? []) + sums.flatMap { [$0.of, $0.total] } }
  }
}

/// Counts the rows of a sheet and adds them up, those that a map leaves out among them.
struct RowTotals {
  private let totals: ImportMap.Totals
  private var count = 0
  private var sums: [Money]

  init(_ totals: ImportMap.Totals) {
    self.totals = totals
    sums = totals.sums.map { _ in .zero }
  }

  /// Adds a row, whose cells `text` gives.
  mutating func add(_ text: (ImportMap.CellName) -> String) throws {
    count += 1
    for (place, column) in totals.sums.enumerated() {
      sums[place] = try sums[place].adding(Self.amount(text(column.of)) ?? .zero)
    }
  }

  /// What disagrees with the row of totals.
  ///
  /// - Parameters:
  ///   - place: where a cell of the totals stands.
  ///   - text: its text.
  func faults(
    _ place: (ImportMap.CellName) -> Place, _ text: (ImportMap.CellName) -> String
  ) -> Findings {
    var findings = Findings()
    if let cell = totals.count, Int(text(cell)) != count {
      findings.add(
        Finding(
          "totals-differ",
          Words(
            "the totals count \"\(text(cell))\", the file has \(count) rows",
            zh: "合计笔数为“\(text(cell))”，文件实有 \(count) 行"), at: place(cell)))
    }
    for (column, sum) in zip(totals.sums, sums) where Self.amount(text(column.total)) != sum {
      findings.add(
        Finding(
          "totals-differ",
          Words(
            "the totals say \"\(text(column.total))\", the rows add up to \(sum)",
            zh: "合计金额为“\(text(column.total))”，各行相加为 \(sum)"), at: place(column.total)))
    }
    return findings
  }

  /// That the lines above the headings count other rows, which such a line of a part of a bill may.
  func doubt(of source: ImportSource) -> Finding? {
    guard let (before, after) = totals.above else { return nil }
    var number = 0
    for line in source.text.bytes.split(
      separator: 0x0A, maxSplits: Self.banner, omittingEmptySubsequences: false
    ).prefix(Self.banner) {
      number += 1
      let text = String(decoding: line, as: UTF8.self)
      guard text.hasPrefix(before) else { continue }
      let digits = text.dropFirst(before.count).prefix { $0.isASCII && $0.isNumber }
      guard let said = Int(digits), text.dropFirst(before.count + digits.count).hasPrefix(after)
      else { continue }
      if said == count { return nil }
      return Finding(
        "rows-missing",
        Words("\(said) rows are announced here, the file has \(count)", zh: "此处写明共 \(said) 笔，文件实有 \(count) 行"),
        hint: Words("is the file whole?", zh: "请核对文件是否完整"),
        at: Place(file: source.name, line: number))
    }
    return nil
  }

  /// How many lines are looked at for what stands above the headings.
  private static let banner = 100

  /// An amount as statements write it.
  private static func amount(_ text: String) -> Money? {
    Money(text.filter { !",+¥￥ \t".contains($0) })
  }
}
