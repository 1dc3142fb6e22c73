// The key figures of handovers, open days, sales, activities and working time, from files to figures.
import Testing

@Suite("Key figures of homes and working time")
struct KpiHomeTests {
  private static let orgs = """
    code,kind,name,parent
    C,company,示例公司,
    T,centre,示例中心,C
    U,centre,二中心,C
    HY,community,花园,T
    """
  private static let rooms = """
    code,community,building,unit,number,kind,floor_area,finish,delivered_on,status,product
    1,HY,1,1,1,residence,80,shell,2026-09-01,occupied,高层
    2,HY,1,1,2,residence,80,furnished,2026-09-10,occupied,高层
    3,HY,1,1,3,residence,80,shell,2026-03-31,occupied,洋房
    4,HY,1,1,4,residence,80,,2026-09-30,occupied,
    """
  private static let header =
    "number,kind,category,room,created_at,accepted_at,finished_at,valid,occasion,state\n"

  private func estate(_ tickets: String, callbacks: String = "") -> Estate {
    let estate = Estate([("org", Self.orgs), ("room", Self.rooms)])
    #expect(estate.take("ticket", Self.header + tickets).status == 0)
    if !callbacks.isEmpty {
      estate.take("callback", "ticket,called_at,reached,score\n" + callbacks)
    }
    return estate
  }

  /// `numerator/denominator value target met` of a figure, by groups.
  private func figures(_ estate: Estate, _ id: String, _ options: String...) -> [String] {
    let ran = estate.run(["report", "kpi", "--format", "csv"] + options)
    #expect(ran.status == 0, "\(ran.messages)")
    var found: [String] = []
    for line in ran.output.split(separator: "\n") {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count > 7, cells[1] == id else { continue }
      found.append(cells[0] + " " + cells[3] + "/" + cells[4] + " " + cells[5...7].joined(separator: " "))
    }
    return found
  }

  private let defects = """
    A,repair,,1,2026-09-01 10:00,,2026-10-16 23:00,,handover,
    B,repair,,1,2026-09-02 10:00,,2026-10-17 00:00,,handover,
    C,repair,,2,2026-09-10 10:00,,,,handover,
    D,repair,,2,2026-09-10 10:00,,,no,handover,
    E,complaint,,2,2026-09-10 10:00,,,,handover,
    F,repair,,3,2026-03-31 00:00,,2026-04-02 10:00,,,
    G,repair,,3,2026-09-30 23:59,,,,,
    H,repair,,3,2026-10-01 00:00,,,,,
    """

  @Test("a shell bears half the defects of a furnished home")
  func handover() {
    let estate = estate(defects)
    let id = "repairs_per_household_handover"
    // Three homes: a shell, a furnished one, one of which it is not said: 2.3 × (1 + 2 + 2) ÷ 6.
    #expect(
      figures(estate, id, "--period", "2026-09", "--as-of", "2026-11-30")
        == ["all 3/3 1.0000 1.91666667 yes"])
    #expect(
      figures(estate, id, "--period", "2026-09", "--as-of", "2026-11-30", "--by", "finish")
        == ["furnished 1/1 1.0000 2.3 yes", "shell 2/1 2.0000 1.15 no", " 0/1 0.0000 2.3 yes"])
  }

  @Test("day 46 begins 46 days after the handover; what is finished before counts no more")
  func backlog() {
    let estate = estate(defects)
    // Room 1: 17 October begins with B open; room 2: 26 October with C open.
    #expect(
      figures(estate, "rework_backlog_45d", "--period", "2026-10", "--as-of", "2026-11-30")
        == ["all 2/1 2.0000 30 yes"])
    #expect(
      figures(estate, "rework_backlog_45d", "--period", "2026-10", "--as-of", "2026-10-20")
        == ["all 1/1 1.0000 30 yes"])
  }

  @Test("half a year ends on the same day of the month, or on its last")
  func halfYear() {
    let estate = estate(defects)
    #expect(
      figures(
        estate, "repairs_per_household_half_year", "--period", "2026-09", "--as-of", "2026-11-30")
        == ["all 2/1 2.0000 3 yes"])
    #expect(
      figures(
        estate, "repairs_per_household_half_year", "--period", "2026-10", "--as-of", "2026-11-30")
        == ["all 0/0  6 "])
  }

  @Test("open days, drawings and sales count by the ticket's occasion")
  func occasions() {
    let estate = estate(
      """
      A,suggestion,,,2026-09-20 10:00,2026-09-21 10:00,,,open-day,
      B,suggestion,,,2026-09-20 10:00,,,,open-day,
      C,repair,,1,2026-09-20 10:00,,2026-09-22 10:00,,open-day,
      D,repair,,1,2026-09-20 10:00,,,,open-day,cancelled
      E,repair,,2,2026-09-20 10:00,,,,drawing,
      F,repair,,2,2026-09-09 10:00,,,,drawing,
      G,service,,1,2026-09-01 10:00,,2026-09-01 12:00,,sales,
      """,
      callbacks: "G,2026-09-02 10:00,yes,5\nG,2026-09-03 10:00,yes,2\nG,2026-09-04 10:00,no,")
    let words = ["--period", "2026-09", "--as-of", "2026-09-30"]
    func figure(_ id: String) -> String {
      figures(estate, id, words[0], words[1], words[2], words[3]).first ?? ""
    }
    #expect(figure("open_day_reply_rate") == "all 1/2 0.5000 1 no")
    #expect(figure("open_day_rectification") == "all 1/1 1.0000 1 yes")
    // F was found before the handover.
    #expect(figure("drawing_accuracy") == "all 3/4 0.7500 0.99 no")
    #expect(figure("sales_callback_satisfaction") == "all 1/2 0.5000 0.95 no")
    #expect(figure("sales_grievance") == "all 1/2 0.5000 0.02 no")
    let explained = estate.run(["report", "kpi", "--explain", "drawing_accuracy"] + words).output
    #expect(explained.contains("all,drawing_accuracy,numerator,household,2,2,2026-09-10,0\n"))
    #expect(
      estate.take("ticket", "number,kind,created_at,occasion\nZ,repair,2026-09-01 10:00,openday")
        .messages.contains("open-day"))
  }

  @Test("a product type is called back when five of its households are")
  func products() {
    let estate = Estate([("org", Self.orgs)])
    var rooms = "code,community,kind,delivered_on,status,product\n"
    var tickets = Self.header
    var calls = "ticket,called_at,reached,score\n"
    for place in 1...9 {
      rooms += "\(place),HY,residence,2026-01-01,occupied,\(place <= 5 ? "高层" : "洋房")\n"
      tickets += "W\(place),repair,,\(place),2026-09-01 10:00,,2026-09-01 12:00,,,\n"
      calls += "W\(place),2026-09-02 10:00,yes,\n"
    }
    estate.take("room", rooms)
    estate.take("ticket", tickets)
    estate.take("callback", calls)
    let words = ["--period", "2026-09", "--as-of", "2026-09-30"]
    #expect(
      figures(estate, "product_callback_coverage", words[0], words[1], words[2], words[3])
        == ["all 1/2 0.5000 1 no"])
    #expect(
      estate.run(["report", "pivot", "--rows", "product", "--period", "2026-09"]).output
        .contains("洋房,4"))
  }

  @Test("activities count by centre and quarter, visits by assistant and month")
  func relations() {
    let estate = Estate([("org", Self.orgs), ("room", Self.rooms)])
    estate.take(
      "activity",
      "code,name,org,held_on\n1,a,T,2026-07-01\n2,b,HY,2026-09-30\n3,c,U,2026-10-01\n4,d,U,\n")
    estate.take(
      "visit",
      """
      assistant,visited_at,room
      甲,2026-08-01 10:00,1
      甲,2026-08-02 10:00,1
      甲,2026-09-01 10:00,1
      乙,2026-09-01 10:00,1
      """)
    let range = ["--from", "2026-07-01", "--to", "2026-09-30", "--as-of", "2026-12-31"]
    func figures(_ id: String, _ options: String...) -> [String] {
      let words = range + options
      return words.count == 6
        ? self.figures(estate, id, words[0], words[1], words[2], words[3], words[4], words[5])
        : self.figures(
          estate, id, words[0], words[1], words[2], words[3], words[4], words[5], words[6],
          words[7])
    }
    #expect(figures("activities_per_quarter") == ["all 2/2 1.0000 1 yes"])
    #expect(
      figures("activities_per_quarter", "--by", "centre")
        == ["T 2/1 2.0000 1 yes", "U 0/1 0.0000 1 no"])
    // Three households by the month and assistant; two assistants and three months.
    #expect(figures("visits_per_assistant") == ["all 3/6 0.5000 20 no"])
  }

  @Test("the service level's calendar and the suspension of a ticket stop the clock")
  func workingTime() {
    let estate = Estate([("org", Self.orgs), ("room", Self.rooms)])
    let hours = Array(repeating: "09:00-17:00", count: 5).joined(separator: ",")
    estate.take("calendar", "code,monday,tuesday,wednesday,thursday,friday\nSTD,\(hours)\n")
    estate.take(
      "sla", "kind,respond_minutes,finish_minutes,callback_minutes,calendar\ncomplaint,60,480,60,STD\n")
    // A Friday afternoon: an hour is over on Monday at 9:30.
    estate.take(
      "ticket",
      Self.header + """
        A,complaint,,,2026-10-16 16:30,2026-10-19 09:30,,,,
        B,complaint,,,2026-10-16 16:30,2026-10-19 09:31,,,,
        C,complaint,,,2026-10-16 16:30,,,,,
        """)
    func figure(_ id: String, _ asOf: String) -> String {
      figures(estate, id, "--period", "2026-10", "--as-of", asOf).first ?? ""
    }
    let reply = "complaint_reply_timeliness"
    #expect(figure(reply, "2026-10-18") == "all 0/0  1 ")
    #expect(figure(reply, "2026-10-19") == "all 1/3 0.3333 1 no")

    // A live ticket: its terms are those of its creation, and it stands still while suspended.
    estate.run("sla", "add", "kind=repair", "finish_minutes=60")
    estate.run("ticket", "add", "kind=repair", "--at", "2026-10-20 09:00")
    estate.run("sla", "set", "repair,,", "finish_minutes=1")
    for (verb, at) in [("dispatch", "09:10"), ("accept", "09:20"), ("suspend", "09:30")] {
      let receiver = verb == "dispatch" ? ["--assignee", "甲"] : []
      #expect(
        estate.run(["ticket", verb, "WX-202610-0001", "--at", "2026-10-20 \(at)"] + receiver).status == 0)
    }
    #expect(figure("repair_timeliness", "2026-10-25") == "all 0/0   ")
    for (verb, at) in [("resume", "09:00"), ("finish", "09:30")] {
      #expect(estate.run("ticket", verb, "WX-202610-0001", "--at", "2026-10-26 \(at)").status == 0)
    }
    #expect(figure("repair_timeliness", "2026-10-26") == "all 1/1 1.0000  ")
    #expect(figure("repair_timeliness", "2026-10-25") == "all 0/0   ")
  }

  @Test("arrears recovered are those of the collection report")
  func arrears() {
    let estate = Estate([
      ("org", Self.orgs), ("room", Self.rooms),
      ("customer", "code,name,kind,room,role,from\nK1,甲,person,1,owner,2024-01-01\nK2,乙,person,2,owner,2024-01-01\n"),
      ("fee", "code,name,class\nWYF,物业费,recurring\n"),
      ("tariff", "code,fee,valid_from,method,price\nW,WYF,2024-01-01,per_area,1.00\n"),
      ("charge", "scope,fee,tariff,from,due_day\nHY,WYF,W,2026-07-01,15\n"),
    ])
    for period in ["2026-07", "2026-08", "2026-09"] { estate.run("bill", "run", "--period", period) }
    estate.take(
      "payment",
      """
      customer,paid_on,method,amount,reference
      K1,2026-08-05,bank,80,a
      K1,2026-09-10,bank,30,b
      K2,2026-10-05,bank,100,c
      """)
    let range = ["--from", "2026-09-01", "--to", "2026-09-30", "--as-of", "2026-10-31"]
    let collected = estate.run(["report", "collection", "--by", "community"] + range).output
    let cells = collected.split(separator: "\n")[1].split(separator: ",")
    #expect(
      figures(estate, "arrears_recovery", range[0], range[1], range[2], range[3], range[4], range[5])
        == ["all \(cells[6])/\(cells[5]) \(cells[7])  "])
    #expect(cells[5] == "240.00" && cells[6] == "130.00", "\(collected)")
  }
}
