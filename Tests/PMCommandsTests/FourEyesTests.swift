// What one person does and another approves: who may be named, and who may not.
import Testing

@testable import PMCommands

@Suite struct FourEyesTests {
  private static let staff = """
    code,name,login,roles,scope,from,to
    S1,王总,boss,admin,,,
    S2,李员,li,clerk cashier,,,
    S3,赵经理,zhao,manager,,,
    S4,钱经理,qian,manager,,2020-01-01,2020-12-31
    S5,园经理,sun,manager,HY,,
    S6,双,zhou,manager,,,
    S7,双,wu,manager,,,
    S8,外聘,,manager,,,
    S9,未来,,manager,,2099-01-01,

    """

  private func estate(staff: String = staff) -> Estate {
    let estate = Estate(billed: ["2026-09"])
    estate.pay("900.00", by: "K1", for: "A-1", on: "2026-09-05")
    #expect(estate.take("staff", staff).status == 0)
    return estate
  }

  private func waive(_ estate: Estate, by user: String, _ approver: String, _ more: String...) -> Ran {
    estate.run(
      as: user,
      ["bill", "waive", "B0000005", "--amount", "1.00", "--reason", "x", "--approver", approver] + more)
  }

  @Test(
    "an approver is known by login, code or name, works here, and may approve",
    arguments: [
      ("zhao", 0, ""), ("S3", 0, ""), ("赵经理", 0, ""),
      ("外聘", 77, "外聘 has no login, and may not approve"),
      ("S8", 77, "name somebody who has one, or let an admin give one: pm staff set S8 login=…"),
      ("nobody", 66, "there is no member of staff \"nobody\""), ("zhap", 66, "did you mean \"zhao\"?"),
      ("li", 65, "somebody else than who does it"), ("S2", 65, "somebody else than who does it"),
      ("李员", 65, "somebody else than who does it"), ("qian", 77, "qian does not work here any more"),
      ("未来", 77, "未来 does not work here yet"),
      ("qian", 77, "name somebody who does, or let an admin change from and to: pm staff set S4"),
      ("sun", 77, "sun answers for less than li does"),
      ("sun", 77, "name an approver of the same or a wider scope"), ("双", 65, "give the code"),
      ("双", 65, "several members of staff are called \"双\": S6, S7"),
      ("wu", 0, ""),
    ])
  func approvers(name: String, status: Int32, message: String) {
    let ran = waive(estate(), by: "li", name)
    #expect(ran.status == status, "\(ran.messages)")
    #expect(ran.messages.contains(message), "\(ran.messages)")
  }

  @Test("a clerk cannot be the approver of a manager")
  func clerk() {
    let ran = waive(estate(), by: "boss", "li")
    #expect(ran.status == 77)
    #expect(ran.messages.contains("li may not approve"))
    #expect(ran.messages.contains("that takes one of: admin, manager (pm help roles)"), "\(ran.messages)")
  }

  @Test("who acts for somebody cannot approve for himself, nor let that one approve")
  func acting() {
    let estate = estate()
    #expect(waive(estate, by: "zhao", "boss", "--actor", "li").status == 0)
    for name in ["zhao", "赵经理"] { #expect(waive(estate, by: "zhao", name, "--actor", "li").status == 65) }
    #expect(waive(estate, by: "boss", "zhao", "--actor", "S3").status == 65)
  }

  /// Each command that asks for an approver, as it is typed without one.
  private static let asking = [
    "bill waive B0000005 --amount 1.00 --reason x", "bill write-off B0000005 --reason x",
    "payment refund --customer K1 --amount 10.00 --method bank --account 6222020200012345 --reference T1",
    "deposit deduct DP0000001 --fee PC --amount 1.00 --reference D2 --reason x",
    "deposit refund DP0000001 --receipt R1 --method cash --reference D3",
  ]

  @Test("every command that takes an approver is held to the four eyes")
  func complete() {
    let specs = Registry.pm.groups.flatMap { $0.commands() }.map(\.spec)
    let found = specs.filter { $0.options.contains { $0.name == "approver" } }.map(\.name)
    #expect(Set(found) == Set(Self.asking.map { $0.split(separator: " ").prefix(2).joined(separator: " ") }))
  }

  @Test("under none of his names does one approve what he does, or what is done in his name", arguments: asking)
  func oneself(command: String) throws {
    let estate = estate()
    for words in [
      "fee add code=YJ name=押金 class=deposit priority=50 tax_method=untaxed",
      "fee add code=PC name=赔偿 class=one-off priority=60",
      "deposit open \(estate.file("held.csv", "customer,room,fee,paid_on,amount,reference\nK1,A-1,YJ,2026-06-30,100.00,R1\n"))",
      "staff set S2 roles=clerk,cashier,manager",
    ] {
      let ran = estate.run(as: "boss", words.split(separator: " ").map(String.init))
      #expect(ran.status == 0, "\(words): \(ran.messages)")
    }
    let before = try estate.digest()
    func go(_ user: String, _ approver: String, _ more: String...) -> Ran {
      estate.run(
        as: user,
        command.split(separator: " ").map(String.init) + ["--approver", approver, "--as-of", "2026-10-20"] + more)
    }
    for name in ["li", "S2", "李员", " 李员", "li\u{3000}"] {
      for ran in [
        go("li", name), go("li", name, "--actor", "zhao"), go("zhao", name, "--actor", "li"),
        go("zhao", name, "--actor", "S2"),
      ] {
        #expect(ran.status == 65 && ran.messages.contains("somebody else than who does it"), "\(name): \(ran.messages)")
      }
    }
    #expect(go("li", "qian").status == 77)
    #expect(try estate.digest() == before)
    let ran = go("li", "赵经理")
    #expect(ran.status == 0, "\(ran.messages)")
  }

  @Test("staff without logins are told apart as well", arguments: ["A1", "石磊", " A1"])
  func unnamed(approver: String) {
    let estate = estate(staff: "code,name\nA1,石磊\nA2,李员\n")
    for actor in ["石磊", "A1"] { #expect(waive(estate, by: "tester", approver, "--actor", actor).status == 65) }
    #expect(waive(estate, by: "tester", approver, "--actor", "A2").status == 0)
  }

  // MARK: Cash

  private func cash(_ estate: Estate, by user: String, _ more: String...) -> Ran {
    estate.run(as: user, ["payment", "add", "room=A-2", "method=cash", "amount=5.00", "--as-of", "2026-10-20"] + more)
  }

  private func review(_ estate: Estate, of cashier: String, by user: String, _ more: String...) -> Ran {
    estate.run(
      as: user,
      [
        "payment", "review", "--on", "2026-10-20", "--cashier", cashier, "--count", "1", "--sum", "5.00", "--as-of",
        "2026-10-20",
      ] + more)
  }

  @Test(
    "nobody reviews the cash that he took, under whichever of his names",
    arguments: [("zhao", "赵经理"), ("赵经理", "zhao"), ("S3", "赵经理"), ("zhao", "S3"), ("赵经理", "赵经理 ")])
  func cashier(taken: String, reviewed: String) {
    let estate = estate()
    #expect(cash(estate, by: "zhao", "--actor", taken).status == 0)
    for ran in [
      review(estate, of: taken, by: "zhao"), review(estate, of: taken, by: "zhao", "--actor", reviewed),
      review(estate, of: taken, by: "zhou", "--actor", reviewed),
    ] {
      #expect(ran.status == 65 && ran.messages.contains("somebody else than the cashier"), "\(ran.messages)")
    }
    let ran = review(estate, of: taken, by: "zhou")
    #expect(ran.status == 0, "\(ran.messages)")
  }

  @Test("the cash of a cashier is found under login, code and name alike, and reviewed as one")
  func spellings() {
    let estate = estate()
    for (place, name) in ["li", "S2", "李员", "赵经理"].enumerated() {
      #expect(cash(estate, by: "boss", "cashier=\(name)", "reference=C\(place)").status == 0)
    }
    for name in ["li", "S2", "李员"] {
      let waiting = estate.run(as: "boss", ["payment", "review", "--cashier", name]).output
      #expect(waiting.split(separator: "\n").count == 4, "\(waiting)")
      let own = estate.run(
        as: "li", ["payment", "review", "--on", "2026-10-20", "--cashier", name, "--count", "3", "--sum", "15.00"])
      #expect(own.status == 65, "\(own.messages)")
    }
    func review(_ name: String, _ count: String, _ sum: String, by user: String = "zhou") -> Ran {
      estate.run(
        as: user, ["payment", "review", "--on", "2026-10-20", "--cashier", name, "--count", count, "--sum", sum])
    }
    // In whose name ever he took it.
    let written = review("S2", "3", "15.00", by: "boss")
    #expect(written.status == 65, "\(written.messages)")
    #expect(written.messages.contains("boss wrote this cash down: the reviewer must be somebody else"))
    #expect(
      review("S2", "1", "5.00").messages.contains("the receipts of S2 on 2026-10-20 are 3 of 15.00, not 1 of 5.00"))
    #expect(review("S2", "3", "15.00").messages == "payment review: 3 reviewed, 0 unchanged\n")
    #expect(review("李员", "3", "15.00").messages == "payment review: 0 reviewed, 3 unchanged\n")
    #expect(review("S3", "1", "5.00").status == 0)
    #expect(estate.run(as: "boss", ["db", "check"]).status == 0)
  }

  @Test("namesakes are two cashiers: of their common name only what was taken under it")
  func namesakes() {
    let estate = estate()
    for (place, name) in ["zhou", "双", "S7"].enumerated() {
      #expect(cash(estate, by: "boss", "cashier=\(name)", "reference=C\(place)").status == 0)
    }
    for name in ["双", "S6", "wu"] {
      let waiting = estate.run(as: "boss", ["payment", "review", "--cashier", name]).output
      #expect(waiting.split(separator: "\n").count == 2, "\(name): \(waiting)")
    }
  }

  @Test(
    "who is named as the one who counted could be asked: he has a login today, and the right",
    arguments: [
      ("zhou", 0, ""), ("外聘", 77, "外聘 has no login, and may not review cash"),
      ("qian", 77, "qian does not work here any more"),
      ("anna", 77, "anna may not review cash"),
      ("anna", 77, "that takes one of: admin, manager, cashier (pm help roles)"),
    ])
  func counted(name: String, status: Int32, message: String) {
    let estate = estate(staff: Self.staff + "S10,析,anna,analyst,,,\n")
    #expect(cash(estate, by: "li").status == 0)
    let ran = review(estate, of: "li", by: "zhao", "--actor", name)
    #expect(ran.status == status && ran.messages.contains(message), "\(ran.messages)")
  }

  @Test("who may not act for others takes cash in his own name only")
  func otherCashier() {
    let estate = estate()
    for name in ["boss", "S3", "谁"] {
      let ran = cash(estate, by: "li", "cashier=\(name)")
      #expect(
        ran.status == 77 && ran.messages.contains("li may not take a payment in the name of \(name)"), "\(ran.messages)"
      )
      #expect(ran.messages.contains("leave cashier out, or let somebody do it who may act for others (pm help roles)"))
    }
    #expect(cash(estate, by: "li", "cashier=李员", "reference=C1").status == 0)
    #expect(cash(estate, by: "li", "cashier=", "reference=C2").status == 0)
    #expect(cash(estate, by: "zhao", "cashier=li", "reference=C3").status == 0)
    #expect(
      estate.run(as: "boss", ["payment", "list", "--where", "amount=5.00", "--columns", "cashier"]).output
        == "cashier\n李员\nli\nli\n")
  }

  @Test("measures are verified by who may, and never by their owner under another name")
  func verifying() {
    let estate = estate()
    estate.run(
      as: "boss",
      ["nonconformity", "add", "description=x", "owner=赵经理", "found_on=2026-10-01", "due_on=2026-10-10"])
    let number = String(
      estate.run(as: "boss", ["nonconformity", "list", "--columns", "number"]).output.split(separator: "\n").last ?? "")
    estate.run(
      as: "boss", ["nonconformity", "set", number, "root_cause=x", "correction=y", "corrective_action=z"])
    let done = estate.run(as: "boss", ["nonconformity", "done", number, "--at", "2026-10-09 09:00"])
    #expect(done.status == 0, "\(done.messages)")
    func verify(_ user: String, _ name: String?) -> Ran {
      estate.run(
        as: user,
        ["nonconformity", "verify", number, "--effective", "yes", "--at", "2026-10-20 09:00"]
          + (name.map { ["--by", $0] } ?? []))
    }
    #expect(verify("zhao", nil).messages.contains("cannot be verified by its owner"))
    #expect(verify("boss", "zhao").status == 65)
    #expect(verify("li", "li").status == 77)
    #expect(verify("boss", nil).status == 0)
  }

  @Test(
    "before anybody has a login, measures are verified by a member of staff who is not the owner",
    arguments: [
      ("A1", "verified-by-owner"), ("石磊", "verified-by-owner"), (" 石磊", "verified-by-owner"),
      ("无此人", "unknown-staff"), ("A2", nil), ("李员 ", nil),
    ] as [(String, String?)])
  func verifiers(name: String, code: String?) {
    let estate = Estate([("staff", "code,name\nA1,石磊\nA2,李员\n")])
    #expect(verified(estate, by: name, code))
  }

  @Test("where nobody is on record, a blank makes no other person", arguments: [" 石磊", "石磊\u{3000}"])
  func blanks(name: String) { #expect(verified(Estate(), by: name, "verified-by-owner")) }

  /// Whether a verification by `name` of what 石磊 owns goes through, or is refused by `code`.
  private func verified(_ estate: Estate, by name: String, _ code: String?) -> Bool {
    estate.run(
      "nonconformity", "add", "description=x", "owner=石磊", "found_on=2026-10-01", "root_cause=x",
      "correction=y", "corrective_action=z")
    estate.run("nonconformity", "done", "NC-202610-0001", "--at", "2026-10-05 09:00")
    let ran = estate.run(
      "nonconformity", "verify", "NC-202610-0001", "--effective", "yes", "--by", name, "--at",
      "2026-10-06 09:00", "--format", "json")
    return code.map { ran.status != 0 && ran.messages.contains("\"\($0)\"") } ?? (ran.status == 0)
  }

  @Test("while nobody has a login, names alone must differ")
  func unmanaged() {
    let estate = Estate(billed: ["2026-09"])
    #expect(waive(estate, by: "tester", "Tester").status == 65)
    #expect(waive(estate, by: "tester", "anybody").status == 0)
  }
}
