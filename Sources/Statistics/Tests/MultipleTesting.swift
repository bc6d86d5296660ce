// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which of many tests stand when all of them are looked at together?
//
// With p_(1) <= ... <= p_(m): Benjamini and Hochberg bound the expected share of false discoveries by
// adj_(i) = min_(j >= i) m p_(j) / j, for independent or positively dependent tests (J. R. Stat. Soc. B 57, 289 (1995));
// Benjamini and Yekutieli multiply it by 1 + 1/2 + ... + 1/m and need no assumption (Ann. Stat. 29, 1165 (2001));
// Holm bounds the chance of any false discovery by adj_(i) = max_(j <= i) (m - j + 1) p_(j), under no assumption either
// (Scand. J. Stat. 6, 65 (1979)). A test is rejected at a level when its adjusted p value is at most the level: adjusted
// values are stored, never decisions, so that a level can be chosen later.

/// The p values of a family of tests, adjusted for how many they are.
public struct MultipleTesting: Hashable, Sendable {
  /// What is kept below the level.
  public enum Correction: Hashable, Sendable, CaseIterable {
    /// The expected share of false ones among the rejected; tests independent or positively dependent.
    case benjaminiHochberg
    /// The same under any dependence.
    case benjaminiYekutieli
    /// The probability of a single false rejection, under any dependence.
    case holm
  }

  /// Adjusted p values in 0...1, in the order of the tests.
  public var adjusted: [Double]

  /// Adjusts the p values of a family.
  ///
  /// - Parameters:
  ///   - pValues: One p value a test, each in 0...1; none gives none.
  ///   - correction: What is kept below the level.
  /// - Throws: `StatisticsError.notFinite`, `.outOfRange` for a p value outside 0...1.
  /// - Complexity: O(m log m).
  public init(of pValues: [Double], by correction: Correction) throws(StatisticsError) {
    for p in pValues {
      guard p.isFinite else { throw .notFinite }
      guard p >= 0, p <= 1 else { throw .outOfRange(argument: "pValues", value: p) }
    }
    let m = pValues.count
    // Ties in the order of the tests: they receive the same value in any order.
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    adjusted = pValues
    switch correction {
    case .benjaminiHochberg, .benjaminiYekutieli:
      let factor = correction == .benjaminiHochberg ? 1 : Self.harmonicNumber(m)
      var least = 1.0
      for (rank, test) in order.enumerated().reversed() {
        least = min(least, Double(m) / Double(rank + 1) * factor * pValues[test])
        adjusted[test] = least
      }
    case .holm:
      var greatest = 0.0
      for (rank, test) in order.enumerated() {
        greatest = min(1, max(greatest, Double(m - rank) * pValues[test]))
        adjusted[test] = greatest
      }
    }
  }

  /// Returns which tests are rejected.
  ///
  /// - Parameter level: What the correction is to keep, in 0...1.
  /// - Returns: One answer a test, in their order.
  public func rejections(atLevel level: Double = 0.05) -> [Bool] { adjusted.map { $0 <= level } }

  /// Returns how many tests are rejected.
  ///
  /// - Parameter level: What the correction is to keep, in 0...1.
  /// - Returns: In 0...m.
  public func rejectedCount(atLevel level: Double = 0.05) -> Int {
    adjusted.count { $0 <= level }
  }

  /// Sum of 1/i for i in 1...m, from the smallest term.
  private static func harmonicNumber(_ m: Int) -> Double {
    (0..<m).reduce(0) { $0 + 1 / Double(m - $1) }
  }
}
