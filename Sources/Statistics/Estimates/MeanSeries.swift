// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is the mean course of several runs? Step by step over the runs that recorded something there.
//
// Goals, in order: where all runs agree the mean is exactly what they agree on, so that a constant series stays one; one
// pass over each run. A running mean (Welford, Technometrics 4, 419 (1962), eq. 1), whose steps are exact for equal values.

/// The mean series of several runs.
public struct MeanSeries: Hashable, Sendable {
  /// Means, one for each of `steps`, in units of the series.
  public let values: [Double]
  /// Steps at which a run recorded something, rising, >= 0.
  public let steps: [Int]

  /// Averages series.
  ///
  /// - Parameter series: One series a run, all of one length; values that are not finite were not recorded.
  /// - Complexity: O(values).
  public init(of series: [[Double]]) {
    let length = series.first?.count ?? 0
    precondition(series.allSatisfy { $0.count == length }, "series of one length")
    var means = [Double](repeating: 0, count: length)
    var counts = [Double](repeating: 0, count: length)
    for run in series {
      for step in 0..<length where run[step].isFinite {
        counts[step] += 1
        means[step] += (run[step] - means[step]) / counts[step]
      }
    }
    steps = (0..<length).filter { counts[$0] > 0 }
    values = steps.count == length ? means : steps.map { means[$0] }
  }
}
