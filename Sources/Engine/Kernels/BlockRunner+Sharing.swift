// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do runners of several threads work on one section? Each on rows of its own, with its own totals, which the runner
// that leads adds to its own in the order of the rows.
//
// Sums need nothing: their leaves are fixed by agent, and no leaf is divided between threads.

import CKernels

extension BlockRunner {
  /// Takes over what another runner is about to execute, but for where its memory lies.
  func follow(_ leader: BlockRunner) {
    step = leader.step
    domain = leader.domain
    unit = leader.unit
    hasDeadLanes = leader.hasDeadLanes
    tallies = leader.tallies
  }

  /// Calls a closure for ranges that cover so many rows, from several threads where there are some and it is worth it.
  ///
  /// Ranges begin at multiples of 64.
  func forAll(_ rows: Int, _ body: @escaping (Range<Int>) -> Void) {
    if let crew, crew.isWorthIt(rows: rows) {
      crew.run(rows: rows) { body($1) }
    } else if rows > 0 {
      body(0..<rows)
    }
  }

  /// Whether the runner keeps the total of a reduction for itself.
  private func isOwn(_ i: BoundInstruction) -> Bool {
    switch i.kind {
    case .groupCount, .groupExtreme, .groupSecond: true
    default: false
    }
  }

  /// Prepares the totals that each runner has of its own.
  func prepareOwnTotals(_ section: BoundSection) {
    for i in section.list.instructions where isOwn(i) { prepareTotal(i, section) }
  }

  /// Adds the totals of a runner whose rows come after.
  func addTotals(of other: BlockRunner, _ section: BoundSection) {
    for i in section.list.instructions where isOwn(i) {
      let memory = TotalMemory(slots[Int(i.destination.slot)], lanes: lanes)
      let added = TotalMemory(other.slots[Int(i.destination.slot)], lanes: lanes)
      let operation = ak_binary_operation(rawValue: i.operation)
      switch i.kind {
      case .groupCount:
        for lane in 0..<lanes { memory.counts[lane] &+= added.counts[lane] }
      case .groupExtreme:
        let row = ak_operand(data: added.first, agent_stride: 0, lane_stride: 1)
        ak_group_extreme(operation, i.type, row, nil, 1, laneCount, memory.first)
      default:
        for lane in 0..<lanes {
          memory.keep(added.first[lane], lane, operation == AK_MIN)
          memory.keep(added.second[lane], lane, operation == AK_MIN)
        }
      }
    }
  }
}
