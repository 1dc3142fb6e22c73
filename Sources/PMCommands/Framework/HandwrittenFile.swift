// Files that a person writes: maps of headings, layouts of banks.
import PMCore
import PMFormat

extension TextFile {
  /// The longest map or layout: read as a tree, with the place of each value, it takes 70 times that.
  private static let longestByHand = 1 << 20

  /// Opens a file that somebody wrote by hand; another one is told before it is taken apart.
  static func byHand(path: String) throws -> TextFile {
    let text = try TextFile(path: path, encoding: .utf8)
    guard text.bytes.count <= longestByHand else {
      throw Failure(
        .badData, "file-too-long",
        Words("over a megabyte, which nobody wrote by hand", zh: "超过 1 MB，不是手写的配置文件"),
        hint: Words("is it the data that it is for?", zh: "是否误用了数据文件？"), at: Place(file: path))
    }
    return text
  }
}
