// Where files are made: what is left by the dead goes, what the living hold stays.
import Glibc
import PMFormat
import TestSupport
import Testing

/// A folder of its own for a test.
private final class Place {
  private let folder = ScratchFolder()
  var path: String { folder.path }

  var names: [String] { (namesInFolder(path) ?? []).sorted() }

  /// What a killed process leaves: a part with a file in it.
  func leave(_ number: Int) {
    mkdir("\(path)/.pm-part-\(number)", 0o700)
    put("secret", at: "\(path)/.pm-part-\(number)/file")
  }
}

private func put(_ text: String, at path: String) {
  let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
  _ = text.withCString { write(descriptor, $0, strlen($0)) }
  close(descriptor)
}

@Suite("parts of files")
struct PartFolderTests {
  @Test("the next file made in a directory clears what killed processes left there")
  func clears() throws {
    let place = Place()
    for number in [1, 2, 77] { place.leave(number) }
    let file = try FileDestination(path: place.path + "/list.csv")
    #expect(place.names == [".pm-part-1"])
    try Array("a".utf8).withUnsafeBytes { try file.write($0) }
    try file.commit()
    #expect(place.names == ["list.csv"])
  }

  @Test(
    "what is being made is told by the directory that it will stand in",
    arguments: [
      ("/data/.pm-part-1/copy", "/data"), ("/.pm-part-12/copy", "/"), (".pm-part-1/copy", "."),
      ("./.pm-part-1/copy", "."), ("/data/pm.db", nil), ("pm.db", nil), ("/data/.pm-part-1", nil),
    ])
  func told(path: String, place: String?) {
    #expect(PartFolder.place(of: path) == place)
  }

  @Test("a folder of another who lives is left alone, and so is one of another name")
  func spares() throws {
    let place = Place()
    let other = try PartFolder(beside: place.path + "/a.db")
    put("half", at: other.path + "/copy")
    mkdir(place.path + "/pm-part-9", 0o700)
    let part = try PartFolder(beside: place.path + "/b.db")
    #expect(part.path.hasSuffix("/.pm-part-2"))
    #expect(place.names == [".pm-part-1", ".pm-part-2", "pm-part-9"])
    #expect(namesInFolder(other.path) == ["copy"])
    part.remove()
    other.remove()
    #expect(place.names == ["pm-part-9"])
    rmdir(place.path + "/pm-part-9")
  }

  @Test("a folder that was renamed away takes nothing of whoever has its name now")
  func renamed() throws {
    let place = Place()
    let part = try PartFolder(beside: place.path + "/set")
    #expect(rename(part.path, place.path + "/set") == 0)
    let next = try PartFolder(beside: place.path + "/other")
    #expect(next.path == part.path)
    put("half", at: next.path + "/file")
    part.remove()
    #expect(namesInFolder(next.path) == ["file"])
    next.remove()
    #expect(place.names == ["set"])
    rmdir(place.path + "/set")
  }

  @Test("what a forgotten file had written is gone with it")
  func forgotten() throws {
    let place = Place()
    do { _ = try FileDestination(path: place.path + "/list.csv") }
    #expect(place.names.isEmpty)
  }

  @Test("where nothing can be made, the file that was asked for is named")
  func refused() {
    let path = "/nowhere-\(getpid())/list.csv"
    #expect(throws: OutputError(.create, errno: ENOENT, path: path)) {
      try FileDestination(path: path)
    }
  }
}
