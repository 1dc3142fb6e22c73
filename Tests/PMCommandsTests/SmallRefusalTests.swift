// Small things that were taken without a word: moments to come, live formulas, heads of a lost journal.
import Testing

@testable import PMCommands

@Suite struct SmallRefusalTests {
  @Test("TSV for spreadsheets has no live formula, and comes back as it was")
  func tabs() throws {
    let estate = Estate(billed: [])
    let name = "name==HYPERLINK(\"x\")"
    #expect(estate.run("org", "set", "HY", name).status == 0)
    let digest = try estate.digest()
    let words = ["export", "records", "org", "--columns", "code,name", "--format", "tsv"]
    #expect(estate.run(words).output.contains("HY\t\"=HYPERLINK("))
    let guarded = estate.run(words + ["--excel"])
    #expect(guarded.output.contains("HY\t\"'=HYPERLINK("), "\(guarded.output)")
    let back = estate.run("org", "import", estate.file("orgs.tsv", guarded.output))
    #expect(back.status == 0, "\(back.messages)")
    #expect(try estate.digest() == digest)
  }

  @Test(
    "nothing happens later than now, whether the command has a use for the moment or not",
    arguments: [["room", "set", "A-1", "note=x"], ["customer", "add", "code=N1", "name=x"]])
  func moments(words: [String]) throws {
    let estate = Estate(billed: [])
    let digest = try estate.digest()
    let ran = estate.run(words + ["--at", "2999-01-01 10:00"])
    #expect(ran.status == 64)
    #expect(ran.messages.contains("--at: an event cannot happen later than now"), "\(ran.messages)")
    #expect(try estate.digest() == digest)
    #expect(estate.run(words + ["--at", "2026-01-01 10:00"]).status == 0)
  }

  @Test("a head of what a restore replaced is told to be gone, or to be another")
  func heads() throws {
    let estate = Estate(billed: [])
    let copy = estate.folder + "/copy.db"
    estate.run("db", "backup", copy)
    var heads: [String] = []
    for note in ["x", "y"] {
      estate.run("room", "set", "A-1", "note=\(note)")
      heads.append(estate.run("audit", "head").output)
    }
    #expect(estate.run("db", "restore", copy, "--yes").status == 0)
    let another = estate.run("audit", "verify", "--anchor", heads[0])
    #expect(another.status == 1)
    #expect(
      another.messages.contains("has another hash than the one kept: the journal was rebuilt, or a backup restored"),
      "\(another.messages)")
    let gone = estate.run("audit", "verify", "--anchor", heads[1])
    #expect(
      gone.messages.contains("is not there: entries are missing at the end, cut off or gone with a restore"),
      "\(gone.messages)")
  }
}
