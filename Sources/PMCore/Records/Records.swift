// Every record type there is, in the order in which tables are created and people think of them.

package enum Records {
  package static let all: [RecordType] = [
    Org.record, Staff.record, Customer.record, Room.record, RoomVersions.record, Occupancy.record, LatePolicy.record,
    Fee.record,
    Tariff.record, Charge.record, Meter.record, Reading.record, Share.record, Bill.record,
    Payment.record, Prepayment.record, Allocation.record, Adjustment.record,
    Excuse.record, Refund.record, Withdrawal.record, Closing.record,
    OpeningBill.record, OpeningPayment.record, Deposit.record, Deduction.record,
    OpeningDeposit.record, Invoice.record, Move.record,
    BankBatch.record, BankLine.record, BankItem.record, Ticket.record,
    Callback.record, ServiceLevel.record, Calendar.record, CalendarDay.record, Category.record,
    Procedure.record, TicketEvent.record, Escalation.record, Notice.record, Attachment.record,
    Material.record, Visit.record, Activity.record, Survey.record, Answer.record, Target.record,
    Receipt.record, CashReview.record, Delivery.record, Nonconformity.record, WorkLog.record,
  ]

  /// The tables of those that are numbered documents. Written down, and held against the records by a
  /// test: every change asks for their last numbers, and building all records for it took as long as
  /// the rest of a short command.
  package static let numberedTables = [
    "bill", "payment", "prepayment", "allocation", "adjustment", "excuse", "refund", "withdrawal",
    "deposit", "deduction", "move", "bank_batch", "bank_line", "bank_item", "notice",
    "receipt", "cash_review", "delivery",
  ]

  /// The record type with this noun.
  package static func named(_ noun: String) -> RecordType? { all.first { $0.name == noun } }
}
