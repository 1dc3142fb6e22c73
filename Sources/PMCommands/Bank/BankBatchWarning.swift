// What is said of a bill that is taken back while a bank has been asked for it.
import PMCore
import PMStore

extension Context {
  /// Says which of these bills are in a batch that has not come back.
  mutating func warnOfBatches(with bills: [CorrectedBill], _ database: Database) throws {
    for bill in bills {
      guard let id = try database.batchOut(with: bill.id) else { continue }
      let batch = BankBatch.number.kind.text(id, .standard)
      warn(
        Words(
          "\(bill.name) is in batch \(batch), which has not come back: what the bank collects for it becomes prepayment; if the file was not sent: pm bank cancel \(batch)",
          zh: "\(bill.name) 在尚未回盘的批次 \(batch) 中：银行扣到的款将转为预收；若文件尚未送出：pm bank cancel \(batch)"))
    }
  }
}
