// An estate whose customers pay by bank collection, and banks that answer.
import Glibc
import PMCommands
import PMStore

extension Estate {
  /// The bills of January: K1 owes 300.00, 100.00 and 100.00, K2 300.00, K3 300.00; K1 and K3 share an account.
  static func withMandates() -> Estate {
    let estate = Estate(billed: ["2026-01"])
    estate.take(
      "customer",
      """
      code,name,bank_name,bank_account,mandate
      K1,业主甲,中国工商银行,6222021001116245702,M-1
      K2,业主乙,中国农业银行,6228480402564890018,M-2
      K3,租客丙,中国工商银行,6222021001116245702,M-3

      """)
    return estate
  }

  /// A path in the folder under which a command may write.
  func place(_ name: String) -> String {
    let path = file(name, "")
    unlink(path)
    return path
  }

  /// Makes a batch by a layout of the samples and gives its bytes.
  @discardableResult
  func batch(_ layout: String, _ options: String...) -> (ran: Ran, bytes: [UInt8]) {
    let path = place("batch-\(layout).out")
    let totals =
      ["jinronglian", "icbc", "szrcb"].contains(layout) ? ["--totals", place("totals.out")] : []
    let ran = run(
      ["bank", "batch", "--layout", bankLayout(layout), "--as-of", "2026-02-05", "--output", path]
        + totals + options)
    return (ran, bytes(of: path))
  }

  /// Books a return of the first batch.
  @discardableResult
  func bring(_ back: [UInt8], _ options: String...) -> Ran {
    let path = file("return.txt", back)
    let batch = options.contains("--layout") ? [] : ["--batch", "N0000001"]
    return run(["bank", "return", path, "--as-of", "2026-02-10"] + batch + options)
  }

  /// The lines of a batch as the bank knows them: number, account, amount, name.
  func sentLines(_ batch: Int = 1) throws -> [[String]] {
    try rows(
      """
      SELECT id, account, printf('%d.%02d', amount_minor / 100, amount_minor % 100), payer
        FROM bank_line WHERE batch_id = \(batch) ORDER BY serial
      """
    ).map { $0.split(separator: ",").map(String.init) }
  }

  /// The bytes of a file; none where it is not there.
  func bytes(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    if descriptor < 0 { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(descriptor, &bytes, bytes.count)
    return Array(bytes.prefix(max(count, 0)))
  }
}

/// A layout of the samples.
func bankLayout(_ name: String) -> String {
  let here = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  return "/\(here)/Samples/bank/\(name).json"
}

/// The GB18030 bytes of a text, by the system's iconv.
func iconvGB18030(_ text: String) -> [UInt8] {
  guard let converter = iconv_open("GB18030", "UTF-8"), converter != iconv_t(bitPattern: -1) else {
    return []
  }
  defer { iconv_close(converter) }
  var input = Array(text.utf8).map { CChar(bitPattern: $0) }
  var output = [CChar](repeating: 0, count: input.count * 2 + 16)
  let room = output.count
  var rest = room
  input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      var (from, to) = (input.baseAddress, output.baseAddress)
      var left = input.count
      _ = iconv(converter, &from, &left, &to, &rest)
    }
  }
  return output.prefix(room - rest).map { UInt8(bitPattern: $0) }
}
