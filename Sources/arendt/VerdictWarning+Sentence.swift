// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a warning about a report said in words?

import Emergence
import Foundation
import WorldModel

extension VerdictWarning {
  /// The warning as one sentence without a full stop, the same on every machine.
  var sentence: String {
    switch self {
    case .oneRealisation(let unit):
      let what = unit == .network ? "network" : "replicate"
      return "there is only one random \(what), so there are no intervals and every verdict is "
        + "undecided; raise --\(what)s"
    case .notSettled(let measure, let condition):
      return "'\(measure)' \(condition.rawValue) had not settled by the middle of the run; raise "
        + "--steps"
    case .shortRun(let measure, let condition, let stepCount, let autocorrelationTime):
      let tau = String(format: "%.3g", autocorrelationTime)
      return "'\(measure)' \(condition.rawValue) was watched for "
        + "\(counted(stepCount, "step")), fewer than 50 "
        + "times its autocorrelation time of \(tau); raise --steps"
    case .startsDisagree(let harm, let difference):
      let gap = String(format: "%.3g", difference)
      return "'\(harm)' still depends on where the run starts (high minus low start: \(gap))"
    case .nonFinite(let measure, let condition, let valueCount):
      return "\(counted(valueCount, "value")) of '\(measure)' \(condition.rawValue) "
        + (valueCount == 1 ? "was not finite and is missing" : "were not finite and are missing")
    case .neverRecorded(let measure, let condition, let replicateCount):
      return "'\(measure)' \(condition.rawValue) was never recorded after warm-up in "
        + "\(counted(replicateCount, "replicate")), "
        + (replicateCount == 1 ? "which is left out" : "which are left out")
    case .censored(let measure, let replicateCount):
      return "'\(measure)' never happened in \(counted(replicateCount, "replicate")), "
        + (replicateCount == 1 ? "which counts" : "which count") + " the number of steps"
    case .leavesRange(let measure, let range, let value):
      let ends = [range.lowerBound, range.upperBound].map(ParameterSettings.text)
      return "'\(measure)' is declared in \(ends[0])...\(ends[1]) but was "
        + "\(String(format: "%.3g", value)); no interval of it is cut at that range"
    case .noSequence(let name):
      return "'\(name)' has no interval: its range is not known, and an interval of fixed size "
        + "does not hold after several looks"
    case .estimateNotFinite(let estimate):
      return "'\(estimate)' is not finite at the means of its measures"
    }
  }
}
