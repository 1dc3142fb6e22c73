// The digest of an input file for the journal, reckoned while the rows are written.
import Glibc
import PMFormat
import PMStore

/// The SHA-256 of a text; of a large one on a thread of its own, beside the import.
final class InputDigest {
  /// Below this many bytes a thread costs more than it saves.
  private static let threshold = 1 << 20

  private let work: Work
  private var thread: pthread_t?

  init(of text: TextFile) {
    work = Work(text)
    guard text.bytes.count >= Self.threshold else { return }
    var started = pthread_t()
    let handed = Unmanaged.passRetained(work)
    let status = pthread_create(
      &started, nil,
      { work in
        guard let work else { return nil }
        Unmanaged<Work>.fromOpaque(work).takeRetainedValue().run()
        return nil
      }, handed.toOpaque())
    if status == 0 { thread = started } else { handed.release() }
  }

  deinit { join() }

  /// The digest in hexadecimal; waits until it is ready.
  var hex: String {
    join()
    if work.hex.isEmpty { work.run() }
    return work.hex
  }

  private func join() {
    if let thread { pthread_join(thread, nil) }
    thread = nil
  }

  /// What one thread at a time works on: the joined one, or its maker after it.
  private final class Work {
    private let text: TextFile
    private(set) var hex = ""

    init(_ text: TextFile) { self.text = text }

    func run() { hex = SHA256.hex(of: text.bytes) }
  }
}
