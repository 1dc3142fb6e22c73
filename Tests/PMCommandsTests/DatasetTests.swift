// `export dataset`: whole, the same bytes twice, masked, and back into an equal database.
import Glibc
import PMCore
import PMFormat
import PMStore
import Testing

@Suite("Datasets")
struct DatasetTests {
  private func estate() -> Estate {
    let estate = Estate([
      ("org", "code,kind,name,parent\nC,company,公司,\nHY,community,花园,C\n"),
      (
        "room",
        "code,community,building,unit,number,kind,floor_area,delivered_on,status\n1-1-0101,HY,1,1,0101,residence,80.5,2024-05-01,occupied\n1-1-0102,HY,1,1,0102,shop,40,,sold\n"
      ),
      (
        "customer",
        "code,name,kind,phone,room,role,from,to\nK1,甲,person,13912345678,1-1-0101,owner,,\nK2,\"乙, 丙\",person,,1-1-0102,owner,2024-01-01,2025-01-01\n"
      ),
      ("sla", "kind,category,severity,respond_minutes\n,,,60\nrepair,,,30\n"),
      ("ticket", "number,kind,created_at,finished_at,valid\nW1,repair,2026-10-01 09:00:30,2026-10-02 08:00,yes\n"),
      ("callback", "ticket,called_at,reached,score\nW1,2026-10-03 09:00,yes,5\n"),
    ])
    estate.run("ticket", "add", "kind=repair", "--at", "2026-10-05 09:00")
    return estate
  }

  private func text(_ path: String) throws -> String { try String(decoding: bytes(path), as: UTF8.self) }
  private func bytes(_ path: String) throws -> [UInt8] {
    let file = try MappedFile(path: path)
    return withExtendedLifetime(file) { Array(file.bytes) }
  }

  private func remove(_ folder: String) {
    for record in Records.all { unlink("\(folder)/\(record.name).csv") }
    unlink(folder + "/datapackage.json")
    rmdir(folder)
  }

  @Test("each record is a file whose rows, bytes and digest the package tells")
  func package() throws {
    let estate = estate()
    let folder = estate.folder + "/set"
    defer { remove(folder) }
    let ran = estate.run("export", "dataset", folder, "--format", "csv")
    #expect(ran.status == 0, "\(ran.messages)")
    let listed = ran.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(listed.count == Records.all.count)
    let package = try text(folder + "/datapackage.json")
    for cells in listed {
      let content = try bytes("\(folder)/\(cells[0])")
      #expect(Int(cells[2]) == content.count)
      #expect(content.withUnsafeBufferPointer { SHA256.hex(of: $0) } == cells[3])
      #expect(package.contains("\"hash\": \"sha256:\(cells[3])\""))
    }
    #expect(
      try text(folder + "/ticket.csv").contains("W1,repair,,,,,,,2026-10-01T01:00:30Z,"))
    #expect(package.contains("{\"name\": \"created_at\", \"title\": \"受理时间\", \"type\": \"datetime\""))
    #expect(package.contains("\"primaryKey\": [\"ticket\", \"called_at\"]"))
    #expect(
      package.contains("{\"fields\": \"community\", \"reference\": {\"resource\": \"org\", \"fields\": \"code\"}}"))
    // The tail of a moment that no record may hold: row ids and runs stay inside.
    #expect(try text(folder + "/customer.csv").contains("139****5678"))
  }

  @Test("the same database gives the same bytes, in the place of the dataset before")
  func again() throws {
    let estate = estate()
    let (one, other) = (estate.folder + "/one", estate.folder + "/other")
    defer {
      remove(one)
      remove(other)
    }
    #expect(estate.run("export", "dataset", one).status == 0)
    #expect(estate.run("export", "dataset", other).status == 0)
    // What is no file of a dataset is never taken away with it.
    estate.file("other/stray.txt", "x")
    #expect(estate.run("export", "dataset", other).status == 73)
    unlink(other + "/stray.txt")
    unlink(other + "/org.csv")
    #expect(estate.run("export", "dataset", other + "/").status == 0)
    for name in Records.all.map({ $0.name + ".csv" }) + ["datapackage.json"] {
      #expect(try bytes("\(one)/\(name)") == bytes("\(other)/\(name)"), "\(name)")
    }
  }

  @Test("a folder of something else is left as it is")
  func refuses() throws {
    let estate = estate()
    let folder = estate.folder + "/papers"
    mkdir(folder, 0o755)
    defer { rmdir(folder) }
    estate.file("papers/letter.txt", "x")
    let ran = estate.run("export", "dataset", folder)
    #expect(ran.status == 73)
    #expect(ran.messages.contains("the folder holds something else than a dataset"))
    #expect(try text(folder + "/letter.txt") == "x")
    #expect(estate.run("export", "dataset", estate.folder + "/no/such").status == 73)
    unlink(folder + "/letter.txt")
  }

  @Test("only the owner can read a dataset; masked values do not come back as data")
  func masked() throws {
    let estate = estate()
    let (whole, masked) = (estate.folder + "/whole", estate.folder + "/masked")
    defer {
      remove(whole)
      remove(masked)
    }
    #expect(estate.run("export", "dataset", masked).status == 0)
    #expect(estate.run("export", "dataset", whole, "--reveal").status == 0)
    for folder in [whole, masked] {
      var status = stat()
      stat(folder + "/customer.csv", &status)
      #expect(status.st_mode & 0o777 == 0o600)
      stat(folder, &status)
      #expect(status.st_mode & 0o777 == 0o700)
    }
    let refused = Estate([("org", try text(whole + "/org.csv"))])
      .run("customer", "import", masked + "/customer.csv", "--ignore-unknown")
    #expect(refused.status == 65)
  }
}
