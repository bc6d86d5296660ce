// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much does a change of the world change a value, replicate by replicate on the same draws?
//
// Var(a - b) = Var(a) + Var(b) - 2 Cov(a, b): shared draws help where the covariance is positive, and may hurt where it
// is not, so the ratio of the paired to the unpaired variance is always told. Source: Glasserman & Yao, Management
// Science 38, 884 (1992).

/// A mean paired difference.
public struct PairedDifference: Hashable, Sendable {
  /// First minus second, with its error and interval over realisations.
  public var difference: RealisationMean
  /// Var(a - b) / (Var(a) + Var(b)) between realisations, in 0...2; below 1 where pairing helps.
  ///
  /// `nil` with one realisation or where neither side varies.
  public var varianceRatio: Double?
  /// Correlation of the two sides between realisations; `nil` with one realisation or where one side does not vary.
  public var correlation: Double?

  /// Estimates the mean of `first` - `second`.
  ///
  /// - Parameters:
  ///   - first: Per realisation one value a replicate.
  ///   - second: The same replicates under the other condition.
  ///   - confidence: Of the interval, inside 0...1.
  /// - Throws: `StatisticsError.shapesDiffer`, `.tooFewValues`, `.notFinite`.
  public init(
    of first: [[Double]], minus second: [[Double]], confidence: Double = 0.95
  ) throws(StatisticsError) {
    guard first.map(\.count) == second.map(\.count) else { throw .shapesDiffer }
    let differences = zip(first, second).map { zip($0, $1).map { $0 - $1 } }
    difference = try RealisationMean(of: differences, confidence: confidence)
    guard difference.realisationCount >= 2 else { return }
    let a = try WeightedGroups(first)
    let b = try WeightedGroups(second)
    let d = try WeightedGroups(differences)
    let (varianceA, varianceB) = (a.errorProduct(with: a), b.errorProduct(with: b))
    if varianceA + varianceB > 0 {
      varianceRatio = min(2, d.errorProduct(with: d) / (varianceA + varianceB))
    }
    let scale = varianceA.squareRoot() * varianceB.squareRoot()
    if scale > 0 {
      correlation = max(-1, min(1, a.errorProduct(with: b) / scale))
    }
  }
}
