// Moments in time, stored in UTC and shown in the database's zone.

/// A moment, in seconds since 1970-01-01 00:00 UTC.
package struct Instant: Hashable, Comparable, Sendable {
  package let seconds: Int64
  package init(seconds: Int64) { self.seconds = seconds }
  package static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }

  /// `2026-10-01T11:17:00Z`, as ISO 8601 writes it.
  package var utcText: String {
    let zone = Zone(offsetSeconds: 0)
    let day = zone.day(of: self)
    let second = Int(seconds - zone.start(of: day).seconds)
    return "\(day)T" + padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2) + ":"
      + padded(second % 60, 2) + "Z"
  }

  /// The moment `minutes` later.
  package func adding(minutes: Int64) -> Instant { Instant(seconds: seconds &+ minutes &* 60) }
}

/// The zone whose civil days the database counts in: a fixed offset from UTC.
package struct Zone: Hashable, Sendable, CustomStringConvertible {
  package let offsetSeconds: Int64

  package init(offsetSeconds: Int64) { self.offsetSeconds = offsetSeconds }

  /// Beijing time.
  package static let standard = Zone(offsetSeconds: 8 * 3600)

  /// Reads `+08:00`, `-03:30` or `Z`.
  package init?(_ text: String) {
    if text == "Z" {
      offsetSeconds = 0
      return
    }
    let offset = withBytes(of: text) { bytes -> Int64? in
      guard bytes.count == 6, bytes[3] == 0x3A, let hours = digits(bytes, 1, 3),
        let minutes = digits(bytes, 4, 6), hours <= 14, minutes < 60,
        bytes[0] == 0x2B || bytes[0] == 0x2D
      else { return nil }
      return Int64(hours * 3600 + minutes * 60) * (bytes[0] == 0x2D ? -1 : 1)
    }
    guard let offset else { return nil }
    offsetSeconds = offset
  }

  package var description: String {
    let minutes = Int(offsetSeconds.magnitude / 60)
    return (offsetSeconds < 0 ? "-" : "+") + padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2)
  }

  /// The civil date of `instant` here.
  package func day(of instant: Instant) -> Day {
    Day(number: Int32(truncatingIfNeeded: floorDivide(instant.seconds &+ offsetSeconds, 86_400)))
  }

  /// The moment at which `day` begins here.
  package func start(of day: Day) -> Instant {
    Instant(seconds: Int64(day.number) * 86_400 - offsetSeconds)
  }

  /// The moment of `hour`:`minute`:`second` on `day` here.
  package func instant(_ day: Day, _ hour: Int, _ minute: Int, _ second: Int = 0) -> Instant {
    Instant(seconds: start(of: day).seconds + Int64(hour * 3600 + minute * 60 + second))
  }

  /// `2026-10-01 19:17`, with `:SS` where the seconds are not zero.
  package func text(_ instant: Instant) -> String {
    let day = day(of: instant)
    let second = Int(instant.seconds - start(of: day).seconds)
    let tail = second % 60 == 0 ? "" : ":" + padded(second % 60, 2)
    return "\(day) " + padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2) + tail
  }
}

private func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
  let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
  return rest < 0 ? quotient - 1 : quotient
}
