// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does attribution blame couplings, links or agents that change every run and no mean?

import Emergence
import Engine
import TestSupport
import Testing
import WorldModel

@testable import Statistics

@Suite("The null set: attribution and knock-outs")
struct NullAttributionTests {
  private static let realisationCount = 12

  private func cell(_ file: String, _ values: [String: Double] = [:]) throws -> Cell {
    let world = NullWorld(file: file, values: values, along: "population", sweep: [40])
    return try world.cells { settings in
      settings.starts = nil
      settings.replicates = Self.realisationCount
      settings.networks = Self.realisationCount
    }[0]
  }

  /// Two-sided p values of Student's test that means of realisations are 0.
  private func pValues(_ intervals: [IntervalReport]) throws -> [Double] {
    try intervals.map { interval in
      guard let mean = interval.mean, let error = interval.standardError, error > 0 else {
        return 1
      }
      return 2 * (try GSL.studentUpperTail(abs(mean) / error, Self.realisationCount - 1))
    }
  }

  @Test("no coupling is blamed, by Shapley values with Holm's correction")
  func couplings() throws {
    let design = try AttributionDesign(cell("Null/idle-coupling"))
    let rate = try NullSweeps(networkCount: Self.realisationCount) { execute in
      guard let harm = try design.run(executing: execute).harms.first else { return true }
      let values = harm.couplings.map(\.value.interval) + harm.interactions.map(\.value.interval)
      return try MultipleTesting(of: pValues(values), by: .holm).rejectedCount() > 0
    }.run("attribution, Null/idle-coupling")
    #expect(rate.isWithinBudget, "\(rate)")
  }

  @Test("no link and no agent is blamed, by knock-outs with Holm's correction")
  func knockOuts() throws {
    let design = try KnockOutDesign(cell("Null/idle-coupling"))
    #expect(design.knockOuts.count >= 4)
    func sweeps(_ isAlarm: @escaping (KnockOutEffect) -> Bool) -> NullSweeps {
      NullSweeps(networkCount: Self.realisationCount) { execute in
        try design.run(executing: execute).harms.contains { harm in
          (harm.enabling + harm.preventing + harm.idle).contains(where: isAlarm)
        }
      }
    }
    let rate = try sweeps { ($0.adjustedPValue ?? 1) <= 0.05 }
      .run("knock-outs, Null/idle-coupling")
    #expect(rate.isWithinBudget, "\(rate)")
    // Mutant: each effect at its own level, as if it were the only one.
    let unadjusted = try sweeps { ($0.pValue ?? 1) <= 0.15 }
      .run("mutant: knock-outs unadjusted at 15 %, Null/idle-coupling")
    #expect(!unadjusted.isWithinBudget, "\(unadjusted)")
  }

  @Test("a cause that nobody passes on is no agent's doing, to the last bit")
  func commonCause() throws {
    let harm = try #require(
      try KnockOutDesign(cell("Null/common-cause")).run(executing: RunPlan.execute).harms.first)
    #expect(harm.enabling.isEmpty && harm.preventing.isEmpty)
    let attribution = try AttributionDesign(cell("Null/common-cause"))
    #expect(attribution.players.isEmpty)
    #expect(try attribution.run(executing: RunPlan.execute).harms.first?.total?.interval.mean == 0)
  }
}
