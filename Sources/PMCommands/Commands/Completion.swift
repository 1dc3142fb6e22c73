// `pm completion SHELL`: thin shell scripts; what can be typed next is worked out by pm itself.
import PMCore

/// `pm completion bash`: a script that makes the shell complete pm's words.
enum Completion: Command {
  /// A shell with a completion script.
  enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish
  }

  static let shell = Argument("SHELL", Words("bash, zsh or fish.", zh: "bash、zsh 或 fish。"))

  static let spec = CommandSpec(
    "completion", Words("Print a completion script for a shell.", zh: "输出 shell 补全脚本。"),
    arguments: [shell],
    examples: ["pm completion bash"],
    notes: [
      Words(
        "Load it with: source <(pm completion bash), or put it where the shell looks.",
        zh: "加载：source <(pm completion bash)，或放入 shell 的补全目录。")
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let name = try arguments.require(shell)
    guard let shell = Shell(rawValue: name) else {
      throw Failure.unknown(
        "unknown-shell", Words("no completion for \"\(name)\"", zh: "没有“\(name)”的补全"), word: name,
        among: Shell.allCases.map(\.rawValue))
    }
    try context.print(text: script(shell))
  }

  private static func script(_ shell: Shell) -> String {
    switch shell {
    case .bash:
      // COMP_WORDBREAKS holds = and :, so words come in pieces: they are rejoined from COMP_LINE.
      """
      # bash completion for pm
      _pm() {
        local line="${COMP_LINE:0:COMP_POINT}" words word
        read -ra words <<<"$line"
        [[ "$line" == *[[:space:]] ]] && words+=("")
        word="${words[-1]}"
        local tail="${word##*=}" cut=0
        [[ "$word" == *=* ]] && cut=$(( ${#word} - ${#tail} ))
        COMPREPLY=()
        local candidate
        while IFS= read -r candidate; do
          COMPREPLY+=("${candidate:cut}")
        done < <("${words[0]}" __complete -- "${words[@]:1}" 2>/dev/null)
        [[ ${#COMPREPLY[@]} -eq 1 && "${COMPREPLY[0]}" == *= ]] && compopt -o nospace
      }
      complete -o default -F _pm pm

      """
    case .zsh:
      """
      #compdef pm
      _pm() {
        local -a candidates
        candidates=("${(@f)$(${words[1]} __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
        candidates=("${(@)candidates:#}")
        if (( ${#candidates} )); then
          compadd -- "${candidates[@]}"
        else
          _files
        fi
      }
      if [ "$funcstack[1]" = "_pm" ]; then _pm "$@"; else compdef _pm pm; fi

      """
    case .fish:
      """
      # fish completion for pm
      function __pm_complete
        set -l words (commandline -opc) (commandline -ct)
        $words[1] __complete -- $words[2..-1] 2>/dev/null
      end
      complete -c pm -a '(__pm_complete)'

      """
    }
  }
}

/// `pm __complete -- WORD…`: what the last word may become, one candidate a line.
enum CompleteWords: Command {
  static let typed = Argument("WORD", "The words after pm, the last one unfinished.", .any)

  static let spec = CommandSpec(
    "__complete", "Candidates for the last word.", arguments: [typed], isHidden: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let candidates = Registry.pm.candidates(for: arguments.all(typed))
    try context.print(text: candidates.map { $0 + "\n" }.joined())
  }
}
