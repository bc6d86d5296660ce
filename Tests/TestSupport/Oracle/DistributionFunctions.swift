// SPDX-License-Identifier: GPL-3.0-or-later
//
// How likely is a value below a threshold? Distribution functions that share no code with the samplers.

import Glibc

/// Cumulative distribution functions, by textbook series and continued fractions.
public enum DistributionFunctions {
  /// Standard normal.
  public static func normal(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  /// Regularised lower incomplete gamma function P(a, x).
  ///
  /// Source: Abramowitz and Stegun, 6.5.29 (series) and 6.5.31 (continued fraction, by Lentz).
  public static func gamma(shape a: Double, _ x: Double) -> Double {
    if x <= 0 { return 0 }
    if x == .infinity { return 1 }
    let front = exp(a * log(x) - x - lgamma(a))
    if x < a + 1 {
      var term = 1 / a
      var sum = term
      var n = a
      repeat {
        n += 1
        term *= x / n
        sum += term
      } while abs(term) > abs(sum) * 1e-17
      return sum * front
    }
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var h = d
    for i in 1...10_000 {
      let an = -Double(i) * (Double(i) - a)
      b += 2
      d = 1 / (an * d + b)
      c = b + an / c
      let delta = d * c
      h *= delta
      if abs(delta - 1) < 1e-16 { break }
    }
    return 1 - front * h
  }

  /// Regularised incomplete beta function I_x(a, b).
  ///
  /// Source: Abramowitz and Stegun, 26.5.8 (continued fraction).
  public static func beta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - beta(b, a, 1 - x) }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    var c = 1.0
    var d = 1 / (1 - (a + b) * x / (a + 1))
    var h = d
    for m in 1...10_000 {
      let k = Double(m)
      let even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k))
      d = 1 / (1 + even * d)
      c = 1 + even / c
      h *= d * c
      let odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))
      d = 1 / (1 + odd * d)
      c = 1 + odd / c
      h *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return front * h
  }

  /// Probability that a chi-square variable with `degrees` degrees of freedom exceeds `x`.
  public static func chiSquareTail(_ x: Double, degrees: Int) -> Double {
    1 - gamma(shape: Double(degrees) / 2, x / 2)
  }

  /// Probabilities of 0, 1, 2 and so on under a Poisson law.
  ///
  /// They go on until the rest is below 1e-14; the last holds the rest.
  public static func poisson(mean: Double) -> [Double] {
    var result = [exp(-mean)]
    var rest = 1 - result[0]
    while rest > 1e-14 && result.count < 1_000 {
      result.append(result[result.count - 1] * mean / Double(result.count))
      rest -= result[result.count - 1]
    }
    result[result.count - 1] += max(0, rest)
    return result
  }

  /// Probabilities of 0...trials under a binomial law.
  public static func binomial(trials n: Int, probability p: Double) -> [Double] {
    (0...n).map { k in
      if p == 0 || p == 1 { return k == (p == 0 ? 0 : n) ? 1 : 0 }
      let choose = lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
      return exp(choose + Double(k) * log(p) + Double(n - k) * log1p(-p))
    }
  }
}
