// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do the Domany-Kinzel automaton and the contact process give their known values?
//
// Null: the mean over independent runs equals the reference, to its own error; false-alarm rate 1e-6 (4.9 standard errors).

import Engine
import Foundation
import TestSupport
import Testing
import WorldModel

@Suite("Reference worlds: absorbing states")
struct ReferenceAbsorbingTests {
  @Test("R14: one step of the Domany-Kinzel automaton from independent cells is exact")
  func domanyKinzelStep() throws {
    let world = try ReferenceWorld("domany-kinzel")
    for (one, both) in [(0.7, 0.7), (0.6, 0.84), (0.8, 0)] {
      let runs = try world.run(
        ["one_neighbour": one, "both_neighbours": both, "on_at_start": 0.3], steps: 1,
        replicates: 32)
      let mean = try runs.mean("density", afterSteps: 1)
      let expected = 2 * 0.3 * 0.7 * one + 0.09 * both
      #expect(mean.accepts(expected), "\(one), \(both): \(mean.mean), \(expected)")
      #expect(!mean.accepts(expected + 0.01))
    }
  }

  /// At p1 = 1/2 and p2 = 1 a cell copies one of its neighbours, and the mean density stays.
  @Test("R14: compact percolation keeps its mean density")
  func compact() throws {
    let world = try ReferenceWorld("domany-kinzel")
    func density(_ both: Double) throws -> MeanTest {
      try world.run(
        [
          "cells": 2_000, "one_neighbour": 0.5, "both_neighbours": both, "on_at_start": 0.3,
        ], steps: 100, replicates: 64
      ).mean("density", afterSteps: 100)
    }
    let kept = try density(1)
    #expect(kept.accepts(0.3), "\(kept.mean)")
    // Mutant: a pair of neighbours that sometimes fails.
    #expect(try !density(0.98).accepts(0.3))
  }

  @Test("R14: in its active phase the automaton settles at the known density")
  func domanyKinzelDensity() throws {
    let runs = try ReferenceWorld("domany-kinzel").run(
      ["one_neighbour": 0.8, "both_neighbours": 0.8], steps: 200, replicates: 16)
    let mean = try runs.mean("density", overStepsFrom: 100)
    #expect(mean.accepts(0.72661, referenceError: 0.002), "\(mean.mean)")
    #expect(!mean.accepts(0.59199, referenceError: 0.002))
    #expect(try runs.firstSteps("extinction").allSatisfy { $0 == nil })
  }

  /// Densities over replicates that share words of draws: a ring and steps of all at once leave every replicate independent.
  private func packedDensities(_ one: Double, _ both: Double) throws -> [[Double]] {
    try ReferenceWorld(
      "domany-kinzel", replacing: ["replicates 16": "replicates 64  draws packed"]
    ).run(
      ["cells": 20_000, "one_neighbour": one, "both_neighbours": both], steps: 1_000,
      replicates: 64, networks: 1
    ).series("density")
  }

  @Test(
    "R14 at 20,000 cells: the decay of directed percolation at both critical points",
    .enabled(if: SlowTests.areWanted))
  func domanyKinzelCritical() throws {
    func slope(_ one: Double, _ both: Double) throws -> MeanTest {
      var slope = MeanTest()
      for series in try packedDensities(one, both) { slope.add(log10(series[99] / series[999])) }
      return slope
    }
    let bond = 0.644700185
    for (one, both) in [(0.7054852, 0.7054852), (bond, bond * (2 - bond))] {
      let decay = try slope(one, both)
      #expect(decay.accepts(0.159464, referenceError: 0.008), "\(one): \(decay.mean)")
    }
    // Mutant: half a percent beside the critical point.
    for off in [0.70, 0.71] { #expect(try !slope(off, off).accepts(0.159464)) }
    var active = MeanTest()
    for series in try packedDensities(0.75, 0.75) {
      active.add(series[500...].reduce(0, +) / 500)
    }
    #expect(active.accepts(0.59199, referenceError: 0.002), "\(active.mean)")
  }

  @Test("R14: with everyone linked the contact process follows the exact chain")
  func contactEveryone() throws {
    let world = try ReferenceWorld(
      "contact-process", replacing: ["ring(degree: 2)": "complete()"])
    for infection in [0.8, 2] {
      let runs = try world.run(
        ["sites": 30, "infection": infection], steps: 10, replicates: 1_024, networks: 32)
      let wake = infection / (1 + infection)
      let chain = CountChain.oneUpdate(
        agents: 30, movable: 30, rise: { wake * Double($0) / 29 }, fall: { _ in 1 - wake })
      let start = (0...30).map { $0 == 30 ? 1.0 : 0 }
      for step in [1, 4, 10] {
        let expected = chain.advance(start, by: 30 * step).expectation { $0 / 30 }
        let mean = try runs.mean("density", afterSteps: step)
        #expect(mean.accepts(expected), "\(infection), step \(step): \(mean.mean), \(expected)")
      }
      // Mutant: whoever meets an active site wakes, whatever the infection.
      let wrong = CountChain.oneUpdate(
        agents: 30, movable: 30, rise: { Double($0) / 29 }, fall: { _ in 1 - wake })
      let expected = wrong.advance(start, by: 120).expectation { $0 / 30 }
      #expect(try !runs.mean("density", afterSteps: 4).accepts(expected))
    }
  }

  @Test("R14: in its active phase the contact process on a ring settles at the known density")
  func contactRing() throws {
    let runs = try ReferenceWorld("contact-process").run(
      ["sites": 1_000, "infection": 6], steps: 100, replicates: 64, networks: 8)
    let mean = try runs.mean("density", overStepsFrom: 50)
    #expect(mean.accepts(0.79032, referenceError: 0.002), "\(mean.mean)")
    #expect(!mean.accepts(0.60405, referenceError: 0.002))
  }

  @Test(
    "R14 at 4,000 sites: the density of the contact process nearer to its boundary",
    .enabled(if: SlowTests.areWanted))
  func contactRingLarge() throws {
    let runs = try ReferenceWorld("contact-process").run(
      ["sites": 4_000, "infection": 4], steps: 300, replicates: 32, networks: 8)
    let mean = try runs.mean("density", overStepsFrom: 150)
    #expect(mean.accepts(0.60405, referenceError: 0.002), "\(mean.mean)")
  }
}
