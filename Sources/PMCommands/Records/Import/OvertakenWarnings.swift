// What is said of bills that stay as made, though a room or a charge they were made by was changed.
import PMCore
import PMStore

/// What there is to say of bills that a change has overtaken.
func overtakenWarnings(_ found: OvertakenBills) -> [Words] {
  let warnings = Warnings(found.bills.map(\.words))
  if found.left == 0 { return warnings.told }
  return warnings.told + [
    Words(
      "older bills that were not compared with this change: \(found.left); pm bill explain NUMBER shows what today's records make of one",
      zh: "未与此变更比对的较早账单：\(found.left) 笔；可用 pm bill explain 账单号 查看按现有资料的结果")
  ]
}

extension OvertakenBill {
  fileprivate var words: Words {
    let name = Bill.number.kind.text(bill.id, .standard)
    let made = Words(
      "\(name) of \(bill.fee.code) \(bill.period) (\(bill.amount)) was made before this change and stays as made",
      zh: "\(name)（\(bill.fee.code) \(bill.period)，\(bill.amount)）在此变更之前已出账，仍按原样不变")
    guard let now else {
      return Words(
        "\(made.en); today's records make no such line: pm bill adjust \(name) --reason TEXT",
        zh: "\(made.zh)；按现有资料不应有此账单：pm bill adjust \(name) --reason 原因")
    }
    let owed = owedBy.map { (en: ", owed by \($0)", zh: "，应缴人 \($0)") } ?? (en: "", zh: "")
    return Words(
      "\(made.en); by today's records it is \(now)\(owed.en): pm bill adjust \(name) --reissue --reason TEXT",
      zh: "\(made.zh)；按现有资料应为 \(now)\(owed.zh)：pm bill adjust \(name) --reissue --reason 原因")
  }
}
