// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where does a quantity that drifts with size go as the size grows without end?
//
// y(L) = y_inf + a L^-w with w fitted: outside mean field nobody knows it beforehand, and 1/L taken for granted puts the
// limit off by more than its error. For every w the law is linear, so the fit is a scan over w, and the interval of
// y_inf is its profile: all values that some w brings within z^2 of the least chi^2. Rejected: intervals from a covariance
// matrix at the best fit, which are symmetric and too short, since w, a and y_inf bend the valley of chi^2.

import Glibc

/// The limit of a quantity for infinite size.
public struct SizeExtrapolation: Hashable, Sendable {
  /// How the exponent w is found.
  public enum Exponent: Hashable, Sendable {
    /// Fitted, within bounds; the rest of the number line is excluded beforehand.
    case fitted(ClosedRange<Double>)
    /// Known, as 1 in the size variable N for crossings of mean-field systems.
    case known(Double)

    /// Fitted within 0.25...4.
    public static let fitted = Exponent.fitted(0.25...4)
  }

  /// Limit y_inf.
  public var limit: FittedValue
  /// Exponent w; the known one has no width.
  ///
  /// An end of its interval at a bound of the scan is not a finding.
  public var exponent: FittedValue
  /// Amplitude a at the best w.
  public var amplitude: Double
  /// Weighted sum of squared residuals at the best w.
  public var chiSquared: Double
  /// Values less parameters.
  public var degreesOfFreedom: Int

  /// Extrapolates values of several sizes.
  ///
  /// With four sizes or more and chi^2 per degree above 1 the errors are widened by its root. Exact values weigh alike
  /// and take their errors from the residuals, with Student's factor: they need one size more than parameters.
  ///
  /// - Parameters:
  ///   - values: One value a size.
  ///   - sizes: Sizes above 0, all different.
  ///   - covariances: Covariances of the errors, row by row; `nil` where they are independent. The standard errors of
  ///     `values` are then not looked at.
  ///   - exponent: Fitted or known.
  ///   - confidence: Of the intervals, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues`, `.outOfRange`, `.shapesDiffer`, `.arithmetic`.
  public init(
    of values: [MeasuredValue], sizes: [Double], covariances: [[Double]]? = nil,
    exponent: Exponent = .fitted, confidence: Double = 0.95
  ) throws(StatisticsError) {
    guard values.count == sizes.count, covariances?.count ?? values.count == values.count else {
      throw .shapesDiffer
    }
    guard confidence > 0, confidence < 1 else {
      throw .outOfRange(argument: "confidence", value: confidence)
    }
    for value in values { try value.check() }
    for size in sizes where !(size > 0) { throw .outOfRange(argument: "size", value: size) }
    let isExact = covariances == nil && values.allSatisfy { $0.standardError == 0 }
    let grid = Self.grid(exponent)
    let parameterCount = grid.count == 1 ? 2 : 3
    let needed = parameterCount + (isExact ? 1 : 0)
    guard values.count >= needed else { throw .tooFewValues(needed: needed, found: values.count) }
    degreesOfFreedom = values.count - parameterCount
    var scan: [(exponent: Double, fit: LinearFit)] = []
    for power in grid {
      scan.append((power, try Self.fit(values, sizes, covariances, power)))
    }
    guard let best = scan.min(by: { $0.fit.chiSquared < $1.fit.chiSquared }) else {
      throw .tooFewValues(needed: needed, found: values.count)
    }
    chiSquared = best.fit.chiSquared
    amplitude = best.fit.coefficients[1]
    let perDegree = degreesOfFreedom > 0 ? chiSquared / Double(degreesOfFreedom) : 0
    let widening = isExact ? perDegree : max(1, perDegree)
    let factor =
      isExact
      ? try ConfidenceInterval.studentFactor(
        degreesOfFreedom: degreesOfFreedom, confidence: confidence)
      : try GSL.normalQuantile((1 + confidence) / 2)
    let rise = factor * factor * widening
    var (low, high) = (best.fit.coefficients[0], best.fit.coefficients[0])
    var (least, most) = (best.exponent, best.exponent)
    for (power, fit) in scan where fit.chiSquared - chiSquared <= rise {
      let reach = ((rise - (fit.chiSquared - chiSquared)) * fit.covariance[0][0]).squareRoot()
      low = min(low, fit.coefficients[0] - reach)
      high = max(high, fit.coefficients[0] + reach)
      least = min(least, power)
      most = max(most, power)
    }
    limit = FittedValue(
      value: best.fit.coefficients[0], standardError: (high - low) / (2 * factor),
      interval: ConfidenceInterval(low: low, high: high))
    self.exponent = FittedValue(
      value: best.exponent, standardError: (most - least) / (2 * factor),
      interval: ConfidenceInterval(low: least, high: most))
  }

  /// Exponents to scan, 200 steps from bound to bound.
  private static func grid(_ exponent: Exponent) -> [Double] {
    switch exponent {
    case .known(let value): [value]
    case .fitted(let bounds):
      (0...200).map {
        bounds.lowerBound + (bounds.upperBound - bounds.lowerBound) * Double($0) / 200
      }
    }
  }

  /// Least squares for one exponent, sizes in units of their geometric mean.
  private static func fit(
    _ values: [MeasuredValue], _ sizes: [Double], _ covariances: [[Double]]?, _ power: Double
  ) throws(StatisticsError) -> LinearFit {
    let column = sizes.map { pow($0, -power) }
    let scale = column.reduce(0, +) / Double(column.count)
    let ones = sizes.map { _ in 1.0 }
    let targets = values.map(\.value)
    var fit: LinearFit
    if let covariances {
      let white = try GSL.whitened([ones, column.map { $0 / scale }, targets], by: covariances)
      fit = try GSL.linearFit(
        rows: zip(white[0], white[1]).map { [$0, $1] }, values: white[2], weights: ones)
    } else {
      fit = try GSL.linearFit(
        rows: column.map { [1, $0 / scale] }, values: targets, weights: CurveFit.weights(of: values)
      )
    }
    fit.coefficients[1] /= scale
    return fit
  }
}
