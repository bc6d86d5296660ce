// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which runs does a verdict rest on? The results behind a report, for whoever writes series and replicates.

import Engine
import WorldModel

/// A report together with the runs it rests on.
public struct VerdictOutcome: Sendable {
  /// The verdict and its numbers.
  public var report: VerdictReport
  /// The runs of the three conditions, by condition in the order of `RunCondition.allCases`, then by replicate.
  ///
  /// A condition that equals another repeats its results; conditions that did not run are left out. Runs from the two
  /// starts are not among them.
  public var runs: [VerdictRun]

  /// Creates a value from its parts.
  public init(report: VerdictReport, runs: [VerdictRun]) {
    self.report = report
    self.runs = runs
  }
}

/// One run behind a report.
public struct VerdictRun: Sendable {
  /// Which couplings were on.
  public var condition: RunCondition
  /// Number i of the replicate: realisation i mod `networks`, replicate i / `networks` within it.
  public var replicate: Int
  /// Realisation g.
  public var networkIndex: Int
  /// Replicate r within the realisation.
  public var replicateIndex: Int
  /// What the run recorded.
  public var result: RunResult
  /// For each measure of the world its mean after warm-up (the value itself for measures at the end, the time or the
  /// number of steps for `first` measures); `nil` where nothing was recorded.
  public var means: [Double?]
  /// For each measure of the world its value at the last step; `nil` where it was not recorded there.
  public var finals: [Double?]

  /// Creates a value from its parts.
  public init(
    condition: RunCondition, replicate: Int, networkIndex: Int, replicateIndex: Int,
    result: RunResult, means: [Double?], finals: [Double?]
  ) {
    self.condition = condition
    self.replicate = replicate
    self.networkIndex = networkIndex
    self.replicateIndex = replicateIndex
    self.result = result
    self.means = means
    self.finals = finals
  }
}

extension VerdictOutcome {
  /// Tells replicate by replicate whether a harm is over its limit.
  ///
  /// - Parameters:
  ///   - measure: Index in the measures of the world.
  ///   - world: The world as written.
  /// - Returns: One answer a replicate and condition; `nil` of a plain measure.
  public func harmfulReplicates(of measure: Int, in world: World) -> HarmfulReplicates? {
    guard let harm = report.harms.first(where: { $0.name == world.measures[measure].name }) else {
      return nil
    }
    func areOver(_ condition: RunCondition) -> [Bool?] {
      runs.filter { $0.condition == condition }.map { $0.means[measure].map { $0 > harm.limit } }
    }
    return HarmfulReplicates(together: areOver(.together), alone: areOver(.alone))
  }
}
