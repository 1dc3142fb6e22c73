// Meters and rooms that took others' places, and debtors by charges of a scope: `db check` names damage.
import PMCommands
import PMStore
import Testing

@Suite("db check of successions and debtors")
struct DbCheckRegisterTests {
  static let damages = [
    Damage("meter-replaced", "UPDATE meter SET installed_on = installed_on + 1 WHERE code = 'W-2'", names: "W-2"),
    Damage("meter-replaced", "UPDATE meter SET removed_on = removed_on + 1 WHERE code = 'W-1'", names: "W-2"),
    Damage("room-succession", "UPDATE room SET ended_on = ended_on + 1 WHERE code = 'S-1'", names: "S-1: not so"),
    Damage(
      "room-succession", "UPDATE room SET floor_area = floor_area + 1 WHERE id = {id}",
      anyOf: "SELECT id, 'S-1: not so' FROM room WHERE code IN ('S-1', 'S-1A', 'S-1B') ORDER BY id"),
    Damage(
      "room-succession", "UPDATE room SET floor_area = floor_area - 1 WHERE id = {id}",
      anyOf: "SELECT id, 'M-1 M-2: not so' FROM room WHERE code IN ('M-1', 'M-2', 'M-12') ORDER BY id"),
    // The tenant pays by the charge of the other community.
    Damage("bill-debtor", debtor("T8", "A-1"), names: "B0000001: not so: A line is owed by whom its charge named"),
    Damage(
      "bill-blocks", "UPDATE bill SET amount_minor = amount_minor + 1 WHERE id = {id}",
      anyOf: """
        SELECT bill.id, printf('B%07d', bill.id) FROM bill JOIN meter ON meter.id = bill.meter_id
         WHERE meter.code = 'E-1' ORDER BY bill.id
        """),
    // Its first days are those of the owner before.
    Damage("bill-debtor", #"UPDATE bill SET "from" = "from" - 5 WHERE id = 3"#, names: "B0000003"),
  ]

  private static func debtor(_ customer: String, _ room: String) -> String {
    """
    UPDATE bill SET customer_id = (SELECT id FROM customer WHERE code = '\(customer)')
     WHERE room_id = (SELECT id FROM room WHERE code = '\(room)')
    """
  }

  private func estate() -> Estate {
    let estate = Estate([
      ("org", "code,kind,name,parent\nC,company,公司,\nHY,community,花园,C\nGC,community,广场,C\n"),
      ("fee", "code,name,class\nWYF,物业费,recurring\nSF,水费,metered\nDF,电费,metered\n"),
      (
        "tariff",
        """
        code,fee,valid_from,method,price,tiers,tier_reset
        T1,WYF,2020-01-01,fixed,100,,
        T2,SF,2020-01-01,per_unit,2,,
        T3,DF,2020-01-01,tiered,,10:1.00 *:2.00,year

        """
      ),
      (
        "room",
        """
        code,community,floor_area,owner_code,owner_name,owner_from
        A-1,HY,80,K1,甲,2020-01-01
        A-2,HY,80,K1,甲,2020-01-01
        G-1,GC,80,K2,乙,2020-01-01
        S-1,GC,60,K2,乙,2020-01-01
        M-1,GC,20,K2,乙,2020-01-01
        M-2,GC,25.5,K2,乙,2020-01-01

        """
      ),
      (
        "customer",
        """
        code,name,room,role,from,to,pays
        T8,租客甲,A-1,tenant,2026-01-01,,yes
        T9,租客乙,G-1,tenant,2026-01-01,,yes
        K1,甲,A-2,owner,2020-01-01,2026-03-15,yes
        K3,丙,A-2,owner,2026-03-16,,yes

        """
      ),
      (
        "charge",
        """
        room,scope,fee,tariff,from,to,payer
        ,HY,WYF,T1,2026-01-01,,owner
        ,GC,WYF,T1,2026-01-01,,tenant
        A-2,,WYF,T1,2026-01-01,,occupant
        G-1,,SF,T2,2026-01-01,,owner
        G-1,,DF,T3,2026-01-01,,owner

        """
      ),
      ("meter", "code,room,fee,installed_on,initial\nW-1,G-1,SF,2026-01-01,0\nE-1,G-1,DF,2026-01-01,0\n"),
      ("meter read", "meter,read_on,reading\nE-1,2026-03-10,8\nE-1,2026-03-31,20\n"),
    ])
    for line in [
      "meter replace W-1 --new W-2 --on 2026-03-20 --final 12 --initial 3",
      "room split S-1 --into S-1A=40,S-1B=20 --on 2026-03-01", "room merge M-1 M-2 --into M-12 --on 2026-03-01",
      "bill run --period 2026-03",
    ] {
      if line.hasPrefix("bill") { estate.take("meter read", "meter,read_on,reading\nW-2,2026-03-31,7\n") }
      let ran = estate.run(line.split(separator: " ").map(String.init))
      #expect(ran.status == 0, "\(line): \(ran.messages)")
    }
    return estate
  }

  @Test("each rule, and no other, finds what it is there for", arguments: damages)
  func finds(_ damage: Damage) throws {
    for seed in damage.seeds { try estate().expectFound(damage, seed: seed) }
  }

  @Test("a day or an area that somebody has put right since is not asked for")
  func putRight() {
    let estate = estate()
    for words in [["meter", "set", "W-2", "installed_on=2026-03-21"], ["room", "set", "S-1A", "floor_area=41"]] {
      let ran = estate.run(words)
      #expect(ran.status == 0, "\(ran.messages)")
    }
    estate.expectSound()
  }
}
