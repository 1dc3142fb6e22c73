// What `bill open`, `payment open` and `deposit open` share: rows of another system, taken over.
import PMCore
import PMStore

extension Context {
  /// Imports the opening rows of a file and lets `make` turn the new ones into what they stand for.
  mutating func takeOver(
    _ arguments: Arguments, into record: RecordType, told: @escaping () -> [(String, Int)] = { [] },
    _ make: @escaping (Database, RecordJob, _ run: Int64, RowFindings) throws -> Void
  ) throws {
    var hooks = ImportHooks()
    hooks.wantsTouched = true
    hooks.written = { database, job, findings in
      if job.touched.isEmpty { return }
      if try database.hasClosings {
        throw Failure.refused(
          "after-first-close",
          Words("a period is closed: opening balances come before the first close", zh: "已有账期结账：期初余额须在首次结账之前转入"))
      }
      try make(database, job, database.entry, findings)
    }
    hooks.told = told
    try importFile(
      try arguments.require(ImportOptions.file), into: record, try ImportOptions(arguments),
      verb: "open", hooks: hooks)
  }
}
