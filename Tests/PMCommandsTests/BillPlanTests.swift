// Plans of a billing run: written, applied, refused when an input has changed.
import Testing

@Suite("Planning a billing run")
struct BillPlanTests {
  private func estate() -> Estate {
    let estate = Estate(BillRunTests.estate)
    estate.take("charge", "scope,fee,tariff,from\nCO,WYF,W1,2026-01-01\n")
    return estate
  }

  @Test("a plan bills nothing; applied, it bills exactly its lines")
  func applies() {
    let estate = estate()
    let path = estate.file("plan.jsonl", "")
    let plan = estate.run("bill", "run", "--period", "2026-10", "--plan", path)
    #expect(plan.status == 0)
    #expect(plan.messages == "plan.jsonl: 3 lines planned, nothing billed\n")
    #expect(estate.run("bill", "list", "--columns", "number").output == "number\n")
    let run = estate.run("bill", "run", "--apply", path)
    #expect(run.messages == "bill run: 3 created, 0 not billable yet, 0 open findings\n")
    #expect(estate.run("bill", "list", "--columns", "amount").output == "amount\n200.00\n100.00\n160.00\n")
  }

  @Test("a plan that was carried out does nothing the second time, and is refused once bills are void")
  func twice() throws {
    let estate = estate()
    let path = estate.file("plan.jsonl", "")
    estate.run("bill", "run", "--period", "2026-10", "--plan", path)
    estate.run("bill", "run", "--apply", path)
    let digest = try estate.digest()
    let again = estate.run("bill", "run", "--apply", path)
    #expect(again.status == 0)
    #expect(again.messages == "bill run: 0 created, 0 not billable yet, 0 open findings\n")
    #expect(try estate.digest() == digest)
    estate.run("bill", "void", "B0000001", "--reason", "x", "--as-of", "2026-10-05")
    #expect(estate.run("bill", "run", "--apply", path).status == 65)
    // Billed without the plan, it was never carried out.
    let other = self.estate()
    let plan = other.file("plan.jsonl", "")
    other.run("bill", "run", "--period", "2026-10", "--plan", plan)
    other.run("bill", "run", "--period", "2026-10")
    #expect(other.run("bill", "run", "--apply", plan).status == 65)
  }

  @Test("a plan of a closed month says so, as the run does")
  func closed() {
    let estate = Estate(billed: ["2026-01"])
    let path = estate.file("plan.jsonl", "")
    let note = "2026-01 is closed, and nothing more is billed in it"
    let words = ["bill", "run", "--period", "2026-01"]
    #expect(!estate.run(words + ["--plan", path]).messages.contains("closed"))
    #expect(estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-02-05").status == 0)
    #expect(estate.run(words).messages.contains(note))
    let plan = estate.run(words + ["--plan", path])
    #expect(plan.status == 0 && plan.messages.contains(note), "\(plan.messages)")
  }

  @Test("a plan whose inputs have changed is refused and nothing is billed")
  func changed() {
    let estate = estate()
    let path = estate.file("plan.jsonl", "")
    estate.run("bill", "run", "--period", "2026-10", "--plan", path)
    estate.take("room", "code,community,floor_area\n1-01,HY,101\n")
    let run = estate.run("bill", "run", "--apply", path)
    #expect(run.status == 65)
    #expect(
      run.messages == """
        pm: the inputs have changed since the plan was made; nothing was billed
          make the plan again and compare

        """)
    #expect(estate.run("bill", "list", "--columns", "number").output == "number\n")
  }

  @Test("a plan that somebody edited is refused")
  func edited() {
    let estate = estate()
    let path = estate.file("plan.jsonl", "{\"plan\":\"bill run\",\"period\":\"2026-10\"}\n{\"digest\":\"00\"}\n")
    let run = estate.run("bill", "run", "--apply", path)
    #expect(run.status == 65)
    #expect(
      run.messages == """
        plan.jsonl: is no plan of a billing run, or was changed since it was written
          write it again with pm bill run --plan

        """)
  }

  @Test("a run can be kept to one scope, one fee or one room")
  func selections() {
    let estate = estate()
    func created(_ words: String...) -> String {
      estate.run(["bill", "run", "--period", "2026-10", "--dry-run"] + words).messages
    }
    let tail = " created, 0 not billable yet, 0 open findings (dry run, rolled back)\n"
    #expect(created("--scope", "GC") == "bill run: 1" + tail)
    #expect(created("--room", "1-02") == "bill run: 1" + tail)
    #expect(created("--fee", "SF") == "bill run: 0" + tail)
    #expect(created("--fee", "WYF") == "bill run: 3" + tail)
    #expect(estate.run("bill", "run", "--period", "2026-10", "--room", "1-03").status == 66)
  }
}
