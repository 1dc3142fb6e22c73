// Entry point: argv in, exit status out.
import Glibc
import PMCommands

exit(runCommandLine(Array(CommandLine.arguments.dropFirst())))
