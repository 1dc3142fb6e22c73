// Two names that change places at once.
import CSQLite

/// Gives the files or folders at two paths each other's names; nobody ever finds one of them missing.
///
/// - Returns: whether it was done; else `errno` says why not.
package func exchangeFiles(_ one: String, _ other: String) -> Bool { pm_exchange(one, other) == 0 }
