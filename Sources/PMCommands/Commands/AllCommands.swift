// The one list of pm's nouns, in the order of help.
import PMCore

extension Registry {
  /// Every noun of pm; nothing of a noun is built before it is typed.
  package static let pm = Registry(front + setUp + money + relations + database)

  private static let front: [CommandGroup] = [
    .record(
      "customer", Words("Owners, tenants, residents, companies.", zh: "客户：业主、租户、住户、单位。"), .front,
      own: [CustomerStatement.self]
    ) { Customer.record },
    .record(
      "room", Words("What is lived in, let and charged.", zh: "房间。"), .front,
      own: [
        RoomHandover.self,
        RoomMoveIn.self,
        RoomMoveOut.self,
        RoomTransfer.self,
        RoomSplit.self,
        RoomMerge.self,
        RoomSet.self,
      ]
    ) { Room.record },
    .record(
      "ticket", Words("Complaints, repairs and requests.", zh: "投诉、报修与服务单。"), .front,
      own: ticketMoves
    ) { Ticket.record.having([.import, .list, .show, .set, .columns]) },
    .record(
      "callback", Words("Calls back to customers.", zh: "回访。"), .front, own: [CallbackDue.self, CallbackAdd.self]
    ) { Callback.record },
    .record(
      "meter", Words("Meters, readings, apportionment.", zh: "仪表、抄表与公摊。"), .front,
      own: [
        MeterRead.self,
        MeterApportion.self,
        MeterReplace.self,
        MeterCheck.self,
        MeterConfirm.self,
      ]
    ) { Meter.record },
    .record(
      "bill", Words("Billing, late fees and the month's close.", zh: "出账、违约金与结账。"), .front,
      own: [
        BillRun.self,
        BillExplain.self,
        BillLate.self,
        BillWaive.self,
        BillWriteOff.self,
        BillVoid.self,
        BillAdjust.self,
        BillExcuse.self,
        BillClose.self,
        BillReopen.self,
        BillOpen.self,
        BillNotice.self,
        BillInvoice.self,
      ]
    ) { Bill.record },
    CommandGroup(
      "report", Words("Key figures, service, arrears, collection, cash.", zh: "报表：指标、服务、欠费、收缴、收款。"), .front,
      types: [
        ReportKpi.self,
        ReportTickets.self,
        ReportFocus.self,
        ReportPivot.self,
        ReportSatisfaction.self,
        ReportSurvey.self,
        ReportWorkload.self,
        ReportAwards.self,
        ReportArrears.self,
        ReportRollforward.self,
        ReportUsage.self,
        ReportAging.self,
        ReportCollection.self,
        ReportCash.self,
        ReportRevenue.self,
        ReportPrepayment.self,
        ReportDeposits.self,
        ReportOccupancy.self,
        ReportDashboard.self,
      ]),
    CommandGroup(
      "export", Words("Records and books, for other programs.", zh: "导出记录与账簿。"), .front,
      types: [
        ExportRecords.self,
        ExportDataset.self,
        ExportLedger.self,
        ExportInvoiceRequests.self,
      ]),
  ]

  private static let ticketMoves: [any Command.Type] = [
    TicketAdd.self, TicketDispatch.self, TicketAccept.self, TicketRefuse.self, TicketSuspend.self,
    TicketResume.self, TicketFinish.self, TicketVerify.self, TicketRework.self, TicketClose.self,
    TicketReopen.self, TicketCancel.self, TicketInvalidate.self, TicketDue.self,
    TicketEscalate.self, TicketClusters.self, TicketAttach.self,
    TicketForm.self,
  ]

  private static let setUp: [CommandGroup] = [
    .record("org", Words("Companies, centres, communities, buildings.", zh: "组织与楼盘。"), .setUp) {
      Org.record
    },
    .record("staff", Words("Who works here, and who may do what.", zh: "员工、角色与管辖范围。"), .setUp, own: [StaffRights.self])
    {
      Staff.record
    },
    .record(
      "room-version", Words("What rooms were like, and since when.", zh: "房间版本。"), .setUp
    ) { RoomVersions.record },
    .record("move", Words("Who moved in and out, and when.", zh: "入住变动记录。"), .setUp) { Move.record },
    .record(
      "occupancy", Words("Who holds which room, and since when.", zh: "入住关系。"), .setUp,
      own: [
        OccupancySet.self
      ]
    ) { Occupancy.record },
    .record("fee", Words("What is charged for.", zh: "收费项目。"), .setUp) { Fee.record },
    .record("tariff", Words("What a fee costs, in dated versions.", zh: "收费标准。"), .setUp) {
      Tariff.record
    },
    .record("charge", Words("Which room pays which fee.", zh: "房间收费标准。"), .setUp) { Charge.record },
    .record("late-policy", Words("How late fees grow.", zh: "违约金规则。"), .setUp) {
      LatePolicy.record
    },
    .record("sla", Words("Times within which to respond and finish.", zh: "服务时限。"), .setUp) {
      ServiceLevel.record
    },
    .record("calendar", Words("Working hours and holidays.", zh: "工作日历与节假日。"), .setUp) {
      Calendar.record
    },
    .record("calendar-day", Words("Holidays and make-up workdays.", zh: "节假日与调休上班日。"), .setUp) {
      CalendarDay.record
    },
    .record("category", Words("The tree of ticket categories.", zh: "工单类别树。"), .setUp) {
      Category.record
    },
    .record("procedure", Words("How tickets of a kind are worked on.", zh: "各类工单的作业程序。"), .setUp) {
      Procedure.record
    },
    .record("target", Words("What key figures should reach, by year.", zh: "指标目标：按组织与年度。"), .setUp) {
      Target.record
    },
    CommandGroup(
      "setting", Words("How this database behaves.", zh: "设置。"), .setUp,
      types: [SettingList.self, SettingSet.self]),
  ]

  private static let relations: [CommandGroup] = [
    .record("visit", Words("Visits of assistants, and measures.", zh: "助理走访与措施落实。"), .relations) {
      Visit.record
    },
    .record("activity", Words("Events of centres for their customers.", zh: "社区互动活动。"), .relations) {
      Activity.record
    },
    .record("survey", Words("Satisfaction surveys.", zh: "满意度调查。"), .relations) {
      Survey.record
    },
    .record("answer", Words("Answers to surveys, by room.", zh: "调查答卷。"), .relations) {
      Answer.record
    },
    .record(
      "nonconformity", Words("Nonconformities and corrective actions.", zh: "不合格与纠正预防措施。"), .relations,
      own: [NonconformityAdd.self, NonconformityDone.self, NonconformityVerify.self, NonconformityForm.self]
    ) { Nonconformity.record },
    .record(
      "log", Words("Work log and duty log.", zh: "工作日志与值班记录。"), .relations,
      own: [LogAdd.self, LogDue.self, LogDone.self, LogHandover.self]
    ) { WorkLog.record },
    .record(
      "notice", Words("Messages in the outbox.", zh: "待发与已发的通知。"), .relations,
      own: [NoticeQueue.self, NoticeSend.self, NoticeAck.self]
    ) { Notice.record },
    .record("ticket-event", Words("The moves of tickets.", zh: "工单流转记录。"), .relations) {
      TicketEvent.record
    },
    .record("escalation", Words("Overdue tickets raised.", zh: "超时工单升级记录。"), .relations) {
      Escalation.record
    },
    .record("attachment", Words("Files of tickets.", zh: "工单附件。"), .relations) {
      Attachment.record
    },
    .record("material", Words("Materials used on tickets.", zh: "工单用料。"), .relations) {
      Material.record
    },
  ]

  private static let money: [CommandGroup] = [
    .record(
      "payment", Words("Money that came in, and prepayment.", zh: "收款与预收核销。"), .money,
      own: [
        PaymentImport.self,
        PaymentAdd.self,
        PaymentOffset.self,
        PaymentReview.self,
        PaymentClaim.self,
        PaymentReverse.self,
        PaymentRefund.self,
        PaymentReceipt.self,
        PaymentOpen.self,
      ]
    ) { Payment.record },
    .record(
      "deposit", Words("Deposits: take, deduct, refund.", zh: "押金：收取、抵扣、退还。"), .money,
      own: [
        DepositTake.self,
        DepositDeduct.self,
        DepositRefund.self,
        DepositOpen.self,
      ]
    ) { Deposit.record },
    .record("deduction", Words("What was deducted from deposits.", zh: "押金抵扣记录。"), .money) {
      Deduction.record
    },
    .record("invoice", Words("Which bill is on which tax invoice.", zh: "账单与发票。"), .money) {
      Invoice.record
    },
    .record("receipt", Words("Receipts that were printed.", zh: "已打印的收据。"), .money) { Receipt.record },
    .record("cash-review", Words("Reviews of cash (payment review).", zh: "现金复核记录。"), .money) {
      CashReview.record
    },
    .record("delivery", Words("How demand notices were delivered.", zh: "催缴单送达记录。"), .money) {
      Delivery.record
    },
    .record("prepayment", Words("What customers have paid ahead.", zh: "预收款。"), .money) {
      Prepayment.record
    },
    .record("allocation", Words("Which money settled which bill.", zh: "核销明细。"), .money) {
      Allocation.record
    },
    .record("excuse", Words("Findings that are excused.", zh: "已豁免事项。"), .money) { Excuse.record },
    .record("refund", Words("What was paid back, and to whom.", zh: "退款记录。"), .money) { Refund.record },
    .record("withdrawal", Words("What was taken out of prepayment.", zh: "预收支取。"), .money) {
      Withdrawal.record
    },
    .record("adjustment", Words("Waivers, write-offs, voids and why.", zh: "减免、坏账、作废及其原因。"), .money) {
      Adjustment.record
    },
    .record("reading", Words("Meter readings (in by meter read).", zh: "抄表记录。"), .money) {
      Reading.record
    },
    .record("share", Words("Shares of shared meters.", zh: "公摊明细。"), .money) { Share.record },
    .record(
      "opening-bill", Words("Unpaid bills taken over (bill open).", zh: "期初欠费。"), .money
    ) { OpeningBill.record },
    .record(
      "opening-payment", Words("Prepayment taken over (payment open).", zh: "期初预收。"), .money
    ) { OpeningPayment.record },
    .record(
      "opening-deposit", Words("Deposits taken over (deposit open).", zh: "期初押金。"), .money
    ) { OpeningDeposit.record },
    CommandGroup(
      "bank", Words("Bank collection: batch, return, cancel.", zh: "银行托收：报盘、回盘、撤销。"), .money,
      types: [
        BankBatchCommand.self,
        BankReturn.self,
        BankCancel.self,
      ]),
    .record("bank-batch", Words("Files sent to banks for collection.", zh: "托收批次。"), .money) {
      BankBatch.record
    },
    .record("bank-line", Words("Lines of collection files, and results.", zh: "托收明细及结果。"), .money) {
      BankLine.record
    },
    .record("bank-item", Words("Bills in lines of collection files.", zh: "托收明细所含账单。"), .money) {
      BankItem.record
    },
    .record("closing", Words("Which periods are closed.", zh: "结账记录。"), .money) { Closing.record },
  ]

  private static let database: [CommandGroup] = [
    CommandGroup(
      "init", Words("Create a new database.", zh: "新建数据库。"), .database,
      types: [
        Init.self
      ]),
    CommandGroup(
      "db", Words("Whether the database is sound, and what is in it.", zh: "数据库检查与概况。"), .database,
      types: [
        DbCheck.self,
        DbBackup.self,
        DbRestore.self,
        DbMigrate.self,
        DbInfo.self,
      ]),
    CommandGroup(
      "audit", Words("What was done, by whom and when.", zh: "操作日志。"), .database,
      types: [
        AuditList.self,
        AuditShow.self,
        AuditVerify.self,
        AuditHead.self,
      ]),
    CommandGroup(
      "batch", Words("Many commands from a stream, on one connection.", zh: "批量执行：一个连接上的多条命令。"), .database,
      types: [
        Batch.self
      ]),
    CommandGroup(
      "schema", Words("The JSON Schema of each record.", zh: "各类记录的 JSON Schema。"), .database,
      types: [
        SchemaOf.self
      ]),
    CommandGroup(
      "version", Words("Which pm this is.", zh: "版本。"), .database,
      types: [
        Version.self
      ]),
    CommandGroup(
      "completion", Words("Completion for shells.", zh: "shell 补全。"), .database,
      types: [
        Completion.self
      ]),
    CommandGroup(
      "__complete", "Candidates for a word.", .database,
      types: [
        CompleteWords.self
      ]),
  ]
}

extension CommandGroup {
  /// A record type's noun: commands of its own, then the generic verbs that its declaration has and
  /// that none of its own takes the place of.
  static func record(
    _ noun: String, _ summary: Words, _ section: Section, own: [any Command.Type] = [],
    _ record: @escaping @Sendable () -> RecordType
  ) -> CommandGroup {
    CommandGroup(noun, summary, section) {
      let own = own.map { AnyCommand($0) }
      let names = Set(own.map(\.spec.name))
      let record = record()
      let synthesized = record.commands().filter { !names.contains($0.spec.name) }
      return (own + synthesized).map { $0.under(record) }
    }
  }
}
