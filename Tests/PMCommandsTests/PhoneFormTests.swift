// A mobile number is one number, however it is written: it is stored plain, and found.
import PMCore
import PMStore
import Testing

@Suite("Ways to write a telephone number")
struct PhoneFormTests {
  /// What is stored of `text`; nil where it is refused.
  private func stored(_ text: String, placeholders: Set<String> = []) -> String? {
    let context = CellContext(placeholders: placeholders)
    return withBytes(of: text) { bytes in
      guard case .text(let kept) = PhoneKind().parse(bytes, context) else { return nil }
      return String(decoding: kept, as: UTF8.self)
    }
  }

  @Test(
    "a mobile number is stored as its eleven digits",
    arguments: [
      "13812345678", "138-1234-5678", "138 1234 5678", "1381234 5678", "138-12345678", "+8613812345678",
      "+86 138 1234 5678",
      "+86-138-1234-5678", "(+86) 13812345678", "(138)1234-5678", "8613812345678", "008613812345678",
      "0086 138 1234 5678", "１３８－１２３４－５６７８",
      "＋８６　１３８１２３４５６７８",
    ])
  func mobile(text: String) {
    // A blank of full width is no part of a number.
    if text.contains("\u{3000}") { #expect(stored(text) == nil) } else { #expect(stored(text) == "13812345678") }
    #expect(PhoneKind.plain(text) == "13812345678" || !text.allSatisfy(\.isASCII))
  }

  @Test(
    "land lines, service numbers, short numbers and several in one cell stay as they are",
    arguments: [
      "0755-83214567", "0755 83214567", "(0755)83214567", "075583214567", "010-88886666", "+86-755-83214567",
      "400-820-8820", "4008208820",
      "10086", "95588", "0755-83214567-802", "13812345678/13912345678", "138-1234-5678, 139-1234-5678", "128-1234-5678",
      "138-1234-56789", "8713812345678", "+1 212 555 0100", "+1 (415) 555-0100", "+1-415-555-0100", "+14155550100",
      "1-800-555-1234", "1 (800) 555-1234", "1800-555-1234",
    ])
  func others(text: String) {
    #expect(stored(text) == text)
    #expect(PhoneKind.plain(text) == text)
  }

  @Test("a placeholder is one with hyphens, too, and a mask stays a mask")
  func placeholders() {
    #expect(stored("189-9999-9999", placeholders: ["18999999999"]) == nil)
    #expect(stored("189-9999-9999") == "18999999999")
    #expect(stored("189****9999") == nil)
  }

  private let ways = ["13812345678", "138-1234-5678", "+8613812345678", "138 1234 5678", "0086-138-1234-5678"]

  @Test("the owner of several rooms is one customer, however his phone is written in the sheet")
  func owner() {
    let estate = Estate([("org", "code,kind,name\nHY,community,Garden\n")])
    let rows = ways.enumerated().map { "X\($0 + 1),HY,王伟,\($1)\n" }.joined()
    let ran = estate.take("room", "code,community,owner_name,owner_phone\n" + rows)
    #expect(ran.status == 0 && ran.messages.contains("1 customer created"), "\(ran.messages)")
    #expect(
      estate.run("customer", "list", "--columns", "code,phone", "--reveal").output
        == "code,phone\nC000001,13812345678\n")
    let other = estate.take("room", "code,community,owner_name,owner_phone\nX9,HY,王伟,139-1234-5678\n")
    #expect(other.messages.contains("1 customer created"), "\(other.messages)")
    // What comes out comes in again unchanged, masked or whole.
    for reveal in [[], ["--reveal"]] {
      let out = estate.run(["customer", "list", "--columns", "code,name,phone"] + reveal).output
      #expect(estate.take("customer", out).messages == "import: 0 created, 0 updated, 2 unchanged, 0 rejected\n")
    }
  }

  /// The number of all customers as an older version kept it.
  private func keep(_ phone: String, in estate: Estate) throws {
    let database = try Database.open(estate.database, mode: .readWrite, lockWait: .seconds(5))
    try database.execute("UPDATE customer SET phone = '\(phone)'")
  }

  @Test("what was stored with hyphens, blanks or +86 is found by the plain number")
  func kept() throws {
    for way in ["138-1234-5678", "138 1234 5678", "+8613812345678"] {
      let estate = Estate([
        ("org", "code,kind,name\nHY,community,Garden\n"), ("room", "code,community\nX1,HY\n"),
        ("customer", "code,name,phone,room\nK1,王伟,13812345678,X1\n"),
      ])
      try keep("\(way)", in: estate)
      let sheet = estate.take("room", "code,community,owner_name,owner_phone\nX2,HY,王伟,138-1234-5678\n")
      #expect(sheet.status == 0 && !sheet.messages.contains("1 customer created"), "\(way): \(sheet.messages)")
      #expect(estate.run("occupancy", "list", "--where", "room=X2", "--columns", "customer").output == "customer\nK1\n")
    }
  }

  @Test("a payment finds its payer by his phone, however either is written")
  func payer() throws {
    for (place, way) in ways.enumerated() {
      let estate = Estate([
        ("org", "code,kind,name\nHY,community,Garden\n"), ("room", "code,community\nX1,HY\n"),
        ("customer", "code,name,phone,room\nK1,王伟,\(way),X1\n"),
      ])
      if place == 1 { try keep("138-1234-5678", in: estate) }
      let paid = estate.take(
        "payment",
        "paid_on,method,amount,reference,payer_phone\n"
          + ways.enumerated().map { "2026-01-05,bank,1.00,R\($0),\($1)\n" }.joined())
      #expect(paid.status == 0, "\(paid.messages)")
      #expect(
        estate.run("payment", "list", "--columns", "payer").output == "payer\n" + ways.map { _ in "K1\n" }.joined(),
        "\(way)")
    }
  }
}
