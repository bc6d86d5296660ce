// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the engine do what the language says? Every update scheme, state type, aggregate and distribution, against the
// exact transition matrix of small worlds; and would a wrong engine be noticed?

import Engine
import TestSupport
import Testing
import WorldLanguage
import WorldModel

/// A small world in `OracleWorlds/`.
struct OracleWorld {
  let name: String
  let world: World

  static let folder = SourceFolder(of: #filePath).appending("OracleWorlds")

  static let names = folder.names(ending: ".world").map { String($0.dropLast(6)) }

  init(named name: String) throws {
    self.name = name
    world = try CheckedWorld.compiled(at: Self.folder.appending(name + ".world")).together
  }

  var parameters: [Double] { world.parameters.map(\.defaultValue) }

  /// Whether replicates of one realisation share something random: the order of their updates.
  var sharesOrder: Bool {
    world.blocks.contains { $0.schedule == .sequential || $0.schedule == .shuffled }
  }

  /// Returns independent trajectories of the engine, optionally of a mutant of the world.
  func trajectories(of mutant: World? = nil, count: Int, stepCount: Int) throws
    -> [[JointState]]
  {
    let networkCount = sharesOrder ? count : 1
    let requests = (0..<count).map {
      RunRequest(
        worldIndex: 0, parameters: parameters, networkIndex: $0 % networkCount,
        replicateIndex: $0 / networkCount, observation: .snapshots(every: 1))
    }
    let plan = RunPlan(
      worlds: [mutant ?? world], requests: requests, seed: 20_261, stepCount: stepCount)
    return try plan.execute(ExecutionOptions(threadCount: 2)).map { result in
      if let failure = result.failure { throw failure }
      return result.snapshots.map { snapshot in
        JointState(
          values: snapshot.columns.map { members in
            let agentCount = members.first?.count ?? 0
            return (0..<agentCount).map { agent in members.map { $0[agent] } }
          })
      }
    }
  }
}

@Suite("The engine against exact transition matrices")
struct OracleTests {
  /// Runs 4,000 trajectories of 3 steps; the false-alarm rate is 1e-6 a world.
  ///
  /// The smallest deviation of a transition
  /// probability near 1/2 that is caught (power 1/2) is about 0.05 in one row of 1,000 visits.
  @Test("One step, and the state after three, follow the matrix", arguments: OracleWorld.names)
  func transitions(name: String) throws {
    let world = try OracleWorld(named: name)
    let oracle = TransitionOracle(world.world, parameters: world.parameters)
    let trajectories = try world.trajectories(count: 4_000, stepCount: 3)
    let comparison = TransitionComparison(of: trajectories, with: oracle)
    #expect(comparison.stands, "\(world.name): \(comparison)")
  }

  @Test("After many steps the histogram is the stationary one", arguments: ["heat-bath-ring"])
  func stationary(name: String) throws {
    let world = try OracleWorld(named: name)
    let oracle = TransitionOracle(world.world, parameters: world.parameters)
    let last = try world.trajectories(count: 4_000, stepCount: 120).map { $0[120] }
    var law = oracle.distribution(after: 120)
    let next = oracle.distribution(after: 121)
    #expect(next.allSatisfy { abs($0.value - (law[$0.key] ?? 0)) < 1e-9 }, "not stationary yet")
    let statistic = law.keys.reduce(0.0) { sum, state in
      let expected = 4_000 * (law.removeValue(forKey: state) ?? 0)
      let observed = Double(last.count { $0 == state })
      return sum + (observed - expected) * (observed - expected) / expected
    }
    #expect(DistributionFunctions.chiSquareTail(statistic, degrees: next.count - 1) >= 1e-6)
  }

  @Test("The worlds use every scheme, type, aggregate and distribution between them")
  func coverage() throws {
    let worlds = try OracleWorld.names.map { try OracleWorld(named: $0).world }
    let seen = LanguageCoverage(of: worlds)
    #expect(worlds.count >= 12)
    #expect(seen.missing.isEmpty, "no oracle world uses \(seen.missing)")
  }

  @Test("A wrong neighbour is noticed")
  func wrongNeighbour() throws {
    let world = try OracleWorld(named: "weighted-file")
    var mutant = world.world
    guard case .file(var list, let directed) = mutant.networks[0].generator else {
      Issue.record("the world reads no file")
      return
    }
    list.to[2] = 0
    mutant.networks[0].generator = .file(list, directed: directed)
    try expectNoticed(mutant, of: world)
  }

  @Test("A stale read is noticed")
  func staleRead() throws {
    let world = try OracleWorld(named: "sequential-complete")
    var mutant = world.world
    mutant.blocks[0].schedule = .shuffled
    try expectNoticed(mutant, of: world)
    mutant.blocks[0].schedule = .synchronous
    try expectNoticed(mutant, of: world)
  }

  @Test("A reused draw is noticed")
  func reusedDraw() throws {
    let world = try OracleWorld(named: "thresholds")
    var mutant = world.world
    var sites: [SiteID] = []
    for (index, statement) in mutant.blocks[0].statements.enumerated() {
      guard case .bindDraw(let local, var draw) = statement.kind else { continue }
      sites.append(draw.site)
      draw.site = sites[0]
      mutant.blocks[0].statements[index].kind = .bindDraw(local, draw)
    }
    #expect(sites.count == 4)
    try expectNoticed(mutant, of: world)
  }

  private func expectNoticed(_ mutant: World, of world: OracleWorld) throws {
    let oracle = TransitionOracle(world.world, parameters: world.parameters)
    let trajectories = try world.trajectories(of: mutant, count: 4_000, stepCount: 3)
    #expect(!TransitionComparison(of: trajectories, with: oracle).stands)
  }
}
