// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do cascades, complex contagion and rule 90 give their known values?

import Engine
import Foundation
import TestSupport
import Testing
import WorldModel

@Suite("Reference worlds: contagion and automata")
struct ReferenceContagionTests {
  @Test("R19: fronts on a ring of four neighbours need 249 and 497 steps, or freeze")
  func ring() throws {
    let world = try ReferenceWorld("complex-contagion-ring")
    for (needed, steps) in [(1.0, 249), (2, 497)] {
      let runs = try world.run(["needed": needed], steps: 500, replicates: 1)
      #expect(try runs.firstSteps("saturation") == [steps])
    }
    let frozen = try world.run(["needed": 3], steps: 20, replicates: 1)
    #expect(try frozen.firstSteps("saturation") == [nil])
    #expect(try frozen.series("adopted")[0][19] == 5)
  }

  @Test("R19: fronts on a torus need 45, 90 and 135 steps, or freeze")
  func torus() throws {
    let world = try ReferenceWorld("complex-contagion-torus")
    for (neighbours, needed, steps) in [(4.0, 1.0, 90), (8, 1, 45), (8, 2, 90), (8, 3, 135)] {
      let runs = try world.run(
        ["neighbours": neighbours, "needed": needed], steps: 140, replicates: 1)
      #expect(try runs.firstSteps("saturation") == [steps], "\(neighbours), \(needed)")
    }
    for (neighbours, needed) in [(4.0, 2.0), (8, 4)] {
      let runs = try world.run(
        ["neighbours": neighbours, "needed": needed], steps: 10, replicates: 1)
      #expect(try runs.series("adopted")[0][9] == 121, "\(neighbours), \(needed)")
    }
  }

  /// An agent next to two of the five that begin lets the front move on: a chance of about 50 / N a graph, so that
  /// three of five graphs fail with a chance of 10^-6.
  @Test("R19: on a random regular graph one agent and its neighbours cannot start what needs two")
  func randomGraph() throws {
    let world = try ReferenceWorld(
      "complex-contagion-ring",
      replacing: [
        "ring(degree: 4)": "regular(degree: 4)",
        "count(friends.active) >= needed":
          "count(friends.active) >= (if time == 0 then 1 else needed)",
      ])
    let runs = try world.run(
      ["population": 10_000, "seeds": 1, "needed": 2], steps: 6, replicates: 5)
    let adopted = try runs.series("adopted")
    #expect(adopted.allSatisfy { $0[0] == 5 })
    #expect(adopted.count { $0[5] == 5 } >= 3)
    let spreading = try world.run(
      ["population": 10_000, "seeds": 1, "needed": 1], steps: 6, replicates: 1)
    #expect(try spreading.series("adopted")[0][5] > 500)
  }

  /// The final share on Poisson degrees.
  ///
  /// Source: Gleeson and Cahalane, Phys. Rev. E 75, 056103 (2007), eqs. 1 and 2.
  private func cascade(_ meanDegree: Double, threshold: Double, seeds: Double) -> Double {
    func poisson(_ k: Int) -> Double {
      exp(Double(k) * log(meanDegree) - meanDegree - lgamma(Double(k) + 1))
    }
    func response(_ trials: Int, _ degree: Int, _ q: Double) -> Double {
      CountChain.binomial(trials, q).enumerated().reduce(0) { sum, term in
        degree > 0 && Double(term.offset) / Double(degree) >= threshold ? sum + term.element : sum
      }
    }
    var q = seeds
    for _ in 0..<400 {
      q =
        seeds
        + (1 - seeds)
        * (1...40).reduce(0) {
          $0 + Double($1) / meanDegree * poisson($1) * response($1 - 1, $1, q)
        }
    }
    return seeds
      + (1 - seeds) * (0...40).reduce(0) { $0 + poisson($1) * response($1, $1, q) }
  }

  @Test("R18: the recursion gives the published shares")
  func wattsTable() {
    for (degree, share) in [(1.0, 0.03096), (3, 0.94055), (6, 0.99749), (6.5, 0.00858)] {
      #expect(abs(cascade(degree, threshold: 0.18, seeds: 0.001) - share) < 2e-5, "\(degree)")
    }
  }

  @Test(
    "R18: cascades on random graphs end at the share of the recursion, on both sides of the edge")
  func watts() throws {
    let world = try ReferenceWorld("watts-cascade")
    for degree in [3.0, 14] {
      let runs = try world.run(
        ["population": 2_000, "neighbours": degree, "seeds": 0.01], steps: 40, replicates: 8)
      let mean = try runs.mean("adopted", afterSteps: 40)
      let expected = cascade(degree, threshold: 0.18, seeds: 0.01)
      #expect(mean.accepts(expected, referenceError: 0.003), "\(degree): \(mean.mean), \(expected)")
      #expect(!mean.accepts(expected + 0.1, referenceError: 0.003))
    }
  }

  @Test(
    "R18 at 50,000 agents: the published shares", .enabled(if: SlowTests.areWanted))
  func wattsLarge() throws {
    let world = try ReferenceWorld("watts-cascade")
    for (degree, share) in [
      (1.0, 0.03096), (2, 0.79695), (3, 0.94055), (5, 0.99303), (6, 0.99749), (7, 0.00424),
    ] {
      let runs = try world.run(
        ["population": 50_000, "neighbours": degree], steps: 120, replicates: 10)
      let mean = try runs.mean("adopted", afterSteps: 120)
      #expect(mean.accepts(share, referenceError: 0.003), "\(degree): \(mean.mean)")
    }
  }

  @Test("R25: rule 90 has 2 to the number of ones in binary t cells on")
  func rule90() throws {
    let runs = try ReferenceWorld("rule-90").run(steps: 64, replicates: 1)
    let series = try runs.series("ones")[0]
    for step in 1...64 { #expect(series[step - 1] == Double(1 << step.nonzeroBitCount)) }
  }
}
