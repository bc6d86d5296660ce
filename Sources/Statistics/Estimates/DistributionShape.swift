// SPDX-License-Identifier: GPL-3.0-or-later
//
// How skewed, how heavy-tailed and how two-sided is a set of values?
//
// Skewness and excess kurtosis corrected for their bias under normality, and the bimodality coefficient made of them.
// The coefficient is not a test: it comes near the uniform law's 5/9 for the exponential law, which has one mode, and
// stays below it for two peaks of unequal weight. Report it beside the dip only. Sources: Joanes & Gill, The
// Statistician 47, 183 (1998), G1 and G2; SAS/STAT User's Guide, procedure CLUSTER (bimodality coefficient).

/// Shape of a set of values.
public struct DistributionShape: Hashable, Sendable {
  /// Bias-corrected skewness G1: 0 where symmetric.
  public var skewness: Double
  /// Bias-corrected excess kurtosis G2: 0 for a normal law.
  public var excessKurtosis: Double
  /// (G1^2 + 1) / (G2 + 3 (n - 1)^2 / ((n - 2) (n - 3))): 1/3 for a normal law, 5/9 for a uniform one.
  ///
  /// Not a test.
  public var bimodalityCoefficient: Double

  /// Computes the shape of values; `nil` where all are equal.
  ///
  /// - Parameter values: At least four, in any unit.
  /// - Throws: `StatisticsError.tooFewValues`, `.notFinite`.
  public init?(of values: [Double]) throws(StatisticsError) {
    guard values.count >= 4 else { throw .tooFewValues(needed: 4, found: values.count) }
    guard values.allSatisfy(\.isFinite) else { throw .notFinite }
    let mean = WeightedGroups.mean(of: values)
    guard mean.isFinite else { throw .notFinite }
    // In units of the largest deviation, so that no fourth power overflows or vanishes.
    let scale = values.reduce(0) { max($0, abs($1 - mean)) }
    guard scale > 0 else { return nil }
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for value in values {
      let x = (value - mean) / scale
      second += x * x
      third += x * x * x
      fourth += x * x * x * x
    }
    let n = Double(values.count)
    let variance = second / n
    let g1 = third / n / (variance * variance.squareRoot())
    let g2 = fourth / n / (variance * variance) - 3
    skewness = g1 * (n * (n - 1)).squareRoot() / (n - 2)
    excessKurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)
    let normal = 3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3))
    bimodalityCoefficient = (skewness * skewness + 1) / (excessKurtosis + normal)
  }
}
