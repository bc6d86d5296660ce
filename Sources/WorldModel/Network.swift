// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who reads whom? Networks and the generators that make them.

/// A network: the agents of `reader` read those of `read` that it links them to.
public struct Network: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// Text of the `///` comment; empty when there is none.
  public var documentation: String
  /// Group whose agents read.
  public var reader: GroupID
  /// Group whose agents are read.
  public var read: GroupID
  /// How the links are made.
  public var generator: Generator
  /// Where it was declared.
  public var origin: Origin

  /// Creates a network.
  public init(
    name: String, documentation: String = "", reader: GroupID, read: GroupID, generator: Generator,
    origin: Origin = Origin()
  ) {
    self.name = name
    self.documentation = documentation
    self.reader = reader
    self.read = read
    self.generator = generator
    self.origin = origin
  }
}

/// How the links of a network are made; arguments are expressions of parameters that are not couplings.
///
/// Within a group links are symmetric unless said otherwise, never to oneself, never parallel.
public enum Generator: Hashable, Sendable {
  /// Everyone with everyone else; never stored; also from one group to another.
  case complete
  /// The `degree` nearest on a ring; `degree` even.
  case ring(degree: Expression)
  /// A hypercubic lattice of the size of the group: `neighbours` is 2d (the default, `nil`) or all surrounding 3^d - 1.
  case lattice(dimensions: Expression, neighbours: Expression?, periodic: Bool)
  /// Watts and Strogatz: a ring whose links are rewired with probability `rewiring`.
  case smallWorld(degree: Expression, rewiring: Expression)
  /// Each pair linked independently, with mean degree `degree`.
  case erdosRenyi(degree: Expression)
  /// Uniform over the simple graphs in which everyone has exactly `degree` links.
  case regular(degree: Expression)
  /// Barabasi and Albert: each newcomer brings `links` links.
  case scaleFree(links: Expression)
  /// A given degree for each agent: computed from parameters and `index`, or drawn once a realisation.
  case configuration(DegreeRule)
  /// Stochastic block model: `count` blocks, mean degrees `inside` the own and `outside` to all others together.
  case blocks(count: Expression, inside: Expression, outside: Expression)
  /// Disjoint complete teams of `size` agents.
  case teams(size: Expression)
  /// A hierarchy in which agent i > 0 has parent (i - 1) / branching.
  case tree(branching: Expression, read: TreeReading)
  /// Disjoint chains of `length` agents; one chain of all when `nil`.
  case pipeline(length: Expression?, read: PipelineReading)
  /// Agent 0 linked with all others.
  case star
  /// From one group to another: `degree` at random, without repetition.
  case bipartite(degree: Expression)
  /// Link j of agent i goes to agent (floor(i * size(read) / size(reader)) + j) mod size(read).
  case assigned(each: Expression)
  /// An edge list read when the world was checked.
  case file(EdgeList, directed: Bool)
  /// The links of another network turned round.
  case reverse(of: NetworkID)
}

/// The degrees of a `configuration` network.
public enum DegreeRule: Hashable, Sendable {
  /// From parameters and `index`.
  case value(Expression)
  /// Drawn once a realisation, in the `network` domain.
  case draw(Draw)
}

/// Which way a `tree` is read.
public enum TreeReading: Hashable, Sendable {
  /// Each agent reads its parent (the default).
  case parent
  /// Each agent reads its children.
  case children
  /// Both.
  case both
}

/// Which way a `pipeline` is read.
public enum PipelineReading: Hashable, Sendable {
  /// Each agent reads the one before it (the default).
  case previous
  /// Each agent reads the one after it.
  case next
  /// Both.
  case both
}

/// Links read from a file with the header `from,to` or `from,to,weight`.
public struct EdgeList: Hashable, Sendable {
  /// Path as written in the world.
  public var path: String
  /// Readers, one a link, in file order.
  public var from: [UInt32]
  /// Those read, one a link, in file order.
  public var to: [UInt32]
  /// Weights, one a link; `nil` when the file has no such column.
  public var weights: [Float]?

  /// Creates a list.
  public init(path: String, from: [UInt32], to: [UInt32], weights: [Float]?) {
    self.path = path
    self.from = from
    self.to = to
    self.weights = weights
  }
}
