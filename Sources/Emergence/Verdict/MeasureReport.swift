// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the runs say about one measure, and about quantities made of measures?

/// What the *together* runs say about one measure.
public struct MeasureReport: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// Mean over replicates of the mean after warm-up, with its interval.
  ///
  /// Of a `first` measure it is the mean time, in which a replicate that never got there counts the number of steps.
  public var mean: IntervalReport
  /// Variance over all steps after warm-up and all replicates.
  public var variance: JackknifeReport
  /// Variance times the number of agents under the outermost aggregate; `nil` value without one.
  public var susceptibility: JackknifeReport
  /// 1 - <x^4> / (3 <x^2>^2) of raw moments over all steps after warm-up and all replicates.
  public var binderCumulant: JackknifeReport
  /// Integrated autocorrelation time in recorded steps, >= 1/2; `nil` where there is no series or it never varies.
  public var autocorrelationTime: Double?
  /// Effective number of independent values in all replicates together; `nil` where `autocorrelationTime` is.
  public var effectiveSampleSize: Double?
  /// Mean over replicates of the last step, with its interval.
  public var final: IntervalReport
  /// Number of values that were not finite, summed over replicates; of a `first` measure the number of replicates in
  /// which the condition never held.
  public var missingCount: Int
  /// Share of the replicates in which the condition of a `first` measure never held; `nil` for other measures.
  public var censoredFraction: Double?
  /// Whether the means of replicates after warm-up have two peaks; `nil` with fewer than four or without randomness.
  public var peaks: PeaksReport?

  /// Creates a value from its parts.
  public init(
    name: String, mean: IntervalReport, variance: JackknifeReport, susceptibility: JackknifeReport,
    binderCumulant: JackknifeReport, autocorrelationTime: Double?, effectiveSampleSize: Double?,
    final: IntervalReport, missingCount: Int, censoredFraction: Double?, peaks: PeaksReport?
  ) {
    self.name = name
    self.mean = mean
    self.variance = variance
    self.susceptibility = susceptibility
    self.binderCumulant = binderCumulant
    self.autocorrelationTime = autocorrelationTime
    self.effectiveSampleSize = effectiveSampleSize
    self.final = final
    self.missingCount = missingCount
    self.censoredFraction = censoredFraction
    self.peaks = peaks
  }
}

/// A quantity computed from the means of measures.
public struct EstimateReport: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// The value at the means over replicates; standard error by jackknife over realisations, Student's t interval.
  public var value: IntervalReport

  /// Creates a value from its parts.
  public init(name: String, value: IntervalReport) {
    self.name = name
    self.value = value
  }
}
