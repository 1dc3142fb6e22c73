// Which failure the errors of the other layers become: the only place that maps them.
import Glibc
import PMCore
import PMFormat
import PMStore

/// The failure to tell for any error; `file` names the input for errors that do not know it.
package func failure(from error: any Error, file: String? = nil) -> Failure {
  // A command that knows what stands says it itself.
  if let failure = error as? Failure, [.interrupted, .terminated].contains(failure.exit) {
    return failure
  }
  if let signal = Interruption.signal {
    // Output comes after the commit: then nothing is rolled back.
    guard let output = error as? OutputError else { return interrupted(by: signal) }
    if output.errno == EINTR {
      return .stopped(by: signal)
    }
  }
  return switch error {
  case let failure as Failure: failure
  case let error as StoreError: storeFailure(error)
  case let error as OutputError: outputFailure(error)
  case let error as InputError: inputFailure(error)
  case let error as EncodingError: encodingFailure(error, file)
  case let error as ArithmeticError: arithmeticFailure(error)
  default: .fault("unexpected error of type \(type(of: error))")
  }
}

private func interrupted(by signal: Int32) -> Failure {
  Failure(
    ExitCode(signal: signal), "interrupted",
    Words("interrupted; everything was rolled back", zh: "已中断，全部回滚"))
}

extension Failure {
  /// A signal that came after there was something to roll back.
  static func stopped(by signal: Int32) -> Failure {
    Failure(ExitCode(signal: signal), "interrupted", Words("interrupted", zh: "已中断"))
  }
}

extension ExitCode {
  /// What a command ends with that SIGINT or SIGTERM stopped.
  init(signal: Int32) { self = signal == SIGTERM ? .terminated : .interrupted }
}

private func inputFailure(_ error: InputError) -> Failure {
  let place = Place(file: error.path == "-" ? "<stdin>" : error.path)
  switch error.reason {
  case .missing:
    return Failure(.notFound, "no-input", Words("no such file", zh: "文件不存在"), at: place)
  case .directory:
    return Failure(
      .notFound, "input-is-a-directory", Words("is a directory, not a file", zh: "是目录，不是文件"),
      at: place)
  case .device:
    return Failure(
      .notFound, "input-is-no-file", Words("is no file", zh: "不是文件"),
      hint: Words("name a file that was written to the end", zh: "请给出已写完的文件"), at: place)
  case .permission:
    return Failure(
      .notPermitted, "input-not-permitted", Words("may not be read", zh: "无权读取"), at: place)
  case .unreadable(let number):
    return Failure(
      .inputOutput, "input-unreadable",
      Words("cannot be read: \(systemWords(number).en)", zh: "无法读取：\(systemWords(number).zh)"), at: place)
  case .changed:
    return Failure(
      .inputOutput, "input-changed",
      Words("was changed while it was read", zh: "读取过程中文件被改动"),
      hint: Words("try again when nobody writes to it", zh: "请在无人写入时重试"), at: place)
  case .temporary(let number):
    return Failure(
      .inputOutput, "temporary-file",
      Words(
        "a temporary file failed: \(systemWords(number).en)", zh: "临时文件出错：\(systemWords(number).zh)"),
      hint: Words("make room in $TMPDIR, or set it", zh: "请清理或另设 $TMPDIR"), at: place)
  }
}

private func encodingFailure(_ error: EncodingError, _ file: String?) -> Failure {
  let place = Place(file: file, line: error.line)
  switch error.rule {
  case .invalidByte:
    return Failure(
      .badData, "wrong-encoding",
      Words(
        "byte \(error.hex) at offset \(error.offset) is not \(error.encoding.rawValue)",
        zh: "偏移 \(error.offset) 处的字节 \(error.hex) 不是 \(error.encoding.rawValue)"),
      hint: Words("name the encoding with --encoding", zh: "请用 --encoding 指定编码"), at: place)
  case .unmarked:
    let name = error.encoding.rawValue
    return Failure(
      .badData, "wrong-encoding",
      Words(
        "byte 0x00 at offset \(error.offset) is no text in UTF-8 or GB18030",
        zh: "偏移 \(error.offset) 处的字节 0x00 不是 UTF-8 或 GB18030 文本"),
      hint: Words(
        "it looks like UTF-16 without a byte order mark: --encoding \(name)",
        zh: "像是无字节顺序标记的 UTF-16：--encoding \(name)"), at: place)
  case .workbook:
    return Failure(
      .badData, "workbook", Words("is an Excel workbook, not CSV", zh: "是 Excel 工作簿，不是 CSV"),
      hint: Words("save it as CSV UTF-8 in Excel", zh: "请在 Excel 中另存为 CSV UTF-8"),
      at: Place(file: file))
  case .binary(let kind):
    let what: Words =
      switch kind {
      case .database: Words("is a SQLite database, not a text file", zh: "是 SQLite 数据库，不是文本文件")
      case .program: Words("is a program, not a text file", zh: "是程序文件，不是文本文件")
      case .pdf: Words("is a PDF, not a text file", zh: "是 PDF，不是文本文件")
      case .picture: Words("is a picture, not a text file", zh: "是图片，不是文本文件")
      case .archive: Words("is packed, not a text file", zh: "是压缩文件，不是文本文件")
      }
    let hint: Words =
      switch kind {
      case .database:
        Words("export its records first: pm export records, with --db", zh: "请先用 --db 导出其中的记录：pm export records")
      case .archive: Words("unpack it first", zh: "请先解压")
      case .program, .pdf, .picture: Words("name a CSV, TSV or JSON file", zh: "请给出 CSV、TSV 或 JSON 文件")
      }
    return Failure(.badData, "not-a-text", what, hint: hint, at: Place(file: file))
  }
}

private func outputFailure(_ error: OutputError) -> Failure {
  if error.isBrokenPipe {
    return Failure(.readerLeft, "reader-left", "the reader of the pipe left")
  }
  let place = error.path.map { Place(file: $0) }
  let why = systemWords(error.errno)
  switch error.step {
  case .create:
    return Failure(
      .cannotCreate, "cannot-create",
      Words("cannot create the output: \(why.en)", zh: "无法创建输出：\(why.zh)"),
      hint: Words("check the directory and its permissions", zh: "请检查目录及其权限"), at: place)
  case .write:
    return Failure(
      .inputOutput, "cannot-write",
      Words("cannot write the output: \(why.en)", zh: "无法写输出：\(why.zh)"),
      hint: error.errno == ENOSPC ? Words("make room on the disk", zh: "请清理磁盘空间") : nil, at: place)
  }
}

private func arithmeticFailure(_ error: ArithmeticError) -> Failure {
  Failure(
    .badData, "number-too-large",
    error == .overflow
      ? Words("a number grows too large to be worked out exactly", zh: "数值过大，无法精确计算")
      : Words("something would be divided by zero", zh: "除数为零"),
    hint: Words(
      "look for an absurd amount, price, area or reading among the records",
      zh: "请检查金额、单价、面积、读数中有无异常"))
}

private let nameAnother = Words("name pm's with --db or $PM_DB", zh: "请用 --db 或 $PM_DB 指定 pm 的数据库")

private func storeFailure(_ error: StoreError) -> Failure {
  let place = error.path.map { Place(file: PartFolder.place(of: $0) ?? $0) }
  func failure(
    _ exit: ExitCode, _ code: String, _ message: Words, _ hint: Words? = nil
  ) -> Failure {
    Failure(exit, code, message, hint: hint, at: place)
  }
  switch error.reason {
  case .missing:
    return failure(
      .notFound, "no-database", Words("no such database", zh: "数据库不存在"),
      Words(
        "name one with --db or $PM_DB, or create one: pm init",
        zh: "请用 --db 或 $PM_DB 指定，或新建：pm init"))
  case .logAlone(let ending):
    return failure(
      .notFound, "log-alone",
      Words("no such database, but its log is there (NAME\(ending))", zh: "数据库不存在，但其预写日志仍在（文件名后缀 \(ending)）"),
      Words(
        "the log may hold what was written last: move the database back beside it, or restore a backup: pm db restore, which keeps the log",
        zh: "最近的写入可能还在该日志中：请把数据库移回原处，或恢复备份：pm db restore（会保留该日志）"))
  case .directory:
    return failure(
      .notADatabase, "not-a-database",
      Words("is a directory, not a pm database", zh: "是目录，不是 pm 数据库"))
  case .exists:
    return failure(
      .cannotCreate, "exists", Words("there is a file of this name already", zh: "同名文件已存在"),
      Words("choose another name, or move the file away", zh: "请换名或移走该文件"))
  case .denied:
    return failure(
      .notPermitted, "not-permitted", Words(error.message, zh: "文件权限不允许"),
      Words("ask the owner of the file", zh: "请联系文件所有者"))
  case .copy:
    return failure(
      .notPermitted, "a-copy", Words("the database is read-only", zh: "该数据库为只读"),
      Words(
        "a copy is read-only: restore it with pm db restore, or chmod u+w",
        zh: "副本为只读：请用 pm db restore 恢复，或 chmod u+w"))
  case .foreign:
    return failure(
      .notADatabase, "foreign-database",
      Words("a SQLite database, but not one of pm", zh: "是 SQLite 数据库，但不是 pm 的"), nameAnother)
  case .empty:
    return failure(
      .notADatabase, "empty-database", Words("the file is empty", zh: "文件为空"),
      Words(
        "an interrupted pm init is done again; a database that was emptied: pm db restore",
        zh: "若为中断的 pm init，请重新执行；若数据库被清空，请恢复备份：pm db restore"))
  case .unfinished:
    return failure(
      .notADatabase, "unfinished-database",
      Words("its creation was interrupted", zh: "创建时被中断"),
      Words("run pm init again to complete it", zh: "请再次运行 pm init 完成创建"))
  case .newer(let found, let known):
    return failure(
      .notADatabase, "newer-database",
      Words(
        "written by a later pm: schema \(found), this pm knows \(known)",
        zh: "由更新版本的 pm 写入：结构版本 \(found)，本程序支持 \(known)"),
      Words("install the later pm", zh: "请安装更新版本的 pm"))
  case .older(let found, let needed):
    return failure(
      .notADatabase, "older-database",
      Words(
        "written by an earlier pm: schema \(found), this pm needs \(needed)",
        zh: "由较早版本的 pm 写入：结构版本 \(found)，本程序需要 \(needed)"),
      Words(
        "copy it with pm db backup, then run pm db migrate", zh: "请先 pm db backup 备份，再运行 pm db migrate"))
  case .linked:
    return failure(
      .notADatabase, "hard-link",
      Words("the database has another name, a hard link", zh: "数据库文件另有硬链接"),
      Words(
        "each name would have a log of its own: keep the one that has it (NAME-wal), and remove the other or make it a symbolic link; find -samefile finds it",
        zh: "两个名字会各有日志而互相破坏：请保留旁边有日志（NAME-wal）的名字，删除另一个或改用符号链接；可用 find -samefile 查找"))
  case .networkFileSystem(let name):
    return failure(
      .notADatabase, "network-file-system",
      Words("lies on a network file system (\(name))", zh: "位于网络文件系统（\(name)）"),
      Words("move the database to a local disk", zh: "请把数据库移到本地磁盘"))
  case .lockTimedOut:
    return failure(
      .locked, "locked", Words("another command is writing", zh: "另一命令正在写入"),
      Words("try again, or wait longer with --lock-wait", zh: "请重试，或用 --lock-wait 延长等待"))
  case .interrupted(let signal):
    return interrupted(by: signal)
  case .engine:
    return engineFailure(error, failure)
  }
}

/// Whether SQLite refused a row for a day that no column takes.
private func isOutsideCalendar(_ message: String) -> Bool {
  let words = "CHECK constraint failed: "
  guard message.hasPrefix(words) else { return false }
  let name = String(message.dropFirst(words.count))
  return Records.all.contains { $0.column(name)?.kind.shape == .date }
}

/// What SQLite itself reports.
private func engineFailure(
  _ error: StoreError, _ failure: (ExitCode, String, Words, Words?) -> Failure
) -> Failure {
  if error.message.hasSuffix("integer overflow") {
    return failure(
      .badData, "number-too-large", Words("a sum grows too large", zh: "合计数值过大"),
      Words("look for an absurd amount among the records", zh: "请检查是否有金额异常的记录"))
  }
  if error.isConstraint, isOutsideCalendar(error.message) {
    // Days that commands work out, such as the one after the last.
    return Failure(
      .badData, "outside-calendar",
      Words("a day would lie outside the calendar, 0001-01-01 to 9999-12-31", zh: "日期将超出 0001-01-01 至 9999-12-31"),
      hint: Words("take a day or period further from its end", zh: "请改用离两端较远的日期或账期"))
  }
  if error.isConstraint, [ScopeFence.refusal, ScopeFence.refusalOfMoney].contains(error.message) {
    return Failure(
      .notPermitted, "outside-scope",
      Words(
        "something that this would change lies outside of what you are kept to",
        zh: "此操作会更改您管辖范围之外的记录"),
      hint: error.message == ScopeFence.refusalOfMoney
        ? Words(
          "nothing was changed; keep to your own, name the room that the money is for, or ask somebody with a wider scope",
          zh: "未作任何更改；请限于本范围，指明收款所属房间，或由范围更大的人员办理")
        : Words(
          "nothing was changed; keep to your own, or ask somebody with a wider scope",
          zh: "未作任何更改；请限于本范围，或由范围更大的人员办理"))
  }
  if error.isBusy {
    return failure(
      .locked, "locked", Words("the database is locked", zh: "数据库被占用"),
      Words("try again", zh: "请重试"))
  }
  if error.isFull {
    return failure(
      .inputOutput, "disk-full", Words("the disk is full; nothing was changed", zh: "磁盘已满，未作任何更改"),
      Words("make room on the disk", zh: "请清理磁盘空间"))
  }
  if error.isIO {
    return failure(
      .inputOutput, "input-output-error", Words("the disk failed: \(error.message)", zh: "磁盘读写失败"),
      nil)
  }
  if error.isCannotOpen {
    return failure(
      .inputOutput, "cannot-open", Words("cannot be opened: \(error.message)", zh: "无法打开"), nil)
  }
  if error.isReadOnly {
    return failure(
      .notPermitted, "read-only", Words("the database cannot be written", zh: "数据库不可写"), nil)
  }
  if error.isNotADatabase {
    return failure(
      .notADatabase, "not-a-database", Words("is not a pm database", zh: "不是 pm 数据库"),
      lines([
        nameAnother,
        Words("if its first pages are damaged, restore a backup: pm db restore", zh: "若数据库开头损坏，请恢复备份：pm db restore"),
      ]))
  }
  if error.isCorrupt {
    return failure(
      .notADatabase, "damaged-database", Words("the database is damaged", zh: "数据库已损坏"),
      Words("restore a backup: pm db restore", zh: "请恢复备份：pm db restore"))
  }
  if error.lacksSchema {
    return failure(
      .notADatabase, "damaged-schema",
      Words("the database is not as pm made it: \(error.message)", zh: "数据库的表结构已被改动：\(error.message)"),
      Words(
        "pm db check tells what is missing or altered; restore a backup: pm db restore",
        zh: "请用 pm db check 查看缺失或被改动之处，并恢复备份：pm db restore"))
  }
  if error.isInterrupted {
    return interrupted(by: SIGINT)
  }
  return failure(
    .fault, "database-error", Words("database error: \(error)", zh: "数据库错误：\(error)"), nil)
}
