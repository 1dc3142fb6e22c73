// `pm db backup`: a copy that reads like the original, never over another file.
import Glibc
import Testing

@Suite("pm db backup")
struct DbBackupTests {
  @Test("the copy holds everything, the log beside the original included, and checks clean")
  func copies() throws {
    let estate = Estate(BillRunTests.estate)
    let path = estate.folder + "/copy.db"
    defer { for end in ["", ".lock"] { unlink(path + end) } }
    let backup = estate.run("db", "backup", path)
    #expect(backup.status == 0)
    #expect(backup.output.hasPrefix("item,value\nfile,"))
    let list = ["room", "list", "--format", "json"]
    #expect(estate.run(list + ["--db", path]).output == estate.run(list).output)
    #expect(estate.run("db", "check", "--db", path).status == 0)
    let again = estate.run("db", "backup", path)
    #expect(again.status == 73)
    #expect(again.messages == "copy.db: there is a file of this name already\n")
  }
}
