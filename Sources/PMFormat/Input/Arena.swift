// Memory for cells that cannot be used where they stand in the file (doubled quotes, decoded text).

/// Bytes that live until the owner resets the arena: a few large blocks, never a heap object a cell.
package final class Arena {
  private static let blockSize = 64 * 1024

  private var blocks: [UnsafeMutableBufferPointer<UInt8>]
  private var used = 0

  /// Makes an arena with one empty block.
  package init() {
    blocks = [.allocate(capacity: Self.blockSize)]
  }

  deinit {
    for block in blocks { block.deallocate() }
  }

  /// Room for `count` bytes that the caller fills; the address never changes before `reset`.
  package func allocate(_ count: Int) -> UnsafeMutableBufferPointer<UInt8> {
    let current = blocks[blocks.count - 1]
    if count <= current.count - used {
      let room = UnsafeMutableBufferPointer(rebasing: current[used..<(used + count)])
      used += count
      return room
    }
    let block = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(Self.blockSize, count))
    blocks.append(block)
    used = count
    return UnsafeMutableBufferPointer(rebasing: block[0..<count])
  }

  /// Forgets everything that was handed out; keeps one block for the next chunk of rows.
  package func reset() {
    for block in blocks.dropFirst() { block.deallocate() }
    blocks.removeLast(blocks.count - 1)
    used = 0
  }
}
