// SPDX-License-Identifier: GPL-3.0-or-later
//
// At which coupling do two coexisting states weigh the same?
//
// Equal weights, the areas under both peaks: their finite-size error falls exponentially with the size, while equal
// heights are off by the ratio of the widths over N, and the middle of a hysteresis loop is not a property of
// coexistence at all. ln(w / (1 - w)) is N times a difference of free energies and so nearly a straight line in the
// coupling: it is interpolated to 0 between the two couplings that bracket it. Weights are made monotone in the coupling
// first, so that noise cannot make several crossings. Sources: Borgs & Kotecky, J. Stat. Phys. 61, 79 (1990); Phys. Rev.
// Lett. 68, 1734 (1992); monotone weights: Ayer et al., Ann. Math. Stat. 26, 641 (1955).

import Glibc

/// The coupling of equal weights.
public struct MaxwellPoint: Hashable, Sendable {
  /// The coupling, with its jackknife error over realisations.
  public var coupling: JackknifeEstimate
  /// Student's interval of the coupling about its value; `nil` where it has no error.
  public var interval: ConfidenceInterval?
  /// The two couplings between which it was interpolated.
  public var bracket: ConfidenceInterval
  /// Slope of ln(w / (1 - w)) in the bracket, per unit of the coupling; it grows as the number of agents.
  public var slope: Double

  /// Finds the point; `nil` where the weight of the upper state does not cross 1/2.
  ///
  /// - Parameters:
  ///   - couplings: At least two different ones, in any order.
  ///   - upperWeights: Per coupling and per realisation the weight of the upper peak in 0...1; the same realisations at
  ///     every coupling. Where all of a coupling are 0, or all 1, half a realisation is taken for the other state.
  ///   - confidence: Of the interval, inside 0...1.
  /// - Throws: `StatisticsError.tooFewValues`, `.shapesDiffer`, `.notFinite`, `.outOfRange`.
  public init?(
    couplings: [Double], upperWeights: [[Double]], confidence: Double = 0.95
  ) throws(StatisticsError) {
    guard couplings.count == upperWeights.count, Set(upperWeights.map(\.count)).count <= 1 else {
      throw .shapesDiffer
    }
    guard couplings.allSatisfy(\.isFinite) else { throw .notFinite }
    guard Set(couplings).count == couplings.count, couplings.count >= 2 else {
      throw .tooFewValues(needed: 2, found: Set(couplings).count)
    }
    let realisationCount = upperWeights[0].count
    guard realisationCount >= 1 else { throw .tooFewValues(needed: 1, found: 0) }
    for weight in upperWeights.joined() where !(weight >= 0 && weight <= 1) {
      throw .outOfRange(argument: "upperWeights", value: weight)
    }
    let order = couplings.indices.sorted { couplings[$0] < couplings[$1] }
    let sorted = order.map { couplings[$0] }
    let rows = order.map { upperWeights[$0] }
    guard let all = Crossing(sorted, rows.map(WeightedGroups.mean), realisationCount) else {
      return nil
    }
    var parts: [Double?] = []
    for g in 0..<realisationCount where realisationCount >= 2 {
      let means = rows.map { ($0.reduce(0, +) - $0[g]) / Double(realisationCount - 1) }
      parts.append(Crossing(sorted, means, realisationCount - 1)?.coupling)
    }
    coupling = JackknifeEstimate(value: all.coupling, leavingOut: parts)
    bracket = ConfidenceInterval(low: sorted[all.lower], high: sorted[all.lower + 1])
    slope = all.slope
    guard let error = coupling.standardError else { return }
    interval = try .student(
      about: coupling.value, standardError: error, degreesOfFreedom: realisationCount - 1,
      confidence: confidence)
  }

  /// Where mean weights cross 1/2.
  private struct Crossing {
    var coupling: Double
    var lower: Int
    var slope: Double

    init?(_ couplings: [Double], _ means: [Double], _ realisationCount: Int) {
      let half = 0.5 / Double(realisationCount)
      let rises = means[means.count - 1] >= means[0]
      let weights = Self.rising(means.map { rises ? $0 : 1 - $0 })
      guard let upper = weights.firstIndex(where: { $0 > 0.5 }), upper > 0 else { return nil }
      // Where several weights are exactly 1/2 the crossing is the middle of their couplings.
      let last = weights[..<upper].lastIndex { $0 < 0.5 }
      guard let last else { return nil }
      lower = last
      func logit(_ weight: Double) -> Double {
        let inside = weight == 0 ? half : weight == 1 ? 1 - half : weight
        return log(inside) - log1p(-inside)
      }
      let step = couplings[upper] - couplings[last]
      let (low, high) = (logit(weights[last]), logit(weights[upper]))
      slope = (rises ? 1 : -1) * (high - low) / step
      if upper == last + 1 {
        coupling = couplings[last] - low / (high - low) * step
      } else {
        coupling = (couplings[last + 1] + couplings[upper - 1]) / 2
        lower = (last + upper - 1) / 2
      }
    }

    /// The nearest rising sequence, by pooling neighbours that fall.
    private static func rising(_ values: [Double]) -> [Double] {
      var blocks: [(sum: Double, count: Int)] = []
      for value in values {
        blocks.append((value, 1))
        while blocks.count >= 2 {
          let (a, b) = (blocks[blocks.count - 2], blocks[blocks.count - 1])
          guard a.sum * Double(b.count) > b.sum * Double(a.count) else { break }
          blocks.removeLast(2)
          blocks.append((a.sum + b.sum, a.count + b.count))
        }
      }
      return blocks.flatMap { Array(repeating: $0.sum / Double($0.count), count: $0.count) }
    }
  }
}
