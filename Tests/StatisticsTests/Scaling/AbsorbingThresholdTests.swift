// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import Testing

@Suite("The threshold of an absorbing state")
struct AbsorbingThresholdTests {
  static let critical = 0.7
  static let delta = 0.159464
  static let parallel = 1.733847

  /// rho = 0.8 t^-delta F((p - p_c) t^(1/nu_par)) (1 + b / t), F(z) = (ln(1 + e^(8 z)) / ln 2)^(delta nu_par): exponential
  /// extinction below, a plateau (p - p_c)^beta above.
  static func density(_ coupling: Double, _ time: Double, correction: Double) -> Double {
    let z = 8 * (coupling - critical) * pow(time, 1 / parallel)
    let soft = z > 30 ? z : log1p(exp(z))
    return 0.8 * pow(time, -delta) * pow(soft / log(2), delta * parallel)
      * (1 + correction / time)
  }

  /// Realisations whose logarithms wander by about 2 % over the run and 2 % from step to step.
  static func decays(
    set: Int, couplings: [Double], realisations: Int = 10, steps: Int = 1_000,
    correction: Double = 0
  ) throws -> [DensityDecay] {
    var normals = SyntheticNormals(seed: 46, set: set)
    return try couplings.map { coupling in
      try DensityDecay(
        coupling: coupling,
        realisations: (0..<realisations).map { _ in
          let (level, tilt, bend) = (normals.normal(), normals.normal(), normals.normal())
          return (1...steps).map { t in
            let u = log(Double(t)) / log(Double(steps))
            let wander = 0.02 * (level + tilt * u + bend * u * u) + 0.02 * normals.normal()
            return density(coupling, Double(t), correction: correction) * exp(wander)
          }
        })
    }
  }

  static let couplings = [0.67, 0.68, 0.69, 0.695, 0.7, 0.705, 0.71, 0.72, 0.73]

  // Null: 95 % intervals over ten realisations cover p_c and delta in 90 % to 99 % of 150 sets; at 95 % the probability of
  // less than 125 is 1e-6. The mutant, the lowest coupling with a density above 0 at the end, is 0.67 always.
  @Test("is covered by its interval, and delta by its own")
  func coverage() throws {
    var (thresholds, exponents) = (0, 0)
    var widths: [Double] = []
    for set in 0..<150 {
      let decays = try Self.decays(set: set, couplings: Self.couplings)
      let found = try AbsorbingThreshold(of: decays)
      if found.criticalCoupling.interval.contains(Self.critical) { thresholds += 1 }
      if found.decayExponent.interval.contains(Self.delta) { exponents += 1 }
      widths.append(found.criticalCoupling.halfWidth)
      guard set == 0 else { continue }
      let alive = decays.filter { decay in decay.realisations.contains { ($0.last ?? 0) > 0 } }
      #expect(alive.map(\.coupling).min() == 0.67)
      #expect(0.7 - 0.67 > 10 * found.criticalCoupling.halfWidth)
      #expect(found.realisationCount == 10 && found.window.lowerBound == 20)
      #expect(found.curvatures.compactMap { $0 }.count == Self.couplings.count)
    }
    #expect((135...149).contains(thresholds), "\(thresholds)")
    #expect((135...149).contains(exponents), "\(exponents)")
    #expect(widths.sorted()[75] < 0.002)
  }

  // A correction 0.5 / t moves p_c and delta by more than their statistical errors; the earlier window shows it.
  @Test("is covered too where early times have corrections")
  func corrections() throws {
    var widths: [Double] = []
    var (thresholds, exponents) = (0, 0)
    for set in 200..<240 {
      let found = try AbsorbingThreshold(
        of: Self.decays(set: set, couplings: Self.couplings, correction: 0.5))
      widths.append(found.decayExponent.halfWidth)
      if found.criticalCoupling.interval.contains(Self.critical) { thresholds += 1 }
      if found.decayExponent.interval.contains(Self.delta) { exponents += 1 }
    }
    #expect(thresholds >= 36 && exponents >= 36, "\(thresholds) \(exponents)")
    #expect(widths.sorted()[20] < 0.045, "\(widths.sorted()[20])")
  }

  @Test("has local slopes of delta there, steeper below and flatter above")
  func slopes() throws {
    let decays = try Self.decays(set: 1, couplings: [0.68, 0.7, 0.72])
    let last = try decays.map { try #require($0.localSlopes(fromStep: 10).last).slope }
    #expect(abs(last[1].value - Self.delta) < 4.9 * last[1].standardError)
    #expect(last[0].value > 2 * Self.delta && last[2].value < Self.delta / 2)
    let times = decays[1].localSlopes(fromStep: 10).map(\.time)
    #expect(times == times.sorted() && (times.first ?? 0) > 10 && (times.last ?? 0) < 1_000)
  }

  @Test("is refused where it lies outside the couplings, and for series that do not fit")
  func refusals() throws {
    let above = try Self.decays(set: 2, couplings: [0.75, 0.78, 0.8])
    #expect(throws: StatisticsError.outOfRange(argument: "coupling", value: 0.75)) {
      try AbsorbingThreshold(of: above)
    }
    #expect(throws: StatisticsError.tooFewValues(needed: 3, found: 2)) {
      try AbsorbingThreshold(of: Array(above.prefix(2)))
    }
    #expect(throws: StatisticsError.outOfRange(argument: "firstStep", value: 100)) {
      try AbsorbingThreshold(of: above, fromStep: 100)
    }
    let other = try Self.decays(set: 2, couplings: [0.7], realisations: 4)
    #expect(throws: StatisticsError.shapesDiffer) { try AbsorbingThreshold(of: above + other) }
    #expect(throws: StatisticsError.tooFewRealisations(needed: 2, found: 1)) {
      try DensityDecay(coupling: 1, realisations: [[Double](repeating: 1, count: 40)])
    }
    #expect(throws: StatisticsError.outOfRange(argument: "density", value: -1)) {
      try DensityDecay(
        coupling: 1, realisations: Array(repeating: [Double](repeating: -1, count: 40), count: 2))
    }
  }

  @Test("survives couplings at which everything dies within the window")
  func extinction() throws {
    var decays = try Self.decays(set: 3, couplings: Self.couplings)
    for g in decays[0].realisations.indices {
      for t in 20..<decays[0].stepCount { decays[0].realisations[g][t] = 0 }
    }
    let found = try AbsorbingThreshold(of: decays)
    #expect(found.curvatures[0] == nil)
    #expect(found.criticalCoupling.interval.contains(Self.critical))
  }
}
