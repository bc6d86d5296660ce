// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are agents visited one at a time? In an order that all lanes of a realisation share, each with draws of its own.
//
// Visit u of a `sequential` step goes to the agent `index(below: N, ordinal: u)` of the order domain, and its draws have
// ordinal u; a `shuffled` step visits the agents in the order of `shuffle`, and draws have the agent as ordinal. Counts
// and sums over the group are kept up to date, O(64 + log N) a visit. Smallest and largest values, and totals whose
// inside reads a total that visits change, are computed anew before each visit, and what mixes the reader with the
// others is computed for each reader: O(N) a visit.

import CKernels
import Randomness
import WorldModel

extension LaneRun {
  /// Visits whose agents are drawn at once.
  private static let visitsDrawnAtOnce = 1_024

  /// Runs a `sequential` or `shuffled` block for one step.
  func runVisits(_ unit: BoundUnit, _ block: StepBlock, _ step: Int) {
    let isShuffled = block.schedule == .shuffled
    let count = unit.sections[unit.source.mainSections[0]].rowCount
    order.removeAll(keepingCapacity: true)
    if isShuffled {
      order.append(contentsOf: 0..<UInt32(count))
      let draws = NamedDraws(
        key: DrawKey(seed: plan.seed, realisation: group.networkIndex), domain: .order,
        site: block.site.word, step: UInt32(step))
      draws.shuffle(&order)
    } else {
      order.append(contentsOf: repeatElement(0, count: min(count, Self.visitsDrawnAtOnce)))
    }
    prepare(unit)
    for first in stride(from: 0, to: count, by: Self.visitsDrawnAtOnce) {
      let visits = first..<min(first + Self.visitsDrawnAtOnce, count)
      if !isShuffled { drawVisits(visits, of: count, block, step) }
      order.withUnsafeBufferPointer { order in
        let agents = isShuffled ? order[visits] : order[..<visits.count]
        visit(
          UnsafeBufferPointer(rebasing: agents), from: first, isShuffled: isShuffled, unit, step,
          block)
      }
    }
  }

  /// Draws the agents of some visits of a sequential step.
  private func drawVisits(_ visits: Range<Int>, of count: Int, _ block: StepBlock, _ step: Int) {
    let key = DrawKey(seed: plan.seed, realisation: group.networkIndex)
    var bound = UInt32(count)
    var stream = key.stream
    order.withUnsafeMutableBufferPointer { order in
      withUnsafePointer(to: &bound) { bound in
        withUnsafePointer(to: &stream) { stream in
          var context = ak_draw_context(
            seed: key.seed, streams: stream, step: UInt32(step), site: block.site.word,
            domain: DrawDomain.order.rawValue, first_ordinal: UInt32(visits.lowerBound),
            first_attempt: 0)
          let n = ak_operand(data: UnsafeRawPointer(bound), agent_stride: 0, lane_stride: 0)
          _ = ak_draw_index(&context, order.baseAddress, n, nil, UInt32(visits.count), 1)
        }
      }
    }
  }

  /// Visits agents, the first of them in the `first` visit of the step.
  private func visit(
    _ agents: UnsafeBufferPointer<UInt32>, from first: Int, isShuffled: Bool, _ unit: BoundUnit,
    _ step: Int, _ block: StepBlock
  ) {
    let section = unit.sections[unit.source.mainSections[0]]
    let incremental = unit.sections.filter(\.source.isIncremental)
    let hasVisitStage = unit.stages.contains(.visit)
    if let path = section.fastPath, path.isUsable, incremental.isEmpty, !hasVisitStage,
      runner.tracer == nil
    {
      return runner.visit(
        path, section, agents: agents, firstOrdinal: first, ordinalIsAgent: isShuffled
      ) {
        endUnit(time: step, group: block.group.index)
      }
    }
    for (index, agent) in agents.lazy.map({ Int($0) }).enumerated() {
      let visit = first + index
      if visit > 0 && hasVisitStage { runner.runPrologue(from: .visit, skipsIncremental: true) }
      for kept in incremental { runner.takeOut(kept, agent: agent) }
      runner.runBlock(section, first: agent, rows: 1, ordinal: isShuffled ? agent : visit)
      for kept in incremental { runner.putBack(kept, agent: agent) }
      endUnit(time: step, group: block.group.index)
    }
  }
}
