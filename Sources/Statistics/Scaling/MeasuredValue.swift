// SPDX-License-Identifier: GPL-3.0-or-later
//
// What goes into a scaling analysis, and what comes out of it: a value with its error, and a fitted value with an interval.

/// A value with its standard error, in the units of the quantity.
public struct MeasuredValue: Hashable, Sendable {
  /// The estimate.
  public var value: Double
  /// Its standard error, >= 0; 0 for a value that is exact, as from an enumeration.
  public var standardError: Double

  /// Creates a value.
  ///
  /// - Parameters:
  ///   - value: The estimate.
  ///   - standardError: >= 0; 0 where the value is exact.
  public init(_ value: Double, standardError: Double = 0) {
    self.value = value
    self.standardError = standardError
  }

  /// Creates a value from a jackknife over realisations, its first-order bias removed; `nil` where it has no error.
  ///
  /// - Parameter estimate: The jackknife; without a standard error (one realisation) no weight can be given to it.
  public init?(_ estimate: JackknifeEstimate?) {
    guard let estimate, let error = estimate.standardError else { return nil }
    self.init(estimate.biasCorrected ?? estimate.value, standardError: error)
  }

  /// Throws when the value cannot take part in a fit.
  func check() throws(StatisticsError) {
    guard value.isFinite, standardError.isFinite else { throw .notFinite }
    guard standardError >= 0 else {
      throw .outOfRange(argument: "standardError", value: standardError)
    }
  }
}

/// A parameter found by a fit.
public struct FittedValue: Hashable, Sendable {
  /// Best value.
  public var value: Double
  /// Standard error, >= 0, with all that widens the interval.
  public var standardError: Double
  /// Interval at the confidence that the fit was asked for.
  public var interval: ConfidenceInterval

  /// Creates a value from its parts.
  public init(value: Double, standardError: Double, interval: ConfidenceInterval) {
    self.value = value
    self.standardError = standardError
    self.interval = interval
  }

  /// Half the width of the interval.
  public var halfWidth: Double { (interval.high - interval.low) / 2 }
}
