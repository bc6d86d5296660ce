// SPDX-License-Identifier: GPL-3.0-or-later
//
// How many steps at the beginning of a series still remember how it began?
//
// MSER-5: of the means Y_1 ... Y_n of batches of 5 steps discard the first d that minimise
// sum_{i>d} (Y_i - mean)^2 / (n - d)^2 over d <= n / 2. It cannot see metastability: compare runs from opposite starts as
// well. Source: White, Cobb & Spratt, Winter Simulation Conference 2000, p. 755.

/// The steps to discard at the beginning of a series.
public struct WarmUp: Hashable, Sendable {
  /// Steps to discard: a multiple of 5, at most half the series.
  public var stepCount: Int
  /// Whether the rule wanted to discard as much as it may: the series has not settled.
  public var reachesHalf: Bool

  /// Finds the warm-up of a series by MSER-5.
  ///
  /// - Parameter series: One value per step, in time order. Steps beyond the last whole batch are not looked at; with
  ///   fewer than two batches nothing is discarded.
  /// - Throws: `StatisticsError.notFinite`.
  /// - Complexity: O(`series.count`), one pass from the end.
  public init(of series: [Double]) throws(StatisticsError) {
    guard series.allSatisfy(\.isFinite) else { throw .notFinite }
    let batchCount = series.count / Self.batchLength
    let half = batchCount / 2
    var moments = SeriesMoments()
    var best = (discarded: 0, score: Double.infinity)
    for i in (0..<batchCount).reversed() {
      let batch = series[i * Self.batchLength..<(i + 1) * Self.batchLength]
      moments.add(WeightedGroups.mean(of: Array(batch)))
      guard i <= half else { continue }
      let remaining = Double(batchCount - i)
      let score = moments.centredSquareSum / (remaining * remaining)
      // From the end, so that among equals the fewest steps are discarded.
      if score <= best.score { best = (i, score) }
    }
    stepCount = best.discarded * Self.batchLength
    reachesHalf = half > 0 && best.discarded == half
  }

  /// Steps in a batch.
  private static let batchLength = 5
}
