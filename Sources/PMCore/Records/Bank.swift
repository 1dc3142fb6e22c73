// Bank collection: what was sent to a bank to be collected, and what came back of it.

/// A file of bills that a bank was asked to collect.
package enum BankBatch {
  package static let states = [
    Choice("open", "已报盘"), Choice("returned", "已回盘"), Choice("cancelled", "已撤销"),
  ]
  package static let number = Column.serial(
    "number", prefix: "N", width: 7, zh: "批号", aliases: ["编号"])

  package static let record: RecordType = .init(
    "bank-batch", zh: "托收批次", key: ["number"],
    Words("Files of bills sent to a bank for collection.", zh: "送银行托收的报盘文件。"),
    number,
    .text("layout", zh: "格式", required: true, limit: 100),
    .date("made_on", zh: "报盘日期", required: true),
    .reference("company", to: Org.record, zh: "公司"),
    .integer("count", 0...(.max), zh: "笔数", required: true),
    .money("sum", zh: "金额合计", required: true),
    .choice("state", states, zh: "状态", required: true, default: "open"),
    .date("returned_on", zh: "回盘日期"),
    .money("collected", zh: "托收成功金额", required: true, default: 0),
    .text("contract", zh: "合同号", required: true, limit: 100).hidden,
    .text("layout_digest", zh: "格式摘要值", required: true).verbatim.hidden,
    .text("layout_text", zh: "格式内容", required: true, limit: 1_000_000).verbatim.hidden,
    .text("file_digest", zh: "报盘文件摘要值", required: true).verbatim.hidden,
    .text("return_digest", zh: "回盘文件摘要值").verbatim.hidden,
    .date("cancelled_on", zh: "撤销日期").hidden,
    .text("reason", zh: "撤销原因", limit: 200).hidden,
    .integer("run", 0...(.max), zh: "批次", required: true)
  ).document.filtered(by: "state").index("(made_on) WHERE state = 'open'")
}

/// One line of a batch: what a bank was asked to take from one account.
package enum BankLine {
  package static let results = [
    Choice("sent", "已送出"), Choice("done", "成功"), Choice("insufficient", "余额不足"),
    Choice("account", "账户状态不正常"), Choice("repeated", "重复"), Choice("failed", "失败"),
    Choice("cancelled", "已撤销"),
  ]
  package static let number = Column.serial("number", prefix: "L", width: 7, zh: "行号")

  package static let record: RecordType = .init(
    "bank-line", zh: "托收明细", key: ["number"],
    Words("What a bank was asked to take, line by line.", zh: "报盘文件的每一行及其结果。"),
    number,
    .reference("batch", to: BankBatch.record, zh: "批号", required: true),
    .integer("serial", 1...(.max), zh: "序号", required: true),
    .reference("customer", to: Customer.record, zh: "客户编号", required: true),
    .bankAccount("account", zh: "银行账号"),
    .money("amount", minimum: 1, zh: "金额", required: true),
    .choice("result", results, zh: "结果", required: true, default: "sent"),
    .text("reason", zh: "原因", limit: 200),
    .text("customer_code", zh: "报盘客户编号", required: true).verbatim.hidden,
    .text("room_code", zh: "报盘房号").verbatim.hidden,
    .text("payer", zh: "户名", required: true).hidden,
    .text("bank", zh: "开户银行").hidden,
    .text("mandate", zh: "托收合同号", required: true).hidden
  ).document.filtered(by: "batch", "customer", "result")
    .index("UNIQUE (batch_id, serial)")
    .constraint("CHECK (account IS NOT NULL)")
}

/// A bill in a line of a batch.
package enum BankItem {
  package static let record: RecordType = .init(
    "bank-item", zh: "托收账单", key: ["number"],
    Words("Which bills a line of a batch is for.", zh: "托收明细所含的账单。"),
    .serial("number", prefix: "I", width: 7, zh: "编号"),
    .reference("line", to: BankLine.record, zh: "行号", required: true),
    .reference("bill", to: Bill.record, zh: "账单号", required: true),
    .money("amount", minimum: 1, zh: "金额", required: true)
  ).document.filtered(by: "line", "bill").index("(bill_id)").index("(line_id)")
}
