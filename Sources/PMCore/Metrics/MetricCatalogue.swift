// The catalogue of key figures: a new one is one declaration here.

extension Metric {
  /// Every key figure, in the order of reports.
  package static let catalogue: [Metric] = complaints + repairs + handovers + relations + money

  private static let complaints: [Metric] = [
    Metric(
      "effective_complaint_rate", Words("Effective complaint rate", zh: "有效投诉率"),
      .count(.ticket, "kind = 'complaint' AND valid = 1"), over: .count(.household), .atMost(nil)
    ).perPerson(.sum("people", .household, "occupied = 1")),
    Metric(
      "complaint_handling_rate", Words("Complaints handled", zh: "投诉处理率"),
      .count(.ticket, "kind = 'complaint' AND valid = 1 AND finished = 1"),
      over: .count(.ticket, "kind = 'complaint' AND valid = 1"), .atLeast(one)
    ).beside(.count(.ticket, "kind = 'complaint' AND valid IS NULL AND counted = 1")),
    Metric(
      "complaint_reply_timeliness", Words("Complaints replied to in time", zh: "投诉回复及时率"),
      .count(.ticket, "kind = 'complaint' AND counted = 1 AND response = 'within'"),
      over: .count(.ticket, "kind = 'complaint' AND counted = 1 AND response <> 'open'"),
      .atLeast(one)),
    Metric(
      "callback_rate", Words("Callback rate", zh: "回访率"),
      .count(.ticket, "called_back = 1"),
      over: .count(.ticket, "called_back = 1 OR callback_due = 1"), .atLeast(one)),
  ]

  private static let repairs: [Metric] = [
    Metric(
      "repair_timeliness", Words("Repairs finished in time", zh: "维修及时率"),
      .count(.ticket, "kind = 'repair' AND counted = 1 AND handling = 'within'"),
      over: .count(.ticket, "kind = 'repair' AND counted = 1 AND handling <> 'open'"),
      .atLeast(nil)),
    Metric(
      "repair_pass_rate", Words("Repairs passed at inspection", zh: "维修合格率"),
      .count(.ticket, "kind = 'repair' AND verified = 'pass'"),
      over: .count(.ticket, "kind = 'repair' AND verified IS NOT NULL"), .atLeast(nil)),
    Metric(
      "repair_callback_satisfaction", Words("Satisfaction with repairs", zh: "维修回访满意度"),
      .count(.callback, "kind = 'repair' AND reached = 1 AND score >= 4"),
      over: .count(.callback, "kind = 'repair' AND reached = 1 AND score IS NOT NULL"),
      .atLeast(percent(88))),
    Metric(
      "repair_grievance", Words("Grievance about repairs", zh: "维修抱怨度"),
      .count(.callback, "kind = 'repair' AND reached = 1 AND score <= 2"),
      over: .count(.callback, "kind = 'repair' AND reached = 1 AND score IS NOT NULL"),
      .atMost(percent(3))),
    Metric(
      "complaint_measure_rate", Words("Complaint measures carried out", zh: "投诉措施落实率"),
      .count(.measure, "purpose = 'complaint' AND done = 1"),
      over: .count(.measure, "purpose = 'complaint'"), .atLeast(one)),
    Metric(
      "rework_backlog_45d", Words("Defects open 45 days after handover", zh: "集中交付45天后返修量"),
      .count(.defect, "occasion = 'handover' AND day_46 = 1 AND open_46 = 1"),
      over: .distinct("batch", .home, "day_46 = 1"), .atMost(hundredths(3000))
    ).plain,
    Metric(
      "leak_rate", Words("Leak rate", zh: "渗漏率"),
      .count(.ticket, "leak = 1"), over: .count(.household, "occupied = 1").times(.months),
      .atMost(percent(3))),
  ]

  private static let handovers: [Metric] = [
    Metric(
      "repairs_per_household_handover", Words("Defects a home at handover", zh: "交付户均返修数"),
      .count(.defect, "occasion = 'handover' AND handed_over = 1"),
      over: .count(.home, "handed_over = 1"), .atMost(hundredths(230))
    ).halved(by: .sum("halves", .home, "handed_over = 1")).plain,
    Metric(
      "repairs_per_household_half_year", Words("Defects a home in half a year", zh: "半年户均返修数"),
      .count(.defect, "half_year = 1 AND early = 1"), over: .count(.home, "half_year = 1"),
      .atMost(hundredths(600))
    ).halved(by: .sum("halves", .home, "half_year = 1")).plain,
    Metric(
      "open_day_reply_rate", Words("Open-day suggestions answered", zh: "开放日建议回复率"),
      .count(.ticket, "occasion = 'open-day' AND kind = 'suggestion' AND counted = 1 AND responded = 1"),
      over: .count(.ticket, "occasion = 'open-day' AND kind = 'suggestion' AND counted = 1"),
      .atLeast(one)),
    Metric(
      "open_day_rectification", Words("Open-day defects put right", zh: "开放日整改率"),
      .count(.ticket, "occasion = 'open-day' AND kind = 'repair' AND counted = 1 AND finished = 1"),
      over: .count(.ticket, "occasion = 'open-day' AND kind = 'repair' AND counted = 1"),
      .atLeast(one)),
    Metric(
      "drawing_accuracy", Words("Homes built as drawn", zh: "一户一图准确率"),
      .sum("drawn_right", .household), over: .count(.household), .atLeast(percent(99))),
    Metric(
      "handover_satisfaction", Words("Satisfaction with handovers", zh: "移交满意度"),
      .count(.visit, "purpose = 'handover' AND score >= 4"),
      over: .count(.visit, "purpose = 'handover' AND score IS NOT NULL"), .atLeast(one)),
    Metric(
      "product_callback_coverage", Words("Product types called back", zh: "产品类型回访率"),
      .count(.product, "called >= 5"), over: .count(.product), .atLeast(one)),
    Metric(
      "sales_callback_satisfaction", Words("Satisfaction with sales", zh: "销售回访满意率"),
      .count(.callback, "occasion = 'sales' AND reached = 1 AND score >= 4"),
      over: .count(.callback, "occasion = 'sales' AND reached = 1 AND score IS NOT NULL"),
      .atLeast(percent(95))),
    Metric(
      "sales_grievance", Words("Grievance about sales", zh: "销售抱怨度"),
      .count(.callback, "occasion = 'sales' AND reached = 1 AND score <= 2"),
      over: .count(.callback, "occasion = 'sales' AND reached = 1 AND score IS NOT NULL"),
      .atMost(percent(2))),
  ]

  private static let relations: [Metric] = [
    Metric(
      "customer_satisfaction", Words("Customer satisfaction", zh: "客户满意率"),
      .count(.respondent, "overall >= 4"), over: .count(.respondent, "overall IS NOT NULL"),
      .atLeast(percent(85))),
    Metric(
      "customer_loyalty", Words("Customer loyalty", zh: "忠诚度"),
      .count(.respondent, "repurchase >= 4 AND recommend >= 4"),
      over: .count(.respondent, "repurchase IS NOT NULL AND recommend IS NOT NULL"),
      .atLeast(percent(85))),
    Metric(
      "visit_coverage", Words("Households visited or called", zh: "客户回访覆盖"),
      .count(.household, "contacted = 1"), over: .count(.household),
      .atLeast(percent(85))),
    Metric(
      "visits_per_assistant", Words("Households an assistant visits a month", zh: "助理走访户数"),
      .distinct("household", .visit), over: .distinct("assistant", .visit).times(.months),
      .atLeast(hundredths(2000))
    ).plain,
    Metric(
      "activities_per_quarter", Words("Activities a centre and quarter", zh: "互动活动"),
      .count(.activity), over: .count(.centre).times(.quarters), .atLeast(one)
    ).plain,
  ]

  private static let money: [Metric] = [
    Metric(
      "collection_rate", Words("Collection rate", zh: "收缴率"),
      .sum("received_minor", .bill, collected), over: .sum("due_minor", .bill, collected),
      .atLeast(nil)),
    Metric(
      "arrears_recovery", Words("Arrears recovered", zh: "清欠率"),
      .sum("recovered_minor", .arrears, "recovered_minor <> 0"),
      over: .sum("opening_minor", .arrears, "opening_minor <> 0"), .atLeast(nil)),
    Metric(
      "churn_rate", Words("Customers that left", zh: "客户流失率"),
      .count(.customer, "gone = 1"), over: .count(.customer), .atMost(nil)),
  ]

  private static let one = percent(100)
  private static let collected = "cancelled = 0 AND class <> 'late' AND class <> 'deposit'"

  private static func percent(_ value: Int64) -> Rate { hundredths(value) }
  private static func hundredths(_ value: Int64) -> Rate { Rate(units: value * 1_000_000) }
}
