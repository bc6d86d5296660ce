// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much of an outcome is each of k causes worth, when every combination of them has been tried?
//
// phi_i = sum_(S without i) |S|! (k - |S| - 1)! / k! [v(S + i) - v(S)], the one division that sums to
// v(all) - v(none), treats equals alike, gives nothing to who changes nothing and is linear in v. Source: Shapley,
// Contributions to the Theory of Games II (1953), p. 307. Of two causes together
// I_ij = sum_(S without i, j) |S|! (k - |S| - 2)! / (k - 1)! [v(S + i + j) - v(S + i) - v(S + j) + v(S)]: above 0 where
// they need each other, below 0 where one does what the other would have done, 0 where they add. Source: Grabisch &
// Roubens, Int. J. Game Theory 28, 547 (1999).
//
// Exact from all 2^k values: no sampling of orders. Sums are compensated, so that the values add up to the total to
// 1e-12 of the largest |v|.

/// Shapley values and pairwise interactions of one table of coalition values.
public struct ShapleyValues: Hashable, Sendable {
  /// Number k of causes, in 1...10.
  public var playerCount: Int
  /// phi_i in units of the outcome, one a cause.
  public var values: [Double]
  /// v(all) - v(none), which the values sum to.
  public var total: Double
  /// I_ij of the pairs (0, 1), (0, 2), ..., (1, 2), ...: one a pair, in units of the outcome.
  public var interactions: [Double]

  /// Divides an outcome.
  ///
  /// - Parameter coalitionValues: The outcome of every combination, 2^k values; bit i of the index says whether cause i
  ///   is in it, so that the first is none and the last is all.
  /// - Throws: `StatisticsError.outOfRange` unless the count is 2, 4, ..., 1024, `.notFinite`.
  /// - Complexity: O(k^2 2^k).
  public init(coalitionValues: [Double]) throws(StatisticsError) {
    let k = try Self.playerCount(ofCoalitions: coalitionValues.count)
    guard coalitionValues.allSatisfy(\.isFinite) else { throw .notFinite }
    playerCount = k
    total = coalitionValues[coalitionValues.count - 1] - coalitionValues[0]
    values = (0..<k).map { Self.value(of: $0, in: coalitionValues, playerCount: k) }
    interactions = Self.pairs(k).map {
      Self.interaction(of: $0.0, and: $0.1, in: coalitionValues, playerCount: k)
    }
    guard total.isFinite, values.allSatisfy(\.isFinite), interactions.allSatisfy(\.isFinite)
    else { throw .notFinite }
  }

  /// Returns the interaction of two causes.
  ///
  /// - Parameters:
  ///   - i: A cause.
  ///   - j: Another cause.
  /// - Returns: I_ij = I_ji.
  public func interaction(_ i: Int, _ j: Int) -> Double {
    interactions[Self.pairIndex(i, j, playerCount: playerCount)]
  }

  /// Returns the pairs of causes in the order of `interactions`.
  ///
  /// - Parameter playerCount: Number of causes.
  /// - Returns: (0, 1), (0, 2), ..., (1, 2), ...
  public static func pairs(_ playerCount: Int) -> [(Int, Int)] {
    (0..<playerCount).flatMap { i in (i + 1..<max(i + 1, playerCount)).map { (i, $0) } }
  }

  /// Place of a pair in `pairs`.
  static func pairIndex(_ i: Int, _ j: Int, playerCount k: Int) -> Int {
    precondition(i != j && min(i, j) >= 0 && max(i, j) < k, "two of the causes")
    let (first, second) = (min(i, j), max(i, j))
    return first * (2 * k - first - 1) / 2 + second - first - 1
  }

  /// The k of 2^k coalitions.
  static func playerCount(ofCoalitions count: Int) throws(StatisticsError) -> Int {
    guard count >= 2, count <= 1 << 10, count & (count - 1) == 0 else {
      throw .outOfRange(argument: "coalitionValues.count", value: Double(count))
    }
    return count.trailingZeroBitCount
  }

  private static func value(of i: Int, in v: [Double], playerCount k: Int) -> Double {
    var sum = CompensatedSum()
    for s in v.indices where s & 1 << i == 0 {
      let weight = 1 / (Double(k) * binomial(k - 1, s.nonzeroBitCount))
      sum.add(weight * v[s | 1 << i])
      sum.add(-weight * v[s])
    }
    return sum.value
  }

  private static func interaction(
    of i: Int, and j: Int, in v: [Double], playerCount k: Int
  ) -> Double {
    let both = 1 << i | 1 << j
    var sum = CompensatedSum()
    for s in v.indices where s & both == 0 {
      let weight = 1 / (Double(k - 1) * binomial(k - 2, s.nonzeroBitCount))
      sum.add(weight * v[s | both])
      sum.add(-weight * v[s | 1 << i])
      sum.add(-weight * v[s | 1 << j])
      sum.add(weight * v[s])
    }
    return sum.value
  }

  /// n over r, exact for the small n used here.
  private static func binomial(_ n: Int, _ r: Int) -> Double {
    Double((0..<r).reduce(1) { $0 * (n - $1) / ($1 + 1) })
  }
}
