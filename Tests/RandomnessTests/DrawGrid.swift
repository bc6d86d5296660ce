// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do draws whose names differ in two parts, or in one bit anywhere, look at each other?

import TestKernels
import TestSupport

/// A part of a name that grids and flips of bits change.
struct NamePart: Sendable {
  /// What it is.
  let name: String
  /// Number of its lowest bits that may be flipped.
  let bitCount: Int
  /// The part itself, moved from where the common name has it by exclusive or.
  let mix: @Sendable (inout tk_name, UInt32) -> Void

  /// Every part; together their bits are all 187 that a name has.
  static let all: [NamePart] = [
    NamePart(name: "agent", bitCount: 32) { $0.ordinal ^= $1 },
    NamePart(name: "step", bitCount: 32) { $0.step ^= $1 },
    NamePart(name: "site", bitCount: 32) { $0.site ^= $1 },
    NamePart(name: "seed", bitCount: 32) { $0.seed ^= $1 },
    NamePart(name: "replicate", bitCount: 20) { $0.stream ^= $1 },
    NamePart(name: "network", bitCount: 12) { $0.stream ^= $1 << 20 },
    NamePart(name: "attempt", bitCount: 24) { $0.attempt ^= $1 },
    NamePart(name: "domain", bitCount: 3) { $0.domain ^= $1 },
  ]
}

/// Words in two dimensions, each moved along one part of the name.
struct DrawGrid {
  /// Names an edge.
  static let edge = 128
  /// Distances at which neighbours are compared, in rows and columns.
  ///
  /// Along one part alone `DrawOrder` looks.
  static let offsets: [(Int, Int)] = [(1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1)]

  /// Pairs of parts that have that many values.
  static let pairs: [(NamePart, NamePart)] = {
    let parts = NamePart.all.filter { 1 << $0.bitCount >= edge }
    return parts.indices.flatMap { i in parts[(i + 1)...].map { (parts[i], $0) } }
  }()

  private let words: [UInt32]

  /// Draws the words of a pair of parts.
  ///
  /// Both start from 0, so that names that are added up or mixed meet.
  init(_ rows: NamePart, _ columns: NamePart, draw: ([tk_name]) -> [UInt32]) {
    var origin = DrawOrder.common
    (origin.ordinal, origin.step, origin.site, origin.stream) = (0, 0, 0, 0)
    var names: [tk_name] = []
    for i in 0..<UInt32(Self.edge) {
      for j in 0..<UInt32(Self.edge) {
        var name = origin
        rows.mix(&name, i)
        columns.mix(&name, j)
        names.append(name)
      }
    }
    words = draw(names)
  }

  /// Returns the probability of as many differences between words at an offset as there are.
  ///
  /// Cells at one offset form chains, so that their differences are independent and fair: 32 counts of
  /// some 16,000, chi-square of 32 degrees. At 1e-9 it sees a place of bits that agrees with chance 0.535.
  func probability(_ offset: (Int, Int)) -> Double {
    let (down, right) = offset
    let length = Self.edge - abs(right)
    var counts = [UInt64](repeating: 0, count: 32)
    words.withUnsafeBufferPointer { words in
      guard let start = words.baseAddress else { return }
      for row in 0..<Self.edge - down {
        let first = start + row * Self.edge + max(0, -right)
        let second = start + (row + down) * Self.edge + max(0, right)
        tk_count_bits(first, second, length, &counts)
      }
    }
    return DrawStatistic.fair(counts, of: (Self.edge - down) * length)
  }
}

/// What one flipped bit of a name does to the word.
enum Avalanche {
  /// Names from which bits are flipped.
  static let baseCount = 1024

  /// Returns the probability of as many changed bits as there are.
  ///
  /// Each of 187 bits is flipped in each base name: 5,984 counts of changes, independent and fair;
  /// chi-square. At 1e-9 it sees one bit of a name that changes no bit of the word, or one that never
  /// changes a place of bits.
  static func probability(draw: ([tk_name]) -> [UInt32]) -> Double {
    var random = SplitMix(1_871_024)
    let bases = (0..<baseCount).map { _ in
      let bits = (random.next(), random.next(), random.next(), random.next())
      return tk_name(
        seed: UInt32(truncatingIfNeeded: bits.0), stream: UInt32(truncatingIfNeeded: bits.1),
        ordinal: UInt32(truncatingIfNeeded: bits.2), step: UInt32(truncatingIfNeeded: bits.3),
        site: UInt32(bits.0 >> 32), domain: UInt32(bits.1 >> 61), attempt: UInt32(bits.2 >> 40))
    }
    let words = draw(bases)
    var all: [UInt64] = []
    for part in NamePart.all {
      for bit in 0..<part.bitCount {
        var names = bases
        for i in names.indices { part.mix(&names[i], 1 << UInt32(bit)) }
        var counts = [UInt64](repeating: 0, count: 32)
        tk_count_bits(words, draw(names), baseCount, &counts)
        all += counts
      }
    }
    return DrawStatistic.fair(all, of: baseCount)
  }
}
