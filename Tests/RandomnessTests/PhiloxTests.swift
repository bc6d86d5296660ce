// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are the bits Philox's, and do Swift and C agree on them?

import CKernels
import Randomness
import Testing

@Suite struct PhiloxTests {
  /// Known answers of Random123 1.14, `kat_vectors`, philox4x32 with ten rounds.
  static let knownAnswers: [(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, words: SIMD4<UInt32>)] = [
    (
      SIMD4(0, 0, 0, 0), SIMD2(0, 0),
      SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
    ),
    (
      SIMD4(repeating: 0xffff_ffff), SIMD2(repeating: 0xffff_ffff),
      SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
    ),
    (
      SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), SIMD2(0xa409_3822, 0x299f_31d0),
      SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
    ),
  ]

  @Test("Swift gives the known answers of Philox4x32-10")
  func swiftKnownAnswers() {
    for answer in Self.knownAnswers {
      #expect(Philox.words(counter: answer.counter, key: answer.key) == answer.words)
    }
  }

  @Test("C gives the known answers of Philox4x32-10")
  func kernelKnownAnswers() {
    for answer in Self.knownAnswers {
      let counter = (0..<4).map { answer.counter[$0] }
      let key = [answer.key.x, answer.key.y]
      var words = [UInt32](repeating: 0, count: 4)
      ak_philox(counter, key, &words)
      #expect(words == (0..<4).map { answer.words[$0] })
    }
  }

  @Test("a named word is the word of its ordinal, step, site, domain and attempt")
  func namedWords() {
    let key = DrawKey(seed: 7, networkIndex: 3, replicateIndex: 5)
    let draws = NamedDraws(key: key, domain: .network, site: 11, step: 13)
    for ordinal in [0, 1, 2, 3, 4, 4_294_967_295] as [UInt32] {
      for attempt in [0, 1, 0xFF_FFFF] as [UInt32] {
        let block = Philox.words(
          counter: SIMD4(ordinal / 4, 13, 11, 3 << 24 | attempt), key: SIMD2(7, 3 << 20 | 5))
        #expect(draws.word(ordinal: ordinal, attempt: attempt) == block[Int(ordinal % 4)])
      }
    }
  }

  @Test("an index below n uses further attempts exactly when Lemire's method rejects")
  func indexRejection() {
    let draws = NamedDraws(key: DrawKey(seed: 1, realisation: 0), domain: .order, site: 2)
    let bound = 3 << 30
    var rejected = 0
    for ordinal in 0..<200 as Range<UInt32> {
      var attempt: UInt32 = 0
      var expected: Int?
      while expected == nil {
        let product = UInt64(draws.word(ordinal: ordinal, attempt: attempt)) * UInt64(bound)
        if product & 0xFFFF_FFFF >= (1 << 32) % UInt64(bound) {
          expected = Int(product >> 32)
        } else {
          rejected += 1
        }
        attempt += 1
      }
      #expect(draws.index(below: bound, ordinal: ordinal) == expected)
    }
    #expect(rejected > 20)
  }

  @Test("a shuffle is a permutation given by its named indices")
  func shuffle() {
    let draws = NamedDraws(key: DrawKey(seed: 9, realisation: 1), domain: .order, site: 0, step: 4)
    for count in 0...13 {
      var shuffled = Array(0..<count)
      draws.shuffle(&shuffled)
      var expected = Array(0..<count)
      for i in stride(from: count - 1, to: 0, by: -1) {
        expected.swapAt(i, draws.index(below: i + 1, ordinal: UInt32(i)))
      }
      #expect(shuffled == expected)
      #expect(shuffled.sorted() == Array(0..<count))
    }
  }
}
