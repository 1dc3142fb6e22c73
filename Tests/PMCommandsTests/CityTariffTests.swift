// Tariffs in steps as cities publish them, from readings to bills, with the arithmetic.
import Testing

@Suite("tariffs of cities")
struct CityTariffTests {
  /// A tariff in versions, the readings of one meter from 0 on 2025-12-31, and the bill of each.
  struct City: Sendable, CustomTestStringConvertible {
    let name: String
    /// valid_from,method,price,tiers,tier_reset,heads,per_head
    let versions: [String]
    let persons: Int
    /// read_on and reading.
    let readings: [String]
    let amounts: [String]
    var testDescription: String { name }
  }

  // 北京市居民用水阶梯水价表 (京发改〔2014〕865号, from 2014-05-01; table at bj.gov.cn): a year's
  // 0–180 m³ at 5.00, 181–260 at 7.00, above at 9.00; 执行居民水价的非居民用户 6.00. A household of six or
  // more has 30 m³ a person above five more in each step.
  private static let beijing = "2014-05-01,tiered,,180:5.00 260:7.00 *:9.00,year,5,30"
  // Shanghai from 2013-08-01 (Shanghai Development and Reform Commission; Xinhua 2013-07-30): a year's
  // 220 m³ at 3.45, to 300 at 4.83, above at 5.83; five persons or more: 100 m³ more.
  private static let shanghai = "2013-08-01,tiered,,220:3.45 300:4.83 *:5.83,year,,"
  private static let shanghaiOfFive = "2013-08-01,tiered,,320:3.45 400:4.83 *:5.83,year,,"
  // Shenzhen, a month's electricity (深圳市居民阶梯电价): May to October 260 kWh at 0.66286875, to 600 at 0.05
  // more, above at 0.30 more; November to April the steps are 200 and 400. Each half year is a version.
  // A household of five has 100 kWh more in each step.
  private static let prices = (first: "0.66286875", second: "0.71286875", third: "0.96286875")
  private static func shenzhen(_ persons: String = ",") -> [String] {
    [("2025-11-01", 200, 400), ("2026-05-01", 260, 600), ("2026-11-01", 200, 400)].map {
      "\($0.0),tiered,,\($0.1):\(prices.first) \($0.2):\(prices.second) *:\(prices.third),period,\(persons)"
    }
  }

  static let cities = [
    City(
      name: "Beijing, water, three persons", versions: [beijing], persons: 3,
      readings: ["2026-04-30,100", "2026-08-31,200", "2026-12-31,300", "2027-04-30,320"],
      amounts: [
        "500.00",  // 100 × 5
        "540.00",  // to 180: 80 × 5 = 400; 20 × 7 = 140
        "780.00",  // to 260: 60 × 7 = 420; 40 × 9 = 360; the year: 900 + 560 + 360 = 1820
        "100.00",  // a new year: 20 × 5
      ]),
    City(
      name: "Beijing, water, seven persons: 240 and 320", versions: [beijing], persons: 7,
      readings: ["2026-04-30,100", "2026-08-31,200", "2026-12-31,330"],
      amounts: [
        "500.00",  // 100 × 5
        "500.00",  // 200 is within 180 + 2 × 30
        "850.00",  // to 240: 40 × 5 = 200; to 320: 80 × 7 = 560; 10 × 9 = 90
      ]),
    City(
      name: "Beijing, water, a school", versions: ["2014-05-01,per_unit,6.00,,,,"], persons: 0,
      readings: ["2026-04-30,312.5"], amounts: ["1875.00"]),  // 312.5 × 6
    City(
      name: "Shanghai, water, three persons", versions: [shanghai], persons: 3,
      readings: ["2026-06-30,150", "2026-12-31,350"],
      amounts: [
        "517.50",  // 150 × 3.45
        "919.40",  // 70 × 3.45 = 241.50; 80 × 4.83 = 386.40; 50 × 5.83 = 291.50
      ]),
    City(
      name: "Shanghai, water, five persons", versions: [shanghaiOfFive], persons: 5,
      readings: ["2026-06-30,150", "2026-12-31,350"],
      amounts: ["517.50", "731.40"]),  // 170 × 3.45 = 586.50; 30 × 4.83 = 144.90
    City(
      name: "Shenzhen, electricity, three persons", versions: shenzhen(), persons: 3,
      readings: [
        "2026-04-30,450", "2026-05-31,900", "2026-06-30,1160", "2026-07-31,1860",
        "2026-10-31,1960", "2026-11-30,2160.5",
      ],
      amounts: [
        "323.29",  // winter: 132.57375 + 200 × 0.71286875 = 142.57375 + 50 × 0.96286875 = 48.1434375
        "307.79",  // summer: 260 × 0.66286875 = 172.345875 + 190 × 0.71286875 = 135.4450625
        "172.35",  // 172.345875
        "511.01",  // 172.345875 + 340 × 0.71286875 = 242.375375 + 96.286875
        "66.29",  // one interval of three months has the steps of one: 100 × 0.66286875
        "132.93",  // 132.57375 + 0.5 × 0.71286875 = 0.356434375
      ]),
    City(
      name: "Shenzhen, electricity, five persons: 300 and 500", versions: shenzhen("4,100"),
      persons: 5, readings: ["2026-04-30,450"],
      amounts: ["305.79"]),  // 300 × 0.66286875 = 198.860625; 150 × 0.71286875 = 106.9303125
  ]

  @Test("a bill is what the city's table gives", arguments: cities)
  func bills(city: City) throws {
    var tariffs = "code,fee,valid_from,method,price,tiers,tier_reset,heads,per_head\n"
    for version in city.versions { tariffs += "T,SF,\(version)\n" }
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,Garden\n"), ("fee", "code,name,class\nSF,Supply,metered\n"),
      ("tariff", tariffs),
      (
        "room",
        "code,community,status,household_size,owner_code,owner_name\nA-1,HY,occupied,\(city.persons),K1,One\n"
      ),
      ("charge", "room,fee,tariff,from\nA-1,SF,T,2026-01-01\n"),
      ("meter", "code,room,fee,installed_on,initial\nM,A-1,SF,2025-12-31,0\n"),
      (
        "meter read",
        "meter,read_on,reading\n" + city.readings.map { "M,\($0)\n" }.joined()
      ),
    ])
    for reading in city.readings {
      estate.run("bill", "run", "--period", String(reading.prefix(7)), "--quiet")
    }
    let billed = estate.table(["bill", "list"]).rows.map { $0["amount"] ?? "" }
    #expect(billed == city.amounts)
    estate.expectSound()
  }
}
