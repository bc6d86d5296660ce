// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do epidemics in which everyone is infectious for one step reach whom they must?
//
// Null: the mean over independent runs equals the exact value of this size, or that of a large population to the stated
// tolerance; false-alarm rate 1e-6 (4.9 standard errors).

import Engine
import Foundation
import TestSupport
import Testing
import WorldModel

@Suite("Reference worlds: epidemics")
struct ReferenceEpidemicTests {
  /// Chances of the numbers of further cases when everyone meets everyone, by the chain on (susceptible, infectious).
  private func furtherCases(susceptible: Int, cases: Int, transmission: Double) -> [Double] {
    var chances = [Double](repeating: 0, count: susceptible + 1)
    var now = [[Int]: Double]()
    now[[susceptible, cases]] = 1
    while !now.isEmpty {
      var next = [[Int]: Double]()
      for (state, chance) in now {
        let caught = CountChain.binomial(state[0], 1 - pow(1 - transmission, Double(state[1])))
        for (new, share) in caught.enumerated() {
          if new == 0 {
            chances[susceptible - state[0]] += chance * share
          } else {
            next[[state[0] - new, new], default: 0] += chance * share
          }
        }
      }
      now = next
    }
    return chances
  }

  @Test("R15: the Reed-Frost chain gives the published chances")
  func finalSizeTable() {
    let few = furtherCases(susceptible: 20, cases: 1, transmission: 0.05)
    #expect(abs(few.expectation { $0 } - 3.416527) < 1e-6)
    #expect(abs(few[0] - 0.358486) < 1e-6)
    let many = furtherCases(susceptible: 20, cases: 1, transmission: 0.1)
    #expect(abs(many.expectation { $0 } - 13.132122) < 1e-6)
    #expect(abs(many[0] - 0.121577) < 1e-6)
    #expect(abs(many[20] - 0.060787) < 1e-6)
  }

  @Test("R15: among 21 people who all meet, outbreaks have the sizes of the Reed-Frost chain")
  func finalSize() throws {
    let world = try ReferenceWorld("reed-frost")
    for transmission in [0.05, 0.1] {
      let sizes = try world.run(
        ["transmission": transmission], steps: 25, replicates: 8_192, networks: 64
      ).series("attacked").map { ($0[24] * 21).rounded() - 1 }
      let chances = furtherCases(susceptible: 20, cases: 1, transmission: transmission)
      func agrees(_ value: (Double) -> Double, _ expected: Double) -> Bool {
        var test = MeanTest()
        for size in sizes { test.add(value(size)) }
        return test.accepts(expected)
      }
      #expect(agrees({ $0 }, chances.expectation { $0 }), "\(transmission)")
      #expect(agrees({ $0 == 0 ? 1 : 0 }, chances[0]), "\(transmission)")
      #expect(agrees({ $0 == 20 ? 1 : 0 }, chances[20]), "\(transmission)")
      // Mutant: a tenth more is passed on.
      let wrong = furtherCases(susceptible: 20, cases: 1, transmission: 1.1 * transmission)
      #expect(!agrees({ $0 }, wrong.expectation { $0 }), "\(transmission)")
    }
  }

  // One case in a thousand begins, which adds less than 0.003 to the share; the tolerance is 0.005.
  @Test("R15: on random graphs of degree 3 large outbreaks reach 1 - ((1 - p) / p)^3")
  func regularGraph() throws {
    let world = try ReferenceWorld("reed-frost")
    func attacked(_ transmission: Double) throws -> MeanTest {
      try world.run(
        [
          "population": 20_000, "neighbours": 3, "cases": 20, "transmission": transmission,
        ], steps: 150, replicates: 16
      ).mean("attacked", afterSteps: 150)
    }
    for (transmission, expected) in [(0.6, 0.703704), (0.7, 0.921283), (0.8, 0.984375)] {
      let mean = try attacked(transmission)
      #expect(
        mean.accepts(expected, referenceError: 0.005), "\(transmission): \(mean.mean), \(expected)")
    }
    // Mutants: a threshold of 1/2 that is not passed, and a chance that is a fortieth off.
    #expect(try attacked(0.45).mean < 0.03)
    #expect(try !attacked(0.615).accepts(0.703704, referenceError: 0.005))
  }

  @Test("R16: half of all epidemics cross a self-dual lattice at 1/2, at any size")
  func selfDual() throws {
    let world = try ReferenceWorld("percolation")
    func spanning(_ side: Double, _ transmission: Double) throws -> MeanTest {
      try world.run(
        ["side": side, "transmission": transmission], steps: Int(side * side),
        replicates: side > 10 ? 2_048 : 8_192, networks: 64
      ).mean("spanning", afterSteps: Int(side * side))
    }
    for side in [3.0, 6, 17] {
      let mean = try spanning(side, 0.5)
      #expect(mean.accepts(0.5), "\(side): \(mean.mean)")
    }
    // Mutant: a chance that is a tenth higher.
    #expect(try !spanning(17, 0.55).accepts(0.5))
  }

  @Test("R16 at 64 columns: half of all epidemics cross", .enabled(if: SlowTests.areWanted))
  func selfDualLarge() throws {
    let spanning = try ReferenceWorld("percolation").run(
      ["side": 65], steps: 1_000, replicates: 4_096, networks: 64
    ).mean("spanning", afterSteps: 1_000)
    #expect(spanning.accepts(0.5), "\(spanning.mean)")
  }
}
