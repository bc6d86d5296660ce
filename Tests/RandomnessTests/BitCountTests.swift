// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does counting neighbours by bits give the numbers of counting them by bytes, bit for bit?

import CKernels
import TestSupport
import Testing

@Suite struct BitCountTests {
  @Test("packed columns hold a bit for each agent, and zeros after the last")
  func packing() throws {
    try EachKernelLevel.run { level in
      for count in [0, 1, 7, 8, 63, 64, 65, 127, 128, 500, 1025] {
        var random = SplitMix(UInt64(count))
        let column = (0..<count + 3).map { _ in UInt8(truncatingIfNeeded: random.next() % 3) }
        var words = [UInt64](repeating: 7, count: (count + 63) / 64 + 1)
        ak_pack_bits(column, UInt64(count), &words)
        for agent in 0..<words.count * 64 - 64 {
          let bit = words[agent / 64] >> UInt64(agent % 64) & 1
          #expect((bit == 1) == (agent < count && column[agent] != 0), "\(level), \(agent)")
        }
        #expect(words.last == 7)
      }
    }
  }

  /// Readers with few links, none, and more than a piece holds.
  private static func degrees(_ readers: Int, _ random: inout SplitMix) -> [Int] {
    (0..<readers).map { reader in
      if reader == readers / 2 { return 5_000 }
      return reader % 7 == 3 ? 0 : Int(random.next() % (reader % 11 == 0 ? 301 : 12))
    }
  }

  @Test("counts and means are those of the column", arguments: [1, 2, 63, 255, 256, 257, 600])
  func counts(readers: Int) throws {
    var random = SplitMix(UInt64(readers))
    let agents = 777
    let column = (0..<agents).map { _ in UInt8(random.next() >> 63) }
    var words = [UInt64](repeating: 0, count: (agents + 63) / 64)
    ak_pack_bits(column, UInt64(agents), &words)
    let degrees = Self.degrees(readers, &random)
    var offsets = [0 as UInt64]
    for degree in degrees { offsets.append(offsets.last! + UInt64(degree)) }
    let targets = (0..<Int(offsets.last!)).map { _ in UInt32(random.next() % UInt64(agents)) }
    let narrow = offsets.map { UInt32($0) }
    try EachKernelLevel.run { level in
      for isWide in [false, true] {
        for first in Set([0, 1, min(3, readers), readers / 2]) {
          let count = readers - first
          for isMean in [false, true] {
            var singles = [Float](repeating: 9, count: count + 1)
            var doubles = [Double](repeating: 9, count: count + 1)
            narrow.withUnsafeBytes { narrow in
              offsets.withUnsafeBytes { wide in
                targets.withUnsafeBufferPointer { targets in
                  var links = ak_links(
                    offsets: isWide ? wide.baseAddress : narrow.baseAddress,
                    targets: targets.baseAddress, weights: nil, target_base: 0,
                    wide_offsets: isWide ? 1 : 0, row_count: 0)
                  ak_link_count_bits(
                    &links, UInt32(first), UInt32(count), words, isMean ? 1 : 0, AK_F32, &singles)
                  ak_link_count_bits(
                    &links, UInt32(first), UInt32(count), words, isMean ? 1 : 0, AK_F64, &doubles)
                }
              }
            }
            for row in 0..<count {
              let links = Int(offsets[first + row])..<Int(offsets[first + row + 1])
              let found = links.reduce(0) { $0 + Int(column[Int(targets[$1])]) }
              let single = isMean ? Float(found) * (1 / Float(links.count)) : Float(found)
              let double = isMean ? Double(found) * (1 / Double(links.count)) : Double(found)
              #expect(
                singles[row].bitPattern == single.bitPattern || singles[row].isNaN && single.isNaN,
                "\(level), \(row)")
              #expect(
                doubles[row].bitPattern == double.bitPattern || doubles[row].isNaN && double.isNaN,
                "\(level), \(row)")
            }
            #expect(singles[count] == 9 && doubles[count] == 9)
          }
        }
      }
    }
  }
}
