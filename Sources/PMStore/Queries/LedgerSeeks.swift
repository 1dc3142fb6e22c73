// What the ledger looks up beside its rows: the deposits that bills ask for.
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
