// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Testing
import WorldModel

@testable import Emergence

@Suite("The design of a verdict")
struct VerdictDesignTests {
  @Test("deals replicates over networks in turn")
  func dealing() throws {
    let plan = try SyntheticWorld.design(replicates: 5, networks: 2).firstRound
    #expect(plan.requests.prefix(5).map(\.networkIndex) == [0, 1, 0, 1, 0])
    #expect(plan.requests.prefix(5).map(\.replicateIndex) == [0, 0, 1, 1, 2])
    #expect(try SyntheticWorld.design(replicates: 40, networks: nil).cell.networkCount == 16)
    #expect(try SyntheticWorld.design(replicates: 5, networks: nil).cell.networkCount == 5)
  }

  @Test("asks for each distinct run once")
  func distinct() throws {
    func runs(
      hasConditioning: Bool = true, hasStarts: Bool = false, togetherOnly: Bool = false,
      start: Double = 0.5
    ) throws -> Int {
      let made = try SyntheticWorld.design(
        SyntheticWorld.make(hasConditioning: hasConditioning), hasStarts: hasStarts,
        togetherOnly: togetherOnly)
      let design = VerdictDesign(
        try Cell(
          world: made.cell.world, parameters: [start, 1, 1, 0.5], settings: made.cell.settings),
        togetherOnly: togetherOnly)
      let requests = design.firstRound.requests
      #expect(Set(requests).count == requests.count)
      return requests.count / 8
    }
    #expect(try runs() == 3)
    #expect(try runs(hasConditioning: false) == 2)
    #expect(try runs(hasStarts: true) == 5)
    #expect(try runs(hasStarts: true, start: 1) == 4)
    #expect(try runs(togetherOnly: true) == 1)
    #expect(try runs(hasStarts: true, togetherOnly: true) == 3)
    var uncoupled = SyntheticWorld.make(hasConditioning: false)
    uncoupled.isolation?.alone = uncoupled.together
    uncoupled.isolation?.unlinked = uncoupled.together
    #expect(try SyntheticWorld.design(uncoupled).firstRound.requests.count == 8)
    let harmless = CheckedWorld(together: uncoupled.together, isolation: nil)
    #expect(try SyntheticWorld.design(harmless).firstRound.requests.count == 8)
  }

  @Test("holds every run of both rounds in its estimate")
  func estimate() throws {
    let design = try SyntheticWorld.design()
    let estimate = try design.estimate()
    #expect(estimate.runCount == 32)
    let rounds = try ([design.firstRound] + design.secondRound(warmUp: 0)).map {
      try $0.estimate()
    }
    #expect(rounds.count == 2)
    #expect(estimate.agentUpdates == rounds.reduce(0) { $0 + $1.agentUpdates })
    #expect(rounds.allSatisfy { $0.bytes < estimate.bytes })
  }

  @Test("estimates the larger of its rounds, for they run one after the other")
  func peak() throws {
    let (aligned, unaligned) = try (
      SyntheticWorld.design(steps: 10_000).estimate(),
      SyntheticWorld.design(SyntheticWorld.make(isAligned: false), steps: 10_000).estimate()
    )
    #expect(aligned.runCount == 32 && unaligned.runCount == 24)
    #expect(aligned.agentUpdates > unaligned.agentUpdates)
    // The analysis of the first round is larger than the second round.
    #expect(aligned.bytes == unaligned.bytes)
    // Results of 24 runs, a copy of 8 of them and a transform.
    #expect(aligned.bytes > 8 * 10_000 * (24 + 8) && aligned.bytes < 8 * 10_000 * (24 + 8 + 13))
  }

  @Test("refuses settings that cannot be")
  func refusals() {
    #expect(throws: VerdictError.networksExceedReplicates(networks: 3, replicates: 2)) {
      try SyntheticWorld.design(replicates: 2, networks: 3)
    }
    #expect(throws: VerdictError.warmUpTooLong(warmUp: 10, steps: 10)) {
      try SyntheticWorld.design(steps: 10, warmUp: 10)
    }
    #expect(throws: VerdictError.notPositive(setting: "replicates", value: 0)) {
      try SyntheticWorld.design(replicates: 0, networks: nil)
    }
    #expect(throws: VerdictError.notPositive(setting: "steps", value: 0)) {
      try SyntheticWorld.design(steps: 0)
    }
    #expect(throws: VerdictError.tooMany(setting: "networks", value: 5_000, most: 4_096)) {
      try SyntheticWorld.design(replicates: 5_000, networks: 5_000)
    }
  }

  @Test("leaves null what rests on runs that it does not ask for")
  func togetherOnly() throws {
    let report = try SyntheticEngine().report(SyntheticWorld.design(togetherOnly: true))
    let harm = try #require(report.harms.first)
    #expect(harm.alone == nil && harm.unlinked == nil && harm.difference == nil)
    #expect(harm.verdict == nil && harm.undecided == nil && harm.isBistable == nil)
    #expect(harm.together.mean == 0 && report.alignments.isEmpty)
  }

  @Test("repeats alone as unlinked where the two are one")
  func unlinkedIsAlone() throws {
    let engine = SyntheticEngine(level: { condition, request in
      condition == "alone" ? 0.125 * Double(request.networkIndex) : 1
    })
    let outcome = try SyntheticWorld.design(SyntheticWorld.make(hasConditioning: false)).run(
      executing: engine.execute)
    let harm = try #require(outcome.report.harms.first)
    #expect(harm.unlinked == harm.alone)
    #expect(
      outcome.runs.map(\.condition.rawValue)
        == ["together", "unlinked", "alone"].flatMap {
          Array(repeating: $0, count: 8)
        })
    #expect(
      outcome.runs.filter { $0.condition == .unlinked }.map(\.means)
        == outcome.runs.filter {
          $0.condition == .alone
        }.map(\.means))
    #expect(outcome.runs[5].replicate == 5 && outcome.runs[5].networkIndex == 1)
    #expect(outcome.runs[5].replicateIndex == 1 && outcome.runs[5].finals == [1])
  }

  @Test("gives the same report whatever the order in which results come")
  func order() throws {
    let design = try SyntheticWorld.design(hasStarts: true)
    let engine = SyntheticEngine(level: { condition, request in
      let noise = Double((request.networkIndex * 7 + request.replicateIndex * 3) % 5) * 0.0137
      return noise + (condition == "together" ? 0.7 : 0.2) + 0.1 * request.parameters[0]
    })
    let plan = design.firstRound
    let pairs = Array(zip(plan.requests, engine.execute(plan)))
    let reports = try [
      pairs, pairs.reversed(), pairs.sorted { $0.0.networkIndex < $1.0.networkIndex },
    ]
    .map { order in
      try VerdictEvidence(
        design: design, answers: Dictionary(uniqueKeysWithValues: order)
      ).outcome(alignments: []).report
    }
    #expect(reports[0] == reports[1] && reports[0] == reports[2])
  }

  @Test("names the first run that failed")
  func failure() throws {
    let engine = SyntheticEngine(failure: { request in
      guard request.networkIndex == 2, request.observation == .measures else { return nil }
      return RunFailure(
        reason: "not finite", origin: Origin(), group: "clerk", agentIndex: 1, time: 3,
        networkIndex: request.networkIndex, replicateIndex: request.replicateIndex)
    })
    let design = try SyntheticWorld.design()
    let error = #expect(throws: VerdictError.self) { try design.run(executing: engine.execute) }
    guard case .runFailed(let failure, let condition, let replicate, let count)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(failure.networkIndex == 2 && failure.replicateIndex == 0)
    #expect(condition == .together && replicate == 2 && count == 6)
  }

  @Test("takes the longest warm-up over harms and conditions")
  func warmUp() throws {
    let engine = SyntheticEngine(series: { condition, request, stepCount in
      let cut = condition == "alone" ? 30 : condition == "together" ? 15 : 0
      return [(0..<stepCount).map { $0 < cut ? 1 : 0.25 }]
    })
    let report = try engine.report(SyntheticWorld.design(steps: 100, warmUp: nil))
    #expect(report.warmUpStepCount == 30 && report.isWarmUpAutomatic)
    #expect(report.harms.first?.together.mean == 0.25)
    let given = try engine.report(SyntheticWorld.design(steps: 100, warmUp: 10))
    #expect(given.warmUpStepCount == 10 && !given.isWarmUpAutomatic)
    #expect(abs((given.harms.first?.together.mean ?? .nan) - (0.25 + 0.75 * 5 / 90)) < 1e-12)
  }

  @Test("warns of runs that have not settled and of runs that are too short")
  func notSettled() throws {
    let engine = SyntheticEngine(series: { condition, _, stepCount in
      [(0..<stepCount).map { condition == "together" ? Double($0) : 0 }]
    })
    let report = try engine.report(SyntheticWorld.design(steps: 100, warmUp: nil))
    #expect(report.warmUpStepCount == 50)
    #expect(report.warnings.first == .notSettled(measure: "harm", condition: .together))
    #expect(
      report.warnings.contains { warning in
        guard case .shortRun("harm", .together, 50, let time) = warning else { return false }
        return time > 1 && time == report.measures.first { $0.name == "harm" }?.autocorrelationTime
      })
    #expect(report.warnings.count == 2)
  }

  @Test("calls bistable what ends apart in surely more than 5 % of the realisations")
  func bistable() throws {
    func harm(apartIn networks: Int) throws -> (HarmReport, [VerdictWarning]) {
      let engine = SyntheticEngine(series: { _, request, stepCount in
        let isApart = request.networkIndex < networks && request.replicateIndex == 1
        let late = isApart && request.parameters[0] == 1 ? 0.9 : 0.1
        // The first half says the opposite: only the last half counts.
        return [(0..<stepCount).map { $0 < stepCount / 2 ? 1 - late : late }]
      })
      let report = try engine.report(
        SyntheticWorld.design(replicates: 32, networks: 16, hasStarts: true))
      return (try #require(report.harms.first), report.warnings)
    }
    // Clopper-Pearson lower bounds of 3 and 4 in 16: 0.0405 and 0.0727.
    let (three, _) = try harm(apartIn: 3)
    #expect(three.isBistable == false && three.apart?.count == 3)
    #expect(abs((three.apart?.low ?? .nan) - 0.040_473) < 1e-6)
    let (four, warnings) = try harm(apartIn: 4)
    #expect(four.isBistable == true && four.apart?.realisationCount == 16)
    #expect(abs((four.apart?.low ?? .nan) - 0.072_662) < 1e-6)
    #expect(
      warnings.contains { warning in
        if case .startsDisagree("harm", let difference) = warning {
          abs(difference - 0.1) < 1e-12
        } else {
          false
        }
      })
    let (none, quiet) = try harm(apartIn: 0)
    #expect(none.isBistable == false)
    #expect(!quiet.contains { if case .startsDisagree = $0 { true } else { false } })
    #expect(try SyntheticEngine().report(SyntheticWorld.design()).harms[0].isBistable == nil)
  }

  @Test("warns of starts that still matter, not of a sure difference that is far below the error")
  func startsThatMatter() throws {
    func warnings(gap: Double) throws -> [VerdictWarning] {
      try SyntheticEngine(level: { _, request in
        0.1 + 0.01 * Double(request.networkIndex) + gap * request.parameters[0]
      }).report(SyntheticWorld.design(hasStarts: true)).warnings
    }
    #expect(try warnings(gap: 1e-6).isEmpty)
    let warning = try #require(try warnings(gap: 0.02).first)
    guard case .startsDisagree("harm", let difference) = warning else {
      Issue.record("\(warning)")
      return
    }
    #expect(abs(difference - 0.02) < 1e-12)
  }

  @Test("uses the declared start for the verdict, not the two ends")
  func declaredStart() throws {
    let engine = SyntheticEngine(level: { _, request in request.parameters[0] == 0.5 ? 0.1 : 0.9 })
    let harm = try #require(
      try engine.report(SyntheticWorld.design(hasStarts: true)).harms.first)
    #expect(harm.together.mean == 0.1 && harm.verdict == .safe && harm.isBistable == false)
  }
}
