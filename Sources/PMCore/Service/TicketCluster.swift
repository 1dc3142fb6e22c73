// Mass events: several tickets on one cause in one building within a day.

/// A ticket as clusters see it.
package struct ClusterMember: Sendable {
  package let ticket: String
  package let place: String
  package let cause: String
  package let createdAt: Instant

  package init(ticket: String, place: String, cause: String, createdAt: Instant) {
    self.ticket = ticket
    self.place = place
    self.cause = cause
    self.createdAt = createdAt
  }
}

/// Tickets that belong together.
package struct TicketCluster: Sendable, Equatable {
  package let place: String
  package let cause: String
  package let first: Instant
  package let last: Instant
  package let tickets: [String]
}

/// The clusters among `members`, which come in the order of their creation.
///
/// A chain of tickets on one cause in one place, at least `least` of them within `hours` of each
/// other; it goes on as long as the next ticket is within `hours` of the one `least` − 1 before it.
package func ticketClusters(_ members: [ClusterMember], hours: Int64, least: Int) -> [TicketCluster] {
  struct Key: Hashable {
    let place: String
    let cause: String
  }
  let needed = max(least, 2)
  var order: [Key] = []
  var groups: [Key: [ClusterMember]] = [:]
  for member in members {
    let key = Key(place: member.place, cause: member.cause)
    if groups[key] == nil { order.append(key) }
    groups[key, default: []].append(member)
  }
  var clusters: [TicketCluster] = []
  for key in order {
    let group = groups[key] ?? []
    var start: Int?
    var end = 0
    func close() {
      if let begun = start {
        clusters.append(
          TicketCluster(
            place: key.place, cause: key.cause, first: group[begun].createdAt,
            last: group[end].createdAt, tickets: group[begun...end].map(\.ticket)))
      }
      start = nil
    }
    for place in group.indices where place >= needed - 1 {
      let earliest = place - needed + 1
      let isDense =
        group[place].createdAt.seconds - group[earliest].createdAt.seconds <= hours * 3600
      guard isDense else { continue }
      if start != nil, earliest > end { close() }
      if start == nil { start = earliest }
      end = place
    }
    close()
  }
  return clusters
}
