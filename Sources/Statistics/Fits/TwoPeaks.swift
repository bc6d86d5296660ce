// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do runs end in two places?
//
// Three things are asked at once, since each alone is fooled. The dip must be significant: it holds its level for every
// law with one mode, but says nothing about where. Two normal laws must beat one by BIC: a skewed law does that too. The
// fitted density must have a valley: two laws about one place have none. Sources: Hartigan & Hartigan, Annals of
// Statistics 13, 70 (1985); Kass & Raftery, J. Am. Stat. Assoc. 90, 773 (1995), a difference above 10 is "very strong".
//
// Values on a lattice, such as shares of N agents, make steps in the distribution function that the dip takes for
// peaks. Values of one lattice point are therefore spread evenly over its cell, which draws nothing and, being smoother
// than chance, can only lower the dip.

/// Evidence for two peaks in the values of independent runs.
///
/// Two peaks of runs that differ in quenched disorder may be two kinds of network, not two states of one: compare
/// starts before calling them bistable.
public struct TwoPeaks: Hashable, Sendable {
  /// One peak of a pair.
  public struct Peak: Hashable, Sendable {
    /// Where the density is highest, in the unit of the values.
    public var position: Double
    /// Share of the runs that the component of this peak holds, in 0...1.
    public var weight: Double
  }

  /// Test of one mode.
  public var dip: DipTest
  /// Best single normal law; `nil` where all values are equal.
  public var oneComponent: GaussianMixture?
  /// Best pair of normal laws; `nil` where all values are equal.
  public var twoComponents: GaussianMixture?
  /// Level of the dip test that was asked for.
  public var significance: Double

  /// Difference of BIC that two components must gain.
  public static let neededGain = 10.0

  /// BIC of one component less BIC of two; `nil` where all values are equal.
  public var bayesianInformationGain: Double? {
    guard let oneComponent, let twoComponents else { return nil }
    return oneComponent.bayesianInformationCriterion - twoComponents.bayesianInformationCriterion
  }

  /// Valley of the fitted density; `nil` where it has one peak.
  public var antimode: Antimode? { twoComponents?.antimode }

  /// Whether dip, BIC and valley all speak for two peaks.
  public var areFound: Bool {
    guard let bayesianInformationGain, antimode != nil else { return false }
    return dip.pValue <= significance && bayesianInformationGain > Self.neededGain
  }

  /// The lower and the upper peak; empty unless `areFound`.
  public var peaks: [Peak] {
    guard areFound, let antimode, let components = twoComponents?.components else { return [] }
    return [
      Peak(position: antimode.lowerPeak, weight: components[0].weight),
      Peak(position: antimode.upperPeak, weight: components[1].weight),
    ]
  }

  /// Examines values.
  ///
  /// - Parameters:
  ///   - values: At least four, one per independent run, in any order and unit.
  ///   - resolution: Distance of the lattice points that values lie on, such as 1 / N for a share of N agents; 0 where
  ///     values are continuous. Values that differ by less than half of it are one lattice point.
  ///   - significance: Level of the dip test, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues`, `.notFinite`, `.outOfRange`.
  /// - Complexity: O(n log n), and at most 4,240 passes over the values.
  public init(
    of values: [Double], resolution: Double = 0, significance: Double = 0.05
  ) throws(StatisticsError) {
    let floor = Self.floor(resolution)
    let spread = try Self.examined(values, over: resolution, significance: significance)
    dip = try DipTest(of: spread)
    oneComponent = try GaussianMixture(
      of: spread, componentCount: 1, smallestDeviation: floor)
    twoComponents = try GaussianMixture(
      of: spread, componentCount: 2, smallestDeviation: floor)
    self.significance = significance
  }

  /// Returns the evidence where dip, BIC and valley all speak for two peaks.
  ///
  /// What `init` finds where `areFound`, and a hundred times as fast where the dip is not significant, which nothing can
  /// then make up for: fits are not made there.
  ///
  /// - Parameters:
  ///   - values: As in `init`.
  ///   - resolution: As in `init`.
  ///   - significance: As in `init`.
  /// - Returns: The evidence; `nil` where one of the three does not speak for two peaks.
  /// - Throws: As `init` does.
  public static func found(
    in values: [Double], resolution: Double = 0, significance: Double = 0.05
  ) throws(StatisticsError) -> TwoPeaks? {
    let spread = try examined(values, over: resolution, significance: significance)
    guard try DipTest(of: spread).pValue <= significance else { return nil }
    let peaks = try TwoPeaks(of: values, resolution: resolution, significance: significance)
    return peaks.areFound ? peaks : nil
  }

  /// The standard deviation of a cell of the lattice: no peak is known to be narrower than that.
  private static func floor(_ resolution: Double) -> Double { resolution / 12.0.squareRoot() }

  /// The values that are tested: sorted, and spread where they lie on a lattice.
  private static func examined(
    _ values: [Double], over resolution: Double, significance: Double
  ) throws(StatisticsError) -> [Double] {
    guard values.count >= 4 else { throw .tooFewValues(needed: 4, found: values.count) }
    guard values.allSatisfy(\.isFinite) else { throw .notFinite }
    guard resolution >= 0, resolution.isFinite else {
      throw .outOfRange(argument: "resolution", value: resolution)
    }
    guard significance > 0, significance < 1 else {
      throw .outOfRange(argument: "significance", value: significance)
    }
    return spread(values.sorted(), over: resolution)
  }

  /// Spreads sorted values of one lattice point evenly over its cell.
  private static func spread(_ sorted: [Double], over resolution: Double) -> [Double] {
    guard resolution > 0 else { return sorted }
    var result = sorted
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end] - sorted[start] < resolution / 2 { end += 1 }
      let count = Double(end - start)
      for i in start..<end {
        result[i] = sorted[i] + resolution * ((Double(i - start) + 0.5) / count - 0.5)
      }
      start = end
    }
    return result
  }
}
