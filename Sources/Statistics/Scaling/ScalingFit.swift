// SPDX-License-Identifier: GPL-3.0-or-later
//
// What are the critical coupling, the exponents and their intervals, from the curves of all sizes at once?
//
// Ranked goals: intervals that cover; then short ones. The law of `ScalingModel` is fitted over many windows in
// |x| = |K - K_c| L^(1/nu), orders of its series, and smallest sizes dropped. Rules, the same for all data:
//
// 1. The widest admissible window is that of the fit of least AIC over all of them (`ModelAverage`).
// 2. The window used is 0.6 of it. What fits best balances bias against noise, and K_c of the Curie-Weiss set is then
//    2 standard errors off; bias falls as a high power of the window, noise as its root (undersmoothing: Hall, Ann. Stat.
//    20, 675 (1992)).
// 3. On that window all orders and 0, 1 or 2 smallest sizes dropped are averaged with AIC weights, and what they disagree
//    about beyond the noise that they share widens the intervals (`FitMixture`).
//
// 4. Where the data do not fix w its likelihood is not normal, and it is integrated over numerically: from 16 realisations of
//    300 draws each U* was covered 79 % without, 97 % with that.
//
// The correction exponent is fitted; 1/N is not assumed. Rejected: extrapolating pairwise crossings alone, which use a
// tenth of the data (`BinderCrossings` tells them beside the fit), and the collapse (`CollapseFit`), which has no
// corrections.

import Glibc

/// Critical coupling and exponents from one quantity.
public struct ScalingFit: Hashable, Sendable {
  /// What was fitted.
  public var quantity: ScalingQuantity
  /// K_c.
  public var criticalCoupling: FittedValue
  /// 1/nu of the size variable of the data, above 0.
  public var inverseNu: FittedValue
  /// kappa: -beta/nu for the order parameter, gamma/nu for the susceptibility; `nil` for the cumulant, whose is 0.
  public var exponent: FittedValue?
  /// Scaling function at K_c: U* for the cumulant; for the others the amplitude A of A L^kappa.
  public var criticalValue: FittedValue
  /// Exponent w of the leading correction L^-w, above 0; where the data say little, what was assumed beforehand.
  public var correctionExponent: FittedValue
  /// Largest |K - K_c| L^(1/nu) of the values used.
  public var reach: Double
  /// Sizes that the likeliest fit used, rising.
  public var sizes: [Double]
  /// Sizes that the likeliest fit dropped, rising.
  public var droppedSizes: [Double]
  /// Share of the weight of all fits that drop no size, in 0...1.
  public var allSizesWeight: Double
  /// Values that the likeliest fit used.
  public var pointCount: Int
  /// chi^2 of the likeliest fit.
  public var chiSquared: Double
  /// Its values and the terms of its priors, less its parameters.
  public var degreesOfFreedom: Int
  /// Number of fits averaged.
  public var fitCount: Int
  /// K_c, ln(1/nu) and 1/w with their covariance, for the fit of another quantity.
  private(set) var posterior: ScalingPrior

  /// Fits a quantity near criticality.
  ///
  /// For a study call it for the cumulant first, then with `given:` that fit for the others, or `CriticalPoint`, which does
  /// just that. The runs of `data` should cover |x| of at least 1 (where the cumulant has fallen by a quarter of what it
  /// changes in all) with five couplings or more a size.
  ///
  /// - Parameters:
  ///   - quantity: One of the three.
  ///   - data: Three sizes or more, and more values than `parameters + 4` within the window.
  ///   - given: A fit of another quantity whose K_c, 1/nu and w are known beforehand within its covariance.
  ///   - correction: w; fitted unless it is known.
  ///   - confidence: Of the intervals, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues` with fewer than three sizes, or when no law has enough values;
  ///   `.outOfRange`, `.arithmetic`.
  public init(
    of quantity: ScalingQuantity, in data: ScalingData, given: ScalingFit? = nil,
    correction: SizeExtrapolation.Exponent = .fitted, confidence: Double = 0.95
  ) throws(StatisticsError) {
    guard confidence > 0, confidence < 1 else {
      throw .outOfRange(argument: "confidence", value: confidence)
    }
    var knownCorrection: Double?
    if case .known(let value) = correction {
      guard value > 0 else { throw .outOfRange(argument: "correction", value: value) }
      knownCorrection = value
    }
    let sample = ScalingSample(quantity, in: data)
    let present = sample.sizesPresent
    guard present.count >= 3 else { throw .tooFewValues(needed: 3, found: present.count) }
    let search = try ScalingSearch(
      sample, fitsKappa: quantity != .binderCumulant, prior: given?.posterior,
      knownCorrection: knownCorrection)
    let candidates = search.candidates
    let average = ModelAverage(weights: search.weights)
    let likeliest = candidates[average.likeliest]
    let mixture = FitMixture(
      weights: search.weights, families: search.families,
      values: candidates.map { $0.solution.parameters + [$0.solution.criticalValue] },
      covariances: candidates.map(\.solution.covariance))
    let means = mixture.means
    func fitted(_ i: Int) -> FittedValue {
      FittedValue(
        value: means[i], standardError: mixture.standardError(of: i),
        interval: mixture.interval(of: i, confidence: confidence))
    }
    func positive(_ i: Int) -> FittedValue {
      let (value, logarithms) = (exp(means[i]), mixture.interval(of: i, confidence: confidence))
      return FittedValue(
        value: value, standardError: value * mixture.standardError(of: i),
        interval: ConfidenceInterval(low: exp(logarithms.low), high: exp(logarithms.high)))
    }
    self.quantity = quantity
    criticalCoupling = fitted(0)
    inverseNu = positive(1)
    correctionExponent =
      knownCorrection.map {
        FittedValue(
          value: $0, standardError: 0, interval: ConfidenceInterval(low: $0, high: $0))
      } ?? positive(2)
    exponent = quantity == .binderCumulant ? nil : fitted(3)
    criticalValue = fitted(means.count - 1)
    let handedOn = FitMixture(
      weights: search.weights, families: search.families,
      values: candidates.map { $0.solution.withInverseCorrection.values },
      covariances: candidates.map { $0.solution.withInverseCorrection.covariance },
      noise: .expected)
    posterior = ScalingPrior(means: handedOn.means, covariance: handedOn.covariance)
    reach = search.reach * exp(exp(means[1]) * sample.logScale)
    sizes = present.dropFirst(likeliest.droppedSizeCount).map { data.curves[$0].size }
    droppedSizes = present.prefix(likeliest.droppedSizeCount).map { data.curves[$0].size }
    allSizesWeight = zip(average.weights, candidates).reduce(0) {
      $0 + ($1.1.droppedSizeCount == 0 ? $1.0 : 0)
    }
    pointCount = likeliest.pointCount
    chiSquared = likeliest.solution.chiSquared
    degreesOfFreedom = likeliest.solution.degreesOfFreedom
    fitCount = candidates.count
  }
}
