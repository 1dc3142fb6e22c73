// Entry point: argv in, exit status out.
import Glibc
import PMCommands

// A stream that the caller closed stays closed for us: else a database opened later would get its
// number, and output would be written into it. (SQLite manual, "How To Corrupt", 1.4)
for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
  _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
}

// A file that grows over `ulimit -f` is an error to report (EFBIG), not a reason to die.
signal(SIGXFSZ, SIG_IGN)

exit(runCommandLine(CommandLine.argc, CommandLine.unsafeArgv))
