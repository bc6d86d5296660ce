// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do up to 512 replicates of a cell run with `draws packed`? Booleans as bits, 64 replicates a word, beside the
// columns of bytes that everything else reads.
//
// Invariant: once packed, bits are the states and bytes a copy, made anew only where something other than a rule or a
// count reads them. A replicate's place is bit r mod 64 of the word of its network and r / 64, so that its draws do not
// depend on who runs beside it; which word of a row that is does not matter.

import CKernels
import Randomness
import WorldModel

/// The packed columns of one lane group, and how its blocks run on them.
final class PackedStates {
  /// Most words of a row.
  static let mostWords = 8

  /// A boolean member as bits.
  struct Column {
    let group: Int
    let member: Int
    /// Where its bytes are.
    let slot: Int
    var current: UnsafeMutablePointer<UInt64>
    var next: UnsafeMutablePointer<UInt64>
    var hasBytes = true

    /// Makes the next values the current ones.
    mutating func exchange() {
      swap(&current, &next)
      hasBytes = false
    }
  }

  let program: Program
  let group: LaneGroup
  let runner: BlockRunner
  /// Words of a row: 1, 2, 4 or 8.
  let words: Int
  /// Where each lane is: 64 times its word, and its bit.
  let places: UnsafeMutablePointer<UInt16>
  let streams: UnsafeMutablePointer<UInt32>
  /// Replicates that still count.
  let active: UnsafeMutablePointer<UInt64>
  let totals: UnsafeMutablePointer<UInt64>
  let own: UnsafeMutablePointer<UnsafePointer<UInt64>?>
  var columns: [Column] = []
  var tables: [ChanceTable?]
  var isPacked = false

  init(plan: RunPlan, group: LaneGroup, program: Program, runner: BlockRunner) {
    self.program = program
    self.group = group
    self.runner = runner
    let requests = group.requests.map { plan.requests[$0] }
    let found = PackedWord.all(in: requests)
    words = Self.rowWords(found.count)
    places = .allocate(capacity: requests.count)
    for (lane, request) in requests.enumerated() {
      let word = found.firstIndex(of: PackedWord(request))!
      (places + lane).initialize(to: UInt16(64 * word + request.replicateIndex % 64))
    }
    streams = .allocate(capacity: words)
    streams.initialize(repeating: 0, count: words)
    for (word, name) in found.enumerated() {
      streams[word] =
        DrawKey(seed: plan.seed, networkIndex: name.networkIndex, wordIndex: name.wordIndex).stream
    }
    active = .allocate(capacity: words)
    active.initialize(repeating: 0, count: words)
    totals = .allocate(capacity: 64 * words)
    totals.initialize(repeating: 0, count: 64 * words)
    own = .allocate(capacity: PackedRule.mostOwn)
    own.initialize(repeating: nil, count: PackedRule.mostOwn)
    tables = program.packed.map { block in
      block.map {
        ChanceTable(
          $0, sizes: group.sizes, stores: runner.stores, parameters: requests[0].parameters)
      }
    }
    for member in program.packedMembers {
      let count = max(group.sizes[member.group] * words, 1)
      columns.append(
        Column(
          group: member.group, member: member.member,
          slot: program.storage.firstIndex(
            of: .member(group: member.group, member: member.member))!,
          current: .allocate(capacity: count), next: .allocate(capacity: count)))
    }
  }

  deinit {
    for column in columns {
      column.current.deallocate()
      column.next.deallocate()
    }
    places.deallocate()
    streams.deallocate()
    active.deallocate()
    totals.deallocate()
    own.deallocate()
  }

  /// Takes other values of the parameters, the same in all lanes.
  func change(to parameters: [Double]) {
    for table in tables { table?.change(to: parameters) }
  }

  /// Words of a row that holds a number of words: the next power of two.
  private static func rowWords(_ count: Int) -> Int {
    var words = 1
    while words < count { words *= 2 }
    return words
  }

  /// Bytes that a lane group takes for its bits and chances.
  static func byteCount(
    _ program: Program, sizes: [Int], words: Int, linkCount: (NetworkID) -> Int
  ) -> Int {
    var bytes = 0
    for member in program.packedMembers {
      bytes += 2 * 8 * rowWords(words) * sizes[member.group]
    }
    for case let block? in program.packed {
      let links = block.rule.counted.map { linkCount($0.network) } ?? 0
      bytes += ChanceTable.byteCount(block, agents: sizes[block.group], linkCount: links)
    }
    return bytes
  }

  /// Takes the states over from the columns of bytes.
  func pack() {
    for column in columns {
      ak_packed_pack(
        bytes(column), UInt32(words), places, UInt32(group.sizes[column.group]), runner.laneCount,
        column.current)
    }
    isPacked = true
  }

  /// Makes the columns of bytes what the bits are.
  func unpack() {
    for index in columns.indices where !columns[index].hasBytes {
      unpack(columns[index].current, of: columns[index].group, to: columns[index].slot)
      columns[index].hasBytes = true
    }
  }

  func unpack(_ bits: UnsafeMutablePointer<UInt64>, of group: Int, to slot: Int) {
    ak_packed_unpack(
      bits, UInt32(words), places, UInt32(self.group.sizes[group]), runner.laneCount,
      runner.slots[slot].assumingMemoryBound(to: UInt8.self))
  }

  private func bytes(_ column: Column) -> UnsafeMutablePointer<UInt8> {
    runner.slots[column.slot].assumingMemoryBound(to: UInt8.self)
  }

  func column(_ group: Int, _ member: MemberID) -> Int {
    columns.firstIndex { $0.group == group && $0.member == member.index }!
  }
}

extension Program {
  /// The booleans that are bits with `draws packed`: what blocks write, read of the agent itself, or count.
  var packedMembers: [(group: Int, member: Int)] {
    var found: [(group: Int, member: Int)] = []
    func add(_ group: Int, _ member: MemberID) {
      if !found.contains(where: { $0 == (group, member.index) }) {
        found.append((group, member.index))
      }
    }
    for case let block? in packed {
      add(block.group, block.rule.written)
      for member in block.rule.own { add(block.group, member) }
      if let counted = block.rule.counted {
        add(world.networks[counted.network.index].read.index, counted.member)
      }
    }
    return found
  }
}
