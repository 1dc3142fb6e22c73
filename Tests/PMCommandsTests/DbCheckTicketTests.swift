// What tickets say of themselves against their moves: `db check` names what was edited.
import PMCommands
import PMStore
import Testing

@Suite("db check of tickets")
struct DbCheckTicketTests {
  static let damages = [
    Damage("ticket-times", set("finished_at = finished_at - 3600", 1), names: "WX-202610-0001: not so"),
    Damage("ticket-times", set("verify_result = 'pass'", 1), names: "WX-202610-0001"),
    Damage("ticket-times", set("verified_at = verified_at + 60", 1), names: "WX-202610-0001"),
    Damage("ticket-times", set("accepted_at = accepted_at - 60", 1), names: "WX-202610-0001"),
    Damage("ticket-times", set("dispatched_at = NULL", 1), names: "WX-202610-0001"),
    Damage("ticket-times", set("finished_at = created_at", 2), names: "WX-202610-0002"),
    Damage("ticket-times", set("closed_at = created_at", 2), names: "WX-202610-0002"),
    Damage("ticket-times", set("closed_at = NULL", 3), names: "WX-202610-0003"),
    // Of history that goes on here only what was moved here.
    Damage(
      "ticket-times", "UPDATE ticket SET closed_at = closed_at + 60 WHERE number = 'H-1'",
      names: "H-1: not so: The times of a ticket and its first inspection are those of its moves"),
    Damage(
      "ticket-cost", set("cost_minor = 1000", 1),
      names: "WX-202610-0001: not so: A ticket that came in here costs what was last said of it"),
    Damage("ticket-cost", set("cost_minor = 1000", 2), names: "WX-202610-0002"),
    Damage(
      "ticket-due-times", set("calendar = NULL, finish_minutes = 120, finish_due_at = created_at + 7260", 3),
      names: "WX-202610-0003: not so: Due times follow from the terms a ticket keeps"),
    Damage("ticket-clock", "UPDATE ticket SET finish_due_at = finish_due_at + 60 WHERE id = {id}", anyOf: paused),
    Damage("ticket-clock", "UPDATE ticket SET respond_due_at = respond_due_at - 60 WHERE id = {id}", anyOf: paused),
    Damage(
      "ticket-calls", "DELETE FROM callback WHERE score = 1",
      names: "WX-202610-0001: not so: Each call that moved a ticket is there"),
  ]

  private static let paused = "SELECT id, number FROM ticket WHERE kind IN ('service', 'enquiry') ORDER BY id"

  private static func set(_ columns: String, _ serial: Int) -> String {
    "UPDATE ticket SET \(columns) WHERE number = 'WX-202610-000\(serial)'"
  }

  /// A repair that failed its first inspection, one that was reopened, one that is closed with a
  /// cost put right by hand, and history that was closed here; one that waited, and one that goes by
  /// a working calendar.
  private func estate() -> Estate {
    let estate = Estate(
      Estate.twoCommunities + [
        ("calendar", "code,monday,tuesday,thursday,friday\nW,09:00-17:00,09:00-17:00,09:00-17:00,09:00-12:00\n"),
        ("sla", "kind,respond_minutes,finish_minutes,calendar\nservice,30,600,W\nenquiry,30,600,\n"),
      ])
    func done(_ line: String) {
      let ran = estate.run(line.split(separator: " ").map(String.init))
      #expect(ran.status == 0, "\(line): \(ran.messages)")
    }
    for serial in 1...3 {
      let ticket = "WX-202610-000\(serial)"
      done("ticket add kind=repair room=1-1-0101 --at 2026-10-01T09:00")
      done("ticket dispatch \(ticket) --assignee 甲 --at 2026-10-01T09:10")
      done("ticket refuse \(ticket) --at 2026-10-01T09:12")
      done("ticket dispatch \(ticket) --assignee 乙 --at 2026-10-01T09:15")
      done("ticket accept \(ticket) --at 2026-10-01T09:20")
      done("ticket finish \(ticket) --at 2026-10-01T12:00" + (serial == 2 ? "" : " --cost 100"))
    }
    done("ticket verify WX-202610-0001 --result fail --at 2026-10-01T12:30")
    done("ticket rework WX-202610-0001 --at 2026-10-01T12:40")
    done("ticket finish WX-202610-0001 --cost 30 --at 2026-10-01T13:00")
    done("ticket verify WX-202610-0001 --result pass --at 2026-10-01T13:30")
    done("callback add ticket=WX-202610-0001 score=1 --at 2026-10-01T14:00")
    for ticket in ["WX-202610-0002", "WX-202610-0003"] {
      done("ticket close \(ticket) --at 2026-10-02T09:00")
    }
    done("ticket reopen WX-202610-0002 --at 2026-10-03T09:00")
    done("ticket set WX-202610-0003 cost=130")
    for (number, kind) in [("FW", "service"), ("ZX", "enquiry")] {
      let ticket = "\(number)-202610-0001"
      done("ticket add kind=\(kind) room=1-1-0101 --at 2026-10-01T09:00")
      done("ticket dispatch \(ticket) --assignee 甲 --at 2026-10-01T09:10")
      done("ticket accept \(ticket) --at 2026-10-01T09:20")
      done("ticket suspend \(ticket) --at 2026-10-01T10:00")
      done("ticket resume \(ticket) --at 2026-10-03T11:30")
    }
    estate.take(
      "ticket",
      "number,kind,created_at,accepted_at,finished_at,cost\nH-1,repair,2026-09-01 09:00,2026-09-01 11:00,2026-09-01 10:00,7\n"
    )
    done("ticket close H-1 --at 2026-10-03T09:00")
    return estate
  }

  @Test("each rule, and no other, finds what it is there for", arguments: damages)
  func finds(_ damage: Damage) throws {
    for seed in damage.seeds { try estate().expectFound(damage, seed: seed) }
  }
}
