// An SQL function for texts as people see them.

import CSQLite
import PMCore

extension Database {
  /// Defines `shown(TEXT)`: the text with the numbers of people in it masked.
  ///
  /// Rows that are sorted by it tell by their order no more than what stands in them.
  func defineShown() throws(StoreError) {
    if hasShown { return }
    let code = sqlite3_create_function_v2(
      handle, "shown", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nil,
      { context, _, values in
        guard let value = values?[0], let text = sqlite3_value_text(value) else { return }
        let bytes = Bytes(start: text, count: Int(sqlite3_value_bytes(value)))
        guard let masked = maskedPersons(bytes) else {
          sqlite3_result_value(context, value)
          return
        }
        masked.withUnsafeBytes { pm_result_text(context, $0.baseAddress, UInt64($0.count)) }
      }, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code) }
    hasShown = true
  }
}
