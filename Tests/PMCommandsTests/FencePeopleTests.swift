// What belongs to people and departments: who is elsewhere is as unknown as who is nowhere.
import Testing

@Suite struct FencePeopleTests {
  @Test("what belongs to people is written for those whom one knows: who is elsewhere is as unknown as who is nowhere")
  func people() throws {
    let estate = FenceTests().group()
    let before = try estate.digest()
    let asked: [(String) -> [String]] = [
      { ["notice", "queue", "template=x", "staff=\($0)", "text=x"] },
      { ["log", "add", "subject=x", "staff=\($0)", "at=2026-10-19 20:00"] },
      { ["nonconformity", "add", "description=x", "owner=\($0)", "found_on=2026-10-19"] },
      { ["nonconformity", "set", "NC-199912-0001", "owner=\($0)"] },
      { ["log", "set", "RZ-199912-0001", "staff=\($0)"] },
    ]
    for words in asked {
      var told: Set<String> = []
      for name in ["外员", "S5", "qian", "没有"] {
        let ran = estate.run(as: "li", words(name))
        #expect(ran.status == 66, "\(words(name)): \(ran.status) \(ran.messages)")
        let said = ran.messages.prefix { $0 != ";" && $0 != "\n" }
        told.insert(said.split(separator: name, omittingEmptySubsequences: false).joined(separator: "…"))
        #expect(
          ran.messages.contains("you are kept to A1: what stands elsewhere is as unknown to you"), "\(ran.messages)")
      }
      #expect(told == ["pm: there is no member of staff \"…\""], "\(told)")
    }
    #expect(estate.run(as: "li", asked[0]("没有") + ["--lang", "zh"]).messages.contains("没有员工“没有”"))
    #expect(try estate.digest() == before)
    // A department of elsewhere is taken like one that is nowhere; the row stays where its person is.
    for words in [
      ["log", "add", "subject=x", "at=2026-10-19 20:00"],
      ["nonconformity", "add", "description=x", "owner=内员", "found_on=2026-10-19"],
    ] {
      for department in ["外工程部", "没有"] {
        let ran = estate.run(as: "li", words + ["department=\(department)"])
        #expect(ran.status == 0 && ran.messages.contains("\(department) is no known department"), "\(ran.messages)")
      }
      let seen = estate.run(as: "wang", [words[0], "list", "--columns", "department"]).output.split(separator: "\n")
        .map(String.init)
      #expect(seen.filter { ["外工程部", "没有"].contains($0) }.sorted() == ["外工程部", "没有"], "\(seen)")
    }
  }

  @Test("whoever works for more than one's part is none to write for, which is said plainly")
  func wider() throws {
    let estate = FenceTests().group()
    let added = estate.run(
      as: "boss", ["staff", "add", "code=S8", "name=总客服", "login=zong", "roles=service", "scope=A"])
    #expect(added.status == 0, "\(added.messages)")
    let listed = estate.run(as: "li", ["staff", "list", "--columns", "login"]).output.split(separator: "\n")
    #expect(listed.contains("boss") && listed.contains("zong"), "\(listed)")
    let before = try estate.digest()
    for (name, called) in [("boss", "总"), ("zong", "总客服"), ("S8", "总客服")] {
      for words in [
        ["notice", "queue", "template=x", "staff=\(name)", "text=x"], ["log", "add", "subject=x", "staff=\(name)"],
        ["nonconformity", "add", "description=x", "owner=\(name)"],
        ["nonconformity", "set", "NC-199912-0001", "owner=\(name)"],
      ] {
        let called = words[1] == "set" ? name : called
        let ran = estate.run(as: "li", words)
        #expect(ran.status == 77, "\(words): \(ran.messages)")
        #expect(
          ran.messages.contains(
            "\(called) works for more than what you are kept to: what is written for them is not of it"),
          "\(ran.messages)")
        #expect(
          ran.messages.contains("name somebody of your part, or let somebody with a wider scope write it"),
          "\(ran.messages)")
      }
    }
    #expect(try estate.digest() == before)
    #expect(estate.run(as: "li", ["log", "add", "subject=x", "staff=内员"]).status == 0)
    #expect(estate.run(as: "zong", ["log", "add", "subject=x", "staff=内员"]).status == 0)
  }
}
