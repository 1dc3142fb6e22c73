// Files of people who are kept to a part of the organisation.
import PMCore
import PMStore
import Testing

@testable import PMCommands

@Suite struct FenceFileTests {
  @Test("a file with a row of elsewhere is refused whole")
  func imports() throws {
    let estate = FenceTests().group()
    let before = try estate.digest()
    let files: [(verb: [String], text: String)] = [
      (["room", "import"], "code,community,kind\nRA3,HA1,residence\nRB3,HB1,residence\n"),
      (["room", "import"], "code,note\nRA1,x\nRB1,x\n"),
      (["payment", "import"], "customer,room,paid_on,method,amount,reference\nKA2,RA2,2026-10-05,bank,5.00,Z\n"),
      (["meter", "read"], "meter,read_on,reading\nMA1,2026-11-30,9\nMB1,2026-11-30,9\n"),
      (["ticket", "import"], "number,kind,room,summary,created_at\nTA9,repair,RA2,x,2026-10-04 09:00\n"),
      (["customer", "import"], "code,name,room,role,from\nLEAD,意向,RB1,tenant,2026-10-01\n"),
      (
        ["payment", "import"],
        "customer,room,paid_on,method,amount,reference\nKA1,RA1,2026-10-05,bank,5.00,Y\nKA2,,2026-10-05,bank,5.00,Z\n"
      ),
    ]
    for (verb, text) in files {
      let path = estate.file("input.csv", text)
      let ran = estate.run(as: "li", verb + [path])
      // What cannot be seen cannot be named: such a room is unknown, or refused when it is written.
      #expect(ran.status == 77 || ran.status == 65, "\(verb): \(ran.messages)")
      // The last row is the one of elsewhere.
      let line = text.split(separator: "\n").count
      #expect(ran.messages.contains("input.csv:\(line)"), "\(verb): \(ran.messages)")
      #expect(try estate.digest() == before, "\(verb)")
    }
  }

  @Test("what is written again without its bad rows is still kept to the part")
  func keepGoing() throws {
    let estate = FenceTests().group()
    let before = try estate.digest()
    // RA9 is new and lacks its community, which only writing finds; KA2 stands elsewhere.
    let path = estate.file("input.csv", "code,owner_code,owner_name\nRA1,KA2,改名\nRA9,,\n")
    let ran = estate.run(as: "li", ["room", "import", path, "--keep-going"])
    #expect(ran.status == 1, "\(ran.messages)")
    #expect(ran.messages.contains("input.csv:2") && ran.messages.contains("input.csv:3"), "\(ran.messages)")
    #expect(try estate.digest() == before)
  }

  /// Files that name what stands elsewhere: as it is stored, otherwise, and with a guess.
  private static let guesses: [(verb: [String], files: [String])] = [
    (["customer", "import"], ["code,name\nKB1,外丙\n", "code,name\nKB1,丁\n", "code,name,phone\nKB1,外丙,13900000009\n"]),
    (
      ["room", "import"],
      ["code,community,note\nRB1,HA1,外\n", "code,community,note\nRB1,HA1,x\n", "code,community\nRB1,HA1\n"]
    ),
    (
      ["payment", "import"],
      [
        "customer,room,paid_on,method,amount,reference\nKA1,RA1,2026-09-05,bank,400.00,PB\n",
        "customer,room,paid_on,method,amount,reference\nKA1,RA1,2026-09-06,bank,1.00,PB\n",
      ]
    ),
    (
      ["room", "import"],
      [
        "code,community,owner_code,owner_name\nRA7,HA1,KB1,外丙\n",
        "code,community,owner_code,owner_name\nRA7,HA1,KB1,丁\n",
      ]
    ),
  ]

  @Test("a code that is taken elsewhere is refused without a word on what stands under it")
  func guessing() throws {
    let estate = FenceTests().group()
    let path = estate.file(
      "paid.csv", "customer,room,paid_on,method,amount,reference\nKA2,RA2,2026-09-05,bank,400.00,PB\n")
    #expect(estate.run(as: "boss", ["payment", "import", path]).status == 0)
    let before = try estate.digest()
    for (verb, files) in Self.guesses {
      for options in [[], ["--insert-only"]] {
        var answers: Set<String> = []
        for text in files {
          let ran = estate.run(as: "li", verb + [estate.file("input.csv", text)] + options)
          #expect(ran.status == 77, "\(verb) \(options): \(text) \(ran.messages)")
          answers.insert(ran.messages)
        }
        #expect(answers.count == 1, "\(answers)")
      }
      #expect(try estate.digest() == before, "\(verb)")
    }
    // Nothing is there to update, as far as he can tell.
    for code in ["KB1", "NOBODY"] {
      let ran = estate.run(
        as: "li", ["customer", "import", estate.file("input.csv", "code,name\n\(code),丁\n"), "--update-only"])
      #expect(ran.status == 0)
      #expect(ran.messages == "import: 0 created, 0 updated, 0 unchanged, 0 rejected, 1 skipped\n", "\(ran.messages)")
    }
    #expect(try estate.digest() == before)
  }

  @Test("a number of somebody who lives elsewhere finds nobody")
  func matching() throws {
    let estate = FenceTests().group()
    #expect(
      estate.run(as: "boss", ["customer", "set", "KB1", "phone=13900000009", "bank_account=6222020000000000009"]).status
        == 0)
    let room = estate.file(
      "room.csv", "code,community,owner_name,owner_phone\nRA8,HA1,外丙,13900000009\nRA9,HA1,新,13900000008\n")
    let ran = estate.run(as: "li", ["room", "import", room])
    #expect(ran.messages.contains("2 customers created"), "\(ran.status) \(ran.messages)")
    // Money from his account waits like money from an account that nobody has.
    let paid = estate.file(
      "paid.csv",
      "company,paid_on,method,amount,reference,payer_account\nA,2026-10-05,bank,5.00,Q1,6222020000000000009\nA,2026-10-05,bank,5.00,Q2,6222020000000000008\n"
    )
    let taken = estate.run(as: "li", ["payment", "import", paid, "--unmatched", "suspense"])
    #expect(taken.status == 0 || taken.status == 1, "\(taken.messages)")
    let doubts = try estate.rows("SELECT coalesce(doubt, 'found') FROM payment WHERE reference IN ('Q1', 'Q2')")
    #expect(doubts == ["nobody", "nobody"], "\(doubts) \(taken.messages)")
  }
}
