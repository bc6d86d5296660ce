// SPDX-License-Identifier: GPL-3.0-or-later
//
// Could values come from a law with one mode?
//
// The dip is the smallest largest distance between the empirical distribution function and a distribution function with
// one mode: convex before it, concave after it. Goals, in order: the exact dip, also of tied values; O(n log n). The
// greatest convex minorant and the least concave majorant of the function on a modal interval are compared; the interval
// shrinks to where they are farthest apart, and what is left outside counts with its distance from its own hull.
// Invariant: `twiceCounts` only grows, and the mode of the best law lies in `low...high`. Sources: Hartigan & Hartigan,
// Annals of Statistics 13, 70 (1985); Hartigan, Applied Statistics 34, 320 (1985), with the corrections of Maechler (R
// package diptest, 2003).

import Glibc

/// Hartigan's test of unimodality.
///
/// Give one value per independent run: values of one correlated series inflate the dip. Values on a coarse lattice do
/// so too; `TwoPeaks` spreads them first.
public struct DipTest: Hashable, Sendable {
  /// The dip, in 1 / (2 n)...1/4 (1 / (2 n) where a law with one mode fits as well as any).
  public var dip: Double
  /// Probability of a dip at least as large among n uniform values, the null law of one mode that dips most; at least
  /// 0.00005, which means "at most".
  public var pValue: Double
  /// Number n of values.
  public var valueCount: Int
  /// The modal interval: where the best law with one mode has its mode.
  public var modalInterval: ConfidenceInterval

  /// Tests values.
  ///
  /// - Parameter values: At least one, in any order and unit; only their order and relative spacing count.
  /// - Throws: `StatisticsError.tooFewValues`, `.notFinite`.
  /// - Complexity: O(n log n).
  public init(of values: [Double]) throws(StatisticsError) {
    guard !values.isEmpty else { throw .tooFewValues(needed: 1, found: 0) }
    guard values.allSatisfy(\.isFinite) else { throw .notFinite }
    let sorted = values.sorted()
    let search = DipSearch(sorted)
    dip = search.twiceCounts / (2 * Double(sorted.count))
    valueCount = sorted.count
    modalInterval = ConfidenceInterval(low: sorted[search.low], high: sorted[search.high])
    pValue = try Self.pValue(of: dip, valueCount: sorted.count)
  }
}

/// The shrinking of the modal interval of sorted values.
private struct DipSearch {
  /// Twice the dip in units of 1/n.
  var twiceCounts = 1.0
  /// First value of the modal interval.
  var low = 0
  /// Last value of the modal interval.
  var high: Int
  private let x: [Double]

  init(_ sorted: [Double]) {
    x = sorted
    high = sorted.count - 1
    guard x[high] > x[0] else { return }
    let before = Self.convexNeighbours(x)
    let after = Self.concaveNeighbours(x)
    while true {
      var minorant = [high]
      while let last = minorant.last, last > low { minorant.append(before[last]) }
      minorant.reverse()
      var majorant = [low]
      while let last = majorant.last, last < high { majorant.append(after[last]) }
      let gap = widestGap(minorant, majorant)
      guard gap.width >= twiceCounts else { return }
      let left = depth(below: minorant[...gap.minorantIndex])
      let right = height(above: majorant[gap.majorantIndex...])
      twiceCounts = max(twiceCounts, left, right)
      let (newLow, newHigh) = (minorant[gap.minorantIndex], majorant[gap.majorantIndex])
      guard newLow != low || newHigh != high else { return }
      (low, high) = (newLow, newHigh)
    }
  }

  /// Per value the vertex before it on the greatest convex minorant of all values up to it.
  private static func convexNeighbours(_ x: [Double]) -> [Int] {
    var before = [Int](repeating: 0, count: x.count)
    for j in 1..<x.count {
      var near = j - 1
      while near != 0 {
        let far = before[near]
        let isConvex =
          (x[j] - x[near]) * Double(near - far) < (x[near] - x[far]) * Double(j - near)
        if isConvex { break }
        near = far
      }
      before[j] = near
    }
    return before
  }

  /// Per value the vertex after it on the least concave majorant of all values from it on.
  private static func concaveNeighbours(_ x: [Double]) -> [Int] {
    let end = x.count - 1
    var after = [Int](repeating: end, count: x.count)
    for k in (0..<end).reversed() {
      var near = k + 1
      while near != end {
        let far = after[near]
        let isConcave =
          (x[near] - x[k]) * Double(far - near) < (x[far] - x[near]) * Double(near - k)
        if isConcave { break }
        near = far
      }
      after[k] = near
    }
    return after
  }

  /// The largest distance between both hulls at a vertex of either, and the vertices that bound what it leaves: the
  /// last of the minorant before it and the first of the majorant after it.
  private func widestGap(
    _ minorant: [Int], _ majorant: [Int]
  ) -> (width: Double, minorantIndex: Int, majorantIndex: Int) {
    guard minorant.count > 2 || majorant.count > 2 else {
      return (1, 0, majorant.count - 1)
    }
    var widest = (width: 0.0, minorantIndex: 0, majorantIndex: majorant.count - 1)
    var (i, j) = (1, 1)
    repeat {
      let (m, a) = (minorant[i], majorant[j])
      if m > a {
        // The next vertex is one of the majorant: its height over the chord of the minorant.
        let base = minorant[i - 1]
        let chord = (x[a] - x[base]) * Double(m - base) / (x[m] - x[base])
        let width = Double(a - base + 1) - chord
        j += 1
        if width >= widest.width { widest = (width, i - 1, j - 1) }
      } else {
        // The next vertex is one of the minorant: the chord of the majorant over it.
        let base = majorant[j - 1]
        let chord = (x[m] - x[base]) * Double(a - base) / (x[a] - x[base])
        let width = chord - Double(m - base - 1)
        i += 1
        if width >= widest.width { widest = (width, i - 1, j) }
      }
      i = min(i, minorant.count - 1)
      j = min(j, majorant.count - 1)
    } while minorant[i] != majorant[j]
    return widest
  }

  /// The largest distance of the distribution function above a convex hull, at least 1.
  private func depth(below hull: ArraySlice<Int>) -> Double {
    var largest = 1.0
    for (first, last) in zip(hull, hull.dropFirst()) where last - first > 1 && x[last] > x[first] {
      let slope = Double(last - first) / (x[last] - x[first])
      for i in first...last {
        largest = max(largest, Double(i - first + 1) - (x[i] - x[first]) * slope)
      }
    }
    return largest
  }

  /// The largest distance of a concave hull above the distribution function, at least 1.
  private func height(above hull: ArraySlice<Int>) -> Double {
    var largest = 1.0
    for (first, last) in zip(hull, hull.dropFirst()) where last - first > 1 && x[last] > x[first] {
      let slope = Double(last - first) / (x[last] - x[first])
      for i in first...last {
        largest = max(largest, (x[i] - x[first]) * slope - Double(i - first - 1))
      }
    }
    return largest
  }
}

extension DipTest {
  /// Returns the probability of a dip at least as large among uniform values.
  ///
  /// Linear between simulated quantiles in the logarithm of the tail, and between numbers of values in 1 / sqrt(n), in
  /// which the smallest dip sqrt(n) / (2 n) is linear; the quantiles of 20,000 values serve for more.
  ///
  /// - Parameters:
  ///   - dip: In 1 / (2 n)...1/4.
  ///   - valueCount: The number n of values, >= 1; below four the dip tells nothing.
  /// - Returns: A probability; 0.00005 stands for all smaller ones.
  /// - Throws: `StatisticsError.notFinite`, `.tooFewValues`.
  public static func pValue(of dip: Double, valueCount: Int) throws(StatisticsError) -> Double {
    guard dip.isFinite else { throw .notFinite }
    guard valueCount >= 1 else { throw .tooFewValues(needed: 1, found: valueCount) }
    let n = Double(valueCount)
    let counts = DipQuantiles.valueCounts
    guard n >= counts[0], dip > 1 / (2 * n) else { return 1 }
    let above = counts.firstIndex { $0 >= n } ?? counts.count - 1
    let below = counts[above] <= n ? above : above - 1
    let ends = (1 / counts[below].squareRoot(), 1 / counts[above].squareRoot())
    let share = above == below ? 0 : (ends.0 - 1 / n.squareRoot()) / (ends.0 - ends.1)
    let row = zip(DipQuantiles.quantiles[below], DipQuantiles.quantiles[above]).map {
      $0 + share * ($1 - $0)
    }
    let tails = DipQuantiles.tails
    let scaled = n.squareRoot() * dip
    guard scaled > row[0] else { return 1 }
    guard let next = row.firstIndex(where: { $0 >= scaled }) else { return tails[tails.count - 1] }
    let part = (scaled - row[next - 1]) / (row[next] - row[next - 1])
    return exp(log(tails[next - 1]) + part * (log(tails[next]) - log(tails[next - 1])))
  }
}
