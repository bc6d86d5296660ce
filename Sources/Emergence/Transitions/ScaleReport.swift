// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a finite-size scaling study say? Every number and fact of it as plain values; wording belongs to whoever
// shows them.
//
// Invariant: no number here is NaN or infinite; what does not exist is `nil`.

import Statistics

/// The answer of a finite-size scaling study, measure by measure.
public struct ScaleReport: Hashable, Sendable {
  /// Seed of every run.
  public var seed: UInt32
  /// Steps of every run.
  public var stepCount: Int
  /// Replicates of every size, value and start.
  public var replicateCount: Int
  /// Units of replication behind every interval.
  public var realisationCount: Int
  /// What one unit of replication is.
  public var realisationUnit: RealisationUnit
  /// Name of the parameter that sets the size.
  public var sizeParameter: String
  /// Name of the parameter that was moved.
  public var alongParameter: String
  /// Its values in both rounds, rising.
  public var values: [Double]
  /// Those of the second round; empty where one was not needed.
  public var refinedValues: [Double]
  /// The measures asked for.
  public var measures: [TransitionReport]
}

/// What becomes of a steep curve as the system grows.
public enum TransitionAnswer: String, Hashable, Sendable, CaseIterable {
  /// The curve becomes singular without a jump: fluctuations grow as a power of the size less than 1.
  ///
  /// Said of measures read as `.absolute` or `.absorbing` alone: others cannot tell it from one state whose steep answer to
  /// the parameter saturates only at sizes beyond those run.
  case continuousTransition = "continuous transition"
  /// The curve jumps: two states coexist, and the barrier between them grows.
  case discontinuousTransition = "discontinuous transition"
  /// Steep or not, curve and fluctuations settle as the system grows.
  case crossover
  /// What looks like a transition in small systems fades, or runs away, as the system grows.
  case finiteSizeEffect = "finite-size effect"
  /// The evidence is too weak or conflicts.
  case undecided
}

/// The answer on one measure with all it rests on.
public struct TransitionReport: Hashable, Sendable {
  /// Name of the measure.
  public var measure: String
  /// The answer.
  public var answer: TransitionAnswer
  /// What was read off the measure.
  public var orderParameter: OrderParameterKind
  /// The evidence, in the order of `TransitionEvidence.Kind.allCases`.
  public var evidence: [TransitionEvidence]
  /// What was measured at each size, smallest first.
  public var sizes: [ScaleSizeReport]
  /// Where the transition is and how it scales; `nil` unless the answer is a transition.
  public var criticality: CriticalityReport?
  /// What would settle an open answer; empty where it is not `undecided`.
  public var needs: [TransitionNeed]
}

/// What was read off a measure.
public enum OrderParameterKind: String, Hashable, Sendable {
  /// The absolute value of a measure that is symmetric about 0; the Binder cumulant is of raw moments.
  case absolute
  /// The measure as it is; cumulants are of moments about the mean.
  case plain
  /// The measure as it is: declared symmetric about 0, but its mean surely leaves 0 where there is least order, or takes
  /// both signs along the values, so that something drives it.
  case driven
  /// A density that ends at exactly 0 for good: its threshold comes from its decay.
  case absorbing
}

/// One line of evidence.
public struct TransitionEvidence: Hashable, Sendable {
  /// What it is about.
  public var kind: Kind
  /// The number of agents at which it was read; `nil` where it is about all sizes.
  public var agentCount: Double?
  /// The value; `nil` where it could not be found.
  public var value: Double?
  /// Its 95 % interval; `nil` where it has none.
  public var interval: ConfidenceInterval?
  /// The answers it speaks for; empty where it allows all.
  public var speaksFor: [TransitionAnswer]

  /// What a line of evidence is about.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Exponent in N of the peak of the susceptibility over all sizes.
    case susceptibilityGrowth = "growth of the susceptibility peak"
    /// The same between two successive sizes; `agentCount` is the larger.
    case localGrowth = "growth between successive sizes"
    /// Exponent in N of the steepest slope of the mean curve.
    case slopeGrowth = "growth of the steepest slope"
    /// Exponent in N of the slope of the largest change between neighbouring values of both rounds.
    case jumpGrowth = "growth of the slope of the largest step"
    /// Share of the whole change of the curve that happens between two neighbouring values; from 1/2 on the jump is not
    /// resolved.
    case jumpShare = "share of the change in one interval"
    /// Where the susceptibility peaks as N grows without end.
    case location = "location of the peak in the limit"
    /// Exponent in N of the autocorrelation time at the peak.
    case memoryGrowth = "growth of the autocorrelation time"
    /// Where the Binder cumulants of two successive sizes cross; `agentCount` is the larger.
    case binderCrossing = "crossing of Binder cumulants"
    /// Binder cumulant of the largest less that of the smallest size, at the value where it rises most surely.
    case binderRise = "rise of the Binder cumulant with size"
    /// The same in the mean over the third of the values with least order.
    case binderFall = "fall of the Binder cumulant with size"
    /// Lowest Binder cumulant at one size.
    case cumulantDip = "dip of the cumulant"
    /// Exponent in N of the depth 2/3 - U of that dip, background included.
    case dipGrowth = "growth of the cumulant's dip"
    /// Distance of two peaks of the distribution at one size.
    case peakDistance = "distance of two peaks"
    /// ln of peak over valley of the distribution at one size.
    case barrier = "barrier between two peaks"
    /// Largest disagreement of runs from the two starts, at one size.
    case startsApart = "disagreement of the two starts"
    /// Share of the variance that lies between runs rather than within them, at the peak.
    case betweenRuns = "share of the variance between runs"
    /// Share of the values whose runs were long enough and had settled.
    case settledShare = "share of values that are settled"
    /// Value at which the density falls as a power of time, neither faster nor slower, at one size.
    case decayThreshold = "threshold from the decay of the density"
    /// Exponent of the decay of the density at the threshold.
    case decayExponent = "exponent of the decay at the threshold"
    /// Parameter value above which the density exceeds 0 at the end of the longest runs: for comparison only.
    case activityThreshold = "where a finite run stays active"
  }
}

/// What was measured at one size.
public struct ScaleSizeReport: Hashable, Sendable {
  /// Value of the parameter that sets the size.
  public var size: Double
  /// Number N of agents under the outermost aggregate of the measure; the value of the parameter where there is none.
  public var agentCount: Double
  /// Whether the answer rests on it; a size is dropped when its peak has runs that are too short or have not settled.
  public var isUsed: Bool
  /// One a value, rising.
  public var points: [ScalePointReport]
}

/// What was measured at one size and one value.
public struct ScalePointReport: Hashable, Sendable {
  /// Value of the parameter moved.
  public var value: Double
  /// Mean of the order parameter with its interval.
  public var orderParameter: IntervalReport
  /// N times its variance.
  public var susceptibility: JackknifeReport
  /// Binder cumulant: of raw moments where the order parameter is an absolute value, else of moments about the mean.
  public var binderCumulant: JackknifeReport
  /// Integrated autocorrelation time of the order parameter in steps; `nil` where it never varies.
  public var autocorrelationTime: Double?
  /// Steps discarded.
  public var warmUpStepCount: Int
  /// Mean from the high less mean from the low start over the last quarter of the run, paired; `nil` without `starts`.
  public var startsApart: IntervalReport?
  /// What a reader should know of the runs.
  public var flags: [ScaleFlag]
}

/// What may be wrong with the runs of a cell.
public enum ScaleFlag: String, Hashable, Sendable {
  /// Shorter than 50 autocorrelation times.
  case short
  /// Shorter than 10 autocorrelation times, or worth less than 100 independent values in all: not used as evidence of a
  /// transition.
  case tooShort
  /// Still drifting at the end.
  case unsettled
  /// Nothing recorded in some runs.
  case missing
}

/// Where a transition is and how it scales, in the size variable N.
public struct CriticalityReport: Hashable, Sendable {
  /// The value at which it happens as N grows without end.
  public var location: FittedValue
  /// 1 / nu-bar: how fast the width of the transition shrinks.
  public var widthExponent: FittedValue?
  /// beta / nu-bar: how the order parameter decays at the transition.
  public var orderExponent: FittedValue?
  /// gamma / nu-bar: how the susceptibility grows at the transition.
  public var susceptibilityExponent: FittedValue?
  /// Exponent delta of the decay t^-delta of the density, at an absorbing transition.
  public var decayExponent: FittedValue?
  /// Quality S of the collapse of all sizes on one curve; about 1 is good.
  public var collapseQuality: Double?
}

/// What would settle an open answer.
public enum TransitionNeed: Hashable, Sendable {
  /// Runs of at least so many steps.
  case longerRuns(stepCount: Int)
  /// Sizes beyond the largest, by a factor of two at least.
  case largerSizes(beyond: Double)
  /// More replicates than so many.
  case moreReplicates(than: Int)
  /// Values below the lowest.
  case lowerValues(below: Double)
  /// Values above the highest.
  case higherValues(above: Double)
  /// Values between two.
  case finerValues(from: Double, to: Double)
  /// A `starts` clause, which tells coexistence from differences between realisations.
  case starts
  /// A measure that is symmetric about 0, or none that order splits in two.
  case otherMeasure
}
