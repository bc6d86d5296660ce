// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is there one result, however it is computed? Levels of kernels, threads, lanes, company, general and fast paths.

import Engine
import TestSupport
import Testing
import WorldLanguage
import WorldModel

@Suite("One result, however it is computed")
struct OneHashTests {
  /// FNV-1a over everything that runs return.
  static func hash(_ results: [RunResult]) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ bits: UInt64) { hash = (hash ^ bits) &* 0x100_0000_01b3 }
    func add(_ value: Double) { add(value.isNaN ? 0x7ff8_0000_0000_0000 : value.bitPattern) }
    for result in results {
      add(UInt64(result.stepsRun))
      for row in result.series { for value in row { add(value) } }
      for count in result.nonFiniteCounts { add(UInt64(count)) }
      for snapshot in result.snapshots {
        for members in snapshot.columns {
          for column in members { for value in column { add(value) } }
        }
      }
      for share in result.alignmentTallies.flatMap(\.shares) { add(share) }
      for byte in result.failure?.description.utf8 ?? "".utf8 { add(UInt64(byte)) }
    }
    return hash
  }

  static func plan(_ world: World, steps: Int, replicates: Int, networks: Int) -> RunPlan {
    let parameters = world.parameters.map(\.defaultValue)
    let requests = (0..<replicates).map {
      RunRequest(
        worldIndex: 0, parameters: parameters, networkIndex: $0 % networks,
        replicateIndex: $0 / networks, observation: .snapshots(every: 2))
    }
    return RunPlan(worlds: [world], requests: requests, seed: 31, stepCount: steps)
  }

  /// Threads and lanes that are tried at each level, along the fast and the general path.
  static let ways = [(1, 1), (7, 3), (2, 16), (1, 64), (2, 128)]

  /// Compares a plan run every which way with its run on one thread along the general path.
  static func expectOneHash(
    _ plan: RunPlan, _ name: String, ways: [(threads: Int, lanes: Int)] = ways
  ) throws {
    let reference = ExecutionOptions(
      threadCount: 1, laneLimit: ways[0].lanes, usesFastPaths: false)
    let expected = hash(try plan.execute(reference))
    try EachKernelLevel.run { level in
      for (threads, lanes) in ways {
        for usesFastPaths in [true, false] {
          let options = ExecutionOptions(
            threadCount: threads, laneLimit: lanes, usesFastPaths: usesFastPaths)
          let results = try plan.execute(options)
          #expect(
            hash(results) == expected,
            "\(name): \(level), \(threads) threads, \(lanes) lanes, fast paths \(usesFastPaths)")
        }
      }
    }
    var alone = plan
    alone.requests = [plan.requests[plan.requests.count / 2]]
    let together = try plan.execute(ExecutionOptions(threadCount: 1))
    let single = try alone.execute(ExecutionOptions(threadCount: 1))
    #expect(hash(single) == hash([together[plan.requests.count / 2]]), "\(name): alone")
  }

  @Test("worlds that use all of the language", arguments: OracleWorld.names)
  func oracleWorlds(name: String) throws {
    let world = try OracleWorld(named: name).world
    try Self.expectOneHash(Self.plan(world, steps: 4, replicates: 70, networks: 1), name)
    try Self.expectOneHash(Self.plan(world, steps: 4, replicates: 9, networks: 3), name)
  }

  @Test("another seed has another hash")
  func seeds() throws {
    let world = try OracleWorld(named: "heat-bath-ring").world
    var plan = Self.plan(world, steps: 4, replicates: 9, networks: 3)
    let hash = Self.hash(try plan.execute(ExecutionOptions(threadCount: 1)))
    plan.seed += 1
    let other = try plan.execute(ExecutionOptions(threadCount: 1))
    #expect(Self.hash(other) != hash)
  }
}
