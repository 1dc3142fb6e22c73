// What can go wrong while bytes leave the program.
import Glibc

/// Output that could not be created or written.
package struct OutputError: Error, Equatable, Sendable {
  /// The step that failed.
  package enum Step: Equatable, Sendable {
    /// The file, or the temporary file beside it, could not be opened.
    case create
    /// Bytes could not be written, made durable or moved into place.
    case write
  }

  /// The step that failed.
  package let step: Step
  /// The system's error number.
  package let errno: Int32
  /// The path as the caller gave it; nil for standard output.
  package let path: String?

  /// An error of the system at one step.
  package init(_ step: Step, errno: Int32, path: String?) {
    self.step = step
    self.errno = errno
    self.path = path
  }

  /// True when the reader of the pipe left: the program ends quietly.
  package var isBrokenPipe: Bool { errno == EPIPE }
}
