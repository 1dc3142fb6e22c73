// `pm db backup FILE`: a checked copy of the database, also while others write.
import Glibc
import PMCore
import PMFormat
import PMStore

/// `pm db backup`: copy the database as of one moment, check the copy, and only then name it.
enum DbBackup: Command {
  static let file = Argument(
    "FILE", Words("The new file; none of this name may be there.", zh: "新文件；不得已有同名文件。"))

  static let spec = CommandSpec(
    "db backup",
    Words("Copy the database to FILE, whole and checked.", zh: "把数据库完整复制到 FILE 并检查。"),
    arguments: [file],
    examples: ["pm db backup /backup/pm-2026-11-20.db"],
    notes: [
      Words(
        "Copy a database this way, never with cp: what was written last may stand in the log beside the file. The copy can be read by its owner and written by nobody (mode 0400), for it knows the staff of its day: through sudo nobody reads it. For root and the account that runs pm, also without a login in it, pm --db FILE reads it, db restore takes it, and chmod u+w makes it a database to work with, in which whoever has left since may do what he could then.",
        zh:
          "备份请用此命令，不要用 cp：最近的写入可能还在旁边的日志里。副本仅属主可读、任何人不可写（权限 0400），因为其中的员工与权限停留在备份当日：不能通过 sudo 读取。root 与运行 pm 的账户（即使其中没有其登录名）可用 pm --db FILE 读取，用 db restore 恢复；chmod u+w 后可作为普通数据库使用，但此后离职的人员在其中仍有当日的权限。"
      )
    ], isAlone: true, ends: [.findings, .cannotCreate])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let path = try arguments.require(file)
    // Said before the work; whoever comes in the meantime is refused at the end.
    if access(path, F_OK) == 0 { throw Database.existing(path) }
    let directory = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "."
    if access(directory, F_OK) != 0 {
      throw Failure(
        .cannotCreate, "no-directory", Words("the directory of the copy is missing", zh: "副本所在目录不存在"),
        hint: Words("make it first, or choose another", zh: "请先建立该目录，或另选位置"), at: Place(file: path))
    }
    // Of this process alone: two backups to one name must not check each other's.
    let part = try PartFolder(beside: path)
    defer { part.remove() }
    let fresh = part.path + "/copy"
    try context.openForReading(allowsOlder: true).copy(to: fresh)
    let copy = try Database.open(fresh, mode: .readOnly, allowsOlder: true)
    try copy.forEachCheck(found: { context.findings.add($0) })
    let head = try copy.journal.head()
    let digest = try fileDigest(fresh)
    try Database.seal(fresh)
    guard renameAnew(fresh, to: path) else {
      throw errno == EEXIST ? Database.existing(path) : OutputError(.create, errno: errno, path: path)
    }
    Database.syncDirectory(of: path)
    var status = stat()
    let bytes = stat(path, &status) == 0 ? "\(status.st_size)" : ""
    try context.show(
      [
        ("file", Words("file", zh: "文件"), path), ("bytes", Words("bytes", zh: "字节"), bytes),
        ("sha256", Words("SHA-256", zh: "SHA-256"), digest),
        ("journal_head", Words("journal head", zh: "日志末端"), "\(head.count):\(head.hash)"),
      ])
  }
}
