// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does it show when several threads work on the agents of one world? No bit may differ from one thread's.

import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Shared agents")
struct SharedAgentsTests {
  /// Reductions of every kind over groups of different sizes, reached in every way.
  static func world(_ agents: Int) -> String {
    """
    world "Shared"
    parameter fails_at = 1000 in 0...1000
    agents person[\(agents)] {
      trait weight ~ gamma(mean: 1, sd: 0.5)
      state active ~ bernoulli(0.4)
      state opinion ~ normal(mean: 0, sd: 1)
      state exact: precise = index / 7
      state mood: { calm, cross, glad } ~ weights { calm: 2, cross: 1, glad: 1 }
    }
    agents leader { state order = true }
    agents clerk[29] { state load ~ poisson(mean: 3) }
    agents witness[\(agents)] { state tired = false }
    agents guard[\(agents / 2 + 1)] { state afraid = true }
    network friends: person -> person = erdos_renyi(degree: min(5, size(person) - 1))
    network everyone: person -> person = complete()
    step person {
      let around = mean(friends.active else 0.5)
      let near = mean(friends.opinion where abs(friends.opinion - opinion) < 1 else opinion)
      let noise ~ normal(mean: 0, sd: if time >= fails_at and mod(index, 70) >= 1 then -1 else 0.1)
      active ~ bernoulli(logistic(around - 0.5 + 0.1 * weight))
      opinion = opinion + 0.3 * (near - opinion) + noise + 0.1 * min(everyone.opinion) + 0.1 * max(everyone.opinion)
      if any(friends.mood == glad) { mood = if all(friends.active) then calm else cross }
      exact = exact + 0.01 * (mean(person.exact) - exact)
    }
    step clerk { load = load + count(person.active) / size(person) }
    step witness { tired ~ bernoulli(0.1 + 0.3 * index / size(witness)) }
    step guard { if index >= 0 { afraid ~ bernoulli(if afraid then 0.8 else 0.1) } }
    step leader { order = mean(person.active) > 0.5 }
    step person with probability 0.3 { active ~ bernoulli(0.2 + 0.5 * mean(friends.active else 0)) }
    step person shuffled every 3 { opinion = opinion + 0.01 * sum(person.opinion where person.mood == mood) / size(person) }
    measure activity = mean(person.active)
    measure opinion_mean = mean(person.opinion)
    measure low = min(person.opinion where person.active else 0)
    measure high = max(person.opinion)
    measure local = mean(person.active * mean(friends.active else 0))
    measure cross_count = count(person.mood == cross) at end
    measure late = sum(person.exact) when activity > 0.5
    measure loads = sum(clerk.load) + max(clerk.load)
    measure zero = 1 / (1 + 1 / min(person.active * 0 * (if person.weight > 1 then -1 else 1)))
    harm tiredness = mean(witness.tired) limit 1
    harm fear = mean(guard.afraid) limit 1
    aligned witness = tired at most 0.6
    aligned guard = afraid at most 0.6
    run { stop when high > 3 }
    """
  }

  static func text(_ results: [RunResult]) -> [String] { results.map { "\($0)" } }

  private func options(_ threads: Int, lanes: Int = 1) -> ExecutionOptions {
    var options = ExecutionOptions(threadCount: threads, laneLimit: lanes)
    options.leastSharedElements = 1
    return options
  }

  @Test(
    "any number of threads gives the same bytes", arguments: [2, 3, 37, 64, 65, 131, 450])
  func bytes(agents: Int) throws {
    let world = try CheckedWorld.compiled(Self.world(agents)).together
    for observation in [Observation.measures, .alignments(firstStep: 2), .snapshots(every: 3)] {
      let plan = plan(world, steps: 8, replicates: 3, seed: 3, observation: observation)
      for lanes in [1, 3] {
        let expected = Self.text(try plan.execute(options(1, lanes: lanes)))
        for threads in [2, 7] {
          let results = Self.text(try plan.execute(options(threads, lanes: lanes)))
          #expect(results == expected, "\(threads) threads, \(lanes) lanes")
        }
      }
    }
  }

  @Test("the failure told is that of the lowest agent, whoever finds it")
  func failures() throws {
    let world = try CheckedWorld.compiled(Self.world(400)).together
    let plan = plan(world, steps: 6, replicates: 2, seed: 3, setting: ["fails_at": 3])
    for threads in [1, 2, 7] {
      for result in try plan.execute(options(threads)) {
        let failure = try #require(result.failure)
        #expect(failure.agentIndex == 1 && failure.time == 3, "\(threads) threads")
      }
    }
  }

  @Test("threads without a lane group help, and all end when a run is cancelled")
  func cancelled() throws {
    let world = try CheckedWorld.compiled(Self.world(300)).together
    var options = options(4)
    options.progress = { _ in false }
    #expect(throws: PlanError.cancelled) {
      _ = try plan(world, steps: 4000, replicates: 3).execute(options)
    }
  }

  @Test("each further thread counts in the estimate, and only where it can help")
  func memory() throws {
    let world = try CheckedWorld.compiled(Self.world(300)).together
    let plan = plan(world, steps: 2)
    let one = try plan.estimate(options(1)).bytes
    let two = try plan.estimate(options(2)).bytes
    #expect(two > one && two < one + 1 << 20)
    #expect(try plan.estimate(options(4)).bytes - one == 3 * (two - one))
    #expect(try plan.estimate(ExecutionOptions(threadCount: 4)).bytes == one)
  }
}
