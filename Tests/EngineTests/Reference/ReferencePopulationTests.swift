// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do kinds that copy each other take over as often, and minorities tip a population where, they must?
//
// Null: the mean over independent runs equals the exact value of this size, or that of a large population to the stated
// tolerance; false-alarm rate 1e-6 (4.9 standard errors).

import Engine
import Foundation
import TestSupport
import Testing
import WorldModel

@Suite("Reference worlds: populations")
struct ReferencePopulationTests {
  /// One death and birth among agents of which some are mutants; the dead is not its own parent.
  private func deathAndBirth(agents: Int, fitness: Double) -> CountChain {
    func born(mutants: Int, others: Int) -> Double {
      fitness * Double(mutants) / (fitness * Double(mutants) + Double(others))
    }
    return CountChain.oneUpdate(
      agents: agents, movable: agents,
      rise: { born(mutants: $0, others: agents - 1 - $0) },
      fall: { 1 - born(mutants: $0 - 1, others: agents - $0) })
  }

  /// The chance that one mutant's kind takes over: 1 / (1 + sum of products of the ratios of fall to rise).
  private func fixation(agents: Int, fitness: Double) -> Double {
    var (sum, product) = (1.0, 1.0)
    for mutants in 1..<agents {
      let (m, n) = (Double(mutants), Double(agents))
      let rise = (n - m) * fitness * m / (fitness * m + n - m - 1)
      let fall = m * (n - m) / (fitness * (m - 1) + n - m)
      product *= fall / rise
      sum += product
    }
    return 1 / sum
  }

  @Test("R12: the formula for birth-death chains gives the published chances of fixation")
  func fixationTable() {
    for (agents, fitness, chance) in [(20, 1.1, 0.103245), (50, 1.05, 0.051370), (20, 2, 0.475001)]
    {
      #expect(abs(fixation(agents: agents, fitness: fitness) - chance) < 1e-6)
    }
  }

  @Test("R12: a mutant's kind spreads and takes over as the exact chain says")
  func deathBirth() throws {
    let runs = try ReferenceWorld("death-birth").run(
      ["fitness": 2], steps: 200, replicates: 16_384, networks: 4_096)
    let chain = deathAndBirth(agents: 20, fitness: 2)
    let start = (0...20).map { $0 == 1 ? 1.0 : 0 }
    for step in [1, 4, 20] {
      let expected = chain.advance(start, by: 20 * step).expectation { $0 / 20 }
      let mean = try runs.mean("mutants", afterSteps: step)
      #expect(mean.accepts(expected), "step \(step): \(mean.mean), \(expected)")
    }
    let mean = try runs.mean("mutants", afterSteps: 200)
    #expect(mean.accepts(0.475001), "\(mean.mean)")
    // Mutant: an advantage that is smaller by a tenth. Moran's process, where birth comes first, differs by 0.025, which
    // would take ten times as many realisations: replicates of one share who dies when.
    #expect(!mean.accepts(fixation(agents: 20, fitness: 1.8)))
  }

  /// Shares of A, B and both among all, where the equations of the mean field come to rest from none but the committed with A.
  private func restingShares(committed: Double) -> (a: Double, b: Double) {
    var (a, b) = (0.0, 1 - committed)
    for _ in 0..<400_000 {
      let both = 1 - committed - a - b
      let heardA = committed + a + both / 2
      let rateA = both * heardA - a * (1 - heardA)
      let rateB = both * (1 - heardA) - b * heardA
      a += 0.01 * rateA
      b += 0.01 * rateB
    }
    return (a, b)
  }

  @Test("R13: the mean field tips past a committed share of 0.0718")
  func namingTable() {
    #expect(abs(restingShares(committed: 0.05).b - 0.816667) < 1e-6)
    #expect(abs(restingShares(committed: 0.06).b - 0.761492) < 1e-6)
    #expect(restingShares(committed: 0.0717).b > 0.5)
    #expect(restingShares(committed: 0.0720).b < 1e-6)
  }

  // Shares of a population of N deviate from those of the mean field by a few times 1 / N; the tolerance is 0.0015.
  @Test("R13: below the tipping share the old word survives as the mean field says, above it goes")
  func namingGame() throws {
    let world = try ReferenceWorld("naming-game")
    func survivors(_ committed: Double) throws -> MeanTest {
      try world.run(
        ["population": 5_000, "committed_share": committed], steps: 80, replicates: 8
      ).mean("only_b", overStepsFrom: 40)
    }
    for (committed, share) in [(0.05, 0.816667), (0.06, 0.761492)] {
      let mean = try survivors(committed)
      #expect(mean.accepts(share, referenceError: 0.0015), "\(committed): \(mean.mean)")
      // Mutant: one agent in a hundred more is committed.
      #expect(
        !mean.accepts(restingShares(committed: committed + 0.01).b, referenceError: 0.0015))
    }
    let tipped = try world.run(
      ["population": 2_000, "committed_share": 0.1], steps: 150, replicates: 4)
    #expect(try tipped.mean("only_b", afterSteps: 150).mean == 0)
  }
}
