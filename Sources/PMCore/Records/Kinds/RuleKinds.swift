// Columns that hold a small language: tiers and formulas are checked when they are stored.

/// `180:5.00 260:7.00 *:9.00`: blocks of a tiered tariff.
package struct TiersKind: CellKind {
  package var shape: ColumnShape { .text }
  package var isInteger: Bool { false }
  package var words: Words {
    Words("tiers such as 180:5.00 260:7.00 *:9.00", zh: "如 180:5.00 260:7.00 *:9.00 的阶梯")
  }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    (try? Tiers(bytes.text)) == nil ? .bad(.badRule) : .text(bytes)
  }

  package func explain(_ bytes: Bytes) -> RuleError? {
    do throws(RuleError) { _ = try Tiers(bytes.text) } catch { return error }
    return nil
  }
}

/// A formula over the columns of a room.
package struct FormulaKind: CellKind {
  package var shape: ColumnShape { .text }
  package var isInteger: Bool { false }
  package var words: Words { Words("a formula", zh: "公式") }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    (try? Formula(bytes.text)) == nil ? .bad(.badRule) : .text(bytes)
  }

  package func explain(_ bytes: Bytes) -> RuleError? {
    do throws(RuleError) { _ = try Formula(bytes.text) } catch { return error }
    return nil
  }
}
