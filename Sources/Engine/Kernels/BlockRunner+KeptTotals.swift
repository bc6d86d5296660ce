// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do totals over a group follow the visits of a serial block? Counts lose the agent and regain it; sums keep their
// whole tree, and the leaf of the agent and the path above it are added anew.
//
// Invariant: after each visit a total has the bits that the pass would give. What a sum adds, and in which order, is
// the same for every node of the tree, and nodes off the path have not changed.

import CKernels

extension BlockRunner {
  /// Takes the agent about to be visited out of the counts of a pass.
  func takeOut(_ section: BoundSection, agent: Int) {
    guard section.keepsCounts else { return }
    negateCounts(section)
    runRows(section, keptRows(section, agent))
    negateCounts(section)
  }

  /// Puts the agent visited back into the totals of a pass.
  func putBack(_ section: BoundSection, agent: Int) {
    let leaf = agent / Int(AK_LEAF_AGENTS)
    for i in section.list.instructions where i.kind == .groupSum {
      let memory = TotalMemory(slots[Int(i.destination.slot)], lanes: lanes)
      (memory.leaves + leaf * lanes).update(repeating: 0, count: lanes)
    }
    runRows(section, keptRows(section, agent))
    for i in section.list.instructions where i.kind.isGroupReduction {
      let memory = TotalMemory(slots[Int(i.destination.slot)], lanes: lanes)
      if i.kind == .groupSum {
        combinePath(memory, leaf: leaf, leafCount: TotalMemory.leafCount(section.rowCount))
      } else {
        for lane in 0..<lanes { memory.total[lane] = Double(memory.counts[lane]) }
      }
    }
  }

  /// Adds up all levels of a tree, keeping each.
  func combineKeeping(_ memory: TotalMemory, _ section: BoundSection) {
    var level = memory.leaves
    var count = TotalMemory.leafCount(section.rowCount)
    guard count > 0 else { return memory.total.update(repeating: 0, count: lanes) }
    while count > 1 {
      let above = level + count * lanes
      add(level, level + lanes, to: above, rows: count / 2)
      if count & 1 == 1 {
        (above + count / 2 * lanes).update(from: level + (count - 1) * lanes, count: lanes)
      }
      level = above
      count = (count + 1) / 2
    }
    memory.total.update(from: level, count: lanes)
  }

  /// Adds up the nodes above a leaf.
  private func combinePath(_ memory: TotalMemory, leaf: Int, leafCount: Int) {
    var level = memory.leaves
    var count = leafCount
    var node = leaf
    while count > 1 {
      let above = level + count * lanes
      let left = level + (node & ~1) * lanes
      node /= 2
      if 2 * node + 1 < count {
        add(left, left + lanes, to: above + node * lanes, rows: 1)
      } else {
        (above + node * lanes).update(from: left, count: lanes)
      }
      level = above
      count = (count + 1) / 2
    }
    memory.total.update(from: level, count: lanes)
  }

  /// Adds rows that lie two rows apart.
  private func add(
    _ left: UnsafeMutablePointer<Double>, _ right: UnsafeMutablePointer<Double>,
    to sums: UnsafeMutablePointer<Double>, rows: Int
  ) {
    let a = ak_operand(data: left, agent_stride: 2 * laneCount, lane_stride: 1)
    let b = ak_operand(data: right, agent_stride: 2 * laneCount, lane_stride: 1)
    ak_binary(AK_ADD, AK_F64, sums, a, b, UInt32(rows), laneCount)
  }

  /// The agents whose values a visit to one of them needs: those of its leaf, or itself where agents are only counted.
  private func keptRows(_ section: BoundSection, _ agent: Int) -> Range<Int> {
    guard section.keepsSums else { return agent..<agent + 1 }
    let first = agent & ~(Int(AK_LEAF_AGENTS) - 1)
    return first..<min(first + Int(AK_LEAF_AGENTS), section.rowCount)
  }

  private func runRows(_ section: BoundSection, _ rows: Range<Int>) {
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: section.blockRows) {
      let count = min(section.blockRows, rows.upperBound - first)
      runBlock(section, first: first, rows: count, ordinal: first)
    }
  }

  private func negateCounts(_ section: BoundSection) {
    for i in section.list.instructions where i.kind == .groupCount {
      let memory = TotalMemory(slots[Int(i.destination.slot)], lanes: lanes)
      for lane in 0..<lanes { memory.counts[lane] = 0 &- memory.counts[lane] }
    }
  }
}
