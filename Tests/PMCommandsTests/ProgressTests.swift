// The line that says how far a long command has come, and where it is not said.
import Glibc
import PMCommands
import PMCore
import PMFormat
import Testing

@Suite("Progress", .serialized)
struct ProgressTests {
  /// A clock that goes where a test says.
  private final class Clock {
    var milliseconds: Int64 = 0
  }

  @Test("nothing is said in the first second, then at most five times a second, and the end takes it away")
  func paced() {
    let (memory, clock) = (MemoryDestination(), Clock())
    let progress = Progress(on: .memory(memory), .english) { clock.milliseconds }
    progress.begin(Words("rows", zh: "行"), of: 1000)
    for (time, done) in [(0, 100), (999, 200), (1000, 300), (1100, 400), (1200, 501), (1201, 600)] {
      clock.milliseconds = Int64(time)
      progress.advance(to: done)
    }
    progress.end()
    progress.end()
    #expect(memory.text == "\rrows: 300 30%\u{1B}[K\rrows: 600 60%\u{1B}[K\r\u{1B}[K")
  }

  @Test("a short command says nothing, of an unknown total no share is told")
  func short() {
    let (memory, clock) = (MemoryDestination(), Clock())
    let progress = Progress(on: .memory(memory), .chinese) { clock.milliseconds }
    progress.begin(Words("rows", zh: "行"))
    progress.advance(to: 100)
    progress.end()
    #expect(memory.text == "")
    clock.milliseconds = 5000
    progress.advance(to: 200)
    #expect(memory.text == "\r行: 200\u{1B}[K")
  }

  /// Runs a command line with a terminal for its messages and a file for its output.
  private func onTerminal(_ estate: Estate, _ words: [String], term: String = "xterm") throws -> String {
    // Glibc's module lacks posix_openpt(3): these are the calls of the kernel that it stands for.
    let (unlock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (isLocked, terminal): (Int32, UInt32) = (0, 0)
    try #require(master >= 0 && ioctl(master, unlock, &isLocked) == 0 && ioctl(master, number, &terminal) == 0)
    let slave = open("/dev/pts/\(terminal)", O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    let output = open(estate.file("out", ""), O_WRONLY | O_TRUNC)
    var environment = Environment(["PM_DB": estate.database, "USER": "tester", "TERM": term, "PM_TODAY": "2040-01-01"])
    environment.patience = 0
    let status = runCommandLine(
      words, environment: environment, output: .descriptor(output), messages: .descriptor(slave))
    #expect(status == 0)
    close(output)
    // What a terminal was told is kept after it is closed, up to a page.
    var (text, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    while case let count = read(master, &chunk, chunk.count), count > 0 { text += chunk[..<count] }
    close(slave)
    close(master)
    return String(decoding: text, as: UTF8.self)
  }

  private func estate() throws -> (Estate, rooms: String) {
    let estate = Estate([
      ("org", "code,kind,name,parent\nCO,company,Company,\nHY,community,Garden,CO\n"),
      ("fee", "code,name,class\nWYF,Service,recurring\n"),
      ("tariff", "code,fee,valid_from,method,price\nT1,WYF,2020-01-01,fixed,300\n"),
    ])
    var text = "code,community,kind,floor_area,status,owner_code,owner_name\n"
    for number in 1...150 { text += "A-\(number),HY,residence,100,occupied,K\(number),One\n" }
    return (estate, estate.file("rooms.csv", text))
  }

  @Test("an import, a run and an export say on a terminal how far they are, and take it away")
  func wired() throws {
    let (estate, rooms) = try estate()
    let taken = try onTerminal(estate, ["room", "import", rooms])
    #expect(taken.contains("rooms.csv: checking rows: 100 66%\u{1B}[K\r\u{1B}[K"), "\(taken)")
    #expect(taken.contains("rooms.csv: writing room: 100 66%\u{1B}[K"), "\(taken)")
    var charges = "room,fee,tariff,from,payer\n"
    for number in 1...150 { charges += "A-\(number),WYF,T1,2026-01-01,owner\n" }
    estate.take("charge", charges)
    let billed = try onTerminal(estate, ["bill", "run", "--period", "2026-10"])
    #expect(billed.contains("\r2026-10: bills: 100\u{1B}[K\r\u{1B}[K"), "\(billed)")
    let booked = try onTerminal(estate, ["export", "ledger"])
    #expect(booked.contains("\rwriting entries: 100\u{1B}[K\r\u{1B}[K"), "\(booked)")
    let exported = try onTerminal(estate, ["export", "records", "room"])
    #expect(exported == "\rroom: writing rows: 100\u{1B}[K\r\u{1B}[K", "\(exported)")
  }

  @Test("it is off by --no-progress, by --quiet and on a terminal that cannot take a line away")
  func off() throws {
    let (estate, rooms) = try estate()
    for words in [["--no-progress"], ["--quiet"]] {
      let taken = try onTerminal(estate, ["room", "import", rooms, "--dry-run"] + words)
      #expect(!taken.contains("\u{1B}"), "\(taken)")
    }
    let dumb = try onTerminal(estate, ["room", "import", rooms], term: "dumb")
    #expect(!dumb.contains("\u{1B}"), "\(dumb)")
  }

  @Test("nothing goes into a pipe or a file")
  func intoPipe() throws {
    let (estate, rooms) = try estate()
    var environment = Environment(["PM_DB": estate.database, "USER": "tester"])
    environment.patience = 0
    let path = estate.file("messages", "")
    let messages = open(path, O_RDWR | O_TRUNC)
    _ = runCommandLine(
      ["room", "import", rooms], environment: environment, output: .memory(MemoryDestination()),
      messages: .descriptor(messages))
    var text = [UInt8](repeating: 0, count: 65_536)
    let count = pread(messages, &text, text.count, 0)
    close(messages)
    let said = String(decoding: text[..<max(0, count)], as: UTF8.self)
    #expect(said.contains("150 created") && !said.contains("\u{1B}"), "\(said)")
  }
}
