// Who may do what: the rights of the roles, logins, and what holds through sudo.
import Glibc
import PMCore
import PMFormat
import PMStore
import Testing

@testable import PMCommands

@Suite struct RightsTests {
  /// The matrix as it was agreed on, beside the one in the program.
  static let agreed: [(right: String, roles: [String])] = [
    ("look", ["admin", "manager", "clerk", "cashier", "service", "auditor", "analyst"]),
    ("reveal", ["admin", "manager", "clerk", "cashier", "service", "auditor"]),
    ("export", ["admin", "manager", "clerk", "auditor", "analyst"]),
    ("inspect", ["admin", "manager", "auditor"]),
    ("service", ["admin", "manager", "clerk", "service"]),
    ("estate", ["admin", "manager", "clerk"]),
    ("billing", ["admin", "manager", "clerk"]),
    ("collect", ["admin", "manager", "cashier"]),
    ("approve", ["admin", "manager"]),
    ("rules", ["admin", "manager"]),
    ("govern", ["admin"]),
    ("delegate", ["admin", "manager"]),
  ]

  /// One member of staff for each role, whose login is the role.
  static let staff =
    "code,name,login,roles\n"
    + Role.allCases.map { "S-\($0.rawValue),\($0.zh)甲,\($0.rawValue),\($0.rawValue)\n" }.joined()

  @Test("the program's matrix is the one that was agreed on")
  func matrix() {
    #expect(Right.table.map(\.right) == Right.allCases)
    #expect(Right.table.map(\.right.rawValue) == Self.agreed.map(\.right))
    for (row, agreed) in zip(Right.table, Self.agreed) {
      #expect(row.roles.map(\.rawValue) == agreed.roles, "\(agreed.right)")
    }
  }

  @Test("only those may act for somebody else who have that right, and only for staff", arguments: Role.allCases)
  func acting(role: Role) throws {
    let estate = Estate([("org", "code,kind,name\nHY,community,花园\n"), ("staff", Self.staff)])
    let other = role == .service ? "clerk" : "service"
    let ran = estate.run(as: role.rawValue, ["org", "list", "--actor", other])
    #expect(ran.status == (role == .admin || role == .manager ? 0 : 77))
    #expect(estate.run(as: role.rawValue, ["org", "list", "--actor", role.rawValue]).status == 0)
    if role == .manager {
      let unknown = estate.run(as: "manager", ["org", "list", "--actor", "servise"])
      #expect(unknown.status == 66)
      #expect(unknown.messages.contains("did you mean \"service\"?"), "\(unknown.messages)")
    }
  }

  @Test("the journal names who did it and for whom")
  func journal() {
    let estate = Estate([("org", "code,kind,name\nHY,community,花园\n"), ("staff", Self.staff)])
    estate.run(as: "manager", ["org", "set", "HY", "name=湖园", "--actor", "service"])
    let entries = estate.run(as: "auditor", ["audit", "list"]).output
    #expect(entries.contains(",manager for service,org set,"), "\(entries)")
  }

  @Test("the owner of the file does everything until somebody has a login")
  func unmanaged() {
    let estate = Estate([("staff", "code,name,roles\nS1,甲,admin\n")])
    #expect(estate.run("setting", "set", "title=x").status == 0)
    let tried = estate.run("staff", "set", "S1", "login=wang", "--dry-run")
    #expect(tried.messages.contains("warning: you have no login among the staff"), "\(tried.messages)")
    #expect(estate.run("setting", "set", "title=z").status == 0)
    let locking = estate.run("staff", "set", "S1", "login=wang")
    #expect(locking.status == 0)
    #expect(locking.messages.contains("wang is admin now and can let you in"), "\(locking.messages)")
    let refused = estate.run("setting", "set", "title=y")
    #expect(refused.status == 77)
    #expect(refused.messages.contains("tester is no member of staff with a login"), "\(refused.messages)")
    #expect(refused.messages.contains("pm staff set CODE login=tester"), "\(refused.messages)")
    #expect(estate.run(as: "wang", ["setting", "set", "title=y"]).status == 0)
    // The remedy that was said; who has a login is told nothing.
    let own = estate.run(as: "wang", ["staff", "add", "code=S2", "name=x", "login=tester", "roles=admin"])
    #expect(own.status == 0 && !own.messages.contains("warning"), "\(own.messages)")
    #expect(estate.run("setting", "set", "title=z").status == 0)
    // An admin who takes his own login away is told, too.
    let away = estate.run("staff", "set", "S2", "login=")
    #expect(away.status == 0 && away.messages.contains("you have no login"), "\(away.messages)")
  }

  @Test("a login cannot be given so that nobody administers, twice, or without a role")
  func logins() {
    let estate = Estate()
    let cases: [(row: String, code: String)] = [
      ("S1,甲,wang,clerk,,", "nobody would be left to administer"),
      ("S1,甲,wang,admin,2020-01-01,2020-12-31", "nobody would be left to administer"),
      ("S1,甲,wang,,,", "a login needs a role"),
      ("S1,甲,wang,admin,,\nS2,乙,wang,clerk,,", "somebody else has this login"),
      ("S1,甲,wang,boss,,", "write some of admin, manager"),
    ]
    for (row, message) in cases {
      let ran = estate.take("staff", "code,name,login,roles,from,to\n\(row)\n")
      #expect(ran.status == 65, "\(row)")
      #expect(ran.messages.contains(message), "\(ran.messages)")
    }
    #expect(estate.take("staff", "工号,姓名,登录名,角色\nS1,甲,wang,管理员、收银\n").status == 0)
    #expect(estate.run(as: "wang", ["staff", "list", "--columns", "roles"]).output == "roles\nadmin cashier\n")
  }

  @Test("a login counts only while its owner works here")
  func active() {
    let estate = Estate([
      (
        "staff",
        "code,name,login,roles,from,to\nS1,甲,wang,admin,,\nS2,乙,li,clerk,2020-01-01,2020-12-31\nS3,丙,zhao,clerk,2999-01-01,\n"
      )
    ])
    for login in ["li", "zhao"] {
      let ran = estate.run(as: login, ["room", "list"])
      #expect(ran.status == 77)
      #expect(ran.messages.contains("does not work here today"), "\(ran.messages)")
      #expect(ran.messages.contains("an admin can change from and to: pm staff set S"))
    }
  }

  @Test("through sudo nobody borrows the rights of the account for anything else")
  func borrowing() throws {
    let estate = Estate([("staff", Self.staff)])
    let place = estate.folder + "/authorized_keys"
    defer { unlink(place) }
    func sudo(_ who: String, _ words: String...) -> Ran { estate.run(as: "pm", words, sudo: who) }
    for words in [
      ["room", "list", "--output", place], ["version", "--output", place],
      ["customer", "add", "code=K1", "name=x", "--output", place],
      ["customer", "import", estate.file("k.csv", "code,kind\nK2,robot\n"), "--rejects", place],
      ["export", "dataset", place],
    ] {
      let ran = estate.run(as: "pm", words, sudo: "manager")
      #expect(ran.status == 77, "\(words): \(ran.messages)")
      #expect(ran.messages.contains("through sudo only an admin names files to write"), "\(ran.messages)")
      #expect(ran.messages.contains("let the shell write it: pm … > FILE"))
      #expect(access(place, F_OK) != 0)
    }
    #expect(sudo("clerk", "customer", "list").status == 0)
    #expect(sudo("admin", "room", "list", "--output", place).status == 0)
    #expect(sudo("service", "notice", "send", "--via", "/bin/true").status == 77)
    #expect(sudo("manager", "notice", "send", "--via", "/bin/true").status == 77)
    // A database of one's own does not help.
    let own = estate.folder + "/own.db"
    defer { for tail in ["", "-wal", "-shm", ".lock"] { unlink(own + tail) } }
    let made = sudo("clerk", "init", "--db", own)
    #expect(made.status == 77 && access(own, F_OK) != 0)
    #expect(made.messages.contains("through sudo only root makes a database"), "\(made.messages)")
    #expect(sudo("root", "init", "--db", own).status == 0)
    let empty = sudo("clerk", "org", "list", "--db", own)
    #expect(empty.status == 77)
    #expect(empty.messages.contains("nobody has a login in this database yet"))
    #expect(empty.messages.contains("root sets databases up, as Samples/sudoers shows"))
    #expect(sudo("root", "staff", "add", "code=S1", "name=x", "login=clerk", "roles=admin", "--db", own).status == 0)
    #expect(sudo("clerk", "org", "list", "--db", own).status == 0)
    chown(own, 65534, 65534)
    let foreign = sudo("clerk", "org", "list", "--db", own)
    if geteuid() == 0 {
      #expect(foreign.status == 77)
      #expect(
        foreign.messages.contains("the database does not belong to the account that runs pm"), "\(foreign.messages)")
    }
    // A copy knows the staff of its day: it lends nobody what he was allowed then.
    let copy = estate.folder + "/old.db"
    defer { unlink(copy) }
    #expect(estate.run(as: "admin", ["db", "backup", copy]).status == 0)
    for who in ["clerk", "admin"] {
      for words in [["customer", "list"], ["export", "records", "customer"], ["db", "check"]] {
        let ran = estate.run(as: "pm", words + ["--db", copy], sudo: who)
        #expect(ran.status == 77 && ran.output == "", "\(who) \(words): \(ran.output)")
        #expect(
          ran.messages.contains("through sudo nobody reads a copy: it knows the staff of its day"), "\(ran.messages)")
      }
      #expect(estate.run(as: who, ["customer", "list", "--db", copy]).status == 0)
    }
    #expect(
      sudo("clerk", "customer", "list", "--db", copy).messages.contains(
        "root, or the account that runs pm, reads copies and restores them"))
    let absent = sudo("clerk", "db", "restore", estate.database, "--yes", "--db", estate.folder + "/absent.db")
    #expect(absent.status == 77)
    #expect(
      absent.messages.contains("through sudo only an admin of the database that is there restores it"),
      "\(absent.messages)")
    #expect(absent.messages.contains("root restores what is missing or damaged"))
  }

  @Test("through sudo only an admin names files to read; everybody else sends them as -")
  func reading() throws {
    let estate = Estate([
      ("org", "code,kind,name,parent\nCO,company,x,\nHY,community,y,CO\n"),
      ("room", "code,community,owner_code,owner_name\nR1,HY,K1,x\n"), ("staff", Self.staff),
    ])
    let path = estate.file("k.csv", "code,name\nK1,x\n")
    for words in [
      ["customer", "import", path], ["customer", "import", "-", "--map", path], ["payment", "import", path],
      ["bill", "run", "--apply", path], ["bank", "batch", "--layout", path, "--output", "-"],
      ["bank", "return", path, "--layout", path], ["bank", "return", "-", "--layout", path],
      ["ticket", "attach", "WX-202610-0001", path],
      ["room", "move-out", "R1", "--customer", "K1", "--on", "2026-10-05", "--readings", path],
    ] {
      let ran = estate.run(as: "pm", words, sudo: "manager", input: "code,name\nK1,x\n")
      #expect(ran.status == 77, "\(words): \(ran.messages)")
      #expect(ran.messages.contains("through sudo only an admin names files to read"), "\(words): \(ran.messages)")
    }
    let sent = estate.run(as: "pm", ["customer", "import", path], sudo: "clerk")
    #expect(sent.messages.contains("let the shell read it: pm … - < FILE"), "\(sent.messages)")
    let map = estate.run(as: "pm", ["customer", "import", "-", "--map", path], sudo: "clerk", input: "")
    #expect(map.messages.contains("an admin can do this"), "\(map.messages)")
    let input = "code,name\nK1,x\n"
    #expect(estate.run(as: "pm", ["customer", "import", "-"], sudo: "clerk", input: input).status == 0)
    #expect(estate.run(as: "pm", ["customer", "import", path], sudo: "admin").status == 0)
    #expect(estate.run(as: "clerk", ["customer", "import", path]).status == 0)
  }

  @Test("who may not reveal finds nothing out by asking for it either")
  func guessing() {
    let estate = Estate([
      ("customer", "code,name,phone\nK1,x,13900010001\n"), ("staff", Self.staff),
    ])
    for words in [
      ["customer", "list", "--where", "phone=13900010001"], ["customer", "list", "--where=phone=13900010002"],
      ["customer", "list", "--where", "电话~1390"], ["customer", "list", "--where", "phone!="],
      ["customer", "list", "--where", "phone="], ["export", "records", "customer", "--where", "phone>=1"],
    ] {
      let ran = estate.run(as: "analyst", words)
      #expect(ran.status == 77 && ran.output == "", "\(words): \(ran.messages)")
      #expect(
        ran.messages.contains("rows cannot be chosen by phone: which ones there are would tell what is masked"),
        "\(ran.messages)")
      #expect(ran.messages.contains("that takes a role that may --reveal (pm help roles)"))
    }
    #expect(estate.run(as: "analyst", ["customer", "list", "--sort", "phone"]).status == 64)
    let found = estate.run(as: "clerk", ["customer", "list", "--where", "phone=13900010001", "--columns", "code"])
    #expect(found.output == "code\nK1\n", "\(found.messages)")
  }

  @Test("sudo names the caller; its variable counts for nobody but the owner of the file")
  func sudo() {
    let estate = Estate([("staff", Self.staff)])
    let ran = estate.run(as: "pm", ["room", "list"], sudo: "clerk")
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(estate.run(as: "clerk", ["room", "list"], sudo: "nobody").status == 77)
  }

  @Test("through sudo a database lies where nobody else could exchange it for another")
  func safePlace() {
    let estate = Estate([("staff", Self.staff)])
    let (folder, link) = (estate.folder + "/open", estate.folder + "/link.db")
    mkdir(folder, 0o700)
    for end in ["", "-wal", "-shm", ".lock"] { rename(estate.database + end, folder + "/pm.db" + end) }
    symlink(folder + "/pm.db", link)
    defer {
      for end in ["", "-wal", "-shm", ".lock"] { unlink(folder + "/pm.db" + end) }
      unlink(link)
      rmdir(folder)
    }
    for (above, mode, status) in [
      (0o700, 0o700, 0), (0o700, 0o755, 0), (0o1777, 0o755, 0), (0o700, 0o770, 77), (0o700, 0o1777, 77),
      (0o777, 0o700, 77),
      (0o700, 0o700, 0),
    ] as [(mode_t, mode_t, Int32)] {
      chmod(estate.folder, above)
      chmod(folder, mode)
      for path in [folder + "/pm.db", link] {
        let ran = estate.run(as: "pm", ["room", "list", "--db", path], sudo: "clerk")
        #expect(ran.status == status, "\(path) \(String(above, radix: 8)) \(String(mode, radix: 8)): \(ran.messages)")
        let isTold = ran.messages.contains(
          "through sudo the folders above a database must belong to root or the account that runs pm, and be written by nobody else"
        )
        #expect(isTold == (status == 77), "\(ran.messages)")
        #expect(status == 0 || ran.messages.contains("chmod go-w the folder, as Samples/sudoers has it"))
        // Who is himself may keep his file where he likes.
        #expect(estate.run(as: "clerk", ["room", "list", "--db", path]).status == 0)
      }
    }
  }
}
