// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is each of the five answers given where the exact laws of a world call for it?
//
// Every case draws its runs from the exact stationary law at every size, so that nothing but the analysis can be wrong.
// Seeds are fixed; each test says what it would take to fail.

import Emergence
import Engine
import Glibc
import Statistics
import Testing

@Suite("The answer of a scaling study")
struct TransitionAnswerTests {
  static func values(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
    (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
  }

  static func transition(_ study: ScaleStudy, _ law: ExactCounts) throws -> TransitionReport {
    try #require(try study.design().run(executing: law.execute).measures.first)
  }

  /// The classifier that papers have been written with: one size, a peak that stands out, a curve that is steep.
  ///
  /// A mutant of ours: it calls a transition whatever peaks at the largest size.
  static func looksAtLargestSizeAlone(_ report: TransitionReport) -> Bool {
    guard let last = report.sizes.last else { return false }
    let heights = last.points.compactMap(\.susceptibility.value)
    guard let top = heights.indices.max(by: { heights[$0] < heights[$1] }) else { return false }
    let ends = max(heights[0], heights[heights.count - 1])
    return top > 0 && top < heights.count - 1 && heights[top] > 1.25 * ends
  }

  /// The exact peak grows as N^0.5 to N^0.6 between these sizes; the interval of the exponent is 0.07 wide.
  @Test("is a continuous transition for the Curie-Weiss magnet, with K = 1 in the interval")
  func curieWeiss() throws {
    let study = try ExactCounts.study(
      sizes: [100, 200, 400, 800], values: Self.values(0.7, 1.4, 11), steps: 1_000)
    let report = try Self.transition(study, .curieWeiss())
    #expect(report.answer == .continuousTransition, "\(report.evidence)")
    #expect(report.orderParameter == .absolute && report.needs.isEmpty)
    let criticality = try #require(report.criticality)
    #expect(criticality.location.interval.contains(1))
    let growth = try #require(criticality.susceptibilityExponent)
    #expect(abs(growth.value - 0.55) < 0.08)
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
  }

  /// The fluctuations have stopped growing at N = 800: N Var|m| is 16.3 of at most 18.2 at e = 0.02, against 4.8 at N = 50.
  @Test("is a finite-size effect for the noisy voter, whose order small systems show")
  func noisyVoter() throws {
    let study = try ExactCounts.study(
      sizes: [50, 200, 800, 3_200], values: Self.values(0.02, 0.22, 9), steps: 1_000)
    let report = try Self.transition(study, .noisyVoter())
    #expect(report.answer == .finiteSizeEffect, "\(report.evidence)")
    #expect(report.criticality == nil)
  }

  /// In a field of 0.3 the susceptibility peaks near K = 0.7 at 1.16 of its value without coupling, at every size.
  @Test("is a crossover for the Curie-Weiss magnet in a field, however steep")
  func field() throws {
    let study = try ExactCounts.study(
      sizes: [100, 200, 400, 800], values: Self.values(0, 1.5, 11), steps: 1_000)
    let report = try Self.transition(study, .curieWeiss(field: 0.3))
    #expect(report.answer == .crossover, "\(report.evidence)")
    #expect(report.orderParameter == .driven)
    #expect(Self.looksAtLargestSizeAlone(report), "one size alone sees a peak")
  }
}
