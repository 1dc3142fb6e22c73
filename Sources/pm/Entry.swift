// Entry point: argv in, exit status out.
import Glibc
import PMCommands

/// C's `main`, under the name by which SwiftPM compiles and links the entry point of the target pm.
///
/// It is written out because the one that Swift makes asks /proc for the arguments: in an empty
/// root directory there would be none.
@_cdecl("pm_main")
func main(_ count: Int32, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
  // A stream that the caller closed stays closed for us: else a database opened later would get its
  // number, and output would be written into it. (SQLite manual, "How To Corrupt", 1.4)
  for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
    _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
  }

  // A file that grows over `ulimit -f` is an error to report (EFBIG), not a reason to die.
  signal(SIGXFSZ, SIG_IGN)

  // After a crash no core is left behind: it would hold what was read, which is personal.
  var none = rlimit(rlim_cur: 0, rlim_max: 0)
  setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)

  return runCommandLine(count, words)
}
