// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is each of the five answers given where the exact laws of a world call for it?
//
// Every case draws its runs from the exact stationary law at every size, so that nothing but the analysis can be wrong.
// Seeds are fixed. Curie-Weiss, q = 4, the noisy voter, the field and the ring were run over six seeds (1 to 6): all right
// but for one of the ring's, undecided at half the replicates used here; no seed gave a wrong answer. The other cases were
// not counted.

import Emergence
import Engine
import Glibc
import Statistics
import TestSupport
import Testing

@Suite("The answer of a scaling study")
struct TransitionAnswerTests {
  static func values(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
    (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
  }

  static func transition(_ study: ScaleStudy, _ law: ExactCounts) throws -> TransitionReport {
    try #require(try study.design().run(executing: law.execute).measures.first)
  }

  /// The classifier that papers have been written with: one size, and a peak of the susceptibility that stands out.
  ///
  /// A mutant of ours: it calls a transition whatever peaks at the largest size.
  static func looksAtLargestSizeAlone(_ report: TransitionReport) -> Bool {
    guard let last = report.sizes.last else { return false }
    let heights = last.points.compactMap(\.susceptibility.value)
    guard let top = heights.max(), let first = heights.first else { return false }
    return top > 1.25 * first
  }

  /// Another mutant: it calls a transition whatever grows between the two smallest sizes.
  static func looksAtSmallestSizesAlone(_ report: TransitionReport) -> Bool {
    let growth = report.evidence.first { $0.kind == .localGrowth }
    return (growth?.interval?.low ?? 0) > 0.2
  }

  /// A dozen of the 44 cells lie near enough to K = 1 to tell gamma/nu-bar: over 200 such studies its estimate scatters by
  /// 0.15, so that 67 % come within 0.1, and 96.5 % of the intervals hold the truth.
  @Test("is a continuous transition for the Curie-Weiss magnet, with K = 1 in the interval")
  func curieWeiss() throws {
    let study = try ExactCounts.study(
      sizes: [100, 200, 400, 800], values: Self.values(0.7, 1.4, 11), steps: 1_000)
    let report = try Self.transition(study, .curieWeiss())
    #expect(report.answer == .continuousTransition, "\(report.evidence)")
    #expect(report.orderParameter == .absolute && report.needs.isEmpty)
    let criticality = try #require(report.criticality)
    #expect(criticality.location.interval.contains(1))
    #expect(abs(criticality.location.value - 1) < 0.05)
    let exponent = try #require(criticality.susceptibilityExponent)
    #expect(exponent.interval.contains(0.5) && exponent.halfWidth < 0.4, "\(exponent)")
    #expect(report.evidence.contains { $0.kind == .binderCrossing })
  }

  /// Order ends at p = 3/11 = 0.2727 when all agents are counted.
  @Test("is a continuous transition for the q-voter model with q = 4")
  func fourAsked() throws {
    let study = try ExactCounts.study(
      sizes: [100, 200, 400, 800], values: Self.values(0.2, 0.35, 11), steps: 2_000, replicates: 32)
    let report = try Self.transition(
      study,
      .asking(4) { agents, independence in
        0.5 + 1 / (2.8 * abs(independence - 0.26) + 0.8 / Double(agents).squareRoot())
      })
    #expect(report.answer == .continuousTransition, "\(report.evidence)")
    #expect(try #require(report.criticality).location.interval.contains(3.0 / 11))
  }

  /// For q = 6 the lowest cumulant is -0.06, -0.21 and -0.40, far more than its errors.
  @Test("is a discontinuous transition for the q-voter model with q = 6")
  func sixAsked() throws {
    let study = try ExactCounts.study(
      sizes: [100, 200, 400], values: Self.values(0.12, 0.18, 11), steps: 4_000, replicates: 64)
    let report = try Self.transition(
      study, .asking(6) { agents, _ in 15 * pow(2, Double(agents) / 140) })
    #expect(report.answer == .discontinuousTransition, "\(report.evidence)")
    let distances = report.evidence.filter { $0.kind == .peakDistance }.compactMap(\.value)
    #expect(distances.count >= 2)
    // Both states weigh the same at p = 0.146396 as N grows.
    #expect(try #require(report.criticality).location.interval.contains(0.1464))
  }

  /// The fluctuations have stopped growing at N = 800: N Var|m| is 16.3 of at most 18.2 at e = 0.02, against 4.8 at N = 50.
  @Test("is a finite-size effect for the noisy voter, whose order small systems show")
  func noisyVoter() throws {
    let study = try ExactCounts.study(
      sizes: [50, 200, 800, 3_200], values: Self.values(0.02, 0.22, 9), steps: 1_000)
    let report = try Self.transition(study, .noisyVoter())
    #expect(report.answer == .finiteSizeEffect, "\(report.evidence)")
    #expect(report.criticality == nil)
    #expect(Self.looksAtSmallestSizesAlone(report), "the small sizes see a transition")
  }

  /// In a field of 0.3 the susceptibility peaks near K = 0.5 at every size.
  @Test("is a crossover for the Curie-Weiss magnet in a field, however steep")
  func field() throws {
    let study = try ExactCounts.study(
      sizes: [100, 200, 400, 800], values: Self.values(0, 1.5, 11), steps: 1_000)
    let report = try Self.transition(study, .curieWeiss(field: 0.3))
    #expect(report.answer == .crossover, "\(report.evidence)")
    #expect(report.orderParameter == .driven)
    #expect(Self.looksAtLargestSizeAlone(report), "one size alone sees a peak")
  }

  /// At J = 0.8 spins agree over 2.5 neighbours: N Var|m| differs by less than 5 % between 50 and 400 spins.
  @Test("is a crossover for the one-dimensional ring, whose memory and order grow with alignment")
  func ring() throws {
    let study = try ExactCounts.study(
      sizes: [50, 100, 200, 400], values: Self.values(0, 0.8, 9), steps: 1_000, replicates: 32)
    let report = try Self.transition(study, .isingRing())
    #expect(report.answer == .crossover, "\(report.evidence)")
    #expect(Self.looksAtLargestSizeAlone(report), "one size alone sees a peak")
  }

  /// Runs never leave a branch but at its end, which sharpens as N^(-2/3): nothing goes to and fro.
  @Test(
    "is a discontinuous transition where two starts disagree for good and a branch ends in a jump")
  func branches() throws {
    let runs = BranchRuns(width: { pow($0, -2.0 / 3) })
    let report = try #require(
      try BranchRuns.study().design().run(executing: runs.execute).measures.first)
    #expect(report.answer == .discontinuousTransition, "\(report.evidence)")
    let location = try #require(report.criticality?.location)
    #expect(location.interval.low < 0.52 && location.interval.high > 0.48)
    #expect(location.interval.high - location.interval.low < 0.05)
  }

  /// Agents that each have a memory of their own make the same loop at every size.
  ///
  /// The mutant looks for disagreement alone.
  @Test("is no transition where agents remember one by one and starts disagree as much")
  func hysterons() throws {
    let runs = BranchRuns(width: { _ in 0.03 }, fallsOneByOne: true)
    let report = try #require(
      try BranchRuns.study().design().run(executing: runs.execute).measures.first)
    #expect(report.answer == .undecided, "\(report.evidence)")
    let apart = try #require(report.evidence.last { $0.kind == .startsApart })
    #expect(try #require(apart.interval).low > 0.5, "disagreement alone would say discontinuous")
  }

  /// Each run has one of two drives for good: two peaks over runs, one within each.
  @Test("is no transition where kinds of run differ and nothing within them does")
  func quenched() throws {
    let study = try ExactCounts.study(
      sizes: [100, 200, 400], values: Self.values(-0.4, 0.4, 9), steps: 400)
    let quenched = ExactCounts(
      logWeights: { agents, drive in
        (0...agents).map { up in
          let rest: Double = lgamma(Double(up + 1)) + lgamma(Double(agents - up + 1))
          return drive * Double(2 * up - agents) - rest
        }
      }, memory: { _, _ in 1 }, disorder: { $0.next() % 2 == 0 ? 1 : -1 })
    let report = try Self.transition(study, quenched)
    #expect(report.answer == .undecided, "\(report.evidence)")
    #expect(try #require(report.evidence.first { $0.kind == .betweenRuns }?.value) > 0.9)
  }

  @Test("is undecided, asking for longer runs, where runs are too short for their memory")
  func short() throws {
    let study = try ExactCounts.study(
      sizes: [100, 200, 400, 800], values: Self.values(0.7, 1.4, 11), steps: 24)
    let report = try Self.transition(study, .curieWeiss())
    #expect(report.answer == .undecided)
    #expect(report.sizes.contains { !$0.isUsed })
    #expect(
      report.needs.contains { need in
        if case .longerRuns(let steps) = need { steps >= 48 } else { false }
      })
  }
}
