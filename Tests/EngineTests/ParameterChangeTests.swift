// SPDX-License-Identifier: GPL-3.0-or-later
//
// Can parameters change in mid-run? A run with changes must be the run of a world whose steps choose between two
// parameters by `time`, to the bit; whatever a run computes only once would show as a difference.

import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Parameter changes")
struct ParameterChangeTests {
  /// `$pull` and `$level` are read by steps and measures, `pull` and `level` by initial values.
  private static let general = """
    world "Changing"
    parameter pull = 1.5 in -4...4
    parameter level = 0.5 in 0...1
    parameter late_pull = -0.7 in -4...4
    parameter late_level = 0.3 in 0...1
    agents person[67] {
      trait weight ~ gamma(mean: 1 + level, sd: 0.5)
      trait lean = pull * mod(0.618 * index, 1) - 0.5
      state active ~ bernoulli(level)
      state opinion ~ normal(mean: pull, sd: 1)
      state calm = true
      state seen = false
    }
    network friends: person -> person = regular(degree: 4)
    step person { active ~ bernoulli(logistic($pull * (2 * mean(friends.active) - 1) + lean)) }
    step person { calm = mean(friends.active) >= $level }
    step person sequential {
      opinion = opinion + 0.1 * ($pull * mean(person.active) - opinion)
    }
    step person shuffled every 2 { active ~ bernoulli($level * mean(person.calm) + 0.1) }
    step person with probability $level { seen ~ bernoulli(0.5) }
    step person {
      let u ~ uniform(low: -$level, high: $level)
      opinion = opinion + u + 0.01 * sum(person.opinion * $pull where person.active) / size(person)
    }
    measure activity = mean(person.active)
    measure pulled = $pull * mean(person.opinion) + sum(person.weight * $level)
    measure leans = sum(person.lean * $pull)
    measure last = sum(person.opinion) * $pull at end
    measure hit = first activity > $level
    measure rare = mean(person.seen) when mean(person.calm) > $level
    harm sight = mean(person.seen) limit 1
    aligned person = seen at most 0.6
    run { stop when mean(person.seen) > 2 * $level }
    """

  private static let packed = """
    world "Changing bits"
    parameter pull = 1.5 in -4...4
    parameter level = 0.5 in 0...1
    parameter late_pull = -0.7 in -4...4
    parameter late_level = 0.3 in 0...1
    agents spin[61] {
      trait bias = pull * index / size(spin) - 0.3
      state up ~ bernoulli(level)
      state tired = false
    }
    network links: spin -> spin = erdos_renyi(degree: 5)
    step spin {
      let around = mean(links.up else 0.5)
      up ~ bernoulli(if tired then $level else logistic(2 * ($pull * (2 * around - 1) + bias)))
    }
    step spin every 2 { tired = up and count(links.up) > 4 * $level + 0.1 * time }
    measure up_share = mean(spin.up) * $pull
    measure tired_count = count(spin.tired)
    run { draws packed }
    """

  /// The world whose parameters are to change, and the one that chooses by `time`.
  private func worlds(_ template: String, from step: Int) throws -> (World, World) {
    var changing = template
    var choosing = template
    for name in ["pull", "level"] {
      changing = changing.replacing("$\(name)", with: name)
      choosing = choosing.replacing(
        "$\(name)", with: "(if time < \(step) then \(name) else late_\(name))")
    }
    return (
      try CheckedWorld.compiled(changing).together, try CheckedWorld.compiled(choosing).together
    )
  }

  /// Values of the parameters of the templates, the late ones in force.
  private static let late = [-0.7, 0.3, -0.7, 0.3]

  private func changed(_ plan: RunPlan, _ changes: [ParameterChange]) -> RunPlan {
    var result = plan
    for index in result.requests.indices { result.requests[index].changes = changes }
    return result
  }

  @Test("a run with changes is that of a world that chooses by time", arguments: [0, 1, 3])
  func choosing(step: Int) throws {
    for template in [Self.general, Self.packed] {
      let (changing, choosing) = try worlds(template, from: step)
      for (replicates, networks) in [(67, 1), (9, 3)] {
        var plan = OneHashTests.plan(
          changing, steps: 7, replicates: replicates, networks: networks)
        let unchanged = OneHashTests.hash(try plan.execute(ExecutionOptions(threadCount: 1)))
        plan = changed(plan, [ParameterChange(step: step, parameters: Self.late)])
        let found = OneHashTests.hash(try plan.execute(ExecutionOptions(threadCount: 1)))
        let other = OneHashTests.plan(
          choosing, steps: 7, replicates: replicates, networks: networks)
        let expected = OneHashTests.hash(try other.execute(ExecutionOptions(threadCount: 1)))
        #expect(found == expected, "\(changing.title), \(networks) networks")
        #expect(found != unchanged)
        try OneHashTests.expectOneHash(plan, changing.title, ways: [(2, 3), (7, 64)])
      }
    }
  }

  @Test("fused steps follow changes", arguments: FastPathTests.fused.keys.sorted())
  func fused(name: String) throws {
    let rule = FastPathTests.fused[name]!
    let late = rule.replacing("heat", with: "(if time < 2 then heat else 1.3)")
      .replacing("* j", with: "* (if time < 2 then j else 2.1)")
      .replacing("j *", with: "(if time < 2 then j else 2.1) *")
      .replacing("j /", with: "(if time < 2 then j else 2.1) /")
    guard late != rule else { return }
    for schedule in ["", "sequential"] {
      let source = FastPathTests.world(rule, schedule: schedule)
      let changing = try CheckedWorld.compiled(source).together
      let choosing = try CheckedWorld.compiled(FastPathTests.world(late, schedule: schedule))
        .together
      let plan = changed(
        OneHashTests.plan(changing, steps: 5, replicates: 67, networks: 1),
        [ParameterChange(step: 2, parameters: [2.1, 1.3])])
      let other = OneHashTests.plan(choosing, steps: 5, replicates: 67, networks: 1)
      let options = ExecutionOptions(threadCount: 1)
      #expect(
        OneHashTests.hash(try plan.execute(options))
          == OneHashTests.hash(try other.execute(options)),
        "\(schedule)")
      try OneHashTests.expectOneHash(plan, "\(name) \(schedule)", ways: [(2, 64)])
    }
  }

  @Test("a change to the same values leaves every bit", arguments: OracleWorld.names)
  func sameValues(name: String) throws {
    let oracle = try OracleWorld(named: name)
    for (replicates, networks) in [(66, 1), (9, 3)] {
      let plan = OneHashTests.plan(
        oracle.world, steps: 4, replicates: replicates, networks: networks)
      let expected = OneHashTests.hash(try plan.execute(ExecutionOptions(threadCount: 1)))
      let changes = [0, 2, 3].map { ParameterChange(step: $0, parameters: oracle.parameters) }
      let same = changed(plan, changes)
      try EachKernelLevel.run { level in
        for (threads, lanes, isFast) in [(1, 1, true), (2, 3, false), (7, 64, true)] {
          let options = ExecutionOptions(
            threadCount: threads, laneLimit: lanes, usesFastPaths: isFast)
          let found = OneHashTests.hash(try same.execute(options))
          #expect(found == expected, "\(level), \(lanes)")
        }
      }
    }
  }

  @Test("up to its change a run is the one without")
  func prefix() throws {
    for template in [Self.general, Self.packed] {
      let world = try worlds(template, from: 0).0
      let plan = plan(world, steps: 9, replicates: 20, networks: 2, seed: 4)
      let whole = try plan.execute(ExecutionOptions(threadCount: 2))
      let parted = try changed(plan, [ParameterChange(step: 5, parameters: Self.late)])
        .execute(ExecutionOptions(threadCount: 2))
      for (a, b) in zip(whole, parted) where min(a.stepsRun, b.stepsRun) > 5 {
        for row in a.series.indices where world.measures[row].timing == .everyStep {
          let before = a.series[row][..<5].map(\.bitPattern)
          #expect(before == b.series[row][..<5].map(\.bitPattern))
        }
        #expect(a.series[0][5...].map(\.bitPattern) != b.series[0][5...].map(\.bitPattern))
      }
    }
  }

  @Test("lanes that change apart share a group and leave each other alone")
  func company() throws {
    for template in [Self.general, Self.packed] {
      let world = try worlds(template, from: 0).0
      var whole = plan(world, steps: 8, replicates: 64, seed: 8)
      for index in whole.requests.indices where index % 7 != 0 {
        let first = [0.1 * Double(index % 9), 0.7, 0, 0]
        whole.requests[index].changes = [ParameterChange(step: index % 4, parameters: first)]
        guard index % 2 == 0 else { continue }
        whole.requests[index].changes.append(ParameterChange(step: 5, parameters: Self.late))
      }
      let packing = try Packing(whole, laneLimit: 64)
      #expect(packing.groups.count == 1 || world.settings.drawsPacked)
      let results = DeterminismTests.fingerprint(
        try whole.execute(ExecutionOptions(threadCount: 1)))
      for index in stride(from: 0, to: 64, by: 5) {
        var single = whole
        single.requests = [whole.requests[index]]
        let alone = DeterminismTests.fingerprint(
          try single.execute(ExecutionOptions(threadCount: 1)))
        #expect(alone == [results[index]], "\(index)")
      }
    }
  }

  @Test("tallies, traces, shared agents and huge worlds follow changes")
  func observations() throws {
    let (changing, choosing) = try worlds(Self.general, from: 3)
    var shared = ExecutionOptions(threadCount: 4)
    shared.leastSharedElements = 1
    var huge = ExecutionOptions(threadCount: 2, laneLimit: 1)
    huge.leastHugeAgents = 1
    huge.leastSharedElements = 1
    for observation in [
      Observation.measures, .alignments(firstStep: 1), .snapshots(every: 2),
      .trace(GroupID(0), agentIndex: 5),
    ] {
      let plan = changed(
        EngineTests.plan(
          changing, steps: 8, replicates: 3, seed: 3, observation: observation),
        [ParameterChange(step: 3, parameters: Self.late)])
      let other = EngineTests.plan(
        choosing, steps: 8, replicates: 3, seed: 3, observation: observation)
      for options in [ExecutionOptions(threadCount: 1), shared, huge] {
        let found = SharedAgentsTests.text(try plan.execute(options))
        #expect(found == SharedAgentsTests.text(try other.execute(options)))
      }
    }
  }

  @Test("what a run is laid out by may not change")
  func refusals() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Fixed"
      parameter people: count = 20 in 2...90
      parameter links = 3 in 0...5
      parameter pace: count = 2 in 1...9
      parameter free = 0.5 in 0...1
      agents a[people] { state on ~ bernoulli(free) }
      network near: a -> a = erdos_renyi(degree: links)
      step a every pace { on ~ bernoulli(free * mean(near.on else 0)) }
      measure share = mean(a.on)
      """
    ).together
    #expect(world.fixedParameters == [0, 1, 2].map { ParameterID($0) })
    let plan = plan(world, steps: 5, replicates: 2)
    for (index, name) in ["people", "links", "pace"].enumerated() {
      var values = plan.requests[0].parameters
      values[index] += 1
      let parted = changed(plan, [ParameterChange(step: 2, parameters: values)])
      let expected = PlanError.unfit(
        message: "'\(name)' cannot change in mid-run: a size, a network or 'every' depends on it",
        origin: Origin())
      #expect(throws: expected) { try parted.execute(ExecutionOptions(threadCount: 1)) }
      #expect(throws: expected) { try parted.estimate() }
    }
    var values = plan.requests[0].parameters
    values[3] = 0.9
    let parted = changed(plan, [ParameterChange(step: 2, parameters: values)])
    #expect(try parted.estimate() == plan.estimate())
    #expect(try parted.execute(ExecutionOptions(threadCount: 1)).allSatisfy { $0.failure == nil })
  }
}
