// SPDX-License-Identifier: GPL-3.0-or-later
//
// How rare are the states between two coexisting ones?
//
// The barrier Delta F = ln(P_peak / P_valley), in units of the temperature, grows as the surface between the phases where
// they are separated by a first-order transition, and does not where they are not. Goals, in order: no peak of chance, so
// the valley must be deep against the square roots of counts, whose noise is 1/2 whatever the count; heights that
// smoothing has not flattened, so ln P is read off a parabola through five bins; a bound where no state was ever seen
// between the peaks. Both peaks are compared at equal height, to which a field that favours one is taken away:
// ln P(x) is tilted linearly. Sources: Lee & Kosterlitz, Phys. Rev. Lett. 65, 137 (1990), eq. 5; parabola: Savitzky &
// Golay, Anal. Chem. 36, 1627 (1964), five points.

import Glibc

/// Two peaks of a histogram and the barrier between them.
///
/// Counts of one correlated series are worth fewer: the error knows it, being formed over realisations; the question
/// whether there are two peaks at all does not.
public struct PeakBarrier: Hashable, Sendable {
  /// ln(P_peak / P_valley) >= 0 at equal height of the peaks, with its jackknife error over realisations.
  public var barrier: JackknifeEstimate
  /// Student's interval of the barrier about its value; `nil` where it has no error.
  public var interval: ConfidenceInterval?
  /// Whether no state was seen in the valley: the barrier is higher than `barrier`, at 95 %.
  public var isLowerBound: Bool
  /// Middle of the highest bin of the lower peak.
  public var lowerPeak: Double
  /// Middle of the lowest bin between the peaks.
  public var valley: Double
  /// Middle of the highest bin of the upper peak.
  public var upperPeak: Double
  /// Share of the states above the valley, over realisations.
  public var upperWeight: RealisationMean

  /// Least depth of a valley below the lower peak, in square roots of counts: four standard errors of a difference of
  /// smoothed counts, for counts of independent states.
  private static let leastDepth = 1.5

  /// Finds both peaks; `nil` where the histogram has one.
  ///
  /// - Parameters:
  ///   - histogram: Counts, not probabilities: their noise decides what is a peak. Bins so wide that a peak has hundreds
  ///     of counts and so narrow that it spans several.
  ///   - confidence: Of the intervals, inside 0...1.
  /// - Throws: `StatisticsError.outOfRange`, `.arithmetic`.
  public init?(of histogram: StateHistogram, confidence: Double = 0.95) throws(StatisticsError) {
    guard let all = PeakPair(histogram.total) else { return nil }
    let rows = histogram.counts.filter { $0.contains { $0 > 0 } }
    var parts: [Double?] = []
    for g in rows.indices where rows.count >= 2 {
      let others = rows.indices.filter { $0 != g }.map { rows[$0] }
      parts.append(PeakPair(StateHistogram.sum(others))?.barrier)
    }
    barrier = JackknifeEstimate(value: all.barrier, leavingOut: parts)
    isLowerBound = all.isLowerBound
    lowerPeak = histogram.middle(of: all.lower)
    valley = histogram.middle(of: all.valley)
    upperPeak = histogram.middle(of: all.upper)
    let weights = histogram.upperWeights(above: valley)
    upperWeight = try RealisationMean(of: weights.map { [$0] }, confidence: confidence)
    guard let error = barrier.standardError else { return }
    interval = try .student(
      about: barrier.value, standardError: error, degreesOfFreedom: rows.count - 1,
      confidence: confidence)
  }

  /// Two peaks of one row of counts.
  private struct PeakPair {
    var lower: Int
    var valley: Int
    var upper: Int
    var barrier: Double
    var isLowerBound: Bool

    init?(_ counts: [Double]) {
      let smooth = Self.smoothed(counts)
      guard let split = Self.deepest(smooth) else { return nil }
      let below = smooth[..<split].max() ?? 0
      let above = smooth[split...].max() ?? 0
      lower = smooth.firstIndex(of: below) ?? 0
      upper = smooth[split...].firstIndex(of: above) ?? split
      valley = split
      let empty = smooth[split] > 0 ? 0 : Self.emptyRun(counts, around: split)
      isLowerBound = empty > 0
      // Without a count in b bins the mean count of a bin is below 3 / b, at 95 %.
      let bottom = empty > 0 ? log(3 / Double(empty)) : Self.logHeight(counts, smooth, at: split)
      let left = Self.logHeight(counts, smooth, at: lower)
      let right = Self.logHeight(counts, smooth, at: upper)
      let tilt = (right - left) / Double(upper - lower)
      barrier = max(0, left + tilt * Double(split - lower) - bottom)
    }

    /// Averages over five bins with binomial weights; at an end over those that exist.
    private static func smoothed(_ counts: [Double]) -> [Double] {
      let weights = [1.0, 4, 6, 4, 1]
      return counts.indices.map { i in
        var (sum, total) = (0.0, 0.0)
        for (k, weight) in weights.enumerated() where counts.indices.contains(i + k - 2) {
          sum += weight * counts[i + k - 2]
          total += weight
        }
        return sum / total
      }
    }

    /// The middle of the deepest valley; `nil` where none is deep enough.
    private static func deepest(_ smooth: [Double]) -> Int? {
      let roots = smooth.map { $0.squareRoot() }
      var above = roots
      for i in roots.indices.dropLast().reversed() { above[i] = max(roots[i], above[i + 1]) }
      var best = (depth: PeakBarrier.leastDepth, first: -1, last: -1)
      var below = roots[0]
      for i in roots.indices {
        below = max(below, roots[i])
        let depth = min(below, above[i]) - roots[i]
        if depth > best.depth {
          best = (depth, i, i)
        } else if depth == best.depth, best.last == i - 1, best.first >= 0 {
          best.last = i
        }
      }
      return best.first < 0 ? nil : (best.first + best.last) / 2
    }

    /// Number of empty bins in a row around an empty bin.
    private static func emptyRun(_ counts: [Double], around bin: Int) -> Int {
      var (first, last) = (bin, bin)
      while first > 0, counts[first - 1] == 0 { first -= 1 }
      while last + 1 < counts.count, counts[last + 1] == 0 { last += 1 }
      return last - first + 1
    }

    /// ln of the count at a bin, from a parabola through five bins where all hold counts.
    private static func logHeight(_ counts: [Double], _ smooth: [Double], at bin: Int) -> Double {
      let range = bin - 2...bin + 2
      guard range.lowerBound >= 0, range.upperBound < counts.count,
        range.allSatisfy({ counts[$0] > 0 })
      else { return log(smooth[bin]) }
      let weights = [-3.0, 12, 17, 12, -3]
      return zip(weights, range).reduce(0) { $0 + $1.0 * log(counts[$1.1]) } / 35
    }
  }
}
