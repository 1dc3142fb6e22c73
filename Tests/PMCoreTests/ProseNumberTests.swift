// Numbers of phones and people in free text: which are masked, and which are something else.
import PMCore
import Testing

@Suite("Numbers in free text")
struct ProseNumberTests {
  @Test(
    "mobile phones and resident ID numbers are masked wherever they stand",
    arguments: [
      ("请打13987654321", "请打139****4321"), ("13987654321", "139****4321"),
      ("王先生 (13987654321)，张女士：15912345678。", "王先生 (139****4321)，张女士：159****5678。"),
      ("13987654321/13912348765", "139****4321/139****8765"),
      ("13987654321,13912348765", "139****4321,139****8765"),
      ("13987654321-13912348765", "139****4321-139****8765"),
      ("139 8765 4321或139-8765-4321", "139 **** 4321或139-****-4321"),
      ("+8613987654321", "+86139****4321"), ("008613987654321", "0086139****4321"),
      ("wx13987654321 tel13987654321 TEL-13987654321 微信13987654321", "wx139****4321 tel139****4321 TEL-139****4321 微信139****4321"),
      ("身份证440106199001010013号", "身份证440***********0013号"),
      ("44010619900101001X", "440***********001X"), ("44010619900101001x转", "440***********001x转"),
      ("1.13987654321 报修", "1.139****4321 报修"), ("13987654321.", "139****4321."),
      ("到13:00打13987654321转2", "到13:00打139****4321转2"),
    ])
  func persons(text: String, shown: String) {
    #expect(maskedPersons(text) == shown)
    // What was masked is masked, and stays as it is.
    #expect(maskedPersons(shown) == shown)
  }

  @Test(
    "parts of longer numbers, codes, amounts and other runs of digits are shown",
    arguments: [
      "139876543210", "1398765432", "12987654321", "0755-26661234", "26661234",
      "WX-13987654321", "WX-202610-13987654321", "A13987654321", "13987654321B", "x_13987654321",
      "13987654321.00", "¥13987654321", "￥13987654321", "$13987654321", "13987654321元",
      "8613987654321", "1234567890123456789", "202610011234567890", "440106199013010013",
      "91350100M000100Y43", "6222029876543210987", "139 8765 43210", "139 8765-4321", "139****4321",
      "", "没有号码", "2026-10-01 09:00",
    ])
  func others(text: String) {
    #expect(maskedPersons(text) == text)
  }

  @Test("whatever stands around it, a number is masked or all of the text is as it was")
  func laws() {
    var random = Seeded(20261122)
    let pieces = ["13987654321", "440106199001010013", " ", "-", "电", "1", "A", ".", "¥", "****", "139", "8765", "4321", "+86", "X", "元"]
    for _ in 0..<5000 {
      let text = (0..<Int(random.next() % 7)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
      let shown = maskedPersons(text)
      #expect(shown.count == text.count)
      #expect(zip(text, shown).allSatisfy { $0 == $1 || $0.isNumber && $1 == "*" }, "\(text) \(shown)")
      #expect(maskedPersons(shown) == shown, "\(text)")
    }
  }
}
