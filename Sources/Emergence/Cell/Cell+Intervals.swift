// SPDX-License-Identifier: GPL-3.0-or-later
//
// How sure is a mean over the replicates of a cell? Intervals over realisations, of values and of paired differences.

import Statistics
import WorldModel

extension Cell {
  /// Number of units of replication.
  var realisationCount: Int {
    realisationUnit == .network ? networkCount : settings.replicates
  }

  /// Deals one value a replicate to the units of replication; replicates without a value are left out.
  ///
  /// - Parameters:
  ///   - values: One value a replicate.
  ///   - unit: In place of the cell's, for what differs between realisations beside networks and orders.
  /// - Returns: Values by unit.
  func realisations<Value>(_ values: [Value?], unit: RealisationUnit? = nil) -> [[Value]] {
    guard unit ?? realisationUnit == .network else { return values.map { $0.map { [$0] } ?? [] } }
    var groups = [[Value]](repeating: [], count: networkCount)
    for (replicate, value) in values.enumerated() {
      if let value { groups[replicate % networkCount].append(value) }
    }
    return groups
  }

  /// The interval of a mean over replicates, given one value a replicate; all `nil` where there is none.
  ///
  /// - Parameters:
  ///   - values: One value a replicate.
  ///   - range: Between which values the mean must lie, where that is known: the interval is cut there, which costs it no
  ///     coverage. A range that a value leaves is not believed.
  ///   - confidence: Of the interval, inside 0...1.
  ///   - unit: What one unit of replication is, where the runs differ in more than the cell's own realisations do.
  /// - Returns: The mean with its interval.
  /// - Throws: `StatisticsError.notFinite`.
  func interval(
    _ values: [Double?], within range: ClosedRange<Double>? = nil, confidence: Double = 0.95,
    unit: RealisationUnit? = nil
  ) throws -> IntervalReport {
    let groups = realisations(values, unit: unit)
    guard groups.contains(where: { !$0.isEmpty }) else {
      return IntervalReport(mean: nil, standardError: nil, low: nil, high: nil)
    }
    let isBelieved = range.map { range in
      values.allSatisfy { $0.map { !range.isLeft(by: $0) } ?? true }
    }
    return IntervalReport(
      try RealisationMean(of: groups, confidence: confidence), unit: unit ?? realisationUnit
    ).cut(to: isBelieved == true ? range : nil)
  }

  /// The paired difference of one value a replicate; `nil` where no replicate has both.
  func paired(
    _ first: [Double?], _ second: [Double?], confidence: Double = 0.95
  ) throws -> DifferenceReport? {
    let pairs = realisations(
      zip(first, second).map { a, b in a.flatMap { a in b.map { (a, $0) } } })
    guard pairs.contains(where: { !$0.isEmpty }) else { return nil }
    let paired = try PairedDifference(
      of: pairs.map { $0.map(\.0) }, minus: pairs.map { $0.map(\.1) }, confidence: confidence)
    return DifferenceReport(
      interval: IntervalReport(paired.difference, unit: realisationUnit),
      varianceRatio: paired.varianceRatio, correlation: paired.correlation)
  }
}

extension IntervalReport {
  /// Reports a mean; in a world without randomness its one value is exact.
  init(_ estimate: RealisationMean, unit: RealisationUnit) {
    let isExact = unit == .deterministic
    self.init(
      mean: estimate.mean, standardError: isExact ? 0 : estimate.standardError,
      low: isExact ? estimate.mean : estimate.interval?.low,
      high: isExact ? estimate.mean : estimate.interval?.high)
  }

  /// Cuts both ends to a range that holds the mean.
  func cut(to range: ClosedRange<Double>?) -> IntervalReport {
    guard let range, let mean, range.contains(mean) else { return self }
    var result = self
    result.low = low.map { max($0, range.lowerBound) }
    result.high = high.map { min($0, range.upperBound) }
    return result
  }
}

extension Measure {
  /// Between which values its mean over replicates must lie: proven, else as declared; `nil` of a `first` measure, whose
  /// mean is a time.
  var meanRange: ClosedRange<Double>? {
    if case .first = timing { return nil }
    return provenRange ?? range
  }
}

extension ClosedRange<Double> {
  /// Whether a value lies outside by more than 32 bits round.
  func isLeft(by value: Double) -> Bool {
    let slack = Swift.max(abs(lowerBound), abs(upperBound)) * 0x1p-22
    return value < lowerBound - slack || value > upperBound + slack
  }
}
