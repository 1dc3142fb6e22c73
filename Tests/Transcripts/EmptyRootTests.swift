// The release program needs no other file: no library, no zone files, no /proc.
import Glibc
import Testing

@Suite("In an empty root directory")
struct EmptyRootTests {
  private static let into = "unshare --user --map-root-user \"$(command -v chroot || echo /usr/sbin/chroot)\""

  /// A static program, and a kernel that lets us change the root.
  private static let isPossible: Bool = {
    guard getenv("PM_BINARY") != nil, let workplace = try? Workplace() else { return false }
    defer { workplace.remove() }
    return (try? workplace.sh("\(into) / true"))?.status == 0
  }()

  @Test(
    "pm alone reads GB18030 and knows its zone",
    .enabled(if: isPossible, "PM_BINARY is not set, or the root cannot be changed"))
  func alone() throws {
    let workplace = try Workplace()
    defer { workplace.remove() }
    let ran = try workplace.sh(
      """
      set -e
      mkdir root; cp "$(command -v pm)" root/pm
      printf 'code,community,kind,floor_area,note\\n1-1,HY,residence,80,甲户\\n' |
        iconv -f UTF-8 -t GB18030 > root/rooms.csv
      inside() { env -i TMPDIR=/ \(Self.into) root /pm "$@"; }
      inside init; inside org add code=HY kind=community name=HY
      inside room import rooms.csv
      inside room list --columns code,note
      inside setting list | grep zone
      """)
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(ran.output.contains("1-1,甲户"), "\(ran.output)")
    #expect(ran.output.contains("+08:00"), "\(ran.output)")
  }
}
