// The one buffer that all output goes through.

/// Collects bytes and hands them to a destination, a block at a time: 128 kB to a file.
///
/// Writing never throws: the first error is kept in `failure`, what follows is dropped, and
/// `check`, `flush` and `close` throw it. After an error the destination has been discarded.
package final class ByteBuffer {
  private let base: UnsafeMutablePointer<UInt8>
  /// The bytes that are collected before the destination sees them.
  private let capacity: Int
  private var count = 0
  private let destination: any ByteDestination
  private var isClosed = false
  private var firstError: OutputError?
  private var hasFailed = false

  /// The first error, after which nothing more is written.
  package var failure: OutputError? { firstError }

  /// An empty buffer in front of a destination.
  package init(to destination: any ByteDestination) {
    self.destination = destination
    capacity = destination.blockSize
    base = .allocate(capacity: capacity)
  }

  deinit {
    if !isClosed { destination.discard() }
    base.deallocate()
  }

  /// Throws the first error there was.
  @inline(__always)
  package func check() throws(OutputError) {
    if hasFailed, let firstError { throw firstError }
  }

  /// Hands everything over to the destination.
  package func flush() throws(OutputError) {
    drain()
    try check()
  }

  /// Flushes and makes the output count: only now does a file appear under its name.
  package func close() throws(OutputError) {
    try flush()
    guard !isClosed else { return }
    isClosed = true
    try destination.commit()
  }

  /// Drops what was written; a file that would have been replaced stays as it was.
  package func discard() {
    count = 0
    isClosed = true
    destination.discard()
  }

  /// Appends one byte.
  @inline(__always)
  package func byte(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count += 1
  }

  /// Appends bytes as they are.
  @inline(__always)
  package func bytes(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    if bytes.count > capacity - count {
      appendLong(bytes)
    } else {
      (base + count).update(from: source, count: bytes.count)
      count += bytes.count
    }
  }

  /// Appends bytes as they are.
  package func bytes(_ array: [UInt8]) {
    array.withUnsafeBufferPointer { bytes($0) }
  }

  /// Appends the UTF-8 of a string.
  package func string(_ string: String) {
    var string = string
    string.withUTF8 { bytes($0) }
  }

  /// Appends a text of the program.
  @inline(__always)
  package func literal(_ text: StaticString) {
    guard text.hasPointerRepresentation else { return string(text.description) }
    bytes(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends an integer in decimal digits.
  @inline(__always)
  package func integer(_ value: Int64) {
    reserve(numberCapacity)
    count += writeInteger(value, to: base + count)
  }

  /// Appends a scaled integer as a decimal number.
  @inline(__always)
  func decimal(_ units: Int64, _ scale: DecimalScale) {
    reserve(numberCapacity)
    count += writeDecimal(units, scale, to: base + count)
  }

  @inline(__always)
  private func reserve(_ bytes: Int) {
    if capacity - count < bytes { drain() }
  }

  @inline(never)
  private func appendLong(_ bytes: UnsafeBufferPointer<UInt8>) {
    drain()
    if bytes.count < capacity, let source = bytes.baseAddress {
      base.update(from: source, count: bytes.count)
      count = bytes.count
    } else {
      hand(UnsafeRawBufferPointer(bytes))
    }
  }

  @inline(never)
  private func drain() {
    hand(UnsafeRawBufferPointer(start: base, count: count))
    count = 0
  }

  private func hand(_ bytes: UnsafeRawBufferPointer) {
    guard !hasFailed, !isClosed, bytes.count > 0 else { return }
    do {
      try destination.write(bytes)
    } catch {
      firstError = error
      hasFailed = true
      isClosed = true
      destination.discard()
    }
  }
}
