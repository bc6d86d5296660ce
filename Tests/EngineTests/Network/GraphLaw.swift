// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a generator follow an exact law? Pearson's test of sampled graphs against enumerated probabilities.
//
// Null hypothesis: outcomes are independent with the given probabilities. False-alarm rate 1e-6: the quantile is that of the
// chi-square law in the approximation of Wilson and Hilferty (Proc. Natl. Acad. Sci. 17, 684 (1931)), good to 1 % from ten
// degrees of freedom on; every outcome has an expectation of at least 5.

import Foundation

/// An exact law of finitely many outcomes.
struct GraphLaw {
  private(set) var probabilities: [Int: Double] = [:]

  /// Adds to the probability of an outcome.
  mutating func add(_ outcome: Int, _ probability: Double) {
    probabilities[outcome, default: 0] += probability
  }

  /// All outcomes alike.
  static func uniform(_ outcomes: [Int]) -> GraphLaw {
    var law = GraphLaw()
    for outcome in outcomes { law.add(outcome, 1 / Double(outcomes.count)) }
    return law
  }

  /// Whether samples are compatible with the law.
  func accepts(sampleCount: Int, _ sample: (Int) throws -> Int) rethrows -> Bool {
    var counts: [Int: Int] = [:]
    for k in 0..<sampleCount { counts[try sample(k), default: 0] += 1 }
    guard counts.keys.allSatisfy({ probabilities[$0, default: 0] > 0 }) else { return false }
    var statistic = 0.0
    for (outcome, probability) in probabilities where probability > 0 {
      let expected = probability * Double(sampleCount)
      precondition(expected >= 5, "too few samples for outcome \(outcome)")
      let difference = Double(counts[outcome, default: 0]) - expected
      statistic += difference * difference / expected
    }
    let freedom = Double(probabilities.values.count { $0 > 0 } - 1)
    let normalQuantile = 4.7534
    let scale = 2 / (9 * freedom)
    return statistic <= freedom * pow(1 - scale + normalQuantile * scale.squareRoot(), 3)
  }
}

/// A mean of independent values compared with its exact expectation at a false-alarm rate of 1e-6.
struct MeanTest {
  private var sum = 0.0
  private var sumOfSquares = 0.0
  private var count = 0.0

  /// Enters a value.
  mutating func add(_ value: Double) {
    sum += value
    sumOfSquares += value * value
    count += 1
  }

  /// Mean of the values.
  var mean: Double { sum / count }

  /// Standard error of the mean.
  var standardError: Double {
    (max(sumOfSquares / count - mean * mean, 0) / (count - 1)).squareRoot()
  }

  /// Whether the mean is within 4.9 standard errors, and a known error of the reference, of the expectation.
  func accepts(_ expectation: Double, referenceError: Double = 0) -> Bool {
    abs(mean - expectation) <= 4.9 * standardError + referenceError
  }
}
