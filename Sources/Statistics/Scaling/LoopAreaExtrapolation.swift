// SPDX-License-Identifier: GPL-3.0-or-later
//
// What area does a loop keep when the field moves ever more slowly?
//
// A(rate) = A_0 + c rate^(2/3): a fold is left late by a field excess that grows with the 2/3 power of the rate. Straight
// lines are fitted through the areas of each realisation with equal weights, and intervals are Student's over the
// coefficients of realisations: realisations that share nothing need no model of how errors of one realisation hang
// together across rates. Weights by spread would be estimated from few values and spoil the coverage. Noise lets a small
// system leave a metastable state early, and A_0 is then 0 in the end: with three rates or more the coefficient of the
// next term, rate^(4/3), tells whether the law holds. Source: Jung, Gray, Roy & Mandel, Phys. Rev. Lett. 65, 1873 (1990).

import Glibc

/// Loop area extrapolated to a field at rest.
public struct LoopAreaExtrapolation: Hashable, Sendable {
  /// A_0, in units of field times response.
  public var restArea: RealisationMean
  /// c, in units of area / rate^(2/3).
  public var rateCoefficient: RealisationMean
  /// Coefficient of rate^(4/3) when it is fitted too; `nil` with two rates.
  ///
  /// Where its interval leaves out 0 the 2/3 law does not hold over these rates.
  public var curvature: RealisationMean?

  /// Whether the interval of the curvature holds 0; `nil` with two rates or one realisation.
  public var lawHolds: Bool? { curvature?.interval?.contains(0) }

  /// Extrapolates areas.
  ///
  /// - Parameters:
  ///   - rates: At least two different rates >= 0 of the field.
  ///   - areas: Per rate and per realisation the mean area of its cycles; the same realisations at every rate.
  ///   - confidence: Of the intervals, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues`, `.shapesDiffer`, `.notFinite`, `.outOfRange`.
  public init(
    rates: [Double], areas: [[Double]], confidence: Double = 0.95
  ) throws(StatisticsError) {
    guard areas.count == rates.count, Set(areas.map(\.count)).count <= 1 else {
      throw .shapesDiffer
    }
    for rate in rates where !(rate >= 0 && rate.isFinite) {
      throw .outOfRange(argument: "rates", value: rate)
    }
    let distinct = Set(rates).count
    guard distinct >= 2 else { throw .tooFewValues(needed: 2, found: distinct) }
    guard areas.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .notFinite }
    let powers = rates.map { pow($0, 2.0 / 3) }
    let line = try Self.coefficients(of: areas, powers: powers, degree: 1)
    restArea = try RealisationMean(of: line.map { [$0[0]] }, confidence: confidence)
    rateCoefficient = try RealisationMean(of: line.map { [$0[1]] }, confidence: confidence)
    guard distinct >= 3 else { return }
    let parabola = try Self.coefficients(of: areas, powers: powers, degree: 2)
    curvature = try RealisationMean(of: parabola.map { [$0[2]] }, confidence: confidence)
  }

  /// Per realisation the coefficients of a polynomial in the powers of the rates.
  private static func coefficients(
    of areas: [[Double]], powers: [Double], degree: Int
  ) throws(StatisticsError) -> [[Double]] {
    let rows = powers.map { power in (0...degree).map { pow(power, Double($0)) } }
    var coefficients: [[Double]] = []
    for g in areas[0].indices {
      let fit = try GSL.linearFit(
        rows: rows, values: areas.map { $0[g] }, weights: powers.map { _ in 1 })
      coefficients.append(fit.coefficients)
    }
    return coefficients
  }
}
