// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which intervals does a report show? Those of a fixed number of replicates, or, where a run looked several times before
// it stopped, those that hold at all looks together.
//
// The latter are confidence sequences of realisation means in the known range of the measure (`ConfidenceSequence`), in the
// order of realisations. Where there is none there is no interval: one of fixed size would not hold.

import Statistics
import WorldModel

extension VerdictEvidence {
  /// Whether intervals have to hold at several looks.
  var isSequential: Bool { ranges != nil && cell.realisationUnit != .deterministic }

  /// The interval of the mean of a measure, given one value a replicate.
  func interval(
    _ values: [Double?], of measure: Int, confidence: Double = 0.95
  ) throws -> IntervalReport {
    var report = try cell.interval(
      values, within: strays[measure] == nil ? world.measures[measure].meanRange : nil,
      confidence: confidence)
    guard isSequential else { return report }
    (report.low, report.high) = (nil, nil)
    guard let range = ranges?[measure],
      let sequence = try sequence(values, in: range, measure, confidence)
    else { return report }
    (report.low, report.high) = (sequence.low, sequence.high)
    return report
  }

  /// The paired difference of a measure, given one value a replicate; `nil` where no replicate has both.
  func paired(
    _ first: [Double?], _ second: [Double?], of measure: Int, confidence: Double = 0.95
  ) throws -> DifferenceReport? {
    guard var report = try cell.paired(first, second, confidence: confidence), isSequential else {
      return try cell.paired(first, second, confidence: confidence)
    }
    (report.interval.low, report.interval.high) = (nil, nil)
    guard let range = ranges?[measure] else { return report }
    let length = range.upperBound - range.lowerBound
    let differences = zip(first, second).map { a, b in a.flatMap { a in b.map { a - $0 } } }
    guard let sequence = try sequence(differences, in: -length...length, measure, confidence) else {
      return report
    }
    (report.interval.low, report.interval.high) = (sequence.low, sequence.high)
    return report
  }

  /// The share of replicates that have a property; `nil` where none says.
  func share(_ values: [Bool?]) throws -> ShareReport? {
    guard var report = try cell.share(values), isSequential else { return try cell.share(values) }
    let shares = cell.realisations(values).filter { !$0.isEmpty }.map { group in
      Double(group.count { $0 }) / Double(group.count)
    }
    let sequence = try ConfidenceSequence.bounded(shares, in: 0...1)
    (report.low, report.high) = (sequence.low, sequence.high)
    return report
  }

  /// The interval of a share of realisations.
  func shareInterval(of count: Int, among total: Int) throws -> ConfidenceInterval {
    isSequential
      ? try ConfidenceSequence.bernoulli(successes: count, trials: total)
      : try ClopperPearson.interval(successes: Double(count), trials: Double(total))
  }

  /// The confidence sequence of the means of realisations; `nil` where none has a value.
  private func sequence(
    _ values: [Double?], in range: ClosedRange<Double>, _ measure: Int, _ confidence: Double
  ) throws -> ConfidenceInterval? {
    let means = cell.realisations(values).compactMap(MeasureReading.mean)
    guard !means.isEmpty else { return nil }
    // Means are rounded: one that lies a few roundings outside stands for the end.
    let slack = 1e-9 * (range.upperBound - range.lowerBound)
    let clamped = try means.map { mean in
      guard mean >= range.lowerBound - slack, mean <= range.upperBound + slack else {
        throw VerdictError.outsideRange(
          measure: world.measures[measure].name, value: mean, low: range.lowerBound,
          high: range.upperBound)
      }
      return min(max(mean, range.lowerBound), range.upperBound)
    }
    return try ConfidenceSequence.bounded(clamped, in: range, confidence: confidence)
  }
}
