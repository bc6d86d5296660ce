// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are agents visited one at a time? In an order that all lanes of a realisation share, each with draws of its own.
//
// Visit u of a `sequential` step goes to the agent `index(below: N, ordinal: u)` of the order domain, and its draws have
// ordinal u; a `shuffled` step visits the agents in the order of `shuffle`, and draws have the agent as ordinal. Counts
// and sums over the group are kept up to date, O(64 + log N) a visit. Smallest and largest values, and totals whose
// inside reads a total that visits change, are computed anew before each visit, and what mixes the reader with the
// others is computed for each reader: O(N) a visit.

import Randomness
import WorldModel

extension LaneRun {
  /// Runs a `sequential` or `shuffled` block for one step.
  func runVisits(_ unit: BoundUnit, _ block: StepBlock, _ step: Int) {
    let isShuffled = block.schedule == .shuffled
    let section = unit.sections[unit.source.mainSections[0]]
    let count = section.rowCount
    let draws = NamedDraws(
      key: DrawKey(seed: plan.seed, realisation: group.networkIndex), domain: .order,
      site: block.site.word, step: UInt32(step))
    if isShuffled {
      order.removeAll(keepingCapacity: true)
      order.append(contentsOf: 0..<UInt32(count))
      draws.shuffle(&order)
    }
    prepare(unit)
    let incremental = unit.sections.filter(\.source.isIncremental)
    let hasVisitStage = unit.stages.contains(.visit)
    for visit in 0..<count {
      let agent =
        isShuffled ? Int(order[visit]) : draws.index(below: count, ordinal: UInt32(visit))
      if visit > 0 && hasVisitStage { runner.runPrologue(from: .visit, skipsIncremental: true) }
      for kept in incremental { runner.takeOut(kept, agent: agent) }
      runner.runBlock(section, first: agent, rows: 1, ordinal: isShuffled ? agent : visit)
      for kept in incremental { runner.putBack(kept, agent: agent) }
      endUnit(time: step, group: block.group.index)
    }
  }
}
