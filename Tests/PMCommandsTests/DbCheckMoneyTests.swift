// What `db check` asks of amounts, of whose money pays what, and of the last documents.
import PMCommands
import PMStore
import Testing

extension Damage {
  /// Damage to the bills, payments and receipts of the estate of `DbCheckDamageTests`.
  static let money: [Damage] = [
    Damage("bill-amount", "UPDATE bill SET amount_minor = 1000, tax_minor = 29 WHERE id = 7", names: "B0000007"),
    Damage(
      "bill-amount", "UPDATE bill SET amount_minor = amount_minor * 2, tax_minor = 3396 WHERE id = 10",
      names: "B0000010", besides: ["late-fee"]),
    Damage("bill-tax", "UPDATE bill SET tax_minor = -1 WHERE id = 18", names: "B0000018"),
    Damage(
      "bill-tax", "UPDATE bill SET tax_minor = tax_minor + 1 WHERE id = {id}",
      anyOf: """
        SELECT id, printf('B%07d', id) FROM bill
         WHERE period > 24319 AND tax_rate > 0 AND corrects_id IS NULL AND tax_minor < amount_minor
           AND id NOT IN (SELECT corrects_id FROM bill WHERE corrects_id IS NOT NULL)
         ORDER BY id
        """),
    Damage("bill-class", "UPDATE bill SET class = 'one-off' WHERE id = 7", names: "B0000007"),
    Damage("bill-class", "UPDATE bill SET principal_id = NULL WHERE id = 13", names: "B0000013"),
    // 300.00 from 2026-08-31 through 2026-10-15 at 0.0005 a day is 6.75.
    Damage("late-fee", "UPDATE bill SET amount_minor = 676, tax_minor = 38 WHERE id = 13", names: "B0000013"),
    Damage(
      "late-fee",
      """
      UPDATE bill SET amount_minor = amount_minor - 1,
                      tax_minor = ((amount_minor - 1) * 12 + 106) / 212 WHERE id = {id}
      """,
      anyOf: """
        SELECT id, printf('B%07d', id) FROM bill WHERE principal_id IS NOT NULL AND paid_minor < amount_minor ORDER BY id
        """),
    Damage("bill-posted", "UPDATE bill SET posted_on = posted_on + 1 WHERE id = 7", names: "B0000007"),
    Damage("bill-posted", "UPDATE bill SET period = period + 5 WHERE id = 13", names: "B0000013"),
    Damage("paid-by-debtor", "UPDATE payment SET payer_id = 1, customer_id = 1 WHERE id = 9", names: "A0000015"),
    Damage("payer-named", "UPDATE payment SET customer_id = 2 WHERE id = 6", names: "P0000006"),
    Damage("prepayment-owner", "UPDATE prepayment SET customer_id = 2 WHERE id = 3", names: "Y0000003"),
    Damage("allocation-fee", "UPDATE allocation SET fee_id = 3 WHERE id = 2", names: "A0000002"),
    Damage("posted-when", "UPDATE allocation SET posted_on = posted_on + 40 WHERE id = 17", names: "A0000017"),
    Damage("posted-when", "UPDATE payment SET posted_on = posted_on + 40 WHERE id = 6", names: "P0000006"),
    Damage("document-kept", "DELETE FROM bill WHERE id = 18", names: "B0000018"),
    Damage("document-kept", "DELETE FROM adjustment WHERE id = 5", names: "J0000005"),
    Damage("document-numbers", "DELETE FROM payment WHERE id = 3", names: "P0000004"),
    Damage("receipt-payment", "UPDATE receipt SET payment_id = 3 WHERE id = 2", names: "R0000002"),
    Damage("receipt-payment", "UPDATE receipt SET run = run - 1 WHERE id = 3", names: "R0000003"),
  ]
}

@Suite struct DbCheckMoneyTests {
  /// Lines by area and by head before and after both change, opening balances, an offset.
  private func estate() -> Estate {
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,花园\n"),
      ("fee", "code,name,class,tax_rate\nWYF,物业费,recurring,0.06\nRT,卫生费,recurring,\n"),
      ("tariff", "code,fee,valid_from,method,price\nT1,WYF,2020-01-01,per_area,2.537\nT2,RT,2020-01-01,per_head,3.1\n"),
      ("room", "code,community,floor_area,household_size,owner_code,owner_name\nA-1,HY,88.83,3,K1,甲\n"),
      ("customer", "code,name\nK2,乙\n"),
      ("charge", "room,fee,tariff,from\nA-1,WYF,T1,2025-01-01\nA-1,RT,T2,2025-01-01\n"),
      ("bill open", "customer,room,fee,period,amount,tax,due_on\nK1,A-1,WYF,2025-12,10.00,0.57,2025-12-31\n"),
      ("payment open", "customer,fee,amount,paid_on,reference\nK1,,400.00,2025-12-30,OLD2\n"),
    ])
    estate.run("bill", "run", "--period", "2026-01")
    estate.run("room", "set", "A-1", "floor_area=120", "household_size=5", "--effective", "2026-02-10")
    estate.run("bill", "run", "--period", "2026-02")
    estate.run("room", "set", "A-1", "floor_area=99.5", "--effective", "2026-02-10")
    estate.run("payment", "offset", "--as-of", "2026-03-01")
    return estate
  }

  static let damages: [Damage] = [
    Damage(
      "bill-amount", "UPDATE bill SET amount_minor = amount_minor + 53, tax_minor = tax_minor + 3 WHERE id = 3",
      names: "B0000003"),
    Damage("bill-amount", "UPDATE bill SET amount_minor = amount_minor + 106 WHERE id = 2", names: "B0000002"),
    Damage(
      "opening-bill-made", "UPDATE bill SET due_on = due_on + 9 WHERE id = 1", names: "B0000001",
      besides: ["posted-when"]),
    Damage("opening-bill-made", "UPDATE opening_bill SET tax_minor = 58", names: "B0000001"),
    Damage("prepayment-owner", "UPDATE opening_payment SET prepayment_id = NULL", names: "Y0000001"),
    Damage(
      "paid-by-debtor", "UPDATE prepayment SET customer_id = 2; UPDATE opening_payment SET customer_id = 2",
      names: "A0000001"),
    Damage("posted-when", "UPDATE allocation SET value_on = value_on - 9 WHERE id = 1", names: "A0000001"),
    Damage("posted-when", "UPDATE allocation SET posted_on = posted_on + 9 WHERE id = 1", names: "run "),
  ]

  @Test("amounts follow from what a room is or was, money is its owner's", arguments: damages)
  func checks(_ damage: Damage) throws {
    let estate = estate()
    #expect(estate.run("bill", "list", "--columns", "fee,paid").output.split(separator: "\n").count > 5)
    try estate.expectFound(damage)
  }

  @Test("lines of a charge with a factor are what one of its factors makes, of now or of then")
  func odd() throws {
    let estate = estate()
    estate.take("charge import", "room,fee,from,factor\nA-1,WYF,2025-01-01,0.7\n")
    estate.run("bill", "run", "--period", "2026-04")
    estate.run("charge", "set", "A-1,,WYF,2025-01-01", "factor=1")
    estate.run("bill", "run", "--period", "2026-05")
    let damage = """
      UPDATE bill SET amount_minor = amount_minor * 2, tax_minor = (amount_minor * 24 + 106) / 212 WHERE id = {id}
      """
    let lines = """
      SELECT bill.id, printf('B%07d', bill.id) FROM bill JOIN fee ON fee.id = bill.fee_id
       WHERE fee.code = 'WYF' AND "from" >= 20544 ORDER BY bill.id
      """
    try estate.expectFound(Damage("bill-amount", damage, anyOf: lines))
  }
}
