// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a network ask for at given parameter values? A generator whose arguments are numbers that can exist.
//
// Decisions where the language leaves room:
// - On a group without agents every generator gives no links, whatever its arguments.
// - `teams` and `pipeline(length:)` must divide the group: a smaller last team is another world than was asked for.
// - `blocks` need not divide it: agent i is in block floor(i * count / n), so that sizes differ by one at most.

import WorldModel

/// A network at given parameter values: sizes, and a generator with numbers for arguments.
struct NetworkShape {
  /// The network whose name the draws bear: the network itself, or the one that it turns round.
  let network: Network
  /// Whether the generated links are turned round.
  let isReversed: Bool
  /// Number of readers before turning round.
  let readerCount: Int
  /// Number of agents read before turning round.
  let readCount: Int
  /// The generator with its arguments.
  let generator: ResolvedGenerator

  /// Whether both ends are the same group.
  var isWithinGroup: Bool { network.reader == network.read }
}

/// A generator whose arguments have been evaluated and found possible for the sizes at hand.
enum ResolvedGenerator {
  /// Everyone with everyone else.
  case complete
  /// `degree` even and below the number of agents.
  case ring(degree: Int)
  /// `side`^`dimensions` agents.
  case lattice(side: Int, dimensions: Int, isSurrounding: Bool, isPeriodic: Bool)
  /// As `ring`; 0 <= `rewiring` <= 1.
  case smallWorld(degree: Int, rewiring: Double)
  /// Each pair with this probability.
  case erdosRenyi(probability: Double)
  /// degree x agents even, degree below agents.
  case regular(degree: Int)
  /// At least `links` + 1 agents.
  case scaleFree(links: Int)
  /// Degrees of even sum that a simple graph can have.
  case configuration(degrees: [UInt32])
  /// Degrees yet to be drawn.
  case drawnConfiguration(Draw)
  /// Mean degrees that the blocks allow; see `BlockProbabilities`.
  case blocks(count: Int, inside: Double, outside: Double)
  /// A divisor of the number of agents.
  case teams(size: Int)
  /// `branching` >= 1.
  case tree(branching: Int, read: TreeReading)
  /// A divisor of the number of agents.
  case pipeline(length: Int, read: PipelineReading)
  /// Agent 0 with all others.
  case star
  /// At most the number of agents read.
  case bipartite(degree: Int)
  /// At most the number of agents read.
  case assigned(each: Int)
  /// Agents within the sizes, no link to oneself, none twice.
  case file(EdgeList, isDirected: Bool)
}

extension NetworkShape {
  /// Whether two realisations may differ.
  var isRandom: Bool {
    switch generator {
    case .complete, .ring, .lattice, .teams, .tree, .pipeline, .star, .assigned, .file: false
    case .smallWorld(let degree, let rewiring):
      rewiring > 0 && degree > 0 && degree < readerCount - 1
    case .erdosRenyi(let probability): probability > 0 && probability < 1 && readerCount > 1
    case .regular(let degree): degree > 0 && degree < readerCount - 1
    case .scaleFree(let links): links > 0 && links < readerCount - 1
    case .configuration(let degrees): degrees.contains { $0 > 0 && Int($0) < readerCount - 1 }
    case .drawnConfiguration: readerCount > 1
    case .blocks(let count, let inside, let outside):
      readerCount > 1
        && BlockProbabilities(count: count, inside: inside, outside: outside, agents: readerCount)
          .isRandom
    case .bipartite(let degree): readerCount > 0 && degree > 0 && degree < readCount
    }
  }

  /// Number of links that are stored, counted once for each reader: exact, or the mean where it is random.
  ///
  /// - Parameter meanDrawnDegree: The mean of a drawn degree, where there is one.
  /// - Returns: A number that need not be whole; 0 for a network that is not stored.
  func expectedLinkCount(meanDrawnDegree: Double?) -> Double {
    let agents = Double(readerCount)
    guard readerCount > 0 else { return 0 }
    switch generator {
    case .complete: return 0
    case .ring(let degree), .smallWorld(let degree, _), .regular(let degree),
      .bipartite(let degree), .assigned(let degree):
      return agents * Double(degree)
    case .lattice(let side, let dimensions, let isSurrounding, let isPeriodic):
      return LatticeLinks(
        side: side, dimensions: dimensions, isSurrounding: isSurrounding, isPeriodic: isPeriodic
      ).linkCount
    case .erdosRenyi(let probability): return agents * (agents - 1) * probability
    case .scaleFree(let links):
      let brought = Double(links)
      return brought * (brought + 1) + 2 * brought * (agents - brought - 1)
    case .configuration(let degrees): return degrees.reduce(0) { $0 + Double($1) }
    case .drawnConfiguration: return agents * (meanDrawnDegree ?? 0)
    case .blocks(_, let inside, let outside): return agents * (inside + outside)
    case .teams(let size): return agents * Double(size - 1)
    case .tree(_, let read): return (agents - 1) * (read == .both ? 2 : 1)
    case .pipeline(let length, let read):
      return (agents - agents / Double(length)) * (read == .both ? 2 : 1)
    case .star: return 2 * (agents - 1)
    case .file(let list, let isDirected):
      return Double(list.from.count) * (isWithinGroup && !isDirected ? 2 : 1)
    }
  }

  /// Bytes that generating takes beside the links themselves; what does not grow with the network is left out.
  ///
  /// - Parameters:
  ///   - links: Number of links that will be stored.
  ///   - bytesOfOffset: Bytes of an offset into them.
  /// - Returns: A number that need not be whole.
  func bytesWhileGenerated(links: Double, bytesOfOffset: Double) -> Double {
    let agents = Double(readerCount)
    switch generator {
    case .complete, .ring, .lattice, .erdosRenyi, .blocks, .teams, .tree, .pipeline, .star,
      .assigned, .file:
      return 0
    case .smallWorld(_, let rewiring): return rewiring > 0 ? agents * bytesOfOffset : 0
    case .scaleFree: return agents * bytesOfOffset
    case .bipartite: return Double(readCount) / 8
    case .regular, .configuration, .drawnConfiguration:
      // Degrees, and a pool of link ends; of the missing links, where more than half of all pairs are linked.
      let pairs = agents * (agents - 1)
      return agents * 4 + (links > pairs / 2 ? (pairs - links) * 8 + agents * 8 : links * 4)
    }
  }
}
