// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is the curve of one measure at one size, and which of its points may be trusted?

import Engine
import Statistics
import WorldModel

/// The curve of one measure at one size.
struct ScaleCurve {
  /// Value of the parameter that sets the size.
  var size: Double
  /// The size variable N of every exponent.
  var agentCount: Double
  /// One a value, rising.
  var points: [Point]
  /// Changes of the order parameter over stretches of at least the spacing of the first round.
  ///
  /// Shorter ones, which the second round makes, would be as steep as their noise.
  var stretches: [Stretch] = []
  /// Changes between neighbouring trusted values, however close.
  var steps: [Stretch] = []

  /// The change of the order parameter between two trusted values.
  struct Stretch {
    var low: Double
    var high: Double
    /// Change per unit of the parameter moved, without its sign.
    var slope: MeasuredValue
    /// The change.
    var change: Double
  }

  /// The steepest stretch.
  var steepest: Stretch? { stretches.max { $0.slope.value < $1.slope.value } }
  /// The largest change between neighbouring trusted values.
  var jump: Stretch? { steps.max { abs($0.change) < abs($1.change) } }

  /// What was measured at one value.
  struct Point {
    var value: Double
    var sample: OrderParameterSample
    var order: IntervalReport
    var susceptibility: JackknifeEstimate?
    var binderCumulant: JackknifeEstimate?
    /// By realisation the moments that the Binder cumulant is of.
    var shapes: [SeriesMoments] = []
    /// Share of the variance that lies between runs.
    var betweenRuns: Double?
    /// High less low start over the last quarter.
    var startsApart: IntervalReport?
    /// The same over the third quarter.
    var startsApartBefore: IntervalReport?
    var flags: [ScaleFlag]

    /// Mean of the order parameter of each run; `nil` for a run without a value.
    var means: [Double?] { sample.moments.map { $0.count > 0 ? $0.mean : nil } }

    /// Whether its runs say what the cell is like.
    var isTrusted: Bool { !flags.contains { $0 != .short } }
  }

  /// Whether the runs at the highest susceptibility may be trusted.
  var isUsed: Bool {
    let trusted = points.filter(\.isTrusted)
    guard trusted.count >= 5, let top else { return false }
    return points[top].isTrusted
  }

  /// Position of the highest susceptibility, trusted or not.
  var top: Int? {
    points.indices.filter { points[$0].susceptibility != nil }.max {
      (points[$0].susceptibility?.value ?? 0) < (points[$1].susceptibility?.value ?? 0)
    }
  }

  /// The trusted points, for fits.
  func scalingCurve() throws -> ScalingCurve {
    try ScalingCurve(
      size: agentCount,
      points: points.filter(\.isTrusted).map { point in
        ScalingPoint(
          coupling: point.value, binderCumulant: MeasuredValue(point.binderCumulant),
          orderParameter: point.order.mean.flatMap { mean in
            point.order.standardError.map { MeasuredValue(mean, standardError: $0) }
          }, susceptibility: MeasuredValue(point.susceptibility))
      })
  }

  /// Difference between highest and lowest mean of the order parameter.
  var orderRange: Double {
    let means = points.filter(\.isTrusted).compactMap(\.order.mean)
    return (means.max() ?? 0) - (means.min() ?? 0)
  }
}

extension ScaleDesign {
  /// Number of agents that a measure is a mean over, at a size.
  func agentCount(of measure: MeasureID, sizeIndex: Int) -> Double {
    let world = cell.world.together
    let count = world.measures[measure.index].value.agentCount(
      in: world, sizes: cells[sizeIndex].sizes)
    return count.map(Double.init) ?? sizes[sizeIndex]
  }

  /// What is read off a measure.
  ///
  /// A measure declared symmetric about 0 is driven when, over the trusted values of the largest size, its mean is surely
  /// not 0 where there is least order, or is surely above 0 at one value and surely below at another. A mean of one sign in
  /// the ordered phase alone may be the start's. Intervals are Student's over realisations, all together at 99.99 %.
  func orderParameterKind(_ readings: [[ScaleReading]]) throws -> OrderParameterKind {
    if isAbsorbing(readings) { return .absorbing }
    guard let last = readings.last, last.allSatisfy({ $0.folded != nil }) else { return .plain }
    let trusted = try last.filter { try point($0, agentCount: 1, .absolute).isTrusted }
    func meanSquare(_ reading: ScaleReading) -> Double {
      let all = reading.plain.moments.reduce(SeriesMoments()) { $0.merged(with: $1) }
      return all.count > 0 ? all.squareSum / Double(all.count) : .infinity
    }
    let confidence = 1 - 1e-4 / Double(max(1, trusted.count))
    func sign(_ reading: ScaleReading) throws -> Int {
      let mean = try cell.interval(reading.plain.signedMeans, confidence: confidence)
      guard let low = mean.low, let high = mean.high else { return 0 }
      return low > 0 ? 1 : high < 0 ? -1 : 0
    }
    guard let least = trusted.min(by: { meanSquare($0) < meanSquare($1) }) else { return .absolute }
    let signs = Set(try trusted.map(sign))
    return try sign(least) != 0 || signs.isSuperset(of: [-1, 1]) ? .driven : .absolute
  }

  /// Whether runs of a measure end at exactly 0 and none ever left it.
  private func isAbsorbing(_ readings: [[ScaleReading]]) -> Bool {
    let ends = readings.joined().compactMap(\.absorption)
    guard !ends.isEmpty, !ends.contains(where: \.isLeft) else { return false }
    return ends.contains { $0.endedCount > 0 && $0.begunCount > 0 }
  }

  /// The curve of a measure at a size.
  func curve(
    of measure: MeasureID, sizeIndex: Int, _ readings: [ScaleReading], _ kind: OrderParameterKind
  ) throws -> ScaleCurve {
    let count = agentCount(of: measure, sizeIndex: sizeIndex)
    var curve = ScaleCurve(
      size: sizes[sizeIndex], agentCount: count,
      points: try readings.map { try point($0, agentCount: count, kind) })
    let trusted = curve.points.filter(\.isTrusted)
    for (i, point) in trusted.enumerated().dropLast() {
      if let step = try stretch(from: point, to: trusted[i + 1]) { curve.steps.append(step) }
      let other = trusted[(i + 1)...].first { $0.value - point.value >= leastStretch }
      if let other, let stretch = try stretch(from: point, to: other) {
        curve.stretches.append(stretch)
      }
    }
    return curve
  }

  /// The change between two values, paired over runs.
  private func stretch(
    from low: ScaleCurve.Point, to high: ScaleCurve.Point
  ) throws -> ScaleCurve.Stretch? {
    guard let change = try cell.paired(high.means, low.means)?.interval, let mean = change.mean,
      let error = change.standardError
    else { return nil }
    let width = high.value - low.value
    return ScaleCurve.Stretch(
      low: low.value, high: high.value,
      slope: MeasuredValue(abs(mean) / width, standardError: error / width), change: mean)
  }

  /// Smallest spacing of the values of the first round, but for rounding.
  private var leastStretch: Double {
    0.999 * (zip(values, values.dropFirst()).map { $1 - $0 }.min() ?? 0)
  }

  private func point(
    _ reading: ScaleReading, agentCount: Double, _ kind: OrderParameterKind
  ) throws -> ScaleCurve.Point {
    let isFolded = kind == .absolute
    let sample = isFolded ? reading.folded ?? reading.plain : reading.plain
    let moments = groups(sample.moments)
    let shape = isFolded ? moments : groups(sample.centralMoments)
    var point = ScaleCurve.Point(
      value: reading.value, sample: sample,
      order: try cell.interval(sample.moments.map { $0.count > 0 ? $0.mean : nil }),
      susceptibility: Fluctuations.susceptibility(of: moments, agentCount: agentCount),
      binderCumulant: Fluctuations.binderCumulant(of: shape), shapes: shape, flags: [])
    let all = sample.moments.reduce(SeriesMoments()) { $0.merged(with: $1) }
    let within = sample.moments.reduce(0) { $0 + $1.centredSquareSum }
    if all.centredSquareSum > 0 { point.betweenRuns = 1 - within / all.centredSquareSum }
    point.flags = try flags(of: sample, betweenRuns: point.betweenRuns ?? 0)
    if let starts = reading.starts {
      let (low, high) =
        isFolded ? (starts.foldedLow, starts.foldedHigh) : (starts.low, starts.high)
      // One error rate over all values and sizes.
      let confidence = 1 - 0.05 / Double(sizes.count * max(1, values.count))
      point.startsApartBefore = try cell.paired(high[0], low[0], confidence: confidence)?.interval
      point.startsApart = try cell.paired(high[1], low[1], confidence: confidence)?.interval
    }
    return point
  }

  /// Joins the moments of the runs of each realisation.
  private func groups(_ moments: [SeriesMoments]) -> [SeriesMoments] {
    cell.realisations(moments.map { $0.count > 0 ? $0 : nil }).map { runs in
      runs.reduce(SeriesMoments()) { $0.merged(with: $1) }
    }
  }

  /// What may be wrong with the runs.
  ///
  /// The autocorrelation time of a short run, which is centred on its own mean, is too short itself. So the runs are compared
  /// too: 2 tau / n of the variance lies between runs of n steps, more than 2 / 10 where they last less than ten times.
  private func flags(
    of sample: OrderParameterSample, betweenRuns: Double
  ) throws -> [ScaleFlag] {
    var flags: [ScaleFlag] = []
    if let time = sample.autocorrelationTime {
      let length = Double(time.shortestRun)
      if length < Self.leastTimes * time.value
        || time.effectiveSampleSize < Self.leastIndependentValues
        || (!time.isReliable && betweenRuns > 2 / Self.leastTimes)
      {
        flags.append(.tooShort)
      } else if !time.isReliable {
        flags.append(.short)
      }
    }
    if sample.reachesHalf, sample.drifts.contains(where: { $0 != nil }) {
      let drift = try cell.interval(sample.drifts, confidence: 0.997)
      if let low = drift.low, let high = drift.high, low > 0 || high < 0 {
        flags.append(.unsettled)
      }
    }
    if sample.moments.contains(where: { $0.count == 0 }) { flags.append(.missing) }
    return flags
  }

  /// Autocorrelation times that a run must last for its cell to count.
  static let leastTimes = 10.0
  /// Independent values that all runs of a cell must be worth together.
  static let leastIndependentValues = 100.0
}
