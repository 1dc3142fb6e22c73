// Customers who are shared are shared masked: no question of somebody kept to a part tells more of them.
import Testing

@Suite struct FenceGuessTests {
  private func estate(_ mode: String) -> Estate {
    let estate = FenceTests().group(mode: mode)
    for (code, note) in [("KA1", "紧急联系13911110002"), ("KA2", "紧急联系13977778888")] {
      let ran = estate.run(as: "boss", ["customer", "set", code, "phone=13900000002", "note=\(note)"])
      #expect(ran.status == 0, "\(ran.messages)")
    }
    return estate
  }

  @Test("digits are looked for only where they may be shown whole", arguments: ["group", "company"])
  func comparing(mode: String) {
    let estate = estate(mode)
    func codes(_ user: String, _ condition: String) -> (String, String) {
      let ran = estate.run(as: user, ["customer", "list", "--where", condition, "--columns", "code"])
      #expect(ran.status == 0, "\(ran.messages)")
      return (ran.output, ran.messages)
    }
    #expect(codes("li", "code=KA2").0 == "code\nKA2\n")
    for condition in ["note~139", "note>紧急联系13", "note=紧急联系13977778888"] {
      let found = condition.contains("=") ? "KA2\n" : "KA1\nKA2\n"
      #expect(codes("boss", condition).0 == "code\n" + found)
      let (output, messages) = codes("li", condition)
      #expect(output == (condition.contains("=") ? "code\n" : "code\nKA1\n"), "\(condition)")
      #expect(messages.contains("are left out: numbers of people are compared only where they may be shown whole"))
    }
    // Who knows a number finds whose it is.
    #expect(codes("li", "phone=13900000002").0 == "code\nKA1\nKA2\n")
  }

  @Test(
    "a guess at what is stored elsewhere is refused, right or wrong, with the same words",
    arguments: ["group", "company"])
  func guessing(mode: String) {
    let estate = estate(mode)
    var answers: Set<String> = []
    for (column, right, wrong) in [
      ("phone", "13900000002", "13900000003"), ("note", "紧急联系13977778888", "紧急联系13977778887"),
    ] {
      for value in [right, wrong] {
        let set = estate.run(as: "li", ["customer", "set", "KA2", "\(column)=\(value)"])
        #expect(set.status == 77, "\(column)=\(value): \(set.messages)")
        answers.insert(set.messages)
        let file = estate.file("guess.csv", "code,\(column)\nKA2,\(value)\n")
        #expect(estate.run(as: "li", ["customer", "import", file]).status == 77)
      }
    }
    #expect(answers.count == 1, "\(answers)")
    #expect(estate.run(as: "li", ["customer", "set", "KA1", "phone=13900000002"]).status == 0)
    // What is shown may be said again.
    #expect(estate.run(as: "li", ["customer", "set", "KA2", "phone=139****0002"]).status == 0)
  }

  @Test("rows are sorted by what is shown of a text")
  func sorting() {
    let estate = estate("company")
    func sorted(_ user: String, _ words: [String]) -> [Substring] {
      let ran = estate.run(as: user, ["customer", "list", "--where", "code~KA", "--columns", "code,note"] + words)
      #expect(ran.status == 0, "\(ran.messages)")
      return ran.output.split(separator: "\n").dropFirst().map { $0.prefix(3) }.filter { ["KA1", "KA2"].contains($0) }
    }
    #expect(estate.run(as: "boss", ["customer", "set", "KA1", "note=紧急联系13999998888"]).status == 0)
    // 139****8888 of either: the code decides.
    for user in ["li", "boss"] {
      for order in ["note", "-note"] { #expect(sorted(user, ["--sort=\(order)"]) == ["KA1", "KA2"]) }
    }
    #expect(sorted("boss", ["--sort=note", "--reveal"]) == ["KA2", "KA1"])
    #expect(sorted("boss", ["--sort=-note", "--reveal"]) == ["KA1", "KA2"])
  }
}
