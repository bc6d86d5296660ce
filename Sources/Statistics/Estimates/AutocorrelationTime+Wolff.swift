// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where is the sum of autocorrelations cut so that its bias and its noise are alike?
//
// The Gamma method: with an exponential memory of tau_W = S / ln((2 tau + 1) / (2 tau - 1)) cutting at W leaves out
// exp(-W / tau_W) and adds noise of tau_W / sqrt(W n); W is the first lag at which the former is the smaller. It cuts
// later than Sokal's window for short runs and earlier for very long ones; where the two answers differ by more than
// their errors the memory is no exponential. Source: Wolff, Comput. Phys. Commun. 156, 143 (2004), section
// 3.3, with the error of eq. 42 and the bias of eq. 49 removed: deviations from a run's own mean make every autocorrelation too small
// by 2 tau / n.

extension AutocorrelationTime {
  /// Estimates the time from runs of the same law by the Gamma method; `nil` when none of them varies.
  ///
  /// Each run is centred on its own mean, as for Sokal's window; the bias is that of runs of the mean length.
  ///
  /// - Parameters:
  ///   - runs: One value per step, in time order; at least one run of at least two values.
  ///   - timeRatio: S > 0, the assumed ratio of the memory's decay time to tau; 1...2 for most series.
  /// - Throws: `StatisticsError.tooFewValues`, `.notFinite`, `.outOfRange`.
  /// - Complexity: O(n log n) a run.
  public init?(
    gammaMethodOf runs: [[Double]], timeRatio: Double = 1.5
  ) throws(StatisticsError) {
    guard timeRatio > 0, timeRatio.isFinite else {
      throw .outOfRange(argument: "timeRatio", value: timeRatio)
    }
    let correlation = try Self.autocorrelation(of: runs)
    guard !correlation.isEmpty else { return nil }
    let n = Double(runs.reduce(0) { $0 + $1.count })
    var tau = 0.5
    var lag = 0
    repeat {
      lag += 1
      guard lag < correlation.count else { break }
      tau += correlation[lag]
    } while try Self.isTooEarly(lag, tau: tau, timeRatio: timeRatio, valueCount: n)
    let cut = min(lag, correlation.count - 1)
    tau = max(tau, 0.5)
    let length = n / Double(runs.count)
    let unbiased = tau * (1 + Double(2 * cut + 1) / length) / (1 + 2 * tau / length)
    self.init(
      value: unbiased,
      standardError: 2 * tau * (max(0, Double(cut) + 0.5 - tau) / n).squareRoot(),
      window: cut, valueCount: Int(n), shortestRun: correlation.count)
  }

  /// Whether what a cut leaves out still outweighs its noise.
  private static func isTooEarly(
    _ lag: Int, tau: Double, timeRatio: Double, valueCount: Double
  ) throws(StatisticsError) -> Bool {
    // Series that alternate have no memory to wait for.
    guard tau > 0.5 else { return false }
    let decay = timeRatio / (try GSL.log((2 * tau + 1) / (2 * tau - 1)))
    let w = Double(lag)
    return 1 + GSL.expm1(-w / decay) >= decay / (w * valueCount).squareRoot()
  }
}
