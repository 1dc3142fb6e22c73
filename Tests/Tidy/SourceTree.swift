// The files of the repository, as the tidy tests read them.
import Glibc
import Testing

/// A file of ours.
struct SourceFile: CustomTestStringConvertible {
  /// From the top of the package: `Sources/pm/Entry.swift`.
  let path: String
  let lines: [Substring]

  var testDescription: String { path }

  /// The target that the file belongs to: `PMCore`.
  var target: String { String(path.split(separator: "/")[1]) }

  /// The lines without their comments, and without what stands in string literals on one line.
  var code: [(number: Int, text: String)] {
    var isInText = false
    return lines.enumerated().compactMap { index, line in
      let fences = line.split(separator: "\"\"\"", omittingEmptySubsequences: false).count - 1
      defer { if fences % 2 == 1 { isInText.toggle() } }
      return isInText ? nil : (index + 1, Self.stripped(line))
    }
  }

  private static func stripped(_ line: Substring) -> String {
    var text = ""
    var isQuoted = false
    var previous: Character = " "
    for character in line {
      if character == "\"", previous != "\\" { isQuoted.toggle() }
      if !isQuoted {
        if character == "/", previous == "/" { return String(text.dropLast()) }
        text.append(character)
      }
      previous = character
    }
    return text
  }
}

/// The tree that these tests were built from.
enum SourceTree {
  /// The top of the package.
  static let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

  /// The Swift files under `folder`, in order.
  static func swift(under folder: String) -> [SourceFile] {
    files(under: folder).filter { $0.hasSuffix(".swift") }.sorted().map {
      SourceFile(path: $0, lines: text($0).split(separator: "\n", omittingEmptySubsequences: false))
    }
  }

  /// The text of a file, empty where there is none.
  static func text(_ path: String) -> String {
    guard let file = fopen(root + "/" + path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The files under `folder`, at any depth.
  static func files(under folder: String) -> [String] {
    guard let directory = opendir(root + "/" + folder) else { return [] }
    defer { closedir(directory) }
    var paths: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      let path = folder + "/" + name
      if entry.pointee.d_type == UInt8(DT_DIR) {
        paths += files(under: path)
      } else {
        paths.append(path)
      }
    }
    return paths
  }
}
