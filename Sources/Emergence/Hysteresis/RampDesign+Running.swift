// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do the ramps of a design become a report, and what will they take?

import Engine
import WorldModel

extension RampDesign {
  /// Runs the ramps, the fastest first, and analyses them.
  ///
  /// - Parameter executing: Executes a plan and returns one result a request, in the order of the requests.
  /// - Returns: The report.
  /// - Throws: What `executing` throws, `DesignError.runFailed` for the first run that failed.
  public func run(executing: (RunPlan) throws -> [RunResult]) throws -> HysteresisReport {
    var cycles: [[RampCycles]] = []
    var weights: [BranchWeights] = []
    for (hold, plan) in zip(holds, plans) {
      let results = try executing(plan)
      try Self.checkFailures(results)
      let found = measures.map { RampCycles(of: self, measure: $0, hold: hold, results) }
      cycles.append(found)
      guard hold == holds.last else { continue }
      weights = zip(measures, found).map { BranchWeights(of: self, measure: $0, $1, results) }
    }
    return try report(cycles, weights)
  }

  /// Analyses results that are all there.
  ///
  /// - Parameter results: One list a plan, in the order of `plans`, with one result a request.
  /// - Returns: The report.
  /// - Throws: `DesignError.runFailed` for the first run that failed.
  public func report(from results: [[RunResult]]) throws -> HysteresisReport {
    precondition(results.count == holds.count, "one list of results a plan")
    var rest = results[...]
    return try run { _ in rest.removeFirst() }
  }

  private func report(
    _ cycles: [[RampCycles]], _ weights: [BranchWeights]
  ) throws -> HysteresisReport {
    HysteresisReport(
      parameter: program.parameters[parameter.index].name, values: values,
      leadStepCount: leadStepCount, replicateCount: cell.settings.replicates,
      networkCount: cell.networkCount, realisationCount: cell.realisationCount,
      realisationUnit: cell.realisationUnit,
      measures: try measures.indices.map { index in
        try LoopAnalysis(
          design: self, measure: measures[index], cycles: cycles.map { $0[index] },
          weights: weights[index]
        ).report()
      })
  }

  /// Throws for the first run that failed.
  static func checkFailures(_ results: [RunResult]) throws(DesignError) {
    guard let failure = results.lazy.compactMap(\.failure).first else { return }
    throw .runFailed(
      description: failure.description, failedRunCount: results.count { $0.failure != nil })
  }

  /// Returns what all ramps need, without running anything.
  ///
  /// - Parameter options: Threads and lanes, on which memory depends; the rest does not.
  /// - Returns: The peak memory of the plans, which run one after the other, and the sum of their work.
  /// - Throws: `PlanError.unfit` when sizes, generator arguments or files do not fit.
  public func estimate(
    _ options: ExecutionOptions = ExecutionOptions(threadCount: 1)
  ) throws(PlanError) -> VerdictEstimate {
    var total = VerdictEstimate(runCount: 0, bytes: 0, agentUpdates: 0)
    for plan in plans {
      let needed = try plan.estimate(options)
      total.bytes = max(total.bytes, needed.bytes)
      total.runCount += plan.requests.count
      total.agentUpdates += needed.agentUpdates
    }
    total.bytes += total.runCount * measures.count * pointCount * 4 * 8
    return total
  }
}
