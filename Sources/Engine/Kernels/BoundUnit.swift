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
  /// The kernel that may stand for the instructions.
  let fastPath: BoundFastPath?

  /// The columns that are computed block by block, and what they hold.
  let generated: [(slot: Int, storage: Storage)]

  /// Binds a section; without `stores` it runs by its instructions.
  init(
    _ section: AssembledSection, layout: MemoryLayoutPlan, bitsOf: [Int: Int],
    stores: [LinkStore?]?
  ) {
    let sizes = layout.sizes
    let lanes = layout.lanes
    source = section
    fastPath = stores.flatMap { stores in
      section.fastPath.flatMap { BoundFastPath($0, lanes: lanes, stores: stores) }
    }
    list = InstructionList(section.instructions, lanes: lanes)
    generated = list.adapt(to: layout, bitsOf: bitsOf).map { ($0, layout.program.storage[$0]) }
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
      var value = BoundOperand(probe.value, lanes: lanes)
      var mask = probe.mask.map { BoundOperand($0, lanes: lanes) }
      value.stay(where: layout.isGenerated)
      mask?.stay(where: layout.isGenerated)
      return (probe, value, mask)
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

  /// The columns read as bits, with their numbers of agents.
  let bitsets: [(source: Bitset, count: Int)]

  /// Binds a unit; without `stores` it has no fused steps.
  init(_ unit: AssembledUnit, layout: MemoryLayoutPlan, stores: [LinkStore?]? = nil) {
    source = unit
    prologue = InstructionList(unit.prologue.map(\.instruction), lanes: layout.lanes)
    stages = unit.prologue.map(\.stage)
    let bitsOf = layout.bitsOf
    let packed = unit.bitsets.filter { bitsOf[$0.column] != nil }
    let own = Dictionary(uniqueKeysWithValues: packed.map { ($0.column, $0.bits) })
    sections = unit.sections.map {
      BoundSection($0, layout: layout, bitsOf: own, stores: stores)
    }
    bitsets = packed.map { ($0, layout.sizes[layout.group(ofColumn: $0.column)]) }
  }

  /// Lets all that follows from parameters be computed anew when the unit runs next.
  func forgetParameters() {
    isPrepared = false
    for section in sections { section.fastPath?.forgetParameters() }
  }
}
