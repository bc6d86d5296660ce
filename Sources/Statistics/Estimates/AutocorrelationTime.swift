// SPDX-License-Identifier: GPL-3.0-or-later
//
// Over how many steps does a series remember itself?
//
// tau = 1/2 + sum_{t=1}^{W} rho(t), with W the smallest window >= c tau(W), c = 6; Wolff's window is in a file beside
// this one. In this convention independent values have tau = 1/2 and n values are worth n / (2 tau); some packages
// report 2 tau. Goals, in order: no window chosen by
// eye; one time for all runs of a condition, since a window found in their common autocorrelation is steadier than the
// mean of windows found in each; O(n log n). Source: Madras & Sokal, J. Stat. Phys. 50, 109 (1988), appendix C.

/// The integrated autocorrelation time of one or several runs.
public struct AutocorrelationTime: Hashable, Sendable {
  /// The time tau in steps, >= 1/2: series that alternate are not credited with more values than they have.
  public var value: Double
  /// Standard error of tau, from n, the values of all runs: sqrt(2 (2 W + 1) / n) tau with Sokal's window,
  /// sqrt(4 (W + 1/2 - tau) / n) tau with Wolff's.
  public var standardError: Double
  /// The window W.
  public var window: Int
  /// Number of values in all runs.
  public var valueCount: Int
  /// Length of the shortest run.
  public var shortestRun: Int

  /// Number of independent values that all runs are worth: n / (2 tau).
  public var effectiveSampleSize: Double { Double(valueCount) / (2 * value) }

  /// Whether every run is at least 50 times as long as tau: below that neither tau nor the run can be trusted.
  public var isReliable: Bool { Double(shortestRun) >= 50 * value }
}

extension AutocorrelationTime {
  /// Estimates the time from runs of the same law; `nil` when none of them varies.
  ///
  /// Each run is centred on its own mean, so that differences between runs do not count as memory.
  ///
  /// - Parameters:
  ///   - runs: One value per step, in time order; at least one run of at least two values.
  ///   - windowFactor: The constant c > 0.
  /// - Throws: `StatisticsError.tooFewValues`, `.notFinite`.
  /// - Complexity: O(n log n) a run.
  public init?(of runs: [[Double]], windowFactor: Double = 6) throws(StatisticsError) {
    let correlation = try Self.autocorrelation(of: runs)
    guard !correlation.isEmpty else { return nil }
    var tau = 0.5
    var lag = 0
    repeat {
      lag += 1
      guard lag < correlation.count else { break }
      tau += correlation[lag]
    } while Double(lag) < windowFactor * tau
    let n = runs.reduce(0) { $0 + $1.count }
    value = max(tau, 0.5)
    window = min(lag, correlation.count - 1)
    standardError = (2 * Double(2 * window + 1) / Double(n)).squareRoot() * value
    valueCount = n
    shortestRun = correlation.count
  }

  /// Autocorrelation of all runs together at lags `0..<shortest`; empty when no run varies.
  static func autocorrelation(
    of runs: [[Double]]
  ) throws(StatisticsError) -> [Double] {
    let shortest = runs.map(\.count).min() ?? 0
    guard shortest >= 2 else { throw .tooFewValues(needed: 2, found: shortest) }
    var products = [Double](repeating: 0, count: shortest)
    var pairs = [Double](repeating: 0, count: shortest)
    for run in runs {
      let mean = WeightedGroups.mean(of: run)
      guard mean.isFinite, run.allSatisfy(\.isFinite) else { throw .notFinite }
      let centred = run.map { $0 - mean }
      for lag in 0..<shortest { pairs[lag] += Double(run.count - lag) }
      guard centred.contains(where: { $0 != 0 }) else { continue }
      let sums = try laggedProducts(of: centred, lagCount: shortest)
      for lag in 0..<shortest { products[lag] += sums[lag] }
    }
    guard products[0] > 0 else { return [] }
    let variance = products[0] / pairs[0]
    return zip(products, pairs).map { $0 / $1 / variance }
  }

  /// Sums of x_i x_(i + lag) for lags `0..<lagCount`, by transforming, squaring the modulus and transforming back.
  private static func laggedProducts(
    of centred: [Double], lagCount: Int
  ) throws(StatisticsError) -> [Double] {
    var length = 2
    while length < 2 * centred.count { length *= 2 }
    // Scaled to the largest value 1, so that no square overflows or vanishes.
    let scale = centred.reduce(0) { max($0, abs($1)) }
    var data = centred.map { $0 / scale } + [Double](repeating: 0, count: length - centred.count)
    try GSL.transform(&data)
    // Half-complex order: real parts at 0...length/2, imaginary parts of k at length - k. The power spectrum is real and
    // even, so its own real transform over the length is the inverse one.
    var power = [Double](repeating: 0, count: length)
    power[0] = data[0] * data[0]
    power[length / 2] = data[length / 2] * data[length / 2]
    for k in 1..<max(1, length / 2) {
      let modulus = data[k] * data[k] + data[length - k] * data[length - k]
      power[k] = modulus
      power[length - k] = modulus
    }
    try GSL.transform(&power)
    let back = scale * scale / Double(length)
    return power.prefix(lagCount).map { $0 * back }
  }
}
