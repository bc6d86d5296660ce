// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a scaling study find a transition where nothing becomes singular, and does it then say what there is?
//
// Null: at most 5 % of studies find a transition; exact binomial test at 1e-4 (`FalseAlarms`). Where runs can decide, a
// share of answers must be crossover or finite-size effect (`NullScale`): what is always undecided raises no alarm and says
// nothing. Mutants are the real judgement on the same data with some of its evidence left out (`LooseJudgement`).

import Emergence
import Engine
import TestSupport
import Testing

@Suite("The null set: transitions")
struct NullTransitionTests {
  /// Independent agents.
  static let independent = NullScale(
    world: NullWorld(
      file: "Null/independent-thresholds", along: "pressure", sweep: [0.1, 0.3, 0.5, 0.7, 0.9],
      stepCount: 40), sizes: [16, 48, 144, 432], replicates: 32, decidedShare: 0.75)

  /// A bias that rounds the critical point at b = 1, too weak for crowds so small to show it in their fluctuations.
  ///
  /// Beyond b = 1.18 there is a second state, which such crowds leave at once and no run here begins in.
  static let weakField = NullScale(
    world: NullWorld(
      file: "Null/steep-response", values: ["bias": 0.05], along: "conformity",
      sweep: [0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6], stepCount: 400, measure: "mean_good"),
    sizes: [8, 16, 32], replicates: 16, usesStarts: false)

  /// One state whose fluctuations grow to N of some hundreds and no further.
  static let steepest = NullScale(
    world: NullWorld(
      file: "Null/steep-response", values: ["conformity": 0.95], along: "bias",
      sweep: [-0.5, -0.2, 0, 0.2, 0.5], stepCount: 600), sizes: [16, 32, 64], replicates: 12)

  /// Everybody errs at once: N times the variance grows with N for ever.
  static let commonCause = NullScale(
    world: NullWorld(
      file: "Null/common-cause", along: "onset", sweep: [0.02, 0.1, 0.2, 0.3, 0.5], stepCount: 100),
    sizes: [16, 64, 256], replicates: 12)

  static let ring = NullWorld(
    file: "Reference/ising-ring", values: ["up_at_start": 0.5], along: "temperature",
    sweep: [1.2, 1.5, 1.9, 2.4, 3], stepCount: 500,
    replacing: ["step spin sequential": "step spin with probability 0.5"],
    measure: "magnetisation")

  /// The cold ring, whose runs never settle.
  static var coldRing: NullWorld {
    var world = ring
    (world.sweep, world.stepCount) = ([0.3, 0.9, 1.2, 1.6, 2, 2.5, 3], 600)
    return world
  }

  /// All but those of the quick run.
  static let longWorlds = [
    NullScale(
      world: NullWorld(
        file: "Null/cut-links", along: "belief", sweep: [-1, -0.5, 0, 0.5, 1], stepCount: 60,
        measure: "mean_good"), sizes: [16, 64, 256], replicates: 12, decidedShare: 0.95),
    NullScale(world: ring, sizes: [16, 48, 144, 432], replicates: 12, decidedShare: 0.9),
    NullScale(world: coldRing, sizes: [8, 16, 32], replicates: 8),
    NullScale(
      world: NullWorld(
        file: "Null/steep-response", along: "bias", sweep: [-0.5, -0.2, 0, 0.2, 0.5],
        stepCount: 600, measure: "mean_good"), sizes: [20, 60, 180, 540], replicates: 12,
      decidedShare: 0.45),
    NullScale(
      world: NullWorld(
        file: "Null/steep-response", values: ["bias": 0.1], along: "conformity",
        sweep: [0.25, 0.5, 0.75, 1, 1.25], stepCount: 400, measure: "mean_good"),
      sizes: [16, 48, 144], replicates: 16, decidedShare: 0.95),
    NullScale(
      world: NullWorld(
        file: "Null/quenched-kinds", along: "harsher", sweep: [0.1, 0.3, 0.5, 0.7, 0.9],
        stepCount: 60), sizes: [16, 64, 256], replicates: 16),
  ]

  private func expectNone(_ scale: NullScale) throws {
    let rates = try scale.rates()
    #expect(rates.alarms.isWithinBudget, "\(rates.alarms)")
    #expect(scale.decidesEnough(rates.decidedCount, of: rates.alarms.sweepCount))
  }

  private func expectRefused(
    _ scale: NullScale, _ mutant: @escaping (LooseJudgement) throws -> Bool
  ) throws {
    let rates = try scale.rates(mutant: mutant)
    print("null set: mutant, \(scale.testDescription): \(rates.mutantAlarms)")
    #expect(rates.alarms.isWithinBudget, "\(rates.alarms)")
    #expect(!rates.mutantAlarms.isWithinBudget, "\(rates.mutantAlarms)")
  }

  @Test("are not found among independent agents, and that there is none is said")
  func quick() throws { try expectNone(Self.independent) }

  /// A tenth of the span of sizes and a quarter of the replicates.
  @Test("would be left open by a mutant of the design with too few runs")
  func openDesign() throws {
    var scale = Self.independent
    (scale.sizes, scale.replicates) = ([16, 32, 64], 8)
    let rates = try scale.rates()
    #expect(!scale.decidesEnough(rates.decidedCount, of: rates.alarms.sweepCount))
  }

  @Test("are found in a weak field by a mutant that does not ask for a drive, and by it alone")
  func weakField() throws { try expectRefused(Self.weakField) { try $0.takesDrivenForSymmetric() } }

  @Test(
    "are not found where responses are steep, runs of two kinds, rings cold or links cut",
    .enabled(if: SlowTests.areWanted), arguments: longWorlds)
  func long(scale: NullScale) throws { try expectNone(scale) }

  @Test(
    "are found in a steep response by a mutant that asks for growth alone, and by it alone",
    .enabled(if: SlowTests.areWanted))
  func steepest() throws { try expectRefused(Self.steepest) { try $0.isContinuousByGrowth() } }

  @Test(
    "are found in a common cause by a mutant that asks for two peaks alone, and by it alone",
    .enabled(if: SlowTests.areWanted))
  func commonCause() throws {
    try expectRefused(Self.commonCause) { try $0.isDiscontinuousByPeaks() }
  }
}
