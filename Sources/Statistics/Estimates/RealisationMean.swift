// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is the mean of replicates that share realisations, and how sure is it?
//
// The unit of replication is the realisation: with G realisations of R replicates each the variance of the mean is
// sigma_u^2 / G + sigma_e^2 / (G R), and the spread of the realisation means holds both terms. The error of all G R
// replicates pooled holds only the second and is too small (5 times in the check of S6). Source: Davison & Hinkley,
// Bootstrap Methods and their Application (1997), section 3.8.

/// The mean over replicates with an error from the means of realisations.
public struct RealisationMean: Hashable, Sendable {
  /// Mean over all replicates.
  public var mean: Double
  /// Standard error; `nil` with one realisation.
  public var standardError: Double?
  /// Student's t interval with `realisationCount` - 1 degrees; `nil` with one realisation.
  public var interval: ConfidenceInterval?
  /// Realisations that hold at least one value.
  public var realisationCount: Int

  /// Estimates the mean of replicates grouped by realisation.
  ///
  /// The mean weighs every replicate alike. With weights w_g = R_g / R its squared error is
  /// G / (G - 1) sum_g w_g^2 (m_g - m)^2, which for equal R_g is the variance of the realisation means over G.
  ///
  /// - Parameters:
  ///   - realisations: Per realisation one value a replicate; empty ones are left out.
  ///   - confidence: Of the interval, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues` without any value, `.notFinite`.
  public init(
    of realisations: [[Double]], confidence: Double = 0.95
  ) throws(StatisticsError) {
    try self.init(WeightedGroups(realisations), confidence: confidence)
  }

  init(_ groups: WeightedGroups, confidence: Double) throws(StatisticsError) {
    mean = groups.mean
    realisationCount = groups.means.count
    guard realisationCount >= 2 else { return }
    let error = groups.errorProduct(with: groups).squareRoot()
    standardError = error
    interval = try .student(
      about: mean, standardError: error, degreesOfFreedom: realisationCount - 1,
      confidence: confidence)
  }
}

/// Means of realisations with the shares of the replicates that they hold.
struct WeightedGroups {
  /// Mean of each realisation that holds a value.
  var means: [Double]
  /// Its share of all replicates.
  var weights: [Double]
  /// Mean over all replicates.
  var mean: Double

  init(_ realisations: [[Double]]) throws(StatisticsError) {
    let total = realisations.reduce(0) { $0 + $1.count }
    guard total > 0 else { throw .tooFewValues(needed: 1, found: 0) }
    let filled = realisations.filter { !$0.isEmpty }
    try self.init(
      means: filled.map(Self.mean), weights: filled.map { Double($0.count) / Double(total) })
  }

  /// Means of at least one realisation, with weights that add up to 1.
  init(means: [Double], weights: [Double]) throws(StatisticsError) {
    (self.means, self.weights) = (means, weights)
    // About the first mean, so that equal means give exactly their value.
    mean = means[0] + zip(weights, means).reduce(0) { $0 + $1.0 * ($1.1 - means[0]) }
    guard mean.isFinite, means.allSatisfy(\.isFinite) else { throw .notFinite }
  }

  /// Mean of at least one value; exactly that value when all are equal.
  static func mean(of values: [Double]) -> Double {
    values[0] + values.reduce(0) { $0 + ($1 - values[0]) } / Double(values.count)
  }

  /// Covariance of the errors of two means over the same realisations; with itself the squared standard error.
  func errorProduct(with other: WeightedGroups) -> Double {
    var sum = 0.0
    for g in means.indices {
      sum += weights[g] * (means[g] - mean) * other.weights[g] * (other.means[g] - other.mean)
    }
    return sum * Double(means.count) / Double(means.count - 1)
  }
}
