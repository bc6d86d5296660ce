// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is left of a series when its slow drift is taken away?
//
// At every step a straight line is fitted to all steps with Gaussian weights of their distance; the line's value there
// is the drift. A mean with the same weights lags behind a drift at both ends of a series, and what it leaves there looks
// like rising variance. The five weighted sums are convolutions, done by Fourier transform: O(n log n). Source: Fan &
// Gijbels, Local Polynomial Modelling and its Applications (1996), eq. 3.5.

import Glibc

/// Local straight lines for series of one length.
public struct KernelTrend: Sendable {
  /// Length of the series.
  public let stepCount: Int
  /// Spectrum of the kernel, and the kernel times the distance, wrapped round a length without overlap.
  private let kernel: [Double]
  private let tables: FourierTables
  /// Sums over steps s of K, K (s - t), K (s - t)^2 for every step t.
  private var zeroth: [Double] = []
  private var first: [Double] = []
  private var second: [Double] = []
  private let slopeKernel: [Double]

  /// Prepares the lines.
  ///
  /// - Parameters:
  ///   - stepCount: Length of the series, >= 3.
  ///   - bandwidth: Standard deviation of the kernel in steps, >= 1.
  /// - Throws: `StatisticsError.tooFewValues`, `.outOfRange`, `.arithmetic`.
  public init(stepCount: Int, bandwidth: Double) throws(StatisticsError) {
    guard stepCount >= 3 else { throw .tooFewValues(needed: 3, found: stepCount) }
    guard bandwidth >= 1, bandwidth.isFinite else {
      throw .outOfRange(argument: "bandwidth", value: bandwidth)
    }
    self.stepCount = stepCount
    var length = 2 * stepCount
    while !FourierTables.isSmooth(length) { length += 1 }
    let tables = try FourierTables(length: length)
    self.tables = tables
    var weights = [Double](repeating: 0, count: length)
    var slopes = weights
    var squares = weights
    for distance in 1 - stepCount..<stepCount {
      let z = Double(distance) / bandwidth
      // Convolution turns s - t into t - s: the place of distance d holds the weight of a step d before.
      let place = distance < 0 ? distance + length : distance
      weights[place] = exp(-z * z / 2)
      slopes[place] = -z * weights[place]
      squares[place] = z * z * weights[place]
    }
    kernel = try tables.spectrum(of: weights)
    slopeKernel = try tables.spectrum(of: slopes)
    let ones = try padded([Double](repeating: 1, count: stepCount))
    zeroth = try convolved(ones, with: kernel)
    first = try convolved(ones, with: slopeKernel)
    second = try convolved(ones, with: try tables.spectrum(of: squares))
  }

  /// Returns a series less its drift.
  ///
  /// - Parameter series: One value per step, `stepCount` of them.
  /// - Returns: As many values, in the unit of the series.
  /// - Throws: `StatisticsError.shapesDiffer`, `.notFinite`, `.arithmetic`.
  public func residuals(of series: [Double]) throws(StatisticsError) -> [Double] {
    guard series.count == stepCount else { throw .shapesDiffer }
    guard series.allSatisfy(\.isFinite) else { throw .notFinite }
    // About the mean, so that rounding is of the size of the differences.
    let mean = WeightedGroups.mean(of: series)
    let centred = series.map { $0 - mean }
    let data = try padded(centred)
    let sums = try convolved(data, with: kernel)
    let slopes = try convolved(data, with: slopeKernel)
    return (0..<stepCount).map { t in
      let determinant = zeroth[t] * second[t] - first[t] * first[t]
      return centred[t] - (second[t] * sums[t] - first[t] * slopes[t]) / determinant
    }
  }

  /// Spectrum of a series followed by zeros.
  private func padded(_ values: [Double]) throws(StatisticsError) -> [Double] {
    let padding = [Double](repeating: 0, count: tables.length - values.count)
    return try tables.spectrum(of: values + padding)
  }

  /// Product of two spectra, turned back; the first steps of it.
  private func convolved(
    _ a: [Double], with b: [Double]
  ) throws(StatisticsError) -> [Double] {
    let length = tables.length
    var product = a
    product[0] = a[0] * b[0]
    var k = 1
    while k + 1 < length {
      product[k] = a[k] * b[k] - a[k + 1] * b[k + 1]
      product[k + 1] = a[k] * b[k + 1] + a[k + 1] * b[k]
      k += 2
    }
    if k < length { product[k] = a[k] * b[k] }
    return Array(try tables.sequence(of: product).prefix(stepCount))
  }
}
