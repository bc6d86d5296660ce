// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a report tell differences that the start makes from those that realisations make? N7 of the null set among them:
// two peaks across quenched replicates and one within each are never bistable.

import Engine
import TestSupport
import Testing
import WorldLanguage
import WorldModel

@testable import Emergence

@Suite("Where runs end")
struct EndsTests {
  /// A report on made-up levels with a small spread of their own.
  static func harm(
    replicates: Int = 32, networks: Int = 16, hasStarts: Bool = true,
    level: @escaping (RunRequest) -> Double
  ) throws -> HarmReport {
    let engine = SyntheticEngine(level: { _, request in
      var random = SplitMix(
        UInt64(1 + request.networkIndex + 1_000 * request.replicateIndex))
      return level(request) + 0.02 * (Double(random.next() >> 40) * 0x1p-24 - 0.5)
    })
    let design = try SyntheticWorld.design(
      replicates: replicates, networks: networks, hasStarts: hasStarts)
    return try #require(try engine.report(design).harms.first)
  }

  @Test("are quenched where each replicate has its own place from both starts")
  func quenched() throws {
    let traits = try Self.harm { ($0.networkIndex + $0.replicateIndex) % 2 == 0 ? 0.1 : 0.9 }
    #expect(traits.ends.answer == .quenched && traits.isBistable == false)
    #expect(traits.ends.peaks?.unit == .replicate && traits.ends.peaks?.valueCount == 32)
    #expect(traits.ends.upper?.count == 16 && traits.ends.upper?.replicateCount == 32)
    #expect(traits.over?.count == 16)
    // Networks decide: 16 values, not 64, and as few trials.
    let networks = try Self.harm(replicates: 64) { $0.networkIndex < 6 ? 0.1 : 0.9 }
    #expect(networks.ends.answer == .quenched)
    #expect(networks.ends.peaks?.unit == .realisation && networks.ends.peaks?.valueCount == 16)
    #expect(networks.ends.upper?.count == 40)
    #expect(try #require(networks.ends.upper?.low) < 0.4)
  }

  @Test("are the same where there is one place")
  func same() throws {
    let one = try Self.harm { _ in 0.1 }
    #expect(one.ends.answer == .same && one.ends.peaks?.areFound == false)
    #expect(one.over == ShareReport(count: 0, replicateCount: 32, low: 0, high: one.over?.high))
    let unexamined = try Self.harm(hasStarts: false) { _ in 0.1 }
    #expect(unexamined.ends == EndsReport(answer: .notExamined) && unexamined.isBistable == nil)
  }

  @Test("are undecided where few end apart, starts have not met or places are not surely two")
  func undecided() throws {
    let apart = try Self.harm {
      $0.networkIndex == 0 && $0.parameters[0] == 1 ? 0.9 : 0.1
    }
    #expect(apart.isBistable == false && apart.ends.answer == .undecided)
    let slow = try Self.harm { 0.1 + 0.2 * $0.parameters[0] }
    #expect(slow.apart?.count == 0 && slow.ends.answer == .undecided)
    let few = try Self.harm(replicates: 6, networks: 6) { $0.networkIndex == 0 ? 0.9 : 0.1 }
    #expect(few.ends.answer == .undecided)
    // A lower peak that may hold less than 5 % of the replicates.
    let rare = try Self.harm(replicates: 32) { $0.networkIndex == 3 ? 0.9 : 0.1 }
    #expect(rare.ends.answer == .undecided)
  }

  @Test("are bistable where the start decides")
  func bistable() throws {
    let harm = try Self.harm { $0.parameters[0] == 1 ? 0.9 : 0.1 }
    #expect(harm.ends == EndsReport(answer: .bistable) && harm.isBistable == true)
  }

  static func harm(
    of world: CheckedWorld, _ values: [String: Double], steps: Int, replicates: Int, networks: Int
  ) throws -> HarmReport {
    let parameters = world.together.parameters.map { values[$0.name] ?? $0.defaultValue }
    var settings = world.together.settings
    (settings.steps, settings.warmup) = (steps, steps / 4)
    (settings.replicates, settings.networks) = (replicates, networks)
    let cell = try Cell(world: world, parameters: parameters, settings: settings)
    let report = try VerdictDesign(cell).run { plan in
      try plan.execute(ExecutionOptions(threadCount: 2))
    }.report
    return try #require(report.harms.first)
  }

  @Test("N7: are quenched, never bistable, where traits come from two kinds of replicate")
  func mixture() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Two kinds"
      parameter begin = 0.5 in 0...1
      coupling pull = 0.1 in 0...1
      environment season { trait bad ~ bernoulli(0.5) }
      agents clerk[100] { state up ~ bernoulli(begin) }
      step clerk {
        up ~ bernoulli((if season.bad then 0.8 else 0.1) + pull * (mean(clerk.up) - 0.5))
      }
      harm share = mean(clerk.up) limit 0.5
      aligned clerk = up at most 90%
      run { steps 100 starts begin in [0, 1] }
      """)
    let harm = try Self.harm(of: world, [:], steps: 60, replicates: 32, networks: 16)
    #expect(harm.ends.answer == .quenched && harm.isBistable == false)
    let places = try #require(harm.ends.peaks?.peaks.map(\.position))
    #expect(abs(places[0] - 0.05 / 0.9) < 0.02 && abs(places[1] - 0.75 / 0.9) < 0.02)
  }

  /// Curie-Weiss, all at once: from all up or all down runs stay there for times that grow as exp(N).
  static let magnet = """
    world "Magnet"
    parameter begin = 0.5 in 0...1
    coupling pull "K" = 1.5 in 0...4
    agents spin[200] { state up ~ bernoulli(begin) }
    network others: spin -> spin = complete()
    step spin { up ~ bernoulli(logistic(2 * pull * (2 * mean(others.up) - 1))) }
    harm share = mean(spin.up) limit 0.6
    aligned spin = up at most 60%
    run { steps 100 starts begin in [0, 1] }
    """

  @Test(
    "are bistable in Curie-Weiss at K > 1, the same at K < 1 and in the ministry below its boundary"
  )
  func worlds() throws {
    let magnet = try CheckedWorld.compiled(Self.magnet)
    let ordered = try Self.harm(of: magnet, [:], steps: 80, replicates: 16, networks: 16)
    #expect(ordered.ends.answer == .bistable && ordered.isBistable == true)
    let disordered = try Self.harm(
      of: magnet, ["pull": 0.3], steps: 80, replicates: 16, networks: 16)
    #expect(disordered.ends.answer == .same)
    let ministry = try CheckedWorld.compiled(
      at: SourceFolder(of: #filePath).appending("../../Worlds/ministry.world"))
    let safe = try Self.harm(
      of: ministry, ["clerks": 200, "conformity": 0.5], steps: 80, replicates: 16, networks: 4)
    #expect(safe.ends.answer == .same && safe.isBistable == false)
  }
}
