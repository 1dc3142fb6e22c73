// The estate that a seed makes for a random year: companies, rooms, people, fees and meters.
import PMCore

/// Random numbers that are the same for the same seed.
struct Dice {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func roll(_ sides: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(sides, 1)))
  }

  /// Whether something happens that does `part` times of `whole`.
  mutating func happens(_ part: Int, of whole: Int) -> Bool { roll(whole) < part }

  mutating func pick<Value>(_ values: [Value]) -> Value { values[roll(values.count)] }
}

/// `units` hundredths as people write them.
func decimal(_ units: Int) -> String {
  (units < 0 ? "-" : "") + "\(abs(units) / 100)." + (abs(units) % 100 < 10 ? "0" : "")
    + "\(abs(units) % 100)"
}

/// A register, what ran through it, and what it last showed.
struct RandomMeter {
  var code: String
  /// A room, or the community of a shared meter.
  let place: String
  let fee: String
  let digits: Int
  let usual: Int
  /// What a true register would show.
  var truth: Int
  /// The last reading on the register.
  var shown: Int
  var readOn: Day
  var isShared: Bool { place.count == 2 }

  var size: Int { (0..<digits).reduce(1) { size, _ in size * 10 } }
}

/// Three communities of two centres and two companies, `rooms` rooms, all from one seed.
struct RandomWorld {
  var dice: Dice
  let first = Day(year: 2026, month: 1, day: 1) ?? .distantPast
  /// The rooms that have not ended, with their community.
  var rooms: [(code: String, community: String)] = []
  var meters: [RandomMeter] = []
  /// The files, in the order in which they go in.
  private(set) var files: [(String, String)] = []

  static let communities = ["HY", "HZ", "HX"]
  /// The company and the centre of each community.
  static let company = ["HY": "CO", "HZ": "CO", "HX": "CP"]
  static let centre = ["HY": "CA", "HZ": "CB", "HX": "CC"]

  init(_ seed: UInt64, rooms count: Int) {
    dice = Dice(seed)
    files = Self.setUp
    addRooms(count)
    files.append(("room", roomRows))
    files.append(("customer", customerRows))
    files.append(("charge", chargeRows))
    files.append(("meter", meterRows))
  }

  private var roomRows = """
    code,community,building,unit,floor,number,kind,floor_area,status,household_size,delivered_on,owner_code,owner_name

    """
  private var customerRows = "code,name,room,role,from,bank_name,bank_account,mandate\n"
  private var chargeRows =
    "room,scope,fee,tariff,from,payer,cycle,timing,due_day,price,factor,vacant_factor\n"
  private var meterRows = "code,room,scope,fee,multiplier,digits,max_usage,installed_on,initial\n"

  private static let setUp: [(String, String)] = [
    (
      "org",
      """
      code,kind,name,parent
      GR,group,Group,
      CO,company,Company,GR
      CP,company,Partner,GR
      CA,centre,Centre A,CO
      CB,centre,Centre B,CO
      CC,centre,Centre C,CP
      HY,community,Garden,CA
      HZ,community,Lake,CB
      HX,community,Tower,CC

      """
    ),
    ("customer", "code,name,kind\nDEV,Developer,company\n"),
    ("org", "code,developer\nHY,DEV\nHZ,DEV\nHX,DEV\n"),
    (
      "late-policy",
      "code,daily_rate,grace_days,cap\nLP,0.0005,0,1\nLW,0.003,10,0.05\nLN,0.0003,3,\n"
    ),
    (
      "fee",
      """
      code,name,class,tax_method,tax_rate,priority,rounding,rounding_to,late_policy
      WYF,物业费,recurring,taxed,0.06,10,half_up,0.01,LP
      TCF,停车费,recurring,taxed,0.09,5,half_up,1,
      SF,水费,metered,taxed,0.03,20,half_up,0.01,LW
      PWF,污水处理费,metered,exempt,0,21,half_up,0.01,
      DF,电费,metered,taxed,0.13,22,half_even,0.01,LN
      GT,公摊电费,shared,taxed,0.13,30,half_up,0.01,
      LJ,垃圾费,recurring,taxed,0.06,40,half_even,0.01,
      DT,电梯费,recurring,taxed,0.06,41,up,0.1,
      DS,有线电视,recurring,agency,0,50,half_up,0.01,
      YJ,装修押金,deposit,untaxed,0,55,half_up,0.01,
      PCF,损坏赔偿,one-off,taxed,0.06,60,half_up,0.01,

      """
    ),
    (
      "tariff",
      """
      code,fee,valid_from,method,price,basis,minimum,tiers,tier_mode,tier_reset,share,formula,proration,heads,per_head
      TW,WYF,2020-01-01,per_area,2.60,floor,,,,,,,daily,,
      TX,WYF,2020-01-01,per_area,3.15,floor,,,,,,,half,,
      TT,TCF,2020-01-01,fixed,150,,,,,,,,whole,,
      TS,SF,2020-01-01,tiered,,,,180:5.00 260:7.00 *:9.00,graduated,year,,,,5,36
      TP,PWF,2020-01-01,derived,1.36,SF,,,,,0.9,,,,
      TD,DF,2020-01-01,per_unit,0.66286875,,10,,,,,,,,
      TG,GT,2020-01-01,per_unit,1.1,floor,,,,,,,,,
      TL,LJ,2020-01-01,per_head,2.35,,,,,,,,daily,,
      TF,DT,2020-01-01,formula,0.31,,,,,,,"if(floor > 3, area * price * months, 5 * months)",,,
      TA,DS,2020-01-01,fixed,18.50,,,,,,,,daily,,

      """
    ),
  ]

  private mutating func addRooms(_ count: Int) {
    for community in Self.communities {
      charge(room: "", scope: community, "GT", "TG", "occupant,1,arrears,20,,,0.5")
      let initial = dice.roll(90_000)
      add(
        RandomMeter(
          code: "G-\(community)", place: community, fee: "GT", digits: 6, usual: count * 5,
          truth: initial, shown: initial, readOn: first.adding(-1)))
    }
    for number in 0..<count { addRoom(number) }
  }

  private mutating func addRoom(_ number: Int) {
    let community = Self.communities[[0, 0, 1, 1, 2][number % 5]]
    let code = "\(community)-\(1 + number / 40)-\(100 + number)"
    let floor = 1 + dice.roll(18)
    let kind = dice.pick(["residence", "residence", "residence", "residence", "shop", "office"])
    let isUnsold = number % 11 == 7
    // Some owners hold the room before theirs, too, which lies in another community now and then.
    let owner = "K\(number % 7 == 3 ? number - 1 : number)"
    let status = isUnsold ? "unsold" : dice.pick(["occupied", "occupied", "occupied", "vacant"])
    let heads = status == "occupied" ? dice.roll(8) : 0
    rooms.append((code, community))
    roomRows +=
      "\(code),\(community),\(1 + number / 40),1,\(floor),\(number),\(kind),"
      + "\(decimal(3_000 + dice.roll(15_000))),\(status),\(heads),"
      + (isUnsold ? ",,\n" : "2025-06-01,\(owner),Owner \(owner)\n")
    if !isUnsold, number % 7 != 3, dice.happens(1, of: 4) {
      customerRows += "\(owner),Owner \(owner),,,,Bank,\(622_202_100_000_000 + number),M\(number)\n"
    }
    if !isUnsold, dice.happens(1, of: 5) {
      customerRows += "T\(number),Tenant \(number),\(code),tenant,2025-09-01,,,\n"
    }
    let due = 1 + dice.roll(31)
    charge(room: code, "WYF", dice.pick(["TW", "TW", "TX"]), "owner,1,advance,\(due),,,")
    if dice.happens(1, of: 4) {
      charge(room: code, "TCF", "TT", "occupant,3,advance,\(due),\(dice.pick(["", "200.5"])),,")
    }
    if dice.happens(1, of: 3) {
      charge(room: code, "LJ", "TL", "occupant,\(dice.pick([2, 6])),arrears,15,,,")
    }
    if dice.happens(1, of: 3) { charge(room: code, "DT", "TF", "owner,1,advance,,,0.7,") }
    if dice.happens(1, of: 5) { charge(room: code, "DS", "TA", "occupant,1,advance,10,,,") }
    if dice.happens(1, of: 2) {
      charge(room: code, "SF", "TS", "occupant,1,arrears,\(due),,,")
      charge(room: code, "PWF", "TP", "occupant,1,arrears,\(due),,,")
      let initial = dice.happens(1, of: 3) ? 99_900 + dice.roll(90) : dice.roll(80_000)
      add(
        RandomMeter(
          code: "W-\(number)", place: code, fee: "SF", digits: 5, usual: 15,
          truth: initial, shown: initial, readOn: first.adding(-1)))
    }
    if dice.happens(1, of: 5) {
      charge(room: code, "DF", "TD", "owner,1,arrears,\(due),,,")
      let initial = dice.roll(9_999)
      add(
        RandomMeter(
          code: "E-\(number)", place: code, fee: "DF", digits: 4, usual: 60,
          truth: initial, shown: initial, readOn: first.adding(-1)))
    }
  }

  private mutating func charge(
    room: String, scope: String = "", _ fee: String, _ tariff: String, _ rest: String
  ) {
    chargeRows += "\(room),\(scope),\(fee),\(tariff),2026-01-01,\(rest)\n"
  }

  private mutating func add(_ meter: RandomMeter) {
    meters.append(meter)
    let place = meter.isShared ? ",\(meter.place)" : "\(meter.place),"
    let multiplier = meter.fee == "DF" ? 40 : 1
    meterRows +=
      "\(meter.code),\(place),\(meter.fee),\(multiplier),\(meter.digits),"
      + "\(meter.size / 3 * multiplier),\(meter.readOn),\(meter.shown)\n"
  }
}
