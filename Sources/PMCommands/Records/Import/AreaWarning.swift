// What is said of floor areas that can hardly be meant: none at all, or more than 100 000 m².
import PMCore
import PMStore

/// What there is to say of the floor areas of the rooms that were written.
func areaWarnings(_ database: Database, _ rooms: [DoubtfulRoom]) throws -> [Words] {
  let odd = rooms.filter { $0.oddArea != nil }
  let tree = try odd.isEmpty ? OrgTree() : database.orgTree()
  return try [true, false].compactMap { isZero in
    let group = odd.filter { ($0.oddArea == .zero) == isZero }
    var fees: [String] = []
    for room in group.prefix(Findings.shown) {
      for fee in try database.feesByArea(on: room.id, tree) where !fees.contains(fee) { fees.append(fee) }
    }
    return areaWarning(group.map(\.code), isZero: isZero, fees: fees)
  }
}

/// What is said of the floor area that a room is given from a day on; nil of an ordinary one.
func areaWarning(_ database: Database, room: Int64, code: String, _ area: Quantity) throws -> Words? {
  guard area == .zero || area > Room.largestArea else { return nil }
  let fees = try database.feesByArea(on: room, database.orgTree())
  return areaWarning([code], isZero: area == .zero, fees: fees)
}

private func areaWarning(_ codes: [String], isZero: Bool, fees: [String]) -> Words? {
  guard let first = codes.first else { return nil }
  let count = codes.count
  let named = shortList(codes)
  let rooms =
    count == 1
    ? Words("room \(first) has", zh: "房间 \(first) 的")
    : Words("\(count) rooms (\(named.en)) have", zh: "\(count) 个房间（\(named.zh)）的")
  let area =
    isZero
    ? Words("a floor area of 0 m²", zh: "建筑面积为 0 m²")
    : Words("a floor area of over 100 000 m²", zh: "建筑面积超过 100 000 m²")
  let list = fees.joined(separator: ", ")
  let billed =
    fees.isEmpty ? Words("") : Words(", by which \(list) is charged", zh: "，\(list) 按此面积计费")
  return Words(rooms.en + " " + area.en + billed.en, zh: rooms.zh + area.zh + billed.zh)
}
