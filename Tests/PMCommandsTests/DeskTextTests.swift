// What `pm help masking` says of free text: which numbers of people are masked in it, and what is shown.
import PMCore
import Testing

@Suite("Free text of the desk")
struct DeskTextTests {
  /// A mobile number, a land line, a resident ID number and a card; a mail address and a WeChat name.
  private static let said = "打13987654321或0755-26661234，证44010619900101001X，卡6222029876543210987，信a@b.cn，微信wx_lee，一三九"
  private static let shown = "打139****4321或0755-****1234，证440***********001X，卡622************0987，信a@b.cn，微信wx_lee，一三九"

  private let estate = Estate(Estate.twoCommunities)

  /// What is typed into each column of free text that the desk writes.
  private func fill() {
    let ticket = "WX-202610-0001"
    for words in [
      [
        "ticket", "add", "kind=repair", "room=1-1-0101", "summary=\(Self.said)", "detail=\(Self.said)", "--remark",
        Self.said,
        "--at", "2026-10-01 09:00",
      ],
      ["ticket", "dispatch", ticket, "--assignee", "乙", "--remark", Self.said], ["ticket", "accept", ticket],
      ["ticket", "finish", ticket, "--cause", Self.said, "--measure", Self.said],
      ["callback", "add", "ticket=\(ticket)", "comment=\(Self.said)"],
      [
        "visit", "add", "assistant=乙", "visited_at=2026-10-02 09:00", "room=1-1-0101", "comment=\(Self.said)",
        "measure=\(Self.said)",
      ],
      ["log", "add", "subject=\(Self.said)", "text=\(Self.said)", "output=\(Self.said)"],
      [
        "nonconformity", "add", "description=\(Self.said)", "owner=乙", "root_cause=\(Self.said)",
        "correction=\(Self.said)",
        "corrective_action=\(Self.said)", "preventive_action=\(Self.said)",
      ],
      ["notice", "queue", "template=x", "staff=乙", "text=\(Self.said)"],
      ["material", "add", "ticket=\(ticket)", "name=管", "quantity=1", "note=\(Self.said)"],
    ] {
      let ran = estate.run(words)
      #expect(ran.status == 0, "\(words): \(ran.messages)")
    }
  }

  @Test("in each column of free text numbers of people are masked, and what pm help masking excepts is shown")
  func columns() {
    fill()
    for record in [
      Ticket.record, TicketEvent.record, Callback.record, Visit.record, WorkLog.record, Nonconformity.record,
      Notice.record, Material.record,
    ] {
      var shown = 0
      for column in record.columns where column.isProse {
        for format in ["csv", "json", "table", "html"] {
          let list = estate.run(record.name, "list", "--columns", column.name, "--format", format).output
          if list.contains(Self.shown) { shown += 1 }
          #expect(
            !list.contains("13987654321") && !list.contains("26661234"), "\(record.name) \(column.name) \(format)")
        }
      }
      #expect(shown > 0 && shown.isMultiple(of: 4), "\(record.name)")
    }
  }

  @Test("so they are in papers, lists of what is due, the journal and exports; whole where it is asked for")
  func elsewhere() {
    fill()
    for words in [
      ["ticket", "form", "WX-202610-0001", "--form", "dispatch"],
      ["ticket", "form", "WX-202610-0001", "--form", "callback"],
      ["ticket", "show", "WX-202610-0001"], ["log", "due", "--as-of", "2026-12-31"], ["audit", "list"],
      ["audit", "show", "ticket", "WX-202610-0001"], ["export", "records", "ticket"], ["callback", "list"],
    ] {
      let ran = estate.run(words)
      #expect(ran.status == 0, "\(words): \(ran.messages)")
      #expect(!ran.output.contains("13987654321") && !ran.output.contains("3210987654"), "\(words): \(ran.output)")
    }
    #expect(estate.run("ticket", "list", "--columns", "summary", "--reveal").output.contains(Self.said))
  }
}
