// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long does a metastable state last, when some runs ended before it did?
//
// With escapes at a constant rate the most likely lifetime is the time at risk of all runs over the number r of escapes,
// and 2 T / tau is chi-square with 2 r degrees when watching stops at the last escape. Where it stops by the clock, as it
// does here, the ends with 2 r and 2 r + 2 degrees bracket it: conservative, as bounds of a Poisson rate are. Replicates
// that share a network share its lifetime: then the ratio gets a jackknife error over realisations on its logarithm.
// Sources: Epstein & Sobel, J. Am. Stat. Assoc. 48, 486 (1953); Cox, Biometrika 40, 354 (1953).
//
// Is the rate constant? On the clock of total time at risk escapes are a Poisson process, so the first r - 1 lie
// uniformly before the last. Early ones speak for networks of different lifetimes, late ones for a way out that must
// first be prepared. Source: Barlow & Doksum, Proc. 6th Berkeley Symp. 1, 293 (1972); Laplace's test.

import Glibc

/// Lifetime of a state from runs that were watched for escape.
public struct Lifetime: Hashable, Sendable {
  /// How long one run was watched.
  public struct Watch: Hashable, Sendable {
    /// Steps until the escape, or until watching ended; > 0.
    public var duration: Double
    /// Whether the run escaped at the end of `duration`.
    public var escaped: Bool

    /// Creates a watch.
    public init(duration: Double, escaped: Bool) {
      self.duration = duration
      self.escaped = escaped
    }
  }

  /// Time at risk of all runs, in steps.
  public var timeAtRisk: Double
  /// Number of runs that escaped.
  public var escapeCount: Int
  /// Number of realisations with at least one watch.
  public var realisationCount: Int
  /// Most likely mean lifetime in steps; `nil` where no run escaped.
  public var mean: Double?
  /// Interval of the mean lifetime in steps; `nil` where no run escaped, and with replicates where fewer than two
  /// realisations saw an escape.
  public var interval: ConfidenceInterval?
  /// One-sided bound: the lifetime is longer than this many steps.
  ///
  /// All that is known where no run escaped.
  public var moreThan: Double
  /// Two-sided p value of a constant rate, by a normal approximation; `nil` below six escapes.
  public var constantRatePValue: Double?

  /// Estimates the lifetime.
  ///
  /// - Parameters:
  ///   - realisations: Per realisation one watch a replicate; empty ones are left out.
  ///   - confidence: Of the interval and of the bound, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues` without any watch, `.outOfRange`, `.arithmetic`.
  public init(
    of realisations: [[Watch]], confidence: Double = 0.95
  ) throws(StatisticsError) {
    guard confidence > 0, confidence < 1 else {
      throw .outOfRange(argument: "confidence", value: confidence)
    }
    let units = realisations.filter { !$0.isEmpty }
    let watches = units.flatMap { $0 }
    guard !watches.isEmpty else { throw .tooFewValues(needed: 1, found: 0) }
    for watch in watches where !(watch.duration > 0 && watch.duration.isFinite) {
      throw .outOfRange(argument: "duration", value: watch.duration)
    }
    let runs = Self.independentRuns(units)
    moreThan = try Self.bound(runs.time, runs.escapes + 1, upperTail: 1 - confidence)
    let total = watches.reduce(0) { $0 + $1.duration }
    let escapes = watches.reduce(0) { $0 + ($1.escaped ? 1 : 0) }
    timeAtRisk = total
    escapeCount = escapes
    realisationCount = units.count
    mean = escapes > 0 ? total / Double(escapes) : nil
    constantRatePValue = Self.constantRate(watches)
    guard escapes > 0 else { return }
    if units.allSatisfy({ $0.count == 1 }) {
      let tail = (1 - confidence) / 2
      interval = ConfidenceInterval(
        low: try Self.bound(total, runs.escapes + 1, upperTail: tail),
        high: try Self.bound(total, runs.escapes, upperTail: 1 - tail))
    } else if let error = Self.jackknifeError(of: units) {
      let both = try ConfidenceInterval.student(
        about: log(total / Double(escapes)), standardError: error,
        degreesOfFreedom: units.count - 1, confidence: confidence)
      interval = ConfidenceInterval(low: exp(both.low), high: exp(both.high))
    }
  }

  /// Time at risk and escapes when every realisation counts as one run.
  private static func independentRuns(_ units: [[Watch]]) -> (time: Double, escapes: Double) {
    units.reduce((0, 0)) { sum, unit in
      let count = Double(unit.count)
      return (
        sum.0 + unit.reduce(0) { $0 + $1.duration } / count,
        sum.1 + unit.reduce(0) { $0 + ($1.escaped ? 1 : 0) } / count
      )
    }
  }

  /// The lifetime at which a chi-square variable of 2 `escapes` degrees exceeds 2 `time` / lifetime with a probability.
  private static func bound(
    _ time: Double, _ escapes: Double, upperTail: Double
  ) throws(StatisticsError) -> Double {
    2 * time / (try GSL.chiSquaredQuantile(1 - upperTail, 2 * escapes))
  }

  /// Jackknife error over realisations of the logarithm of the mean lifetime.
  ///
  /// `nil` with one realisation, or where all escapes are of one.
  private static func jackknifeError(of units: [[Watch]]) -> Double? {
    let times = units.map { $0.reduce(0) { $0 + $1.duration } }
    let escapes = units.map { $0.reduce(0) { $0 + ($1.escaped ? 1.0 : 0) } }
    let (time, escapeCount) = (times.reduce(0, +), escapes.reduce(0, +))
    let parts: [Double?] = units.indices.map { i in
      let left = escapeCount - escapes[i]
      return left > 0 ? log((time - times[i]) / left) : nil
    }
    return JackknifeEstimate(value: log(time / escapeCount), leavingOut: parts).standardError
  }

  /// Laplace's test on the clock of total time at risk.
  private static func constantRate(_ watches: [Watch]) -> Double? {
    let sorted = watches.sorted { $0.duration < $1.duration }
    var clock = 0.0
    var previous = 0.0
    var times: [Double] = []
    for (i, watch) in sorted.enumerated() {
      clock += Double(sorted.count - i) * (watch.duration - previous)
      previous = watch.duration
      if watch.escaped { times.append(clock) }
    }
    guard times.count >= 6, let last = times.last else { return nil }
    let count = Double(times.count - 1)
    let mean = times.dropLast().reduce(0) { $0 + $1 / last } / count
    return 2 * GSL.normalUpperTail(abs(mean - 0.5) * (12 * count).squareRoot())
  }
}
