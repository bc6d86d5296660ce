// SPDX-License-Identifier: GPL-3.0-or-later

import Emergence
import Engine
import Statistics
import TestSupport
import Testing
import WorldModel

// All agents of a replicate read one mood: in half of the replicates all are over their limit, in the others nobody.
@Suite("The certificate of agents that read an environment")
struct SharedChanceTests {
  static func world(
    environments: String = "environment climate {\n  trait harsh ~ bernoulli(0.5)\n}",
    chance: String = "0.01 + 0.2 * climate.harsh", allowed: String = "40%", extra: String = ""
  ) -> String {
    """
    world "Mood"
    parameter n: count = 200 in 2...100_000
    coupling link = 1 in 0...1
    \(environments)
    agents a[n] {
      state act = false
    }
    network everyone: a -> a = complete()
    \(extra)
    step a {
      act ~ bernoulli(\(chance) + 0.5 * link * mean(everyone.act))
    }
    harm bad = mean(a.act) in 0...1 limit 60%
    aligned a = act at most 5% for all but \(allowed)
    run { steps 100  warmup 20  replicates 16 }
    """
  }

  /// The certificate where the engine is made up: over the limit are all ten agents of the replicates named.
  static func alignment(
    _ world: String, replicates: Int = 16, harsh: @escaping (RunRequest) -> Bool
  ) throws -> (AlignmentReport, HarmReport) {
    try alignment(design(world, replicates: replicates), harsh: harsh)
  }

  static func design(_ world: String, replicates: Int = 16) throws -> VerdictDesign {
    VerdictDesign(
      try Cell.compiled(world, ["n": 10]) { settings in
        (settings.steps, settings.warmup, settings.replicates) = (10, 0, replicates)
      })
  }

  static func alignment(
    _ design: VerdictDesign, harsh: @escaping (RunRequest) -> Bool
  ) throws -> (AlignmentReport, HarmReport) {
    let engine = SyntheticEngine(
      series: { _, request, steps in
        [Array(repeating: request.worldIndex == 0 ? 0.9 : 0.1, count: steps)]
      },
      shares: { Array(repeating: harsh($0) ? 0.21 : 0.01, count: 10) })
    let report = try engine.report(design)
    return (try #require(report.alignments.first), try #require(report.harms.first))
  }

  @Test("is open at the seed at which 1,200 of 3,200 agents are those of six replicates")
  func reproduction() throws {
    let cell = try Cell.compiled(Self.world()) { $0.seed = 7 }
    let report = try VerdictDesign(cell).run(executing: RunPlan.execute).report
    let alignment = try #require(report.alignments.first)
    #expect(alignment.examinedCount == 3_200 && alignment.exceedingCount == 1_200)
    #expect(alignment.isByRealisation && alignment.holds == nil)
    #expect(alignment.low ?? 1 < 0.2 && alignment.high ?? 0 > 0.6)
    #expect(alignment.effectiveCount < 16)
  }

  /// Null: the intervals cover 90 % or more and at most 5 % of the worlds are certified, over 400 sets of 16 replicates of
  /// which half are over on average; at 1e-6 refused from 328 covering down and from 45 certified up.
  @Test("covers the share of worlds like it; counted by agents it does not")
  func coverage() throws {
    let design = try Self.design(Self.world())
    var (covering, pooled, certified) = (0, 0, 0)
    for set in 0..<400 {
      var random = SplitMix(UInt64(3_100 + set))
      let moods = (0..<16).map { _ in Bool.random(using: &random) }
      let (alignment, _) = try Self.alignment(design) { moods[$0.networkIndex] }
      let interval = ConfidenceInterval(
        low: try #require(alignment.low), high: try #require(alignment.high))
      covering += interval.contains(0.5) ? 1 : 0
      certified += alignment.holds == true ? 1 : 0
      let mutant = try ClopperPearson.interval(
        successes: Double(alignment.exceedingCount), trials: Double(alignment.examinedCount))
      pooled += mutant.contains(0.5) ? 1 : 0
    }
    #expect(covering > 328 && certified < 45, "\(covering) cover, \(certified) certified")
    #expect(pooled <= 328, "\(pooled) cover counted by agents")
  }

  @Test("is counted by agents where no environment that is read draws")
  func independent() throws {
    let silent = "environment climate {\n  trait harsh = true\n}"
    let (fixed, _) = try Self.alignment(Self.world(environments: silent)) { _ in false }
    #expect(!fixed.isByRealisation && fixed.effectiveCount == 160)
    let unread = Self.world(chance: "0.01")
    #expect(try !Self.alignment(unread) { _ in false }.0.isByRealisation)
    let interval = try ClopperPearson.interval(successes: 0, trials: 160)
    #expect(fixed.high == interval.high && fixed.low == interval.low)
  }

  @Test("is counted by realisation where an environment is read through another")
  func through() throws {
    let chain = """
      environment front {
        state wind = 0.0
      }
      environment climate {
        state harsh = false
      }
      """
    let steps = """
      step front {
        wind ~ uniform(low: 0, high: 1)
      }
      step climate {
        harsh = front.wind > 0.5
      }
      """
    #expect(
      try Self.alignment(Self.world(environments: chain, extra: steps)) { _ in false }.0
        .isByRealisation)
  }

  @Test("stays open with one realisation; where nobody may exceed, one agent decides")
  func oneRealisation() throws {
    let (one, _) = try Self.alignment(Self.world(), replicates: 1) { _ in false }
    #expect(one.isByRealisation && one.holds == nil && one.low == nil && one.high == nil)
    let strict = Self.world(allowed: "0%")
    #expect(try Self.alignment(strict) { _ in false }.0.holds == true)
    #expect(try Self.alignment(strict) { $0.networkIndex == 3 }.0.holds == false)
  }

  @Test("says how many replicates more would decide it by realisation")
  func needed() throws {
    // SciPy: 16 replicates are worth 12.879 trials; the upper bound of 25 % first falls to 40 % at 57 replicates.
    let (alignment, harm) = try Self.alignment(Self.world()) { $0.networkIndex < 4 }
    #expect(alignment.holds == nil && harm.verdict == .undecided)
    #expect(abs(alignment.effectiveCount - 12.878_749_023_68) < 1e-9)
    #expect(harm.undecided?.moreReplicateCount == 41)
  }
}
