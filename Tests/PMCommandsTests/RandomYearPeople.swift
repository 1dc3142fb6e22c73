// What happens in a random year to meters, people, rooms and tariffs.
import PMCore
import Testing

extension RandomYear {
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
  func readMeter() throws {
    let place = dice.roll(world.meters.count)
    if let row = read(place, on: today) {
      let ran = try take(["meter", "read"], "meter,read_on,reading,kind\n" + row)
      #expect(ran.status == 0, "seed \(seed): \(ran.messages)")
    }
  }

  func replaceMeter() throws {
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

  func transfer() throws {
    let room = dice.pick(world.rooms).code
    let to = dice.happens(1, of: 4) ? try customer() : try newcomer()
    _ = try move(
      ["transfer", room, "--to", to], room,
      [
        "--arrears", dice.pick(["keep", "settle", "carry"]), "--prepayment",
        dice.pick(["keep", "carry"]),
      ])
  }

  func moveIn() throws {
    let room = dice.pick(world.rooms).code
    let role = dice.pick(["tenant", "tenant", "resident"])
    _ = try move(
      ["move-in", room, "--customer", try newcomer(), "--role", role], room,
      (dice.happens(3, of: 4) ? ["--pays"] : []) + ["--household-size", "\(1 + dice.roll(7))"])
  }

  func moveOut() throws {
    let tenants = try estate.rows(
      """
      SELECT customer.code, room.code FROM occupancy
        JOIN customer ON customer.id = customer_id JOIN room ON room.id = room_id
       WHERE role <> 'owner' AND occupancy."to" IS NULL AND room.ended_on IS NULL
         AND occupancy."from" < \(today.number) ORDER BY occupancy.id
      """)
    if tenants.isEmpty { return }
    let cells = dice.pick(tenants).split(separator: ",").map(String.init)
    let heir =
      dice.happens(1, of: 2)
      ? ["--to", try customer(), "--prepayment", "carry", "--arrears", dice.pick(["keep", "carry"])]
      : ["--arrears", dice.pick(["keep", "settle"])]
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
      ["room", "move-out", cells[1], "--customer", cells[0], "--on", "\(today)"] + heir + options)
    if ran.status != 0 { world.meters = before }
  }

  func split() throws {
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

  func merge() throws {
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

  func handover() throws {
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
  func version() throws {
    let room = dice.pick(world.rooms).code
    let change = dice.pick([
      "floor_area=\(decimal(3_000 + dice.roll(9_000)))", "household_size=\(dice.roll(9))",
      "status=vacant", "status=occupied",
    ])
    try run("room", "set", room, change, "--effective", "\(today)")
  }

  func changeTariff() throws {
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
