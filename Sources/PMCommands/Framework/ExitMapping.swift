// Which failure the errors of the other layers become: the only place that maps them.
import Glibc
import PMCore
import PMFormat

/// The failure to tell for any error.
func failure(from error: any Error) -> Failure {
  switch error {
  case let failure as Failure: failure
  case let error as OutputError: outputFailure(error)
  case let error as ArithmeticError: arithmeticFailure(error)
  default: .fault("unexpected error of type \(type(of: error))")
  }
}

private func outputFailure(_ error: OutputError) -> Failure {
  if error.isBrokenPipe { return Failure(.readerLeft, "reader-left", "the reader of the pipe left") }
  let place = error.path.map { Place(file: $0) }
  switch error.step {
  case .create:
    return Failure(
      .cannotCreate, "cannot-create",
      Words("cannot create the output: \(error.reason)", zh: "无法创建输出:\(error.reason)"),
      hint: Words("check the directory and its permissions", zh: "请检查目录及其权限"), at: place)
  case .write:
    return Failure(
      .inputOutput, "cannot-write",
      Words("cannot write the output: \(error.reason)", zh: "无法写输出:\(error.reason)"),
      hint: error.errno == ENOSPC ? Words("make room on the disk", zh: "请清理磁盘空间") : nil, at: place)
  }
}

private func arithmeticFailure(_ error: ArithmeticError) -> Failure {
  Failure(
    .badData, "number-too-large",
    Words("a number grows too large: \(error)", zh: "数值过大:\(error)"))
}
