// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a diagram know of one point?

import Emergence

/// One point of a diagram with all that was found there.
public struct DiagramCell: Sendable {
  /// One value an axis, then one a panel axis.
  public var coordinates: [Double]
  /// Every number of the verdict; `nil` where the cell failed.
  public var report: VerdictReport?
  /// Why the cell failed; `nil` where it did not.
  public var failure: String?
  /// By harm whether its verdict stands when false discoveries are controlled over the diagram; a harm that was not
  /// tested is missing.
  public var standing: [String: Bool]
  /// Thinned series of the measure that is drawn, for the page.
  public var series: [DiagramSeries]
  /// What the verdict rests on, in sentences, for the page.
  public var evidence: [String]

  /// Creates a cell.
  ///
  /// - Parameters:
  ///   - coordinates: One value an axis, then one a panel axis.
  ///   - report: Every number of the verdict; `nil` where the cell failed.
  ///   - failure: Why it failed.
  ///   - standing: By harm whether its verdict stands when false discoveries are controlled.
  ///   - series: Thinned series of the measure that is drawn.
  ///   - evidence: What the verdict rests on, in sentences.
  public init(
    coordinates: [Double], report: VerdictReport?, failure: String? = nil,
    standing: [String: Bool] = [:], series: [DiagramSeries] = [], evidence: [String] = []
  ) {
    self.coordinates = coordinates
    self.report = report
    self.failure = failure
    self.standing = standing
    self.series = series
    self.evidence = evidence
  }
}

/// The course of a measure under one condition.
public struct DiagramSeries: Hashable, Sendable {
  /// Which couplings were on.
  public var condition: RunCondition
  /// Steps done, rising.
  public var steps: [Int]
  /// One value a step: the mean over replicates, or one run; NaN where nothing was recorded.
  public var values: [Double]
  /// Lower ends of the intervals of the values; empty where they have none.
  public var lows: [Double]
  /// Upper ends of the intervals of the values; empty where they have none.
  public var highs: [Double]

  /// Creates a series.
  public init(
    condition: RunCondition, steps: [Int], values: [Double], lows: [Double] = [],
    highs: [Double] = []
  ) {
    precondition(steps.count == values.count, "one value a step")
    precondition(lows.count == highs.count, "an interval has two ends")
    precondition(lows.isEmpty || lows.count == values.count, "one interval a value")
    self.condition = condition
    self.steps = steps
    self.values = values
    self.lows = lows
    self.highs = highs
  }
}
