// Which failure the errors of the other layers become: the only place that maps them.
import PMCore

/// The failure to tell for any error.
func failure(from error: any Error) -> Failure {
  switch error {
  case let failure as Failure: failure
  default: .fault("unexpected error: \(type(of: error))")
  }
}
