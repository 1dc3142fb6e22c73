// Asking before something that is hard to take back; nothing ever waits without a terminal.
import Glibc
package import PMCore

extension Context {
  /// Goes on when the caller says yes: with `--yes`, or at the terminal.
  ///
  /// Without a terminal it fails at once and names the flag.
  package func confirm(_ question: Words) throws {
    if common.yes || common.dryRun { return }
    guard environment.isProcess, shared == nil, isatty(0) == 1, isatty(2) == 1 else {
      throw Failure.usage(
        "needs-yes", question,
        hint: Words("say --yes where nobody can be asked", zh: "无人应答时请加 --yes"))
    }
    messages.ask(Words(question.en + " [y/N] ", zh: question.zh + " [y/N] ")[language])
    let answer = readLine(strippingNewline: true) ?? ""
    if !["y", "yes", "是"].contains(answer.lowercased()) {
      throw Failure.usage("not-confirmed", Words("nothing was done", zh: "未作任何更改"))
    }
  }
}
