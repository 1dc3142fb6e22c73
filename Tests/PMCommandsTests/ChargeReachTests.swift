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
          "warning: WYF on B9 touches no room; a room belongs to a building by its code or name in the room's column building"),
      "\(told.messages)")
    estate.take("room", "code,community,building\nA-1,HY,Nine\n")
    // Said again it changes nothing and says nothing; another day from which it holds is told of.
    let other = estate.take("charge", "scope,fee,tariff,from\nB9,TCF,T2,2026-01-01\n")
    #expect(other.messages.contains("TCF on B9 touches 1 room\n"), "\(other.messages)")
  }
}
