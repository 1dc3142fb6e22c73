// What happens in a random year to deposits and tax invoices.
import PMCore
import Testing

extension RandomYear {
  private var asOf: [String] { ["--as-of", "\(today)"] }
  private var approved: [String] { ["--approver", "wang"] + asOf }

  // MARK: Deposits

  /// Asks for a deposit, takes one at the counter, or takes what was asked for.
  func takeDeposit() throws {
    let demanded = try estate.rows(
      """
      SELECT room.code, customer.code, bill.amount_minor, deposit.reference FROM deposit
        JOIN bill ON bill.id = bill_id JOIN room ON room.id = deposit.room_id
        JOIN customer ON customer.id = deposit.customer_id
       WHERE paid_minor = 0 AND ended IS NULL AND deposit.posted_on <= \(today.number)
       ORDER BY deposit.id
      """)
    var room = dice.pick(world.rooms).code
    var customer = dice.happens(1, of: 3) ? try self.customer() : ""
    var amount = decimal(dice.pick([50_000, 200_000, 12_345]))
    serial += 1
    var slip = "D\(serial)"
    var how = dice.pick([["--demand"], ["--demand", "--due-on", "\(today.adding(10))"]])
    if dice.happens(1, of: 2) { how = ["--method", dice.pick(["cash", "bank", "wechat"]), "--actor", "li"] }
    if how[0] == "--method", dice.happens(1, of: 2), !demanded.isEmpty {
      let cells = dice.pick(demanded).split(separator: ",").map(String.init)
      (room, customer, amount, slip) = (cells[0], cells[1], decimal(Int(cells[2]) ?? 1), cells[3])
    }
    try run(
      ["deposit", "take", "--room", room, "--fee", "YJ", "--amount", amount, "--reference", slip]
        + (customer.isEmpty ? [] : ["--customer", customer]) + how + asOf)
  }

  /// A deposit, most of the time one of which something is held.
  private func deposit() throws -> String? {
    let held = try estate.rows(
      """
      SELECT deposit.id FROM deposit JOIN bill ON bill.id = bill_id
       WHERE paid_minor > deducted_minor ORDER BY deposit.id
      """)
    let all = try count("deposit")
    if dice.happens(4, of: 5), !held.isEmpty { return "DP" + dice.pick(held) }
    return all == 0 ? nil : "DP\(1 + dice.roll(all))"
  }

  /// Damage, or a bill of the customer, out of a deposit.
  func deduct() throws {
    guard let deposit = try deposit() else { return }
    let open = try estate.rows(
      """
      SELECT bill.id FROM bill JOIN deposit ON deposit.customer_id = bill.customer_id
       WHERE deposit.id = \(deposit.dropFirst(2)) AND class <> 'deposit' AND ended IS NULL
         AND bill.amount_minor > paid_minor + waived_minor + written_off_minor
       ORDER BY bill.id
      """)
    serial += 1
    var what = ["--fee", "PCF", "--amount", decimal(1 + dice.roll(60_000))]
    if dice.happens(1, of: 2), !open.isEmpty { what = ["--bill", "B" + dice.pick(open)] }
    try run(
      ["deposit", "deduct", deposit, "--reference", "E\(serial)", "--reason", "law"] + what + approved)
  }

  /// Pays back a part of a deposit or the whole, against its receipt.
  func returnDeposit() throws {
    guard let deposit = try deposit() else { return }
    let papers = try estate.rows(
      """
      SELECT DISTINCT payment.id, coalesce(receipt.id, 0) FROM deposit
        JOIN allocation ON allocation.bill_id = deposit.bill_id
        LEFT JOIN prepayment ON prepayment.id = allocation.prepayment_id
        JOIN payment ON payment.id = coalesce(allocation.payment_id, prepayment.payment_id)
        LEFT JOIN receipt ON receipt.payment_id = payment.id
       WHERE deposit.id = \(deposit.dropFirst(2)) AND payment.reversed_on IS NULL
       ORDER BY payment.id
      """)
    var receipt: [String] = []
    if let first = papers.first?.split(separator: ",") {
      if first[1] == "0" { try run("payment", "receipt", "P\(first[0])", "--as-of", "\(today)") }
      let number = try estate.rows("SELECT id FROM receipt WHERE payment_id = \(first[0])")
      receipt = ["--receipt", "R" + (number.first ?? "0")]
    }
    serial += 1
    try run(
      ["deposit", "refund", deposit, "--method", "cash", "--reference", "V\(serial)"] + receipt
        + (dice.happens(1, of: 2) ? ["--amount", decimal(1 + dice.roll(90_000))] : []) + approved)
  }

  // MARK: Tax invoices

  /// Books a tax invoice on some of what a customer is to be invoiced.
  func invoice() throws {
    let asked = estate.table([
      "export", "invoice-requests", "--from", "\(world.first)", "--to", "\(today)",
    ]).rows
    guard let customer = asked.isEmpty ? nil : dice.pick(asked)["customer"] else { return }
    serial += 1
    var rows = "bill,invoice_no,invoice_kind,invoiced_on,amount\n"
    for request in asked where request["customer"] == customer && dice.happens(2, of: 3) {
      rows += "\(request["bill"] ?? ""),\(30_000_000 + serial),special,\(today),\(request["gross"] ?? "")\n"
    }
    try take(["bill", "invoice"], rows)
  }

  /// Takes a tax invoice off one of its bills, or off all.
  func redLetter() throws {
    let invoiced = try estate.rows(
      """
      SELECT bill.id, bill.invoice_no, invoice.amount_minor FROM bill
        JOIN invoice ON invoice.bill_id = bill.id AND invoice.invoice_no = bill.invoice_no
       ORDER BY bill.id
      """)
    if invoiced.isEmpty { return }
    let chosen = dice.pick(invoiced).split(separator: ",").map(String.init)
    serial += 1
    var rows = "bill,invoice_no,invoice_kind,invoiced_on,red_letter_of,amount\n"
    let isWhole = dice.happens(1, of: 2)
    for bill in invoiced.map({ $0.split(separator: ",").map(String.init) })
    where bill == chosen || isWhole && bill[1] == chosen[1] {
      rows += "B\(bill[0]),\(30_000_000 + serial),special,\(today),\(bill[1]),\(decimal(-(Int(bill[2]) ?? 0)))\n"
    }
    try take(["bill", "invoice"], rows)
    // What it was for: the bill is put right.
    if dice.happens(1, of: 2) {
      try run("bill", "adjust", "B" + chosen[0], "--reissue", "--reason", "law", "--as-of", "\(today)")
    }
  }

  // MARK: Laws

  /// A deposit is what came in less what went out, day by day never below zero; what is asked for and
  /// did not come in is the closing of the deposits' section, and that is the next opening.
  func expectDeposits() throws {
    let name: Comment = "seed \(seed), \(size.rooms) rooms"
    var before: [String: [Int]] = [:]
    for month in months {
      let report = estate.table(["report", "deposits", "--all", "--as-of", "\(month.last)"])
      for row in report.rows {
        let figures = ["received", "deducted", "refunded", "balance"].map { fen(row[$0]) }
        #expect(figures[3] == figures[0] - figures[1] - figures[2] && figures[3] >= 0, "\(name): \(row)")
      }
      let flow = rollforward(month, ["--section", "deposits"])
      for (fee, row) in flow {
        #expect(row[6] == row[0] + row[1] + row[2] - row[3] - row[4] - row[5], "\(name): \(month)")
        #expect(row[0] == before[fee]?[6] ?? 0 && row[2] == 0 && row[5] == 0, "\(name): \(month)")
      }
      before = flow
    }
  }

  /// What is on tax invoices and what is still to be invoiced is all that was supplied.
  func expectInvoiced() throws {
    let name: Comment = "seed \(seed), \(size.rooms) rooms"
    let asked = estate.table([
      "export", "invoice-requests", "--from", "2020-01-01", "--to", "2030-12-31",
    ])
    // Of every line that is ours, not void: the amount less what credit lines and waivers took off.
    let lines = """
      WITH line AS (
        SELECT id, invoice_no, amount_minor - waived_minor + coalesce((
                 SELECT sum(amount_minor) FROM bill AS credit
                  WHERE credit.corrects_id = bill.id AND credit.amount_minor < 0), 0) AS gross
          FROM bill
         WHERE ended IS NOT 'void' AND (amount_minor > 0 OR corrects_id IS NULL)
           AND tax_method NOT IN ('untaxed', 'agency'))
      """
    let open = try estate.rows(
      lines + " SELECT coalesce(sum(gross), 0) FROM line WHERE invoice_no IS NULL")
    #expect(open == ["\(asked.sum("gross"))"], "\(name): to be invoiced")
    let faults = try estate.rows(
      lines + """
         SELECT line.id, gross, coalesce(sum(invoice.amount_minor), 0) AS invoiced
          FROM line LEFT JOIN invoice ON invoice.bill_id = line.id
         GROUP BY line.id HAVING iif(line.invoice_no IS NULL, 0, gross) <> invoiced
        """)
    #expect(faults == [], "\(name): invoiced")
  }

  private func fen(_ cell: String?) -> Int { Int((cell ?? "").filter { $0 != "." }) ?? .min }
}
