// A page for the browser and the printer.

final class HTMLSink: RowSink {
  private let buffer: ByteBuffer
  init(_ buffer: ByteBuffer, _ options: OutputOptions) { self.buffer = buffer }
  func begin(_ fields: [OutputField]) throws(OutputError) {}
  func null() {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
  func integer(_ value: Int64) {}
  func decimal(_ units: Int64) {}
  func money(_ minor: Int64) {}
  func boolean(_ value: Bool) {}
  func endRow() throws(OutputError) {}
  func finish() throws(OutputError) { try buffer.flush() }
}
