// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does memory look when a lane group has one lane and very many agents? Truth values that neighbours count are bits
// as well, and what follows from an index alone, or from where its links begin, is computed block by block.

import CKernels

/// When a group of agents counts as huge, and what is then done.
struct HugeRules: Sendable {
  var usesBitsets = true
  /// Agents from which on memory matters more than work; 2^18 bytes fill a quarter of a second-level cache.
  var leastAgents = 1 << 18
}

extension MemoryLayoutPlan {
  /// Whether a group of agents is huge; with `draws packed` states are bits of another kind.
  func isHuge(_ group: Int) -> Bool {
    lanes == 1 && sizes[group] >= rules.leastAgents && program.packed.isEmpty
  }

  /// The group whose agents a column has rows for.
  func group(ofColumn slot: Int) -> Int {
    switch program.storage[slot] {
    case .member(let group, _), .next(let group, _): group
    case .scratch(let unit, let index): units[unit].scratch[index].group
    default: preconditionFailure("not a column of agents")
    }
  }

  /// The slot of the bits of a column, for the columns that have them.
  var bitsOf: [Int: Int] {
    guard rules.usesBitsets, lanes == 1 else { return [:] }
    var result: [Int: Int] = [:]
    for (slot, storage) in program.storage.enumerated() {
      if case .bits(let column) = storage, isHuge(group(ofColumn: column)) { result[column] = slot }
    }
    return result
  }

  /// Whether a slot holds one block of rows, computed anew for each.
  func isGenerated(_ slot: Int) -> Bool {
    switch program.storage[slot] {
    case .agentIndex(let group): isHuge(group)
    case .degree(let network, _), .inverseDegree(let network, _), .soleTarget(let network):
      isHuge(program.world.networks[network].reader.index)
    default: false
    }
  }

  /// Bytes of one row of a slot that can be generated.
  func generatedBytes(_ slot: Int) -> Int {
    switch program.storage[slot] {
    case .degree(_, let element), .inverseDegree(_, let element): element.byteCount
    case .soleTarget: 4
    default: 8
    }
  }
}

extension BoundOperand {
  /// Reads the rows of a block from its beginning.
  mutating func stay(where isGenerated: (Int) -> Bool) {
    if rowBytes != 0 && isGenerated(Int(slot)) { rowBytes = 0 }
  }
}

extension InstructionList {
  /// Lets instructions read bits where there are some, and generated columns from the beginning of the block.
  ///
  /// - Parameters:
  ///   - layout: Where things lie.
  ///   - bitsOf: The slots of bits, by column, that the unit packs.
  /// - Returns: The slots of generated columns that are read.
  func adapt(to layout: MemoryLayoutPlan, bitsOf: [Int: Int]) -> [Int] {
    var found: Set<Int> = []
    func isGenerated(_ slot: Int) -> Bool {
      guard layout.isGenerated(slot) else { return false }
      found.insert(slot)
      return true
    }
    for index in instructions.indices {
      if instructions[index].kind == .neighbours, instructions[index].type == AK_U8,
        instructions[index].operation == AK_LINK_SUM.rawValue,
        let bits = bitsOf[Int(instructions[index].a.slot)]
      {
        instructions[index].kind = .countBits
        instructions[index].a.slot = Int32(bits)
        instructions[index].b = BoundOperand()
      }
      instructions[index].a.stay(where: isGenerated)
      instructions[index].b.stay(where: isGenerated)
      instructions[index].c.stay(where: isGenerated)
      for arm in 0..<Int(instructions[index].armCount) {
        instructions[index].arms![arm].stay(where: isGenerated)
      }
    }
    return found.sorted()
  }
}

extension BlockRunner {
  /// Computes what a section reads of generated columns.
  func generate(_ section: BoundSection, first: Int, rows: Int) {
    let count = UInt32(rows)
    for (slot, storage) in section.generated {
      let memory = slots[slot]
      switch storage {
      case .degree(let network, let element):
        ak_link_degrees(links + network, UInt32(first), count, element.kernelType, memory)
      case .inverseDegree(let network, let element):
        ak_link_degrees(links + network, UInt32(first), count, element.kernelType, memory)
        let degrees = ak_operand(data: memory, agent_stride: 0, lane_stride: 1)
        ak_unary(AK_RECIPROCAL, element.kernelType, memory, degrees, 1, count)
      case .soleTarget(let network):
        stores[network]!.fillSoleTargets(
          memory.assumingMemoryBound(to: UInt32.self), first..<first + rows)
      default:
        let indices = memory.assumingMemoryBound(to: Double.self)
        for row in 0..<rows { indices[row] = Double(first + row) }
      }
    }
  }

  /// Packs the columns that the unit reads as bits and that are there, or that a pass has made.
  func packBits(after pass: Int?) {
    for bitset in unit.bitsets where bitset.source.after == pass {
      let column = slots[bitset.source.column].assumingMemoryBound(to: UInt8.self)
      let words = slots[bitset.source.bits].assumingMemoryBound(to: UInt64.self)
      forAll(bitset.count) { rows in
        ak_pack_bits(
          column + rows.lowerBound, UInt64(rows.count), words + rows.lowerBound / 64)
      }
    }
  }
}

extension LinkStore {
  /// Writes the first neighbour of each reader, all ones where there is none.
  func fillSoleTargets(_ result: UnsafeMutablePointer<UInt32>, _ readers: Range<Int>) {
    for (row, reader) in readers.enumerated() {
      if isComplete {
        result[row] = isWithinGroup ? UInt32(1 - reader) : 0
      } else {
        result[row] = degree(reader) > 0 ? targets[rowStart(reader)] : UInt32.max
      }
    }
  }
}
