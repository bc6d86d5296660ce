// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a result depend on anything but its request? Threads, lanes, order and company must not show.

import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Determinism")
struct DeterminismTests {
  static let world = """
    world "All kinds"
    parameter pull = 1.5 in 0...4
    parameter members: count = 37 in 2...200
    agents person[members] {
      trait weight ~ gamma(mean: 1, sd: 0.5)
      state active ~ bernoulli(0.4)
      state opinion ~ normal(mean: 0, sd: 1)
      state exact: precise = index / 7
      state mood: { calm, cross, glad } ~ weights { calm: 2, cross: 1, glad: 1 }
    }
    agents leader { state order = true }
    network friends: person -> person = erdos_renyi(degree: 5)
    network everyone: person -> person = complete()
    step person {
      let around = mean(friends.active else 0.5)
      let near = mean(friends.opinion where abs(friends.opinion - opinion) < 1 else opinion)
      let friend ~ pick(friends)
      active ~ bernoulli(logistic(pull * (around - 0.5) + 0.1 * weight))
      opinion = opinion + 0.3 * (near - opinion)
      if friend.active {
        mood ~ logit(0.5) {
          calm: 0
          cross: opinion
          glad: around
        }
      }
      exact = exact + 0.01 * (mean(person.exact) - exact)
    }
    step leader { order = mean(person.active) > 0.5 }
    step person sequential {
      let other ~ pick(everyone)
      let crowd = mean(everyone.active)
      active ~ bernoulli(0.9 * crowd + 0.05)
      if leader.order { opinion = 0.5 * opinion + 0.5 * other.opinion }
    }
    step person with probability 0.3 { active ~ bernoulli(0.2 + 0.5 * mean(friends.active else 0)) }
    step person shuffled every 3 {
      let u ~ uniform(low: -0.1, high: 0.1)
      opinion = opinion + u + 0.01 * sum(person.opinion where person.mood == mood) / members
    }
    measure activity = mean(person.active)
    measure opinion_mean = mean(person.opinion)
    measure spread = max(person.opinion) - min(person.opinion)
    measure local = mean(person.active * mean(friends.active else 0))
    measure cross_count = count(person.mood == cross) at end
    measure late = sum(person.exact) when activity > 0.5
    measure hit = first activity > 0.6
    run { stop when spread < 0.05 }
    """

  static func fingerprint(_ results: [RunResult]) -> [[UInt64]] {
    results.map { result in
      result.series.flatMap { $0.map(\.bitPattern) } + [UInt64(result.stepsRun)]
        + result.nonFiniteCounts.map { UInt64($0) }
    }
  }

  @Test("results do not depend on threads, lanes, order or company")
  func packing() throws {
    let world = try CheckedWorld.compiled(Self.world).together
    let whole = plan(world, steps: 12, replicates: 20, networks: 3, seed: 3)
    let first = try whole.execute(ExecutionOptions(threadCount: 1))
    #expect(first.allSatisfy { $0.failure == nil })
    let expected = Self.fingerprint(first)
    #expect(Set(expected).count == 20)
    for threads in [1, 2, 7] {
      for lanes in [1, 3, 16, 64, 128, 256] {
        let options = ExecutionOptions(threadCount: threads, laneLimit: lanes)
        #expect(
          Self.fingerprint(try whole.execute(options)) == expected, "\(threads), \(lanes)")
      }
    }
    var generator = SystemlessOrder(state: 5)
    let order = (0..<20).shuffled(using: &generator)
    var shuffled = whole
    shuffled.requests = order.map { whole.requests[$0] }
    let results = Self.fingerprint(
      try shuffled.execute(ExecutionOptions(threadCount: 2, laneLimit: 5)))
    #expect(results == order.map { expected[$0] })
    var single = whole
    single.requests = [whole.requests[13]]
    #expect(
      Self.fingerprint(try single.execute(ExecutionOptions(threadCount: 1))) == [expected[13]])
  }

  @Test("a reader with more links than a block holds gets the same bits in pieces")
  func pieces() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Hub"
      agents p[150] {
        state x ~ normal(mean: 0, sd: 1)
        state s ~ bernoulli(0.5)
      }
      network hub: p -> p = star()
      network others: p -> p = complete()
      step p {
        let above = sum(hub.x where hub.x > x)
        let alike = count(hub.s == s)
        let widest = max(hub.x * x)
        let pulled = mean(others.x where others.x > x else 0)
        let next = min(others.x)
        x = 0.5 * x + 0.1 * tanh(above) + 0.01 * widest + 0.1 * pulled + 0.01 * next
        s ~ bernoulli(alike / 150)
      }
      measure m = sum(p.x)
      measure k = count(p.s)
      """
    ).together
    let whole = plan(world, steps: 3, replicates: 64, seed: 9)
    let expected = Self.fingerprint(
      try whole.execute(ExecutionOptions(threadCount: 1, laneLimit: 1)))
    for lanes in [16, 64] {
      let options = ExecutionOptions(threadCount: 1, laneLimit: lanes)
      #expect(Self.fingerprint(try whole.execute(options)) == expected, "\(lanes)")
    }
  }
}

/// A fixed order.
private struct SystemlessOrder: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state
  }
}
