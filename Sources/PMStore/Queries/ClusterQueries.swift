// Tickets as clusters see them: building, cause and when.
package import PMCore

extension Database {
  /// The clusters of tickets created in a range of moments.
  package func clusters(
    from: Instant, until end: Instant, hours: Int64, least: Int
  ) throws -> [TicketCluster] {
    ticketClusters(
      try clusterMembers(
        "t.created_at >= ?1 AND t.created_at < ?2",
        [.instant(from), .instant(end)]), hours: hours,
      least: least)
  }

  /// The clusters that the ticket in row `id` is part of.
  package func clusters(around id: Int64, least: Int) throws -> [TicketCluster] {
    let cause = try text("SELECT COALESCE(cause, category) FROM ticket WHERE id = ?1", [.integer(id)])
    guard let cause, let ticket = try ticket(id) else { return [] }
    let day: Int64 = 86_400
    let members = try clusterMembers(
      "t.created_at >= ?1 AND t.created_at <= ?2 AND COALESCE(t.cause, t.category) = ?3",
      [
        .integer(ticket.createdAt.seconds - day), .integer(ticket.createdAt.seconds + day),
        .text(cause),
      ])
    return ticketClusters(members, hours: 24, least: least).filter {
      $0.tickets.contains(ticket.number)
    }
  }

  private func clusterMembers(_ condition: String, _ values: [SQLValue]) throws -> [ClusterMember] {
    try rows(
      """
      SELECT t.number, org.code || CASE WHEN room.building IS NULL THEN '' ELSE '/' || room.building END,
             COALESCE(t.cause, t.category), t.created_at
        FROM ticket AS t
        JOIN room ON room.id = t.room_id
        JOIN org ON org.id = room.community_id
       WHERE \(condition)
         AND COALESCE(t.cause, t.category) IS NOT NULL AND t.duplicate_of_id IS NULL
         AND (t.state IS NULL OR t.state NOT IN ('cancelled', 'invalid'))
       ORDER BY t.created_at, t.key
      """, values
    ) { row in
      ClusterMember(
        ticket: row.string(0), place: row.string(1), cause: row.string(2),
        createdAt: row.instant(3))
    }
  }
}
