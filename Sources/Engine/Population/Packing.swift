// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which requests share the lanes of a vector? Those that share program, networks and everything that shapes memory.
//
// Packing never changes a result: lanes do not see each other, and draws are named by seed, network and replicate.

import WorldModel

/// The networks that lane groups share: one realisation at given structural parameters.
struct Realisation {
  /// A request that asks for it; its parameters are those of the structure.
  var request: Int
  var networkIndex: Int
  var sizes: [Int]
  /// Number of lane groups that read it.
  var userCount: Int
}

/// A plan divided into lane groups.
struct Packing {
  var programs: [Program] = []
  var realisations: [Realisation] = []
  /// In the order in which they are run: those of one realisation side by side.
  var groups: [LaneGroup] = []

  private struct ProgramKey: Hashable {
    var worldIndex: Int
    var isTraced: Bool
    var isTallied: Bool
  }

  private struct RealisationKey: Hashable {
    var networksOf: Int
    var structure: [UInt64]
    var networkIndex: Int
  }

  private struct GroupKey: Hashable {
    var program: Int
    var realisation: Int
    var periods: [Int]
    var observation: Observation
  }

  /// Divides a plan.
  ///
  /// - Throws: `PlanError.unfit` when a size, a generator argument or `every` does not fit the parameters.
  init(_ plan: RunPlan, laneLimit: Int) throws(PlanError) {
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

    for (index, request) in plan.requests.enumerated() {
      let world = plan.worlds[request.worldIndex]
      let source = networksOf[request.worldIndex]
      let realisationKey = RealisationKey(
        networksOf: source,
        structure: structural[source].map { request.parameters[$0].bitPattern },
        networkIndex: request.networkIndex)
      let realisation: Int
      if let known = realisationIndices[realisationKey] {
        realisation = known
      } else {
        let sizes = try GroupSizes.evaluate(world: world, parameters: request.parameters)
        realisation = realisations.count
        realisationIndices[realisationKey] = realisation
        realisations.append(
          Realisation(
            request: index, networkIndex: request.networkIndex, sizes: sizes, userCount: 0))
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
        observation: request.observation)
      if members[groupKey] == nil { keys.append(groupKey) }
      members[groupKey, default: []].append(index)
    }

    for key in keys.enumerated().sorted(by: {
      ($0.element.realisation, $0.offset) < ($1.element.realisation, $1.offset)
    }).map(\.element) {
      let all = members[key]!
      for start in stride(from: 0, to: all.count, by: laneLimit) {
        realisations[key.realisation].userCount += 1
        groups.append(
          LaneGroup(
            requests: Array(all[start..<min(start + laneLimit, all.count)]),
            programIndex: key.program,
            networkIndex: realisations[key.realisation].networkIndex,
            sizes: realisations[key.realisation].sizes, periods: key.periods,
            realisation: key.realisation))
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

extension World {
  /// The parameters that sizes and generator arguments read, ascending.
  var structuralParameters: [Int] {
    var expressions = groups.compactMap(\.size)
    for network in networks { expressions += network.generator.arguments }
    var found: Set<Int> = []
    for expression in expressions {
      _ = expression.contains {
        if case .parameter(let id) = $0 { found.insert(id.index) }
        return false
      }
    }
    return found.sorted()
  }
}

extension Generator {
  /// The expressions that the generator is given.
  var arguments: [Expression] {
    switch self {
    case .complete, .star, .file, .reverse: []
    case .ring(let degree), .erdosRenyi(let degree), .regular(let degree),
      .bipartite(let degree):
      [degree]
    case .lattice(let dimensions, let neighbours, _): [dimensions] + [neighbours].compactMap { $0 }
    case .smallWorld(let degree, let rewiring): [degree, rewiring]
    case .scaleFree(let links): [links]
    case .configuration(.value(let degree)): [degree]
    case .configuration(.draw(let draw)): draw.distribution.arguments
    case .blocks(let count, let inside, let outside): [count, inside, outside]
    case .teams(let size): [size]
    case .tree(let branching, _): [branching]
    case .pipeline(let length, _): [length].compactMap { $0 }
    case .assigned(let each): [each]
    }
  }
}

extension Distribution {
  /// The expressions that the distribution is given.
  var arguments: [Expression] {
    switch self {
    case .bernoulli(let a), .exponential(let a), .poisson(let a): [a]
    case .uniform(let a, let b), .normal(let a, let b), .lognormal(let a, let b),
      .gammaMoments(let a, let b), .gammaShape(let a, let b), .betaMoments(let a, let b),
      .betaShape(let a, let b), .binomial(let a, let b):
      [a, b]
    case .weights(let arms): arms.map(\.value)
    case .logit(let temperature, let arms): [temperature] + arms.map(\.value)
    }
  }
}
