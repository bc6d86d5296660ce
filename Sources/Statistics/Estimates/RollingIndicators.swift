// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does the memory and the spread of a fluctuation change with time?
//
// Lag-1 autocorrelation and variance in a window that moves on by one step. About a resting point with recovery rate
// lambda and noise sigma they are exp(-lambda Delta t) and sigma^2 / (2 lambda): both rise where recovery slows. Source:
// Scheffer et al., Nature 461, 53 (2009), box 3; Dakos et al., PLoS ONE 7, e41010 (2012).

/// Indicators of slowing down in moving windows.
public struct RollingIndicators: Hashable, Sendable {
  /// Steps in a window.
  public var window: Int
  /// Lag-1 autocorrelation in -1...1, one value for every window in the order of time; 0 where a window does not vary.
  public var autocorrelation: [Double]
  /// Variance (window - 1 in the denominator) >= 0, likewise, in squared units of the series.
  public var variance: [Double]

  /// Computes the indicators.
  ///
  /// - Parameters:
  ///   - residuals: One value per step, in time order, drift taken away; at least `window`.
  ///   - window: Steps in a window, >= 3.
  /// - Throws: `StatisticsError.tooFewValues`, `.outOfRange`, `.notFinite`.
  /// - Complexity: O(`residuals.count`).
  public init(of residuals: [Double], window: Int) throws(StatisticsError) {
    guard window >= 3 else { throw .outOfRange(argument: "window", value: Double(window)) }
    guard residuals.count >= window else {
      throw .tooFewValues(needed: window, found: residuals.count)
    }
    guard residuals.allSatisfy(\.isFinite) else { throw .notFinite }
    self.window = window
    let mean = WeightedGroups.mean(of: residuals)
    let x = residuals.map { $0 - mean }
    let largest = x.reduce(0) { max($0, abs($1)) }
    let w = Double(window)
    var (sum, squares, products) = (0.0, 0.0, 0.0)
    for i in 0..<window {
      sum += x[i]
      squares += x[i] * x[i]
      if i > 0 { products += x[i] * x[i - 1] }
    }
    autocorrelation = []
    variance = []
    for start in 0...(x.count - window) {
      if start > 0 {
        let (old, new) = (x[start - 1], x[start + window - 1])
        sum += new - old
        squares += new * new - old * old
        products += new * x[start + window - 2] - old * x[start]
      }
      let (first, last) = (x[start], x[start + window - 1])
      let m = sum / w
      let centred = squares - m * sum
      // Below what rounding leaves of sums of squares this large a window counts as constant.
      guard centred > 1e-13 * w * largest * largest else {
        autocorrelation.append(0)
        variance.append(0)
        continue
      }
      let lagged = products - m * (2 * sum - first - last) + (w - 1) * m * m
      autocorrelation.append(max(-1, min(1, lagged / centred)))
      variance.append(centred / (w - 1))
    }
  }
}
