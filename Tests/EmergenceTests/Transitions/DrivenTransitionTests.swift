// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is a steep answer to a drive kept apart from a transition, and what is not known from evidence?
//
// Seeds are fixed; no answer here may be a transition at any seed.

import Emergence
import Testing

@Suite("Scaling studies of what is driven")
struct DrivenTransitionTests {
  static let transitions: [TransitionAnswer] = [.continuousTransition, .discontinuousTransition]

  /// One state at every bias: N Var grows to 1 / (1 - 0.95)^2 = 400 and no further, far beyond these sizes.
  ///
  /// Read as a share the measure has no symmetry; read as a mean it crosses 0. The values about the peaks of both, whose
  /// windows are the same but for rounding, are run once.
  @Test("never call one state a transition, however steep its answer to a bias", arguments: [1, 2])
  func steepResponse(seed: UInt32) throws {
    let study = ScaleStudy(
      world: try ScaleStudy.reference("../Null/steep-response"),
      values: ["conformity": 0.95], sizes: ("population", [16, 32, 64]),
      along: ("bias", TransitionAnswerTests.values(-0.5, 0.5, 11)),
      measures: ["harmful", "mean_good"], steps: 1_000, replicates: 24, networks: nil, warmUp: 100,
      seed: seed, usesStarts: false)
    let report = try study.report()
    for measure in report.measures {
      #expect(!Self.transitions.contains(measure.answer), "\(measure.measure) \(measure.evidence)")
    }
    #expect(report.measures.map(\.orderParameter) == [.plain, .driven])
    let gaps = zip(report.values, report.values.dropFirst()).map { $1 - $0 }
    #expect(!report.refinedValues.isEmpty && gaps.allSatisfy { $0 > 0.005 })
  }

  /// At K = 0.4 the mean is 0.0167 only, a ninth of its spread; at K = 1 and N = 128 it is 0.18.
  @Test(
    "never call a magnet in a weak field a transition along its conformity", arguments: [1, 2, 3])
  func weakField(seed: UInt32) throws {
    let study = try ExactCounts.study(
      sizes: [16, 32, 64, 128], values: TransitionAnswerTests.values(0.4, 1.6, 13), steps: 3_000,
      replicates: 24, seed: seed)
    let report = try TransitionAnswerTests.transition(study, .curieWeiss(field: 0.01))
    #expect(report.orderParameter == .driven)
    #expect(!Self.transitions.contains(report.answer), "\(report.evidence)")
    #expect(report.criticality == nil)
  }

  /// The mutant reads a difference without an interval as no difference.
  @Test("ask for replicates, and take starts that have no interval for no evidence")
  func unknown() throws {
    var study = try ExactCounts.study(
      sizes: [20, 40, 80], values: TransitionAnswerTests.values(0.4, 1.6, 5), steps: 200,
      replicates: 1)
    study.world = try ExactCounts.world(starts: "starts up_at_start in [0, 1]")
    let report = try TransitionAnswerTests.transition(study, .curieWeiss())
    let starts = report.evidence.filter { $0.kind == .startsApart }
    #expect(!starts.isEmpty && starts.allSatisfy { $0.interval == nil && $0.speaksFor.isEmpty })
    #expect(report.answer == .undecided && report.needs.contains(.moreReplicates(than: 1)))
  }
}
