// Where the two streams of a command go, and what the terminal behind them can do.
import Glibc
package import PMFormat
import PMStore

/// Where a stream goes: a file descriptor of this process, or memory for tests and embedding.
package enum Destination {
  case descriptor(Int32)
  case memory(MemoryDestination)

  /// What takes the bytes.
  var bytes: any ByteDestination {
    switch self {
    case .descriptor(let descriptor): DescriptorDestination(descriptor) { Interruption.signal != nil }
    case .memory(let memory): memory
    }
  }

  /// Writes a text at once.
  func write(_ text: String) throws {
    try write(Array(text.utf8))
  }

  func write(_ text: [UInt8]) throws {
    let destination = bytes
    try text.withUnsafeBytes { try destination.write($0) }
  }

  var isTerminal: Bool {
    if case .descriptor(let descriptor) = self { return isatty(descriptor) == 1 }
    return false
  }

  /// Whether it is a file on disk.
  var isFile: Bool {
    guard case .descriptor(let descriptor) = self else { return false }
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The columns of the terminal: `COLUMNS`, else what it says itself (0 is no answer), else 80.
  func terminalWidth(_ environment: Environment) -> Int {
    if let text = environment.filled("COLUMNS"), let columns = Int(text), columns > 0 {
      return min(columns, 10_000)
    }
    if case .descriptor(let descriptor) = self {
      var size = winsize()
      if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
        return Int(size.ws_col)
      }
    }
    return 80
  }

  /// Whether people see colour there: the option, then `NO_COLOR` (not empty), then the terminal.
  func takesColor(_ option: String?, _ environment: Environment) -> Bool {
    switch option {
    case "always": return true
    case "never": return false
    default: break
    }
    if environment.filled("NO_COLOR") != nil { return false }
    return isTerminal && environment["TERM"] != "dumb"
  }
}
