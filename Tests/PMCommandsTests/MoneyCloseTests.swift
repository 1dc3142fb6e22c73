// Closing: in order, not while something is open, and nothing is posted in it afterwards.
import PMCommands
import Testing

@Suite("closing periods")
struct MoneyCloseTests {
  private func close(_ estate: Estate, _ period: String, _ options: String...) -> Ran {
    estate.run(["bill", "close", "--period", period, "--as-of", "2026-03-31"] + options)
  }

  @Test("a close shows its checklist, and a second one changes nothing")
  func closes() throws {
    let estate = Estate(billed: ["2026-01"])
    let ran = close(estate, "2026-01")
    #expect(ran.status == 0)
    #expect(ran.messages == "close: 1 closed, 0 unchanged\n")
    #expect(ran.output.hasPrefix("item,meaning,count,state\nbills,bills of the period,5,ok\n"))
    let digest = try estate.digest()
    let again = close(estate, "2026-01")
    #expect(again.status == 0)
    #expect(again.messages == "close: 0 closed, 1 unchanged\n")
    #expect(try estate.digest() == digest)
  }

  @Test("periods close in order")
  func inOrder() throws {
    let estate = Estate(billed: ["2026-01", "2026-02"])
    let ran = close(estate, "2026-02")
    #expect(ran.status == 65)
    #expect(ran.messages.contains("2026-01 comes first and is not closed"))
    #expect(close(estate, "2026-01").status == 0)
    #expect(close(estate, "2026-02").status == 0)
  }

  @Test("an open finding, a line not billed or a suspect reading holds up the close")
  func refused() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.take(
      "room", "code,community,kind,status,delivered_on\nA-5,HY,residence,occupied,2025-01-01\n")
    estate.take(
      "charge",
      "room,fee,tariff,from,payer\nA-5,WYF,T1,2026-01-01,owner\nA-3,TCF,T2,2026-01-01,owner\n")
    let ran = close(estate, "2026-01")
    #expect(ran.status == 65)
    #expect(ran.output == "")
    #expect(ran.messages.contains("1 open findings of the run"), "\(ran.messages)")
    #expect(ran.messages.contains("1 lines not billed: pm bill run"), "\(ran.messages)")
    #expect(ran.messages.contains("2026-01 cannot be closed yet"))
    #expect(estate.run("closing", "list").output == "period,org,closed_on,digest,run\n")
  }

  @Test("a share that no bill charges to anybody holds up the close")
  func unbilledShares() {
    let estate = Estate(billed: [])
    estate.take("fee", "code,name,class\nGT,Light,shared\n")
    estate.take("tariff", "code,fee,valid_from,method,price\nG,GT,2020-01-01,per_unit,1\n")
    estate.take("charge", "scope,fee,tariff,from\nHY,GT,G,2026-01-01\n")
    estate.take("meter", "code,scope,fee,installed_on,initial\nM,HY,GT,2025-12-31,0\n")
    estate.take("meter read", "meter,read_on,reading\nM,2026-01-31,40\n")
    estate.run("meter", "apportion", "--period", "2026-01", "--quiet")
    // The run has not been: that is said once.
    let early = close(estate, "2026-01")
    #expect(early.messages.contains("lines not billed") && !early.messages.contains("shares"))
    // A-1 is charged nothing from now on, and no run says so.
    estate.take("charge", "scope,fee,tariff,from,to\nHY,GT,G,2026-01-01,2026-01-30\n")
    estate.take("charge", "room,fee,tariff,from\nA-2,GT,G,2026-01-31\nA-3,GT,G,2026-01-31\n")
    estate.run("bill", "run", "--period", "2026-01", "--quiet")
    let refused = close(estate, "2026-01")
    #expect(refused.status == 65)
    #expect(
      refused.messages.contains("1 shares without a bill: mend the charge, or pm bill excuse"),
      "\(refused.messages)")
    let excuse = estate.run(
      "bill", "excuse", "--room", "A-1", "--fee", "GT", "--period", "2026-01", "--reason", "agreed")
    #expect(excuse.status == 0, "\(excuse.messages)")
    let closed = close(estate, "2026-01")
    #expect(closed.status == 0, "\(closed.messages)")
    #expect(closed.output.contains("\nshares,"))
  }

  @Test("money of a closed period is posted in the first open one")
  func moved() throws {
    let estate = Estate(billed: ["2026-01", "2026-02"])
    func month(_ period: String) -> String {
      estate.run("report", "rollforward", "--period", period).output
    }
    let january = month("2026-01")
    #expect(close(estate, "2026-01").status == 0)
    let ran = estate.pay("100", by: "K2", on: "2026-01-15")
    #expect(ran.messages == "import: 1 created, 0 updated, 0 unchanged, 0 rejected, 1 moved\n")
    #expect(
      try estate.rows("SELECT value_on, posted_on FROM allocation") == ["20468,20485"])
    #expect(month("2026-01") == january)
    #expect(
      month("2026-02").contains("WYF,900.00,900.00,0.00,100.00,0.00,0.00,1700.00\n"),
      "\(month("2026-02"))")
    // The value date still counts for arrears and late fees.
    #expect(
      estate.run("report", "arrears", "--as-of", "2026-01-31").output
        .contains("A-3,K2,WYF,200.00,0.00,2026-01-31,0\n"))
  }

  @Test(
    "a command of a day in a closed period is refused",
    arguments: [
      ["bill", "late", "--as-of", "2026-01-31"], ["payment", "offset", "--as-of", "2026-01-31"],
    ])
  func ownDate(words: [String]) throws {
    let estate = Estate(billed: ["2026-01"])
    #expect(close(estate, "2026-01").status == 0)
    let digest = try estate.digest()
    let ran = estate.run(words + ["--format", "json"])
    #expect(ran.status == 65)
    #expect(ran.messages.contains("\"code\":\"period-closed\""))
    #expect(try estate.digest() == digest)
  }

  @Test("nothing more is billed in a closed period, and running it again is no error")
  func runOfClosed() throws {
    let estate = Estate(billed: ["2026-01"])
    #expect(close(estate, "2026-01").status == 0)
    let again = estate.run("bill", "run", "--period", "2026-01")
    #expect(again.status == 0)
    #expect(
      again.messages == """
        2026-01 is closed, and nothing more is billed in it: correct a bill of it with pm bill adjust NUMBER --reason TEXT; for what was left out, pm bill reopen
        bill run: 0 created, 0 not billable yet, 0 open findings

        """)
    #expect(!estate.run("bill", "run", "--period", "2026-02").messages.contains("is closed"))
    estate.take("charge", "room,fee,tariff,from,payer\nA-3,TCF,T2,2026-01-01,owner\n")
    let ran = estate.run("bill", "run", "--period", "2026-01")
    #expect(ran.status == 65)
    #expect(ran.messages.contains("2026-01 is closed"))
  }

  @Test("a company closes for itself")
  func ofOneOrg() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.take("org", "code,kind,name,parent\nCP,company,Other,\nGC,community,Square,CP\n")
    estate.take(
      "room", "code,community,kind,status,owner_code,owner_name\nB-1,GC,residence,occupied,K2,Two\n"
    )
    #expect(close(estate, "2026-01", "--org", "CO").status == 0)
    let unknown = close(estate, "2026-01", "--org", "XX")
    #expect(unknown.status == 66)
    #expect(unknown.messages.contains("there is no org"))
    estate.pay("10", by: "K2", for: "A-3", on: "2026-01-15")
    estate.pay("10", by: "K2", for: "B-1", on: "2026-01-15")
    #expect(
      try estate.rows("SELECT posted_on FROM payment ORDER BY key") == ["20485", "20468"])
    #expect(estate.run("bill", "late", "--as-of", "2026-01-31").status == 0)
  }

  @Test("each closing is the next opening, and the figures add up")
  func rollForward() throws {
    let estate = Estate(billed: ["2026-01", "2026-02", "2026-03"])
    estate.pay("333.33", by: "K1", on: "2026-01-20")
    estate.pay("800", by: "K2", on: "2026-02-03")
    estate.run("bill", "late", "--as-of", "2026-02-20")
    estate.run("payment", "offset", "--as-of", "2026-03-05")
    var closing: [String: Int] = [:]
    for period in ["2026-01", "2026-02", "2026-03"] {
      let rows = estate.run("report", "rollforward", "--period", period).output
        .split(separator: "\n").dropFirst()
      for row in rows {
        let cells = row.split(separator: ",").map(String.init)
        let fen = cells.dropFirst().map { cell in Int(cell.filter { $0 != "." }) ?? 0 }
        #expect(fen[0] == closing[cells[0], default: 0])
        #expect(fen[0] + fen[1] + fen[2] - fen[3] - fen[4] - fen[5] == fen[6])
        closing[cells[0]] = fen[6]
      }
    }
    #expect(closing.count == 2)
  }
}
