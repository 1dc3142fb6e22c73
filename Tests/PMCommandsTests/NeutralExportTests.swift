// An export over the same database changes nothing, masked or whole, whatever stands in it.
import PMCommands
import PMStore
import Testing

@Suite("Exports over the same database")
struct NeutralExportTests {
  @Test("every record that can be imported comes back unchanged, under whatever name its people were stored")
  func same() throws {
    let sample = ExportSample()
    try CanaryEstate.fill(sample)
    // Stored before anybody knows that these mean a person or a category with another name.
    for (noun, text) in [
      (
        "ticket",
        "number,kind,category,channel,summary,created_at,first_contact,assignee\nTI-9,repair,SD,phone,x,2026-10-03 09:00,tester,S1\n"
      ),
      ("visit", "assistant,visited_at,room\ntester,2026-10-07 09:00,A-1\n"),
      ("sla", "kind,category,severity,finish_minutes\nrepair,SD,,60\n"),
    ] {
      try sample.write(text, to: "in.csv")
      try sample.done(noun, "import", sample.file("in.csv"))
    }
    let nouns = Registry.pm.groups.filter { group in
      group.commands().contains { $0.spec.name == "\(group.noun) import" }
    }.map(\.noun)
    #expect(nouns.count > 20)
    for noun in nouns { try CanaryEstate.play(noun, in: sample) }
    try sample.done("staff", "add", "code=S9", "name=王芳", "login=tester", "roles=admin")
    #expect(try sample.done("ticket", "list", "--where", "first_contact=tester").contains("TI-9"))
    func digest() throws -> String {
      try Database.open(sample.file("pm.db"), mode: .readOnly).logicalDigest(without: ["journal"])
    }
    let before = try digest()
    for noun in nouns {
      for manner in [[], ["--reveal"]] {
        let rows = sample.pm(["export", "records", noun] + manner).output
        #expect(rows.split(separator: "\n").count > 1, "no \(noun)")
        try sample.write(rows, to: "again.csv")
        let ran = sample.pm(noun, "import", sample.file("again.csv"))
        #expect(
          ran.status == 0 && ran.messages.contains("0 created, 0 updated") && ran.messages.contains("0 rejected"),
          "\(noun) \(manner): \(ran.messages)")
        #expect(try digest() == before, "\(noun) \(manner)")
      }
    }
  }
}
