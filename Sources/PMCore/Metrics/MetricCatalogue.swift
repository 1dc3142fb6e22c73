// The catalogue of key figures: a new one is one declaration here.

extension Metric {
  /// Every key figure, in the order of reports.
  package static let catalogue: [Metric] = [
    Metric(
      "effective_complaint_rate", Words("Effective complaint rate", zh: "有效投诉率"),
      .count(.ticket, "kind = 'complaint' AND valid = 1"), over: .count(.household), .atMost(nil)
    ).perPerson(.sum("people", .household, "occupied = 1")),
    Metric(
      "complaint_handling_rate", Words("Complaints handled", zh: "投诉处理率"),
      .count(.ticket, "kind = 'complaint' AND valid = 1 AND finished = 1"),
      over: .count(.ticket, "kind = 'complaint' AND valid = 1"), .atLeast(one)
    ).beside(.count(.ticket, "kind = 'complaint' AND valid IS NULL")),
    Metric(
      "complaint_reply_timeliness", Words("Complaints replied to in time", zh: "投诉回复及时率"),
      .count(.ticket, "kind = 'complaint' AND counted = 1 AND response = 'within'"),
      over: .count(.ticket, "kind = 'complaint' AND counted = 1 AND response <> 'open'"),
      .atLeast(one)),
    Metric(
      "callback_rate", Words("Callback rate", zh: "回访率"),
      .count(.ticket, "called_back = 1"),
      over: .count(.ticket, "called_back = 1 OR callback_due = 1"), .atLeast(one)),
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
      .atLeast(Rate(units: 88_000_000))),
    Metric(
      "repair_grievance", Words("Grievance about repairs", zh: "维修抱怨度"),
      .count(.callback, "kind = 'repair' AND reached = 1 AND score <= 2"),
      over: .count(.callback, "kind = 'repair' AND reached = 1 AND score IS NOT NULL"),
      .atMost(Rate(units: 3_000_000))),
    Metric(
      "complaint_measure_rate", Words("Complaint measures carried out", zh: "投诉措施落实率"),
      .count(.measure, "purpose = 'complaint' AND done = 1"),
      over: .count(.measure, "purpose = 'complaint'"), .atLeast(one)),
    Metric(
      "leak_rate", Words("Leak rate", zh: "渗漏率"),
      .count(.ticket, "leak = 1"), over: .count(.household, "occupied = 1").timesMonths,
      .atMost(Rate(units: 3_000_000))),
    Metric(
      "handover_satisfaction", Words("Satisfaction with handovers", zh: "移交满意度"),
      .count(.visit, "purpose = 'handover' AND score >= 4"),
      over: .count(.visit, "purpose = 'handover' AND score IS NOT NULL"), .atLeast(one)),
    Metric(
      "customer_satisfaction", Words("Customer satisfaction", zh: "客户满意率"),
      .count(.respondent, "overall >= 4"), over: .count(.respondent, "overall IS NOT NULL"),
      .atLeast(Rate(units: 85_000_000))),
    Metric(
      "customer_loyalty", Words("Customer loyalty", zh: "忠诚度"),
      .count(.respondent, "repurchase >= 4 AND recommend >= 4"),
      over: .count(.respondent, "repurchase IS NOT NULL AND recommend IS NOT NULL"),
      .atLeast(Rate(units: 85_000_000))),
    Metric(
      "visit_coverage", Words("Households visited or called", zh: "客户回访覆盖"),
      .count(.household, "contacted = 1"), over: .count(.household),
      .atLeast(Rate(units: 85_000_000))),
    Metric(
      "collection_rate", Words("Collection rate", zh: "收缴率"),
      .sum("received_minor", .bill, collected), over: .sum("due_minor", .bill, collected),
      .atLeast(nil)),
    Metric(
      "churn_rate", Words("Customers that left", zh: "客户流失率"),
      .count(.customer, "gone = 1"), over: .count(.customer), .atMost(nil)),
  ]

  private static let one = Rate(units: 100_000_000)
  private static let collected = "cancelled = 0 AND class <> 'late' AND class <> 'deposit'"
}
