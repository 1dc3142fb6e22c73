// The account that a refund goes to.
import PMCore
import PMStore

/// The account that money is paid back to.
enum PayeeAccount {
  /// The account as it is stored; only cash needs none.
  static func given(
    _ arguments: Arguments, _ option: Option<String>, _ method: Option<String>
  ) throws -> String? {
    guard let account = arguments[option] else {
      return arguments[method] == "cash" ? nil : try arguments.require(option)
    }
    if case .text(let plain)? = Refund.record.column("account")?.stored(account) { return plain }
    throw Failure.usage(
      "not-an-account", Words("--\(option.name) is not a bank account", zh: "--\(option.name) 不是银行账号"))
  }
}
