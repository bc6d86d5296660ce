// SPDX-License-Identifier: GPL-3.0-or-later
//
// How far is a sample from a law? Kolmogorov-Smirnov for continuous laws, chi-square for whole numbers and choices.

import TestSupport

/// Distances of samples from exact laws, as probabilities of a sample at least as far away.
enum GoodnessOfFit {
  /// Asymptotic tail of Kolmogorov's distance, for 10^4 values and more.
  ///
  /// At 1e-6 and 20,000 values it sees distribution functions that differ by 0.03 somewhere.
  static func kolmogorov(_ sample: [Double], _ cumulative: (Double) -> Double) -> Double {
    let sorted = sample.sorted()
    let n = Double(sorted.count)
    var distance = 0.0
    for (i, x) in sorted.enumerated() {
      let f = cumulative(x)
      distance = max(distance, max(f - Double(i) / n, Double(i + 1) / n - f))
    }
    return min(1, 2 * exponential(-2 * n * distance * distance))
  }

  /// Chi-square test of counts; outcomes are pooled from both ends until at least 20 are expected.
  ///
  /// At 1e-6 and 20,000 values over k outcomes it sees a relative deviation of about 0.05 sqrt(k).
  static func chiSquare(_ sample: [Double], _ probabilities: [Double]) -> Double {
    var counts = [Double](repeating: 0, count: probabilities.count)
    for x in sample {
      guard x >= 0, x < Double(counts.count), probabilities[Int(x)] > 0 || x > 0 else { return 0 }
      counts[Int(x)] += 1
    }
    let n = Double(sample.count)
    var bins: [(seen: Double, expected: Double)] = []
    for (count, p) in zip(counts, probabilities) {
      if let last = bins.last, last.expected < 20 {
        bins[bins.count - 1] = (last.seen + count, last.expected + n * p)
      } else {
        bins.append((count, n * p))
      }
    }
    if bins.count > 1, let last = bins.last, last.expected < 20 {
      bins.removeLast()
      bins[bins.count - 1].seen += last.seen
      bins[bins.count - 1].expected += last.expected
    }
    let statistic = bins.reduce(0) {
      $0 + ($1.seen - $1.expected) * ($1.seen - $1.expected) / $1.expected
    }
    return DistributionFunctions.chiSquareTail(statistic, degrees: bins.count - 1)
  }

  private static func exponential(_ x: Double) -> Double {
    DistributionFunctions.poisson(mean: -x)[0]
  }
}
