// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does one run of a world say? Every number and fact of `arendt run` as plain values; wording belongs to whoever
// shows them.
//
// Invariant: no number here is NaN or infinite. A quantity that does not exist (no interval from one realisation, no
// autocorrelation time of a constant) is `nil`.

import Engine

/// The verdict of a world at one cell, with everything it rests on.
public struct VerdictReport: Hashable, Sendable {
  /// Seed of every run.
  public var seed: UInt32
  /// Steps of every run.
  public var stepCount: Int
  /// Replicates of every condition.
  public var replicateCount: Int
  /// Realisations over which replicates were dealt: g = i mod `networkCount`, r = i / `networkCount`.
  public var networkCount: Int
  /// Units of replication behind every interval: networks where these or the order of updates are random, replicates
  /// elsewhere.
  public var realisationCount: Int
  /// What one unit of replication is.
  public var realisationUnit: RealisationUnit
  /// Steps discarded at the beginning of every run.
  public var warmUpStepCount: Int
  /// Whether the warm-up was found by MSER-5 rather than given.
  public var isWarmUpAutomatic: Bool
  /// Together runs that `stop when` froze before the last step.
  public var stoppedEarlyCount: Int
  /// Measures and harms in the world's order, under the *together* condition.
  public var measures: [MeasureReport]
  /// Estimates in the world's order, from the *together* condition.
  public var estimates: [EstimateReport]
  /// Harms in the world's order.
  public var harms: [HarmReport]
  /// Certificates in the order of `World.alignments`; empty when nothing ran alone.
  public var alignments: [AlignmentReport]
  /// What a reader should know before trusting the numbers, in a fixed order.
  public var warnings: [VerdictWarning]
  /// How the run came to its end, where it looked several times; all intervals are then anytime-valid.
  public var sequential: SequentialReport?

  /// Creates a value from its parts.
  public init(
    seed: UInt32, stepCount: Int, replicateCount: Int, networkCount: Int, realisationCount: Int,
    realisationUnit: RealisationUnit, warmUpStepCount: Int, isWarmUpAutomatic: Bool,
    stoppedEarlyCount: Int, measures: [MeasureReport], estimates: [EstimateReport],
    harms: [HarmReport], alignments: [AlignmentReport], warnings: [VerdictWarning],
    sequential: SequentialReport? = nil
  ) {
    self.seed = seed
    self.stepCount = stepCount
    self.replicateCount = replicateCount
    self.networkCount = networkCount
    self.realisationCount = realisationCount
    self.realisationUnit = realisationUnit
    self.warmUpStepCount = warmUpStepCount
    self.isWarmUpAutomatic = isWarmUpAutomatic
    self.stoppedEarlyCount = stoppedEarlyCount
    self.measures = measures
    self.estimates = estimates
    self.harms = harms
    self.alignments = alignments
    self.warnings = warnings
    self.sequential = sequential
  }
}

/// What is replicated.
public enum RealisationUnit: Hashable, Sendable {
  /// A network with its order of updates, shared by some replicates.
  case network
  /// The replicate itself: neither networks nor orders hold any randomness.
  case replicate
  /// Nothing in the world is random: one run says everything.
  case deterministic
}

/// A mean over realisations with its 95 % interval.
public struct IntervalReport: Hashable, Sendable {
  /// Mean over replicates; `nil` when no replicate has a value.
  public var mean: Double?
  /// Standard error from the means of realisations; `nil` with one random realisation.
  public var standardError: Double?
  /// Lower end of the interval.
  public var low: Double?
  /// Upper end of the interval.
  public var high: Double?

  /// Creates a report.
  public init(mean: Double?, standardError: Double?, low: Double?, high: Double?) {
    self.mean = mean
    self.standardError = standardError
    self.low = low
    self.high = high
  }
}

/// A value with its jackknife standard error over realisations.
public struct JackknifeReport: Hashable, Sendable {
  /// The value; `nil` where it is not defined.
  public var value: Double?
  /// Its standard error; `nil` where it is not defined or with one random realisation.
  public var standardError: Double?

  /// Creates a report.
  public init(value: Double?, standardError: Double?) {
    self.value = value
    self.standardError = standardError
  }
}

/// The certificate of one group: what its agents do alone.
///
/// Agents are independent alone, so each counts, unless they read an environment that draws: that is shared by all agents
/// of a replicate, and the interval is one over realisations (`ClusteredShare`).
public struct AlignmentReport: Hashable, Sendable {
  /// Name of the group.
  public var group: String
  /// The chance per step that one agent may reach.
  public var limit: Double
  /// Share of the agents that may exceed it.
  public var allowedFraction: Double
  /// Agents examined, over all replicates.
  public var examinedCount: Int
  /// Agents that exceed the limit.
  public var exceedingCount: Int
  /// Agents of which the steps are too few to say; where draws are integrated out, those of runs that stopped before
  /// the warm-up was over.
  public var uncertainCount: Int
  /// Lower end of the 95 % Clopper-Pearson interval of the share of agents that exceed; `nil` where it is counted by
  /// realisation and there is one.
  public var low: Double?
  /// Upper end of that interval, with uncertain agents counted as exceeding.
  public var high: Double?
  /// Whether the certificate holds; `nil` when it is open.
  public var holds: Bool?
  /// Whether the interval is one over realisations, because agents read an environment that draws.
  public var isByRealisation: Bool
  /// Independent agents that those examined are worth, in 0...`examinedCount`: all of them unless counted by realisation.
  public var effectiveCount: Double

  /// Creates a value from its parts; the agents examined are worth their number.
  public init(
    group: String, limit: Double, allowedFraction: Double, examinedCount: Int, exceedingCount: Int,
    uncertainCount: Int, low: Double?, high: Double?, holds: Bool?, isByRealisation: Bool = false
  ) {
    self.group = group
    self.limit = limit
    self.allowedFraction = allowedFraction
    self.examinedCount = examinedCount
    self.exceedingCount = exceedingCount
    self.uncertainCount = uncertainCount
    self.low = low
    self.high = high
    self.holds = holds
    self.isByRealisation = isByRealisation
    effectiveCount = Double(examinedCount)
  }

  /// Share of the examined agents that exceed the limit; 0 when there are none.
  public var exceedingFraction: Double {
    examinedCount == 0 ? 0 : Double(exceedingCount) / Double(examinedCount)
  }
}

/// The couplings that a run keeps on.
public enum RunCondition: String, Hashable, Sendable, CaseIterable {
  /// All of them.
  case together
  /// Only those that set each agent's conditions.
  case unlinked
  /// None.
  case alone
}
