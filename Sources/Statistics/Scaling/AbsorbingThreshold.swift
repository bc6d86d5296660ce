// SPDX-License-Identifier: GPL-3.0-or-later
//
// At which coupling does activity begin to live for ever, and how does it die exactly there?
//
// Where ln rho against ln t is straight: the curvature of `DensityDecay` is 0, and minus its slope is delta. Both are
// polynomials in the coupling through the couplings next to the change of sign. Errors by leaving out one realisation at
// all couplings at once, which holds whether or not couplings share draws, with Student's factor; and by how far both
// move when the window begins twice as early, beyond what noise explains, taken twice: bias that falls with the begin of the
// window as t^-w is 1 / (2^w - 1) times that shift, twice for w = 0.6. A correction 1/t of the density gives about that, since
// the bend it makes is made up for by a coupling that bends more and more, as t^(1/nu_par).
// Rejected: "the density at the end of a run is above 0". It is above 0 below the threshold in every run that is short, and
// 0 above it in every system that is small; on the series of the tests it is off by ten widths of the interval.

import Glibc

/// The threshold of an absorbing state from densities over time at several couplings.
public struct AbsorbingThreshold: Hashable, Sendable {
  /// Coupling at which the density falls as a power.
  public var criticalCoupling: FittedValue
  /// delta of rho = A t^-delta there.
  public var decayExponent: FittedValue
  /// Steps of the window.
  public var window: ClosedRange<Int>
  /// Couplings by rising value.
  public var couplings: [Double]
  /// d^2 ln rho / d(ln t)^2 / 2 a coupling: below 0 on the absorbing side; `nil` where the density ended before five bins of
  /// time were full.
  public var curvatures: [MeasuredValue?]
  /// Realisations at every coupling.
  public var realisationCount: Int

  /// Finds the threshold.
  ///
  /// All runs must begin active everywhere, be shorter than the time after which the size of the system is felt (about
  /// N^(z/d)), and the couplings should lie within a few widths of the threshold: look at `curvatures`, then narrow.
  ///
  /// - Parameters:
  ///   - decays: At least three couplings, all with as many realisations (three or more) of one length.
  ///   - firstStep: Begin of the window, >= 2 and late enough for short-time corrections to be small; at least sixteen times
  ///     smaller than the length.
  ///   - confidence: Of the intervals, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues` for couplings or steps, `.tooFewRealisations`, `.shapesDiffer`; `.outOfRange`
  ///   for `firstStep`, and for `coupling` when the curvature has one sign at all of them: the threshold lies outside.
  public init(
    of decays: [DensityDecay], fromStep firstStep: Int = 20, confidence: Double = 0.95
  ) throws(StatisticsError) {
    let decays = decays.sorted { $0.coupling < $1.coupling }
    guard decays.count >= 3 else { throw .tooFewValues(needed: 3, found: decays.count) }
    let (count, length) = (decays[0].realisations.count, decays[0].stepCount)
    guard decays.allSatisfy({ $0.realisations.count == count && $0.stepCount == length }) else {
      throw .shapesDiffer
    }
    guard count >= 3 else { throw .tooFewRealisations(needed: 3, found: count) }
    guard firstStep >= 2, 16 * firstStep <= length else {
      throw .outOfRange(argument: "firstStep", value: Double(firstStep))
    }
    for (a, b) in zip(decays, decays.dropFirst()) where a.coupling == b.coupling {
      throw .outOfRange(argument: "coupling", value: b.coupling)
    }
    couplings = decays.map(\.coupling)
    realisationCount = count
    let table = BendTable(decays, fromStep: firstStep)
    let early = BendTable(decays, fromStep: firstStep / 2)
    let bins = TimeBins(from: firstStep, to: length)
    window = firstStep...(bins.ranges.last?.upperBound ?? length)
    curvatures = table.curvatures
    let root = try ThresholdRoot(table, couplings)
    guard let here = root.solve(table.whole), let before = root.solve(early.whole) else {
      throw .outOfRange(argument: "coupling", value: couplings[0])
    }
    let parts = table.parts.map(root.solve)
    let earlyParts = early.parts.map(root.solve)
    func fitted(
      _ quantity: (ThresholdRoot.Solution) -> Double
    ) throws(StatisticsError) -> FittedValue {
      let value = quantity(here)
      let own = JackknifeEstimate(value: value, leavingOut: parts.map { $0.map(quantity) })
      let shift = JackknifeEstimate(
        value: quantity(before) - value,
        leavingOut: zip(parts, earlyParts).map { part, earlyPart in
          guard let part, let earlyPart else { return nil }
          return quantity(earlyPart) - quantity(part)
        })
      guard let error = own.standardError, let noise = shift.standardError else {
        throw .outOfRange(argument: "coupling", value: value)
      }
      let excess = 4 * max(0, shift.value * shift.value - noise * noise)
      let total = (error * error + excess).squareRoot()
      return FittedValue(
        value: value, standardError: total,
        interval: try .student(
          about: value, standardError: total, degreesOfFreedom: count - 1, confidence: confidence))
    }
    criticalCoupling = try fitted { $0.coupling }
    decayExponent = try fitted { -$0.slope }
  }
}

/// Slopes and curvatures of all couplings, from all realisations and without each.
private struct BendTable {
  typealias Row = [(slope: Double, curvature: Double)?]
  /// One entry a coupling.
  var whole: Row
  /// The same without each realisation.
  var parts: [Row]

  init(_ decays: [DensityDecay], fromStep first: Int) {
    let bins = TimeBins(from: first, to: decays[0].stepCount)
    func row(_ leavingOut: Int?) -> Row {
      decays.map {
        bins.bend(of: bins.logarithms(of: bins.sums($0.realisations, leavingOut: leavingOut)))
      }
    }
    whole = row(nil)
    parts = decays[0].realisations.indices.map(row)
  }

  /// Curvatures with jackknife errors.
  var curvatures: [MeasuredValue?] {
    whole.indices.map { i in
      guard let bend = whole[i] else { return nil }
      let estimate = JackknifeEstimate(
        value: bend.curvature, leavingOut: parts.map { $0[i]?.curvature })
      return estimate.standardError.map { MeasuredValue(bend.curvature, standardError: $0) }
    }
  }
}

/// Where the curvature is 0, by a polynomial through the couplings next to its change of sign.
///
/// Two to four couplings to either side and a degree of one to three by AIC, then a degree higher, as in `CurvePeak`: far from
/// the threshold the curvature is anything but a line.
private struct ThresholdRoot {
  struct Solution {
    var coupling: Double
    var slope: Double
  }

  /// Positions of the couplings used.
  private var positions: [Int]
  private var scaled: [Double]
  private var weights: [Double]
  private var degree: Int
  private var centre: Double
  private var unit: Double

  /// Chooses couplings and weights once, from all realisations, so that the jackknife sees a smooth function.
  init(_ table: BendTable, _ couplings: [Double]) throws(StatisticsError) {
    let known = table.curvatures.enumerated().compactMap { i, value in
      value.map { (position: i, value: $0) }
    }
    // The change of sign between neighbours that is surest.
    let changes = (1..<max(1, known.count)).filter {
      (known[$0 - 1].value.value < 0) != (known[$0].value.value < 0)
    }
    func sureness(_ i: Int) -> Double {
      let (a, b) = (known[i - 1].value, known[i].value)
      return abs(b.value - a.value) / max(a.standardError + b.standardError, .leastNormalMagnitude)
    }
    guard let change = changes.max(by: { sureness($0) < sureness($1) }) else {
      throw .outOfRange(argument: "coupling", value: couplings[0])
    }
    var best:
      (information: Double, near: ArraySlice<(position: Int, value: MeasuredValue)>, degree: Int)?
    for reach in 2...4 {
      let near = known[max(0, change - reach)..<min(known.count, change + reach)]
      for trial in 1...3 where trial < near.count {
        let fit = try CurveFit(
          couplings: near.map { couplings[$0.position] }, values: near.map(\.value), degree: trial)
        let information = fit.chiSquared + 2 * Double(trial + 1 + known.count - near.count)
        if information < best?.information ?? .infinity { best = (information, near, trial) }
      }
    }
    guard let best else { throw .tooFewValues(needed: 2, found: known.count) }
    positions = best.near.map(\.position)
    degree = min(best.degree + 1, positions.count - 1)
    weights = CurveFit.weights(of: best.near.map(\.value))
    let chosen = positions.map { couplings[$0] }
    let (low, high) = (chosen[0], chosen[chosen.count - 1])
    (centre, unit) = ((low + high) / 2, (high - low) / 2)
    let (c, u) = (centre, unit)
    scaled = chosen.map { ($0 - c) / u }
  }

  /// The root and the slope there; `nil` where there is none within the couplings.
  func solve(_ row: BendTable.Row) -> Solution? {
    let bends = positions.compactMap { row[$0] }
    guard bends.count == positions.count else { return nil }
    let design = scaled.map { x in (0...degree).map { pow(x, Double($0)) } }
    do {
      let curvature = try GSL.linearFit(
        rows: design, values: bends.map(\.curvature), weights: weights
      ).coefficients
      let slope = try GSL.linearFit(rows: design, values: bends.map(\.slope), weights: weights)
        .coefficients
      func value(_ coefficients: [Double], _ x: Double) -> Double {
        coefficients.reversed().reduce(0) { $0 * x + $1 }
      }
      var (a, b) = (-1.0, 1.0)
      guard (value(curvature, a) < 0) != (value(curvature, b) < 0) else { return nil }
      let isRising = value(curvature, b) > 0
      for _ in 0..<60 {
        let middle = (a + b) / 2
        if (value(curvature, middle) > 0) == isRising { b = middle } else { a = middle }
      }
      return Solution(coupling: centre + unit * (a + b) / 2, slope: value(slope, (a + b) / 2))
    } catch {
      // Couplings so close that their polynomial has no digits left.
      return nil
    }
  }
}
