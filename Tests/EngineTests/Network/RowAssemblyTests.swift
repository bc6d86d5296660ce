// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do the parts of which generation is made hold what they promise? Draws made together, sorted rows, offsets, memory.

import CKernels
import TestSupport
import Testing

@testable import Engine

@Suite("Assembly of rows")
struct RowAssemblyTests {
  private let network = NetworkDraws(name: "links", seed: 5, networkIndex: 3)

  @Test("what sources draw together is what each draws alone, at every level")
  func drawnTogether() throws {
    try EachKernelLevel.run { level in
      for (first, stride, count) in [(0, 1, 1), (7, 1, 37), (4_294_967_290, -2, 64), (9, 3, 0)] {
        for ahead in [1, 2, 5, 16] {
          let drawn = DrawnTogether(capacity: 64, drawsOfSource: ahead)
          drawn.draw(network.name(.mixing, 12), first: first, stride: stride, count: count)
          for row in 0..<count {
            var together = drawn.draws(ofRow: row)
            var alone = EdgeDraws(
              network, source: first + row * stride, purpose: .mixing, attempt: 12)
            for draw in 0..<20 {
              let word = alone.next()
              #expect(together.next() == word, "\(level), \(first), row \(row), draw \(draw)")
              if draw < ahead { #expect(drawn.draw(draw, ofRow: row) == word) }
            }
          }
        }
      }
    }
  }

  @Test("a row of any length and order is sorted")
  func sorting() {
    var draws = EdgeDraws(network, source: 1)
    for count in [0, 1, 2, 3, 9, 15, 16, 17, 18, 31, 64, 65, 200, 701, 702, 3_000] {
      for shape in 0..<4 {
        var numbers: Set<UInt32> = []
        while numbers.count < count { numbers.insert(UInt32(draws.index(below: 1 << 31))) }
        let sorted = numbers.sorted()
        var row = Array(numbers)
        if shape == 1 { row = sorted }
        if shape == 2 { row = sorted.reversed() }
        if shape == 3 && count > 1 {
          row = sorted
          row.swapAt(0, count - 1)
        }
        ak_sort_row(&row, count)
        #expect(row == sorted, "\(count) numbers, shape \(shape)")
      }
    }
  }

  @Test("offsets take 64 bits from 2^32 links on, and not before")
  func offsets() {
    for (last, isWide): (UInt32, Bool) in [(5, false), (6, true)] {
      for atEnds in [false, true] {
        let counts = PageMemory<UInt32>(count: 5)
        for (row, count) in [UInt32.max - 7, 2, 0, last].enumerated() { counts.start[row] = count }
        let offsets = RowOffsets(counts: counts, atEnds: atEnds)
        let first = Int(UInt32.max) - 7
        let starts = [0, first, first + 2, first + 2, first + 2 + Int(last)]
        #expect(offsets.isWide == isWide && offsets.count == 5)
        for row in 0..<5 {
          #expect(offsets[row] == starts[atEnds ? min(row + 1, 4) : row], "\(isWide), row \(row)")
        }
        let copy = RowOffsets(copyOf: offsets)
        copy.set(1, 3)
        #expect(copy[1] == 3 && copy[0] == offsets[0] && offsets[1] != 3)
      }
    }
  }

  @Test("links entered through offsets of 64 bits are those entered through 32")
  func wideEntering() {
    let starts: [UInt32] = [0, 2, 3, 4, 4]
    let ends: [UInt32] = [1, 3, 2, 3]
    for isShared: Int32 in [0, 1] {
      for isWide in [false, true] {
        var narrow: [UInt32] = [2, 4, 6, 8]
        var wide: [UInt64] = [2, 4, 6, 8]
        var targets = [UInt32](repeating: .max, count: 8)
        starts.withUnsafeBufferPointer { starts in
          ends.withUnsafeBufferPointer { ends in
            var rows = ak_source_rows(
              starts: starts.baseAddress, ends: ends.baseAddress, first: 0, count: 4)
            if isWide {
              ak_enter_sources(&rows, &wide, 1, &targets, 1, isShared)
            } else {
              ak_enter_sources(&rows, &narrow, 0, &targets, 1, isShared)
            }
          }
        }
        #expect(targets == [1, 3, 0, 2, 1, 3, 0, 2])
        #expect(isWide ? wide == [0, 2, 4, 6] : narrow == [0, 2, 4, 6])
      }
    }
  }

  @Test("memory is zero, whether from the heap or in pages, and pages begin where large ones may")
  func memory() {
    for count in [0, 1, 1_000, Pages.leastBytes / 4 - 1, Pages.leastBytes / 4, 1_000_003] {
      let memory = PageMemory<UInt32>(count: count)
      #expect(memory.values.allSatisfy { $0 == 0 } && memory.byteCount == 4 * count)
      if count > 1_000_000 { #expect(Int(bitPattern: memory.start) % (1 << 21) == 0) }
    }
  }
}
