// `pm bill explain`: every value on the way to a line.
import Testing

@Suite("Explaining a bill")
struct BillExplainTests {
  @Test("a line through the blocks of the year shows readings, use before, blocks, rounding and tax")
  func tiers() {
    let estate = Estate(BillRunTests.estate)
    estate.take("charge", "room,fee,tariff,from,timing\n1-01,SF,S1,2026-01-01,arrears\n")
    estate.take("meter", "code,room,fee,installed_on,initial\nW1,1-01,SF,2026-08-31,0\n")
    estate.take("meter read", "meter,read_on,reading\nW1,2026-09-30,8\nW1,2026-10-31,14\n")
    estate.run("bill", "run", "--period", "2026-09")
    estate.run("bill", "run", "--period", "2026-10")
    #expect(
      estate.run("bill", "explain", "B0000002").output == """
        step,meaning,value
        room,room,1-01
        customer,debtor,K1
        fee,fee,"SF, 2026-10"
        charge,charge,"on the room, 2026-01-01, payer owner, every 1 month, arrears"
        tariff,tariff,"S1, version of 2020-01-01, tiered"
        days,days,2026-10-01 – 2026-10-31
        readings,readings,8 (2026-09-30) → 14 (2026-10-31) × 1
        quantity,quantity,6
        used_before,used before in the year,8
        block,block 0 – 10,2 × 1 = 2
        block,block 10 – ∞,4 × 2 = 8
        factor,factor,1
        exact,exact amount,10
        rounding,rounding,half_up to 0.01
        amount,amount,10.00
        tax,tax contained,10.00 × 0.03 ÷ (1 + 0.03) = 30/103 ≈ 0.29126214 → 0.29
        issued_on,issued,2026-11-01
        due_on,due,2026-11-30

        """)
  }

  @Test("in Chinese no word of the records is left in English")
  func chinese() {
    let estate = Estate(BillRunTests.estate)
    estate.take("charge", "room,fee,tariff,from,timing,payer\n1-01,WYF,W1,2026-01-01,arrears,occupant\n")
    estate.run("bill", "run", "--period", "2026-09")
    let explained = estate.run("bill", "explain", "B0000001", "--lang", "zh").output
    for words in ["付款方 使用人，每 1 个月，后收", "起的版本，单价×面积", "四舍五入，到 0.01"] {
      #expect(explained.contains(words), "\(explained)")
    }
    for word in ["occupant", "arrears", "per_area", "half_up"] { #expect(!explained.contains(word)) }
  }

  @Test("the last part of a split line shows the residue that it took over")
  func residue() {
    let estate = Estate(BillRunTests.estate)
    estate.take("room", "code,community,floor_area\n1-01,HY,102.50\n")
    estate.take(
      "customer", "code,name,room,role,from,to\nK1,业主甲,1-01,owner,,2026-10-15\nK9,新业主,1-01,owner,2026-10-16,\n")
    estate.take("charge", "room,fee,tariff,from,price\n1-01,WYF,W1,2026-01-01,2.80\n")
    estate.run("bill", "run", "--period", "2026-10")
    let explained = estate.run("bill", "explain", "B0000002").output
    // 287.00 × 16/31 = 148.129; 287.00 − 138.87 = 148.13 anyway, so nothing was left to take over.
    #expect(explained.contains("exact,exact amount,4592/31 ≈ 148.12903226\n"))
    #expect(explained.contains("amount,amount,148.13\n"))
  }

  @Test("records that changed since are told, and the posted amount stands")
  func changed() {
    let estate = Estate(BillRunTests.estate)
    estate.take("charge", "room,fee,tariff,from\n1-01,WYF,W1,2026-01-01\n")
    estate.run("bill", "run", "--period", "2026-10")
    estate.take("room", "code,community,floor_area\n1-01,HY,90\n")
    let explained = estate.run("bill", "explain", "B0000001")
    #expect(
      explained.messages
        == "warning: the records have changed since: the bill says 200.00, they now make 180.00\n")
  }

  @Test("a line that was billed late shows its own days")
  func late() {
    let estate = Estate(BillRunTests.estate)
    estate.take("charge", "room,fee,tariff,from,timing,due_day\n1-01,WYF,W1,2026-01-01,advance,10\n")
    estate.run("bill", "run", "--period", "2026-07", "--as-of", "2026-08-01")
    let explained = estate.run("bill", "explain", "B0000001").output
    #expect(explained.hasSuffix("issued_on,issued,2026-08-01\ndue_on,due,2026-08-01\n"), "\(explained)")
  }

  @Test("a period that is further off than next month is billed with a warning")
  func future() {
    let estate = Estate(BillRunTests.estate)
    func messages(_ period: String, _ options: String...) -> String {
      estate.run(as: "tester", ["bill", "run", "--period", period] + options, today: "2026-11-22").messages
    }
    #expect(messages("2027-01").contains("period 2027-01 is later than the month after today, 2026-11-22"))
    #expect(messages("2027-01", "--lang", "zh").contains("账期 2027-01 晚于今天（2026-11-22）的下一个月"))
    #expect(!messages("2026-12").contains("later than"))
  }

  @Test("an unknown number is not found")
  func unknown() {
    let explained = Estate(BillRunTests.estate).run("bill", "explain", "B0000009")
    #expect(explained.status == 66)
    #expect(explained.messages == "pm: there is no bill \"B0000009\"\n")
  }
}
