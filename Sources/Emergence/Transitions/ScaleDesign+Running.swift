// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do the rounds of a scaling study run, and what will they take?

import Engine
import WorldModel

extension ScaleDesign {
  /// Runs both rounds and analyses them.
  ///
  /// - Parameter executing: Executes a plan and returns one result a request, in the order of the requests.
  /// - Returns: The report.
  /// - Throws: What `executing` throws, `DesignError.runFailed` for the first run that failed.
  public func run(executing: (RunPlan) throws -> [RunResult]) throws -> ScaleReport {
    try report(data(executing: executing))
  }

  /// Runs both rounds; throws what `run` throws.
  func data(executing: (RunPlan) throws -> [RunResult]) throws -> ScaleData {
    var data: ScaleData?
    for plan in firstRound {
      data = try read(try executing(plan.plan), of: plan, into: data)
    }
    guard var data else { preconditionFailure("there are three sizes or more") }
    for plan in try secondRound(after: data) {
      data = try read(try executing(plan.plan), of: plan, into: data)
    }
    return data
  }

  /// Returns what both rounds need at most, without running anything.
  ///
  /// The second round stands for its largest: as many further values as it may ask for, for every measure.
  ///
  /// - Parameter options: Threads and lanes, on which memory depends; the rest does not.
  /// - Returns: The peak memory of the plans, and the sum of their work.
  /// - Throws: `PlanError.unfit` when sizes, generator arguments or files do not fit.
  public func estimate(
    _ options: ExecutionOptions = ExecutionOptions(threadCount: 1)
  ) throws(PlanError) -> VerdictEstimate {
    var total = VerdictEstimate(runCount: 0, bytes: 0, agentUpdates: 0)
    var kept = 0
    let more = 1 + Double(Self.refinedCount * measures.count) / Double(values.count)
    for plan in firstRound {
      let needed = try plan.plan.estimate(options)
      let runs = Int((Double(plan.plan.requests.count) * more).rounded(.up))
      total.bytes = max(total.bytes, needed.bytes)
      total.runCount += runs
      total.agentUpdates += Int(Double(needed.agentUpdates) * more)
      kept += runs * bytesOfRun
    }
    total.bytes += kept
    return total
  }

  /// Bytes that are kept of a run: moments, samples and densities of every measure.
  private var bytesOfRun: Int { measures.count * 8 * (64 + 2 * 64 + cell.settings.steps) }
}
