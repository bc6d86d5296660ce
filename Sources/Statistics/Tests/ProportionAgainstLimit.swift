// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is a probability above a limit, below it, or are there too few events to say?
//
// The same answer as comparing the one-sided Clopper-Pearson bounds with the limit, by one evaluation of the incomplete
// beta function instead of a search: the lower bound is above the limit where P(X >= k | limit) < error rate.

/// The answer of a test of a proportion against a limit.
public enum ProportionAgainstLimit: Hashable, Sendable {
  /// The one-sided lower bound is above the limit.
  case above
  /// The one-sided upper bound is at most the limit.
  case within
  /// Neither: too few trials.
  case open

  /// Tests a proportion.
  ///
  /// - Parameters:
  ///   - limit: In 0...1.
  ///   - successes: In `0...trials`; may be a fraction.
  ///   - trials: Above 0; may be a fraction.
  ///   - confidence: Of each one-sided bound, inside 0...1.
  /// - Throws: `StatisticsError.outOfRange`, `.arithmetic`.
  public init(
    limit: Double, successes: Double, trials: Double, confidence: Double = 0.95
  ) throws(StatisticsError) {
    try ClopperPearson.check(successes, trials, confidence)
    guard limit >= 0, limit <= 1 else { throw .outOfRange(argument: "limit", value: limit) }
    let errorRate = 1 - confidence
    if limit == 1 {
      self = .within
    } else if successes > limit * trials {
      let tail = try GSL.incompleteBeta(limit, successes, trials - successes + 1)
      self = tail < errorRate ? .above : .open
    } else {
      guard successes < trials, limit > 0 else {
        self = .open
        return
      }
      let reached = try GSL.incompleteBeta(limit, successes + 1, trials - successes)
      self = reached >= confidence ? .within : .open
    }
  }
}
