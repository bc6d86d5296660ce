// SPDX-License-Identifier: GPL-3.0-or-later
//
// How well do the curves of all sizes fall onto one?
//
//   S = (1 / n) sum_ij (y_ij - Y_ij)^2 / (dy_ij^2 + dY_ij^2)
//
// over values i of sizes j, in scaled units x = (K - K_c) L^(1/nu), y = L^-kappa A; Y and dY are value and error at x_ij of
// the weighted line through those points of every *other* size that bracket x_ij. A value that no other size brackets is
// no term. About 1 when the curves agree within their errors. Source: Houdayer & Hartmann, Phys. Rev. B 70, 014418 (2004),
// eqs B1 to B4, after Kawashima & Ito, J. Phys. Soc. Jpn. 62, 435 (1993).

import Glibc

/// The quality of a collapse.
public struct CollapseQuality: Hashable, Sendable {
  /// S >= 0: about 1 when the curves agree within their errors.
  public var value: Double
  /// Number of terms.
  public var termCount: Int

  /// Measures how well data collapse.
  ///
  /// Exact values (standard error 0) count as known to 10^-4 of the range of their curve.
  ///
  /// - Parameters:
  ///   - quantity: One of the three.
  ///   - data: Curves of two sizes or more.
  ///   - criticalCoupling: K_c.
  ///   - inverseNu: 1/nu of the size variable of `data`.
  ///   - exponent: kappa: 0 for the cumulant, -beta/nu for the order parameter, gamma/nu for the susceptibility.
  /// - Throws: `StatisticsError.notFinite`; `.tooFewValues` when no value is bracketed by another size.
  public init(
    of quantity: ScalingQuantity, in data: ScalingData, criticalCoupling: Double,
    inverseNu: Double, exponent: Double = 0
  ) throws(StatisticsError) {
    guard criticalCoupling.isFinite, inverseNu.isFinite, exponent.isFinite else {
      throw .notFinite
    }
    let sample = ScalingSample(quantity, in: data)
    self.init(sample, [criticalCoupling, inverseNu, exponent])
    guard termCount > 0 else { throw .tooFewValues(needed: 1, found: 0) }
  }

  /// Measures a collapse with K_c, 1/nu and kappa; infinite without a term.
  init(_ sample: ScalingSample, _ parameters: [Double]) {
    let kappa = parameters.count > 2 ? parameters[2] : 0
    let stretches = sample.logSizes.map { exp(parameters[1] * $0) }
    let shrinks = sample.logSizes.map { exp(-kappa * $0) }
    let n = sample.count
    var x = [Double](repeating: 0, count: n)
    var y = x
    var weights = x
    // Values are sorted by size, then coupling.
    var firsts = [Int](repeating: n, count: sample.logSizes.count + 1)
    for i in (0..<n).reversed() {
      let size = sample.sizeIndices[i]
      firsts[size] = i
      x[i] = (sample.couplings[i] - parameters[0]) * stretches[size]
      y[i] = sample.values[i] * shrinks[size]
      let precision = sample.precisions[i] / shrinks[size]
      weights[i] = precision * precision
    }
    for size in sample.logSizes.indices.reversed() {
      firsts[size] = min(firsts[size], firsts[size + 1])
    }
    var (sum, count) = (0.0, 0)
    for i in 0..<n {
      var line = BracketLine()
      for size in sample.logSizes.indices where size != sample.sizeIndices[i] {
        let (first, last) = (firsts[size], firsts[size + 1])
        guard last - first >= 2, x[first] <= x[i], x[i] <= x[last - 1] else { continue }
        var (low, high) = (first, last - 1)
        while high - low > 1 {
          let middle = (low + high) / 2
          if x[middle] <= x[i] { low = middle } else { high = middle }
        }
        line.add(x[low], y[low], weights[low])
        line.add(x[high], y[high], weights[high])
      }
      guard let (value, variance) = line.value(at: x[i]) else { continue }
      let difference = y[i] - value
      sum += difference * difference / (1 / weights[i] + variance)
      count += 1
    }
    termCount = count
    value = count > 0 ? sum / Double(count) : .infinity
  }
}

/// Sums of a weighted straight line.
private struct BracketLine {
  private var k = 0.0
  private var kx = 0.0
  private var ky = 0.0
  private var kxx = 0.0
  private var kxy = 0.0

  mutating func add(_ x: Double, _ y: Double, _ weight: Double) {
    k += weight
    kx += weight * x
    ky += weight * y
    kxx += weight * x * x
    kxy += weight * x * y
  }

  /// Value and squared error at x; `nil` without two points.
  func value(at x: Double) -> (value: Double, variance: Double)? {
    let delta = k * kxx - kx * kx
    guard delta > 0 else { return nil }
    return (
      (kxx * ky - kx * kxy) / delta + x * (k * kxy - kx * ky) / delta,
      (kxx - 2 * x * kx + x * x * k) / delta
    )
  }
}
