// The files that commands write and read: no output over a database, nor over what is being read.
import Glibc
import PMCore
import PMFormat

extension Context {
  /// A file to write, which appears under its name when it is complete.
  func file(_ path: String, isPrivate: Bool) throws -> FileDestination {
    try refuseReplacing(path)
    return try FileDestination(path: path, isPrivate: isPrivate)
  }

  /// Refuses an output that would take a database with it, any file that is one or belongs to the
  /// one in use, or `input`, which the command reads; asked before anything is changed.
  ///
  /// Through sudo a file would belong to the account that runs pm, wherever that account may write.
  func refuseReplacing(_ path: String, reading input: String? = nil) throws {
    if !mayNameFiles {
      throw Failure(
        .notPermitted, "file-through-sudo",
        Words("through sudo only an admin names files to write", zh: "通过 sudo 时只有管理员可指定输出文件"),
        hint: Words("let the shell write it: pm … > FILE", zh: "请由命令行重定向：pm … > 文件"),
        at: Place(file: path))
    }
    let own = ["", "-wal", "-shm", "-journal", ".lock"].map { common.database + $0 }
    let there = FileIdentity(path)
    if own.contains(where: { isSameName($0, path) || there != nil && there == FileIdentity($0) }) || isDatabase(path) {
      throw Failure(
        .cannotCreate, "is-a-database",
        Words("a database is there: no output replaces it", zh: "该文件属于数据库，输出不会覆盖它"),
        hint: Words("name another file", zh: "请指定其他文件"), at: Place(file: path))
    }
    if let input, let there, FileIdentity(input) == there {
      throw Failure(
        .usage, "input-is-output",
        Words("the input would be replaced by the output", zh: "输出会覆盖输入文件"),
        hint: Words("name another file", zh: "请指定其他文件"), at: Place(file: path))
    }
  }
}

extension Context {
  /// The path of a file to read: through sudo it would be opened with the rights of the account.
  ///
  /// - Parameter canBeSent: `-` is read as well.
  mutating func input(at path: String, canBeSent: Bool = true) throws -> String {
    if path == "-" || !isThroughSudo { return path }
    _ = try database
    if mayNameFiles { return path }
    throw Failure(
      .notPermitted, "file-through-sudo",
      Words("through sudo only an admin names files to read", zh: "通过 sudo 时只有管理员可指定输入文件"),
      hint: canBeSent
        ? Words("let the shell read it: pm … - < FILE", zh: "请由命令行重定向：pm … - < 文件")
        : Words("an admin can do this", zh: "请由管理员办理"),
      at: Place(file: path))
  }

  /// Whether files are opened with the rights of the one who names them, or an admin does.
  private var mayNameFiles: Bool {
    !isThroughSudo || (authority.map { $0.member != nil && $0.may(.govern) } ?? false)
  }
}

/// Whether two paths lead to one file.
func isSameFile(_ one: String, _ other: String) -> Bool {
  guard let file = FileIdentity(one) else { return false }
  return file == FileIdentity(other)
}

/// Whether two paths are one name in one folder, also of a file that is not there.
private func isSameName(_ one: String, _ other: String) -> Bool {
  let names = [one, other].map { $0.split(separator: "/").last }
  guard names[0] == names[1] else { return false }
  let folders = [one, other].map { path in realpath(directory(of: path), nil) }
  defer { for folder in folders { free(folder) } }
  guard let first = folders[0], let second = folders[1] else { return false }
  return strcmp(first, second) == 0
}

/// Which regular file a path leads to, whatever it is called.
private struct FileIdentity: Equatable {
  let device: dev_t
  let number: ino_t

  /// Nil where there is no such file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    device = status.st_dev
    number = status.st_ino
  }
}

/// Whether a file begins as SQLite's databases do.
private func isDatabase(_ path: String) -> Bool {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return false }
  defer { close(descriptor) }
  var start = [UInt8](repeating: 0, count: 16)
  return read(descriptor, &start, 16) == 16 && start.elementsEqual("SQLite format 3\0".utf8)
}
