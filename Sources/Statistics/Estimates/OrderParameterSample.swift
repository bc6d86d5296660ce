// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the runs of one cell say about an order parameter once they have settled?
//
// Goals, in order: one warm-up for all runs, found in their mean, so that a transient that only some still are in is
// seen; a run that drifts after it can be told; everything that a scaling analysis asks of a cell from one pass, so that
// the series need not be kept. Of a measure that is symmetric about 0 the order parameter is |m|: which of the two
// orders a run fell into is chance. Its raw second and fourth moments are those of m.

/// Settled values of an order parameter over the runs of one cell.
public struct OrderParameterSample: Hashable, Sendable {
  /// Steps discarded at the beginning of every run.
  public var warmUpStepCount: Int
  /// Whether MSER-5 wanted to cut as much as it may.
  public var reachesHalf: Bool
  /// Moments of the order parameter, one a run, after warm-up.
  public var moments: [SeriesMoments]
  /// Moments of the order parameter less its mean over all runs, one a run, after warm-up.
  public var centralMoments: [SeriesMoments]
  /// Mean of the measure itself, sign included, one a run; `nil` for a run without a value.
  public var signedMeans: [Double?]
  /// Mean of the order parameter over the last half of what is left less that over the first, one a run; `nil` for a run
  /// of less than two values.
  public var drifts: [Double?]
  /// Time over which the order parameter remembers itself; `nil` where it never varies or there is no series.
  public var autocorrelationTime: AutocorrelationTime?
  /// Values at least 2 tau apart, at most `mostSamples` a run: near enough independent within a run.
  public var samples: [[Double]]

  /// Most values of a run in `samples`.
  public static let mostSamples = 64

  /// Reads the runs of a cell.
  ///
  /// - Parameters:
  ///   - runs: One value a step in time order, values that were not recorded left out; a run may be empty.
  ///   - isFolded: Whether the order parameter is |m| rather than m.
  ///   - warmUp: Steps to discard; `nil` finds them by MSER-5. Runs of one value discard nothing.
  /// - Throws: `StatisticsError.notFinite`.
  /// - Complexity: O(n log n) a run.
  public init(of runs: [[Double]], isFolded: Bool, warmUp: Int?) throws(StatisticsError) {
    let orders = isFolded ? runs.map { $0.map(abs) } : runs
    let longest = runs.map(\.count).max() ?? 0
    let found = try WarmUp(of: Self.mean(over: orders))
    if let warmUp {
      warmUpStepCount = longest > 1 ? min(warmUp, longest - 1) : 0
      let rest = try WarmUp(of: Self.mean(over: orders.map { Array($0.dropFirst(warmUp)) }))
      reachesHalf = rest.reachesHalf
    } else {
      warmUpStepCount = found.stepCount
      reachesHalf = found.reachesHalf
    }
    let cut = warmUpStepCount
    let settled = orders.map { $0.count > 1 ? Array($0.dropFirst(cut)) : $0 }
    moments = settled.map { Self.moments(of: $0, about: 0) }
    let centre = moments.reduce(SeriesMoments()) { $0.merged(with: $1) }.mean
    centralMoments = settled.map { Self.moments(of: $0, about: centre) }
    signedMeans = runs.map { Self.mean(of: $0.count > 1 ? $0.dropFirst(cut) : $0[...]) }
    drifts = settled.map { run in
      guard run.count >= 2 else { return nil }
      let half = run.count / 2
      guard let first = Self.mean(of: run[..<half]), let last = Self.mean(of: run[half...]) else {
        return nil
      }
      return last - first
    }
    let long = settled.filter { $0.count >= 2 }
    autocorrelationTime = long.isEmpty ? nil : try AutocorrelationTime(of: long)
    let memory = 2 * (autocorrelationTime?.value ?? 0.5)
    samples = settled.map { run in
      let stride = max(memory, Double(run.count) / Double(Self.mostSamples))
      guard stride < Double(run.count) else { return run.last.map { [$0] } ?? [] }
      var values: [Double] = []
      // From the end, which has had the longest to settle.
      var place = Double(run.count - 1)
      while place >= 0, values.count < Self.mostSamples {
        values.append(run[Int(place)])
        place -= max(1, stride)
      }
      return values
    }
  }

  /// Returns the means of the order parameter over one quarter of each whole run, warm-up or not.
  ///
  /// - Parameters:
  ///   - quarter: 0 for the first to 3 for the last.
  ///   - runs: One value a step in time order; a run may be empty.
  ///   - isFolded: Whether the order parameter is |m| rather than m.
  /// - Returns: One a run; `nil` for a run without a value in the quarter. A run of one value gives that value.
  public static func means(ofQuarter quarter: Int, of runs: [[Double]], isFolded: Bool) -> [Double?]
  {
    runs.map { run in
      let part =
        run.count == 1 ? run[...] : run[run.count * quarter / 4..<run.count * (quarter + 1) / 4]
      return mean(of: isFolded ? part.map(abs)[...] : part)
    }
  }

  /// Mean over runs, step by step, of those that are so long; exactly the common value where all agree.
  private static func mean(over runs: [[Double]]) -> [Double] {
    let longest = runs.map(\.count).max() ?? 0
    var means = [Double](repeating: 0, count: longest)
    var counts = [Double](repeating: 0, count: longest)
    for run in runs {
      for step in run.indices {
        counts[step] += 1
        means[step] += (run[step] - means[step]) / counts[step]
      }
    }
    return means
  }

  private static func mean(of values: ArraySlice<Double>) -> Double? {
    guard let first = values.first else { return nil }
    return first + values.reduce(0) { $0 + ($1 - first) } / Double(values.count)
  }

  private static func moments(of values: [Double], about centre: Double) -> SeriesMoments {
    var moments = SeriesMoments()
    for value in values { moments.add(value - centre) }
    return moments
  }
}
