// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a network of a world generated for one realisation, and what does that take?
//
// Invariant: the links are a function of the network's name, generator and arguments, the sizes of its groups, the seed and
// the realisation alone.

import Randomness
import WorldModel

/// Generates the networks of a world.
public enum NetworkBuilder {
  /// Generates one network.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - world: Its world.
  ///   - parameters: Values of the world's parameters, by `ParameterID`.
  ///   - sizes: Numbers of agents, as `GroupSizes.evaluate` gives them.
  ///   - seed: Seed of the plan.
  ///   - networkIndex: Realisation, in `0..<4096`.
  ///   - memoryLimitBytes: Estimates above it are refused.
  /// - Returns: The links in original indices.
  /// - Throws: `PlanError.unfit` when no such network can exist, `PlanError.memoryRefused` when it would not fit.
  public static func build(
    network: NetworkID, world: World, parameters: [Double], sizes: [Int], seed: UInt32,
    networkIndex: Int, memoryLimitBytes: Int = .max
  ) throws(PlanError) -> Adjacency {
    let shape = try NetworkShape(
      network: network, world: world, parameters: parameters, sizes: sizes)
    let evaluator = ConstantEvaluator(parameters: parameters, sizes: sizes)
    let needed = estimate(shape, evaluator).peakBytes
    if needed > memoryLimitBytes {
      throw .memoryRefused(estimatedBytes: needed, limitBytes: memoryLimitBytes)
    }
    let draws = NetworkDraws(name: shape.network.name, seed: seed, networkIndex: networkIndex)
    let adjacency: Adjacency
    if case .drawnConfiguration(let draw) = shape.generator {
      let degrees: [UInt32]
      do {
        degrees = try DrawnDegrees.draw(
          draw, agents: shape.readerCount, evaluator: evaluator, key: draws.key)
      } catch .unfit(let message, let origin) {
        throw .unfit(
          message: "network '\(world.networks[network.index].name)': \(message)", origin: origin)
      }
      adjacency = SimpleGraphs.uniform(degrees: degrees, draws: draws)
    } else {
      adjacency = generate(shape, draws)
    }
    return shape.isReversed ? adjacency.transposed() : adjacency
  }

  /// Returns what a network takes, before any of it is allocated.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - world: Its world.
  ///   - parameters: Values of the world's parameters, by `ParameterID`.
  ///   - sizes: Numbers of agents, as `GroupSizes.evaluate` gives them.
  /// - Returns: Links and bytes: exact where the generator fixes them, else the mean.
  /// - Throws: `PlanError.unfit` when no such network can exist.
  public static func estimate(
    network: NetworkID, world: World, parameters: [Double], sizes: [Int]
  ) throws(PlanError) -> NetworkEstimate {
    estimate(
      try NetworkShape(network: network, world: world, parameters: parameters, sizes: sizes),
      ConstantEvaluator(parameters: parameters, sizes: sizes))
  }

  /// Returns whether two realisations of a network may differ.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - world: Its world.
  ///   - parameters: Values of the world's parameters, by `ParameterID`.
  ///   - sizes: Numbers of agents, as `GroupSizes.evaluate` gives them.
  /// - Returns: Whether draws decide any link.
  /// - Throws: `PlanError.unfit` when no such network can exist.
  public static func isRandom(
    network: NetworkID, world: World, parameters: [Double], sizes: [Int]
  ) throws(PlanError) -> Bool {
    try NetworkShape(network: network, world: world, parameters: parameters, sizes: sizes).isRandom
  }

  private static func estimate(
    _ shape: NetworkShape, _ evaluator: ConstantEvaluator
  ) -> NetworkEstimate {
    var meanDegree: Double?
    if case .drawnConfiguration(let draw) = shape.generator {
      meanDegree = DrawnDegrees.mean(draw, agents: shape.readerCount, evaluator: evaluator)
    }
    let links = shape.expectedLinkCount(meanDrawnDegree: meanDegree)
    if case .complete = shape.generator {
      return NetworkEstimate(linkCount: 0, storedBytes: 0, peakBytes: 0)
    }
    var isWeighted = false
    if case .file(let list, _) = shape.generator { isWeighted = list.weights != nil }
    let agents = Double(shape.readerCount) + Double(shape.isReversed ? shape.readCount : 0)
    // Per link: its target and its weight; while it is made also its two ends, and one more sorted copy.
    let stored = links * (isWeighted ? 8 : 4) + agents * 8
    if case .erdosRenyi = shape.generator, !shape.isReversed {
      // Each link once, from its lower end, with where the rows of either form start.
      return NetworkEstimate(
        linkCount: wholeNumber(links), storedBytes: wholeNumber(stored),
        peakBytes: wholeNumber(stored + links * 2 + agents * 16))
    }
    return NetworkEstimate(
      linkCount: wholeNumber(links), storedBytes: wholeNumber(stored),
      peakBytes: wholeNumber(stored + links * (isWeighted ? 24 : 12) + agents * 16))
  }

  private static func wholeNumber(_ value: Double) -> Int {
    value.isNaN || value <= 0 ? 0 : value < 0x1p62 ? Int(value.rounded(.up)) : 1 << 62
  }

  private static func generate(_ shape: NetworkShape, _ draws: NetworkDraws) -> Adjacency {
    let agents = shape.readerCount
    if case .complete = shape.generator {
      return Adjacency(
        completeFrom: agents, to: shape.readCount, isWithinGroup: shape.isWithinGroup)
    }
    guard agents > 0 else {
      return Adjacency(
        readCount: shape.readCount, isWithinGroup: shape.isWithinGroup, offsets: [0], targets: [])
    }
    switch shape.generator {
    case .ring(let degree): return OrderedLinks.ring(agents: agents, degree: degree)
    case .lattice(let side, let dimensions, let isSurrounding, let isPeriodic):
      return LatticeLinks(
        side: side, dimensions: dimensions, isSurrounding: isSurrounding, isPeriodic: isPeriodic
      ).adjacency()
    case .smallWorld(let degree, let rewiring):
      return GrowingLinks.smallWorld(
        agents: agents, degree: degree, rewiring: rewiring, draws: draws)
    case .erdosRenyi(let probability):
      return IndependentLinks.erdosRenyi(agents: agents, probability: probability, draws: draws)
    case .regular(let degree):
      return SimpleGraphs.uniform(
        degrees: [UInt32](repeating: UInt32(degree), count: agents), draws: draws)
    case .scaleFree(let links):
      return GrowingLinks.scaleFree(agents: agents, links: links, draws: draws)
    case .configuration(let degrees): return SimpleGraphs.uniform(degrees: degrees, draws: draws)
    case .blocks(let count, let inside, let outside):
      return IndependentLinks.blocks(
        agents: agents,
        chances: BlockProbabilities(
          count: count, inside: inside, outside: outside, agents: agents), draws: draws)
    case .teams(let size): return OrderedLinks.teams(agents: agents, size: size)
    case .tree(let branching, let read):
      return OrderedLinks.tree(agents: agents, branching: branching, read: read)
    case .pipeline(let length, let read):
      return OrderedLinks.pipeline(agents: agents, length: length, read: read)
    case .star: return OrderedLinks.star(agents: agents)
    case .bipartite(let degree):
      return IndependentLinks.bipartite(
        readerCount: agents, readCount: shape.readCount, degree: degree, draws: draws)
    case .assigned(let each):
      return OrderedLinks.assigned(
        readerCount: agents, readCount: shape.readCount, each: each)
    case .file(let list, let isDirected):
      return FileLinks.adjacency(
        list, readerCount: agents, readCount: shape.readCount,
        isWithinGroup: shape.isWithinGroup, isDirected: isDirected)
    case .complete, .drawnConfiguration:
      preconditionFailure("everyone with everyone is not stored; degrees are drawn first")
    }
  }
}

/// What a network takes.
public struct NetworkEstimate: Hashable, Sendable {
  /// Number of links, counted once for each reader; 0 for a network that is not stored.
  public var linkCount: Int
  /// Bytes that the links occupy while runs use them.
  public var storedBytes: Int
  /// Bytes needed while they are generated.
  public var peakBytes: Int

  /// Creates an estimate.
  public init(linkCount: Int, storedBytes: Int, peakBytes: Int) {
    self.linkCount = linkCount
    self.storedBytes = storedBytes
    self.peakBytes = peakBytes
  }
}
