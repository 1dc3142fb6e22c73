// A folder of files that appears whole or not at all.
import Glibc
import PMCore
import PMFormat
import PMStore

/// A file of a dataset, as it was written.
struct DatasetFile {
  let name: String
  let rows: Int64
  let bytes: Int64
  let digest: String
}

/// Writes files into a folder beside the one that is wanted, and puts it in its place at the end.
/// As every export it is its owner's alone.
final class DatasetFolder {
  private let path: String
  private let part: PartFolder
  /// What makes a folder a dataset that may be replaced.
  private static let mark = "datapackage.json"

  /// Refuses a folder that holds anything but a dataset.
  init(path: String) throws {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    if let held = namesInFolder(path), !held.isEmpty,
      !held.contains(Self.mark) || !held.allSatisfy({ $0 == Self.mark || $0.hasSuffix(".csv") })
    {
      throw Failure(
        .cannotCreate, "not-a-dataset",
        Words("the folder holds something else than a dataset", zh: "目录中有数据集以外的内容"),
        hint: Words("name a new folder, or empty this one", zh: "请指定新目录，或先清空此目录"),
        at: Place(file: path))
    }
    part = try PartFolder(beside: path)
  }

  /// Writes a file of rows; `body` says how many there were.
  func file(_ name: String, _ body: (any RowSink) throws -> Int64) throws -> DatasetFile {
    let destination = try create(name)
    let buffer = ByteBuffer(to: destination)
    let sink = OutputFormat.csv.sink(to: buffer)
    let rows = try body(sink)
    try sink.finish()
    try buffer.close()
    return DatasetFile(
      name: name, rows: rows, bytes: destination.count, digest: destination.digest)
  }

  /// Writes a text as a file.
  func write(_ name: String, _ text: String) throws {
    let buffer = ByteBuffer(to: try create(name))
    buffer.bytes(Array(text.utf8))
    try buffer.close()
  }

  /// Puts the folder in its place; a dataset that was there is gone.
  func commit() throws {
    try sync(part.path)
    // rename(2) takes the place of an empty folder, never of one that has filled meanwhile; else
    // both names change places at once: nobody ever finds half a dataset or none.
    let isFilled = namesInFolder(path).map { !$0.isEmpty } ?? false
    guard isFilled ? exchangeFiles(part.path, path) : rename(part.path, path) == 0 else {
      throw OutputError(.create, errno: errno, path: path)
    }
    part.remove()
    let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    try sync(parent)
  }

  private func create(_ name: String) throws -> DigestingDestination {
    try DigestingDestination(path: part.path + "/" + name, mode: 0o600)
  }

  private func sync(_ directory: String) throws {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OutputError(.write, errno: errno, path: path) }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw OutputError(.write, errno: errno, path: path) }
  }
}

/// Writes a new file, and works out its digest on the way.
private final class DigestingDestination: ByteDestination {
  private let descriptor: Int32
  private let path: String
  private let file: DescriptorDestination
  private var state = SHA256()
  private(set) var count: Int64 = 0

  init(path: String, mode: mode_t) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    if descriptor < 0 { throw OutputError(.create, errno: errno, path: path) }
    file = DescriptorDestination(descriptor, path: path)
  }

  deinit { close(descriptor) }

  var digest: String {
    let copy = state
    return copy.hex()
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    state.update(bytes)
    count += Int64(bytes.count)
    try file.write(bytes)
  }

  func commit() throws(OutputError) {
    if fsync(descriptor) != 0 { throw OutputError(.write, errno: errno, path: path) }
  }

  func discard() {}
}
