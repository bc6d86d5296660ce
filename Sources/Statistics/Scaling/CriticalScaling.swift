// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a quantity, or its slope, grow with size at one coupling?
//
// At K_c <|m|> falls as L^(-beta/nu), chi grows as L^(gamma/nu) and dU/dK as L^(1/nu); elsewhere none is a power. Exponents
// between pairs of sizes show the corrections that one line through all sizes hides. Source: Ferrenberg & Landau, Phys.
// Rev. B 44, 5081 (1991), eqs 9 to 12.

import Glibc

/// Values, or slopes, of all sizes at one coupling.
public struct CriticalScaling: Hashable, Sendable {
  /// The coupling.
  public var coupling: Double
  /// Sizes that were measured about the coupling, rising.
  public var sizes: [Double]
  /// Value or slope a size.
  public var values: [MeasuredValue]
  /// d ln |value| / d ln L of the line through all sizes; corrections to scaling bias it.
  public var exponent: FittedValue

  /// Interpolates every curve at a coupling.
  ///
  /// The coupling is taken as exact: evaluate at the ends of its interval too.
  ///
  /// - Parameters:
  ///   - quantity: One of the three.
  ///   - slope: Whether its derivative by the coupling is taken.
  ///   - data: At least two sizes with four values each about the coupling.
  ///   - coupling: Within the couplings of the sizes.
  ///   - confidence: Of the interval, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues`; `.outOfRange` when a value is 0 or changes its sign with size.
  public init(
    of quantity: ScalingQuantity, slope: Bool = false, in data: ScalingData,
    at coupling: Double, confidence: Double = 0.95
  ) throws(StatisticsError) {
    self.coupling = coupling
    sizes = []
    values = []
    for curve in data.curves {
      let series = curve.values(of: quantity)
      guard series.values.count >= 4, (series.couplings.first ?? .infinity) <= coupling,
        (series.couplings.last ?? -.infinity) >= coupling
      else { continue }
      sizes.append(curve.size)
      values.append(try LocalCurve(series, about: coupling).derivative(slope ? 1 : 0, at: coupling))
    }
    guard sizes.count >= 2 else { throw .tooFewValues(needed: 2, found: sizes.count) }
    for value in values where !(value.value * values[0].value > 0) {
      throw .outOfRange(argument: "value", value: value.value)
    }
    exponent =
      try LineFit(
        x: sizes.map { log($0) },
        y: values.map {
          MeasuredValue(log(abs($0.value)), standardError: $0.standardError / abs($0.value))
        }, confidence: confidence
      ).slope
  }

  /// Returns the exponents between pairs of sizes, ln(y' / y) / ln(L' / L).
  ///
  /// - Parameter stride: How many sizes further the larger one of a pair is, >= 1.
  /// - Returns: One exponent a pair, smallest sizes first; empty when the stride is too long.
  public func effectiveExponents(stride: Int = 1) -> [MeasuredValue] {
    guard stride >= 1, stride < sizes.count else { return [] }
    return (stride..<sizes.count).map { i in
      let (a, b) = (values[i - stride], values[i])
      let span = log(sizes[i] / sizes[i - stride])
      let (ea, eb) = (a.standardError / a.value, b.standardError / b.value)
      return MeasuredValue(
        log(b.value / a.value) / span, standardError: (ea * ea + eb * eb).squareRoot() / span)
    }
  }
}
