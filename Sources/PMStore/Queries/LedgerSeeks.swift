// What the ledger looks up beside its rows: codes, and the deposits that bills ask for.
import PMCore

/// Deposits, sought one by one.
final class DepositSeek {
  private var ofBill: Statement
  private var ofNumber: Statement

  init(_ database: Database) throws {
    ofBill = try database.prepare("SELECT id FROM deposit WHERE bill_id = ?1")
    ofNumber = try database.prepare("SELECT fee_id, customer_id FROM deposit WHERE id = ?1")
  }

  /// The number of the deposit that a bill asks for.
  func number(ofBill bill: Int64) throws -> String? {
    try ofBill.bind(1, bill)
    defer { ofBill.reset() }
    return try ofBill.step() ? Deposit.number.kind.text(ofBill.int64(0), .standard) : nil
  }

  func deposit(_ id: Int64) throws -> (fee: Int64, customer: Int64)? {
    try ofNumber.bind(1, id)
    defer { ofNumber.reset() }
    return try ofNumber.step() ? (ofNumber.int64(0), ofNumber.int64(1)) : nil
  }
}

/// The codes of a table's rows, sought one by one; the last one is remembered.
final class CodeSeek {
  private var statement: Statement
  private var last: (id: Int64, code: String)?

  init(_ database: Database, table: String) throws {
    statement = try database.prepare("SELECT code FROM \(table) WHERE id = ?1")
  }

  func code(_ id: Int64) throws -> String {
    if let last, last.id == id { return last.code }
    try statement.bind(1, id)
    defer { statement.reset() }
    let code = try statement.step() ? statement.string(0) : ""
    last = (id, code)
    return code
  }
}
