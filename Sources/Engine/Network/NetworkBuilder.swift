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
  ///   - threadCount: Threads that share the work, >= 1; the links do not depend on it.
  /// - Returns: The links in original indices.
  /// - Throws: `PlanError.unfit` when no such network can exist, `PlanError.memoryRefused` when it would not fit.
  public static func build(
    network: NetworkID, world: World, parameters: [Double], sizes: [Int], seed: UInt32,
    networkIndex: Int, memoryLimitBytes: Int = .max, threadCount: Int = 1
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
      adjacency = SimpleGraphs.uniform(
        degrees: degrees, draws: draws, threadCount: threadCount)
    } else {
      adjacency = generate(shape, draws, threadCount)
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
    var bytesOfLink = 4.0
    if case .file(let list, _) = shape.generator, list.weights != nil { bytesOfLink = 8 }
    let bytesOfOffset: Double = links > Double(UInt32.max) ? 8 : 4
    func stored(_ readers: Int) -> Double {
      links * bytesOfLink + Double(readers + 1) * bytesOfOffset
    }
    let generated = stored(shape.readerCount)
    let kept = shape.isReversed ? stored(shape.readCount) : generated
    let peak = max(
      generated + shape.bytesWhileGenerated(links: links, bytesOfOffset: bytesOfOffset),
      shape.isReversed ? generated + kept : 0)
    return NetworkEstimate(
      linkCount: wholeNumber(links), storedBytes: wholeNumber(kept), peakBytes: wholeNumber(peak))
  }

  private static func wholeNumber(_ value: Double) -> Int {
    value.isNaN || value <= 0 ? 0 : value < 0x1p62 ? Int(value.rounded(.up)) : 1 << 62
  }

  private static func generate(
    _ shape: NetworkShape, _ draws: NetworkDraws, _ threadCount: Int
  ) -> Adjacency {
    let agents = shape.readerCount
    if case .complete = shape.generator {
      return Adjacency(
        completeFrom: agents, to: shape.readCount, isWithinGroup: shape.isWithinGroup)
    }
    guard agents > 0 else {
      return Adjacency(
        readCount: shape.readCount, isWithinGroup: shape.isWithinGroup,
        offsets: .narrow(PageMemory(count: 1)), targets: PageMemory(count: 0))
    }
    switch shape.generator {
    case .ring(let degree):
      return OrderedLinks.ring(agents: agents, degree: degree, threadCount: threadCount)
    case .lattice(let side, let dimensions, let isSurrounding, let isPeriodic):
      return LatticeLinks(
        side: side, dimensions: dimensions, isSurrounding: isSurrounding, isPeriodic: isPeriodic
      ).adjacency(threadCount: threadCount)
    case .smallWorld(let degree, let rewiring):
      return GrowingLinks.smallWorld(
        agents: agents, degree: degree, rewiring: rewiring, draws: draws,
        threadCount: threadCount)
    case .erdosRenyi(let probability):
      return IndependentLinks.erdosRenyi(
        agents: agents, probability: probability, draws: draws, threadCount: threadCount)
    case .regular(let degree):
      return SimpleGraphs.uniform(
        degrees: [UInt32](repeating: UInt32(degree), count: agents), draws: draws,
        threadCount: threadCount)
    case .scaleFree(let links):
      return GrowingLinks.scaleFree(
        agents: agents, links: links, draws: draws, threadCount: threadCount)
    case .configuration(let degrees):
      return SimpleGraphs.uniform(degrees: degrees, draws: draws, threadCount: threadCount)
    case .blocks(let count, let inside, let outside):
      return IndependentLinks.blocks(
        agents: agents,
        chances: BlockProbabilities(
          count: count, inside: inside, outside: outside, agents: agents), draws: draws,
        threadCount: threadCount)
    case .teams(let size):
      return OrderedLinks.teams(agents: agents, size: size, threadCount: threadCount)
    case .tree(let branching, let read):
      return OrderedLinks.tree(
        agents: agents, branching: branching, read: read, threadCount: threadCount)
    case .pipeline(let length, let read):
      return OrderedLinks.pipeline(
        agents: agents, length: length, read: read, threadCount: threadCount)
    case .star: return OrderedLinks.star(agents: agents, threadCount: threadCount)
    case .bipartite(let degree):
      return IndependentLinks.bipartite(
        readerCount: agents, readCount: shape.readCount, degree: degree, draws: draws,
        threadCount: threadCount)
    case .assigned(let each):
      return OrderedLinks.assigned(
        readerCount: agents, readCount: shape.readCount, each: each, threadCount: threadCount)
    case .file(let list, let isDirected):
      return FileLinks.adjacency(
        list, readerCount: agents, readCount: shape.readCount,
        isWithinGroup: shape.isWithinGroup, isDirected: isDirected, threadCount: threadCount)
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
