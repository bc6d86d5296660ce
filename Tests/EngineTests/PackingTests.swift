// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do realisations share lanes where nothing random is theirs, and only there?

import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Packing")
struct PackingTests {
  private func world(
    _ network: String, schedule: String = "", agents: Int = 12
  ) throws -> World {
    try CheckedWorld.compiled(
      """
      world "Few"
      agents a[\(agents)] {
        state y ~ uniform(low: 0, high: 1)
        state on ~ bernoulli(0.5)
      }
      network near: a -> a = \(network)
      step a \(schedule) {
        let around = mean(near.y else 0.5)
        on ~ bernoulli(around)
        y = 0.5 * y + 0.5 * around
      }
      measure level = mean(a.y)
      measure number = count(a.on)
      """
    ).together
  }

  private func lanes(_ world: World, laneLimit: Int = 64, threads: Int = 1) throws -> [Int] {
    let plan = plan(world, steps: 1, replicates: 32, networks: 16)
    return try Packing(plan, laneLimit: laneLimit, threadCount: threads).groups.map(
      \.requests.count)
  }

  @Test("realisations share lanes where links are fixed and no order is drawn")
  func sharing() throws {
    let apart = [Int](repeating: 2, count: 16)
    for network in ["complete()", "ring(degree: 2)", "star()", "teams(size: 4)"] {
      #expect(try lanes(world(network)) == [32], "\(network)")
      #expect(try lanes(world(network, schedule: "with probability 0.5")) == [32])
      #expect(try lanes(world(network, schedule: "shuffled")) == apart)
      #expect(try lanes(world(network, schedule: "sequential")) == apart)
    }
    #expect(try lanes(world("erdos_renyi(degree: 3)")) == apart)
    #expect(try lanes(world("small_world(degree: 2, rewiring: 0.1)")) == apart)
  }

  @Test("every thread gets a group, and large worlds keep to the lanes of one realisation")
  func bounds() throws {
    let small = try world("complete()")
    #expect(try lanes(small, threads: 2) == [16, 16])
    #expect(try lanes(small, threads: 5) == [7, 7, 7, 7, 4])
    #expect(try lanes(small, laneLimit: 5) == [5, 5, 5, 5, 5, 5, 2])
    let large = try world("complete()", agents: 10_000_000)
    #expect(try lanes(large) == [Int](repeating: 2, count: 16))
  }

  @Test("results of realisations that share lanes are those of each alone")
  func results() throws {
    for network in ["complete()", "ring(degree: 2)"] {
      let whole = plan(try world(network), steps: 5, replicates: 12, networks: 4, seed: 6)
      let expected = try whole.requests.flatMap { request in
        var single = whole
        single.requests = [request]
        return DeterminismTests.fingerprint(
          try single.execute(ExecutionOptions(threadCount: 1)))
      }
      #expect(Set(expected).count == 12)
      for threads in [1, 2, 5] {
        let results = try whole.execute(ExecutionOptions(threadCount: threads))
        #expect(DeterminismTests.fingerprint(results) == expected, "\(network), \(threads)")
      }
    }
  }

  @Test("an ordered world beside one without order keeps the names of its draws")
  func company() throws {
    let ordered = try world("ring(degree: 2)", schedule: "shuffled")
    let unordered = try world("ring(degree: 2)")
    var both = plan(unordered, steps: 4, replicates: 6, networks: 3, seed: 2)
    both.worlds.append(ordered)
    // Realisation 1 comes first, so that nothing of it may stick to what realisations share.
    both.requests = both.requests.reversed()
    both.requests += both.requests.map { request in
      var request = request
      request.worldIndex = 1
      return request
    }
    let results = DeterminismTests.fingerprint(
      try both.execute(ExecutionOptions(threadCount: 1)))
    for (index, request) in both.requests.enumerated() {
      var single = both
      single.requests = [request]
      #expect(
        DeterminismTests.fingerprint(try single.execute(ExecutionOptions(threadCount: 1)))
          == [results[index]])
    }
  }
}
