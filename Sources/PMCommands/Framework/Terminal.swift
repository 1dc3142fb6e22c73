// The terminal: how wide it is.
import Glibc

/// The columns of the terminal that output goes to: `COLUMNS`, else what it says itself, else 80.
func terminalWidth(_ destination: Destination, _ environment: Environment) -> Int {
  if let text = environment.filled("COLUMNS"), let columns = Int(text), columns > 0 {
    return min(columns, 10_000)
  }
  if case .descriptor(let descriptor) = destination {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
  }
  return 80
}
