// What happens in a random year: money, corrections, banks.
import PMCore
import Testing

extension RandomYear {
  private var why: [String] { ["--reason", "law", "--as-of", "\(today)"] }
  private var approved: [String] { why + ["--approver", "wang"] }

  /// Something that happens today.
  func event() throws {
    switch dice.roll(43) {
    case 0...5: try pay()
    case 6: if dice.happens(1, of: 2) { try payAhead() } else { try takeCash() }
    case 7: try run(["bill", "waive", try bill(), "--amount", part] + approved)
    case 8: try run(["bill", "waive", try bill(), "--all"] + approved)
    case 9: try run(["bill", "write-off", try bill()] + approved)
    case 10: try run(["bill", "void", try bill()] + why)
    case 11...12:
      let how = dice.pick([
        [], ["--reissue"], ["--reissue", "--debtor", try customer()], ["--amount", part],
      ])
      try run(["bill", "adjust", try bill()] + why + how)
    case 13...14:
      try run(["payment", "reverse", "P\(1 + dice.roll(try count("payment")))"] + why)
    case 15...16: try refund()
    case 17:
      try run(["payment", "offset", "--as-of", "\(today)"] + dice.pick([[], ["--fee", "YJ"]]))
    case 18: try run("bill", "late", "--as-of", "\(today)")
    case 19...21: try transfer()
    case 22: try moveIn()
    case 23: try moveOut()
    case 24: try split()
    case 25: try merge()
    case 26: try handover()
    case 27: try version()
    case 28: try changeTariff()
    case 29...30: try replaceMeter()
    case 31: try readMeter()
    case 32: try run("bill", "run", "--period", "\(month)", "--as-of", "\(today)")
    case 33: try collect()
    case 34...36: try takeDeposit()
    case 37...38: try deduct()
    case 39: try returnDeposit()
    case 40...41: try invoice()
    default: try redLetter()
    }
  }

  private var part: String { decimal(1 + dice.roll(9_000)) }

  // MARK: Bills and money

  /// A bill, half of the time one of which something is open.
  private func bill() throws -> String {
    let open = try estate.rows(
      """
      SELECT id FROM bill
       WHERE ended IS NULL AND paid_minor + waived_minor + written_off_minor < amount_minor
      """)
    if dice.happens(1, of: 2), !open.isEmpty { return "B" + dice.pick(open) }
    return "B\(1 + dice.roll(try count("bill")))"
  }

  func customer() throws -> String {
    dice.pick(try estate.rows("SELECT code FROM customer ORDER BY id"))
  }

  /// Who owes how much on which room, in fen.
  private func owing() throws -> [(customer: String, room: String, company: String, open: Int)] {
    try estate.rows(
      """
      SELECT customer.code, room.code, org.code,
             sum(amount_minor - paid_minor - waived_minor - written_off_minor)
        FROM bill JOIN customer ON customer.id = customer_id JOIN room ON room.id = room_id
        JOIN org ON org.id = room.community_id
       WHERE ended IS NOT 'void'
       GROUP BY 1, 2 HAVING sum(amount_minor - paid_minor - waived_minor - written_off_minor) > 0
       ORDER BY 1, 2
      """
    ).map { row in
      let cells = row.split(separator: ",").map(String.init)
      return (cells[0], cells[1], RandomWorld.company[cells[2]] ?? "", Int(cells[3]) ?? 0)
    }
  }

  /// A file of payments: whole, partial, too much, backdated; by room, by customer, for a fee.
  private func pay() throws {
    let owing = try owing()
    if owing.isEmpty { return }
    var rows = "customer,room,company,paid_on,method,amount,reference,part,fee\n"
    for _ in 0...dice.roll(max(size.rooms / 3, 2)) {
      let debt = dice.pick(owing)
      let sum =
        dice.pick([debt.open, debt.open, debt.open / 2 + 1, debt.open + 12_345, 5_000])
      let day = dice.happens(1, of: 3) ? today.adding(-dice.roll(50)) : today
      serial += 1
      // Who lived in the room long ago is not asked for.
      let who = dice.pick(
        ["\(debt.customer),\(debt.room),", "\(debt.customer),,\(debt.company)"]
          + (day == today ? [",\(debt.room),"] : []))
      rows +=
        "\(who),\(max(day, world.first)),\(dice.pick(["bank", "wechat", "card", "cash"])),"
        + "\(decimal(sum)),R\(serial),,\(dice.pick(["", "", "", "WYF", "SF", "YJ"]))\n"
    }
    try take(["payment", "import"], rows)
  }

  /// Money for what is not billed yet, in two parts under one reference.
  private func payAhead() throws {
    let room = dice.pick(world.rooms)
    serial += 1
    try take(
      ["payment", "import"],
      """
      room,paid_on,method,amount,reference,part,fee
      \(room.code),\(today),bank,\(decimal(20_000 + dice.roll(90_000))),R\(serial),1,
      \(room.code),\(today),bank,\(decimal(20_000 + dice.roll(90_000))),R\(serial),2,WYF

      """)
  }

  /// Cash at the counter for one or two debts of a room, and the review of the day's.
  private func takeCash() throws {
    let owing = try owing()
    if owing.isEmpty { return }
    let debt = dice.pick(owing)
    serial += 1
    let bill = try estate.rows(
      """
      SELECT printf('B%07d', bill.id) FROM bill
        JOIN customer ON customer.id = customer_id JOIN room ON room.id = room_id
       WHERE customer.code = '\(debt.customer)' AND room.code = '\(debt.room)'
         AND ended IS NOT 'void' AND amount_minor > paid_minor + waived_minor + written_off_minor
       ORDER BY bill.id DESC LIMIT 1
      """
    ).first
    var words = [
      "payment", "add", "customer=\(debt.customer)", "room=\(debt.room)", "method=cash",
      "cashier=li", "reference=C\(serial)", "amount=\(decimal(debt.open / 2 + 1))",
    ]
    if dice.happens(1, of: 2) { words.append("bill=\(bill ?? "")") }
    words += ["+", "customer=\(debt.customer)", "room=\(debt.room)", "amount=\(part)", "part=2"]
    words += dice.pick([[], ["fee=WYF", "for_from=\(month)", "for_to=\(month.adding(2))"]])
    words += ["--as-of", "\(today)"]
    try run(words)
    let paid = try estate.rows(
      "SELECT printf('P%07d', id) FROM payment WHERE reference = 'C\(serial)'")
    if dice.happens(1, of: 3), let number = paid.first {
      try run("payment", "receipt", number, "--as-of", "\(today)")
    }
  }

  /// Counts the cash that waits, and finds an owner for money of nobody.
  func reviewCash() throws {
    let waiting = estate.run("payment", "review", "--format", "csv").output.split(separator: "\n")
    for line in waiting.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let ran = try run([
        "payment", "review", "--on", cells[0], "--cashier", cells[1], "--company", cells[2],
        "--count", cells[3], "--sum", cells[4], "--as-of", "\(today)",
      ])
      #expect(ran.status == 0, "seed \(seed): \(ran.messages)")
    }
    let lost = try estate.rows(
      "SELECT printf('P%07d', id) FROM payment WHERE payer_id IS NULL AND reversed_on IS NULL")
    for payment in lost {
      let ran = try run([
        "payment", "claim", payment, "--customer", try customer(), "--as-of", "\(today)",
      ])
      #expect(ran.status == 0, "seed \(seed): \(ran.messages)")
    }
  }

  private func refund() throws {
    let balances = try estate.rows(
      """
      SELECT customer.code, org.code, sum(left_minor) FROM prepayment
        JOIN customer ON customer.id = customer_id JOIN org ON org.id = company_id
       WHERE left_minor > 0 GROUP BY 1, 2 ORDER BY 1, 2
      """)
    if balances.isEmpty { return }
    let cells = dice.pick(balances).split(separator: ",").map(String.init)
    let left = Int(cells[2]) ?? 1
    serial += 1
    let sum = dice.pick([left, left / 2 + 1, left + 1])
    try run([
      "payment", "refund", "--customer", cells[0], "--company", cells[1], "--amount", decimal(sum),
      "--method", "cash", "--reference", "F\(serial)", "--approver", "wang", "--as-of", "\(today)",
    ])
  }

  // MARK: The bank

  /// Sends the open bills of a company to the bank.
  func collect() throws {
    let company = dice.pick(["CO", "CP"])
    let ran = try run([
      "bank", "batch", "--layout", bankLayout("plain"), "--scope", company, "--as-of", "\(today)",
      "--output", estate.place("batch-\(serial).csv"),
    ])
    serial += 1
    if ran.messages.contains("bank batch: 1 ") {
      batches.append((company, try count("bank_batch"), today))
    }
  }

  /// Brings back what the banks have answered.
  func answerBatches() throws {
    for batch in batches {
      var back = ""
      var sum = 0
      let lines = try estate.rows(
        "SELECT id, account, amount_minor FROM bank_line WHERE batch_id = \(batch.number) ORDER BY serial"
      )
      for line in lines {
        let cells = line.split(separator: ",").map(String.init)
        let result = dice.pick(["done", "done", "done", "insufficient", "closed"])
        sum += Int(cells[2]) ?? 0
        back += "\(cells[0]),\(cells[1]),\(decimal(Int(cells[2]) ?? 0)),\(result),\(today)\n"
      }
      back += "total,\(lines.count),\(decimal(sum))\n"
      let name = "N" + String(String(10_000_000 + batch.number).dropFirst())
      let path = estate.file("return.txt", back)
      let ran = try run(["bank", "return", path, "--batch", name, "--as-of", "\(today)"])
      #expect(ran.status == 0, "seed \(seed): \(ran.messages)")
    }
    batches = []
  }
}
