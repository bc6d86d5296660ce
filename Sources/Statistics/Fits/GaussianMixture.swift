// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which one or two normal laws do values come from?
//
// Maximum likelihood by expectation and maximisation (`MixtureClimb`). Two components may well fit best where there is
// one peak: a skewed law, or two laws closer than their widths. `TwoPeaks` asks for more. Sources: Dempster, Laird &
// Rubin, J. R. Stat. Soc. B 39, 1 (1977); criterion: Schwarz, Ann. Stat. 6, 461 (1978).

import Glibc

/// One normal law, or the weighted sum of two.
public struct GaussianMixture: Hashable, Sendable {
  /// One normal law of a mixture.
  public struct Component: Hashable, Sendable {
    /// Share of the values, in 0...1.
    public var weight: Double
    /// Mean, in the unit of the values.
    public var mean: Double
    /// Standard deviation > 0, in the unit of the values.
    public var standardDeviation: Double

    /// Creates a component.
    public init(weight: Double, mean: Double, standardDeviation: Double) {
      self.weight = weight
      self.mean = mean
      self.standardDeviation = standardDeviation
    }

    /// Logarithm of weight times the normal density.
    func logDensity(at x: Double) -> Double {
      let z = (x - mean) / standardDeviation
      return log(weight) - log(standardDeviation) - 0.5 * log(2 * Double.pi) - z * z / 2
    }
  }

  /// One component or two, by rising mean.
  public private(set) var components: [Component]
  /// Natural logarithm of the likelihood.
  public private(set) var logLikelihood: Double
  /// Number n of values.
  public private(set) var valueCount: Int

  /// Number of free parameters: 2 with one component, 5 with two.
  public var parameterCount: Int { 3 * components.count - 1 }

  /// -2 ln L + k ln n with k free parameters; the smaller the better.
  public var bayesianInformationCriterion: Double {
    -2 * logLikelihood + Double(parameterCount) * log(Double(valueCount))
  }

  /// Ashman's D = sqrt(2) |mu_1 - mu_2| / sqrt(sigma_1^2 + sigma_2^2), well apart above 2; `nil` with one component.
  ///
  /// Source: Ashman, Bird & Zepf, Astron. J. 108, 2348 (1994), eq. 3.
  public var ashmanSeparation: Double? {
    guard components.count == 2 else { return nil }
    let (a, b) = (components[0], components[1])
    let width = hypot(a.standardDeviation, b.standardDeviation)
    return 2.0.squareRoot() * abs(a.mean - b.mean) / width
  }

  /// Returns the natural logarithm of the density, per unit of the values.
  public func logDensity(at x: Double) -> Double { Self.logDensity(of: components, at: x) }

  /// The same of any components.
  static func logDensity(of components: [Component], at x: Double) -> Double {
    let terms = components.map { $0.logDensity(at: x) }
    let largest = terms.reduce(-Double.infinity, max)
    return largest + log(terms.reduce(0) { $0 + exp($1 - largest) })
  }

  /// Fits a mixture; `nil` where all values are equal.
  ///
  /// - Parameters:
  ///   - values: At least four, in any order and unit; one per independent run.
  ///   - componentCount: 1 or 2.
  ///   - smallestDeviation: Floor of the standard deviations in the unit of the values, >= 0. It is never below 0.001
  ///     of the standard deviation of all values.
  /// - Throws: `StatisticsError.tooFewValues`, `.notFinite`, `.outOfRange`.
  /// - Complexity: O(n) a step and O(n log n) before; at most 4,240 steps for two components.
  public init?(
    of values: [Double], componentCount: Int, smallestDeviation: Double = 0
  ) throws(StatisticsError) {
    guard componentCount == 1 || componentCount == 2 else {
      throw .outOfRange(argument: "componentCount", value: Double(componentCount))
    }
    guard smallestDeviation >= 0, smallestDeviation.isFinite else {
      throw .outOfRange(argument: "smallestDeviation", value: smallestDeviation)
    }
    guard values.count >= 4 else { throw .tooFewValues(needed: 4, found: values.count) }
    guard values.allSatisfy(\.isFinite) else { throw .notFinite }
    guard
      let data = try StandardisedValues(values, smallestDeviation: smallestDeviation)
    else { return nil }
    let climb = componentCount == 1 ? MixtureClimb.single(data) : MixtureClimb.best(data)
    valueCount = values.count
    logLikelihood = climb.logLikelihood - Double(values.count) * log(data.scale)
    components =
      climb.components
      .map {
        Component(
          weight: $0.weight, mean: data.centre + data.scale * $0.mean,
          standardDeviation: data.scale * $0.standardDeviation)
      }
      .sorted { ($0.mean, $0.standardDeviation) < ($1.mean, $1.standardDeviation) }
  }
}

/// Sorted values in units of their standard deviation about their mean.
struct StandardisedValues {
  /// Rising.
  var values: [Double]
  /// Mean of the values as given.
  var centre: Double
  /// Their standard deviation (n in the denominator).
  var scale: Double
  /// Floor of standard deviations, in units of `scale`.
  var floor: Double

  /// `nil` where all values are equal.
  init?(_ raw: [Double], smallestDeviation: Double) throws(StatisticsError) {
    let sorted = raw.sorted()
    let centre = WeightedGroups.mean(of: sorted)
    guard centre.isFinite else { throw .notFinite }
    let largest = sorted.reduce(0) { max($0, abs($1 - centre)) }
    guard largest > 0 else { return nil }
    let squares = sorted.reduce(0) { $0 + ($1 - centre) / largest * (($1 - centre) / largest) }
    let scale = largest * (squares / Double(sorted.count)).squareRoot()
    guard scale.isFinite else { throw .notFinite }
    self.centre = centre
    self.scale = scale
    values = sorted.map { ($0 - centre) / scale }
    floor = max(0.001, smallestDeviation / scale)
  }
}
