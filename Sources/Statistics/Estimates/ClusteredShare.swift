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
    try self.init(
      groups.map { (count: $0.count { $0 }, total: $0.count) }, confidence
    ) { () throws(StatisticsError) in
      try RealisationMean(of: groups.map { $0.map { $0 ? 1 : 0 } })
    }
  }

  /// Counts replicates, or other members of realisations such as agents, where each realisation is counted already.
  ///
  /// - Parameters:
  ///   - counts: Per realisation how many of its members have the property, and how many it has; those without any are
  ///     left out.
  ///   - confidence: Of the interval, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues` without any member, `.outOfRange`, `.arithmetic`.
  public init(
    counts: [(count: Int, total: Int)], confidence: Double = 0.95
  ) throws(StatisticsError) {
    let groups = counts.filter { $0.total > 0 }
    let all = Double(groups.reduce(0) { $0 + $1.total })
    try self.init(groups, confidence) { () throws(StatisticsError) in
      try RealisationMean(
        WeightedGroups(
          means: groups.map { Double($0.count) / Double($0.total) },
          weights: groups.map { Double($0.total) / all }), confidence: confidence)
    }
  }

  /// Counts realisations, none of them empty, of which the mean is found where it is needed.
  private init(
    _ groups: [(count: Int, total: Int)], _ confidence: Double,
    mean: () throws(StatisticsError) -> RealisationMean
  ) throws(StatisticsError) {
    replicateCount = groups.reduce(0) { $0 + $1.total }
    count = groups.reduce(0) { $0 + $1.count }
    guard replicateCount > 0 else { throw .tooFewValues(needed: 1, found: 0) }
    let all = Double(replicateCount)
    effectiveTrials = all
    if groups.count < replicateCount {
      guard groups.count >= 2 else {
        effectiveTrials = 1
        return
      }
      effectiveTrials = min(
        all, try Self.trials(mean(), replicates: replicateCount, groups: groups.count, confidence))
    }
    let portion = Double(count) / all
    interval = try ClopperPearson.interval(
      successes: portion * effectiveTrials, trials: effectiveTrials, confidence: confidence)
  }

  /// Trials that at least two realisations are worth.
  private static func trials(
    _ mean: RealisationMean, replicates: Int, groups: Int, _ confidence: Double
  ) throws(StatisticsError) -> Double {
    let binomial = mean.mean * (1 - mean.mean)
    guard binomial > 0 else { return Double(groups) }
    let error = mean.standardError ?? 0
    guard error > 0 else { return .infinity }
    let ratio =
      try ConfidenceInterval.studentFactor(
        degreesOfFreedom: replicates - 1, confidence: confidence)
      / ConfidenceInterval.studentFactor(
        degreesOfFreedom: groups - 1, confidence: confidence)
    return binomial / (error * error) * ratio * ratio
  }
}
