// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are replicates that share a realisation more alike than others?
//
// Analysis of variance with one random effect: F = mean square between realisations over mean square within, with G - 1
// and n - G degrees. Source: Fisher, Statistical Methods for Research Workers (1925), section 40.

/// Test of a difference between realisations.
public struct RealisationEffect: Hashable, Sendable {
  /// Mean square between realisations over mean square within; infinite where replicates of one agree exactly.
  public var ratio: Double
  /// Probability of a ratio at least as large where realisations make no difference to normal values.
  public var pValue: Double

  /// Tests replicates grouped by realisation; `nil` with fewer than two realisations, without two replicates in any, or
  /// where all values are equal.
  ///
  /// - Parameter realisations: Per realisation one value a replicate; empty ones are left out.
  /// - Throws: `StatisticsError.notFinite`, `.arithmetic`.
  public init?(of realisations: [[Double]]) throws(StatisticsError) {
    let groups = realisations.filter { !$0.isEmpty }
    let count = groups.reduce(0) { $0 + $1.count }
    guard groups.count >= 2, count > groups.count else { return nil }
    let weighted = try WeightedGroups(groups)
    var (between, within) = (0.0, 0.0)
    for (mean, values) in zip(weighted.means, groups) {
      let shift = mean - weighted.mean
      between += Double(values.count) * shift * shift
      for value in values { within += (value - mean) * (value - mean) }
    }
    guard between + within > 0 else { return nil }
    let a = Double(groups.count - 1)
    let b = Double(count - groups.count)
    ratio = within > 0 ? (between / a) / (within / b) : .infinity
    // P(F > f) = I_(b / (b + a f)) (b / 2, a / 2), and a f / b is the ratio of the sums of squares.
    pValue = try GSL.incompleteBeta(within / (within + between), b / 2, a / 2)
  }
}
