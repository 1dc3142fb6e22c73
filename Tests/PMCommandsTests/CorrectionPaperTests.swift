// Papers of corrected bills.
import PMCommands
import Testing

@Suite("papers of corrections")
struct CorrectionPaperTests {
  @Test("papers say of a correction what it corrects, not when it was posted")
  func papers() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.pay("100", by: "K2", on: "2026-01-12")
    estate.adjust(number, "2026-02-10", "--reissue")
    estate.adjust(try estate.lastBill(), "2026-03-10", "--reissue")
    estate.pay("50", by: "K2", on: "2026-03-11")
    let papers = [
      estate.run("customer", "statement", "K2", "--from", "2026-01-01", "--to", "2026-03-31", "--lang", "zh"),
      estate.run("bill", "notice", "--customer", "K2", "--as-of", "2026-03-20", "--lang", "zh"),
      estate.run("payment", "receipt", "P0000002", "--as-of", "2026-03-11", "--lang", "zh"),
    ].map(\.output)
    for paper in papers {
      #expect(paper.contains("Service更正"), "\(paper)")
      #expect(!paper.contains("2026-02 ") && !paper.contains("2026-03 "), "\(paper)")
    }
    #expect(papers[0].contains("Service更正 2026-01") && papers[0].contains("Service 2026-01"))
    #expect(
      estate.run("customer", "statement", "K2", "--from", "2026-01-01", "--to", "2026-03-31").output
        .contains("Service, correction 2026-01"))
  }

  @Test("a line of nothing stands in no statement, and a waiver has its words")
  func nothingOwed() {
    let estate = Estate(billed: ["2026-01"])
    estate.take(
      "charge",
      "room,fee,tariff,from,payer,timing,amount\nA-3,WYF,T1,2026-01-01,owner,advance,0\n")
    estate.run("bill", "run", "--period", "2026-02", "--quiet")
    #expect(
      estate.run("bill", "list", "--period", "2026-02", "--room", "A-3", "--columns", "amount").output
        == "amount\n0.00\n")
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.run(
      "bill", "waive", number, "--amount", "100", "--reason", "lift", "--approver", "wang", "--as-of",
      "2026-01-10")
    estate.adjust(number, "2026-02-20")
    let statement = estate.run(
      "customer", "statement", "K2", "--from", "2026-01-01", "--to", "2026-03-31"
    ).output
    for words in ["Service 2026-01", "Waiver  ", "Waiver taken back"] {
      #expect(statement.contains(words), "\(statement)")
    }
    #expect(!statement.contains("Service 2026-02"), "\(statement)")
  }
}
