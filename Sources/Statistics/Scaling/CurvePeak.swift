// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where is the extreme of a measured curve, how high is it, and how sure are both?
//
// Polynomials of degree 2 to 5 are fitted by weighted least squares to the points about the extreme, in windows of several
// widths; the likeliest by AIC (`ModelAverage`) decides degree and window. The values told are those of the polynomial two
// degrees higher on 0.8 of that window: what fits best balances its bias against its noise, which leaves a bias of one
// standard error (intervals of the height then cover 77 %); the higher degree takes most of it out (they cover 91 %), the
// narrower window the rest (95 %), at errors 13 % larger. Sources: Calonico, Cattaneo & Titiunik, Econometrica 82, 2295
// (2014), of the higher degree; Hall, Ann. Stat. 20, 675 (1992), of the window. Rejected: the highest measured point, which
// is biased upwards by its own noise and knows no position between the couplings; and the average over windows, whose
// disagreement is mostly the same noise seen twice (intervals of the position then cover 99.7 %).

/// The extreme of a quantity over the coupling, at one size.
public struct CurvePeak: Hashable, Sendable {
  /// Whether the highest or the lowest point is looked for.
  public enum Direction: Hashable, Sendable {
    /// A maximum, as of a susceptibility.
    case maximum
    /// A minimum, as the dip of a cumulant.
    case minimum
  }

  /// The size variable of the curve.
  public var size: Double
  /// Coupling of the extreme.
  public var position: MeasuredValue
  /// Value of the quantity there.
  public var height: MeasuredValue
  /// Whether the extreme lies inside the couplings measured.
  ///
  /// Where it does not, position and height are those of the outermost point: the true extreme lies beyond, or there is
  /// none.
  public var isInside: Bool
  /// Points of the fit told; 1 where the extreme is not inside.
  public var pointCount: Int

  /// Creates an extreme from its parts, as of a quantity that has another law of growth to be found.
  public init(
    size: Double, position: MeasuredValue, height: MeasuredValue, isInside: Bool, pointCount: Int
  ) {
    self.size = size
    self.position = position
    self.height = height
    self.isInside = isInside
    self.pointCount = pointCount
  }

  /// Finds the extreme of a quantity of a curve.
  ///
  /// - Parameters:
  ///   - quantity: One of the three.
  ///   - curve: At least five points that hold the quantity.
  ///   - direction: Maximum or minimum.
  /// - Throws: `StatisticsError.tooFewValues`, `.arithmetic`.
  public init(
    of quantity: ScalingQuantity, in curve: ScalingCurve, direction: Direction = .maximum
  ) throws(StatisticsError) {
    let series = curve.values(of: quantity)
    try self.init(series, size: curve.size, direction: direction)
  }

  /// Finds the dip of the Binder cumulant, as the height 2/3 - U >= 0 of its lowest point.
  ///
  /// Where phases coexist the dip deepens as N (`PeakGrowth` then finds exponent 1 above the background); at a continuous
  /// transition the cumulant has no dip, or one that does not deepen. Source: Vollmayr, Reger, Scheucher & Binder,
  /// Z. Phys. B 91, 113 (1993).
  ///
  /// - Parameter curve: At least five points that hold the cumulant.
  /// - Throws: `StatisticsError.tooFewValues`, `.arithmetic`.
  public init(dipOfCumulantIn curve: ScalingCurve) throws(StatisticsError) {
    var series = curve.values(of: .binderCumulant)
    series.values = series.values.map {
      MeasuredValue(2.0 / 3 - $0.value, standardError: $0.standardError)
    }
    try self.init(series, size: curve.size, direction: .maximum)
  }

  init(
    _ series: CouplingSeries, size: Double, direction: Direction
  ) throws(StatisticsError) {
    self.size = size
    let (couplings, values) = (series.couplings, series.values)
    guard values.count >= 5 else { throw .tooFewValues(needed: 5, found: values.count) }
    let sign = direction == .maximum ? 1.0 : -1.0
    let heights = values.map { sign * $0.value }
    // The highest mean of three neighbours, so that one noisy point does not decide.
    let smooth = heights.indices.map { i in
      let near = heights[max(0, i - 1)...min(heights.count - 1, i + 1)]
      return near.reduce(0, +) / Double(near.count)
    }
    let top = smooth.indices.max { smooth[$0] < smooth[$1] } ?? 0
    func window(_ reach: Int) -> ClosedRange<Int> {
      max(0, top - reach)...min(heights.count - 1, top + reach)
    }
    func fit(_ reach: Int, _ degree: Int) throws(StatisticsError) -> PeakFit? {
      let window = window(reach)
      guard window.count >= degree + 3 else { return nil }
      return try PeakFit(
        couplings: couplings[window], values: values[window], sign: sign, degree: degree,
        reach: reach)
    }
    var fits: [PeakFit] = []
    var windows: Set<ClosedRange<Int>> = []
    for reach in Self.reaches where windows.insert(window(reach)).inserted {
      for degree in 2...5 {
        if let fit = try fit(reach, degree) { fits.append(fit) }
      }
    }
    guard !fits.isEmpty else {
      // A monotone curve, or one too coarse for a parabola: the highest point.
      let end = heights.indices.max { heights[$0] < heights[$1] } ?? 0
      position = MeasuredValue(couplings[end])
      height = values[end]
      isInside = false
      pointCount = 1
      return
    }
    let average = ModelAverage(
      fits.map {
        ModelAverage.Quality(
          chiSquared: $0.chiSquared, parameterCount: Double($0.degree + 1),
          droppedCount: values.count - $0.pointCount, pointCount: $0.pointCount)
      })
    let likeliest = fits[average.likeliest]
    // The narrower window may hold too few points for the degree, or no maximum.
    var reach = Int((Self.undersmoothing * Double(likeliest.reach)).rounded())
    var narrow: PeakFit?
    while narrow == nil, reach < likeliest.reach {
      narrow = try fit(reach, likeliest.degree)
      reach += 1
    }
    let told = narrow ?? likeliest
    position = told.position
    height = told.height
    height.value *= sign
    isInside = true
    pointCount = told.pointCount
  }
}

extension CurvePeak {
  /// Points on either side of the highest that a window holds.
  ///
  /// Their number, not their height, decides: a window of all
  /// points above a level takes in those whose noise points upwards, and overestimates the height.
  private static let reaches = [2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 64]

  /// Share of the likeliest window that is used.
  private static let undersmoothing = 0.8
}

/// The maximum of a polynomial fitted to points about it.
private struct PeakFit {
  var position: MeasuredValue
  /// Height times the sign.
  var height: MeasuredValue
  var chiSquared: Double
  var degree: Int
  /// Points on either side of the highest.
  var reach: Int
  var pointCount: Int

  /// Fits the points; `nil` where the polynomial has no maximum between them.
  init?(
    couplings: ArraySlice<Double>, values: ArraySlice<MeasuredValue>, sign: Double, degree: Int,
    reach: Int
  ) throws(StatisticsError) {
    let (couplings, values) = (Array(couplings), Array(values))
    chiSquared = try CurveFit(couplings: couplings, values: values, degree: degree).chiSquared
    let polynomial = try CurveFit(couplings: couplings, values: values, degree: degree + 2)
    // Highest point of a fine grid, then Newton on the slope.
    let (low, high) = (couplings[0], couplings[couplings.count - 1])
    var best = (x: low, height: -Double.infinity)
    for i in 0...200 {
      let x = low + (high - low) * Double(i) / 200
      let height = sign * polynomial.value(at: x)
      if height > best.height { best = (x, height) }
    }
    for _ in 0..<20 {
      let curvature = polynomial.derivative(2, at: best.x)
      guard sign * curvature < 0 else { return nil }
      best.x -= polynomial.derivative(1, at: best.x) / curvature
      guard best.x > low, best.x < high else { return nil }
    }
    let curvature = polynomial.derivative(2, at: best.x)
    let variance = polynomial.variance(ofDerivative: 1, at: best.x) / (curvature * curvature)
    position = MeasuredValue(best.x, standardError: variance.squareRoot())
    height = MeasuredValue(
      sign * polynomial.value(at: best.x),
      standardError: polynomial.variance(ofDerivative: 0, at: best.x).squareRoot())
    self.degree = degree
    self.reach = reach
    pointCount = values.count
    guard variance.isFinite, height.standardError.isFinite else { return nil }
  }
}
