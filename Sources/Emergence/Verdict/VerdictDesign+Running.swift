// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do plans and results become a verdict? Both rounds, with the engine handed in.

import Engine
import WorldModel

extension VerdictDesign {
  /// Runs both rounds and analyses them.
  ///
  /// - Parameter executing: Executes a plan and returns one result a request, in the order of the requests.
  /// - Returns: The report and the runs it rests on.
  /// - Throws: What `executing` throws, and `VerdictError.runFailed` for the first run that failed.
  public func run(executing: (RunPlan) throws -> [RunResult]) throws -> VerdictOutcome {
    try run(alignments: nil, executing: executing)
  }

  /// Runs the rounds and analyses them, with the certificates of `known` where they are not examined.
  func run(
    alignments known: [AlignmentReport]?, executing: (RunPlan) throws -> [RunResult]
  ) throws -> VerdictOutcome {
    let first = firstRound
    let answers = Dictionary(
      uniqueKeysWithValues: zip(first.requests, try executing(first)))
    let evidence = try VerdictEvidence(design: self, answers: answers)
    return try evidence.outcome(
      alignments: try known ?? evidence.alignmentReports(executing: executing))
  }
}

extension VerdictEvidence {
  /// Runs the second round and reports its certificates.
  func alignmentReports(
    executing: (RunPlan) throws -> [RunResult]
  ) throws -> [AlignmentReport] {
    let table = try AlignmentCounts(design: design)
    var counts: [[AlignmentCount]] = []
    for plan in design.secondRound(warmUp: warmUp.stepCount) {
      let results = try executing(plan)
      if let failure = results.lazy.compactMap(\.failure).first {
        throw VerdictError.runFailed(
          failure, condition: .alone,
          replicate: failure.replicateIndex * cell.networkCount + failure.networkIndex,
          failedRunCount: results.count { $0.failure != nil })
      }
      for result in results { counts.append(try table.counts(result.alignmentTallies)) }
    }
    return try table.reports(counts, isSequential: isSequential)
  }
}
