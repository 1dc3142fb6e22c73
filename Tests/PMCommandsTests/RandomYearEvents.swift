// What happens in a random year: money, corrections, meters, people, banks.
import PMCore
import Testing

extension RandomYear {
  private var why: [String] { ["--reason", "law", "--as-of", "\(today)"] }
  private var approved: [String] { why + ["--approver", "wang"] }

  /// Something that happens today.
  func event() throws {
    switch dice.roll(34) {
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
    case 17: try run("payment", "offset", "--as-of", "\(today)")
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
    default: try collect()
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

  private func customer() throws -> String {
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
        + "\(decimal(sum)),R\(serial),,\(dice.pick(["", "", "", "WYF", "SF"]))\n"
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
      """).first
    try run(
      [
        "payment", "add", "customer=\(debt.customer)", "room=\(debt.room)", "method=cash",
        "cashier=li", "reference=C\(serial)", "amount=\(decimal(debt.open / 2 + 1))",
      ] + (dice.happens(1, of: 2) ? ["bill=\(bill ?? "")"] : [])
        + ["+", "customer=\(debt.customer)", "room=\(debt.room)", "amount=\(part)", "part=2"]
        + dice.pick([[], ["fee=WYF", "for_from=\(month)", "for_to=\(month.adding(2))"]])
        + ["--as-of", "\(today)"])
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

  // MARK: Meters

  /// The next reading of a meter on a day; nil where it was read on that day already.
  private func read(_ place: Int, on day: Day, mayEstimate: Bool = true) -> String? {
    var meter = world.meters[place]
    guard day > meter.readOn else { return nil }
    let days = day.days(since: meter.readOn)
    let factor = dice.pick([1, 1, 1, 1, 1, 1, 1, 2, 0, 9])
    let used = dice.roll(2 * meter.usual + 1) * factor * days / 31
    let before = meter.truth
    meter.truth = (meter.truth + used) % meter.size
    let hasTurned = meter.truth < before
    let mark: String
    if mayEstimate, !hasTurned, meter.truth + meter.usual < meter.size, dice.happens(1, of: 12) {
      meter.shown = max(meter.shown, meter.truth + dice.roll(meter.usual))
      mark = "estimated"
    } else {
      mark = hasTurned && meter.shown <= before ? "rollover" : "actual"
      meter.shown = meter.truth
    }
    meter.readOn = day
    world.meters[place] = meter
    return "\(meter.code),\(day),\(meter.shown),\(mark)\n"
  }

  /// All meters at the end of the month; now and then one is forgotten.
  func readMeters() throws {
    var rows = "meter,read_on,reading,kind\n"
    for place in world.meters.indices
    where world.meters[place].isShared || !dice.happens(1, of: 40) {
      rows += read(place, on: month.last) ?? ""
    }
    let ran = try take(["meter", "read"], rows)
    #expect(ran.status == 0, "seed \(seed): \(ran.messages)")
  }

  /// One meter in the middle of the month.
  private func readMeter() throws {
    let place = dice.roll(world.meters.count)
    if let row = read(place, on: today) {
      let ran = try take(["meter", "read"], "meter,read_on,reading,kind\n" + row)
      #expect(ran.status == 0, "seed \(seed): \(ran.messages)")
    }
  }

  private func replaceMeter() throws {
    let place = dice.roll(world.meters.count)
    guard world.meters[place].readOn < today else { return }
    let before = world.meters[place]
    guard let row = read(place, on: today, mayEstimate: false) else { return }
    let initial = dice.roll(before.size / 2)
    serial += 1
    let code = "\(before.code.prefix { $0 != "x" })x\(serial)"
    let ran = try run(
      [
        "meter", "replace", before.code, "--new", code, "--on", "\(today)", "--final",
        "\(world.meters[place].shown)", "--initial", "\(initial)",
      ] + (row.contains("rollover") ? ["--rollover"] : []))
    guard ran.status == 0 else {
      world.meters[place] = before
      return
    }
    world.meters[place].code = code
    world.meters[place].truth = initial
    world.meters[place].shown = initial
  }

  // MARK: People and rooms

  /// The readings that a move of a room asks for, and what the meters were before.
  private func moveReadings(_ room: String) -> (options: [String], before: [RandomMeter]) {
    let before = world.meters
    var rows = "meter,read_on,reading,kind\n"
    for place in world.meters.indices where world.meters[place].place == room {
      rows += read(place, on: today.adding(-1)) ?? ""
    }
    if rows.count < 30 { return (["--no-reading", "--reason", "law"], before) }
    return (["--readings", estate.file("readings.csv", rows)], before)
  }

  private func move(_ words: [String], _ room: String, _ rest: [String]) throws -> Bool {
    let (options, before) = moveReadings(room)
    let ran = try run(["room"] + words + ["--on", "\(today)"] + rest + options)
    if ran.status != 0 { world.meters = before }
    return ran.status == 0
  }

  private func newcomer() throws -> String {
    serial += 1
    let code = "N\(serial)"
    try run("customer", "add", "code=\(code)", "name=Newcomer \(serial)")
    return code
  }

  private func transfer() throws {
    let room = dice.pick(world.rooms).code
    let to = dice.happens(1, of: 4) ? try customer() : try newcomer()
    _ = try move(
      ["transfer", room, "--to", to], room,
      [
        "--arrears", dice.pick(["keep", "settle"]), "--prepayment", dice.pick(["keep", "carry"]),
      ])
  }

  private func moveIn() throws {
    let room = dice.pick(world.rooms).code
    let role = dice.pick(["tenant", "tenant", "resident"])
    _ = try move(
      ["move-in", room, "--customer", try newcomer(), "--role", role], room,
      (dice.happens(3, of: 4) ? ["--pays"] : []) + ["--household-size", "\(1 + dice.roll(7))"])
  }

  private func moveOut() throws {
    let tenants = try estate.rows(
      """
      SELECT customer.code, room.code FROM occupancy
        JOIN customer ON customer.id = customer_id JOIN room ON room.id = room_id
       WHERE role <> 'owner' AND occupancy."to" IS NULL AND room.ended_on IS NULL
         AND occupancy."from" < \(today.number) ORDER BY occupancy.id
      """)
    if tenants.isEmpty { return }
    let cells = dice.pick(tenants).split(separator: ",").map(String.init)
    let heir = dice.happens(1, of: 3) ? ["--prepayment", "carry", "--to", try customer()] : []
    // The day is the last one: its reading is the leaver's.
    var rows = "meter,read_on,reading,kind\n"
    let before = world.meters
    for place in world.meters.indices where world.meters[place].place == cells[1] {
      rows += read(place, on: today) ?? ""
    }
    let options =
      rows.count < 30
      ? ["--no-reading", "--reason", "law"] : ["--readings", estate.file("readings.csv", rows)]
    let ran = try run(
      ["room", "move-out", cells[1], "--customer", cells[0], "--on", "\(today)", "--arrears",
       dice.pick(["keep", "settle"])] + heir + options)
    if ran.status != 0 { world.meters = before }
  }

  private func split() throws {
    let place = dice.roll(world.rooms.count)
    let room = world.rooms[place]
    let area = try estate.rows("SELECT floor_area / 100 FROM room WHERE code = '\(room.code)'")
    guard let area = area.first.flatMap({ Int($0) }), area > 200 else { return }
    serial += 1
    let parts = ["\(room.code)-a\(serial)", "\(room.code)-b\(serial)"]
    let into = "\(parts[0])=\(decimal(area / 3)),\(parts[1])=\(decimal(area - area / 3))"
    guard
      try move(["split", room.code, "--into", into], room.code, [])
    else { return }
    world.meters.removeAll { $0.place == room.code }
    world.rooms.remove(at: place)
    halves.append((parts[0], parts[1], room.community))
    try begin(parts, room.community)
  }

  private func merge() throws {
    guard let pair = halves.popLast() else { return }
    serial += 1
    let whole = "\(pair.community)-m\(serial)"
    guard
      try run([
        "room", "merge", pair.one, pair.other, "--into", whole, "--on", "\(today)", "--no-reading",
        "--reason", "law",
      ]).status == 0
    else { return }
    world.rooms.removeAll { $0.code == pair.one || $0.code == pair.other }
    try begin([whole], pair.community)
  }

  /// Charges of new rooms.
  private func begin(_ rooms: [String], _ community: String) throws {
    var rows = "room,fee,tariff,from,payer,timing,due_day\n"
    for room in rooms {
      world.rooms.append((room, community))
      rows += "\(room),WYF,TW,\(today),owner,advance,20\n"
    }
    try take(["charge", "import"], rows)
  }

  private func handover() throws {
    let unsold = try estate.rows(
      "SELECT code FROM room WHERE status = 'unsold' AND ended_on IS NULL ORDER BY id")
    if unsold.isEmpty { return }
    let room = dice.pick(unsold)
    _ = try move(["move-in", room, "--customer", try newcomer(), "--role", "owner"], room, [])
    _ = try run([
      "room", "handover", room, "--on", "\(today)", "--no-reading", "--reason", "law",
    ])
  }

  /// A room's area, household or status from today on.
  private func version() throws {
    let room = dice.pick(world.rooms).code
    let change = dice.pick([
      "floor_area=\(decimal(3_000 + dice.roll(9_000)))", "household_size=\(dice.roll(9))",
      "status=vacant", "status=occupied",
    ])
    try run("room", "set", room, change, "--effective", "\(today)")
  }

  private func changeTariff() throws {
    let price = "0.0\(1 + dice.roll(9))"
    let row = dice.pick([
      "TW,WYF,\(today),per_area,2.\(10 + dice.roll(89)),,daily,,,,,",
      "TX,WYF,\(today),per_area,3.\(10 + dice.roll(89)),,half,,,,,",
      "TD,DF,\(today),per_unit,0.7\(1000 + dice.roll(9000)),,,10,,,,",
      "TS,SF,\(today),tiered,,,,,\(100 + dice.roll(50)):5\(price.dropFirst()) 260:7.00 *:9.00,graduated,year,",
      "TG,GT,\(today),per_unit,1.\(10 + dice.roll(89)),floor,,,,,,",
      "TL,LJ,\(today),per_head,\(1 + dice.roll(5)).35,,daily,,,,,",
    ])
    try take(
      ["tariff", "import"],
      "code,fee,valid_from,method,price,basis,proration,minimum,tiers,tier_mode,tier_reset,share\n"
        + row + "\n")
  }
}
