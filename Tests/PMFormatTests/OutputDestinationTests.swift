// Files that appear whole or not at all, and devices that are full.
import Glibc
import PMFormat
import TestSupport
import Testing

/// A directory of its own for a test, removed afterwards.
private func withDirectory(_ body: (String) throws -> Void) throws {
  let folder = ScratchFolder()
  try withExtendedLifetime(folder) { try body(folder.path) }
}

private func entries(_ directory: String) -> [String] { (namesInFolder(directory) ?? []).sorted() }

private func contents(_ path: String) -> String? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 65_536)
  let count = fread(&bytes, 1, bytes.count, file)
  return String(decoding: bytes[..<count], as: UTF8.self)
}

private func mode(_ path: String) -> mode_t {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
}

private func write(_ text: String, to path: String, isPrivate: Bool = false) throws {
  let buffer = ByteBuffer(to: try FileDestination(path: path, isPrivate: isPrivate))
  buffer.string(text)
  try buffer.close()
}

@Test("A file appears under its name only when it is closed, and replaces the old one")
func fileAppearsWhole() throws {
  try withDirectory { directory in
    let path = directory + "/out.csv"
    try write("old", to: path)
    let buffer = ByteBuffer(to: try FileDestination(path: path))
    buffer.string("new")
    try buffer.flush()
    #expect(contents(path) == "old")
    #expect(entries(directory).count == 2)
    try buffer.close()
    #expect(contents(path) == "new")
    #expect(entries(directory) == ["out.csv"])
  }
}

@Test("A failing write leaves the old file and no temporary one")
func failingWriteLeavesOldFile() throws {
  try withDirectory { directory in
    let path = directory + "/out.csv"
    try write("old", to: path)
    let file = try FileDestination(path: path)
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    dup2(full, file.descriptor)
    let buffer = ByteBuffer(to: file)
    let sink = OutputFormat.csv.sink(to: buffer)
    let expected = OutputError(.write, errno: ENOSPC, path: path)
    #expect(throws: expected) {
      try sink.begin([OutputField(name: "n", kind: .integer)])
      for row in 0..<100_000 { try sink.row([.integer(Int64(row))]) }
      try sink.finish()
    }
    #expect(throws: expected) { try buffer.close() }
    #expect(contents(path) == "old")
    #expect(entries(directory) == ["out.csv"])
  }
}

@Test("Output that is given up, or never closed, leaves the old file and no temporary one")
func discardedOutput() throws {
  try withDirectory { directory in
    let path = directory + "/out.csv"
    try write("old", to: path)
    let buffer = ByteBuffer(to: try FileDestination(path: path))
    buffer.string("new")
    buffer.discard()
    do {
      let forgotten = ByteBuffer(to: try FileDestination(path: path))
      forgotten.string("new")
    }
    #expect(contents(path) == "old")
    #expect(entries(directory) == ["out.csv"])
  }
}

@Test("A private file is for its owner only; another follows the umask")
func fileModes() throws {
  try withDirectory { directory in
    try write("x", to: directory + "/private", isPrivate: true)
    try write("x", to: directory + "/public")
    #expect(mode(directory + "/private") == 0o600)
    let mask = umask(0)
    umask(mask)
    #expect(mode(directory + "/public") == 0o644 & ~mask)
    try write("y", to: directory + "/private")
    #expect(mode(directory + "/private") == 0o600)
  }
}

@Test("A symbolic link is followed, and stays one")
func symbolicLink() throws {
  try withDirectory { directory in
    try write("old", to: directory + "/target")
    symlink("target", directory + "/link")
    try write("new", to: directory + "/link")
    #expect(contents(directory + "/target") == "new")
    var status = stat()
    #expect(lstat(directory + "/link", &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
  }
}

@Test(
  "A file that cannot be created says so",
  arguments: [("/nowhere/out.csv", ENOENT), ("/proc", EISDIR), ("/dev/null/x", ENOTDIR)])
func cannotCreate(path: String, code: Int32) {
  #expect(throws: OutputError(.create, errno: code, path: path)) {
    try FileDestination(path: path)
  }
}

@Test("A device is written to, not replaced")
func devices() throws {
  try write("gone", to: "/dev/null")
  var status = stat()
  #expect(stat("/dev/null", &status) == 0)
  #expect(status.st_mode & S_IFMT == S_IFCHR)
}

@Test("A full device gives its error in every format", arguments: OutputFormat.allCases)
func fullDevice(format: OutputFormat) throws {
  let descriptor = open("/dev/full", O_WRONLY)
  defer { close(descriptor) }
  let sink = format.sink(to: ByteBuffer(to: DescriptorDestination(descriptor)))
  #expect(throws: OutputError(.write, errno: ENOSPC, path: nil)) {
    try sink.begin([OutputField(name: "n", kind: .integer)])
    try sink.row([.integer(1)])
    try sink.finish()
  }
}

/// Reads a descriptor to its end on a thread of its own.
private final class PipeReader {
  let descriptor: Int32
  var bytes: [UInt8] = []

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  func readAll() {
    var part = [UInt8](repeating: 0, count: 1000)
    while case let count = read(descriptor, &part, part.count), count > 0 {
      bytes += part[..<count]
    }
  }
}

@Test("A pipe that takes little at a time gets every byte")
func slowPipe() throws {
  var ends: [Int32] = [0, 0]
  try #require(pipe(&ends) == 0)
  // Another program may have made the descriptor non-blocking.
  #expect(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0)
  let reader = PipeReader(ends[0])
  var thread = pthread_t()
  let started = pthread_create(
    &thread, nil,
    { context in
      if let context { Unmanaged<PipeReader>.fromOpaque(context).takeUnretainedValue().readAll() }
      return nil
    }, Unmanaged.passUnretained(reader).toOpaque())
  try #require(started == 0)
  let buffer = ByteBuffer(to: DescriptorDestination(ends[1]))
  let text = String(repeating: "0123456789", count: 100_000)
  buffer.string(text)
  try buffer.close()
  close(ends[1])
  pthread_join(thread, nil)
  close(ends[0])
  #expect(String(decoding: reader.bytes, as: UTF8.self) == text)
}
