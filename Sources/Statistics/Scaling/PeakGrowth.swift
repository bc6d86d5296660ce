// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a peak grow without end as the system grows, or does it saturate?
//
// Two laws of two parameters each are fitted to the heights: h = A L^p, and h = h_inf - c / L, which every system whose
// correlations end obeys once it is larger than they reach. The growth exponents between successive sizes tell a law in
// the making from one that is fading. A verdict needs all of it: one exponent fitted over all sizes would call growing
// whatever grew at the smallest. Source of the exponents: Fisher & Barber, Phys. Rev. Lett. 28, 1516 (1972); 1 for
// coexisting phases in the size variable N, Challa, Landau & Binder, Phys. Rev. B 34, 1841 (1986).

import Glibc

/// How the height of a peak depends on size.
public struct PeakGrowth: Hashable, Sendable {
  /// What the heights say.
  public enum Answer: String, Hashable, Sendable {
    /// The peak still grows at the largest sizes, as a power of the size.
    case grows
    /// Its growth has ended, or ends as 1/L.
    case saturates
    /// The heights allow both.
    case undecided
  }

  /// Exponent p of h = A L^p over all sizes: gamma/nu at a continuous transition in the variable handed in; 1 in N where
  /// phases coexist; 0 where nothing happens.
  public var exponent: FittedValue
  /// Exponent p of h = h_0 + A L^p, within 0.05...2.5: beside the background of a small system; `nil` with less than four
  /// sizes.
  public var exponentAboveBackground: FittedValue?
  /// Exponents between successive sizes, ln(h' / h) / ln(L' / L), smallest sizes first.
  public var localExponents: [MeasuredValue]
  /// The limit h_inf of h = h_inf - c / L.
  public var limit: FittedValue
  /// chi^2 of the power less chi^2 of saturation; negative where the power describes the heights better.
  ///
  /// Both laws have two parameters, so half of it is the logarithm of their likelihood ratio. For exact heights the
  /// residuals of the better law serve as errors.
  public var powerMisfit: Double
  /// What the heights say.
  public var answer: Answer

  /// Fits both laws to the heights of peaks.
  ///
  /// The answer is `grows` when the last local exponent is above `leastExponent` with confidence and saturation is not
  /// the better law; `saturates` when the last local exponent is below `leastExponent` with confidence, or saturation is
  /// better by a likelihood ratio of 1000 and its last exponent is below half the first; else `undecided`.
  ///
  /// - Parameters:
  ///   - peaks: At least three sizes, in any order, heights above 0; peaks not inside their couplings are refused, since
  ///     they only bound the height.
  ///   - leastExponent: Smallest exponent that counts as growth, above 0: in the size variable handed in. The default
  ///     fits N; the smallest gamma/nu-bar of the known transitions in two and more dimensions is 1/2.
  ///   - confidence: Of the intervals, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues`, `.outOfRange`, `.arithmetic`.
  public init(
    of peaks: [CurvePeak], leastExponent: Double = 0.2, confidence: Double = 0.95
  ) throws(StatisticsError) {
    let peaks = peaks.sorted { $0.size < $1.size }
    guard peaks.count >= 3 else { throw .tooFewValues(needed: 3, found: peaks.count) }
    for peak in peaks {
      guard peak.isInside, peak.height.value > 0 else {
        throw .outOfRange(argument: "height", value: peak.height.value)
      }
    }
    let logSizes = peaks.map { log($0.size) }
    let logHeights = peaks.map {
      MeasuredValue(
        log($0.height.value), standardError: $0.height.standardError / $0.height.value)
    }
    let power = try LineFit(
      x: logSizes, y: logHeights, confidence: confidence)
    let saturation = try LineFit(
      x: peaks.map { -1 / $0.size }, y: peaks.map(\.height), confidence: confidence)
    exponent = power.slope
    limit = saturation.intercept
    if peaks.count >= 4 {
      let growth = try SizeExtrapolation(
        of: peaks.map(\.height), sizes: peaks.map(\.size), exponent: .fitted(-2.5 ... -0.05),
        confidence: confidence)
      exponentAboveBackground = FittedValue(
        value: -growth.exponent.value, standardError: growth.exponent.standardError,
        interval: ConfidenceInterval(
          low: -growth.exponent.interval.high, high: -growth.exponent.interval.low))
    }
    localExponents = (1..<peaks.count).map { i in
      let span = logSizes[i] - logSizes[i - 1]
      let (a, b) = (logHeights[i - 1], logHeights[i])
      let error = (a.standardError * a.standardError + b.standardError * b.standardError)
      return MeasuredValue(
        (b.value - a.value) / span, standardError: error.squareRoot() / span)
    }
    powerMisfit = Self.misfit(of: power, and: saturation, peaks)
    let z = try GSL.normalQuantile((1 + confidence) / 2)
    let (first, last) = (localExponents[0], localExponents[localExponents.count - 1])
    if last.value - z * last.standardError > leastExponent, powerMisfit < 0 {
      answer = .grows
    } else if last.value + z * last.standardError < leastExponent
      || (powerMisfit > 2 * 6.9 && last.value < first.value / 2)
    {
      answer = .saturates
    } else {
      answer = .undecided
    }
  }

  /// Difference of the chi^2 of both laws, both on the heights themselves.
  private static func misfit(of power: LineFit, and saturation: LineFit, _ peaks: [CurvePeak])
    -> Double
  {
    var (a, b) = (0.0, 0.0)
    let weights = CurveFit.weights(of: peaks.map(\.height))
    for (peak, weight) in zip(peaks, weights) {
      let byPower = exp(power.value(at: log(peak.size))) - peak.height.value
      let bySaturation = saturation.value(at: -1 / peak.size) - peak.height.value
      a += weight * byPower * byPower
      b += weight * bySaturation * bySaturation
    }
    guard peaks.allSatisfy({ $0.height.standardError == 0 }) else { return a - b }
    let scale = min(a, b) / Double(peaks.count - 2)
    guard scale > 0 else {
      return a == b ? 0 : (a < b ? -.greatestFiniteMagnitude : .greatestFiniteMagnitude)
    }
    return (a - b) / scale
  }
}

/// A weighted straight line, widened where its chi^2 per degree exceeds 1.
struct LineFit {
  /// Value at x = 0.
  var intercept: FittedValue
  /// Change of the value for one unit of x.
  var slope: FittedValue

  /// Fits a line to at least two points at different x.
  ///
  /// The intervals use the normal law where standard errors are given, and Student's with the residuals' degrees where
  /// every value is exact.
  init(
    x: [Double], y: [MeasuredValue], confidence: Double
  ) throws(StatisticsError) {
    guard confidence > 0, confidence < 1 else {
      throw .outOfRange(argument: "confidence", value: confidence)
    }
    let fit = try GSL.linearFit(
      rows: x.map { [1, $0] }, values: y.map(\.value), weights: CurveFit.weights(of: y))
    let isExact = y.allSatisfy { $0.standardError == 0 }
    let freedom = max(1, fit.degreesOfFreedom)
    let perDegree = fit.chiSquared / Double(freedom)
    let widening = isExact ? perDegree : max(1, perDegree)
    let factor =
      isExact
      ? try ConfidenceInterval.studentFactor(degreesOfFreedom: freedom, confidence: confidence)
      : try GSL.normalQuantile((1 + confidence) / 2)
    func fitted(_ i: Int) -> FittedValue {
      let (value, error) = (
        fit.coefficients[i], (widening * fit.covariance[i][i]).squareRoot()
      )
      return FittedValue(
        value: value, standardError: error,
        interval: ConfidenceInterval(low: value - factor * error, high: value + factor * error))
    }
    intercept = fitted(0)
    slope = fitted(1)
  }

  /// Value of the line.
  func value(at x: Double) -> Double { intercept.value + slope.value * x }
}
