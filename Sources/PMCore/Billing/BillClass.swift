// What a bill is for, and how one ends before it is paid.

/// The class of a bill: that of its fee, or a late fee on another bill.
package enum BillClass: RawRepresentable, Hashable, Sendable {
  case fee(FeeClass)
  case late

  package init?(rawValue: String) {
    if rawValue == "late" {
      self = .late
    } else if let fee = FeeClass(rawValue: rawValue) {
      self = .fee(fee)
    } else {
      return nil
    }
  }

  /// The stored word.
  package var rawValue: String {
    switch self {
    case .fee(let fee): fee.rawValue
    case .late: "late"
    }
  }
}

/// How a bill ended.
package enum BillEnd: String, Sendable, CaseIterable {
  /// Taken back, as if it had never been.
  case void
  /// Credited whole.
  case corrected
}
