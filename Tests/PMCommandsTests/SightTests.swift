// What a person may not see is answered like what is not there: same status, same words.
import PMCore
import PMStore
import Testing

@testable import PMCommands

@Suite struct SightTests {
  /// What is in a place of others, and what is nowhere but as far from the codes of his own.
  private static let codes: [(mark: String, hidden: String, unknown: String)] = [
    ("ROOM", "RB1", "RC1"), ("CUSTOMER", "KB1", "KC1"), ("TICKET", "TB1", "TC1"), ("METER", "MB1", "MC1"),
    ("BILL", "B0000005", "B0000995"), ("PAYMENT", "P0000002", "P0000992"), ("ORG", "HB1", "HC1"),
    ("DEPOSIT", "DP0000001", "DP0000991"), ("NOTICE", "N0000001", "N0000991"),
  ]

  /// Every command that names a record which lies in a place; the marks are replaced by codes.
  private static let commands: [String] = [
    "ticket show TICKET", "ticket dispatch TICKET --department x", "ticket accept TICKET",
    "ticket refuse TICKET --remark x", "ticket suspend TICKET --remark x", "ticket resume TICKET",
    "ticket finish TICKET --cause x --measure y", "ticket verify TICKET --result pass",
    "ticket rework TICKET --remark x", "ticket close TICKET", "ticket reopen TICKET --remark x",
    "ticket cancel TICKET --remark x", "ticket invalidate TICKET --remark x",
    "ticket attach TICKET FILE", "ticket form TICKET --form intake",
    "ticket add kind=repair room=ROOM summary=x", "ticket add kind=repair room=RA1 customer=CUSTOMER summary=x",
    "callback add ticket=TICKET called_at=2026-10-05T09:00 method=phone reached=yes",
    "callback show TICKET,2026-10-05T09:00",
    "bill show BILL", "bill explain BILL", "bill waive BILL --all --reason x --approver wang",
    "bill write-off BILL --reason x --approver wang", "bill void BILL --reason x", "bill adjust BILL --reason x",
    "bill excuse --room ROOM --fee WYF --period 2026-10 --reason x", "bill run --period 2026-11 --room ROOM",
    "bill notice --room ROOM", "bill notice --customer CUSTOMER", "bill run --period 2026-11 --scope ORG",
    "bill close --period 2026-09 --org ORG", "bill reopen --period 2026-09 --org ORG --reason x",
    "payment show PAYMENT", "payment reverse PAYMENT --reason x", "payment claim PAYMENT --customer KA1",
    "payment receipt PAYMENT", "payment add room=ROOM method=cash amount=5.00",
    "payment add customer=CUSTOMER room=RA1 method=cash amount=5.00",
    "payment refund --customer CUSTOMER --amount 1.00 --method cash --reference T1 --approver wang",
    "deposit show DEPOSIT", "deposit take --room ROOM --fee YJ --amount 5.00 --method cash --reference X",
    "deposit take --room RA1 --customer CUSTOMER --fee YJ --amount 5.00 --method cash --reference X",
    "deposit deduct DEPOSIT --bill B0000001 --reference X --reason x --approver wang",
    "deposit deduct DEPOSIT --fee PCF --amount 1.00 --reference X --reason x --approver wang",
    "deposit refund DEPOSIT --method cash --reference X --receipt Y --approver wang",
    "meter show METER", "meter set METER max_usage=9", "meter confirm METER 2026-10-31 --reason x",
    "meter replace METER --new MN --on 2026-11-02 --final 9 --initial 0",
    "meter add code=MN room=ROOM fee=SF installed_on=2026-01-01 initial=0",
    "room show ROOM", "room set ROOM note=x", "room set ROOM floor_area=9 --effective 2026-11-01",
    "room handover ROOM --on 2026-11-01 --no-reading --reason x",
    "room move-in ROOM --customer LEAD --role tenant --on 2026-11-01 --no-reading --reason x",
    "room move-in RA1 --customer CUSTOMER --role tenant --on 2026-11-01 --no-reading --reason x",
    "room move-out ROOM --customer KA1 --on 2026-11-01 --no-reading --reason x",
    "room move-out RA1 --customer CUSTOMER --on 2026-11-01 --no-reading --reason x",
    "room transfer ROOM --to LEAD --on 2026-11-01 --no-reading --reason x",
    "room transfer RA1 --to CUSTOMER --on 2026-11-01 --no-reading --reason x",
    "room split ROOM --into N1=50,N2=50 --on 2026-11-01", "room merge RA1 ROOM --into N1 --on 2026-11-01",
    "customer show CUSTOMER", "customer set CUSTOMER note=x", "customer statement CUSTOMER --from 2026-09-01 --to 2026-10-31",
    "occupancy add room=ROOM customer=KA1 role=tenant from=2026-10-01",
    "occupancy add room=RA1 customer=CUSTOMER role=tenant from=2026-10-01",
    "occupancy set ROOM,CUSTOMER,owner, pays=no", "occupancy show ROOM,CUSTOMER,owner,",
    "charge add room=ROOM fee=WYF tariff=T1 from=2026-12-01 payer=owner",
    "notice show NOTICE", "notice ack NOTICE", "notice queue template=x customer=CUSTOMER text=x",
    "org show ORG", "room list --scope ORG", "bill list --scope ORG",
    "report arrears --scope ORG", "report kpi --from 2026-10-01 --to 2026-10-31 --scope ORG",
    "room list --where community=ORG", "bill list --where room=ROOM",
    "ticket accept --where room=ROOM", "export records bill --scope ORG",
  ]

  /// The place of elsewhere with a deposit and a message, and one who may do all of the desk's work within A1.
  private func estate() -> Estate {
    let estate = FenceTests().group()
    for words in [
      ["fee", "add", "code=YJ", "name=押金", "class=deposit", "priority=50", "tax_method=untaxed"],
      ["fee", "add", "code=PCF", "name=赔偿", "class=one-off", "priority=60"],
      ["deposit", "take", "--room", "RB1", "--fee", "YJ", "--amount", "9.00", "--method", "cash", "--reference", "D1"],
      ["notice", "queue", "template=x", "customer=KB1", "text=x"],
      ["staff", "add", "code=S9", "name=内全", "login=ma", "roles=clerk cashier service manager", "scope=A1"],
    ] {
      let ran = estate.run(as: "boss", words)
      #expect(ran.status == 0, "\(words): \(ran.messages)")
    }
    return estate
  }

  @Test("a record elsewhere is answered as one that does not exist")
  func unseen() throws {
    let estate = estate()
    let file = estate.file("note.txt", "x")
    let before = try estate.digest()
    for command in Self.commands {
      var (hidden, unknown) = (command, command)
      for code in Self.codes {
        hidden = hidden.replacing(code.mark, with: code.hidden)
        unknown = unknown.replacing(code.mark, with: code.unknown)
      }
      func ask(_ command: String) -> Ran {
        estate.run(as: "ma", command.split(separator: " ").map { $0 == "FILE" ? file : String($0) })
      }
      let (first, second) = (ask(hidden), ask(unknown))
      var words = first.messages
      for code in Self.codes { words = words.replacing(code.hidden, with: code.unknown) }
      #expect(first.status == 66 || first.status == 65, "\(hidden): \(first.status) \(first.messages)")
      #expect(first.status == second.status, "\(hidden): \(first.status) \(first.messages), not \(second.status) \(second.messages)")
      #expect(words == second.messages, "\(hidden)")
      #expect(first.output == second.output, "\(hidden)")
    }
    #expect(try estate.digest() == before)
  }

  @Test(
    "of a code that is taken elsewhere nothing is told but that",
    arguments: [
      (["room", "add", "code=%", "community=HA1", "kind=residence"], "room", "RB1"),
      (["customer", "add", "code=%", "name=丁"], "customer", "KB1"),
      (["customer", "add", "code=%", "name=外丙"], "customer", "KB1"),
      (["meter", "add", "code=%", "room=RA1", "fee=SF", "installed_on=2026-01-01", "initial=0"], "meter", "MB1"),
      (["meter", "replace", "MA1", "--new", "%", "--on", "2026-11-02", "--final", "9", "--initial", "0"], "meter", "MB1"),
      (["room", "split", "RA1", "--into", "%=50,RN=50", "--on", "2026-11-01"], "room", "RB1"),
      (["ticket", "add", "kind=repair", "room=RA1", "summary=x", "number=%"], "ticket", "TB1"),
    ])
  func taken(words: [String], noun: String, code: String) throws {
    let estate = estate()
    let before = try estate.digest()
    let ran = estate.run(as: "ma", words.map { $0.replacing("%", with: code) })
    #expect(ran.status == 65, "\(ran.messages)")
    #expect(ran.messages.contains("\(noun) \"\(code)\" exists already"), "\(ran.messages)")
    #expect(!ran.messages.contains("外"))
    if words[1] == "add", noun != "ticket" { #expect(ran.messages.contains("choose another code"), "\(ran.messages)") }
    #expect(try estate.digest() == before)
  }
}
