// Shares of shared meters, lines that follow others, and late fees, explained to the last digit.
import PMCommands
import Testing

@Suite("What is explained")
struct ExplainShareTests {
  /// Three rooms of 100, 100 and 50 m² on a shared meter with two sub-meters.
  private func estate(_ options: [String] = []) -> Estate {
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,Garden\n"),
      ("fee", "code,name,class\nGT,Light,shared\nSF,Water,metered\nPW,Sewage,metered\n"),
      (
        "tariff",
        """
        code,fee,valid_from,method,price,basis,share
        G,GT,2020-01-01,per_unit,0.1,floor,
        S,SF,2020-01-01,per_unit,3.1,,
        P,PW,2020-01-01,derived,1.36,SF,0.8

        """
      ),
      (
        "room",
        """
        code,community,floor_area,status,household_size,owner_code,owner_name
        A-1,HY,100,occupied,1,K1,One
        A-2,HY,100,occupied,2,K2,Two
        A-3,HY,50,occupied,4,K3,Three

        """
      ),
      ("charge", "scope,fee,tariff,from\nHY,GT,G,2026-01-01\n"),
      ("charge", "room,fee,tariff,from\nA-1,SF,S,2026-01-01\nA-1,PW,P,2026-01-01\n"),
      (
        "meter",
        """
        code,room,scope,fee,installed_on,initial,parent
        M,,HY,GT,2025-12-31,0,
        W,A-1,,SF,2025-12-31,10,
        X,,HY,GT,2025-12-31,0,M

        """
      ),
      ("meter read", "meter,read_on,reading\nM,2026-01-31,101.7\nW,2026-01-31,15.5\nX,2026-01-31,1.5\n"),
    ])
    estate.run(["meter", "apportion", "--period", "2026-01", "--meter", "M"] + options)
    estate.run("bill", "run", "--period", "2026-01", "--quiet")
    return estate
  }

  /// The steps of the bill of a room for a fee, but for those that every bill has.
  private func steps(_ estate: Estate, _ room: String, _ fee: String, _ wanted: [String]) -> [String] {
    let number =
      estate.run(
        "bill", "list", "--columns", "number", "--where", "room=\(room)", "--where", "fee=\(fee)"
      ).output.split(separator: "\n").last.map(String.init) ?? ""
    return estate.run("bill", "explain", number, "--format", "tsv").output.split(separator: "\n")
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
      .filter { wanted.contains($0[0]) }.map { "\($0[0]): \($0[2])" }
  }

  private static let names = ["meter", "usage", "net", "total", "weight", "exact", "cut", "residue", "amount"]

  @Test("a share shows the meter, the total, the weight, the exact part and the fen left over")
  func share() {
    // 101.7 × 0.1 = 10.17; × 100/250 = 4.068, 4.068, 2.034: one fen is left, for the first 0.8.
    let estate = estate()
    #expect(
      steps(estate, "A-1", "GT", Self.names) == [
        "meter: M, 2026-01-01 – 2026-01-31", "usage: 101.7",
        "total: 101.7 × 0.1 = 10.17 → 10.17", "weight: 100 of 250, 3 rooms", "exact: 4.068",
        "cut: 4.06", "residue: 0.01 of 0.02; the largest remainders get one each, of equal ones the first room",
        "amount: 4.07",
      ])
    #expect(steps(estate, "A-3", "GT", ["residue", "amount"]).last == "amount: 2.03")
    let number = estate.bill("A-1", "GT", "2026-01")
    #expect(estate.run("bill", "explain", number, "--lang", "zh").output.contains("权重（建筑面积）"))
    #expect(steps(estate, "A-3", "GT", ["residue"]).first?.hasPrefix("residue: 0.00 of 0.02") == true)
  }

  @Test("what was spread by another basis, less its sub-meters, is explained by it")
  func override() {
    let estate = estate(["--basis", "head", "--override", "--reason", "agreed", "--net"])
    // (101.7 − 1.5) × 0.1 = 10.02; × 4/7 = 5.7257…
    #expect(
      steps(estate, "A-3", "GT", Self.names) == [
        "meter: M, 2026-01-01 – 2026-01-31", "usage: 101.7", "net: 101.7 − 1.5 = 100.2",
        "total: 100.2 × 0.1 = 10.02 → 10.02", "weight: 4 of 7, 3 rooms",
        "exact: 1002/175 ≈ 5.72571429", "cut: 5.72",
        "residue: 0.01 of 0.01; the largest remainders get one each, of equal ones the first room",
        "amount: 5.73",
      ])
  }

  @Test("a line that follows another fee shows the quantity followed")
  func derived() {
    // 5.5 × 0.8 × 1.36 = 5.984
    #expect(
      steps(estate(), "A-1", "PW", ["followed", "share", "quantity", "exact", "amount"]) == [
        "followed: 5.5", "share: 0.8", "quantity: 4.4", "exact: 5.984", "amount: 5.98",
      ])
  }

  @Test("a share is shown under the code that its list prints, and so is every record")
  func shown() {
    let estate = estate()
    for record in ["share", "reading", "room", "charge", "tariff", "occupancy", "meter", "bill", "fee"] {
      let columns = estate.run(record, "list", "--limit", "2", "--columns", Self.keys[record] ?? "code")
      let codes = columns.output.split(separator: "\n").dropFirst()
      #expect(!codes.isEmpty, "\(record)")
      for code in codes {
        #expect(estate.run(record, "show", String(code)).status == 0, "\(record) \(code)")
      }
    }
  }

  private static let keys = [
    "share": "period,meter,room,from", "reading": "meter,read_on", "charge": "room,scope,fee,from",
    "tariff": "code,valid_from", "occupancy": "room,customer,role,from", "bill": "number",
  ]

  @Test("a bill that no run has made says where it comes from")
  func sources() {
    let estate = estate()
    estate.take("fee", "code,name,class\nYJ,Deposit,deposit\nPC,Damage,one-off\n")
    estate.take(
      "bill open", "customer,room,fee,period,amount,due_on\nK1,A-1,SF,2025-12,10.00,2025-12-31\n")
    let deposit = ["deposit", "take", "--room", "A-1", "--fee", "YJ", "--amount", "200", "--reference", "Z1"]
    estate.run(deposit + ["--demand", "--due-on", "2026-02-10", "--as-of", "2026-02-02"])
    estate.run(deposit + ["--method", "cash", "--as-of", "2026-02-03"])
    estate.run(
      "deposit", "deduct", "DP0000001", "--fee", "PC", "--amount", "50", "--reference", "D1", "--reason",
      "door", "--approver", "wang", "--as-of", "2026-02-04")
    estate.run("ticket", "add", "kind=repair", "room=A-1", "customer=K1", "department=x", "--at", "2026-02-05 09:00")
    for words in [["dispatch"], ["accept"], ["finish", "--fee", "PC", "--amount", "80"]] {
      let at = "2026-02-05 1\(words.count):00"
      estate.run(["ticket", words[0], "WX-202602-0001", "--at", at] + words.dropFirst())
    }
    for (filter, source) in [
      ("period=2025-12", "taken over from another system"), ("class=deposit", "the demand of a deposit"),
      ("amount=50", "a deduction from deposit DP0000001"),
      ("amount=80", "the paid service of ticket WX-202602-0001"),
    ] {
      let number =
        estate.run("bill", "list", "--where", filter, "--columns", "number").output
        .split(separator: "\n").last.map(String.init) ?? ""
      let ran = estate.run("bill", "explain", number)
      #expect(ran.output.contains("source,source,\(source)\n"), "\(filter): \(ran.output)")
      #expect(!ran.messages.contains("no such line"))
    }
  }

  @Test("the words of an explanation, in English and Chinese")
  func words() {
    let estate = estate(["--net"])
    let number =
      estate.run("bill", "list", "--where", "fee=GT", "--columns", "number").output
      .split(separator: "\n").last.map(String.init) ?? ""
    #expect(estate.run("bill", "explain", number).output.contains("net,less its sub-meters,101.7 − 1.5 = 100.2\n"))
    #expect(estate.run("bill", "explain", number, "--lang", "zh").output.contains(",扣除分表,101.7 − 1.5 = 100.2\n"))
  }
}
