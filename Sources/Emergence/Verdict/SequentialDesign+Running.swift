// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do looks become a verdict? One round after the other until the intervals are narrow.

import Engine
import WorldModel

extension SequentialDesign {
  /// Runs look after look, then tallies the alignments of all runs.
  ///
  /// - Parameter executing: Executes a plan and returns one result a request, in the order of the requests.
  /// - Returns: The report, with `sequential` set, and the runs it rests on.
  /// - Throws: What `executing` throws, `VerdictError.runFailed` for the first run that failed, `.outsideRange` for a value
  ///   that leaves the declared range of its measure.
  public func run(executing: (RunPlan) throws -> [RunResult]) throws -> VerdictOutcome {
    var answers: [RunRequest: RunResult] = [:]
    var taken: [SequentialReport.Look] = []
    var warmUp: CellWarmUp?
    for index in looks.indices {
      let plan = try round(index)
      for (request, result) in zip(plan.requests, try executing(plan)) {
        answers[request] = result
      }
      let evidence = try VerdictEvidence(
        design: try design(atLook: index), answers: answers, warmUp: warmUp,
        ranges: cell.world.together.measures.map(cell.range))
      warmUp = evidence.warmUp
      var look = looks[index]
      look.widest = try evidence.widestInterval(of: deciding)
      taken.append(look)
      let isReached = look.widest.map { $0 < width } ?? false
      guard isReached || index == looks.count - 1 else { continue }
      let alignments = try evidence.alignmentReports(executing: executing)
      var outcome = try evidence.outcome(alignments: alignments)
      outcome.report.isWarmUpAutomatic = cell.settings.warmup == nil
      outcome.report.sequential = SequentialReport(
        width: width, isReached: isReached, looks: taken)
      return outcome
    }
    preconditionFailure("there is a last look")
  }
}

extension VerdictEvidence {
  /// The widest interval of some measures together and of their paired differences; `nil` where one does not exist.
  func widestInterval(of measures: [Int]) throws -> Double? {
    var widest = 0.0
    for index in measures {
      var intervals = [try interval(means(of: index, .together), of: index)]
      if design.conditions.contains(.alone), world.measures[index].isHarm {
        let difference = try paired(
          means(of: index, .together), means(of: index, .alone), of: index)
        guard let difference else { return nil }
        intervals.append(difference.interval)
      }
      for interval in intervals {
        guard let low = interval.low, let high = interval.high else { return nil }
        widest = max(widest, high - low)
      }
    }
    return widest
  }
}
