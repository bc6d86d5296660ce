// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the curves of several sizes say together? Each quantity of a finite-size analysis with its error; what it
// means is judged elsewhere.
//
// Exponents are those of the size variable N. Growth of anything is found by the routine for peaks, which tells a power
// from saturation. Sizes of which the highest susceptibility cannot be trusted take no part.

import Statistics

/// Quantities found over sizes; `nil` where they do not exist.
struct TransitionFindings {
  /// Curves of the sizes used, smallest first.
  var curves: [ScaleCurve]
  /// Curves of all sizes.
  var allCurves: [ScaleCurve]
  /// Values of the parameter moved that were run: lowest and highest.
  var valueRange: ClosedRange<Double>
  /// What was read off the measure.
  var kind: OrderParameterKind

  /// By size used, the peak of the susceptibility.
  var peaks: [CurvePeak] = []
  /// Growth of that peak; of the highest value where it is at an end of the values.
  var growth: PeakGrowth?
  /// Where the peaks go as N grows without end; only of peaks inside the values.
  var location: SizeExtrapolation?
  /// Growth of the steepest slope between neighbouring values.
  var slopeGrowth: PeakGrowth?
  /// Growth of the slope of the largest change between neighbouring values of both rounds.
  var jumpGrowth: PeakGrowth?
  /// Share of the change of the curve in its steepest interval, at the largest size.
  var jumpShare: Double?
  /// Growth of the autocorrelation time at its longest.
  var memoryGrowth: PeakGrowth?
  /// Binder cumulant of the largest less that of the smallest size where it is most surely above 0; in units of its error
  /// too.
  var binderRise: (value: MeasuredValue, deviations: Double)?
  /// The same in the mean over the third of the values where the largest size has least order.
  var binderFall: MeasuredValue?
  /// By size used, the lowest Binder cumulant; `nil` where it has no error.
  var dips: [Dip?] = []
  /// Growth of its depth 2/3 - U.
  var dipGrowth: PeakGrowth?
  /// By size used, two peaks of the distribution at the value where they are clearest; `nil` where there is one.
  var twoPeaks: [TwoPeaksFinding?] = []
  /// By size, the largest disagreement of the starts.
  var startsApart: [StartsFinding] = []
  /// Share of the variance between runs at the highest susceptibility of the largest size used.
  var betweenRuns: Double?
  /// Share of the cells that can be trusted.
  var settledShare = 1.0

  /// The lowest Binder cumulant of a curve.
  struct Dip {
    var value: Double
    var cumulant: MeasuredValue
    /// Whether it lies between the lowest and the highest trusted value.
    var isInside: Bool
  }

  /// Two peaks of a distribution.
  struct TwoPeaksFinding {
    var value: Double
    var distance: Double
    var barrier: Double
  }

  /// Disagreement of the starts at one size.
  struct StartsFinding {
    var agentCount: Double
    /// The largest difference over the values, with its interval.
    var difference: IntervalReport
    /// Whether it is beyond chance and at least a tenth of the range of the curve.
    var isMaterial: Bool
    /// Whether the differences at all values are surely less than a tenth of that range.
    var isAbsent: Bool
    /// Whether it vanishes at the lowest and at the highest value.
    var isBounded: Bool
    /// Whether it was as large a quarter of the run earlier.
    var persists: Bool
  }

  init(curves allCurves: [ScaleCurve], kind: OrderParameterKind) throws {
    self.allCurves = allCurves
    self.kind = kind
    let values = allCurves.first?.points.map(\.value) ?? []
    valueRange = (values.first ?? 0)...(values.last ?? 0)
    let points = allCurves.flatMap(\.points)
    settledShare = Double(points.count(where: \.isTrusted)) / Double(max(1, points.count))
    curves = allCurves.filter(\.isUsed)
    startsApart = allCurves.compactMap(Self.startsFinding)
    try findPeaks()
    findSlopes()
    findMemory()
    findBinderChange()
    findDips()
    findTwoPeaks()
    if let last = curves.last, let top = last.top { betweenRuns = last.points[top].betweenRuns }
  }

  // A law of growth needs three sizes.
  private func growth(_ heights: [MeasuredValue?], least: Double = 0.2) -> PeakGrowth? {
    let known = zip(curves, heights).compactMap { curve, height in
      height.flatMap {
        $0.value > 0
          ? CurvePeak(
            size: curve.agentCount, position: MeasuredValue(0), height: $0, isInside: true,
            pointCount: 1) : nil
      }
    }
    guard known.count >= 3, known.count == heights.count else { return nil }
    return try? PeakGrowth(of: known, leastExponent: least)
  }

  private mutating func findPeaks() throws {
    for curve in curves {
      let scaling = try curve.scalingCurve()
      // Too few points, or points that no polynomial goes through, are no peak and not a failure of the study.
      guard let peak = try? CurvePeak(of: .susceptibility, in: scaling) else {
        peaks = []
        return
      }
      peaks.append(peak)
    }
    growth = growth(peaks.map(\.height))
    let inside = peaks.filter(\.isInside)
    if inside.count >= 3, inside.count == peaks.count {
      location = try? SizeExtrapolation(of: peaks.map(\.position), sizes: peaks.map(\.size))
    }
  }

  private mutating func findSlopes() {
    let slopes = curves.map { $0.steepest }
    slopeGrowth = growth(slopes.map { $0?.slope })
    jumpGrowth = growth(curves.map { $0.jump?.slope })
    if let last = curves.last, let steepest = last.steepest, last.orderRange > 0 {
      jumpShare = abs(steepest.change) / last.orderRange
    }
  }

  private mutating func findMemory() {
    memoryGrowth = growth(
      curves.map { curve in
        curve.points.filter(\.isTrusted).compactMap(\.sample.autocorrelationTime).max {
          $0.value < $1.value
        }.map { MeasuredValue($0.value, standardError: $0.standardError) }
      }, least: 0.1)
  }

  private mutating func findBinderChange() {
    guard kind == .absolute, curves.count >= 3, let small = curves.first, let large = curves.last
    else { return }
    let pairs = zip(small.points, large.points).filter { $0.isTrusted && $1.isTrusted }
    for (a, b) in pairs {
      guard let before = MeasuredValue(a.binderCumulant),
        let after = MeasuredValue(b.binderCumulant)
      else { continue }
      let change = Self.difference(after, before)
      guard change.standardError > 0 else { continue }
      let deviations = change.value / change.standardError
      if deviations > binderRise?.deviations ?? 0 { binderRise = (change, deviations) }
    }
    // Which values those are rests on the order itself, not on the cumulants that are compared there.
    let least = pairs.sorted { ($0.1.order.mean ?? 0) < ($1.1.order.mean ?? 0) }
      .prefix(max(1, pairs.count / 3))
    if let before = Self.meanCumulant(least.map(\.0)), let after = Self.meanCumulant(least.map(\.1))
    {
      binderFall = Self.difference(after, before)
    }
  }

  private static func difference(_ a: MeasuredValue, _ b: MeasuredValue) -> MeasuredValue {
    let variance = a.standardError * a.standardError + b.standardError * b.standardError
    return MeasuredValue(a.value - b.value, standardError: variance.squareRoot())
  }

  /// Mean Binder cumulant of several points, whose realisations are the same; `nil` where it has no error.
  private static func meanCumulant(_ points: [ScaleCurve.Point]) -> MeasuredValue? {
    guard let count = points.first?.shapes.count, points.allSatisfy({ $0.shapes.count == count })
    else { return nil }
    let parts = points.map { JackknifeEstimate.leavingOneOut(of: $0.shapes) }
    func mean(_ moments: [SeriesMoments]) -> Double? {
      let values = moments.compactMap(\.binderCumulant)
      guard values.count == moments.count, !values.isEmpty else { return nil }
      return values.reduce(0, +) / Double(values.count)
    }
    let all = points.map { $0.shapes.reduce(SeriesMoments()) { $0.merged(with: $1) } }
    guard let value = mean(all) else { return nil }
    return MeasuredValue(
      JackknifeEstimate(
        value: value, leavingOut: (0..<count).map { i in mean(parts.map { $0[i] }) }))
  }

  private mutating func findDips() {
    dips = curves.map { curve in
      let trusted = curve.points.filter(\.isTrusted)
      let known = trusted.compactMap { point in
        MeasuredValue(point.binderCumulant).map { (value: point.value, cumulant: $0) }
      }
      guard let least = known.min(by: { $0.cumulant.value < $1.cumulant.value }) else { return nil }
      let isEnd = least.value == trusted.first?.value || least.value == trusted.last?.value
      return Dip(value: least.value, cumulant: least.cumulant, isInside: !isEnd)
    }
    dipGrowth = growth(
      dips.map { dip in
        dip.map {
          MeasuredValue(
            2.0 / 3 - $0.cumulant.value, standardError: $0.cumulant.standardError)
        }
      })
  }

  private mutating func findTwoPeaks() {
    for curve in curves {
      guard let top = curve.top else {
        twoPeaks.append(nil)
        continue
      }
      var clearest: TwoPeaksFinding?
      for index in max(0, top - 2)...min(curve.points.count - 1, top + 2) {
        let point = curve.points[index]
        guard point.isTrusted else { continue }
        let values = point.sample.samples.flatMap { $0 }
        guard values.count >= 50 else { continue }
        // Shares of N agents differ by 1 / N, spins by 2 / N.
        let step = Self.resolution(of: values)
        guard let found = try? TwoPeaks.found(in: values, resolution: step, significance: 0.01),
          let valley = found.antimode
        else { continue }
        if valley.barrier > clearest?.barrier ?? 0 {
          clearest = TwoPeaksFinding(
            value: point.value, distance: valley.upperPeak - valley.lowerPeak,
            barrier: valley.barrier)
        }
      }
      twoPeaks.append(clearest)
    }
  }

  /// Smallest distance between different values, where values repeat; 0 where none does.
  private static func resolution(of values: [Double]) -> Double {
    let distinct = Set(values).sorted()
    guard distinct.count < values.count, distinct.count > 1 else { return 0 }
    return zip(distinct, distinct.dropFirst()).map { $1 - $0 }.filter { $0 > 1e-9 }.min() ?? 0
  }

  private static func startsFinding(of curve: ScaleCurve) -> StartsFinding? {
    let points = curve.points.filter { $0.startsApart?.mean != nil }
    guard let first = points.first, let last = points.last else { return nil }
    func size(_ interval: IntervalReport?) -> Double { abs(interval?.mean ?? 0) }
    guard let most = points.max(by: { size($0.startsApart) < size($1.startsApart) }),
      let difference = most.startsApart
    else { return nil }
    let means = points.compactMap(\.order.mean)
    let range = (means.max() ?? 0) - (means.min() ?? 0)
    func isMaterial(_ interval: IntervalReport?) -> Bool {
      guard let interval, let low = interval.low, let high = interval.high else { return false }
      return (low > 0 || high < 0) && size(interval) >= 0.1 * range && range > 0
    }
    func isAbsent(_ interval: IntervalReport) -> Bool {
      guard let low = interval.low, let high = interval.high else { return false }
      return max(abs(low), abs(high)) < 0.1 * range
    }
    return StartsFinding(
      agentCount: curve.agentCount, difference: difference, isMaterial: isMaterial(difference),
      isAbsent: points.compactMap(\.startsApart).allSatisfy(isAbsent),
      isBounded: !isMaterial(first.startsApart) && !isMaterial(last.startsApart),
      persists: size(difference) >= 0.9 * size(most.startsApartBefore))
  }
}
