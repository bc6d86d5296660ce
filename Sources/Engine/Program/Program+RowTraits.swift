// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which traits are the same in all lanes? Those that begin with a value of the agent alone, and that nobody reads but
// row by row: they are stored once an agent.

import WorldModel

extension Program {
  /// Compiles a world; traced with the values of all statements kept, tallied with alignments counted.
  init(_ world: World, isTraced: Bool = false, isTallied: Bool = false) {
    let plain = Program(world, isTraced: isTraced, isTallied: isTallied, rowTraits: [])
    let traits = world.settings.drawsPacked ? [] : plain.traitsOfRows
    self =
      traits.isEmpty
      ? plain : Program(world, isTraced: isTraced, isTallied: isTallied, rowTraits: traits)
  }

  /// The traits that can be stored once an agent, found in a program in which none is.
  private var traitsOfRows: Set<ColumnRef> {
    var wholeSlots: Set<Int> = []
    for instruction in units.flatMap(\.allInstructions) {
      for operand in instruction.operands where !operand.advances {
        wholeSlots.insert(operand.slot)
      }
    }
    var result: Set<ColumnRef> = []
    for (group, unit) in initial.enumerated() {
      for instruction in unit.allInstructions where instruction.code == .convert {
        guard let destination = instruction.destination,
          case .member(group, let member) = storage[destination.slot],
          world.groups[group].members[member].isTrait,
          instruction.operands.allSatisfy({ !$0.shape.lanes }),
          !wholeSlots.contains(destination.slot)
        else { continue }
        result.insert(.member(group: group, member: member))
      }
    }
    return result
  }
}

extension AssembledUnit {
  fileprivate var allInstructions: [Instruction] {
    prologue.map(\.instruction) + sections.flatMap(\.instructions)
  }
}
