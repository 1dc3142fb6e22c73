// Meters that are read and billed by nobody, and intervals in which the price changed.
import PMCommands
import Testing

@Suite("Usage that is lost or priced as a whole")
struct UnbilledMeterTests {
  private static let lost =
    "the meter was read, but the room has no charge for this fee, so that nothing of it is billed: pm charge add"

  private func estate(_ meters: String) -> Estate {
    let estate = Estate(BillRunTests.estate)
    estate.take("charge", "scope,fee,tariff,from\nHY,WYF,W1,2026-01-01\n")
    estate.take("meter", "code,room,fee,installed_on,parent\n" + meters)
    return estate
  }

  @Test("a meter whose room has no charge for its fee is told as it is read and by each run, until it has one")
  func lost() throws {
    let estate = self.estate("M1,1-01,SF,2025-12-31,\nM2,1-02,SF,2025-12-31,\nM3,2-01,SF,2025-12-31,\n")
    let file = "meter,read_on,reading\nM1,2026-01-15,3\nM1,2026-01-31,8\nM2,2026-01-31,20\nM3,2026-01-31,0\n"
    let read = estate.take("meter read", file)
    #expect(
      read.messages == """
        warning: 2 meters (M1, M2) of rooms without a charge for SF on the day of the reading, so that nothing of it is billed: pm charge add room=1-01 fee=SF tariff=… from=…
        meter read: 4 created, 0 updated, 0 unchanged, 0 rejected

        """)
    let run = estate.run("bill", "run", "--period", "2026-01")
    #expect(run.status == 0)
    #expect(
      run.messages.contains("warning: room 1-02, fee SF, meter M2, 2026-01-01 – 2026-01-31: \(Self.lost)\n"),
      "\(run.messages)")
    #expect(!run.messages.contains("M3"))
    let zh = estate.run("bill", "run", "--period", "2026-01", "--lang", "zh")
    #expect(zh.messages.contains("已抄表，但房间没有此项费用的收费设置，用量不会出账：pm charge add"))
    let added = estate.run("charge", "add", "scope=HY", "fee=SF", "tariff=S1", "from=2026-01-01")
    #expect(added.status == 0)
    let then = estate.run("bill", "run", "--period", "2026-01")
    #expect(!then.messages.contains("warning") && then.messages.contains("3 created"), "\(then.messages)")
    #expect(estate.take("meter read", "meter,read_on,reading\nM1,2026-02-28,9\n").messages.contains("warning") == false)
    let ended = estate.run("charge", "set", ",HY,SF,2026-01-01", "to=2026-02-28")
    #expect(ended.status == 0, "\(ended.messages)")
    let late = estate.take("meter read", "meter,read_on,reading\nM1,2026-03-31,10\n", "--lang", "zh")
    #expect(late.messages.contains("1 个表（M1）所在房间在抄表日没有 SF 的收费设置，用量不会出账：pm charge add room=1-01"), "\(late.messages)")
  }

  @Test("main meters, shared fees and rooms that nobody has yet are none of them; a room without any charge is one")
  func legitimate() {
    let estate = self.estate("MM,1-01,SF,2025-12-31,\nMS,1-02,SF,2025-12-31,MM\nMG,1-02,GTF,2025-12-31,\n")
    estate.take("room", "code,community,floor_area,status\n3-01,HY,50,unsold\n3-02,GC,50,occupied\n")
    estate.take("meter", "code,room,fee,installed_on\nMU,3-01,SF,2025-12-31\nMN,3-02,SF,2025-12-31\n")
    let read = estate.take(
      "meter read",
      "meter,read_on,reading\nMM,2026-01-31,30\nMS,2026-01-31,20\nMG,2026-01-31,5\nMU,2026-01-31,4\nMN,2026-01-31,4\n")
    #expect(read.messages.contains("warning: 2 meters (MN, MS) of rooms without a charge for SF"), "\(read.messages)")
    let told = estate.run("bill", "run", "--period", "2026-01").messages.split(separator: "\n")
      .filter { $0.contains(Self.lost) }
    #expect(told.count == 2 && told[0].contains("meter MS") && told[1].contains("meter MN"), "\(told)")
  }

  @Test("a price that begins between two readings is told with the line; a reading on the day before splits it")
  func prices() throws {
    let told =
      "a new price begins between the two readings, and all of it is billed at the later one; to split it: pm bill void, pm meter read of the day before the price begins, and run again"
    func metered() -> Estate {
      let estate = self.estate("M1,1-01,SF,2025-12-31,\n")
      estate.run("tariff", "add", "code=S2", "fee=SF", "valid_from=2020-01-01", "method=per_unit", "price=3")
      estate.run("charge", "add", "room=1-01", "fee=SF", "tariff=S2", "from=2026-01-01", "timing=arrears")
      return estate
    }
    let estate = metered()
    estate.run("tariff", "add", "code=S2", "fee=SF", "valid_from=2026-01-21", "method=per_unit", "price=9")
    estate.take("meter read", "meter,read_on,reading\nM1,2026-01-31,100\n")
    let plan = estate.run("bill", "run", "--period", "2026-01", "--dry-run", "--lang", "zh")
    #expect(plan.messages.contains("两次抄表之间价格有变更，全部用量按较晚的价格计费；如需分段：先 pm bill void"), "\(plan.messages)")
    let run = estate.run("bill", "run", "--period", "2026-01", "--fee", "SF")
    #expect(run.status == 0 && run.messages.contains("meter M1, 2026-01-01 – 2026-01-31: \(told)\n"), "\(run.messages)")
    #expect(try estate.rows("SELECT amount_minor FROM bill") == ["90000"])
    estate.run("bill", "void", "B0000001", "--reason", "split")
    estate.take("meter read", "meter,read_on,reading\nM1,2026-01-20,60\n")
    let split = estate.run("bill", "run", "--period", "2026-01", "--fee", "SF")
    #expect(!split.messages.contains("warning"), "\(split.messages)")
    // 60 × 3 and 40 × 9.
    #expect(try estate.rows("SELECT amount_minor FROM bill WHERE ended IS NULL ORDER BY id") == ["18000", "36000"])

    // A version that says the same as the one before is no new price; one between two that do is.
    for (price, isTold) in [("3", false), ("4", true)] {
      let same = metered()
      for (day, price) in [("2026-01-11", price), ("2026-01-21", "3")] {
        same.run("tariff", "add", "code=S2", "fee=SF", "valid_from=\(day)", "method=per_unit", "price=\(price)")
      }
      same.take("meter read", "meter,read_on,reading\nM1,2026-01-31,100\n")
      let run = same.run("bill", "run", "--period", "2026-01")
      #expect(run.status == 0 && run.messages.contains(told) == isTold, "\(run.messages)")
    }
    // Another charge with a price of its own is one; a charge that goes on as before is none.
    for (price, isTold) in [("5", true), ("", false)] {
      let other = metered()
      other.run("charge", "set", "1-01,,SF,2026-01-01", "to=2026-01-20")
      other.run(
        "charge", "add", "room=1-01", "fee=SF", "tariff=S2", "from=2026-01-21", "timing=arrears", "price=\(price)")
      other.take("meter read", "meter,read_on,reading\nM1,2026-01-31,100\n")
      #expect(other.run("bill", "run", "--period", "2026-01").messages.contains(told) == isTold)
    }
  }
}
