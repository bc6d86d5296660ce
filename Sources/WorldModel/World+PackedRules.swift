// SPDX-License-Identifier: GPL-3.0-or-later
//
// Can 64 replicates of a cell share a word, and if not, what stands in the way? The form that `draws packed` asks for.
//
// Every block is synchronous and writes one boolean. Its next value is decided by a chance that all replicates of a cell
// compute alike but for a few bits: booleans of the agent itself, and how many of its neighbours in one network have
// one boolean. Everything else that the chance reads (parameters, `time`, `index`, degrees, traits that are not drawn)
// is the same for them.

/// What a block does when replicates share words.
public struct PackedRule: Hashable, Sendable {
  /// Position in `World.blocks`.
  public var blockIndex: Int
  /// The boolean that is written.
  public var written: MemberID
  /// What decides its next value.
  public var outcome: Outcome
  /// Booleans of the agent itself that the outcome depends on, ascending.
  public var own: [MemberID]
  /// Whose boolean is counted, if any is.
  public var counted: Counted?

  /// What decides the next value of a boolean.
  public enum Outcome: Hashable, Sendable {
    /// It is true with this chance: a `bernoulli` draw.
    case draw(Draw)
    /// It is this boolean.
    case value(Expression)
  }

  /// A boolean of the agents that a network gives the reader.
  public struct Counted: Hashable, Sendable {
    /// The network.
    public var network: NetworkID
    /// The member of its agents.
    public var member: MemberID

    /// Creates a value from its parts.
    public init(network: NetworkID, member: MemberID) {
      self.network = network
      self.member = member
    }
  }

  /// Most booleans of the agent itself.
  public static let mostOwn = 4
}

/// Something that replicates sharing words cannot do.
public struct PackedObstacle: Hashable, Sendable {
  /// What it is.
  public var reason: Reason
  /// Where it was written.
  public var origin: Origin

  /// What stands in the way.
  public enum Reason: Hashable, Sendable {
    /// Agents are visited one at a time, or only some of them.
    case schedule
    /// A statement of an `if`.
    case branch
    /// A name that is drawn.
    case drawnName
    /// A block writes a second member.
    case secondWrite
    /// The member written is not a boolean.
    case notBoolean(String)
    /// A draw other than `bernoulli`.
    case notBernoulli
    /// A member of the agent that is drawn or written and not a boolean, so that it differs between replicates.
    case varies(String)
    /// More booleans of the agent than a rule may read.
    case tooManyOwn
    /// A member of one other agent.
    case otherAgent
    /// An aggregate over a group, or over a complete network.
    case everyone
    /// An aggregate that is no count: `min`, `max`, `where`, a weight, or anything but one boolean inside.
    case notACount
    /// A second boolean that is counted, or the same in another network.
    case secondCount
  }
}

extension World {
  /// Returns how blocks run with `draws packed`, one rule for each block that writes.
  ///
  /// - Returns: The rules in the order of the blocks, of no meaning where there are obstacles; and all that stands in
  ///   the way, in the order of the file.
  public func packedRules() -> (rules: [PackedRule], obstacles: [PackedObstacle]) {
    var rules: [PackedRule] = []
    var obstacles: [PackedObstacle] = []
    for index in blocks.indices {
      var search = PackedSearch(world: self, group: blocks[index].group)
      if let rule = search.rule(index) { rules.append(rule) }
      obstacles += search.obstacles
    }
    return (rules, obstacles)
  }
}

/// The search of one block.
private struct PackedSearch {
  let world: World
  let group: GroupID
  var obstacles: [PackedObstacle] = []
  private var own: Set<MemberID> = []
  private var counted: PackedRule.Counted?

  init(world: World, group: GroupID) {
    self.world = world
    self.group = group
  }

  private var members: [Member] { world.groups[group.index].members }

  private mutating func note(_ reason: PackedObstacle.Reason, _ origin: Origin) {
    obstacles.append(PackedObstacle(reason: reason, origin: origin))
  }

  mutating func rule(_ index: Int) -> PackedRule? {
    let block = world.blocks[index]
    if block.schedule != .synchronous { note(.schedule, block.origin) }
    var found: (MemberID, PackedRule.Outcome)?
    for statement in block.statements {
      switch statement.kind {
      case .bind(_, let value): read(value)
      case .bindDraw, .bindPick: note(.drawnName, statement.origin)
      case .conditional: note(.branch, statement.origin)
      case .assign(let member, let value):
        if found != nil { note(.secondWrite, statement.origin) }
        found = (member, .value(value))
        if members[member.index].type == .boolean {
          read(value)
        } else {
          note(.notBoolean(members[member.index].name), statement.origin)
        }
      case .assignDraw(let member, let draw):
        if found != nil { note(.secondWrite, statement.origin) }
        found = (member, .draw(draw))
        if members[member.index].type != .boolean {
          note(.notBoolean(members[member.index].name), statement.origin)
        } else if case .bernoulli(let p) = draw.distribution {
          read(p)
        } else {
          note(.notBernoulli, statement.origin)
        }
      }
    }
    if own.count > PackedRule.mostOwn { note(.tooManyOwn, block.origin) }
    return found.map {
      PackedRule(
        blockIndex: index, written: $0.0, outcome: $0.1, own: own.sorted(), counted: counted)
    }
  }

  private mutating func read(_ expression: Expression) {
    switch expression.kind {
    case .own(let member):
      if world.isFixed(member, of: group) { return }
      if members[member.index].type == .boolean {
        own.insert(member)
      } else {
        note(.varies(members[member.index].name), expression.origin)
      }
    case .other, .linkWeight, .lone, .sole, .picked: note(.otherAgent, expression.origin)
    case .aggregate(let aggregate):
      read(aggregate, expression.origin)
      if let otherwise = aggregate.otherwise { read(otherwise) }
    case .number, .boolean, .caseIndex, .parameter, .local, .time, .index, .size, .degree,
      .asNumber, .unary, .binary, .call, .conditional, .measure:
      for child in expression.children { read(child) }
    }
  }

  private mutating func read(_ aggregate: Aggregate, _ origin: Origin) {
    guard case .network(let network) = aggregate.range, !world.isComplete(network) else {
      note(.everyone, origin)
      return
    }
    guard let content = aggregate.countedBoolean else {
      note(.notACount, origin)
      return
    }
    guard case .member(let member, _) = content else { return }
    let read = PackedRule.Counted(network: network, member: member)
    if counted ?? read != read { note(.secondCount, origin) }
    counted = read
  }
}

/// What an aggregate counts.
public enum CountedBoolean: Hashable, Sendable {
  /// A boolean of the other agents, or those for which it is false.
  case member(MemberID, isNegated: Bool)
  /// All of them, or none.
  case constant(Bool)
}

extension Aggregate {
  /// The boolean that alone decides the aggregate by how often it holds; `nil` when it is not so simple.
  public var countedBoolean: CountedBoolean? {
    guard condition == nil else { return nil }
    switch operation {
    case .mean, .sum, .count, .any, .all: return value.countedBoolean
    case .min, .max: return nil
    }
  }
}

extension Expression {
  fileprivate var countedBoolean: CountedBoolean? {
    switch kind {
    case .other(let member) where type == .boolean: return .member(member, isNegated: false)
    case .asNumber(let inner): return inner.countedBoolean
    case .unary(.not, let inner):
      switch inner.countedBoolean {
      case .member(let member, let isNegated): return .member(member, isNegated: !isNegated)
      case .constant(let truth): return .constant(!truth)
      case nil: return nil
      }
    case .boolean(let truth): return .constant(truth)
    case .number(0): return .constant(false)
    case .number(1): return .constant(true)
    default: return nil
    }
  }
}

extension World {
  /// Whether a trait is the same for all replicates of a cell: computed from what is, or read from a file.
  public func isFixed(_ member: MemberID, of group: GroupID) -> Bool {
    let declaration = groups[group.index].members[member.index]
    guard declaration.isTrait else { return false }
    switch declaration.initial {
    case .draw: return false
    case .column: return true
    case .value(let value):
      return !value.contains {
        if case .own(let read) = $0.kind { return !isFixed(read, of: group) }
        return false
      }
    }
  }

  /// Whether everyone reads everyone, so that no link is stored.
  public func isComplete(_ network: NetworkID) -> Bool {
    switch networks[network.index].generator {
    case .complete: true
    case .reverse(let other): isComplete(other)
    default: false
    }
  }
}
