// SPDX-License-Identifier: GPL-3.0-or-later
//
// What are value and slope of a measured curve at a coupling between its points?
//
// Window and degree of a local polynomial are those of least AIC, and the polynomial told is one degree higher on the same
// window, as in `CurvePeak` and for its reason. A spline through all points would follow their noise.

/// A polynomial about a coupling.
struct LocalCurve {
  private var fit: CurveFit
  /// Couplings of the window.
  var window: ClosedRange<Double>

  /// Fits a curve about a coupling.
  ///
  /// - Parameters:
  ///   - series: At least four values.
  ///   - coupling: Within the couplings of the series.
  /// - Throws: `StatisticsError.tooFewValues`, `.outOfRange`, `.arithmetic`.
  init(_ series: CouplingSeries, about coupling: Double) throws(StatisticsError) {
    let (couplings, values) = (series.couplings, series.values)
    let count = values.count
    guard count >= 4 else { throw .tooFewValues(needed: 4, found: count) }
    guard couplings[0] <= coupling, coupling <= couplings[count - 1] else {
      throw .outOfRange(argument: "coupling", value: coupling)
    }
    let nearest = couplings.indices.sorted {
      (abs(couplings[$0] - coupling), $0) < (abs(couplings[$1] - coupling), $1)
    }
    var best: (information: Double, range: ClosedRange<Int>, degree: Int)?
    var size = 4
    while size <= count {
      let part = nearest.prefix(size)
      let range = (part.min() ?? 0)...(part.max() ?? 0)
      for degree in 1...min(8, size - 3) {
        let trial = try CurveFit(
          couplings: Array(couplings[range]), values: Array(values[range]), degree: degree)
        let information = ModelAverage.Quality(
          chiSquared: trial.chiSquared, parameterCount: Double(degree + 1),
          droppedCount: count - range.count, pointCount: range.count
        ).information
        if information < best?.information ?? .infinity { best = (information, range, degree) }
      }
      size = max(size + 1, min(count, size * 6 / 5))
    }
    guard let best else { throw .tooFewValues(needed: 4, found: count) }
    fit = try CurveFit(
      couplings: Array(couplings[best.range]), values: Array(values[best.range]),
      degree: best.degree + 1)
    window = couplings[best.range.lowerBound]...couplings[best.range.upperBound]
  }

  /// Value (order 0) or slope (order 1) at a coupling of the window.
  func derivative(_ order: Int, at coupling: Double) -> MeasuredValue {
    MeasuredValue(
      fit.derivative(order, at: coupling),
      standardError: fit.variance(ofDerivative: order, at: coupling).squareRoot())
  }

  /// Covariance of the values at two couplings.
  func covariance(at coupling: Double, and other: Double) -> Double {
    fit.covariance(at: coupling, and: other)
  }
}
