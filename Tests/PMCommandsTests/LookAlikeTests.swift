// Codes, references and figures that look like somebody's telephone are shown as they are.
import PMCore
import Testing

@Suite("Codes that look like telephones")
struct LookAlikeTests {
  private static let community = "13700001111"
  private static let room = "13987654321"
  private static let customer = "13812345678"
  private static let meter = "13912345670"
  private static let reference = "13655556666"
  private static let invoice = "6222029876543210"

  private let estate = Estate([
    ("org", "code,kind,name,parent\nC,company,公司,\n\(community),community,花园,C\n"),
    ("fee", "code,name,class\nWYF,物业费,recurring\nSF,水费,metered\n"),
    ("tariff", "code,fee,valid_from,method,price\nT1,WYF,2020-01-01,fixed,139876543.21\nT2,SF,2020-01-01,per_unit,1\n"),
    (
      "room",
      "code,community,kind,floor_area,status,delivered_on,owner_code,owner_name\n\(room),\(community),residence,100,occupied,2026-01-01,\(customer),甲\n"
    ),
    (
      "charge",
      "room,fee,tariff,from,payer,timing\n\(room),WYF,T1,2026-08-01,owner,advance\n\(room),SF,T2,2026-08-01,owner,arrears\n"
    ),
    ("meter", "code,room,fee,installed_on,initial\n\(meter),\(room),SF,2026-08-01,0\n"),
    ("meter read", "meter,read_on,reading\n\(meter),2026-08-31,1398765432\n"),
  ])

  @Test("no code, reference, number of a document, amount or reading is masked, in any format")
  func shown() throws {
    for words in [
      ["meter", "confirm", Self.meter, "2026-08-31", "--reason", "x"],
      ["bill", "run", "--period", "2026-08", "--as-of", "2026-08-01"],
    ] {
      let ran = estate.run(words)
      #expect(ran.status == 0, "\(words): \(ran.messages)")
    }
    let paid = "customer,paid_on,method,amount,reference\n\(Self.customer),2026-08-05,bank,5.00,\(Self.reference)\n"
    #expect(estate.run("payment", "import", estate.file("paid.csv", paid)).status == 0)
    let invoice = "bill,invoice_no,invoice_kind,invoiced_on\nB0000001,\(Self.invoice),ordinary,2026-08-10\n"
    #expect(estate.run("bill", "invoice", estate.file("invoice.csv", invoice)).status == 0)
    let amount = "139876543.21"
    for (line, found) in [
      ("room list --columns *", [Self.room, Self.community]), ("room show \(Self.room)", [Self.room]),
      ("customer list", [Self.customer]), ("occupancy list", [Self.room, Self.customer]), ("meter list", [Self.meter]),
      ("reading list", ["1398765432"]), ("bill list --columns *", [Self.room, Self.customer, amount, Self.invoice]),
      ("invoice list", [Self.invoice]), ("payment list --columns *", [Self.customer, Self.reference]),
      ("bill explain B0000002", [Self.room, Self.customer, amount]),
      ("report arrears --as-of 2026-11-20", [Self.room, Self.customer]),
      ("report kpi --period 2026-08 --by community", [Self.community]),
      ("report usage --period 2026-08", [Self.meter, Self.room]),
      ("report collection --period 2026-08 --by room", [Self.room]),
      ("report revenue --period 2026-08 --by customer", [Self.customer]),
      ("report rollforward --period 2026-08", [amount]), ("export records bill", [Self.room, Self.customer, amount]),
      ("export ledger --for csv", [amount]),
    ] {
      for format in ["csv", "json", "table", "html"] where !line.hasPrefix("export ledger") || format == "csv" {
        let words = line.split(separator: " ").map(String.init)
        let ran = estate.run(words + (line.hasPrefix("export ledger") ? [] : ["--format", format]))
        #expect(ran.status == 0 && !ran.output.contains("****"), "\(line) \(format): \(ran.messages) \(ran.output)")
        for value in found { #expect(ran.output.contains(value), "\(line) \(format): \(value)") }
      }
    }
    for (line, found) in [
      ("customer statement \(Self.customer) --from 2026-08-01 --to 2026-10-31", [Self.customer, Self.room]),
      ("bill notice --room \(Self.room) --as-of 2026-11-20", [Self.customer, Self.room]),
      ("payment receipt P0000001 --as-of 2026-10-20", [Self.customer, Self.room, Self.reference]),
    ] {
      for format in ["table", "html"] {
        let ran = estate.run(line.split(separator: " ").map(String.init) + ["--format", format])
        #expect(ran.status == 0 && !ran.output.contains("****"), "\(line) \(format): \(ran.messages) \(ran.output)")
        for value in found { #expect(ran.output.contains(value), "\(line) \(format): \(value)") }
      }
    }
  }

  @Test("what is shown verbatim is named here, and says why: codes, numbers of documents, digests")
  func verbatim() {
    let shown = Records.all.flatMap { record in
      record.columns.filter { $0.kind is TextKind && $0.kind.mask == nil && !record.key.contains($0.name) }
        .map { "\(record.name).\($0.name)" }
    }
    let codes = [
      "tariff.basis", "fee.account", "share.basis", "bill.tariff", "bill.ended", "room.successor", "ticket.calendar",
      "sla.calendar",
      "bank-line.customer_code", "bank-line.room_code",
      // Where a room is; its code, which stands beside it, is made of them.
      "room.building", "room.unit", "room.number",
    ]
    let numbers = [
      "bill.invoice_no", "payment.receipt", "refund.reference", "refund.receipt", "opening-bill.invoice_no",
      "deposit.reference", "deduction.reference", "invoice.red_letter_of", "procedure.document",
    ]
    let digests = [
      "closing.digest", "bank-batch.layout_digest", "bank-batch.file_digest", "bank-batch.return_digest",
      "attachment.digest",
      // The file that the bank's are read by, which is read again.
      "bank-batch.layout_text",
    ]
    #expect(
      Set(shown) == Set(codes + numbers + digests), "\(Set(shown).symmetricDifference(codes + numbers + digests))")
  }
}
