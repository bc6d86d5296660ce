// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where do the columns and registers of a lane group lie? In one arena, laid out from the program and the sizes alone.
//
// The same layout gives the estimate before a run and the memory of the run, so that the two cannot drift apart.

import CKernels
import Glibc

/// How much each slot of a program takes for given sizes and lanes.
struct MemoryLayoutPlan {
  let program: Program
  let sizes: [Int]
  let lanes: Int
  /// Offsets of the slots in the arena.
  private(set) var offsets: [Int] = []
  private(set) var byteCount = 0
  let rules: HugeRules
  let units: [AssembledUnit]

  init(program: Program, sizes: [Int], lanes: Int, rules: HugeRules = HugeRules()) {
    self.rules = rules
    self.program = program
    self.sizes = sizes
    self.lanes = lanes
    units = program.units
    for slot in program.storage.indices {
      offsets.append(byteCount)
      byteCount += slotBytes(slot)
    }
  }

  /// Bytes of a slot, up to where the next begins; links read whole vectors, beyond the last row of a column.
  func slotBytes(_ slot: Int) -> Int {
    (bytes(of: slot) + Int(AK_OVERREAD) + 63) & ~63
  }

  /// Rows of one block of a section.
  static func blockRows(_ section: AssembledSection, sizes: [Int], lanes: Int) -> Int {
    let rows = section.blockElements / lanes
    switch section.rows {
    case .agents(let group): return max(4, min(rows & ~3, (sizes[group] + 3) & ~3))
    case .edges, .pairs: return max(1, rows)
    }
  }

  private func bytes(of slot: Int) -> Int {
    if isGenerated(slot) {
      return LaneRun.roomElements(program, sizes, lanes) * generatedBytes(slot)
    }
    switch program.storage[slot] {
    case .register(let unit, let section, let element, _):
      let section = units[unit].sections[section]
      return Self.blockRows(section, sizes: sizes, lanes: lanes) * lanes * element.byteCount
    case .lane(_, _, let element): return lanes * element.byteCount
    case .constant, .count, .inverseCount, .time: return 8
    case .neighbourCount: return lanes * 8
    case .ownBit: return lanes
    case .parameter, .initialParameter: return lanes * 8
    case .total(let unit, let section, let root):
      let section = units[unit].sections[section]
      guard case .agents(let group) = section.rows else { return 0 }
      return TotalMemory.byteCount(
        agents: section.addsUp(root) ? sizes[group] : 0, lanes: lanes,
        keepsTree: section.isIncremental)
    case .member(let group, let member), .next(let group, let member):
      let element = Element(program.world.groups[group].members[member].type)
      let isRow = program.rowTraits.contains(.member(group: group, member: member))
      return sizes[group] * (isRow ? 1 : lanes) * element.byteCount
    case .scratch(let unit, let index):
      let column = units[unit].scratch[index]
      return sizes[column.group] * lanes * column.element.byteCount
    case .file(let group, _), .agentIndex(let group): return sizes[group] * 8
    case .degree(let network, let element), .inverseDegree(let network, let element):
      return sizes[program.world.networks[network].reader.index] * element.byteCount
    case .soleTarget(let network):
      return sizes[program.world.networks[network].reader.index] * 4
    case .bits(let column):
      return bitsOf[column] == nil ? 0 : (sizes[group(ofColumn: column)] + 63) / 64 * 8
    case .weights, .captured: return 0
    case .isOther(let unit, let section):
      return Self.blockRows(units[unit].sections[section], sizes: sizes, lanes: lanes)
    }
  }
}

/// The memory of one lane group, by slot.
final class LaneMemory {
  let slots: UnsafeMutablePointer<UnsafeMutableRawPointer>
  /// Where the values of parameters are, one a lane, by slot and parameter.
  private let parameterSlots: [(slot: Int, parameter: Int)]
  private let slotCount: Int
  private let arena: UnsafeMutableRawPointer

  init(_ plan: MemoryLayoutPlan, links: [LinkStore?], parameters: [[Double]]) {
    arena = Self.reserve(plan.byteCount)
    slotCount = plan.offsets.count
    parameterSlots = plan.program.storage.enumerated().compactMap { slot, storage in
      if case .parameter(let parameter) = storage { (slot, parameter) } else { nil }
    }
    slots = .allocate(capacity: max(slotCount, 1))
    for (slot, offset) in plan.offsets.enumerated() {
      (slots + slot).initialize(to: arena + offset)
    }
    for (slot, storage) in plan.program.storage.enumerated() where !plan.isGenerated(slot) {
      fill(slot, storage, plan, links, parameters)
    }
  }

  /// Memory for columns; in pages of 2 MiB where it is large, so that random reads find their page.
  private static func reserve(_ byteCount: Int) -> UnsafeMutableRawPointer {
    let page = 1 << 21
    guard byteCount >= 4 * page else {
      return .allocate(byteCount: max(byteCount, 64), alignment: 64)
    }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: page)
    // Where the system has no such pages, small ones serve.
    _ = madvise(memory, byteCount, MADV_HUGEPAGE)
    return memory
  }

  deinit {
    slots.deallocate()
    arena.deallocate()
  }

  private func fill(
    _ slot: Int, _ storage: Storage, _ plan: MemoryLayoutPlan, _ links: [LinkStore?],
    _ parameters: [[Double]]
  ) {
    let memory = slots[slot]
    let doubles = memory.assumingMemoryBound(to: Double.self)
    switch storage {
    case .constant(let bits, .byte): memory.storeBytes(of: UInt8(bits), as: UInt8.self)
    case .constant(let bits, _): memory.storeBytes(of: bits, as: UInt64.self)
    case .parameter(let index), .initialParameter(let index):
      for (lane, values) in parameters.enumerated() { doubles[lane] = values[index] }
    case .count(let group, let leavingOneOut):
      doubles[0] = Double(plan.sizes[group] - (leavingOneOut ? 1 : 0))
    case .inverseCount(let group, let leavingOneOut):
      doubles[0] = Double(plan.sizes[group] - (leavingOneOut ? 1 : 0))
      let count = ak_operand(data: memory, agent_stride: 0, lane_stride: 0)
      ak_unary(AK_RECIPROCAL, AK_F64, memory, count, 1, 1)
    case .time: doubles[0] = -1
    case .file(let group, let member):
      guard case .column(let file) = plan.program.world.groups[group].members[member].initial
      else { preconditionFailure("not read from a file") }
      for (agent, value) in file.values.enumerated() { doubles[agent] = value }
    case .agentIndex(let group):
      for agent in 0..<plan.sizes[group] { doubles[agent] = Double(agent) }
    case .degree(let network, let element):
      fillDegrees(memory, links[network]!, element)
    case .inverseDegree(let network, let element):
      let store = links[network]!
      fillDegrees(memory, store, element)
      let degrees = ak_operand(data: memory, agent_stride: 0, lane_stride: 1)
      ak_unary(
        AK_RECIPROCAL, element.kernelType, memory, degrees, 1, UInt32(store.readerCount))
    case .soleTarget(let network):
      let store = links[network]!
      store.fillSoleTargets(
        memory.assumingMemoryBound(to: UInt32.self), 0..<store.readerCount)
    case .weights(let network):
      if let weights = links[network]!.weights { slots[slot] = UnsafeMutableRawPointer(weights) }
    case .register, .lane, .member, .next, .scratch, .captured, .isOther, .bits, .total,
      .neighbourCount, .ownBit:
      break
    }
  }

  /// Gives a lane other values of the parameters; initial values that are computed again keep the first ones.
  func change(lane: Int, to parameters: [Double]) {
    for (slot, parameter) in parameterSlots {
      slots[slot].assumingMemoryBound(to: Double.self)[lane] = parameters[parameter]
    }
  }

  private func fillDegrees(
    _ memory: UnsafeMutableRawPointer, _ store: LinkStore, _ element: Element
  ) {
    var links = store.links
    ak_link_degrees(&links, 0, UInt32(store.readerCount), element.kernelType, memory)
  }
}

extension Element {
  /// The element as the kernels name it.
  var kernelType: ak_type {
    switch self {
    case .byte: AK_U8
    case .single: AK_F32
    case .double: AK_F64
    case .index: AK_U32
    }
  }
}
