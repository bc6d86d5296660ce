// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a block executed? Instruction by instruction, each one call of a kernel on all its rows and lanes.
//
// Nothing here allocates but when a run fails. With one lane the rows of elementwise work are handed to the kernels as
// lanes, so that they stay vectors; the bits do not depend on it.

import CKernels

/// What the runners of one lane group have in common.
final class RunnerCommon {
  let lanes: Int
  let sizes: [Int]
  let stores: [LinkStore?]
  let links: UnsafeMutablePointer<ak_links>
  let seed: UInt32
  let streams: UnsafeMutablePointer<UInt32>
  let alive: UnsafeMutablePointer<UInt8>
  let roomElements: Int

  init(
    lanes: Int, sizes: [Int], stores: [LinkStore?], seed: UInt32, streams: [UInt32],
    roomElements: Int
  ) {
    self.lanes = lanes
    self.sizes = sizes
    self.stores = stores
    self.seed = seed
    self.roomElements = roomElements
    links = .allocate(capacity: max(stores.count, 1))
    for (index, store) in stores.enumerated() {
      (links + index).initialize(to: store?.links ?? ak_links())
    }
    self.streams = .allocate(capacity: lanes)
    self.streams.initialize(from: streams, count: lanes)
    alive = .allocate(capacity: lanes)
    alive.initialize(repeating: 1, count: lanes)
  }

  deinit {
    links.deallocate()
    streams.deallocate()
    alive.deallocate()
  }
}

/// Executes instruction lists on the memory of one lane group; one on each thread that works on it.
final class BlockRunner {
  /// Bytes of the rooms for each element of the largest block.
  static let roomBytes = 13

  let lanes: Int
  let laneCount: UInt32
  let sizes: [Int]
  let slots: UnsafeMutablePointer<UnsafeMutableRawPointer>
  let stores: [LinkStore?]
  /// The stored networks as kernels take them; by network.
  let links: UnsafeMutablePointer<ak_links>
  let seed: UInt32
  /// One key word a lane.
  let streams: UnsafeMutablePointer<UInt32>
  /// Whether the run of a lane still counts.
  let alive: UnsafeMutablePointer<UInt8>
  /// Room for a mask of one block.
  let maskRoom: UnsafeMutablePointer<UInt8>
  /// Room for indices of one block of links.
  let indexRoom: UnsafeMutablePointer<UInt32>
  /// Room for numbers of one block of links.
  let numberRoom: UnsafeMutablePointer<Double>
  /// Room for one number a lane.
  let laneRoom: UnsafeMutablePointer<Double>

  var step: UInt32 = 0
  var domain: UInt32 = 0
  var unit: BoundUnit
  var frame = LinkFrame()
  var failures: [FailedLane] = []
  var hasDeadLanes = false
  var tallies: [AlignmentCounter] = []
  /// The agent that is traced, if one is.
  var tracer: Tracer?
  /// The threads among which the rows of sections are divided; of the runner that leads them alone.
  var crew: Crew?
  private let common: RunnerCommon

  init(common: RunnerCommon, slots: UnsafeMutablePointer<UnsafeMutableRawPointer>, unit: BoundUnit)
  {
    self.common = common
    lanes = common.lanes
    laneCount = UInt32(common.lanes)
    sizes = common.sizes
    self.slots = slots
    stores = common.stores
    seed = common.seed
    self.unit = unit
    links = common.links
    streams = common.streams
    alive = common.alive
    maskRoom = .allocate(capacity: common.roomElements)
    indexRoom = .allocate(capacity: common.roomElements)
    numberRoom = .allocate(capacity: common.roomElements)
    laneRoom = .allocate(capacity: lanes)
    laneRoom.initialize(repeating: 0, count: lanes)
  }

  deinit {
    maskRoom.deallocate()
    indexRoom.deallocate()
    numberRoom.deallocate()
    laneRoom.deallocate()
  }

  @inline(__always)
  func resolve(_ operand: BoundOperand, _ first: Int) -> ak_operand {
    ak_operand(
      data: UnsafeRawPointer(slots[Int(operand.slot)] + first &* Int(operand.rowBytes)),
      agent_stride: operand.rowStride, lane_stride: operand.laneStride)
  }

  @inline(__always)
  func target(_ operand: BoundOperand, _ first: Int) -> UnsafeMutableRawPointer {
    slots[Int(operand.slot)] + first &* Int(operand.rowBytes)
  }

  /// Executes the prologue of the unit from a stage on, but for counts that visits keep up to date if so told.
  func runPrologue(from stage: Stage, skipsIncremental: Bool = false) {
    let list = unit.prologue.instructions
    for index in list.indices where unit.stages[index] >= stage {
      if list[index].kind == .pass {
        let section = unit.sections[Int(list[index].index)]
        if skipsIncremental && section.source.isIncremental { continue }
        runPass(section)
        packBits(after: Int(list[index].index))
      } else {
        execute(list.baseAddress! + index, first: 0, rows: 1, ordinal: 0)
      }
    }
  }

  /// Executes one block of rows of a section.
  func runBlock(_ section: BoundSection, first: Int, rows: Int, ordinal: Int) {
    let list = section.list.instructions
    guard let base = list.baseAddress else { return }
    if !section.generated.isEmpty { generate(section, first: first, rows: rows) }
    for index in 0..<list.count {
      execute(base + index, first: first, rows: rows, ordinal: ordinal)
    }
    if tracer != nil { trace(section, first: first, rows: rows) }
  }

  /// Executes a section for all its agents; by several threads where there are some and it is worth it.
  func runAll(_ section: BoundSection) {
    if let crew, crew.isWorthIt(rows: section.rowCount) {
      crew.run(rows: section.rowCount, keepsOrder: section.hasExtremes) {
        $0.run(section, rows: $1)
      }
    } else {
      run(section, rows: 0..<section.rowCount)
    }
  }

  /// Executes a section for some of its agents.
  func run(_ section: BoundSection, rows: Range<Int>) {
    if let path = section.fastPath, path.isUsable, tracer == nil {
      return run(path, section, rows: rows)
    }
    var first = rows.lowerBound
    while first < rows.upperBound {
      let count = min(section.blockRows, rows.upperBound - first)
      runBlock(section, first: first, rows: count, ordinal: first)
      first += count
    }
  }

  /// Executes one instruction.
  func execute(
    _ pointer: UnsafeMutablePointer<BoundInstruction>, first: Int, rows: Int, ordinal: Int
  ) {
    let kind = pointer.pointee.kind
    switch kind {
    case .unary, .binary, .compare, .clamp, .select, .convert, .isPresent:
      elementwise(pointer, first, rows)
    case .gatherRows:
      let i = pointer.pointee
      let index = resolve(i.b, first).data!.assumingMemoryBound(to: UInt32.self)
      ak_gather_rows(
        i.resultType, target(i.destination, first), UnsafeRawPointer(slots[Int(i.a.slot)]), index,
        UInt32(rows), laneCount)
    case .gatherElements:
      let i = pointer.pointee
      ak_gather_elements(
        i.resultType, target(i.destination, first), UnsafeRawPointer(slots[Int(i.a.slot)]),
        resolve(i.b, first), UInt32(rows), laneCount, laneCount)
    case .gatherRead:
      let i = pointer.pointee
      ak_gather_rows(
        i.resultType, target(i.destination, first), UnsafeRawPointer(slots[Int(i.a.slot)]),
        stores[frame.network]!.targets + first, UInt32(rows), laneCount)
    case .gatherCaptured: gatherCaptured(pointer.pointee, first, rows)
    case .neighbours:
      let i = pointer.pointee
      ak_link_reduce(
        ak_link_operation(rawValue: i.operation), links + Int(i.index), UInt32(first),
        UInt32(rows), laneCount, i.type, UnsafeRawPointer(slots[Int(i.a.slot)]), i.resultType,
        target(i.destination, first), i.isMasked ? resolve(i.b, first).data : nil)
    case .countBits:
      let i = pointer.pointee
      ak_link_count_bits(
        links + Int(i.index), UInt32(first), UInt32(rows),
        slots[Int(i.a.slot)].assumingMemoryBound(to: UInt64.self), i.isMasked ? 1 : 0,
        i.resultType, target(i.destination, first))
    case .bernoulli, .bernoulliLogit, .number, .weights, .logit:
      draw(pointer, first, rows, ordinal)
    case .pick: pick(pointer.pointee, first, rows, ordinal)
    case .links: runLinks(pointer, first, rows)
    case .pass: preconditionFailure("a pass outside the prologue")
    case .groupSum, .groupCount, .groupExtreme, .groupSecond:
      reduceGroup(pointer.pointee, first, rows)
    case .linkReduce: reduceLinks(pointer.pointee, first, rows)
    case .check: check(pointer, first, rows)
    case .tally:
      let i = pointer.pointee
      tallies[Int(i.index)].add(
        resolve(i.a, first), i.type, first: first, rows: rows, alive: hasDeadLanes ? alive : nil,
        room: numberRoom)
    }
  }

  @inline(__always)
  private func elementwise(
    _ pointer: UnsafeMutablePointer<BoundInstruction>, _ first: Int, _ rows: Int
  ) {
    let i = pointer.pointee
    let destination = target(i.destination, first)
    var a = resolve(i.a, first)
    var b = resolve(i.b, first)
    var c = resolve(i.c, first)
    var agents = i.hasRows ? UInt32(rows) : 1
    var lanes = i.hasLanes ? laneCount : 1
    if lanes == 1 {
      swap(&agents, &lanes)
      a.lane_stride = a.agent_stride
      b.lane_stride = b.agent_stride
      c.lane_stride = c.agent_stride
      a.agent_stride = 0
      b.agent_stride = 0
      c.agent_stride = 0
    }
    switch i.kind {
    case .unary:
      ak_unary(ak_unary_operation(rawValue: i.operation), i.type, destination, a, agents, lanes)
    case .binary:
      ak_binary(
        ak_binary_operation(rawValue: i.operation), i.type, destination, a, b, agents, lanes)
    case .compare:
      ak_compare(
        ak_comparison(rawValue: i.operation), i.type,
        destination.assumingMemoryBound(to: UInt8.self), a, b, agents, lanes)
    case .clamp: ak_clamp(i.type, destination, a, b, c, agents, lanes)
    case .select: ak_select(i.type, destination, a, b, c, agents, lanes)
    case .convert: ak_convert(i.resultType, destination, i.type, a, agents, lanes)
    default:
      var none = UInt32.max
      withUnsafePointer(to: &none) {
        let constant = ak_operand(data: UnsafeRawPointer($0), agent_stride: 0, lane_stride: 0)
        ak_compare(
          AK_NOT_EQUAL, AK_U32, destination.assumingMemoryBound(to: UInt8.self), a, constant,
          agents, lanes)
      }
    }
  }
}
