// What the style asks of every file, read off the tree.
import Testing

@Suite("The tree is tidy")
struct TidyTests {
  static let sources = SourceTree.swift(under: "Sources")
  static let tests = SourceTree.swift(under: "Tests")

  private static let system: Set = ["Glibc", "FoundationEssentials", "Synchronization"]

  /// What each target may import of ours.
  private static let layers: [String: Set<String>] = [
    "CSQLite": [],
    "PMCore": [],
    "PMFormat": [],
    "PMStore": ["CSQLite", "PMCore"],
    "PMCommands": ["PMCore", "PMFormat", "PMStore"],
    "PMKit": ["PMCommands", "PMFormat"],
    "pm": ["PMCommands"],
  ]

  @Test("a target imports only what its layer allows", arguments: sources)
  func layering(file: SourceFile) throws {
    let allowed = try #require(Self.layers[file.target]).union(Self.system)
    for (number, text) in file.code {
      let words = text.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place <= 1, words.count > place + 1
      else { continue }
      let module = String(words[place + 1])
      #expect(allowed.contains(module), "\(file.path):\(number) imports \(module)")
    }
  }

  @Test("a file says in its first line what it is for", arguments: sources + tests)
  func firstLine(file: SourceFile) throws {
    let first = try #require(file.lines.first)
    #expect(first.hasPrefix("// ") || first.hasPrefix("/* "), "\(file.path)")
  }

  @Test("a source file has at most 400 lines", arguments: sources)
  func sourceLength(file: SourceFile) {
    #expect(file.lines.count <= 401, "\(file.path)")
  }

  @Test("a test file has at most 600 lines", arguments: tests)
  func testLength(file: SourceFile) {
    #expect(file.lines.count <= 601, "\(file.path)")
  }

  @Test("no call that traps, prints or waits to be written", arguments: sources)
  func bannedCalls(file: SourceFile) {
    let banned = ["print(", "debugPrint(", "try!", "as!", "fatalError(", "precondition("]
    for (number, text) in file.code {
      for call in banned where text.contains(call) && !isMember(call, of: text) {
        Issue.record("\(file.path):\(number) has \(call)")
      }
    }
    for (index, line) in file.lines.enumerated() {
      for mark in ["TODO", "FIXME", "XXX:"] where line.contains(mark) {
        Issue.record("\(file.path):\(index + 1) has \(mark)")
      }
    }
  }

  /// `context.print(` is a method of ours, not the standard library's function.
  private func isMember(_ call: String, of text: String) -> Bool {
    call.hasSuffix("(")
      && (text.contains("." + call) || text.contains("func " + call))
  }

  @Test(
    "no binary floating point and no Decimal near money",
    arguments: sources.filter { file in
      ["Sources/PMCore/Values/", "Sources/PMCore/Billing/", "Sources/PMStore/"].contains {
        file.path.hasPrefix($0)
      }
    })
  func exactNumbers(file: SourceFile) {
    for (number, text) in file.code {
      let words = text.split { !$0.isLetter && !$0.isNumber }
      for word in words where ["Double", "Float", "Decimal", "CGFloat"].contains(word) {
        Issue.record("\(file.path):\(number) uses \(word)")
      }
    }
  }

  @Test(
    "commands open the database where rights are checked, and nowhere else",
    arguments: sources.filter { $0.target == "PMCommands" })
  func opening(file: SourceFile) {
    let allowed = [
      "Framework/ContextDatabase.swift", "Commands/Init.swift", "Commands/DbBackup.swift",
      "Commands/DbMigrate.swift", "Commands/DbRestore.swift", "Commands/Batch.swift",
    ]
    if allowed.contains(where: file.path.hasSuffix) { return }
    for (number, text) in file.code where text.contains("Database.open(") {
      Issue.record("\(file.path):\(number) opens a database")
    }
  }

  @Test("nothing is public but the façade", arguments: sources.filter { $0.target != "PMKit" })
  func access(file: SourceFile) {
    for (number, text) in file.code {
      let words = text.split { !$0.isLetter && $0 != "_" }
      if words.contains("public") { Issue.record("\(file.path):\(number) is public") }
    }
  }

  @Test("no type is called Manager, Helper, Utils or Service", arguments: sources)
  func typeNames(file: SourceFile) {
    for (number, text) in file.code {
      let words = text.split { !$0.isLetter && !$0.isNumber }
      guard
        let place = words.firstIndex(where: { ["struct", "enum", "class", "actor"].contains($0) }),
        place + 1 < words.count
      else { continue }
      let name = words[place + 1]
      for tail in ["Manager", "Helper", "Helpers", "Utils", "Service"] where name.hasSuffix(tail) {
        Issue.record("\(file.path):\(number) declares \(name)")
      }
    }
  }
}
