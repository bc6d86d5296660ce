// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is a coupling without effect left alone? Its interval must hold 0 as often as it says.

import Emergence
import Engine
import Testing
import WorldModel

@Suite("Attribution of nothing")
struct AttributionNullTests {
  /// Clerks whom chatter pushes either way with equal chance, and whom pressure pushes one way.
  static let world = """
    world "Chatter"
    coupling chatter  = 1 in 0...1
    coupling pressure = 1 in 0...1
    agents clerk[30] {
      trait loud ~ bernoulli(0.5)
      state acts = false
    }
    network office: clerk -> clerk = regular(degree: 4)
    step clerk {
      let told   = chatter * (mean(office.loud) - 0.5)
      let pushed = pressure * count(office.loud) / 20
      acts ~ bernoulli(0.3 + 0.4 * told + pushed)
    }
    harm action = mean(clerk.acts) limit 40%
    aligned clerk = acts at most 40%
    run { steps 20  warmup 0  replicates 12  networks 12 }
    """

  /// Intervals of the value of chatter at 200 seeds.
  static func intervals() throws -> [ContrastReport] {
    let cell = try Cell.compiled(world)
    return try (1...200).map { seed in
      var settings = cell.settings
      settings.seed = UInt32(seed)
      let design = try AttributionDesign(
        Cell(world: cell.world, parameters: cell.parameters, settings: settings))
      let report = try design.run { try $0.execute(ExecutionOptions(threadCount: 1)) }
      return try #require(report.harms.first?.couplings.first?.value)
    }
  }

  // Chances are linear in what is told, whose mean is 0 by symmetry: the Shapley value of chatter is exactly 0. Null: its
  // 95 % interval holds 0 with chance 95 %; of 200 then more than 172 do (binomial, P = 9.6e-7). Smallest shortfall that
  // is caught half the time: 86 %. Mutant: intervals half as wide, which hold it in about 70 %.
  @Test("holds 0 in 95 % of intervals, and tells what pairing gained")
  func coverage() throws {
    let values = try Self.intervals()
    func holds(_ value: ContrastReport, width: Double) -> Bool {
      guard let mean = value.interval.mean, let low = value.interval.low else { return false }
      return abs(mean) <= width * (mean - low)
    }
    let covered = values.count { holds($0, width: 1) }
    #expect(covered > 172)
    let mutant = values.count { holds($0, width: 0.5) }
    #expect(mutant <= 172)
    #expect(values.allSatisfy { $0.varianceRatio != nil })
  }
}
