// What is said of charges and tariffs just written: whom they reach, and what they come too late for.
import Testing

@Suite("the reach of charges and tariffs")
struct ChargeReachTests {
  @Test("a charge on a building without rooms is told, with how a room belongs to one")
  func nowhere() {
    let estate = Estate(billed: [])
    estate.take("org", "code,kind,name,parent\nB9,building,Nine,HY\n")
    let charge = "scope,fee,tariff,from\nB9,WYF,T1,2026-01-01\n"
    let told = estate.take("charge", charge)
    #expect(
      told.status == 0
        && told.messages.contains(
          "warning: WYF on B9 touches no room; a room belongs to a building by its code or name in the room's column building"
        ),
      "\(told.messages)")
    estate.take("room", "code,community,building\nA-1,HY,Nine\n")
    // Said again it changes nothing and says nothing; another day from which it holds is told of.
    let other = estate.take("charge", "scope,fee,tariff,from\nB9,TCF,T2,2026-01-01\n")
    #expect(other.messages.contains("TCF on B9 touches 1 room\n"), "\(other.messages)")
  }

  @Test("a tariff version written over bills that it made is told, and taken")
  func outdatedBills() {
    let estate = Estate(billed: ["2026-01", "2026-02"])
    let change = { (from: String, price: String) in
      estate.take("tariff", "code,fee,valid_from,method,price\nT2,TCF,\(from),fixed,\(price)\n").messages
    }
    let done = "import: 1 created, 0 updated, 0 unchanged, 0 rejected\n"
    #expect(change("2026-03-01", "110") == done)
    // of two months.
    #expect(
      change("2020-01-01", "120") == """
        warning: T2,2020-01-01: 4 bills of its days from 2026-01 on came before this change and stay as made: pm bill adjust NUMBER --reissue; where the change is of later days, add a version of its own valid_from
        import: 0 created, 1 updated, 0 unchanged, 0 rejected

        """)
    #expect(change("2020-01-01", "120") == "import: 0 created, 0 updated, 1 unchanged, 0 rejected\n")
    #expect(change("2026-02-01", "130").hasPrefix("warning: T2,2026-02-01: 2 bills of its days from 2026-02 on"))
    let set = estate.run("tariff", "set", "T2,2026-02-01", "price=131")
    #expect(set.messages.hasPrefix("warning: T2,2026-02-01: 2 bills of its days"), "\(set.messages)")
  }
}
