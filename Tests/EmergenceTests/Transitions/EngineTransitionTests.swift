// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a scaling study of the engine's own runs find what is known of reference worlds?
//
// Seeds are fixed. The quick tests are sized for seconds; the slow ones for the answers of larger systems.

import Emergence
import Engine
import Statistics
import TestSupport
import Testing

@Suite("Transitions of reference worlds", .serialized)
struct EngineTransitionTests {
  static func values(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
    TransitionAnswerTests.values(low, high, count)
  }

  static func transition(_ study: ScaleStudy) throws -> TransitionReport {
    try #require(try study.report().measures.first)
  }

  /// The mutant reads the threshold off the runs that are still active at their end: 5 % too low.
  @Test("find the threshold of site percolation, 0.7055, from the decay and not from activity")
  func domanyKinzel() throws {
    let report = try Self.transition(
      ScaleStudy(
        world: try ScaleStudy.reference("domany-kinzel"), sizes: ("cells", [500, 1_000, 2_000]),
        along: ("one_neighbour", Self.values(0.66, 0.75, 10)), measures: ["density"], steps: 1_000,
        replicates: 16, networks: nil))
    #expect(report.answer == .continuousTransition && report.orderParameter == .absorbing)
    let criticality = try #require(report.criticality)
    let truth = 0.7054852
    #expect(abs(criticality.location.value / truth - 1) < 0.005, "\(report.evidence)")
    #expect(abs(try #require(criticality.decayExponent).value - 0.159464) < 0.03)
    let naive = try #require(report.evidence.first { $0.kind == .activityThreshold }?.value)
    #expect(abs(naive / truth - 1) > 0.01, "density above zero is not the threshold")
  }

  @Test("call the one-dimensional ring a crossover along its alignment")
  func ring() throws {
    let report = try Self.transition(
      ScaleStudy(
        world: try ScaleStudy.reference("ising-ring"), values: ["temperature": 1],
        sizes: ("spins", [50, 100, 200]), along: ("alignment", Self.values(0, 0.8, 9)),
        measures: ["magnetisation"], steps: 500))
    #expect(report.answer == .crossover, "\(report.evidence)")
  }

  @Test("never call the ring a transition along its temperature, where cold runs never settle")
  func coldRing() throws {
    let report = try Self.transition(
      ScaleStudy(
        world: try ScaleStudy.reference("ising-ring"), sizes: ("spins", [50, 100, 200]),
        along: ("temperature", Self.values(0.3, 3, 10)), measures: ["magnetisation"], steps: 500,
        replicates: 16))
    #expect(
      [.crossover, .finiteSizeEffect, .undecided].contains(report.answer), "\(report.evidence)")
  }

  /// The beta-binomial law gives a mean square of 1 / (2 a + 1) (1 - 1 / N) + 1 / N with a = (N - 1) e / (2 (1 - e)): 0.51.
  @Test("give the noisy voter the mean square that its law has")
  func noisyVoter() throws {
    let report = try Self.transition(
      ScaleStudy(
        world: try ScaleStudy.reference("noisy-voter"), sizes: ("voters", [20, 35, 50]),
        along: ("noise", Self.values(0.02, 0.1, 5)), measures: ["mean_opinion"], steps: 1_000,
        replicates: 16))
    let point = try #require(report.sizes.last?.points.first)
    let mean = try #require(point.orderParameter.mean)
    let fluctuation = try #require(point.susceptibility.value) / 50
    let error =
      try #require(point.susceptibility.standardError) / 50
      + 2 * mean * #require(point.orderParameter.standardError)
    // Within 4.9 standard errors, taken as if both went together: one false alarm in 10^6 at most.
    #expect(abs(mean * mean + fluctuation - 0.51) < 4.9 * error && error < 0.05)
  }

  @Test("call the q-voter model with q = 4 continuous")
  func fourAsked() throws {
    let report = try Self.transition(
      ScaleStudy(
        world: try ScaleStudy.reference("q-voter"), values: ["asked": 4],
        sizes: ("voters", [50, 100, 200]), along: ("independence", Self.values(0.2, 0.35, 9)),
        measures: ["mean_opinion"], steps: 500, replicates: 16, usesStarts: false))
    #expect(report.answer == .continuousTransition, "\(report.evidence)")
  }

  @Test("call the q-voter model with q = 6 discontinuous", .enabled(if: SlowTests.areWanted))
  func sixAsked() throws {
    let report = try Self.transition(
      ScaleStudy(
        world: try ScaleStudy.reference("q-voter"), values: ["asked": 6],
        sizes: ("voters", [100, 200, 400]), along: ("independence", Self.values(0.12, 0.18, 9)),
        measures: ["mean_opinion"], steps: 4_000, replicates: 32, usesStarts: false))
    #expect(report.answer == .discontinuousTransition, "\(report.evidence)")
  }

  @Test("call Curie-Weiss continuous with K near 1", .enabled(if: SlowTests.areWanted))
  func curieWeiss() throws {
    let report = try Self.transition(
      ScaleStudy(
        world: try ScaleStudy.reference("curie-weiss"), sizes: ("spins", [100, 200, 400, 800]),
        along: ("conformity", Self.values(0.7, 1.4, 15)), measures: ["magnetisation"],
        steps: 1_000))
    #expect(report.answer == .continuousTransition, "\(report.evidence)")
    #expect(abs(try #require(report.criticality).location.value - 1) < 0.05)
  }

  @Test("call agents with a bias above h* a crossover", .enabled(if: SlowTests.areWanted))
  func biased() throws {
    // h* = 0.2075 at b = 1.5.
    let report = try Self.transition(
      ScaleStudy(
        world: try ScaleStudy.reference("aligned-bias"), values: ["bias": 0.3, "adversaries": 0],
        sizes: ("population", [100, 200, 400, 800]), along: ("conformity", Self.values(0, 1.5, 11)),
        measures: ["free_mean"], steps: 600))
    #expect(report.answer == .crossover, "\(report.evidence)")
  }
}
