// A small estate in a directory of its own, for the tests of export and list.
import Glibc
import PMCommands
import PMStore
import TestSupport
import Testing

/// A database and files under the temporary directory, removed at the end.
final class ExportSample {
  private let folder = ScratchFolder()
  var path: String { folder.path }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Runs a command line on the database `name`.
  @discardableResult
  func pm(_ words: String..., on name: String = "pm.db") -> Ran { pm(words, on: name) }

  @discardableResult
  func pm(_ words: [String], on name: String = "pm.db") -> Ran {
    run(words, ["PM_DB": file(name), "USER": "tester"], registry: .pm)
  }

  /// The same, which must end well; its output.
  @discardableResult
  func done(_ words: String..., on name: String = "pm.db") throws -> String {
    let ran = pm(words, on: name)
    #expect(ran.status == 0, "pm \(words.joined(separator: " ")): \(ran.messages)")
    return ran.output
  }

  func write(_ text: String, to name: String) throws { writeFile(Array(text.utf8), to: file(name)) }

  func mode(of name: String) -> mode_t? {
    var status = stat()
    return stat(file(name), &status) == 0 ? status.st_mode & 0o777 : nil
  }

  /// Creates the database and imports the estate.
  func fill() throws {
    try done("init", "--mode", "centre")
    for (noun, text) in Self.estate {
      try write(text, to: "\(noun).csv")
      try done(noun, "import", file("\(noun).csv"))
    }
  }

  /// The nouns in the order in which their rows may be imported, with a file each.
  static let estate: [(noun: String, text: String)] = [
    (
      "customer",
      """
      code,name,kind,stage,phone,id_number,bank_account,tags,note
      K1,业主一,person,owner,13900010001,440106198001010016,6222021234567890,"a,b","两行
      备注 ""引号\"""
      K2,租户二,person,tenant,13900010002,,,,
      K10,"=公司; (十)",company,owner,020-12345678,,,,

      """
    ),
    (
      "org",
      """
      code,kind,name,parent,developer
      B1,building,一栋,HY,
      HY,community,海园,FW,K10
      FW,centre,中心,,

      """
    ),
    (
      "late-policy",
      "code,daily_rate,grace_days,cap\nLP,0.0005,0,1\n"
    ),
    (
      "fee",
      """
      code,name,class,tax_rate,priority,rounding,rounding_to,late_policy,account
      WYF,物业费,recurring,0.06,10,half_up,0.01,LP,
      T;C (1),停车费,recurring,0.09,30,half_up,0.01,,6001:停车  收入

      """
    ),
    (
      "tariff",
      """
      code,fee,valid_from,method,price
      W1,WYF,2026-01-01,per_area,2.8
      W1,WYF,2026-09-01,per_area,2.95
      T1,T;C (1),2026-01-01,fixed,150

      """
    ),
    (
      "room",
      """
      code,community,building,unit,floor,number,kind,floor_area,delivered_on,status,household_size,note
      1-10-0101,HY,1,10,1,0101,residence,88.25,2024-05-01,vacant,0,
      1-2-0101,HY,1,2,1,0101,residence,143.2501,2024-05-01,occupied,3,"引""号"
      1-1-0101,HY,1,1,-1,0101,shop,,,let,,'=1+1

      """
    ),
    (
      "occupancy",
      """
      room,customer,role,from,to,share,pays
      1-2-0101,K1,owner,,,0.5,yes
      1-2-0101,K2,tenant,2026-01-01,2026-12-31,,no
      1-10-0101,K1,owner,2024-05-01,,,yes
      1-1-0101,K10,owner,2024-05-01,,,yes

      """
    ),
    (
      "charge",
      """
      room,scope,fee,tariff,from,to,payer,cycle,timing,due_day,price,amount,factor
      ,HY,WYF,W1,2026-08-01,,owner,1,advance,15,,,
      1-1-0101,,T;C (1),T1,2026-08-01,,occupant,1,arrears,20,,200.00,0.7

      """
    ),
    (
      "meter",
      """
      code,room,scope,kind,fee,multiplier,digits,max_usage,installed_on,initial,parent
      W-2,1-2-0101,,water,WYF,1,5,100,2026-07-31,12.5,W-1
      W-1,,HY,water,WYF,20,,,2026-07-31,,

      """
    ),
    (
      "ticket",
      """
      number,kind,category,channel,room,customer,summary,created_at,finished_at,valid
      TS-1,complaint,噪音,phone,1-2-0101,K1,装修噪音,2026-10-01 08:00,2026-10-02 23:59,yes
      TS-2,repair,渗漏,visit,1-1-0101,,,2026-10-03 09:00,,

      """
    ),
    (
      "callback",
      "ticket,called_at,method,reached,score,comment,staff\nTS-1,2026-10-03 10:00,phone,yes,5,好,甲\n"
    ),
    ("sla", "kind,category,severity,respond_minutes,finish_minutes\ncomplaint,,,30,2880\n"),
  ]
}
