// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is the chance of each agent for each count of its neighbours? The table that a packed block draws by.
//
// Rows are as long as the agent has neighbours, and one: (degree + 1) 2^k chances with k own booleans. They are made
// by the program of the chances, whose lanes stand for counts and own booleans; agents of up to 15 neighbours share a
// number of lanes, those of more have the next power of two.

import CKernels

/// The chances of one block of one cell on one realisation.
final class ChanceTable {
  /// A chance that is not a number.
  struct Undefined: Hashable {
    var agent: Int
    var own: Int
    var count: Int
  }

  let block: PackedBlock
  let chances: UnsafeMutablePointer<UInt64>
  let slices: UnsafeMutablePointer<UInt8>
  let sliceStarts: UnsafeMutablePointer<UInt32>
  /// Chances that are not numbers, by agent.
  private(set) var undefined: [Undefined] = []
  private(set) var isFilled = false

  private let sizes: [Int]
  private let stores: [LinkStore?]
  /// What the run began with, of which traits were made.
  private let initialParameters: [Double]
  private var parameters: [Double]
  private let degrees: [Int]
  private var evaluators: [Int: Evaluator] = [:]

  init(_ block: PackedBlock, sizes: [Int], stores: [LinkStore?], parameters: [Double]) {
    self.block = block
    self.sizes = sizes
    self.stores = stores
    initialParameters = parameters
    self.parameters = parameters
    let agents = sizes[block.group]
    if let counted = block.rule.counted {
      let store = stores[counted.network.index]!
      degrees = (0..<agents).map(store.degree)
    } else {
      degrees = Array(repeating: 0, count: agents)
    }
    sliceStarts = .allocate(capacity: max(agents, 1))
    let ownCount = UInt32(block.rule.own.count)
    var units = 0
    for agent in 0..<agents {
      (sliceStarts + agent).initialize(to: UInt32(units))
      units += Int(ak_packed_units(UInt32(degrees[agent]), ownCount))
    }
    let entries = (degrees.reduce(0, +) + agents) << block.rule.own.count
    chances = .allocate(capacity: max(entries, 1))
    slices = .allocate(capacity: max(units * Int(AK_PACKED_UNIT), 1))
  }

  deinit {
    chances.deallocate()
    slices.deallocate()
    sliceStarts.deallocate()
  }

  /// Bytes of the table of a block.
  static func byteCount(_ block: PackedBlock, agents: Int, linkCount: Int) -> Int {
    let degree = agents > 0 ? linkCount / agents : 0
    let units = Int(ak_packed_units(UInt32(degree), UInt32(block.rule.own.count)))
    return ((linkCount + agents) << block.rule.own.count) * 8
      + agents * (units * Int(AK_PACKED_UNIT) + 12)
  }

  /// Computes all chances; `rule` has the links and the memory of this table.
  func fill(time: Int, _ rule: inout ak_packed_rule) {
    isFilled = true
    undefined.removeAll()
    var first = 0
    var entry = 0
    while first < degrees.count {
      let bits = Self.countBits(degrees[first])
      let evaluator = evaluator(bits)
      var end = first + 1
      while end < degrees.count && end - first < evaluator.blockRows
        && Self.countBits(degrees[end]) == bits
      { end += 1 }
      entry += fill(first..<end, from: entry, evaluator, time: time)
      first = end
    }
    if !block.changes { evaluators = [:] }
    ak_packed_slices(&rule, 0, UInt32(degrees.count), slices)
  }

  /// Takes other values of the parameters; all chances are to be computed anew.
  func change(to parameters: [Double]) {
    self.parameters = parameters
    evaluators = [:]
    isFilled = false
  }

  private static func countBits(_ degree: Int) -> Int {
    max(4, Int.bitWidth - degree.leadingZeroBitCount)
  }

  private func evaluator(_ bits: Int) -> Evaluator {
    if let known = evaluators[bits] { return known }
    let new = Evaluator(
      block, countBits: bits, sizes: sizes, stores: stores, initialParameters, parameters)
    evaluators[bits] = new
    return new
  }

  /// Fills the rows of some agents; returns how many chances they have.
  private func fill(
    _ agents: Range<Int>, from entry: Int, _ evaluator: Evaluator, time: Int
  ) -> Int {
    let ownStates = 1 << block.rule.own.count
    let count = agents.reduce(0) { $0 + degrees[$1] + 1 } * ownStates
    let value = evaluator.evaluate(agents, time: time)
    let flags = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { flags.deallocate() }
    if evaluator.type == AK_F32 {
      convert(value, Float.self, AK_F32, agents, evaluator.countBits, entry, count, flags)
    } else {
      convert(value, Double.self, AK_F64, agents, evaluator.countBits, entry, count, flags)
    }
    var k = 0
    for agent in agents {
      for own in 0..<ownStates {
        for held in 0...degrees[agent] {
          if flags[k] != 0 {
            undefined.append(Undefined(agent: agent, own: own, count: held))
          }
          k += 1
        }
      }
    }
    return count
  }

  private func convert<Number: BinaryFloatingPoint & BitwiseCopyable>(
    _ value: ak_operand, _ number: Number.Type, _ type: ak_type, _ agents: Range<Int>,
    _ countBits: Int, _ entry: Int, _ count: Int, _ flags: UnsafeMutablePointer<UInt8>
  ) {
    let source = value.data.assumingMemoryBound(to: Number.self)
    let dense = UnsafeMutablePointer<Number>.allocate(capacity: count)
    defer { dense.deallocate() }
    var k = 0
    for (row, agent) in agents.enumerated() {
      for own in 0..<1 << block.rule.own.count {
        let from = row * Int(value.agent_stride) + (own << countBits) * Int(value.lane_stride)
        for held in 0...degrees[agent] {
          (dense + k).initialize(to: source[from + held * Int(value.lane_stride)])
          k += 1
        }
      }
    }
    ak_packed_chances(type, block.isLogit ? 1 : 0, dense, chances + entry, flags, count)
  }
}

/// The program of the chances for one number of lanes.
private final class Evaluator {
  let countBits: Int
  let type: ak_type
  var blockRows: Int { unit.sections[0].blockRows }
  private let memory: LaneMemory
  private let runner: BlockRunner
  private let unit: BoundUnit
  private let value: BoundOperand
  private let timeSlot: Int?

  init(
    _ block: PackedBlock, countBits: Int, sizes: [Int], stores: [LinkStore?],
    _ initialParameters: [Double], _ parameters: [Double]
  ) {
    self.countBits = countBits
    let program = block.chances
    let lanes = 1 << (countBits + block.rule.own.count)
    let layout = MemoryLayoutPlan(program: program, sizes: sizes, lanes: lanes)
    memory = LaneMemory(
      layout, links: stores, parameters: Array(repeating: initialParameters, count: lanes))
    for lane in 0..<lanes { memory.change(lane: lane, to: parameters) }
    unit = BoundUnit(program.blocks[0], layout: layout)
    let common = RunnerCommon(
      lanes: lanes, sizes: sizes, stores: stores, seed: 0,
      streams: Array(repeating: 0, count: lanes),
      roomElements: LaneRun.roomElements(program, sizes, lanes))
    runner = BlockRunner(common: common, slots: memory.slots, unit: unit)
    timeSlot = program.storage.firstIndex(of: .time)
    let probe = unit.sections[0].probes[0]
    value = probe.value
    type = probe.probe.value.element.kernelType
    for (slot, storage) in program.storage.enumerated() {
      switch storage {
      case .neighbourCount:
        let counts = memory.slots[slot].assumingMemoryBound(to: Double.self)
        for lane in 0..<lanes { counts[lane] = Double(lane & (1 << countBits - 1)) }
      case .ownBit(let bit):
        let bytes = memory.slots[slot].assumingMemoryBound(to: UInt8.self)
        for lane in 0..<lanes { bytes[lane] = UInt8(lane >> (countBits + bit) & 1) }
      default: break
      }
    }
  }

  /// Returns the values of some agents, at most `blockRows`.
  func evaluate(_ agents: Range<Int>, time: Int) -> ak_operand {
    if let timeSlot { memory.slots[timeSlot].storeBytes(of: Double(time), as: Double.self) }
    runner.runPrologue(from: .run)
    runner.runBlock(
      unit.sections[0], first: agents.lowerBound, rows: agents.count, ordinal: 0)
    return runner.resolve(value, agents.lowerBound)
  }
}
