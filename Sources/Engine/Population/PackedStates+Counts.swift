// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do measures see bits? What only counts a boolean is counted in bits; for all else bytes are made.

import CKernels

extension PackedStates {
  /// Computes the prologue of a unit; what only counts a packed boolean is counted in bits.
  func runPrologue(of unit: BoundUnit, from stage: Stage) {
    let list = unit.prologue.instructions
    for index in list.indices where unit.stages[index] >= stage {
      guard list[index].kind == .pass else {
        runner.execute(list.baseAddress! + index, first: 0, rows: 1, ordinal: 0)
        continue
      }
      let section = unit.sections[Int(list[index].index)]
      if let counted = countedColumn(section) {
        count(columns[counted], to: section)
      } else {
        unpack()
        runner.runPass(section)
      }
    }
  }

  /// The column that a pass counts, when that is all it does.
  private func countedColumn(_ section: BoundSection) -> Int? {
    let instructions = section.list.instructions
    guard isPacked, let first = instructions.first, first.a.rowBytes != 0,
      instructions.allSatisfy({
        $0.kind == .groupCount && !$0.isMasked && $0.a.slot == first.a.slot
      })
    else { return nil }
    return columns.firstIndex { $0.slot == Int(first.a.slot) }
  }

  private func count(_ column: Column, to section: BoundSection) {
    for k in 0..<64 * words { totals[k] = 0 }
    ak_packed_count(
      column.current, UInt32(words), UInt32(group.sizes[column.group]), totals)
    for instruction in section.list.instructions {
      let memory = TotalMemory(
        runner.slots[Int(instruction.destination.slot)], lanes: runner.lanes)
      for lane in 0..<runner.lanes { memory.total[lane] = Double(totals[Int(places[lane])]) }
    }
  }
}
