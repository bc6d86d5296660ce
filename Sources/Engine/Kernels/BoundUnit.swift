// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a unit look like once lanes and sizes are known? Its instruction lists and the rows they loop over.

/// A section bound to lanes and sizes.
final class BoundSection {
  let source: AssembledSection
  let list: InstructionList
  /// Rows of one block.
  let blockRows: Int
  /// Number of agents, for sections over agents.
  let rowCount: Int
  /// Values shown in a trace, and where they lie.
  let probes: [(probe: AssembledProbe, value: BoundOperand, mask: BoundOperand?)]
  /// Whether visits keep counts, and sums, of the section up to date.
  let keepsCounts: Bool
  let keepsSums: Bool
  /// Whether a reduction depends on the order of the agents, as extremes do: of equal zeros the first stays.
  let hasExtremes: Bool

  init(_ section: AssembledSection, sizes: [Int], lanes: Int) {
    source = section
    list = InstructionList(section.instructions, lanes: lanes)
    blockRows = MemoryLayoutPlan.blockRows(section, sizes: sizes, lanes: lanes)
    switch section.rows {
    case .agents(let group), .pairs(let group, _): rowCount = sizes[group]
    case .edges: rowCount = 0
    }
    keepsCounts = section.isIncremental && list.instructions.contains { $0.kind == .groupCount }
    keepsSums = section.isIncremental && list.instructions.contains { $0.kind == .groupSum }
    hasExtremes = list.instructions.contains {
      $0.kind == .groupExtreme || $0.kind == .groupSecond
    }
    probes = section.probes.map { probe in
      (
        probe, BoundOperand(probe.value, lanes: lanes),
        probe.mask.map { BoundOperand($0, lanes: lanes) }
      )
    }
  }
}

/// A unit bound to lanes and sizes.
final class BoundUnit {
  let source: AssembledUnit
  let prologue: InstructionList
  let stages: [Stage]
  let sections: [BoundSection]
  /// Whether the prologue's values of stage `run` are there.
  var isPrepared = false

  init(_ unit: AssembledUnit, sizes: [Int], lanes: Int) {
    source = unit
    prologue = InstructionList(unit.prologue.map(\.instruction), lanes: lanes)
    stages = unit.prologue.map(\.stage)
    sections = unit.sections.map { BoundSection($0, sizes: sizes, lanes: lanes) }
  }
}
