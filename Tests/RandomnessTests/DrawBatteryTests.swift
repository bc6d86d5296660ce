// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are the draws that the engine names independent and fair, and would it show if they were not?
//
// Null hypothesis: the words of different names are independent and uniform. Every order of names is put to every
// statistic, every pair of parts of a name to every offset, and flipped bits to the avalanche; the chance that any of them
// fails a sound generator is at most 1e-6 altogether (Bonferroni). Seeds are fixed. Mutants show what each would see.

import TestKernels
import TestSupport
import Testing

@Suite struct DrawBatteryTests {
  /// Words of a sequence; 16 times as many where slow tests are wanted.
  static let wordCount = SlowTests.areWanted ? 1 << 21 : 1 << 17
  /// Words of a sequence of a mutant.
  static let mutantWordCount = 1 << 17

  /// Probability below which one test fails.
  static let significance =
    1e-6
    / Double(
      DrawOrder.all.count * DrawStatistic.allCases.count
        + DrawGrid.pairs.count * DrawGrid.offsets.count + 1)

  private func order(_ name: String) throws -> DrawOrder {
    try #require(DrawOrder.all.first { $0.name == name })
  }

  private func failures(_ words: [UInt32]) -> Set<DrawStatistic> {
    Set(DrawStatistic.allCases.filter { $0.probability(words) < Self.significance })
  }

  @Test("draws pass every statistic in every order of their names", arguments: DrawOrder.all)
  func orders(_ order: DrawOrder) {
    let words = WordSource.draw(order.names(Self.wordCount))
    for statistic in DrawStatistic.allCases {
      let probability = statistic.probability(words)
      #expect(
        probability >= Self.significance, "\(statistic) of \(order.name): \(probability)")
    }
  }

  @Test("draws that differ in two parts of their names do not look at each other")
  func grids() {
    for (rows, columns) in DrawGrid.pairs {
      let grid = DrawGrid(rows, columns) { WordSource.draw($0) }
      for offset in DrawGrid.offsets {
        let probability = grid.probability(offset)
        #expect(
          probability >= Self.significance,
          "\(rows.name) and \(columns.name) at \(offset): \(probability)")
      }
    }
  }

  @Test("a flipped bit anywhere in a name changes half of the bits of the word")
  func avalanche() {
    #expect(Avalanche.probability { WordSource.draw($0) } >= Self.significance)
  }

  @Test("ten rounds written out are the kernels' words, so that fewer rounds are mutants of them")
  func writtenOut() {
    for order in DrawOrder.all {
      let names = order.names(1000)
      #expect(WordSource.draw(names) == WordSource.draw(names, rounds: 10))
    }
  }

  @Test("fewer rounds fail: four every statistic, five eight of ten, six pairs of words")
  func fewerRounds() {
    var failing: [UInt32: Set<DrawStatistic>] = [:]
    for order in DrawOrder.all {
      let names = order.names(Self.mutantWordCount)
      for rounds in 4...6 as ClosedRange<UInt32> {
        failing[rounds, default: []].formUnion(failures(WordSource.draw(names, rounds: rounds)))
      }
    }
    #expect(failing[4] == Set(DrawStatistic.allCases))
    #expect(
      failing[5]?.isSuperset(of: [.pairs, .runs, .gaps, .spacings, .repeats, .ranks]) == true)
    #expect(failing[5]?.isSuperset(of: [.weights, .halves]) == true)
    #expect(failing[6]?.contains(.pairs) == true)
    #expect(Avalanche.probability { WordSource.draw($0, rounds: 4) } < Self.significance)
  }

  /// Orders that show a part of the name that is lost, in whole or in part.
  static let losses: [(order: String, what: String, flaw: @Sendable (inout tk_name) -> Void)] = [
    ("agents", "the same word of a block for all agents", { $0.ordinal &= ~3 }),
    ("agents", "two words of a block for four agents", { $0.ordinal &= ~2 }),
    ("one run", "the same word of a block for all agents", { $0.ordinal &= ~3 }),
    ("lanes", "a key without the lowest bit of the stream", { $0.stream &= ~1 }),
    ("replicates", "a key without the lowest bit of the stream", { $0.stream &= ~1 }),
    ("networks", "a key without the network", { $0.stream &= 0xF_FFFF }),
    ("sites one high bit apart", "sites of 24 bits", { $0.site &= 0xFF_FFFF }),
    ("64-bit draws of agents", "both words of 64 bits the same", { $0.attempt = 0 }),
    ("packed draws", "pairs of planes the same", { $0.attempt &= ~1 }),
    ("attempts", "attempts of 16 bits", { $0.attempt &= 0xFFFF }),
    ("domains", "one domain for all", { $0.domain = 1 }),
    ("seeds", "seeds of 16 bits", { $0.seed &= 0xFFFF }),
    ("steps", "steps of 16 bits", { $0.step &= 0xFFFF }),
  ]

  @Test("a name that loses bits fails where neighbours differ in them, and nowhere unchanged")
  func lostBits() throws {
    for (name, what, flaw) in Self.losses {
      let names = try order(name).names(Self.mutantWordCount)
      #expect(failures(WordSource.draw(names, flaw)).contains(.repeats), "\(what), \(name)")
      #expect(failures(WordSource.draw(names)).isEmpty)
    }
    for bit in [0, 9, 22, 31] as [UInt32] {
      let probability = Avalanche.probability { names in
        WordSource.draw(names) { $0.site &= ~(1 << bit) }
      }
      #expect(probability < Self.significance, "site without bit \(bit)")
    }
  }

  /// Parts of a name that are mixed before they reach the counter or the key.
  static let mixtures: [(String, String, @Sendable (inout tk_name) -> Void)] = [
    ("step", "site", { ($0.step, $0.site) = ($0.step &+ $0.site, 0) }),
    ("seed", "replicate", { ($0.seed, $0.stream) = ($0.seed &+ $0.stream, 0) }),
    ("agent", "step", { ($0.ordinal, $0.step) = ($0.ordinal &+ $0.step, 0) }),
    ("replicate", "network", { $0.stream = ($0.stream & 0xF_FFFF) &+ $0.stream >> 20 }),
    ("step", "attempt", { ($0.step, $0.attempt) = ($0.step ^ $0.attempt, 0) }),
  ]

  @Test("parts of a name that are added or mixed show between the two")
  func mixedParts() throws {
    for (first, second, flaw) in Self.mixtures {
      let (rows, columns) = try #require(
        DrawGrid.pairs.first { $0.0.name == first && $0.1.name == second })
      let grid = DrawGrid(rows, columns) { WordSource.draw($0, flaw) }
      let smallest = DrawGrid.offsets.map { grid.probability($0) }.min()
      #expect((smallest ?? 1) < Self.significance, "\(first) and \(second)")
    }
  }

  @Test("generators known to be bad fail the statistics that are known to show it")
  func badGenerators() throws {
    let count = Self.mutantWordCount
    let congruential = WordSource.filled(count) { tk_draw_congruential(1, count, $0) }
    #expect(
      failures(congruential).isSuperset(of: [.pairs, .runs, .gaps, .weights, .bytes, .halves]))
    let xorshift = WordSource.filled(count) { tk_draw_xorshift(1, count, $0) }
    #expect(failures(xorshift) == [.ranks])
    let sound = WordSource.draw(try order("agents").names(count))
    let other = WordSource.draw(try order("steps").names(count))
    let biased = zip(sound, other).map { $1 < 0x0A00_0000 ? $0 | 0x200 : $0 }
    #expect(failures(biased).contains(.bits))
    let turned = sound.indices.map { i in
      i % 16 == 1 ? sound[i - 1] << 7 | sound[i - 1] >> 25 : sound[i]
    }
    #expect(failures(turned) == [.pairs, .weights])
  }
}
