// Two people add the same record at one moment.
import Testing

@Suite struct SameAddTests {
  @Test("of two who add the same code at once one is refused, and changes nothing")
  func sameCode() throws {
    let place = try Workplace()
    defer { place.remove() }
    let ran = try place.sh(
      """
      pm init -q && pm org add code=HY kind=community name=HY -q || exit 9
      exec 9>>pm.db.lock
      flock 9
      # Both find the code free, and wait for the lock.
      pm room add code=R1 community=HY note=one -q 9>&- 2>one & first=$!
      pm room add code=R1 community=HY note=two -q 9>&- 2>two & second=$!
      sleep 1
      exec 9>&-
      wait $first; status=$?
      wait $second; echo $status $?
      pm room list --columns note
      cat one two
      """)
    let lines = ran.output.split(separator: "\n").map(String.init)
    #expect(["0 65", "65 0"].contains(lines.first), "\(ran)")
    #expect(lines.dropFirst().prefix(2) == ["note", lines.first == "0 65" ? "one" : "two"], "\(ran)")
    #expect(ran.output.contains("somebody has just added this room"), "\(ran)")
    #expect(ran.output.contains("pm room set"), "\(ran)")
  }
}
