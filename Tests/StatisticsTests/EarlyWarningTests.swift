// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import TestSupport
import Testing

/// Runs of a cell, with and without slowing down.
enum DriftingRuns: String, CaseIterable {
  case persistent, line, schedule, towardsHalf

  static let stepCount = 240

  /// Runs of one set, one a realisation.
  func runs(_ count: Int, set: Int) -> [[[Double]]] {
    var draws = SyntheticNormals(seed: 110, set: set)
    let n = Self.stepCount
    return (0..<count).map { _ in
      let noise = draws.autoregressive(
        count: n, memory: self == .persistent ? 0.9 : 0.5, start: draws.normal())
      return [
        noise.enumerated().map { step, value -> Double in
          let t = Double(step) / Double(n)
          switch self {
          case .persistent: return value
          // Ten standard deviations over the run.
          case .line: return value + 10 * t
          // N1 and N8: a schedule moves the mean along an S; 400 agents decide afresh each step.
          case .schedule:
            let p = 0.1 + 0.8 / (1 + exp(-10 * (t - 0.5)))
            return p + (p * (1 - p) / 400).squareRoot() * draws.normal()
          // The same from nobody to half of them: the variance rises, nothing slows.
          case .towardsHalf:
            let p = 0.02 + 0.45 * t
            return p + (p * (1 - p) / 400).squareRoot() * draws.normal()
          }
        }
      ]
    }
  }

  /// Runs whose memory rises from 0.2 to 0.95 while a schedule moves them.
  static func slowing(_ count: Int, set: Int) -> [[[Double]]] {
    var draws = SyntheticNormals(seed: 111, set: set)
    return (0..<count).map { _ in
      var x = 0.0
      return [
        (0..<stepCount).map { step in
          let t = Double(step) / Double(stepCount)
          x = (0.2 + 0.75 * t) * x + draws.normal()
          return x + 5 * t
        }
      ]
    }
  }
}

@Suite("Early warning")
struct EarlyWarningTests {
  static let sets = SlowTests.areWanted ? 1_000 : 100

  private static func warning(_ runs: [[[Double]]], seed: Int) throws -> EarlyWarning {
    try #require(
      try EarlyWarning(of: runs, surrogateCount: 39, seed: UInt32(seed), site: 50))
  }

  @Test("detrends, follows and ranks as NumPy and SciPy do")
  func numpy() throws {
    let rows = try ReferenceTable("early-warning").numbers
    let series = rows.map { $0[0] }
    let drift = try KernelTrend(stepCount: 90, bandwidth: 9)
    let residuals = try drift.residuals(of: series)
    for (residual, row) in zip(residuals, rows) { #expect(abs(residual - row[1]) < 1e-11) }
    let rolling = try RollingIndicators(of: residuals, window: 45)
    #expect(rolling.autocorrelation.count == 46)
    for (i, row) in rows.prefix(46).enumerated() {
      #expect(abs(rolling.autocorrelation[i] - row[2]) < 1e-10)
      #expect(agree(rolling.variance[i], row[3], relative: 1e-10))
    }
    let answers = try ReferenceTable("early-warning-answers")
    for (name, values) in [
      ("autocorrelation", rolling.autocorrelation), ("variance", rolling.variance),
      ("series", series), ("tied", series.map { ($0).rounded(.toNearestOrEven) }),
    ] {
      #expect(
        agree(KendallTrend.tau(of: values), answers.answer(name)[0], relative: 1e-12), "\(name)")
    }
  }

  // S14: AR1 = exp(-lambda dt), Var = sigma^2 / (2 lambda), for dx = -lambda x dt + sigma dW by small steps of 0.01 and
  // dt = 1. 4.9 standard errors: sqrt((1 - phi^2) / n) of the autocorrelation, sqrt(2 (1 + phi^2) / (1 - phi^2) / n) of the
  // variance; the small steps change lambda by 0.0005.
  @Test("sees the memory and the variance that a recovery rate makes", arguments: [0.1, 0.5])
  func theory(rate: Double) throws {
    var draws = SyntheticNormals(seed: 112, set: 0)
    let n = 2_000
    var x = draws.normal() / (2 * rate).squareRoot()
    let series = (0..<n).map { _ in
      for _ in 0..<100 { x += -rate * x * 0.01 + 0.1 * draws.normal() }
      return x
    }
    let rolling = try RollingIndicators(of: series, window: n)
    let phi = exp(-rate)
    let error = ((1 - phi * phi) / Double(n)).squareRoot()
    #expect(abs(rolling.autocorrelation[0] - phi) < 4.9 * error + 4 / Double(n))
    let spread = (2 * (1 + phi * phi) / (1 - phi * phi) / Double(n)).squareRoot()
    #expect(abs(rolling.variance[0] * 2 * rate - 1) < 4.9 * spread + 0.005)
  }

  // Null: at most 5 % of cells of three runs that drift, or remember, and do not slow down. Exact binomial test at 1e-4:
  // the smallest rate caught half the time is 15 % with 100 sets and 8 % with 1,000.
  @Test("is silent on drift and on lasting memory", arguments: DriftingRuns.allCases)
  func falseAlarms(law: DriftingRuns) throws {
    var alarms = 0
    for set in 0..<Self.sets {
      if try Self.warning(law.runs(3, set: set), seed: set).isRising { alarms += 1 }
    }
    let least = try ClopperPearson.lowerBound(
      successes: Double(alarms), trials: Double(Self.sets), confidence: 1 - 1e-4)
    #expect(least <= 0.05, "\(alarms) of \(Self.sets)")
  }

  // Each p value alone holds its level too for a process without drift: p <= 10 % in at most 10 % of sets (exact binomial
  // test at 1e-6), else a surrogate that forgets something would hide behind the other.
  @Test("ranks either indicator among either kind of surrogates at their level")
  func levels() throws {
    var alarms = [0, 0, 0, 0]
    for set in 0..<Self.sets {
      let answer = try Self.warning(DriftingRuns.persistent.runs(3, set: set), seed: set)
      for (i, p) in [
        answer.autocorrelation.autoregressivePValue, answer.autocorrelation.phasePValue,
        answer.variance.autoregressivePValue, answer.variance.phasePValue,
      ].enumerated() where p <= 0.1 { alarms[i] += 1 }
    }
    for count in alarms {
      let least = try ClopperPearson.lowerBound(
        successes: Double(count), trials: Double(Self.sets), confidence: 1 - 1e-6)
      #expect(least <= 0.1, "\(alarms) of \(Self.sets)")
    }
  }

  // Mutants: Kendall's own table for values that are independent, and the variance alone on a schedule towards half.
  @Test("would not be silent with the table of independent values, nor by the variance alone")
  func mutants() throws {
    var (byTable, byVariance) = (0, 0)
    let windows = Double(DriftingRuns.stepCount / 2 + 1)
    let error = (2 * (2 * windows + 5) / (9 * windows * (windows - 1))).squareRoot()
    for set in 0..<100 {
      let still = try Self.warning(DriftingRuns.line.runs(1, set: set), seed: set)
      if still.autocorrelation.tau.mean > 1.645 * error { byTable += 1 }
      let moved = try Self.warning(DriftingRuns.towardsHalf.runs(3, set: set), seed: set)
      if moved.variance.pValue <= 0.05 { byVariance += 1 }
    }
    #expect(byTable > 25, "\(byTable)")
    #expect(byVariance > 80, "\(byVariance)")
  }

  // Power: six runs slow down from memory 0.2 to 0.95. At least 80 % of 50 cells (exact binomial test at 1e-6: 28).
  @Test("warns where memory rises, over realisations and replicates together")
  func power() throws {
    var found = 0
    for set in 0..<50 {
      let runs = DriftingRuns.slowing(6, set: set).map { $0[0] }
      let nested = [[runs[0], runs[1]], [runs[2], runs[3]], [runs[4], runs[5]]]
      let answer = try Self.warning(nested, seed: set)
      #expect(answer.runCount == 6 && answer.autocorrelation.tau.realisationCount == 3)
      if answer.isRising { found += 1 }
    }
    #expect(found >= 28, "\(found)")
  }

  @Test("depends on its seed alone, is nothing of runs that do not vary, and refuses short ones")
  func degenerate() throws {
    let runs = DriftingRuns.slowing(2, set: 0)
    #expect(try Self.warning(runs, seed: 1) == Self.warning(runs, seed: 1))
    #expect(try Self.warning(runs, seed: 1).autocorrelation.tau.mean > 0)
    let straight = (0..<100).map { 0.01 * Double($0) }
    let flat = [Double](repeating: 0.3, count: 100)
    #expect(try EarlyWarning(of: [[straight], [flat]], seed: 1, site: 50) == nil)
    let mixed = try #require(
      try EarlyWarning(of: [[flat], runs[0]], surrogateCount: 39, seed: 1, site: 50))
    #expect(mixed.runCount == 1 && mixed.autocorrelation.tau.interval == nil)
    // A prime length loses its earliest steps, not its time.
    let prime = Array(runs[0][0].prefix(239))
    #expect(try EarlyWarning(of: [[prime]], surrogateCount: 39, seed: 1, site: 50) != nil)
    // A run that freezes half way.
    let frozen = Array(runs[0][0].prefix(120)) + [Double](repeating: 1, count: 120)
    #expect(try EarlyWarning(of: [[frozen]], surrogateCount: 39, seed: 1, site: 50) != nil)
    #expect(throws: StatisticsError.tooFewValues(needed: 40, found: 39)) {
      try EarlyWarning(of: [[Array(straight.prefix(39))]], seed: 1, site: 50)
    }
    #expect(throws: StatisticsError.outOfRange(argument: "surrogateCount", value: 18)) {
      try EarlyWarning(of: [[straight]], surrogateCount: 18, seed: 1, site: 50)
    }
    #expect(throws: StatisticsError.outOfRange(argument: "bandwidth", value: 1)) {
      try EarlyWarning(of: [[straight]], bandwidth: 1, seed: 1, site: 50)
    }
    #expect(throws: StatisticsError.notFinite) {
      try EarlyWarning(of: [[straight + [.nan]]], seed: 1, site: 50)
    }
    #expect(KendallTrend.tau(of: [1, 2, 3]) == 1 && KendallTrend.tau(of: [3, 2, 1]) == -1)
    #expect(KendallTrend.tau(of: [2, 2]) == 0 && KendallTrend.tau(of: []) == 0)
  }
}
