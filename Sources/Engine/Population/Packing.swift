// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which requests share the lanes of a vector? Those that share program, networks and everything that shapes memory.
//
// Packing never changes a result: lanes do not see each other, and draws are named by seed, network and replicate.
// Where nothing random belongs to the realisation (links are fixed, and no block visits agents one at a time) all
// realisations are one, and their requests share lanes: as many as fit the memory of a lane group.

import WorldModel

/// The networks that lane groups share: one realisation at given structural parameters.
struct Realisation {
  /// A request that asks for it; its parameters are those of the structure.
  var request: Int
  /// The number that names its draws; 0 where there are none.
  var networkIndex: Int
  var sizes: [Int]
  /// Number of lane groups that read it.
  var userCount: Int
}

/// A plan divided into lane groups.
struct Packing {
  /// Bytes that a lane group may take for the sake of lanes of other realisations.
  static let sharedBytes = 1 << 26
  /// Bytes that a lane group may take for the sake of more than one word of 64 replicates.
  static let packedBytes = 1 << 31

  var programs: [Program] = []
  var realisations: [Realisation] = []
  /// In the order in which they are run: those of one realisation side by side.
  var groups: [LaneGroup] = []

  private struct ProgramKey: Hashable {
    var worldIndex: Int
    var isTraced: Bool
    var isTallied: Bool
  }

  /// What the links depend on beside draws.
  private struct Structure: Hashable {
    var networksOf: Int
    var parameters: [UInt64]
  }

  private struct RealisationKey: Hashable {
    var structure: Structure
    var networkIndex: Int
  }

  private struct GroupKey: Hashable {
    var program: Int
    var realisation: Int
    var periods: [Int]
    var observation: Observation
    /// With `draws packed` the values of the parameters, and when they change: lanes are of one cell.
    var cell: [UInt64]
  }

  /// Divides a plan; into as many groups as there are threads where there are requests enough.
  ///
  /// - Throws: `PlanError.unfit` when a size, a generator argument or `every` does not fit the parameters, or would change
  ///   in mid-run.
  init(_ plan: RunPlan, laneLimit: Int, threadCount: Int = 1) throws(PlanError) {
    var fixedStructures: [Structure: Bool] = [:]
    var programIndices: [ProgramKey: Int] = [:]
    var realisationIndices: [RealisationKey: Int] = [:]
    var members: [GroupKey: [Int]] = [:]
    var keys: [GroupKey] = []
    let networksOf = plan.worlds.indices.map { index in
      plan.worlds.firstIndex {
        $0.networks == plan.worlds[index].networks
          && $0.groups.map(\.size) == plan.worlds[index].groups.map(\.size)
          && $0.groups.map(\.name) == plan.worlds[index].groups.map(\.name)
      }!
    }
    let structural = plan.worlds.map(\.structuralParameters)
    let fixed = plan.worlds.map(\.fixedParameters)
    let isOrdered = plan.worlds.map { world in
      world.blocks.contains { $0.schedule == .sequential || $0.schedule == .shuffled }
    }

    for (index, request) in plan.requests.enumerated() {
      let world = plan.worlds[request.worldIndex]
      try Self.checkChanges(of: request, world, fixed[request.worldIndex], plan.stepCount)
      let source = networksOf[request.worldIndex]
      let structure = Structure(
        networksOf: source,
        parameters: structural[source].map { request.parameters[$0].bitPattern })
      let isFixed: Bool
      if let known = fixedStructures[structure] {
        isFixed = known
      } else {
        isFixed = try Self.hasFixedLinks(world, request.parameters)
        fixedStructures[structure] = isFixed
      }
      let realisationKey = RealisationKey(
        structure: structure,
        networkIndex: isFixed && !isOrdered[request.worldIndex] ? 0 : request.networkIndex)
      let realisation: Int
      if let known = realisationIndices[realisationKey] {
        realisation = known
      } else {
        let sizes = try GroupSizes.evaluate(world: world, parameters: request.parameters)
        realisation = realisations.count
        realisationIndices[realisationKey] = realisation
        realisations.append(
          Realisation(
            request: index, networkIndex: realisationKey.networkIndex, sizes: sizes, userCount: 0))
      }
      var programKey = ProgramKey(
        worldIndex: request.worldIndex, isTraced: false, isTallied: false)
      if case .trace = request.observation { programKey.isTraced = true }
      if case .alignments = request.observation { programKey.isTallied = true }
      let program: Int
      if let known = programIndices[programKey] {
        program = known
      } else {
        program = programs.count
        programIndices[programKey] = program
        programs.append(
          Program(world, isTraced: programKey.isTraced, isTallied: programKey.isTallied))
      }
      let groupKey = GroupKey(
        program: program, realisation: realisation,
        periods: try Self.periods(world, request.parameters, realisations[realisation].sizes),
        observation: request.observation,
        cell: world.settings.drawsPacked ? request.cell : [])
      if members[groupKey] == nil { keys.append(groupKey) }
      members[groupKey, default: []].append(index)
    }

    for key in keys.enumerated().sorted(by: {
      ($0.element.realisation, $0.offset) < ($1.element.realisation, $1.offset)
    }).map(\.element) {
      let all = members[key]!
      let parts = (threadCount + keys.count - 1) / keys.count
      if !programs[key.program].packed.isEmpty {
        let word = all.filter { PackedWord(plan.requests[$0]) == PackedWord(plan.requests[all[0]]) }
        let bytes = plan.workBytes(laneGroup(word, key), programs[key.program])
        let limit = min(laneLimit, max(1, Self.packedBytes / max(bytes, 1)))
        for part in Self.wordGroups(plan, all, wordLimit: limit, parts: parts) {
          realisations[key.realisation].userCount += 1
          groups.append(laneGroup(part, key))
        }
        continue
      }
      let width = min(
        laneWidth(plan, all, key, laneLimit: laneLimit), (all.count + parts - 1) / parts)
      for start in stride(from: 0, to: all.count, by: width) {
        realisations[key.realisation].userCount += 1
        groups.append(laneGroup(Array(all[start..<min(start + width, all.count)]), key))
      }
    }
  }

  /// Divides the requests of a cell with `draws packed` into lane groups of whole words, at most eight.
  private static func wordGroups(
    _ plan: RunPlan, _ all: [Int], wordLimit: Int, parts: Int
  ) -> [[Int]] {
    let words = Dictionary(grouping: all) { PackedWord(plan.requests[$0]) }
    let order = PackedWord.all(in: all.map { plan.requests[$0] })
    let width = min(PackedStates.mostWords, wordLimit, (order.count + parts - 1) / parts)
    return stride(from: 0, to: order.count, by: width).map { start in
      order[start..<min(start + width, order.count)].flatMap { words[$0]! }
    }
  }

  private func laneGroup(_ requests: [Int], _ key: GroupKey) -> LaneGroup {
    LaneGroup(
      requests: requests, programIndex: key.program,
      networkIndex: realisations[key.realisation].networkIndex,
      sizes: realisations[key.realisation].sizes, periods: key.periods,
      realisation: key.realisation)
  }

  /// Most lanes of a group: those of one realisation, and more as long as they are small.
  private func laneWidth(
    _ plan: RunPlan, _ all: [Int], _ key: GroupKey, laneLimit: Int
  ) -> Int {
    var lanesOf: [Int: Int] = [:]
    for index in all { lanesOf[plan.requests[index].networkIndex, default: 0] += 1 }
    guard lanesOf.count > 1, let most = lanesOf.values.max() else { return laneLimit }
    let bytes = plan.workBytes(laneGroup([all[0]], key), programs[key.program])
    return min(laneLimit, max(most, Self.sharedBytes / max(bytes, 1)))
  }

  /// Whether no draw decides a link.
  private static func hasFixedLinks(
    _ world: World, _ parameters: [Double]
  ) throws(PlanError) -> Bool {
    let sizes = try GroupSizes.evaluate(world: world, parameters: parameters)
    for network in world.networks.indices {
      let isRandom = try NetworkBuilder.isRandom(
        network: NetworkID(network), world: world, parameters: parameters, sizes: sizes)
      if isRandom { return false }
    }
    return true
  }

  /// Checks that nothing changes in mid-run that a run is laid out by.
  private static func checkChanges(
    of request: RunRequest, _ world: World, _ fixed: [ParameterID], _ stepCount: Int
  ) throws(PlanError) {
    var first = 0
    for change in request.changes {
      precondition((first..<stepCount).contains(change.step), "changes are at steps that rise")
      precondition(change.parameters.count == request.parameters.count, "one value a parameter")
      first = change.step + 1
      for id in fixed where change.parameters[id.index] != request.parameters[id.index] {
        let name = world.parameters[id.index].name
        throw .unfit(
          message: "'\(name)' cannot change in mid-run: a size, a network or 'every' depends on it",
          origin: Origin())
      }
    }
  }

  private static func periods(
    _ world: World, _ parameters: [Double], _ sizes: [Int]
  ) throws(PlanError) -> [Int] {
    var result: [Int] = []
    let evaluator = ConstantEvaluator(parameters: parameters, sizes: sizes)
    for block in world.blocks {
      guard let every = block.every else {
        result.append(1)
        continue
      }
      let value = evaluator.number(every)
      guard value >= 1, value <= 0x1p31, value == value.rounded() else {
        throw .unfit(
          message: "'every' must be a whole number of steps, at least 1, but is \(value)",
          origin: every.origin)
      }
      result.append(Int(value))
    }
    return result
  }
}

extension RunRequest {
  /// The values of the parameters throughout the run, and when they change.
  fileprivate var cell: [UInt64] {
    parameters.map(\.bitPattern)
      + changes.flatMap { [UInt64($0.step)] + $0.parameters.map(\.bitPattern) }
  }
}
