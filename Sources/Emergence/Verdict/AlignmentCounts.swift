// SPDX-License-Identifier: GPL-3.0-or-later
//
// How many agents exceed what they may do alone?
//
// An agent exceeds when its mean probability is over the limit, or, where only its steps were counted, when the
// one-sided 95 % lower Clopper-Pearson bound of its share of n / (2 tau) independent steps is. Where the upper bound is
// over the limit and the lower is not, its steps are too few to say: such an agent is counted apart and as exceeding in
// the upper end of the interval, so that a short run leaves a certificate open rather than granting or refusing it. So
// is every agent of a run that `stop when` ended before the first step that counts.
// Agents are units here, and nowhere else, because the isolation proof makes them independent. It does not speak of
// environments: where the agents of a group read one that draws, all agents of a replicate share its chance, and the share of
// agents is counted by realisation (`ClusteredShare`).

import Engine
import Statistics
import WorldModel

/// The agents of one group in one replicate, counted by what they do alone.
public struct AlignmentCount: Hashable, Sendable {
  /// Agents examined.
  public var examined: Int
  /// Agents that exceed their limit.
  public var exceeding: Int
  /// Agents of which the steps are too few to say.
  public var uncertain: Int
  /// Agents that may exceed.
  var possible: Int { exceeding + uncertain }

  /// Creates counts.
  public init(examined: Int, exceeding: Int = 0, uncertain: Int = 0) {
    self.examined = examined
    self.exceeding = exceeding
    self.uncertain = uncertain
  }
}

/// What tallies and counts of a design's alignments are read by.
struct AlignmentCounts {
  private let cell: Cell
  private let world: World
  private let limits: [Double]
  private let allowances: [Double]
  /// Whether alone ran, so that there is something to report.
  private let isExamined: Bool

  init(design: VerdictDesign) throws {
    cell = design.cell
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
  }

  /// By alignment, whether its agents share chance by environments.
  private var areClustered: [Bool] {
    let alone = cell.world.isolation?.alone ?? world
    return world.alignments.map { alone.sharesChance($0.group) }
  }

  /// Counts the agents of one replicate.
  ///
  /// - Parameter tallies: One an alignment, in the world's order.
  /// - Returns: One count an alignment.
  /// - Throws: `StatisticsError`.
  func counts(_ tallies: [AlignmentTally]) throws -> [AlignmentCount] {
    try tallies.map { tally in
      let index = tally.alignmentIndex
      var count = AlignmentCount(examined: tally.shares.count)
      if tally.stepCount == 0 {
        count.uncertain = tally.shares.count
      } else if tally.isProbability {
        let most = Self.ceiling(of: limits[index])
        count.exceeding = tally.shares.count { $0 > most }
      } else {
        try Self.addShares(tally, limit: min(1, max(0, limits[index])), to: &count)
      }
      return count
    }
  }

  /// Probabilities are computed in 32 bits: one that was written equal to its limit is not over it.
  private static func ceiling(of limit: Double) -> Double { limit + abs(limit) * 0x1p-22 }

  private static func addShares(
    _ tally: AlignmentTally, limit: Double, to count: inout AlignmentCount
  ) throws {
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
      case .above: count.exceeding += 1
      case .open: count.uncertain += 1
      case .within, nil: break
      }
    }
  }

  /// Reports every certificate, in the world's order; empty when nothing ran alone.
  ///
  /// - Parameters:
  ///   - counts: By replicate one count an alignment; empty where there is nothing to tally.
  ///   - isSequential: Whether bounds have to hold at several looks.
  /// - Returns: One report an alignment.
  /// - Throws: `StatisticsError`.
  func reports(
    _ counts: [[AlignmentCount]], isSequential: Bool = false
  ) throws -> [AlignmentReport] {
    guard isExamined else { return [] }
    let areClustered = areClustered
    return try world.alignments.indices.map { index in
      let all = counts.map { $0[index] }
      let exceeding = all.reduce(0) { $0 + $1.exceeding }
      let possible = all.reduce(0) { $0 + $1.possible }
      let count = all.reduce(0) { $0 + $1.examined }
      var report = AlignmentReport(
        group: world.groups[world.alignments[index].group.index].name, limit: limits[index],
        allowedFraction: allowances[index], examinedCount: count,
        exceedingCount: exceeding, uncertainCount: possible - exceeding, low: nil, high: nil,
        holds: true, isByRealisation: areClustered[index])
      // Nobody exceeds in a group of nobody.
      guard count > 0 else { return report }
      let least = try interval(all, \.exceeding, areClustered[index], isSequential)
      let most = try interval(all, \.possible, areClustered[index], isSequential)
      report.low = least.interval?.low
      report.high = most.interval?.high
      report.effectiveCount = min(least.trials, most.trials)
      let allowance = allowances[index]
      if allowance > 0 || !areClustered[index] {
        let isWithin = allowance > 0 ? report.high.map { $0 <= allowance } : possible == 0
        let isOver = report.low.map { $0 > allowance }
        report.holds = isWithin == true ? true : isOver == true ? false : nil
      } else {
        report.holds = possible == 0 ? true : exceeding > 0 ? false : nil
      }
      return report
    }
  }

  /// The interval of the share of agents that are counted so, with the independent agents that they are worth.
  private func interval(
    _ all: [AlignmentCount], _ part: (AlignmentCount) -> Int, _ isClustered: Bool,
    _ isSequential: Bool
  ) throws -> (interval: ConfidenceInterval?, trials: Double) {
    guard isClustered else {
      let (agents, count) = all.reduce((0, 0)) { ($0.0 + part($1), $0.1 + $1.examined) }
      let interval =
        isSequential
        ? try ConfidenceSequence.bernoulli(successes: agents, trials: count)
        : try ClopperPearson.interval(successes: Double(agents), trials: Double(count))
      return (interval, Double(count))
    }
    let groups = cell.realisations(all.map(Optional.some)).map { group in
      group.reduce((count: 0, total: 0)) { ($0.count + part($1), $0.total + $1.examined) }
    }.filter { $0.total > 0 }
    let share = try ClusteredShare(counts: groups)
    // One realisation bounds nothing.
    guard groups.count >= 2 else { return (nil, 1) }
    guard isSequential else { return (share.interval, share.effectiveTrials) }
    let means = groups.map { Double($0.count) / Double($0.total) }
    return (try ConfidenceSequence.bounded(means, in: 0...1), share.effectiveTrials)
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
