// SPDX-License-Identifier: GPL-3.0-or-later
//
// How often would one normal law seem to be two?
//
// Under one component the second has no place and no width, so the likelihood ratio has no chi-square law. It is
// simulated: values are drawn from the fitted normal law, both mixtures are fitted again, and the p value is the rank
// of the ratio seen. The ratio knows neither place nor unit, so standard normal values serve for every fit. Source:
// McLachlan, Applied Statistics 36, 318 (1987). Draws are named: resample b in the step word, value i the ordinal.

import Randomness

/// Parametric bootstrap of one normal component against two.
///
/// It asks for two components, not for two peaks: a skewed law has them.
public struct MixtureBootstrap: Hashable, Sendable {
  /// 2 (ln L_2 - ln L_1) of the values, >= 0.
  public var likelihoodRatio: Double
  /// (1 + number of resamples with at least this ratio) / (1 + number of resamples), in 0...1.
  public var pValue: Double

  /// Tests values; `nil` where all are equal.
  ///
  /// - Parameters:
  ///   - values: At least four, one per independent run, in any order and unit.
  ///   - resampleCount: Number of resamples, >= 1; 99 for a level of 5 %.
  ///   - seed: Seed of the draws.
  ///   - site: Place of the draws.
  /// - Throws: `StatisticsError.tooFewValues`, `.notFinite`, `.outOfRange`.
  /// - Complexity: `resampleCount` fits of two components.
  public init?(
    of values: [Double], resampleCount: Int, seed: UInt32, site: UInt32
  ) throws(StatisticsError) {
    guard resampleCount >= 1, resampleCount <= Int(UInt32.max) else {
      throw .outOfRange(argument: "resampleCount", value: Double(resampleCount))
    }
    guard let seen = try Self.likelihoodRatio(of: values) else { return nil }
    var reached = 0
    for resample in 0..<resampleCount {
      let draws = NamedDraws(
        key: DrawKey(seed: seed, realisation: 0), domain: .resampling, site: site,
        step: UInt32(resample))
      let normals = try draws.normals(values.count)
      if let ratio = try Self.likelihoodRatio(of: normals), ratio >= seen { reached += 1 }
    }
    likelihoodRatio = seen
    pValue = Double(1 + reached) / Double(1 + resampleCount)
  }

  private static func likelihoodRatio(of values: [Double]) throws(StatisticsError) -> Double? {
    guard let one = try GaussianMixture(of: values, componentCount: 1),
      let two = try GaussianMixture(of: values, componentCount: 2)
    else { return nil }
    return max(0, 2 * (two.logLikelihood - one.logLikelihood))
  }
}
