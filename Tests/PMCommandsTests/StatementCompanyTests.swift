// A statement of account is of one company, and says what it leaves out.
import Testing

@Suite struct StatementCompanyTests {
  /// Y1 has a home in each of two centres of A, and one of B's; each is billed 300, and 100 are paid
  /// in the first.
  private static func estate() -> Estate {
    let estate = Estate([
      (
        "org",
        """
        code,kind,name,parent
        A,company,甲公司,
        B,company,乙公司,
        A1,centre,一中心,A
        A2,centre,二中心,A
        HA1,community,一园,A1
        HA2,community,二园,A2
        HB1,community,三园,B

        """
      ),
      ("fee", "code,name,class\nWYF,物业费,recurring\n"),
      ("tariff", "code,fee,valid_from,method,price\nT1,WYF,2020-01-01,fixed,300\n"),
      (
        "room",
        """
        code,community,kind,floor_area,status,owner_code,owner_name
        RA1,HA1,residence,100,occupied,Y1,业主
        RA2,HA2,residence,100,occupied,Y1,业主
        RB1,HB1,residence,100,occupied,Y1,业主
        RB2,HB1,residence,100,occupied,Y2,邻居

        """
      ),
      (
        "charge",
        "room,fee,tariff,from,payer,timing\nRA1,WYF,T1,2026-01-01,owner,advance\nRA2,WYF,T1,2026-01-01,owner,advance\nRB1,WYF,T1,2026-01-01,owner,advance\n"
      ),
    ])
    estate.run("bill", "run", "--period", "2026-09", "--as-of", "2026-09-01", "--quiet")
    estate.pay("100.00", by: "Y1", for: "RA1", on: "2026-09-05")
    let staff = estate.take(
      "staff",
      """
      code,name,login,roles,scope
      S1,总,boss,admin,
      S2,一经理,li,manager,A1
      S3,二经理,wang,manager,A2
      S4,公司经理,zhao,manager,A
      S5,园区经理,sun,manager,HB1

      """)
    #expect(staff.status == 0, "\(staff.messages)")
    return estate
  }

  private static let days = ["--from", "2026-09-01", "--to", "2026-09-30"]

  private static func papers(_ estate: Estate, as user: String, _ words: [String]) -> [String] {
    let ran = estate.run(as: user, ["customer", "statement"] + words)
    #expect(ran.status == 0, "\(words): \(ran.messages)")
    return ran.output.split(separator: "\u{0C}").map(String.init)
  }

  @Test("a customer of two companies has a statement of each: own heading, rooms, balance")
  func companies() {
    let estate = Self.estate()
    let both = Self.papers(estate, as: "boss", ["Y1"] + Self.days)
    #expect(both.count == 2)
    guard both.count == 2 else { return }
    #expect(both[0].contains("甲公司") && !both[0].contains("乙公司"))
    #expect(both[0].contains("RA1, RA2") && !both[0].contains("RB1"))
    // 300 + 300 − 100, and 300.
    #expect(both[0].contains("Balance due to us: ¥500.00"), "\(both[0])")
    #expect(both[1].contains("乙公司") && !both[1].contains("甲公司"))
    #expect(both[1].contains("RB1") && !both[1].contains("RA1"))
    #expect(both[1].contains("Balance due to us: ¥300.00"), "\(both[1])")
    // The closing of one month is the opening of the next in each.
    let next = Self.papers(estate, as: "boss", ["Y1", "--period", "2026-10"])
    #expect(next.count == 2)
    #expect(next.first?.contains("¥500.00") ?? false)
    #expect(next.last?.contains("¥300.00") ?? false)
    #expect(both.allSatisfy { !$0.contains("Covers") })
    // Who was named has a paper also where there is nothing on it, and one only.
    let nothing = Self.papers(estate, as: "boss", ["Y2"] + Self.days)
    #expect(nothing.count == 1 && nothing[0].contains("乙公司"))
    #expect(Self.papers(estate, as: "boss", ["Y1", "--period", "2025-01"]).count == 1)
    #expect(Self.papers(estate, as: "boss", ["--all"] + Self.days).count == 2)
  }

  @Test("a statement by somebody who sees less than the company says what it covers")
  func scopes() {
    let estate = Self.estate()
    let centre = Self.papers(estate, as: "wang", ["Y1"] + Self.days)
    #expect(centre.count == 1)
    #expect(centre[0].contains("Covers: 二中心 (A2) only, and nothing booked elsewhere"), "\(centre)")
    #expect(centre[0].contains("Balance due to us: ¥300.00"), "\(centre)")
    let chinese = Self.papers(estate, as: "li", ["Y1", "--lang", "zh"] + Self.days)
    #expect(chinese[0].contains("范围：仅限一中心 (A1)，不含其他往来"), "\(chinese)")
    #expect(chinese[0].contains("¥200.00"), "\(chinese)")
    // All of a company is all that its statement can be about.
    let company = Self.papers(estate, as: "zhao", ["Y1"] + Self.days)
    #expect(company.count == 1 && company[0].contains("¥500.00") && !company[0].contains("Covers"))
    let community = Self.papers(estate, as: "sun", ["Y1"] + Self.days)
    #expect(community.count == 1 && community[0].contains("Covers: 三园 (HB1) only"), "\(community)")
  }

  @Test("under a scope a statement adds up: of who has places elsewhere, bills there and what paid them")
  func parts() {
    let estate = Self.estate()
    // Of no room: 200 and 300 settle what is open in both centres of A, and 50 are left.
    let file = estate.file(
      "paid.csv",
      "customer,company,paid_on,method,amount,reference\nY1,A,2026-09-10,bank,550.00,R1\nY2,B,2026-09-10,bank,70.00,R2\n"
    )
    let paid = estate.run(as: "boss", ["payment", "import", file])
    #expect(paid.status == 0, "\(paid.messages)")
    let whole = Self.papers(estate, as: "boss", ["Y1"] + Self.days)
    #expect(whole[0].contains("Balance in your favour: ¥50.00"), "\(whole)")
    for (user, scope, room, part) in [("li", "A1", "RA1", "200.00"), ("wang", "A2", "RA2", "300.00")] {
      let own = Self.papers(estate, as: user, ["Y1"] + Self.days)
      #expect(own.count == 1 && own[0].contains("Balance due to us: ¥0.00"), "\(own)")
      let line = own[0].split(separator: "\n").first { $0.contains("2026-09-10") } ?? ""
      #expect(line.contains(room) && line.contains(part) && line.contains("P0000002"), "\(own)")
      // The same of who sees everything, and asks for that part.
      #expect(Self.papers(estate, as: "boss", ["Y1", "--scope", scope] + Self.days) == own)
    }
    let company = Self.papers(estate, as: "boss", ["Y1", "--scope", "A"] + Self.days)
    #expect(company == [whole[0]] && company == Self.papers(estate, as: "zhao", ["Y1"] + Self.days))
    // What a payment takes back it takes back where it had paid.
    #expect(
      estate.run(as: "boss", ["payment", "reverse", "P0000002", "--reason", "x", "--as-of", "2026-09-20"]).status == 0)
    let reversed = Self.papers(estate, as: "wang", ["Y1"] + Self.days)
    #expect(
      reversed[0].contains("Payment reversed") && reversed[0].contains("Balance due to us: ¥300.00"), "\(reversed)")
    // Of who has no other place all that he paid is told.
    let neighbour = Self.papers(estate, as: "sun", ["Y2"] + Self.days)
    #expect(neighbour[0].contains("Balance in your favour: ¥70.00"), "\(neighbour)")
  }
}
