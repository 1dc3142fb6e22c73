// The order of a file's rows is found in the memory that the rows have.
import Glibc
import PMCore
import Testing

@testable import PMCommands

@Suite("The order of a file's rows") struct SettlingTests {
  @Test("a million rows of one key are settled where they stand")
  func oneKey() async {
    // In a process of its own, whose peak is that of this case alone.
    await #expect(processExitsWith: .success) {
      var index = RowIndex()
      index.reserve(1_000_000)
      for row in 0..<1_000_000 { withBytes(of: "K") { index.append(key: $0, offset: row * 3) } }
      let before = peakMemory()
      var told = 0
      index.settle { _, _ in
        told += 1
        return false
      }
      // The rows take 32 MB: a copy of them would show.
      if told != 999_999 || before == 0 || peakMemory() - before > 8 << 20 { exit(1) }
    }
  }
}
