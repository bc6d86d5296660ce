// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a design that does not fit its world said to the user? One sentence and a status.

import Emergence

extension DesignError {
  /// The message and status of an error.
  func explained(_ path: String) -> CommandFailure {
    switch self {
    case .tooFew(let what, let needed, let found):
      CommandFailure(.usage, "\(what): at least \(needed) are needed, not \(found)")
    case .tooMany(let what, let most, let found):
      CommandFailure(.usage, "\(what): at most \(most) can be taken, not \(found)")
    case .outOfRange(let parameter, let value, let low, let high):
      CommandFailure(
        .usage,
        "\(ParameterSettings.text(value)) is out of range for '\(parameter)', which takes "
          + "\(ParameterSettings.text(low))...\(ParameterSettings.text(high))")
    case .notWhole(let parameter, let value):
      CommandFailure(
        .usage, "\(ParameterSettings.text(value)) is not whole, and '\(parameter)' is a count")
    case .notRising(let parameter):
      CommandFailure(.usage, "the values of '\(parameter)' must rise, each once")
    case .structural(let parameter):
      CommandFailure(
        .usage,
        "'\(parameter)' shapes sizes, networks or periods and so cannot change in mid-run")
    case .readAtStartOnly(let parameter):
      CommandFailure(
        .usage,
        "no step and no measure reads '\(parameter)', so that nothing would come of changing it in mid-run"
      )
    case .noSize(let parameter):
      CommandFailure(
        .usage, "'\(parameter)' sets no size; --scale takes a parameter declared 'count'")
    case .sizeIsMoved(let parameter):
      CommandFailure(
        .usage, "'\(parameter)' cannot be both the size of --scale and what --vary moves")
    case .noHarm:
      CommandFailure(
        .usage, "\(path) declares no harm to explain; name a measure with --measure")
    case .runFailed(let description, let failedRunCount):
      CommandFailure(
        .failed,
        "\(path): a run failed"
          + (failedRunCount > 1 ? " (the first of \(failedRunCount) runs that did)" : "")
          + ": \(description)")
    }
  }
}
