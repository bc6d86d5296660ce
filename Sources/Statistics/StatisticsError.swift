// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why can an estimate not be made?

/// Why a statistic cannot be computed.
public enum StatisticsError: Error, Hashable, Sendable {
  /// An argument is outside the range that its documentation gives.
  case outOfRange(argument: String, value: Double)
  /// A value handed in is NaN or infinite.
  case notFinite
  /// Fewer values than the statistic needs.
  case tooFewValues(needed: Int, found: Int)
  /// Fewer realisations than the statistic needs.
  case tooFewRealisations(needed: Int, found: Int)
  /// Two sides of a pair have different numbers of realisations or replicates.
  case shapesDiffer
  /// GSL reported an error: its code and its own words.
  case arithmetic(routine: String, code: Int, reason: String)
}
