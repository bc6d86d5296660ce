// SPDX-License-Identifier: GPL-3.0-or-later
//
// How sure is a smooth function of data, from leaving out one unit at a time?
//
// var = (n - 1) / n sum_i (theta_(i) - mean theta_(.))^2; the bias-corrected value is n theta - (n - 1) mean theta_(.).
// Source: Efron, The Jackknife, the Bootstrap and Other Resampling Plans (1982), eqs 2.8 and 3.1. Units are
// realisations, never steps or agents.

/// A value with its jackknife standard error.
public struct JackknifeEstimate: Hashable, Sendable {
  /// The value from all units.
  public var value: Double
  /// The value with its first-order bias removed; `nil` where `standardError` is.
  public var biasCorrected: Double?
  /// Standard error; `nil` with one unit, or where leaving out some unit leaves the value undefined.
  public var standardError: Double?

  /// Creates an estimate from the value of all units and from the values without each unit.
  ///
  /// - Parameters:
  ///   - value: The statistic of all units.
  ///   - leavingOut: The statistic without unit i, for every i; `nil` where it is undefined.
  public init(value: Double, leavingOut: [Double?]) {
    self.value = value
    let parts = leavingOut.compactMap { $0 }.filter(\.isFinite)
    guard parts.count == leavingOut.count, parts.count >= 2 else { return }
    let n = Double(parts.count)
    let mean = WeightedGroups.mean(of: parts)
    let squares = parts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = ((n - 1) / n * squares).squareRoot()
    guard error.isFinite else { return }
    biasCorrected = n * value - (n - 1) * mean
    standardError = error
  }

  /// Estimates a statistic of the merged moments of realisations; `nil` where it is undefined.
  ///
  /// - Parameters:
  ///   - realisations: Moments of each realisation; empty ones are left out.
  ///   - statistic: A smooth function of moments; `nil` where it is undefined.
  /// - Complexity: O(`realisations.count`).
  public init?(over realisations: [SeriesMoments], statistic: (SeriesMoments) -> Double?) {
    let units = realisations.filter { $0.count > 0 }
    let all = units.reduce(SeriesMoments()) { $0.merged(with: $1) }
    guard let value = statistic(all), value.isFinite else { return nil }
    self.init(value: value, leavingOut: Self.leavingOneOut(of: units).map(statistic))
  }

  /// Returns the merged moments of all units but one, for each unit.
  ///
  /// - Parameter units: Moments of each unit.
  /// - Returns: One value a unit; without values where it is the only one.
  /// - Complexity: O(`units.count`): merged from what lies before and after each unit, never subtracted.
  public static func leavingOneOut(of units: [SeriesMoments]) -> [SeriesMoments] {
    var before = [SeriesMoments()]
    for unit in units { before.append(before[before.count - 1].merged(with: unit)) }
    var parts = units
    var after = SeriesMoments()
    for i in units.indices.reversed() {
      parts[i] = before[i].merged(with: after)
      after = units[i].merged(with: after)
    }
    return parts
  }
}
