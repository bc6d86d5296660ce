// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are sets reduced? Groups by the fixed tree, links in stored order, whatever the blocks.
//
// A section over links runs on as many whole readers as fit its block; the links of a reader that does not fit, and of
// pairs always, come in pieces that are added row by row: the same order, hence the same bits.

import CKernels

/// What a section over links is working on.
struct LinkFrame {
  var network = 0
  /// The instruction in the section of the readers.
  var call: UnsafeMutablePointer<BoundInstruction>?
  /// First row of the readers' block.
  var firstReader = 0
  /// Readers whose links are all in the block, as rows of the readers' block.
  var readers = 0..<0
  var isPiece = false
  /// Whether the piece is the first of its reader.
  var isFirstPiece = false
  var isLastPiece = false
}

/// The memory of a reduction over a group: the total and what it is made of, each one number a lane, then the leaves and,
/// where visits keep the total up to date, the levels of the tree above them.
struct TotalMemory {
  let total: UnsafeMutablePointer<Double>
  let counts: UnsafeMutablePointer<UInt64>
  let first: UnsafeMutablePointer<Double>
  let second: UnsafeMutablePointer<Double>
  let leaves: UnsafeMutablePointer<Double>

  init(_ memory: UnsafeMutableRawPointer, lanes: Int) {
    total = memory.assumingMemoryBound(to: Double.self)
    counts = (memory + lanes * 8).assumingMemoryBound(to: UInt64.self)
    first = (memory + lanes * 16).assumingMemoryBound(to: Double.self)
    second = (memory + lanes * 24).assumingMemoryBound(to: Double.self)
    leaves = (memory + lanes * 32).assumingMemoryBound(to: Double.self)
  }

  /// Keeps a value when it is one of the two most extreme; NaN stays.
  func keep(_ value: Double, _ lane: Int, _ isMinimum: Bool) {
    let most = first[lane]
    if value.isNaN || most.isNaN {
      first[lane] = .nan
      second[lane] = .nan
    } else if isMinimum ? value < most : value > most {
      second[lane] = most
      first[lane] = value
    } else if isMinimum ? value < second[lane] : value > second[lane] {
      second[lane] = value
    }
  }

  /// Number of leaves of a group.
  static func leafCount(_ agents: Int) -> Int {
    (agents + Int(AK_LEAF_AGENTS) - 1) / Int(AK_LEAF_AGENTS)
  }

  static func byteCount(agents: Int, lanes: Int, keepsTree: Bool) -> Int {
    let leaves = leafCount(agents)
    return (4 + (keepsTree ? nodeCount(leaves: leaves) : leaves)) * lanes * 8
  }

  /// Number of nodes of the tree, its leaves among them.
  private static func nodeCount(leaves: Int) -> Int {
    var count = leaves
    var level = leaves
    while level > 1 {
      level = (level + 1) / 2
      count += level
    }
    return count
  }
}

extension BlockRunner {
  /// Executes a pass: all its agents, then what its reductions come to.
  func runPass(_ section: BoundSection) {
    for i in section.list.instructions { prepareTotal(i, section) }
    crew?.prepareTotals(section)
    runAll(section)
    crew?.addTotals(section)
    for i in section.list.instructions { finishTotal(i, section) }
  }

  func prepareTotal(_ i: BoundInstruction, _ section: BoundSection) {
    guard i.kind.isGroupReduction else { return }
    let memory = TotalMemory(slots[Int(i.destination.slot)], lanes: lanes)
    let extreme = ak_binary_operation(rawValue: i.operation) == AK_MIN ? 1.0 : -1.0
    for lane in 0..<lanes {
      memory.counts[lane] = 0
      memory.second[lane] = extreme * .infinity
    }
    switch i.kind {
    case .groupSum:
      for k in 0..<TotalMemory.leafCount(section.rowCount) * lanes { memory.leaves[k] = 0 }
    case .groupExtreme where i.type == AK_F32:
      let first = UnsafeMutableRawPointer(memory.first).assumingMemoryBound(to: Float.self)
      for lane in 0..<lanes { first[lane] = Float(extreme) * .infinity }
    default: for lane in 0..<lanes { memory.first[lane] = extreme * .infinity }
    }
  }

  private func finishTotal(_ i: BoundInstruction, _ section: BoundSection) {
    guard i.kind.isGroupReduction else { return }
    let memory = TotalMemory(slots[Int(i.destination.slot)], lanes: lanes)
    switch i.kind {
    case .groupSum:
      if section.keepsSums {
        combineKeeping(memory, section)
        return
      }
      let leafCount = TotalMemory.leafCount(section.rowCount)
      if leafCount > 0 { ak_group_combine(memory.leaves, UInt32(leafCount), laneCount) }
      for lane in 0..<lanes { memory.total[lane] = leafCount > 0 ? memory.leaves[lane] : 0 }
    case .groupCount: for lane in 0..<lanes { memory.total[lane] = Double(memory.counts[lane]) }
    case .groupExtreme:
      let first = ak_operand(data: memory.first, agent_stride: 0, lane_stride: 1)
      ak_convert(AK_F64, memory.total, i.type, first, 1, laneCount)
    default: for lane in 0..<lanes { memory.total[lane] = memory.second[lane] }
    }
  }

  func reduceGroup(_ i: BoundInstruction, _ first: Int, _ rows: Int) {
    let memory = TotalMemory(slots[Int(i.destination.slot)], lanes: lanes)
    let a = resolve(i.a, first)
    var mask = resolve(i.c, first)
    withUnsafePointer(to: &mask) { pointer in
      let active = i.isMasked ? pointer : nil
      switch i.kind {
      case .groupSum:
        ak_group_leaves(i.type, a, active, UInt32(first), UInt32(rows), laneCount, memory.leaves)
      case .groupCount: ak_group_count(a, active, UInt32(rows), laneCount, memory.counts)
      case .groupExtreme:
        ak_group_extreme(
          ak_binary_operation(rawValue: i.operation), i.type, a, active, UInt32(rows), laneCount,
          memory.first)
      default: reduceSecond(i, a, rows, memory)
      }
    }
  }

  private func reduceSecond(
    _ i: BoundInstruction, _ a: ak_operand, _ rows: Int, _ memory: TotalMemory
  ) {
    let isMinimum = ak_binary_operation(rawValue: i.operation) == AK_MIN
    let values = a.data.assumingMemoryBound(to: Double.self)
    for row in 0..<rows {
      for lane in 0..<lanes {
        memory.keep(
          values[row * Int(a.agent_stride) + lane * Int(a.lane_stride)], lane, isMinimum)
      }
    }
  }

  // MARK: links

  /// Executes a section over the links of the rows at hand.
  func runLinks(_ pointer: UnsafeMutablePointer<BoundInstruction>, _ first: Int, _ rows: Int) {
    let section = unit.sections[Int(pointer.pointee.index)]
    frame = LinkFrame()
    frame.call = pointer
    frame.firstReader = first
    switch section.source.rows {
    case .agents: preconditionFailure("agents are not links")
    case .edges(let network): runEdges(section, network, first, rows)
    case .pairs(_, let leavingOneOut): runPairs(section, leavingOneOut, first, rows)
    }
  }

  private func runEdges(_ section: BoundSection, _ network: Int, _ first: Int, _ rows: Int) {
    frame.network = network
    let store = stores[network]!
    var reader = first
    while reader < first + rows {
      let start = store.rowStart(reader)
      var end = reader
      while end < first + rows && store.rowStart(end + 1) - start <= section.blockRows { end += 1 }
      if end > reader {
        frame.isPiece = false
        frame.readers = reader - first..<end - first
        runBlock(section, first: start, rows: store.rowStart(end) - start, ordinal: 0)
        reader = end
      } else {
        frame.readers = reader - first..<reader - first + 1
        runPieces(section, start, store.rowStart(reader + 1)) { _, _ in }
        reader += 1
      }
    }
  }

  private func runPairs(
    _ section: BoundSection, _ leavingOneOut: Bool, _ first: Int, _ rows: Int
  ) {
    let isOther = slots[section.source.isOtherSlot!].assumingMemoryBound(to: UInt8.self)
    for row in 0..<rows {
      for (k, slot) in section.source.capturedSlots.enumerated() {
        let operand = frame.call!.pointee.arms![k]
        let element = section.source.capturedElements[k]
        slots[slot] =
          target(operand, first) + row * Int(operand.rowStride) * element.byteCount
      }
      frame.readers = row..<row + 1
      let reader = first + row
      runPieces(section, 0, section.rowCount) { start, end in
        for k in 0..<end - start { isOther[k] = 1 }
        if leavingOneOut && reader >= start && reader < end { isOther[reader - start] = 0 }
      }
    }
  }

  private func runPieces(
    _ section: BoundSection, _ start: Int, _ end: Int, _ prepare: (Int, Int) -> Void
  ) {
    frame.isPiece = true
    var piece = start
    repeat {
      let next = min(piece + section.blockRows, end)
      frame.isFirstPiece = piece == start
      frame.isLastPiece = next == end
      prepare(piece, next)
      runBlock(section, first: piece, rows: next - piece, ordinal: 0)
      piece = next
    } while piece < end
  }

  func gatherCaptured(_ i: BoundInstruction, _ first: Int, _ rows: Int) {
    let operand = frame.call!.pointee.arms![Int(i.index)]
    if frame.isPiece {
      for row in 0..<rows { indexRoom[row] = UInt32(frame.readers.lowerBound) }
    } else {
      ak_link_readers(
        links + frame.network, UInt32(frame.firstReader + frame.readers.lowerBound), UInt64(first),
        UInt32(rows), indexRoom)
      for row in 0..<rows { indexRoom[row] -= UInt32(frame.firstReader) }
    }
    ak_gather_rows(
      i.resultType, target(i.destination, first),
      UnsafeRawPointer(target(operand, frame.firstReader)), indexRoom, UInt32(rows),
      i.hasLanes ? laneCount : 1)
  }

  func reduceLinks(_ i: BoundInstruction, _ first: Int, _ rows: Int) {
    let rowBytes = lanes * i.resultType.byteCount
    let result = slots[Int(i.destination.slot)] + frame.readers.lowerBound * rowBytes
    let values = resolve(i.a, first).data!
    if !frame.isPiece {
      var computed = stores[frame.network]!.computedLinks(from: first)
      ak_link_reduce(
        ak_link_operation(rawValue: i.operation), &computed,
        UInt32(frame.firstReader + frame.readers.lowerBound), UInt32(frame.readers.count),
        laneCount, i.type, values, i.resultType, result, nil)
    } else if i.type == AK_U8 {
      // Counts are exact in 64 bits and rounded once, as the kernel does.
      addCounts(i, values.assumingMemoryBound(to: UInt8.self), rows, result)
    } else if i.type == AK_F32 {
      fold(i, values.assumingMemoryBound(to: Float.self), rows, result, Float.infinity)
    } else {
      fold(i, values.assumingMemoryBound(to: Double.self), rows, result, Double.infinity)
    }
  }

  private func addCounts(
    _ i: BoundInstruction, _ values: UnsafePointer<UInt8>, _ rows: Int,
    _ result: UnsafeMutableRawPointer
  ) {
    let counts = numberRoom + Int(i.index) * lanes
    for lane in 0..<lanes {
      var count = frame.isFirstPiece ? 0 : counts[lane]
      for row in 0..<rows { count += Double(values[row * lanes + lane]) }
      counts[lane] = count
    }
    guard frame.isLastPiece else { return }
    let operand = ak_operand(data: counts, agent_stride: 0, lane_stride: 1)
    ak_convert(i.resultType, result, AK_F64, operand, 1, laneCount)
  }

  @inline(__always)
  private func fold<Number: BinaryFloatingPoint>(
    _ i: BoundInstruction, _ values: UnsafePointer<Number>, _ rows: Int,
    _ result: UnsafeMutableRawPointer, _ infinity: Number
  ) {
    let sums = result.assumingMemoryBound(to: Number.self)
    let operation = ak_link_operation(rawValue: i.operation)
    if frame.isFirstPiece {
      let start: Number =
        operation == AK_LINK_SUM ? 0 : operation == AK_LINK_MIN ? infinity : -infinity
      for lane in 0..<lanes { sums[lane] = start }
    }
    for row in 0..<rows {
      let block = values + row * lanes
      switch operation {
      case AK_LINK_SUM: for lane in 0..<lanes { sums[lane] += block[lane] }
      case AK_LINK_MIN:
        for lane in 0..<lanes where block[lane] < sums[lane] || block[lane].isNaN {
          sums[lane] = block[lane]
        }
      default:
        for lane in 0..<lanes where block[lane] > sums[lane] || block[lane].isNaN {
          sums[lane] = block[lane]
        }
      }
    }
  }
}

extension BoundInstruction.Kind {
  /// Whether the instruction reduces over a group.
  var isGroupReduction: Bool {
    switch self {
    case .groupSum, .groupCount, .groupExtreme, .groupSecond: true
    default: false
    }
  }
}

extension ak_type {
  /// Bytes of one number.
  var byteCount: Int { self == AK_U8 ? 1 : self == AK_F64 ? 8 : 4 }
}
