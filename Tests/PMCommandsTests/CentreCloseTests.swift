// Closing centre by centre: one is closed, the others go on, and the figures stay apart.
import PMCommands
import Testing

@Suite("closing centre by centre")
struct CentreCloseTests {
  /// Two centres of a company and one of another, a room each, 300.00 a month, January to February.
  private func estate() -> Estate {
    let estate = Estate([
      (
        "org",
        """
        code,kind,name,parent
        GR,group,Group,
        CO,company,Company,GR
        CP,company,Partner,GR
        CA,centre,A,CO
        CB,centre,B,CO
        CC,centre,C,CP
        HA,community,Garden,CA
        HB,community,Lake,CB
        HC,community,Tower,CC

        """
      ),
      ("fee", "code,name,class\nWYF,Service,recurring\nTCF,Parking,recurring\n"),
      (
        "tariff",
        "code,fee,valid_from,method,price\nT1,WYF,2020-01-01,fixed,300\nT2,TCF,2020-01-01,fixed,100\n"
      ),
      (
        "room",
        "code,community,status,owner_code,owner_name\nA-1,HA,occupied,K1,One\nB-1,HB,occupied,K1,One\nC-1,HC,occupied,K2,Two\n"
      ),
      (
        "charge",
        "room,fee,tariff,from\nA-1,WYF,T1,2026-01-01\nB-1,WYF,T1,2026-01-01\nC-1,WYF,T1,2026-01-01\n"
      ),
    ])
    for period in ["2026-01", "2026-02"] { estate.run("bill", "run", "--period", period, "--quiet") }
    return estate
  }

  private func close(_ estate: Estate, _ org: String, _ period: String = "2026-01") -> Ran {
    estate.run("bill", "close", "--period", period, "--org", org, "--as-of", "2026-02-03")
  }

  /// The roll-forward of January or February, centre by centre.
  private func flow(_ estate: Estate, _ period: String) -> [String] {
    estate.run("report", "rollforward", "--period", period, "--by", "centre").output
      .split(separator: "\n").dropFirst().map(String.init)
  }

  @Test("a closed centre takes no entry; its neighbours do, and no figure of it moves")
  func apart() throws {
    let estate = estate()
    #expect(close(estate, "CA").status == 0)
    let closed = flow(estate, "2026-01").filter { $0.hasPrefix("CA,") }
    #expect(closed == ["CA,A,WYF,0.00,300.00,0.00,0.00,0.00,0.00,300.00"])
    // Money of January: posted in February for the closed centre, in January for the open ones.
    estate.pay("50", by: "K1", for: "A-1", on: "2026-01-20")
    estate.pay("60", by: "K1", for: "B-1", on: "2026-01-20")
    estate.pay("70", by: "K2", for: "C-1", on: "2026-01-20")
    #expect(
      flow(estate, "2026-01") == closed + [
        "CB,B,WYF,0.00,300.00,0.00,60.00,0.00,0.00,240.00",
        "CC,C,WYF,0.00,300.00,0.00,70.00,0.00,0.00,230.00",
      ])
    #expect(
      flow(estate, "2026-02").first == "CA,A,WYF,300.00,300.00,0.00,50.00,0.00,0.00,550.00")
    // One charge more in each: January of the closed centre is refused, that of the others billed.
    estate.take(
      "charge", "room,fee,tariff,from\nA-1,TCF,T2,2026-01-01\nB-1,TCF,T2,2026-01-01\n")
    let refused = estate.run("bill", "run", "--period", "2026-01", "--scope", "CA")
    #expect(refused.status == 65)
    #expect(refused.messages.contains("2026-01 is closed"), "\(refused.messages)")
    let run = estate.run("bill", "run", "--period", "2026-01", "--scope", "CB")
    #expect(run.messages == "bill run: 1 created, 0 not billable yet, 0 open findings\n")
    // A waiver of a day in January: by the centre of its bill.
    func waive(_ bill: String) -> Ran {
      estate.run(
        "bill", "waive", bill, "--amount", "1", "--reason", "x", "--approver", "boss", "--as-of",
        "2026-01-31")
    }
    #expect(waive("B1").messages.contains("2026-01 is closed"))
    #expect(waive("B2").status == 0)
    #expect(flow(estate, "2026-01").filter { $0.hasPrefix("CA,") } == closed)
    estate.expectSound()
  }

  @Test("centre by centre, then company by company, each closing is the next opening")
  func inTurn() throws {
    let estate = estate()
    for org in ["CB", "CA", "CO", "CP"] {
      let ran = close(estate, org)
      #expect(ran.status == 0, "\(org): \(ran.messages)")
    }
    // The company's close holds for its centres: closing one again changes nothing.
    #expect(close(estate, "CA").messages == "close: 0 closed, 1 unchanged\n")
    for scope in ["company", "centre"] {
      func figures(_ period: String, _ column: String) -> [String?] {
        estate.table(["report", "rollforward", "--period", period, "--by", scope]).rows.map {
          $0[column]
        }
      }
      #expect(figures("2026-01", "closing") == figures("2026-02", "opening"))
      #expect(figures("2026-01", "closing").count == (scope == "company" ? 2 : 3))
    }
    estate.expectSound()
  }

  @Test("a centre that is opened again takes entries while its neighbour stays closed")
  func reopened() throws {
    let estate = estate()
    for org in ["CA", "CB"] { #expect(close(estate, org).status == 0) }
    let reopen = estate.run(
      "bill", "reopen", "--period", "2026-01", "--org", "CA", "--reason", "a reading was missing")
    #expect(reopen.status == 0, "\(reopen.messages)")
    estate.pay("50", by: "K1", for: "A-1", on: "2026-01-20")
    estate.pay("60", by: "K1", for: "B-1", on: "2026-01-20")
    #expect(
      flow(estate, "2026-01") == [
        "CA,A,WYF,0.00,300.00,0.00,50.00,0.00,0.00,250.00",
        "CB,B,WYF,0.00,300.00,0.00,0.00,0.00,0.00,300.00",
        "CC,C,WYF,0.00,300.00,0.00,0.00,0.00,0.00,300.00",
      ])
    estate.expectSound()
  }

  @Test("a centre that is behind is named when its company closes")
  func behind() throws {
    let estate = estate()
    #expect(close(estate, "CA").status == 0)
    let ran = estate.run(
      "bill", "close", "--period", "2026-02", "--org", "CO", "--as-of", "2026-03-02")
    #expect(ran.status == 65)
    #expect(ran.messages.contains("2026-01 comes first and is not closed"), "\(ran.messages)")
    #expect(close(estate, "CB").status == 0)
    let again = estate.run(
      "bill", "close", "--period", "2026-02", "--org", "CA", "--as-of", "2026-03-02")
    #expect(again.status == 0, "\(again.messages)")
  }
}
