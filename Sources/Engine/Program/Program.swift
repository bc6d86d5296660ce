// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is a compiled world? Its units in the order in which they run, and the storage that they share.

import WorldModel

/// A world compiled for one kind of observation.
struct Program: Sendable {
  var world: World
  /// One a group, in order.
  var initial: [AssembledUnit]
  /// One a block of a step, in order.
  var blocks: [AssembledUnit]
  /// What is evaluated after every step; outputs as `stepOutputs` says.
  var everyStep: AssembledUnit
  /// What is evaluated at the end only; one output for each of `endMeasures`.
  var atEnd: AssembledUnit
  /// Tallies of the truth of alignments; runs after steps.
  var tallies: AssembledUnit
  /// All storage, by slot.
  var storage: [Storage]
  /// Traits stored once an agent instead of once an agent and lane.
  var rowTraits: Set<ColumnRef> = []
  /// What the outputs of `everyStep` are, in order.
  var stepOutputs: [StepOutput]
  /// Measures recorded at the end only.
  var endMeasures: [Int]
  /// For each alignment, whether its chance is tallied.
  var isProbability: [Bool]
  /// With `draws packed` what each block that writes does to bits, by block; otherwise empty.
  var packed: [PackedBlock?] = []

  /// What a scalar evaluated after a step is for.
  enum StepOutput: Hashable, Sendable {
    case value(measure: Int)
    /// The condition of a `when` or `first` measure.
    case condition(measure: Int)
    case stop
  }

  /// All units, by the number that their storage bears.
  var units: [AssembledUnit] { initial + blocks + [everyStep, atEnd, tallies] }

  /// Starts a program without units.
  init(empty world: World) {
    var table = StorageTable()
    let none = Assembly.assemble(
      Lowering(world: world, kind: .measures), unit: 0, mainSections: [], outputs: [],
      table: &table)
    self.world = world
    initial = []
    blocks = []
    everyStep = none
    atEnd = none
    tallies = none
    storage = []
    stepOutputs = []
    endMeasures = []
    isProbability = []
  }

  /// Compiles a world of which some traits are stored once an agent.
  init(_ world: World, isTraced: Bool, isTallied: Bool, rowTraits: Set<ColumnRef>) {
    self.world = world
    self.rowTraits = rowTraits
    var table = StorageTable()
    var unit = 0
    func assemble(_ lowering: Lowering, _ sections: [Int], _ outputs: [NodeID] = [])
      -> AssembledUnit
    {
      defer { unit += 1 }
      var result = Assembly.assemble(
        lowering, unit: unit, mainSections: sections, outputs: outputs, table: &table)
      if case .initial = lowering.kind { return result }
      if !lowering.isSerial { result.findBitsets(&table) }
      return result
    }

    initial = world.groups.indices.map { group in
      var lowering = Lowering(
        world: world, kind: .initial(group: group), rowTraits: rowTraits)
      lowering.lowerInitial(group, isTraced: isTraced)
      return assemble(lowering, [0])
    }
    let integrated = world.alignments.map { isTallied ? world.integratedDraw(of: $0) : nil }
    isProbability = integrated.map { $0 != nil }
    let rules = world.settings.drawsPacked ? world.packedRules().rules : []
    let ruleOf = Dictionary(uniqueKeysWithValues: rules.map { ($0.blockIndex, $0) })
    blocks = world.blocks.enumerated().map { index, block in
      var lowering = Lowering(world: world, kind: .block(index), rowTraits: rowTraits)
      lowering.lowerBlock(block, isTraced: isTraced, isPacked: ruleOf[index] != nil)
      for (alignment, draw) in integrated.enumerated() {
        if let draw, draw.blockIndex == index { lowering.lowerChance(alignment, draw) }
      }
      return assemble(lowering, [0])
    }

    var outputs: [StepOutput] = []
    var expressions: [Expression] = []
    var ends: [Int] = []
    for (index, measure) in world.measures.enumerated() {
      switch measure.timing {
      case .everyStep:
        outputs.append(.value(measure: index))
        expressions.append(measure.value)
      case .atEnd: ends.append(index)
      case .when(let condition):
        outputs += [.value(measure: index), .condition(measure: index)]
        expressions += [measure.value, condition]
      case .first(let condition):
        outputs.append(.condition(measure: index))
        expressions.append(condition)
      }
    }
    if let stop = world.settings.stopWhen {
      outputs.append(.stop)
      expressions.append(stop)
    }
    stepOutputs = outputs
    endMeasures = ends

    var steps = Lowering(world: world, kind: .measures, rowTraits: rowTraits)
    let values = steps.lowerMeasures(expressions)
    everyStep = assemble(steps, [], values)
    var last = Lowering(world: world, kind: .measures, rowTraits: rowTraits)
    let finals = last.lowerMeasures(ends.map { world.measures[$0].value })
    atEnd = assemble(last, [], finals)
    var tally = Lowering(world: world, kind: .measures, rowTraits: rowTraits)
    var tallySections: [Int] = []
    if isTallied {
      for (alignment, draw) in integrated.enumerated() where draw == nil {
        tallySections.append(tally.lowerTally(alignment))
      }
    }
    tallies = assemble(tally, tallySections)
    storage = table.storage
    guard world.settings.drawsPacked else { return }
    packed = world.blocks.indices.map { index in
      ruleOf[index].map { rule in
        let outcome = Storage.scratch(unit: world.groups.count + index, 0)
        return PackedBlock(
          world: world, rule: rule, outcomeSlot: table.storage.firstIndex(of: outcome))
      }
    }
  }
}
