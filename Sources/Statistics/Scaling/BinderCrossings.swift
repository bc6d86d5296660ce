// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where do the cumulants of successive sizes cross, how do the crossings drift, and where do they end?
//
// A crossing of finite sizes lies off K_c by c L^-(1/nu + w): the last one with its statistical error is not an estimate
// of K_c (the last of R28 is 0.0011 off). So they are extrapolated, with the exponent fitted (`SizeExtrapolation`), and
// with the covariance that neighbours have through the curve they share. Source: Binder, Z. Phys. B 43, 119 (1981), eq. 3.18.

import Glibc

/// Where the cumulants of two sizes cross.
public struct BinderCrossing: Hashable, Sendable {
  /// The smaller size.
  public var smallerSize: Double
  /// The larger size.
  public var largerSize: Double
  /// Coupling of the crossing.
  public var coupling: MeasuredValue
  /// Cumulant there.
  public var cumulant: MeasuredValue
}

/// Crossings of successive sizes and their limits.
public struct BinderCrossings: Hashable, Sendable {
  /// By rising size.
  public var crossings: [BinderCrossing]
  /// Smaller sizes of the pairs whose cumulants do not cross within the couplings measured, rising.
  public var missing: [Double]
  /// K_c: the couplings extrapolated in the geometric mean of both sizes; `nil` with fewer than three crossings.
  ///
  /// Its exponent is 1/nu + w.
  public var coupling: SizeExtrapolation?
  /// U*: the cumulants extrapolated alike, exponent w.
  public var cumulant: SizeExtrapolation?

  /// Finds the crossings of all successive sizes.
  ///
  /// Where two cumulants cross more than once within their noise, the crossing whose slopes differ most significantly
  /// counts: the one from below to above as the coupling rises, or the reverse where order is at low couplings.
  ///
  /// - Parameters:
  ///   - data: Two sizes or more with at least four cumulants each.
  ///   - exponent: Of the drift; fitted unless it is known. Mean-field crossings drift as 1/N: `.known(1)` is an option there
  ///     and nowhere else.
  ///   - confidence: Of the intervals, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues`, `.outOfRange`, `.arithmetic`.
  public init(
    of data: ScalingData, exponent: SizeExtrapolation.Exponent = .fitted,
    confidence: Double = 0.95
  ) throws(StatisticsError) {
    crossings = []
    missing = []
    let curves = data.curves.map { $0.values(of: .binderCumulant) }
    var found: [PairCrossing] = []
    for i in curves.indices.dropFirst() {
      if let pair = try PairCrossing(curves, i) {
        found.append(pair)
      } else {
        missing.append(data.curves[i - 1].size)
      }
    }
    crossings = found.map {
      BinderCrossing(
        smallerSize: data.curves[$0.index - 1].size, largerSize: data.curves[$0.index].size,
        coupling: $0.coupling, cumulant: $0.cumulant)
    }
    guard found.count >= 3 else { return }
    let sizes = crossings.map { ($0.smallerSize * $0.largerSize).squareRoot() }
    let isExact = curves.allSatisfy { $0.values.allSatisfy { $0.standardError == 0 } }
    func limit(
      _ values: [MeasuredValue], _ product: (PairCrossing, PairCrossing) -> Double
    ) throws(StatisticsError) -> SizeExtrapolation? {
      let covariances = found.map { a in found.map { b in product(a, b) } }
      let plain = values.map { MeasuredValue($0.value) }
      // Three crossings leave nothing over for the residuals that exact values take their errors from.
      guard !isExact || values.count >= 4 else { return nil }
      return try SizeExtrapolation(
        of: isExact ? plain : values, sizes: sizes, covariances: isExact ? nil : covariances,
        exponent: exponent, confidence: confidence)
    }
    coupling = try limit(crossings.map(\.coupling)) { $0.couplingCovariance(with: $1) }
    cumulant = try limit(crossings.map(\.cumulant)) { $0.cumulantCovariance(with: $1) }
  }
}

/// The crossing of curve `index` with the one before.
private struct PairCrossing {
  var index: Int
  var coupling: MeasuredValue
  var cumulant: MeasuredValue
  private var smaller: LocalCurve
  private var larger: LocalCurve
  /// Slope of the larger size less that of the smaller.
  private var steepening: Double
  private var slopes: (smaller: Double, larger: Double)

  /// Finds it; `nil` where there is none.
  init?(_ curves: [CouplingSeries], _ index: Int) throws(StatisticsError) {
    let (a, b) = (curves[index - 1], curves[index])
    let low = max(a.couplings.first ?? .infinity, b.couplings.first ?? .infinity)
    let high = min(a.couplings.last ?? -.infinity, b.couplings.last ?? -.infinity)
    guard low < high, a.values.count >= 4, b.values.count >= 4 else { return nil }
    var best: PairCrossing?
    for start in Self.starts(a, b, low, high) {
      guard let trial = try PairCrossing(a, b, index, start, low, high) else { continue }
      let isBetter =
        best.map { trial.significance > $0.significance } ?? true
      if isBetter { best = trial }
    }
    guard let best else { return nil }
    self = best
  }

  /// |difference of slopes| in units of what its error would make of the couplings of the window.
  private var significance: Double {
    abs(steepening) / max(coupling.standardError * abs(steepening), .leastNormalMagnitude)
  }

  /// Newton from a sign change of the interpolated difference.
  private init?(
    _ a: CouplingSeries, _ b: CouplingSeries, _ index: Int, _ start: Double, _ low: Double,
    _ high: Double
  ) throws(StatisticsError) {
    self.index = index
    smaller = try LocalCurve(a, about: start)
    larger = try LocalCurve(b, about: start)
    var k = start
    for _ in 0..<50 {
      let difference =
        larger.derivative(0, at: k).value - smaller.derivative(0, at: k).value
      let slope = larger.derivative(1, at: k).value - smaller.derivative(1, at: k).value
      guard slope != 0 else { return nil }
      let next = k - difference / slope
      guard next.isFinite, next >= low, next <= high else { return nil }
      guard abs(next - k) > 1e-14 * abs(k) else { break }
      k = next
    }
    guard smaller.window.contains(k), larger.window.contains(k) else { return nil }
    slopes = (smaller.derivative(1, at: k).value, larger.derivative(1, at: k).value)
    steepening = slopes.larger - slopes.smaller
    let (va, vb) = (smaller.covariance(at: k, and: k), larger.covariance(at: k, and: k))
    coupling = MeasuredValue(k, standardError: (va + vb).squareRoot() / abs(steepening))
    // U at the crossing: each curve weighs as the slope of the other.
    let (wa, wb) = (slopes.larger / steepening, -slopes.smaller / steepening)
    cumulant = MeasuredValue(
      larger.derivative(0, at: k).value,
      standardError: (wa * wa * va + wb * wb * vb).squareRoot())
    guard coupling.standardError.isFinite, cumulant.standardError.isFinite else { return nil }
  }

  /// Sign changes of the difference, linearly interpolated, of curves smoothed over three neighbours.
  private static func starts(
    _ a: CouplingSeries, _ b: CouplingSeries, _ low: Double, _ high: Double
  ) -> [Double] {
    func smoothed(_ series: CouplingSeries) -> [Double] {
      series.values.indices.map { i in
        let near = series.values[max(0, i - 1)...min(series.values.count - 1, i + 1)]
        return near.reduce(0) { $0 + $1.value } / Double(near.count)
      }
    }
    func interpolated(_ series: CouplingSeries, _ values: [Double], _ k: Double) -> Double {
      let last = series.couplings.count - 1
      let upper = min(max(series.couplings.firstIndex { $0 >= k } ?? last, 1), last)
      let (x, y) = (series.couplings[upper - 1], series.couplings[upper])
      return values[upper - 1] + (values[upper] - values[upper - 1]) * (k - x) / (y - x)
    }
    let (smoothA, smoothB) = (smoothed(a), smoothed(b))
    var changes: [Double] = []
    var before: (k: Double, difference: Double)?
    for i in 0...200 {
      let k = low + (high - low) * Double(i) / 200
      let difference = interpolated(b, smoothB, k) - interpolated(a, smoothA, k)
      if let before, (before.difference < 0) != (difference < 0) {
        changes.append((before.k + k) / 2)
      }
      before = (k, difference)
    }
    return changes
  }

  func couplingCovariance(with other: PairCrossing) -> Double {
    if index == other.index { return coupling.standardError * coupling.standardError }
    guard let shared = sharedCovariance(with: other) else { return 0 }
    return -shared / (steepening * other.steepening)
  }

  func cumulantCovariance(with other: PairCrossing) -> Double {
    if index == other.index { return cumulant.standardError * cumulant.standardError }
    guard let shared = sharedCovariance(with: other) else { return 0 }
    let (first, second) = index < other.index ? (self, other) : (other, self)
    let weight = -first.slopes.smaller / first.steepening
    return weight * second.slopes.larger / second.steepening * shared
  }

  /// Covariance of the shared curve at both crossings; `nil` where none is shared.
  private func sharedCovariance(with other: PairCrossing) -> Double? {
    guard abs(index - other.index) == 1 else { return nil }
    let first = index < other.index ? self : other
    return first.larger.covariance(at: coupling.value, and: other.coupling.value)
  }
}
