// What a move makes of people: owners, tenants, residents, and such as have left.
import PMCore
import PMStore

/// The stage of a customer in a move.
enum RoomStage {
  /// Later ones are not taken back by moving in. Who has left begins anew.
  private static let order = [
    "", "lead", "former", "prospect", "signed", "resident", "tenant", "pre-owner", "owner", "member",
  ]

  /// What `stage` is once its customer has come in `role`; nil where it stays.
  static func coming(_ role: String, from stage: String) -> String? {
    guard let was = order.firstIndex(of: stage), let now = order.firstIndex(of: role) else { return nil }
    return now > was ? role : nil
  }

  /// What it is once he has left and holds rooms in `roles` still; nil where it stays.
  static func leaving(_ roles: Set<String>, from stage: String) -> String? {
    let held = ["owner", "tenant", "resident"]
    guard held.contains(stage) else { return nil }
    let now = held.first { roles.contains($0) } ?? "former"
    return now == stage ? nil : now
  }

  /// For the help of moves.
  static let note = Words(
    "Customers' stages follow at once, also for a day to come: who comes is an owner, tenant or resident (a member stays one), who holds no room any more is former.",
    zh: "客户阶段随即更新（将来的日期亦然）：迁入者为业主、租户或住户（会员不变），不再持有房间者为已迁出。")
}

extension RoomMove {
  /// Gives somebody who has come in `role` the stage of it.
  func greet(_ customer: Int64, as role: String) throws {
    try setStage(RoomStage.coming(role, from: stage(of: customer)), of: customer)
  }

  /// Gives somebody who was here until `last` the stage of what he holds after it.
  func part(from customer: Int64, after last: Day) throws {
    let roles = try database.rolesHeld(by: customer, after: last)
    try setStage(RoomStage.leaving(roles, from: stage(of: customer)), of: customer)
  }

  private func stage(of customer: Int64) throws -> String {
    try database.text("SELECT stage FROM customer WHERE id = ?1", [.integer(customer)]) ?? ""
  }

  private func setStage(_ stage: String?, of customer: Int64) throws {
    guard let stage else { return }
    try editor.updateUncounted(Customer.record, row: customer, [("stage", .text(stage))])
  }
}
