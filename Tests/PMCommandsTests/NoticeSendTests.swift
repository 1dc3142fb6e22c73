// Sending: what was handed over is marked whatever happens next, and nobody is stuck with what was not.
import Glibc
import PMStore
import Testing

@Suite("pm notice send")
struct NoticeSendTests {
  /// An estate with so many messages that wait, N0000001 and on.
  private static func waiting(_ count: Int) -> Estate {
    let customers = (1...count).map { "K\($0),客户\($0),person,owner" }.joined(separator: "\n")
    let estate = Estate([("customer", "code,name,kind,stage\n\(customers)\n")])
    let ran = queue(estate)
    #expect(ran.messages.hasSuffix("\(count) created, 0 unchanged, 0 skipped, 0 given up\n"), "\(ran.messages)")
    return estate
  }

  private static func queue(_ estate: Estate) -> Ran {
    estate.run(
      "notice", "queue", "template=visit", "--where", "stage=owner", "text=请在家等候", "--at",
      "2026-10-15 09:00")
  }

  /// Sends by a program of these lines.
  private static func send(_ estate: Estate, _ lines: String, _ options: String...) -> Ran {
    let path = estate.file("send-sms", lines)
    chmod(path, 0o700)
    return estate.run(["notice", "send", "--via", path, "--at", "2026-10-15 10:00"] + options)
  }

  private static func states(_ estate: Estate) -> [Substring] {
    estate.run("notice", "list", "--columns", "state,attempts").output.split(separator: "\n").dropFirst() + []
  }

  @Test("a program that cannot be run keeps what it took before, and costs no attempt")
  func gone() {
    let estate = Self.waiting(3)
    let ran = Self.send(estate, "#!/bin/sh\ncat > /dev/null\nrm \"$0\"\n")
    #expect(ran.status == 69)
    #expect(ran.output == "number,template,to,state,failure\nN0000001,visit,K1,sent,\n")
    #expect(
      ran.messages == """
        pm: --via: send-sms cannot be run: No such file or directory
          that counts as no attempt: mend it, and run pm notice send again
        notice send: 1 sent, 0 failed, 0 given up

        """, "\(ran.messages)")
    #expect(Self.states(estate) == ["sent,1", "queued,0", "queued,0"])
    let odd = Self.send(estate, "neither a script nor a program\n")
    #expect(odd.messages.contains("send-sms cannot be run: Exec format error\n"), "\(odd.messages)")
    #expect(Self.states(estate) == ["sent,1", "queued,0", "queued,0"])
    #expect(Self.send(estate, "#!/bin/sh\ncat > /dev/null\n").messages == "notice send: 2 sent, 0 failed, 0 given up\n")
  }

  @Test("a request of a stream that was cut off goes on when it comes again with its key")
  func key() {
    let estate = Self.waiting(3)
    let path = estate.file("send-sms", "#!/bin/sh\ncat > /dev/null\nrm \"$0\"\n")
    chmod(path, 0o700)
    let request =
      #"{"key":"s","words":["notice","send","--via","\#(path)","--at","2026-10-15 10:00"]}"#
    #expect(estate.batch([request]).output.contains(#""status":69"#))
    #expect(Self.states(estate) == ["sent,1", "queued,0", "queued,0"])
    chmod(estate.file("send-sms", "#!/bin/sh\ncat > /dev/null\n"), 0o700)
    #expect(estate.batch([request]).output.contains(#""status":0"#))
    #expect(Self.states(estate) == ["sent,1", "sent,1", "sent,1"])
    #expect(estate.batch([request]).output.contains("kept-already"))
  }

  @Test("what cannot be marked is told, and the next run sends it again")
  func unmarked() throws {
    let estate = Self.waiting(2)
    let other = try Database.open(estate.database, mode: .readWrite)
    let ran = try other.write { _ in
      .rollback(Self.send(estate, "#!/bin/sh\ncat > /dev/null\n", "--lock-wait", "0"))
    }
    #expect(ran.status == 75)
    #expect(
      ran.messages.contains("\n  handed over and not marked: 2; they come again under their numbers\n"),
      "\(ran.messages)")
    #expect(ran.messages.hasSuffix("notice send: 0 sent, 0 failed, 0 given up\n"), "\(ran.messages)")
    #expect(Self.states(estate) == ["queued,0", "queued,0"])
  }

  @Test("messages are marked a hundred at a time, each portion with its entry in the journal")
  func portions() throws {
    let estate = Self.waiting(101)
    let ran = estate.run("notice", "send", "--via", "/bin/true", "--at", "2026-10-15 10:00")
    #expect(ran.messages == "notice send: 101 sent, 0 failed, 0 given up\n", "\(ran.messages)")
    let database = try Database.open(estate.database, mode: .readOnly)
    let counts = try database.rows(
      "SELECT counts ->> '$.sent' FROM journal WHERE command = 'notice send' ORDER BY id"
    ) { $0.int64(0) }
    // More than two where the machine took five seconds for less than a hundred.
    #expect(counts.count >= 2 && counts.allSatisfy { $0 <= 100 } && counts.reduce(0, +) == 101, "\(counts)")
  }

  @Test("a program has a process group of its own, and what it started goes with it when it is stuck")
  func group() throws {
    let estate = Self.waiting(1)
    let pid = estate.file("pid", "")
    let stuck = Self.send(
      estate, "#!/bin/sh\n[ \"$(cut -d' ' -f5 /proc/$$/stat)\" = $$ ] || exit 9\nsleep 60 & echo $! > \(pid)\nwait\n",
      "--timeout", "1")
    #expect(stuck.output.hasSuffix(",failed,no end within 1 s\n"), "\(stuck.output)")
    let left = Self.send(
      estate, "#!/bin/sh\ncut -d' ' -f3 /proc/$(cat \(pid))/stat 2> /dev/null | grep -v Z && exit 8\nexit 0\n")
    #expect(left.output.hasSuffix(",sent,\n"), "\(left.output)")
  }

  @Test("who ignores the end of programs when he starts pm learns all the same how they ended")
  func ignored() async {
    await #expect(processExitsWith: .success) {
      signal(SIGCHLD, SIG_IGN)
      let estate = Self.waiting(1)
      let ran = Self.send(estate, "#!/bin/sh\nexit 7\n")
      try #require(ran.output.hasSuffix(",failed,exit status 7\n"), "\(ran.output) \(ran.messages)")
    }
  }

  @Test("what was given up is counted, to whoever sends and whoever queues it again; a higher limit sends it")
  func givenUp() {
    let estate = Self.waiting(2)
    estate.run("setting", "set", "notice.attempts=1")
    #expect(Self.send(estate, "#!/bin/sh\nexit 7\n").messages == "notice send: 0 sent, 2 failed, 2 given up\n")
    for options in [[], ["--dry-run"]] {
      let ran = estate.run(["notice", "send", "--via", "/bin/true", "--at", "2026-10-15 11:00"] + options)
      let counts = options.isEmpty ? "0 sent, 0 failed" : "0 to send"
      #expect(ran.messages.hasPrefix("notice send: \(counts), 2 given up"), "\(ran.messages)")
    }
    #expect(Self.queue(estate).messages == "notice queue: 0 created, 2 unchanged, 0 skipped, 2 given up\n")
    let one = ["notice", "queue", "template=visit", "customer=K1", "text=请在家等候", "--at"]
    #expect(estate.run(one + ["2026-10-15 12:00"]).messages == "notice queue: 0 created, 1 unchanged, 1 given up\n")
    #expect(estate.run("notice", "list").output.contains(",K1,,,2026-10-15 09:00,failed,1,exit status 7\n"))
    estate.run("setting", "set", "notice.attempts=2")
    #expect(Self.queue(estate).messages.contains("2 unchanged, 0 skipped, 0 given up"))
    #expect(Self.send(estate, "#!/bin/sh\n:\n").messages == "notice send: 2 sent, 0 failed, 0 given up\n")
  }
}
