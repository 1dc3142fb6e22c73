// A database of its own for each test, with commands run in-process and files made from text.
import Glibc
import PMCommands
import PMFormat
import PMStore
import TestSupport

/// A scratch folder with a database, gone when the test is over.
final class Estate {
  private let scratch = ScratchFolder()
  var folder: String { scratch.path }
  var database: String { folder + "/pm.db" }
  private static let kept = KeptFolders()

  /// - Parameter files: imported in order: the noun (and verb, else import), then the CSV.
  init(_ files: [(String, String)] = []) {
    Self.kept.fill(folder, as: files.map { "\($0.0)\n\($0.1)" }.joined(separator: "\n")) {
      run("init", "--quiet")
      for (command, text) in files { take(command, text) }
    }
  }

  /// Two communities of one company with a lived-in home each.
  static let twoCommunities: [(String, String)] = [
    (
      "org",
      """
      code,kind,name,parent
      C,company,公司,
      HY,community,花园,C
      GC,community,广场,C
      """
    ),
    (
      "room",
      """
      code,community,building,unit,number,kind,floor_area,delivered_on,status,household_size
      1-1-0101,HY,1,1,0101,residence,80,2024-05-01,occupied,3
      9-1-0101,GC,9,1,0101,residence,80,2024-05-01,occupied,2
      """
    ),
  ]

  /// A built program that runs the commands in processes of their own, instead of this one.
  var program: String?

  /// Writes a file into the folder; its path.
  @discardableResult
  func file(_ name: String, _ text: String) -> String { file(name, Array(text.utf8)) }

  /// Writes a file into the folder; its path.
  @discardableResult
  func file(_ name: String, _ bytes: [UInt8]) -> String {
    let path = folder + "/" + name
    writeFile(bytes, to: path)
    return path
  }

  /// Runs a command line; the database is named by $PM_DB.
  @discardableResult
  func run(_ words: String...) -> Ran { run(words) }

  /// Runs a command line; the database is named by $PM_DB.
  @discardableResult
  func run(_ words: [String], input: String? = nil) -> Ran {
    run(as: "tester", words, input: input)
  }

  /// Runs a command line as the system's user `user`, or for `sudo` through sudo.
  @discardableResult
  func run(
    as user: String, _ words: [String], _ registry: Registry = .pm, sudo: String? = nil,
    today: String? = nil, input: String? = nil
  ) -> Ran {
    if let program, user == "tester" { return spawn(program, words) }
    let output = MemoryDestination()
    let messages = MemoryDestination()
    var variables = ["PM_DB": database, "USER": user]
    variables["SUDO_USER"] = sudo
    // Runs of whichever period are of the past, whatever the clock says.
    let isRun = words.starts(with: ["bill", "run"]) && !words.contains("--as-of")
    variables["PM_TODAY"] = today ?? (isRun ? "2040-01-01" : nil)
    let status = runCommandLine(
      words, registry: registry, environment: Environment(variables),
      input: input.map { .sent(Array($0.utf8)) } ?? .none, output: .memory(output),
      messages: .memory(messages))
    // Messages name files; the folder differs from test to test.
    return Ran(
      status: status, output: output.text, messages: replacing(folder + "/", in: messages.text))
  }

  /// Runs the program by the shell, for what takes too long in a debug build.
  private func spawn(_ program: String, _ words: [String]) -> Ran {
    func quoted(_ word: String) -> String {
      "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
    }
    let command = ([program] + words).map(quoted).joined(separator: " ")
    let status = system(
      "PM_DB=\(quoted(database)) USER=tester PM_LANG=en \(command) </dev/null >\(folder)/out 2>\(folder)/err")
    defer { for name in ["/out", "/err"] { unlink(folder + name) } }
    return Ran(
      status: status & 0x7F == 0 ? (status >> 8) & 0xFF : -1, output: text(of: "out"),
      messages: replacing(folder + "/", in: text(of: "err")))
  }

  /// What stands in a file of the folder.
  private func text(of name: String) -> String {
    guard let file = fopen(folder + "/" + name, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Runs requests, one JSON a line, through `pm batch`.
  @discardableResult
  func batch(_ requests: [String], _ options: String...) -> Ran {
    run(["batch"] + options, input: requests.joined(separator: "\n"))
  }

  /// Imports a text as `input.csv`: `room` is `pm room import`, `meter read` is that command.
  @discardableResult
  func take(_ command: String, _ text: String, _ options: String...) -> Ran {
    let path = file("input.csv", text)
    let words = command.split(separator: " ").map(String.init)
    return run((words.count == 1 ? words + ["import"] : words) + [path] + options)
  }

  /// The digest of everything that the database says.
  func digest() throws -> String { try digest(without: []) }

  /// The digest of everything that the other tables say.
  func digest(without tables: Set<String>) throws -> String {
    try Database.open(database, mode: .readOnly).logicalDigest(without: tables)
  }

  private func replacing(_ part: String, in text: String) -> String {
    var result = ""
    var rest = text[...]
    let mark = Array(part)
    while !rest.isEmpty {
      if rest.starts(with: mark) {
        rest = rest.dropFirst(mark.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }
}
