// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be drawn? Distributions and choices, each at a named site.

/// One place that draws a random value.
public struct Draw: Hashable, Sendable {
  /// Name of the place; enters the counter of the generator.
  public var site: SiteID
  /// What is drawn from.
  public var distribution: Distribution
  /// Type of the value drawn: `boolean` for `bernoulli` and choices between `true` and `false`, `cases` for other
  /// choices, a number otherwise (`poisson` and `binomial` give whole numbers).
  public var type: ValueType
  /// Where it was written.
  public var origin: Origin

  /// Creates a draw.
  public init(
    site: SiteID, distribution: Distribution, type: ValueType, origin: Origin = Origin()
  ) {
    self.site = site
    self.distribution = distribution
    self.type = type
    self.origin = origin
  }
}

/// A distribution.
///
/// Except for the `p` of `bernoulli`, which is clamped to 0...1, arguments outside the stated ranges fail the run.
public indirect enum Distribution: Hashable, Sendable {
  /// True with probability `p`, clamped to 0...1.
  case bernoulli(p: Expression)
  /// Uniform on `low`..<`high`; `low` <= `high`.
  case uniform(low: Expression, high: Expression)
  /// Normal; `sd` >= 0.
  case normal(mean: Expression, sd: Expression)
  /// Log-normal, by mean > 0 and standard deviation >= 0 of the variable itself.
  case lognormal(mean: Expression, sd: Expression)
  /// Exponential; `mean` >= 0.
  case exponential(mean: Expression)
  /// Gamma by `mean` >= 0 and `sd` >= 0 (an `sd` of 0 gives the mean).
  case gammaMoments(mean: Expression, sd: Expression)
  /// Gamma by `shape` > 0 and `scale` >= 0.
  case gammaShape(shape: Expression, scale: Expression)
  /// Beta by 0 <= `mean` <= 1 and `sd` >= 0 with sd^2 < mean (1 - mean) (an `sd` of 0 gives the mean).
  case betaMoments(mean: Expression, sd: Expression)
  /// Beta by `a` > 0 and `b` > 0.
  case betaShape(a: Expression, b: Expression)
  /// Poisson; `mean` >= 0.
  case poisson(mean: Expression)
  /// Binomial; `trials` >= 0 whole, `probability` in 0...1.
  case binomial(trials: Expression, probability: Expression)
  /// A choice by weights >= 0 with a positive sum.
  case weights([Arm])
  /// Logit (quantal-response) choice by utilities: P(k) = exp(U_k / T) / sum exp(U_l / T); `temperature` >= 0, where 0
  /// is the largest utility with ties uniform.
  case logit(temperature: Expression, [Arm])
}

/// One arm of a choice.
public struct Arm: Hashable, Sendable {
  /// What is chosen: an index in the case set of the draw's type, or 0 (false) and 1 (true).
  public var choice: Int
  /// Weight or utility.
  public var value: Expression

  /// Creates an arm.
  public init(choice: Int, value: Expression) {
    self.choice = choice
    self.value = value
  }
}
