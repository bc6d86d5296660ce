// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a section run on its fast path? The kernel goes as far as it can, and each row at which it stops is left to the
// section's instructions.

import CKernels

extension BlockRunner {
  /// Executes some rows of a section whose fast path is usable.
  func run(_ path: BoundFastPath, _ section: BoundSection, rows: Range<Int>) {
    var first = rows.lowerBound
    while first < rows.upperBound {
      let list = ak_row_list(
        first: UInt32(first), count: UInt32(rows.upperBound - first), rows: nil, ordinal_is_row: 0)
      first += kernel(path, list, firstOrdinal: UInt32(first))
      guard first < rows.upperBound else { return }
      runBlock(section, first: first, rows: 1, ordinal: first)
      first += 1
    }
  }

  /// Visits agents in order; calls `afterVisit` when a visit went by the instructions.
  func visit(
    _ path: BoundFastPath, _ section: BoundSection, agents: UnsafeBufferPointer<UInt32>,
    firstOrdinal: Int, ordinalIsAgent: Bool, afterVisit: () -> Void
  ) {
    var visit = 0
    while visit < agents.count {
      let list = ak_row_list(
        first: 0, count: UInt32(agents.count - visit), rows: agents.baseAddress! + visit,
        ordinal_is_row: ordinalIsAgent ? 1 : 0)
      visit += kernel(path, list, firstOrdinal: UInt32(firstOrdinal + visit))
      guard visit < agents.count else { return }
      let agent = Int(agents[visit])
      runBlock(
        section, first: agent, rows: 1, ordinal: ordinalIsAgent ? agent : firstOrdinal + visit)
      afterVisit()
      visit += 1
    }
  }

  /// Returns the number of rows that the kernel did.
  private func kernel(_ path: BoundFastPath, _ list: ak_row_list, firstOrdinal: UInt32) -> Int {
    let count = path.source.count
    let column = bytes(count.column)
    let destination = bytes(count.destination)
    switch path.source {
    case .heatBath(let source):
      var context = ak_draw_context(
        seed: seed, streams: streams, step: step, site: source.site, domain: domain,
        first_ordinal: firstOrdinal, first_attempt: 0)
      var form = path.heatBath
      return Int(
        ak_heat_bath_rows(
          &form, &context, links + count.network, column, destination, list, laneCount))
    case .threshold(let source):
      var form = path.threshold
      if source.limit.shape.rows {
        form.limits = UnsafePointer(slots[source.limit.slot].assumingMemoryBound(to: Float.self))
      }
      if let own = source.own { form.own = UnsafePointer(bytes(own)) }
      return Int(
        ak_threshold_rows(&form, links + count.network, column, destination, list, laneCount))
    }
  }

  private func bytes(_ operand: Operand) -> UnsafeMutablePointer<UInt8> {
    slots[operand.slot].assumingMemoryBound(to: UInt8.self)
  }

  /// Returns a value that is the same for all rows.
  func laneValue(_ operand: Operand, _ lane: Int) -> Double {
    read(BoundOperand(operand, lanes: lanes), operand.element.kernelType, 0, 0, lane)
  }
}
