// SPDX-License-Identifier: GPL-3.0-or-later
//
// How many agents exceed what they may do alone?
//
// An agent exceeds when its mean probability is over the limit, or, where only its steps were counted, when the
// one-sided 95 % lower Clopper-Pearson bound of its share of n / (2 tau) independent steps is. Where the upper bound is
// over the limit and the lower is not, its steps are too few to say: such an agent is counted apart and as exceeding in
// the upper end of the interval, so that a short run leaves a certificate open rather than granting or refusing it. So
// is every agent of a run that `stop when` ended before the first step that counts.
// Agents are units here, and nowhere else, because the isolation proof makes them independent.

import Engine
import Statistics
import WorldModel

/// Counts of agents over all replicates, one an alignment.
struct AlignmentCounts {
  private let world: World
  private let limits: [Double]
  private let allowances: [Double]
  private var examined: [Int]
  private var exceeding: [Int]
  private var uncertain: [Int]
  /// Whether alone ran, so that there is something to report.
  private let isExamined: Bool

  init(design: VerdictDesign) throws {
    world = design.cell.world.together
    isExamined = design.conditions.contains(.alone)
    let evaluator = ConstantEvaluator(parameters: design.cell.parameters, sizes: design.cell.sizes)
    func value(_ expression: Expression, of alignment: Alignment) throws -> Double {
      let value = evaluator.number(expression)
      guard value.isFinite else {
        throw VerdictError.notFinite(
          name: design.cell.world.together.groups[alignment.group.index].name,
          origin: expression.origin)
      }
      return value
    }
    limits = try world.alignments.map { try value($0.limit, of: $0) }
    allowances = try world.alignments.map { try value($0.allowance, of: $0) }
    let zeros = limits.map { _ in 0 }
    (examined, exceeding, uncertain) = (zeros, zeros, zeros)
  }

  /// Counts the agents of one replicate.
  mutating func add(_ tallies: [AlignmentTally]) throws {
    for tally in tallies {
      let index = tally.alignmentIndex
      examined[index] += tally.shares.count
      guard tally.stepCount > 0 else {
        uncertain[index] += tally.shares.count
        continue
      }
      if tally.isProbability {
        let most = Self.ceiling(of: limits[index])
        exceeding[index] += tally.shares.count { $0 > most }
      } else {
        try addShares(tally, limit: min(1, max(0, limits[index])))
      }
    }
  }

  /// Probabilities are computed in 32 bits: one that was written equal to its limit is not over it.
  private static func ceiling(of limit: Double) -> Double { limit + abs(limit) * 0x1p-22 }

  private mutating func addShares(_ tally: AlignmentTally, limit: Double) throws {
    // Most agents of a large group give the same few answers: the last one is kept.
    var last: (share: Double, time: Double, answer: ProportionAgainstLimit)?
    for (share, time) in zip(tally.shares, tally.autocorrelationTimes) {
      if last?.share != share || last?.time != time {
        let trials = Double(tally.stepCount) / (2 * max(0.5, time))
        last = (
          share, time,
          try ProportionAgainstLimit(limit: limit, successes: share * trials, trials: trials)
        )
      }
      switch last?.answer {
      case .above: exceeding[tally.alignmentIndex] += 1
      case .open: uncertain[tally.alignmentIndex] += 1
      case .within, nil: break
      }
    }
  }

  /// Reports every certificate, in the world's order; empty when nothing ran alone.
  ///
  /// - Parameter isSequential: Whether bounds have to hold at several looks.
  /// - Returns: One report an alignment.
  /// - Throws: `StatisticsError`.
  func reports(isSequential: Bool = false) throws -> [AlignmentReport] {
    guard isExamined else { return [] }
    return try world.alignments.indices.map { index in
      let count = examined[index]
      var report = AlignmentReport(
        group: world.groups[world.alignments[index].group.index].name, limit: limits[index],
        allowedFraction: allowances[index], examinedCount: count,
        exceedingCount: exceeding[index], uncertainCount: uncertain[index], low: nil, high: nil,
        holds: true)
      // Nobody exceeds in a group of nobody.
      guard count > 0 else { return report }
      let possible = exceeding[index] + uncertain[index]
      func interval(_ agents: Int) throws -> ConfidenceInterval {
        isSequential
          ? try ConfidenceSequence.bernoulli(successes: agents, trials: count)
          : try ClopperPearson.interval(successes: Double(agents), trials: Double(count))
      }
      let low = try interval(exceeding[index]).low
      let high = try interval(possible).high
      report.low = low
      report.high = high
      let isWithin = allowances[index] > 0 ? high <= allowances[index] : possible == 0
      report.holds = isWithin ? true : low > allowances[index] ? false : nil
      return report
    }
  }
}

extension AlignmentReport {
  /// What the counts suggest where `holds` is open; `nil` where uncertain agents may tip it either way.
  var isLikelyToHold: Bool? {
    if let holds { return holds }
    let least = exceedingFraction
    let most = Double(exceedingCount + uncertainCount) / Double(max(1, examinedCount))
    return most < allowedFraction ? true : least > allowedFraction ? false : nil
  }
}
