// The façade of the library product: run a command line in-process.
import PMCommands
import PMFormat

/// pm as a library: command lines in; status, output and messages out.
public struct PMKit {
  /// Runs the words that would follow `pm` in a shell.
  ///
  /// - Parameter environment: the variables that the command sees, none of the process's own.
  /// - Returns: the exit status, the bytes of standard output, and those of standard error.
  public static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) -> (status: Int32, output: [UInt8], messages: [UInt8]) {
    let output = MemoryDestination()
    let messages = MemoryDestination()
    let status = runCommandLine(
      arguments, environment: Environment(environment), output: .memory(output),
      messages: .memory(messages))
    return (status, output.bytes, messages.bytes)
  }
}
