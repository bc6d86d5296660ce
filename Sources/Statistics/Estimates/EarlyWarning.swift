// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a world recover more and more slowly, as it would before a continuous transition?
//
// Drift is taken away, lag-1 autocorrelation and variance are followed in a moving window, and Kendall's tau tells their
// trend. Goals, in order: no alarm without slowing down. Windows overlap, so tau is ranked among surrogates that go
// through the same steps, drift removal included, never compared with its table; both indicators must rise, since a
// schedule that moves a share of agents towards 1/2 raises the variance without any slowing; and both kinds of surrogates
// must be beaten. Runs of a cell are combined by the mean of their taus, ranked among means of surrogates. Silence is no
// promise: jumps out of a metastable state come without warning. Sources: Dakos et al., PLoS ONE 7, e41010 (2012);
// Boettiger & Hastings, J. R. Soc. Interface 9, 2527 (2012), on false alarms.

import Randomness

/// Trends of the indicators of slowing down, over the runs of a cell.
public struct EarlyWarning: Hashable, Sendable {
  /// Trend of one indicator.
  public struct Trend: Hashable, Sendable {
    /// Kendall's tau in -1...1: mean over runs, with its interval over realisations.
    public var tau: RealisationMean
    /// Share of autoregressive surrogates whose mean tau is at least as large, ranked: (1 + k) / (1 + count).
    public var autoregressivePValue: Double
    /// The same among surrogates with phases drawn anew.
    public var phasePValue: Double

    /// The larger p value: both nulls must be beaten.
    public var pValue: Double { max(autoregressivePValue, phasePValue) }
  }

  /// Trend of the lag-1 autocorrelation.
  public var autocorrelation: Trend
  /// Trend of the variance.
  public var variance: Trend
  /// Number of runs that vary and so take part.
  public var runCount: Int
  /// Level at which both trends are judged.
  public var significance: Double

  /// Whether both indicators rise more than in either kind of surrogates.
  public var isRising: Bool {
    autocorrelation.pValue <= significance && variance.pValue <= significance
  }

  /// Examines the runs of a cell; `nil` where none varies about its drift.
  ///
  /// - Parameters:
  ///   - realisations: Per realisation one run a replicate, each with one value per step in time order, at least 40; at
  ///     most 4096 realisations. Of a length with prime factors above 5 the earliest steps are left out.
  ///   - bandwidth: Standard deviation of the kernel that finds the drift, as a share of the run, inside 0...1.
  ///   - window: Length of the moving window as a share of the run, inside 0...1.
  ///   - surrogateCount: Surrogates of each kind a run, at least 1 / `significance` - 1.
  ///   - seed: Seed of the draws.
  ///   - site: Place of the draws.
  ///   - significance: Level, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues`, `.notFinite`, `.outOfRange`, `.arithmetic`.
  /// - Complexity: O(n log n) a run and surrogate.
  public init?(
    of realisations: [[[Double]]], bandwidth: Double = 0.1, window: Double = 0.5,
    surrogateCount: Int = 199, seed: UInt32, site: UInt32, significance: Double = 0.05
  ) throws(StatisticsError) {
    for (name, value) in [
      ("bandwidth", bandwidth), ("window", window), ("significance", significance),
    ] where !(value > 0 && value < 1) {
      throw .outOfRange(argument: name, value: value)
    }
    guard Double(surrogateCount + 1) * significance >= 1, surrogateCount < Int(UInt32.max) else {
      throw .outOfRange(argument: "surrogateCount", value: Double(surrogateCount))
    }
    guard realisations.count <= 4096 else {
      throw .outOfRange(argument: "realisations", value: Double(realisations.count))
    }
    var sums = SurrogateSums(surrogateCount)
    var taus: (autocorrelation: [[Double]], variance: [[Double]]) = ([], [])
    for (g, replicates) in realisations.enumerated() {
      taus.autocorrelation.append([])
      taus.variance.append([])
      for (r, run) in replicates.enumerated() {
        let key = DrawKey(seed: seed, networkIndex: g, replicateIndex: r)
        let draws = NamedDraws(key: key, domain: .resampling, site: site)
        guard
          let found = try SlowingDown(run, bandwidth: bandwidth, window: window)
        else { continue }
        taus.autocorrelation[g].append(found.trends.autocorrelation)
        taus.variance[g].append(found.trends.variance)
        try sums.add(found, draws)
      }
    }
    guard !sums.isEmpty else { return nil }
    runCount = sums.runCount
    self.significance = significance
    let memory = try RealisationMean(of: taus.autocorrelation)
    let spread = try RealisationMean(of: taus.variance)
    autocorrelation = Trend(
      tau: memory,
      autoregressivePValue: sums.rank(memory.mean, among: sums.autoregressive.autocorrelation),
      phasePValue: sums.rank(memory.mean, among: sums.phases.autocorrelation))
    variance = Trend(
      tau: spread,
      autoregressivePValue: sums.rank(spread.mean, among: sums.autoregressive.variance),
      phasePValue: sums.rank(spread.mean, among: sums.phases.variance))
  }
}

/// The trends of one run, and how to find those of its surrogates.
private struct SlowingDown {
  var trends: (autocorrelation: Double, variance: Double)
  let surrogates: SurrogateSeries
  private let drift: KernelTrend
  private let window: Int

  /// `nil` where the run does not vary about its drift.
  init?(_ run: [Double], bandwidth: Double, window share: Double) throws(StatisticsError) {
    guard run.count >= 40 else { throw .tooFewValues(needed: 40, found: run.count) }
    guard run.allSatisfy(\.isFinite) else { throw .notFinite }
    var count = run.count
    while !FourierTables.isSmooth(count) { count -= 1 }
    let series = Array(run.suffix(count))
    let steps = Double(count)
    window = max(10, min(count - 10, Int(share * steps)))
    drift = try KernelTrend(stepCount: count, bandwidth: max(1, bandwidth * steps))
    let residuals = try drift.residuals(of: series)
    let extent = series.reduce(0) { max($0, abs($1 - series[0])) }
    // What rounding leaves of a straight line is no fluctuation.
    guard residuals.contains(where: { abs($0) > 1e-10 * extent }) else { return nil }
    surrogates = try SurrogateSeries(of: residuals)
    trends = try Self.trends(of: residuals, window: window)
  }

  /// Trends of a surrogate, its drift taken away like that of the run.
  func trends(
    ofSurrogate series: [Double]
  ) throws(StatisticsError) -> (autocorrelation: Double, variance: Double) {
    try Self.trends(of: try drift.residuals(of: series), window: window)
  }

  private static func trends(
    of residuals: [Double], window: Int
  ) throws(StatisticsError) -> (autocorrelation: Double, variance: Double) {
    let rolling = try RollingIndicators(of: residuals, window: window)
    return (KendallTrend.tau(of: rolling.autocorrelation), KendallTrend.tau(of: rolling.variance))
  }
}

/// Sums over runs of the taus of surrogates, one a surrogate.
private struct SurrogateSums {
  var autoregressive: (autocorrelation: [Double], variance: [Double])
  var phases: (autocorrelation: [Double], variance: [Double])
  var runCount = 0

  var isEmpty: Bool { runCount == 0 }

  init(_ count: Int) {
    let none = [Double](repeating: 0, count: count)
    autoregressive = (none, none)
    phases = (none, none)
  }

  mutating func add(_ run: SlowingDown, _ place: NamedDraws) throws(StatisticsError) {
    runCount += 1
    var draws = place
    for b in autoregressive.variance.indices {
      draws.step = UInt32(b)
      let first = try run.trends(ofSurrogate: try run.surrogates.autoregression(draws))
      autoregressive.autocorrelation[b] += first.autocorrelation
      autoregressive.variance[b] += first.variance
      let second = try run.trends(ofSurrogate: try run.surrogates.phasesDrawnAnew(draws))
      phases.autocorrelation[b] += second.autocorrelation
      phases.variance[b] += second.variance
    }
  }

  /// (1 + number of surrogate means at least as large) / (1 + number of surrogates).
  func rank(_ mean: Double, among sums: [Double]) -> Double {
    let reached = sums.count { $0 / Double(runCount) >= mean }
    return Double(1 + reached) / Double(1 + sums.count)
  }
}
