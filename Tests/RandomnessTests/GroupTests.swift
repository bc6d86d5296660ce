// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are group aggregates the sums over the stated tree, whatever the blocks?

import CKernels
import TestSupport
import Testing

@Suite struct GroupTests {
  /// The definition: leaves of 64 agents in order, then neighbours pairwise.
  private func tree(_ values: [Double]) -> Double {
    var level = stride(from: 0, to: values.count, by: 64).map { start in
      values[start..<min(start + 64, values.count)].reduce(0, +)
    }
    while level.count > 1 {
      level = stride(from: 0, to: level.count, by: 2).map {
        $0 + 1 < level.count ? level[$0] + level[$0 + 1] : level[$0]
      }
    }
    return level.first ?? 0
  }

  private func sums<T: KernelFloat>(_: T.Type) {
    for agents in [1, 63, 64, 65, 200, 600] {
      for lanes in [1, 4, 5, 17] {
        for block in [agents, 36, 128] {
          let arena = Arena()
          defer { arena.free() }
          var random = SplitMix(9)
          let values = (0..<agents * lanes).map { _ in T(Int64(bitPattern: random.next())) / 1e9 }
          let mask = values.map { _ in UInt8(random.next() % 3 == 0 ? 0 : 1) }
          let data = arena.column(values)
          let bytes = arena.column(mask)
          let leafCount = (agents + 63) / 64
          let leaves = arena.space(leafCount * lanes, of: 0.0)
          let masked = arena.space(leafCount * lanes, of: 0.0)
          for first in stride(from: 0, to: agents, by: block) {
            let count = UInt32(min(block, agents - first))
            let a = Shape.full.operand(data + first * lanes, lanes: lanes)
            var m = Shape.full.operand(bytes + first * lanes, lanes: lanes)
            let at = UInt32(first)
            ak_group_leaves(T.kernelType, a, nil, at, count, UInt32(lanes), leaves)
            ak_group_leaves(T.kernelType, a, &m, at, count, UInt32(lanes), masked)
          }
          ak_group_combine(leaves, UInt32(leafCount), UInt32(lanes))
          ak_group_combine(masked, UInt32(leafCount), UInt32(lanes))
          for lane in 0..<lanes {
            let column = (0..<agents).map { Double(values[$0 * lanes + lane]) }
            let kept = (0..<agents).map { mask[$0 * lanes + lane] == 0 ? 0 : column[$0] }
            #expect(leaves[lane] == tree(column))
            #expect(masked[lane] == tree(kept))
          }
        }
      }
    }
  }

  @Test("sums follow the tree whose leaves are fixed by agent, for any block")
  func sums() throws {
    try EachKernelLevel.run { _ in
      sums(Float.self)
      sums(Double.self)
    }
  }

  @Test("counts and sums of bytes and words are exact, broadcast operands included")
  func counts() throws {
    try EachKernelLevel.run { _ in countsAndSums() }
  }

  private func countsAndSums() {
    let arena = Arena()
    defer { arena.free() }
    var random = SplitMix(10)
    let values = (0..<300 * 3).map { _ in UInt8(random.next() & 1) }
    let perAgent = (0..<300).map { _ in UInt8(random.next() & 1) }
    let a = Shape.full.operand(arena.column(values), lanes: 3)
    var mask = Shape.perAgent.operand(arena.column(perAgent), lanes: 3)
    var totals: [UInt64] = [5, 0, 0]
    ak_group_count(a, &mask, 300, 3, &totals)
    ak_group_count(a, nil, 300, 3, &totals)
    ak_group_count(mask, nil, 300, 3, &totals)
    var leaves = [Double](repeating: 0, count: 5 * 3)
    ak_group_leaves(AK_U8, a, nil, 0, 300, 3, &leaves)
    ak_group_combine(&leaves, 5, 3)
    let words = Shape.perLane.operand(arena.column([1, 2, 4_000_000_000] as [UInt32]), lanes: 3)
    var wide = [Double](repeating: 0, count: 5 * 3)
    ak_group_leaves(AK_U32, words, nil, 0, 300, 3, &wide)
    ak_group_combine(&wide, 5, 3)
    for lane in 0..<3 {
      let column = (0..<300).map { Int(values[$0 * 3 + lane]) }
      let both = zip(column, perAgent).reduce(0) { $0 + $1.0 * Int($1.1) }
      let sum = column.reduce(0, +)
      let rows = perAgent.reduce(0) { $0 + Int($1) }
      #expect(totals[lane] == UInt64((lane == 0 ? 5 : 0) + both + sum + rows))
      #expect(leaves[lane] == Double(sum))
      #expect(wide[lane] == 300 * [1, 2, 4e9][lane])
    }
  }

  private func extremes<T: KernelFloat>(_: T.Type) {
    let arena = Arena()
    defer { arena.free() }
    var random = SplitMix(11)
    let values = (0..<40 * 17).map { _ in T(Int64(bitPattern: random.next())) }
    let mask = values.map { _ in UInt8(random.next() & 1) }
    let a = Shape.full.operand(arena.column(values), lanes: 17)
    var m = Shape.full.operand(arena.column(mask), lanes: 17)
    var least = [T](repeating: .infinity, count: 17)
    var most = [T](repeating: -.infinity, count: 17)
    ak_group_extreme(AK_MIN, T.kernelType, a, nil, 40, 17, &least)
    ak_group_extreme(AK_MAX, T.kernelType, a, &m, 40, 17, &most)
    for lane in 0..<17 {
      let rows = 0..<40
      #expect(least[lane] == rows.map { values[$0 * 17 + lane] }.min())
      #expect(
        most[lane] == rows.filter { mask[$0 * 17 + lane] != 0 }.map { values[$0 * 17 + lane] }.max()
      )
    }
    let nan = arena.column([1, .nan, 2] as [T])
    var result = [T.infinity]
    ak_group_extreme(
      AK_MIN, T.kernelType, Shape.perAgent.operand(nan, lanes: 1), nil, 3, 1, &result)
    #expect(result[0].isNaN)
  }

  @Test("of two zeros that are smallest or largest the first stays, however short the rows")
  func zeros() throws {
    try EachKernelLevel.run { _ in
      for lanes in [1, 2, 3, 4, 8, 16, 17] {
        for first in [0.0, -0.0] {
          for operation in [AK_MIN, AK_MAX] {
            var values = [Double](repeating: operation == AK_MIN ? 3 : -3, count: 90 * lanes)
            for lane in 0..<lanes {
              values[(5 + lane) * lanes + lane] = first
              values[70 * lanes + lane] = -first
            }
            var result = [Double](repeating: 9, count: lanes)
            for lane in 0..<lanes where operation == AK_MAX { result[lane] = -9 }
            values.withUnsafeBytes {
              let a = Shape.full.operand($0.baseAddress!, lanes: lanes)
              ak_group_extreme(operation, AK_F64, a, nil, 90, UInt32(lanes), &result)
            }
            #expect(result.map(\.bitPattern) == .init(repeating: first.bitPattern, count: lanes))
          }
        }
      }
    }
  }

  @Test("smallest and largest take part where the mask holds, and NaN stays")
  func extremes() {
    extremes(Float.self)
    extremes(Double.self)
    let arena = Arena()
    defer { arena.free() }
    let a = Shape.perAgent.operand(arena.column([3, 9, 1, 7] as [UInt8]), lanes: 1)
    var (least, most): ([UInt8], [UInt8]) = ([255], [0])
    ak_group_extreme(AK_MIN, AK_U8, a, nil, 4, 1, &least)
    ak_group_extreme(AK_MAX, AK_U8, a, nil, 4, 1, &most)
    #expect(least == [1] && most == [9])
  }
}
