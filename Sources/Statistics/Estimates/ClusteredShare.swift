// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which share of replicates has a property, when replicates that share a realisation are alike?
//
// Clopper-Pearson with as many trials as the replicates are worth: n* = (p (1 - p) / Var(p)) (t_(n-1) / t_(G-1))^2, where
// Var(p) comes from the shares of the G realisations and the ratio of Student's factors pays for estimating it; never
// more than n. Where all replicates agree there is no variance to estimate, and n* is the number of realisations. Source:
// Korn & Graubard, Survey Methodology 24, 193 (1998).

/// A share of replicates with its interval over realisations.
public struct ClusteredShare: Hashable, Sendable {
  /// Replicates that have the property.
  public var count: Int
  /// All replicates.
  public var replicateCount: Int
  /// Independent trials that the replicates are worth, at most their number.
  public var effectiveTrials: Double
  /// Clopper-Pearson interval; `nil` with one realisation of several replicates.
  public var interval: ConfidenceInterval?

  /// Share of the replicates, in 0...1.
  public var share: Double { Double(count) / Double(replicateCount) }

  /// Counts replicates grouped by realisation.
  ///
  /// - Parameters:
  ///   - realisations: Per realisation, whether each replicate has the property; empty ones are left out.
  ///   - confidence: Of the interval, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues` without any replicate, `.outOfRange`, `.arithmetic`.
  public init(
    of realisations: [[Bool]], confidence: Double = 0.95
  ) throws(StatisticsError) {
    let groups = realisations.filter { !$0.isEmpty }
    replicateCount = groups.reduce(0) { $0 + $1.count }
    count = groups.reduce(0) { $0 + $1.count { $0 } }
    guard replicateCount > 0 else { throw .tooFewValues(needed: 1, found: 0) }
    let all = Double(replicateCount)
    effectiveTrials = all
    if groups.count < replicateCount {
      guard groups.count >= 2 else {
        effectiveTrials = 1
        return
      }
      effectiveTrials = min(all, try Self.trials(groups, confidence))
    }
    let portion = Double(count) / all
    interval = try ClopperPearson.interval(
      successes: portion * effectiveTrials, trials: effectiveTrials, confidence: confidence)
  }

  /// Trials that at least two realisations are worth.
  private static func trials(
    _ groups: [[Bool]], _ confidence: Double
  ) throws(StatisticsError) -> Double {
    let mean = try RealisationMean(of: groups.map { $0.map { $0 ? 1 : 0 } })
    let binomial = mean.mean * (1 - mean.mean)
    guard binomial > 0 else { return Double(groups.count) }
    let error = mean.standardError ?? 0
    guard error > 0 else { return .infinity }
    let replicates = groups.reduce(0) { $0 + $1.count }
    let ratio =
      try ConfidenceInterval.studentFactor(
        degreesOfFreedom: replicates - 1, confidence: confidence)
      / ConfidenceInterval.studentFactor(
        degreesOfFreedom: groups.count - 1, confidence: confidence)
    return binomial / (error * error) * ratio * ratio
  }
}
