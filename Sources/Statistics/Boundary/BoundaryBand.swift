// SPDX-License-Identifier: GPL-3.0-or-later
//
// How sure is the boundary of a diagram, everywhere?
//
// Cells share realisations (networks and orders), so that an odd network moves the boundary in all cells at once. The
// realisations are therefore resampled jointly over all cells: a resample counts each realisation as often as it was
// drawn, in every cell, and the field is fitted again with the same length-scales and amplitude. The share of resamples
// and of fields with p(x) > 1/2 is, where both are normal,
//   share(x) = Phi(z(x)),  z = mu / sqrt(v + max(e, s^2)),
// mu being the mean latent value, s^2 its variance over resamples times G / (G - 1) (t / 1.96)^2 (Student's factor of
// G - 1 degrees: with few realisations the variance is hardly known, and no percentile is taken), v the doubt of the field
// between its cells and e the doubt that the counts of its cells leave when all replicates are independent; v + e is the
// variance of the field. Resampling sees what e describes, too, and counts alone; but where all cells are unanimous it
// sees nothing, and e stands.
//
// Conservative by construction: the larger of e and s^2. Not covered: a boundary so bent that the length-scales smooth it.
// Draws: resample b in the step word, the position among the realisations in the ordinal.

import Glibc
import Randomness

/// The probability that harm is more probable than not, on a raster, and the boundary with its band.
public struct BoundaryBand: Hashable, Sendable {
  /// Positions of the raster, one ascending list a coordinate.
  public let axes: [[Double]]
  /// Value z of every raster point, the last coordinate running fastest.
  ///
  /// Above 0 where harm is more probable than not, decided at 95 % where |z| > 1.96. With one realisation this is the field's alone.
  public internal(set) var scores: [Double]
  /// Realisations resampled; with one there is no band.
  public let realisationCount: Int
  /// On which sides of one half the cells lie; only `.both` has a boundary.
  public internal(set) var sides: BoundaryField.Sides

  /// Share of resamples and fields in which harm is more probable than not, in 0...1, in the order of `scores`.
  public var shares: [Double] { scores.map { GSL.normalUpperTail(-$0) } }

  /// Resamples realisations.
  ///
  /// - Parameters:
  ///   - field: The field of all cells.
  ///   - axes: Raster, one ascending list in 0...1 a coordinate of the field.
  ///   - resampleCount: Number of resamples, >= 2.
  ///   - seed: Seed of the draws.
  ///   - site: Place of the draws; panels may share one, so that they are resampled jointly too.
  /// - Throws: `StatisticsError.shapesDiffer`, `.outOfRange`, `.tooFewValues`, `.arithmetic`.
  public init(
    of field: BoundaryField, axes: [[Double]], resampleCount: Int = 100, seed: UInt32,
    site: UInt32
  ) throws(StatisticsError) {
    guard axes.count == field.dimension else { throw .shapesDiffer }
    guard resampleCount >= 2, resampleCount <= Int(UInt32.max) else {
      throw .outOfRange(argument: "resampleCount", value: Double(resampleCount))
    }
    let raster = try BoundaryLattice(positions: axes)
    self.axes = axes
    sides = field.sides
    let targets = raster.flat(BoundaryLattice.product(axes.map { Array($0.indices) }))
    realisationCount = field.realisationCount
    let (mean, variance, noise) = field.posterior.variances(at: targets)
    var extra = [Double](repeating: 0, count: mean.count)
    if realisationCount >= 2 {
      let g = Double(realisationCount)
      let t = try ConfidenceInterval.studentFactor(degreesOfFreedom: realisationCount - 1)
      let ratio = t / LatentEstimate.reach
      let factor = g / (g - 1) * ratio * ratio / Double(resampleCount - 1)
      let squares = try Self.squares(
        field, targets, resampleCount: resampleCount, seed: seed, site: site)
      extra = zip(squares, noise).map { max(factor * $0 - $1, 0) }
    }
    scores = mean.indices.map { mean[$0] / (variance[$0] + extra[$0]).squareRoot() }
  }

  /// Sums over resamples of squared deviations of the mean latent value.
  private static func squares(
    _ field: BoundaryField, _ targets: [Double], resampleCount: Int, seed: UInt32, site: UInt32
  ) throws(StatisticsError) -> [Double] {
    let base = field.posterior
    let covariance = base.kernel.covariances(base.points, base.points)
    let crossed = base.kernel.covariances(base.points, targets)
    let m = targets.count / field.dimension
    var sum = [Double](repeating: 0, count: m)
    var squares = sum
    let count = field.realisationCount
    for resample in 0..<resampleCount {
      let draws = NamedDraws(
        key: DrawKey(seed: seed, realisation: 0), domain: .resampling, site: site,
        step: UInt32(resample))
      var weights = [Int](repeating: 0, count: count)
      for position in 0..<count {
        weights[draws.index(below: count, ordinal: UInt32(position))] += 1
      }
      let posterior = try LatentPosterior(
        kernel: base.kernel, points: base.points, covariance: covariance,
        counts: field.counts(weights), start: base.gradient)
      // Deviations from the field's own weights, so that nothing cancels.
      var deviation = [Double](repeating: 0, count: m)
      for i in base.gradient.indices {
        let weight = posterior.gradient[i] - base.gradient[i]
        for j in 0..<m { deviation[j] += weight * crossed[i * m + j] }
      }
      for j in 0..<m {
        sum[j] += deviation[j]
        squares[j] += deviation[j] * deviation[j]
      }
    }
    let b = Double(resampleCount)
    return zip(sum, squares).map { max($1 - $0 * $0 / b, 0) }
  }
}

extension BoundaryBand {
  /// Lines where the share is one half; none where there is no boundary, or in other than two coordinates.
  ///
  /// - Throws: `StatisticsError.notFinite`.
  public func lines() throws(StatisticsError) -> [BoundaryLine] { try contours(0) }

  /// Lines where the share is 0.025 and 0.975; `nil` with one realisation, or in other than two coordinates.
  ///
  /// - Throws: `StatisticsError.notFinite`.
  public func band() throws(StatisticsError) -> (low: [BoundaryLine], high: [BoundaryLine])? {
    guard axes.count == 2, realisationCount >= 2 else { return nil }
    return (try contours(-LatentEstimate.reach), try contours(LatentEstimate.reach))
  }

  private func contours(_ level: Double) throws(StatisticsError) -> [BoundaryLine] {
    guard axes.count == 2, sides == .both else { return [] }
    return try BoundaryLine.contours(of: scores, axes: axes, level: level)
  }

  /// Positions on a single axis where the share is one half, ascending; none where there is no boundary.
  public var crossings: [BoundaryCrossing] {
    guard axes.count == 1, sides == .both else { return [] }
    let axis = axes[0]
    return axis.indices.dropLast().compactMap { index in
      let (first, second) = (scores[index], scores[index + 1])
      guard (first > 0) != (second > 0) else { return nil }
      let position = axis[index] + first / (first - second) * (axis[index + 1] - axis[index])
      guard realisationCount >= 2 else {
        return BoundaryCrossing(position: position, isRising: second > 0, interval: nil)
      }
      let sign = second > 0 ? 1.0 : -1
      return BoundaryCrossing(
        position: position, isRising: second > 0,
        interval: ConfidenceInterval(
          low: reach(from: index + 1, by: -1, sign: -sign),
          high: reach(from: index, by: 1, sign: sign)))
    }
  }

  /// First position at which sign z reaches 1.96, from a raster point on; the end of the axis where it never does.
  private func reach(from start: Int, by step: Int, sign: Double) -> Double {
    let axis = axes[0]
    var index = start
    while axis.indices.contains(index + step) {
      let (first, second) = (sign * scores[index], sign * scores[index + step])
      if second >= LatentEstimate.reach {
        let part = (LatentEstimate.reach - first) / (second - first)
        return axis[index] + max(part, 0) * (axis[index + step] - axis[index])
      }
      index += step
    }
    return axis[index]
  }
}

/// A boundary on a single axis.
public struct BoundaryCrossing: Hashable, Sendable {
  /// Where harm is as probable as not, in 0...1 of the axis.
  public var position: Double
  /// Whether harm is more probable above the position.
  public var isRising: Bool
  /// 95 % interval of the position, cut off at the ends of the axis; `nil` with one realisation.
  public var interval: ConfidenceInterval?
}
