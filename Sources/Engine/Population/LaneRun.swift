// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a lane group run from its initial values to its last step?
//
// Lanes end one by one: by failure or by `stop when`. The others go on undisturbed, for nothing that a lane computes
// depends on another; what an ended lane still computes is not looked at.

import CKernels
import Randomness
import WorldModel

/// Runs one lane group.
final class LaneRun {
  let plan: RunPlan
  let group: LaneGroup
  let program: Program
  let runner: BlockRunner
  private let memory: LaneMemory
  private let initial: [BoundUnit]
  private let blocks: [BoundUnit]
  private let everyStep: BoundUnit
  private let atEnd: BoundUnit
  private let tallyUnit: BoundUnit
  private let timeSlot: Int?
  /// The lanes whose parameters change at a step, by step.
  private var changes: [Int: [(lane: Int, parameters: [Double])]] = [:]
  private var nextSlots: [Int: [(current: Int, next: Int)]] = [:]
  /// The order of visits of a shuffled block.
  var order: [UInt32] = []
  /// The states as bits, with `draws packed`.
  let packed: PackedStates?
  var recorder: Recorder
  let observation: Observation

  init(
    plan: RunPlan, group: LaneGroup, program: Program, stores: [LinkStore?],
    options: ExecutionOptions
  ) {
    self.plan = plan
    self.group = group
    self.program = program
    let lanes = group.requests.count
    let requests = group.requests.map { plan.requests[$0] }
    let layout = MemoryLayoutPlan(
      program: program, sizes: group.sizes, lanes: lanes, rules: options.hugeRules)
    memory = LaneMemory(layout, links: stores, parameters: requests.map(\.parameters))
    func bind(_ unit: AssembledUnit) -> BoundUnit {
      BoundUnit(unit, layout: layout)
    }
    initial = program.initial.map(bind)
    blocks = program.blocks.map {
      BoundUnit($0, layout: layout, stores: options.usesFastPaths ? stores : nil)
    }
    everyStep = bind(program.everyStep)
    atEnd = bind(program.atEnd)
    tallyUnit = bind(program.tallies)
    timeSlot = program.storage.firstIndex(of: .time)
    for (lane, request) in requests.enumerated() {
      for change in request.changes {
        changes[change.step, default: []].append((lane, change.parameters))
      }
    }
    for (index, block) in program.blocks.enumerated() {
      let groupIndex = program.world.blocks[index].group.index
      nextSlots[index] = block.exchanged.map { member in
        let current = Storage.member(group: groupIndex, member: member)
        let next = Storage.next(group: groupIndex, member: member)
        return (program.storage.firstIndex(of: current)!, program.storage.firstIndex(of: next)!)
      }
    }
    let streams = requests.map {
      DrawKey(
        seed: plan.seed, networkIndex: $0.networkIndex, replicateIndex: $0.replicateIndex
      ).stream
    }
    let common = RunnerCommon(
      lanes: lanes, sizes: group.sizes, stores: stores, seed: plan.seed, streams: streams,
      roomElements: Self.roomElements(program, group.sizes, lanes))
    runner = BlockRunner(common: common, slots: memory.slots, unit: everyStep)
    packed =
      program.packed.isEmpty
      ? nil : PackedStates(plan: plan, group: group, program: program, runner: runner)
    recorder = Recorder(program: program, lanes: lanes, stepCount: plan.stepCount)
    observation = requests[0].observation
    if case .trace(let traced, let agent) = observation {
      runner.tracer = Tracer(group: traced.index, agent: agent, lanes: lanes)
    } else if (group.sizes.max() ?? 0) * lanes >= options.leastSharedElements {
      runner.crew = Crew(
        leader: runner, common: common, layout: layout, leastElements: options.leastSharedElements)
    }
    if case .alignments(let firstStep) = observation {
      runner.tallies = program.world.alignments.enumerated().map { index, alignment in
        AlignmentCounter(
          agents: group.sizes[alignment.group.index], lanes: lanes,
          isProbability: program.isProbability[index],
          stepCount: max(plan.stepCount - firstStep, 0))
      }
    }
  }

  /// Elements of the largest block of the program.
  static func roomElements(_ program: Program, _ sizes: [Int], _ lanes: Int) -> Int {
    var result = 4 * lanes
    for unit in program.units {
      for section in unit.sections {
        let rows = MemoryLayoutPlan.blockRows(section, sizes: sizes, lanes: lanes)
        result = max(result, rows * lanes)
      }
    }
    return result
  }

  /// Runs all steps; returns one result a lane, or `nil` when `progress`, told the updates since last time, cancels.
  ///
  /// Before each step `enlist` may bring threads that have nothing else to do into the crew that it is given.
  func run(enlist: (Crew) -> Void = { _ in }, progress: (Int) -> Bool) -> [RunResult]? {
    defer { runner.crew?.dismiss() }
    runner.crew.map(enlist)
    begin()
    observeSnapshot(step: 0)
    var updates = 0
    for step in 0..<plan.stepCount {
      runner.crew.map(enlist)
      if (0..<runner.lanes).contains(where: { runner.alive[$0] != 0 }) {
        runStep(step)
      }
      updates += updateCount(step)
      if updates >= 1 << 20 {
        guard progress(updates) else { return nil }
        updates = 0
      }
    }
    guard progress(updates) else { return nil }
    return finish()
  }

  private func setTime(_ time: Int) {
    guard let timeSlot else { return }
    runner.slots[timeSlot].storeBytes(of: Double(time), as: Double.self)
  }

  /// Computes initial values, group after group.
  private func begin() {
    setTime(-1)
    runner.step = 0
    runner.domain = DrawDomain.initial.rawValue
    for (index, unit) in initial.enumerated() {
      prepare(unit)
      beginTrace(group: index, time: -1, blockIndex: -1)
      for section in unit.source.mainSections { runner.runAll(unit.sections[section]) }
      endUnit(time: -1, group: index)
    }
    runner.domain = DrawDomain.dynamics.rawValue
    packed?.pack()
  }

  /// Makes a unit the one that runs and computes its prologue.
  func prepare(_ unit: BoundUnit) {
    runner.unit = unit
    runner.packBits(after: nil)
    let stage: Stage = unit.isPrepared ? .unit : .run
    if let packed {
      packed.runPrologue(of: unit, from: stage)
    } else {
      runner.runPrologue(from: stage)
    }
    unit.isPrepared = true
    for section in unit.source.mainSections.map({ unit.sections[$0] }) {
      section.fastPath?.prepare(runner, agents: section.rowCount)
    }
  }

  /// Gives lanes the parameters that they have from a step on; all that was computed of the old ones is void.
  private func changeParameters(_ step: Int) {
    guard let changes = changes[step] else { return }
    for (lane, parameters) in changes { memory.change(lane: lane, to: parameters) }
    for unit in blocks + [everyStep, atEnd, tallyUnit] { unit.forgetParameters() }
    // With `draws packed` all lanes are of one cell.
    packed?.change(to: changes[0].parameters)
  }

  /// Runs one step and what is recorded after it.
  private func runStep(_ step: Int) {
    changeParameters(step)
    setTime(step)
    runner.step = UInt32(step)
    if case .alignments(let firstStep) = observation, step == firstStep {
      for counter in runner.tallies { counter.isActive = true }
    }
    for (index, unit) in blocks.enumerated() where step % group.periods[index] == 0 {
      let block = program.world.blocks[index]
      let groupIndex = block.group.index
      beginTrace(group: groupIndex, time: step, blockIndex: index)
      switch block.schedule {
      case .synchronous where packed != nil:
        runner.unit = unit
        packed!.run(index, step: step) {
          prepare(unit)
          for section in unit.source.mainSections { runner.runAll(unit.sections[section]) }
        }
      case .synchronous, .partial:
        prepare(unit)
        for section in unit.source.mainSections { runner.runAll(unit.sections[section]) }
        for slots in nextSlots[index]! {
          swap(&runner.slots[slots.current], &runner.slots[slots.next])
        }
      case .sequential, .shuffled:
        runVisits(unit, block, step)
      }
      endUnit(time: step, group: groupIndex)
    }
    if !tallyUnit.source.mainSections.isEmpty {
      packed?.unpack()
      prepare(tallyUnit)
      for section in tallyUnit.source.mainSections { runner.runAll(tallyUnit.sections[section]) }
    }
    for counter in runner.tallies { counter.endStep(alive: runner.alive, forAll: runner.forAll) }
    record(step)
  }

  /// Agents times lanes that a step updates; a lane that has ended counts, so that progress ends where it was said to.
  private func updateCount(_ step: Int) -> Int {
    var updates = 0
    for (index, block) in program.world.blocks.enumerated()
    where step % group.periods[index] == 0 {
      updates += group.sizes[block.group.index] * runner.lanes
    }
    return updates
  }

  /// Ends the runs of lanes that failed in a unit.
  func endUnit(time: Int, group: Int) {
    guard !runner.failures.isEmpty else { return }
    for failure in runner.failures.sorted(by: { ($0.agent, $0.source) < ($1.agent, $1.source) })
    where runner.alive[failure.lane] != 0 {
      runner.alive[failure.lane] = 0
      runner.hasDeadLanes = true
      let request = plan.requests[self.group.requests[failure.lane]]
      recorder.results[failure.lane].failure = RunFailure(
        reason: failure.reason, origin: runner.unit.source.sources[failure.source].origin,
        group: program.world.groups[group].name, agentIndex: failure.agent, time: time,
        networkIndex: request.networkIndex, replicateIndex: request.replicateIndex)
    }
    runner.failures.removeAll()
  }

  /// Records the measures after a step, and stops lanes.
  private func record(_ step: Int) {
    prepare(everyStep)
    let lanes = runner.lanes
    var ending: [Int] = []
    for lane in 0..<lanes where runner.alive[lane] != 0 {
      let stops = recorder.record(step: step, lane: lane) { output(everyStep, $0, lane) }
      if stops || step == plan.stepCount - 1 { ending.append(lane) }
    }
    if !ending.isEmpty && !program.endMeasures.isEmpty {
      prepare(atEnd)
      for lane in ending {
        recorder.recordEnd(step: step, lane: lane) { output(atEnd, $0, lane) }
      }
    }
    observeSnapshot(step: step + 1)
    for lane in ending {
      repeatSnapshot(lane: lane, after: step + 1)
      recorder.freeze(step: step, lane: lane)
      runner.alive[lane] = 0
      runner.hasDeadLanes = true
    }
  }

  private func beginTrace(group: Int, time: Int, blockIndex: Int) {
    guard runner.tracer != nil else { return }
    runner.tracer!.isActive = runner.tracer!.group == group
    runner.tracer!.time = time
    runner.tracer!.blockIndex = blockIndex
  }

  private func output(_ unit: BoundUnit, _ index: Int, _ lane: Int) -> Double {
    let operand = unit.source.outputs[index]
    return runner.read(
      BoundOperand(operand, lanes: runner.lanes), operand.element.kernelType, 0, 0, lane)
  }

  private func finish() -> [RunResult] {
    for lane in 0..<runner.lanes {
      recorder.results[lane].alignmentTallies = runner.tallies.enumerated().map {
        $1.tally(alignment: $0, lane: lane)
      }
      recorder.results[lane].trace = runner.tracer?.entries[lane] ?? []
    }
    return recorder.results
  }
}
