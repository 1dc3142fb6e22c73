// The exit statuses of pm: one table, from which `pm help exit-codes` is written.
package import PMCore

/// How a command ended, as the shell sees it.
package enum ExitCode: Int32, Sendable, CaseIterable {
  case done = 0
  case findings = 1
  case changesPending = 3
  case usage = 64
  case badData = 65
  case notFound = 66
  case programMissing = 69
  case fault = 70
  case cannotCreate = 73
  case inputOutput = 74
  case locked = 75
  case notPermitted = 77
  case notADatabase = 78
  case interrupted = 130
  case readerLeft = 141
  case terminated = 143

  /// What the status tells the caller.
  package var meaning: Words {
    switch self {
    case .done:
      Words("done, also when there was nothing to do", zh: "完成（无事可做也算完成）")
    case .findings:
      Words(
        "finished with findings: a check found a fault, rows were rejected, a charge was not billed",
        zh: "已完成，但有发现：检查出问题、有行被拒收或有费用未能出账")
    case .changesPending:
      Words(
        "changes pending (--dry-run --detailed-exit-code)",
        zh: "有待执行的变更（--dry-run --detailed-exit-code）")
    case .usage:
      Words("the command line is wrong", zh: "命令行用法错误")
    case .badData:
      Words(
        "bad data, or a rule of the business refuses it; nothing was written",
        zh: "数据有误或业务规则不允许，未写入任何内容")
    case .notFound:
      Words("no such input, record or database", zh: "输入、记录或数据库不存在")
    case .programMissing:
      Words("an outside program is missing", zh: "缺少外部程序")
    case .fault:
      Words("a fault in pm", zh: "pm 内部故障")
    case .cannotCreate:
      Words("cannot create the output", zh: "无法创建输出")
    case .inputOutput:
      Words("input/output error, or the disk is full", zh: "读写错误或磁盘已满")
    case .locked:
      Words("the database is locked: try again", zh: "数据库被占用，请重试")
    case .notPermitted:
      Words("not permitted by role or by the file's mode", zh: "角色或文件权限不允许")
    case .notADatabase:
      Words("not a pm database, or one of a newer version", zh: "不是 pm 数据库，或版本更新")
    case .interrupted:
      Words(
        "interrupted; rolled back, but for what it says was done: batch and notice send keep that",
        zh: "被中断，已回滚；batch 与 notice send 已完成的部分保留，并予说明")
    case .readerLeft:
      Words("the reader of the pipe left", zh: "管道的读取方已离开")
    case .terminated:
      Words("terminated; as 130", zh: "被终止；同 130")
    }
  }
}
