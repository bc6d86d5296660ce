// SPDX-License-Identifier: GPL-3.0-or-later
//
// What should a reader know before trusting a report?

/// Something a reader should know before trusting a report.
public enum VerdictWarning: Hashable, Sendable {
  /// Only one random realisation: there are no intervals, and the verdict is undecided.
  case oneRealisation(unit: RealisationUnit)
  /// MSER-5 still wanted to discard at half the run: the series has not settled.
  case notSettled(measure: String, condition: RunCondition)
  /// The steps after warm-up are fewer than 50 autocorrelation times.
  case shortRun(
    measure: String, condition: RunCondition, stepCount: Int, autocorrelationTime: Double)
  /// Runs from the two starts have not met: the mean difference, high minus low, over the last half of the run.
  case startsDisagree(harm: String, difference: Double)
  /// So many values of a measure were not finite.
  case nonFinite(measure: String, condition: RunCondition, valueCount: Int)
  /// In so many replicates a measure was never recorded after warm-up; they are left out.
  case neverRecorded(measure: String, condition: RunCondition, replicateCount: Int)
  /// In so many replicates the condition of a `first` measure never held; they count the number of steps.
  case censored(measure: String, replicateCount: Int)
  /// A measure left the range that it is declared in, which therefore is not believed: the value furthest outside.
  case leavesRange(measure: String, range: ClosedRange<Double>, value: Double)
  /// After several looks there is no interval for a measure without a known range, or for an estimate.
  case noSequence(name: String)
  /// A value computed from the means of measures is not finite.
  case estimateNotFinite(estimate: String)
}
