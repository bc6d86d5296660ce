// SPDX-License-Identifier: GPL-3.0-or-later
//
// Between which bounds does a mean lie, however often one looks and whenever one stops?
//
// At every look the interval holds the means that a gambler could not have grown rich against: wealth that starts at 1
// and is fair under the true mean exceeds 1 / alpha at any time with probability at most alpha (Ville), so all intervals
// together cover the truth with probability 1 - alpha. Goals, in order: validity at every sample size, no
// approximation; narrow at tens to hundreds of values; ends rounded outwards. The intersection of the intervals of
// several looks is as valid as each. Values are independent units: realisations, never steps, agents or replicates that
// share a realisation.

/// Intervals for a mean that hold at all sample sizes together.
public enum ConfidenceSequence {
  /// Returns the interval of a probability after counting events.
  ///
  /// {p : B(a + S, a + F) / (B(a, a) p^S (1 - p)^F) < 1 / alpha} with a = 1/2, S successes and F failures: wealth that
  /// bets with Jeffreys' mixture over p. Source: Robbins, Ann. Math. Stat. 41, 1397 (1970).
  ///
  /// - Parameters:
  ///   - successes: In `0...trials`.
  ///   - trials: Number of events that could have happened, >= 0; none gives 0...1.
  ///   - confidence: Least probability that every interval of the sequence covers the truth, inside 0...1.
  /// - Returns: Both ends, in 0...1.
  /// - Throws: `StatisticsError.outOfRange`, `.arithmetic`.
  public static func bernoulli(
    successes: Int, trials: Int, confidence: Double = 0.95
  ) throws(StatisticsError) -> ConfidenceInterval {
    guard trials >= 0 else { throw .outOfRange(argument: "trials", value: Double(trials)) }
    guard successes >= 0, successes <= trials else {
      throw .outOfRange(argument: "successes", value: Double(successes))
    }
    let threshold = try logThreshold(confidence)
    let (s, f) = (Double(successes), Double(trials - successes))
    let mixture = try GSL.logBeta(s + 0.5, f + 0.5) - GSL.logBeta(0.5, 0.5)
    func isRuledOut(_ p: Double) throws(StatisticsError) -> Bool {
      guard p > 0, p < 1 else { return p > 0 ? f > 0 : s > 0 }
      return try mixture - s * GSL.log(p) - f * GSL.log1p(-p) >= threshold
    }
    guard trials > 0 else { return ConfidenceInterval(low: 0, high: 1) }
    // The most likely p is never ruled out: no mixture beats it.
    return ConfidenceInterval(
      low: try edge(from: s / (s + f), towards: 0, isRuledOut),
      high: try edge(from: s / (s + f), towards: 1, isRuledOut))
  }

  /// Returns the interval of the mean of sub-Gaussian values.
  ///
  /// |S_t - t mu| < sqrt((t sigma^2 + rho) ln((t sigma^2 + rho) / (rho alpha^2))): wealth that bets with a normal mixture.
  /// rho = v / (-W_(-1)(-alpha^2 / e) - 1) makes it narrowest where t sigma^2 = v. Source: Howard, Ramdas, McAuliffe &
  /// Sekhon, Ann. Stat. 49, 1055 (2021), two-sided normal mixture.
  ///
  /// - Parameters:
  ///   - mean: Mean of the values so far.
  ///   - count: Their number t, >= 1.
  ///   - scale: sigma > 0 with E exp(s (X - mu)) <= exp(s^2 sigma^2 / 2) for all s: the standard deviation of normal
  ///     values, half the range of bounded ones. Known beforehand, not estimated.
  ///   - narrowestCount: The number of values, >= 1, at which the interval is narrowest; chosen beforehand.
  ///   - confidence: Least probability that every interval of the sequence covers the truth, inside 0...1.
  /// - Returns: mean -+ the bound over t.
  /// - Throws: `StatisticsError.outOfRange`, `.notFinite`, `.arithmetic`.
  public static func subGaussian(
    mean: Double, count: Int, scale: Double, narrowestCount: Int, confidence: Double = 0.95
  ) throws(StatisticsError) -> ConfidenceInterval {
    guard mean.isFinite else { throw .notFinite }
    guard count >= 1 else { throw .outOfRange(argument: "count", value: Double(count)) }
    guard scale > 0, scale.isFinite else { throw .outOfRange(argument: "scale", value: scale) }
    guard narrowestCount >= 1 else {
      throw .outOfRange(argument: "narrowestCount", value: Double(narrowestCount))
    }
    let threshold = try logThreshold(confidence)
    let errorRate = 1 - confidence
    // In units of sigma, so that no square of it overflows or vanishes.
    let peak = -(try GSL.lambertLowerBranch(-errorRate * errorRate * (1 + GSL.expm1(-1))))
    let rho = Double(narrowestCount) / (peak - 1)
    let t = Double(count)
    let bound = ((t + rho) * (try GSL.log((t + rho) / rho) + 2 * threshold)).squareRoot()
    let reach = scale * bound / t
    guard reach.isFinite else { throw .notFinite }
    return ConfidenceInterval(low: mean - reach, high: mean + reach)
  }

  /// Throws for a confidence outside 0...1; returns ln(1 / alpha).
  static func logThreshold(_ confidence: Double) throws(StatisticsError) -> Double {
    guard confidence > 0, confidence < 1 else {
      throw .outOfRange(argument: "confidence", value: confidence)
    }
    return -(try GSL.log(1 - confidence))
  }

  /// The ruled-out value next to those that are not, between `inside`, which is not ruled out, and an end of the range;
  /// that end when it is not ruled out itself.
  static func edge(
    from inside: Double, towards end: Double,
    _ isRuledOut: (Double) throws(StatisticsError) -> Bool
  ) throws(StatisticsError) -> Double {
    guard try isRuledOut(end) else { return end }
    var (held, ruledOut) = (inside, end)
    while true {
      let middle = held + (ruledOut - held) / 2
      guard middle != held, middle != ruledOut else { return ruledOut }
      if try isRuledOut(middle) { ruledOut = middle } else { held = middle }
    }
  }
}
