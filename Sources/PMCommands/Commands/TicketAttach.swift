// `pm ticket attach`: remember which files belong to a ticket, and what they hold.
import PMCore
import PMFormat
import PMStore

/// `pm ticket attach NUMBER FILE…`: path, size and SHA-256; the file itself stays where it is.
enum TicketAttach: Command {
  static let number = Argument("NUMBER", Words("The ticket.", zh: "工单号。"))
  static let files = Argument(
    "FILE", Words("Photos, letters, recordings.", zh: "照片、信函、录音等文件。"), .oneOrMore)
  static let note = Option("note", "TEXT", Words("What they show.", zh: "说明。"))

  static let spec = CommandSpec(
    "ticket attach",
    Words("Note files of a ticket by path and digest.", zh: "登记工单附件的路径与摘要值。"),
    arguments: [number, files], options: [note],
    examples: ["pm ticket attach WX-202610-0001 photos/leak.jpg --note 厨房渗水"],
    notes: [
      Words(
        "The same file again, under whatever path, changes nothing; a file whose content has changed is noted anew, and the old digest is kept in the history.",
        zh: "同一文件重复登记（路径写法不同亦然）无变化；内容变化则更新，旧摘要值留存。"),
      Words(
        "Through sudo only an admin notes files: they are read with the rights of the account.",
        zh: "通过 sudo 时只有管理员可登记附件：文件以服务账户的权限读取。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let files = try arguments.all(files).map { path in
      let file = try MappedFile(path: context.input(at: path, canBeSent: false))
      return (path: path, digest: SHA256.hex(of: file.bytes), size: Int64(file.bytes.count))
    }
    try context.write { context, database in
      let at = try context.eventTime()
      let code = try arguments.require(number)
      let ticket = try database.row(of: Ticket.record, code: code, zone: try context.databaseZone())
      var (created, updated) = (0, 0)
      for file in files {
        let known = try database.attachedPaths(ofTicket: ticket).first { isSameFile($0, file.path) }
        switch try database.attach(
          known ?? file.path, digest: file.digest, size: file.size, note: arguments[note], at: at,
          to: ticket, run: database.entry)
        {
        case true?: created += 1
        case false?: updated += 1
        case nil: break
        }
      }
      context.summary(
        "ticket attach",
        [
          ("created", created), ("updated", updated),
          ("unchanged", files.count - created - updated),
        ])
    }
  }
}
