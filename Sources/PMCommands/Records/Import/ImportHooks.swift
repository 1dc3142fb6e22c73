// What a command adds to the import of its record.
import PMCore
import PMStore

/// What a command adds to the import of its record.
struct ImportHooks {
  /// Called inside the transaction, before any row is written.
  var began: ((Database) throws -> Void)?
  /// Called once all rows are written, with those of the record created or updated; what it finds rolls all back.
  var written: ((Database, RecordJob, RowFindings) throws -> Void)?
  /// Whether `written` wants the touched rows.
  var wantsTouched = false
  /// Columns of the record that the command fills in where the file has none of them.
  var supply: [String] = []
  /// Fills in cells of a row, which begin at `start`; references are still codes. It may find the
  /// row at fault.
  var complete: RowCompletion?
  /// The names that are stored in the place of other words, by column; a stored word that stands for
  /// the same name is left.
  var standardNames: [String: [String: String]] = [:]
  /// Called with the map of the file, where it has one.
  var mapped: ((ImportMap) -> Void)?
  /// Called with the opened file, before its rows are read.
  var opened: ((ImportSource) -> Void)?
  /// What the summary says beyond the rows.
  var told: (() -> [(String, Int)])?
  /// The customers found by a phone or an account in the rows; nil where none was looked for.
  var compared: (() -> Set<Int64>?)?
  /// What is said of the rows written, before they are committed.
  var said: (() -> [Words])?
  /// Like `said`, for what somebody should look at.
  var warned: (() -> [Words])?
}

/// Fills in cells of the row that starts at `offset` in the file.
typealias RowCompletion = (
  _ job: RecordJob, _ cells: inout [Cell], _ start: Int, _ offset: Int
) throws -> RowFinding?
