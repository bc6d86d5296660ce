// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is the loop of a measure hysteresis or a lag? Areas over realisations, extrapolated to a ramp at rest.
//
// Goals, in order: a lag is never called hysteresis; what is open is called so, with what would settle it; all else.
// The answer is `hysteresis` where the loop of the slowest ramp and the area at rest surely are above 0, and nothing
// speaks for a loop that is about to go: the area falls off faster than the law, or the gap at the end of the cycle
// closed between the last two ramps. Rates less than twice apart count as one. Two rates do not test the law: half of their loop must surely be left at rest. It is
// `none` where the slowest ramp surely has no loop that counts, or the loop surely shrinks and less than half of it can be
// left at rest. A loop that grows with slower ramps, or whose end moves away from its beginning, was driven too fast to be
// followed.
//
// A response that relaxes at one rate has an area that falls with the rate itself once it can follow; extrapolated by
// rate^(2/3) it goes below 0, so that the slowest ramps of a mere lag speak against hysteresis.
// Source of the law: Jung, Gray, Roy & Mandel, Phys. Rev. Lett. 65, 1873 (1990).

import Engine
import Statistics
import WorldModel

/// The analysis of the loops of one measure.
struct LoopAnalysis {
  let design: RampDesign
  let measure: MeasureID
  let weights: BranchWeights
  let holds: [Int]
  /// Per hold and replicate the cycle; `nil` where the replicate did not record the measure throughout.
  let cycles: [[OrientedCycle?]]
  /// +1 where the response rises with the parameter, else -1.
  let sign: Double

  init(
    design: RampDesign, measure: MeasureID, cycles: [RampCycles], weights: BranchWeights
  ) {
    self.design = design
    self.measure = measure
    self.weights = weights
    holds = cycles.map(\.hold)
    let sign = OrientedCycle.sign(of: cycles.flatMap { $0.responses.compactMap { $0 } })
    self.sign = sign
    // A replicate counts only where it recorded the measure at every rate.
    let isWhole = cycles[0].responses.indices.map { replicate in
      cycles.allSatisfy { $0.responses[replicate] != nil }
    }
    self.cycles = cycles.map { rate in
      zip(rate.responses, isWhole).map { response, isWhole in
        isWhole ? response.map { OrientedCycle($0, sign: sign) } : nil
      }
    }
  }

  private var cell: Cell { design.cell }

  func report() throws -> MeasureHysteresis {
    let areas = try cycles.map { try $0.map { try $0?.area(over: design.values) } }
    let gaps = cycles.map { $0.map { $0?.gap } }
    let upJumps = cycles.map { jumps($0, \.up) }
    let downJumps = cycles.map { jumps($0, \.down) }
    let loops = try holds.indices.map { k in
      HysteresisLoop(
        hold: holds[k], up: try curve(cycles[k], \.up), down: try curve(cycles[k], \.down),
        area: try cell.interval(areas[k]), gap: try cell.interval(gaps[k]),
        upJump: try position(upJumps[k]), downJump: try position(downJumps[k]))
    }
    var found = MeasureHysteresis(
      name: design.program.measures[measure.index].name, answer: .undecided, doubts: [],
      loops: loops, restArea: nil, rateCoefficient: nil, rateLawHolds: nil, upSpinodal: nil,
      downSpinodal: nil, maxwellPoint: try weights.maxwellPoint(design, sign: sign))
    let rest = try extrapolated(areas)
    if let rest {
      found.restArea = IntervalReport(rest.restArea, unit: cell.realisationUnit)
      found.rateCoefficient = IntervalReport(rest.rateCoefficient, unit: cell.realisationUnit)
      found.rateLawHolds = rest.lawHolds
    }
    let evidence = LoopEvidence(
      slowest: loops[loops.count - 1].area, slowestHold: holds[holds.count - 1],
      rest: found.restArea,
      change: try cell.paired(areas[areas.count - 1], areas[0])?.interval,
      gap: loops[loops.count - 1].gap,
      gapChange: try cell.paired(gaps[gaps.count - 1], gaps[0])?.interval,
      fasterGap: loops.dropLast().last?.gap,
      lastGapChange: try gaps.dropLast().last.flatMap {
        try cell.paired(gaps[gaps.count - 1], $0)?.interval
      },
      curvature: rest?.curvature.map { IntervalReport($0, unit: cell.realisationUnit) },
      range: range, width: design.values[design.values.count - 1] - design.values[0],
      isScheduled: design.program.readsTime(in: measure))
    (found.answer, found.doubts) = try evidence.answer(cell.replication)
    if found.answer != .none {
      found.upSpinodal = try spinodal(upJumps)
      found.downSpinodal = try spinodal(downJumps)
    }
    return found
  }

  /// Means of a way in the units of the measure, not turned.
  private func curve(
    _ cycles: [OrientedCycle?], _ way: KeyPath<OrientedCycle, [Double]>
  ) throws -> [IntervalReport] {
    let range = design.program.measures[measure.index].meanRange
    return try design.values.indices.map { k in
      try cell.interval(cycles.map { $0.map { sign * $0[keyPath: way][k] } }, within: range)
    }
  }

  /// Largest less smallest mean response of the slowest loop.
  private var range: Double {
    let whole = (cycles.last ?? []).compactMap { $0 }
    let means = [\OrientedCycle.up, \.down].flatMap { way in
      design.values.indices.compactMap { k in
        MeasureReading.mean(whole.map { $0[keyPath: way][k] })
      }
    }
    guard let low = means.min(), let high = means.max() else { return 0 }
    return high - low
  }

  /// The law of areas or positions, fitted over the realisations that have one at every rate; `nil` with one rate, or
  /// several that count as one.
  private func extrapolated(_ numbers: [[Double?]]) throws -> LoopAreaExtrapolation? {
    guard design.tellsRates else { return nil }
    let means = numbers.map { cell.realisations($0).map(MeasureReading.mean) }
    let whole = means[0].indices.filter { g in means.allSatisfy { $0[g] != nil } }
    guard !whole.isEmpty else { return nil }
    return try LoopAreaExtrapolation(
      rates: holds.map { 1 / Double($0) },
      areas: means.map { rate in whole.compactMap { rate[$0] } })
  }

  /// Where each replicate jumps on a way, halfway between two values.
  private func jumps(
    _ cycles: [OrientedCycle?], _ way: KeyPath<OrientedCycle, [Double]>
  ) -> [Double?] {
    let range = range
    return cycles.map { cycle in
      guard let cycle, let k = BranchJump.find(in: cycle[keyPath: way], range: range) else {
        return nil
      }
      return (design.values[k] + design.values[k + 1]) / 2
    }
  }

  /// Mean position of the jump; `nil` where fewer than half of the replicates jump.
  private func position(_ jumps: [Double?]) throws -> IntervalReport? {
    let whole = (cycles.last ?? []).count { $0 != nil }
    let count = jumps.count { $0 != nil }
    guard count > 0, 2 * count >= whole else { return nil }
    return try cell.interval(jumps)
  }

  /// The end of a branch: at rest where that can be had and lies within the ramp, else that of the slowest ramp.
  private func spinodal(_ jumps: [[Double?]]) throws -> SpinodalReport? {
    guard let last = jumps.last, let slowest = try position(last), let mean = slowest.mean
    else { return nil }
    let (low, high) = (design.values[0], design.values[design.values.count - 1])
    var position = slowest
    var isExtrapolated = false
    if try jumps.allSatisfy({ try self.position($0) != nil }), let rest = try extrapolated(jumps),
      (low...high).contains(rest.restArea.mean)
    {
      position = IntervalReport(rest.restArea, unit: cell.realisationUnit)
      isExtrapolated = true
    }
    let above = design.values.firstIndex { $0 > mean } ?? design.values.count - 1
    let resolution = (design.values[above] - design.values[max(above - 1, 0)]) / 2
    position.low = position.low.map { max(low, $0 - resolution) }
    position.high = position.high.map { min(high, $0 + resolution) }
    return SpinodalReport(
      position: position, isExtrapolated: isExtrapolated, resolution: resolution)
  }
}
