// SPDX-License-Identifier: GPL-3.0-or-later
//
// What must the arguments of a distribution be, so that a draw from it does not fail the run?

import WorldModel

/// What one argument of a distribution must be.
///
/// Chances are left out: those that can leave 0...1 have a warning of their own.
struct ArgumentDemand {
  /// Such as `the mean of 'gamma'`.
  var name: String
  var value: Expression
  /// Such as `0 or more`.
  var words: String
  /// Whether an interval holds no value that will do.
  var excludes: @Sendable (Interval) -> Bool

  private init(
    _ name: String, _ value: Expression, _ words: String,
    excludes: @escaping @Sendable (Interval) -> Bool
  ) {
    (self.name, self.value, self.words, self.excludes) = (name, value, words, excludes)
  }

  private static func atLeastZero(_ name: String, _ value: Expression) -> Self {
    Self(name, value, "0 or more") { $0.high < 0 }
  }

  private static func aboveZero(_ name: String, _ value: Expression) -> Self {
    Self(name, value, "above 0") { $0.high <= 0 }
  }

  /// Returns what a distribution demands of its arguments.
  static func all(of distribution: Distribution) -> [Self] {
    switch distribution {
    case .bernoulli, .uniform: []
    case .normal(_, let sd): [atLeastZero("the sd of 'normal'", sd)]
    case .lognormal(let mean, let sd):
      [aboveZero("the mean of 'lognormal'", mean), atLeastZero("the sd of 'lognormal'", sd)]
    case .exponential(let mean): [atLeastZero("the mean of 'exponential'", mean)]
    case .gammaMoments(let mean, let sd):
      [atLeastZero("the mean of 'gamma'", mean), atLeastZero("the sd of 'gamma'", sd)]
    case .gammaShape(let shape, let scale):
      [aboveZero("the shape of 'gamma'", shape), atLeastZero("the scale of 'gamma'", scale)]
    case .betaMoments(let mean, let sd):
      [
        Self("the mean of 'beta'", mean, "within 0...1") { $0.high < 0 || $0.low > 1 },
        Self("the sd of 'beta'", sd, "0 or more and below 1/2") { $0.high < 0 || $0.low >= 0.5 },
      ]
    case .betaShape(let a, let b):
      [aboveZero("the a of 'beta'", a), aboveZero("the b of 'beta'", b)]
    case .poisson(let mean): [atLeastZero("the mean of 'poisson'", mean)]
    case .binomial(let trials, _):
      [
        Self("the trials of 'binomial'", trials, "a whole number of 0 or more") {
          $0.high < 0 || $0.low.rounded(.up) > $0.high
        }
      ]
    case .weights(let arms): arms.map { atLeastZero("a weight", $0.value) }
    case .logit(let temperature, _): [atLeastZero("the temperature of 'logit'", temperature)]
    }
  }
}
