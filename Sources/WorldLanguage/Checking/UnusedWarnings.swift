// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a world declare and never use? Parameters and traits that nothing reads.

import WorldModel

/// The warnings of `check --pedantic` that need no intervals.
struct UnusedWarnings {
  private var parameters: Set<ParameterID> = []
  private var members: Set<Member> = []

  /// A member of a group.
  private struct Member: Hashable {
    var group: GroupID
    var member: MemberID
  }

  /// Returns warnings `W701` and `W702`.
  ///
  /// A trait counts as read where a step, an initial value, a measure, an `aligned` or `stop when` reads it.
  static func warnings(of world: World, _ names: DeclaredNames) -> [Diagnostic] {
    var search = UnusedWarnings()
    search.examine(world)
    var warnings: [Diagnostic] = []
    for (index, parameter) in world.parameters.enumerated()
    where !search.parameters.contains(ParameterID(index)) {
      guard let name = names.parameters[parameter.name] else { continue }
      warnings.append(.unusedParameter(name, isCoupling: parameter.isCoupling))
    }
    for (groupIndex, group) in world.groups.enumerated() {
      for (index, member) in group.members.enumerated() where member.isTrait {
        let place = Member(group: GroupID(groupIndex), member: MemberID(index))
        guard !search.members.contains(place), let name = names.members[group.name]?[member.name]
        else { continue }
        warnings.append(.unreadTrait(name, group: group.name))
      }
    }
    return warnings
  }

  /// The parameters that a world reads.
  static func readParameters(of world: World) -> Set<ParameterID> {
    var search = UnusedWarnings()
    search.examine(world)
    return search.parameters
  }

  /// Returns warnings `W703`: `///` lines that stand directly above neither a declaration nor a member.
  static func documentation(
    of stream: TokenStream, _ layout: SyntaxLayout, in source: SourceFile
  ) -> [Diagnostic] {
    let tokens = stream.tokens
    var documentedLines: Set<Int> = []
    for item in layout.items where item.kind == .declaration || item.kind == .member {
      documentedLines.insert(source.position(of: tokens[item.first].span.start).line)
    }
    var warnings: [Diagnostic] = []
    for comment in stream.comments.reversed() where comment.isDocumentation {
      let line = source.position(of: comment.span.start).line
      if !documentedLines.contains(line + 1) { warnings.append(.strayDocumentation(comment.span)) }
      documentedLines.insert(line)
    }
    return warnings
  }

  private mutating func examine(_ world: World) {
    for (index, group) in world.groups.enumerated() {
      if let size = group.size { examine(size, nil, nil, world) }
      for member in group.members {
        switch member.initial {
        case .value(let value): examine(value, GroupID(index), nil, world)
        case .draw(let draw):
          for value in draw.distribution.arguments { examine(value, GroupID(index), nil, world) }
        case .column: break
        }
      }
    }
    for network in world.networks {
      for argument in network.generator.arguments { examine(argument, nil, nil, world) }
    }
    for block in world.blocks {
      if let every = block.every { examine(every, nil, nil, world) }
      if case .partial(let probability) = block.schedule {
        examine(probability, block.group, nil, world)
      }
      examine(block.statements, block, world)
    }
    for measure in world.measures {
      if let limit = measure.limit { examine(limit, nil, nil, world) }
      examine(measure.value, nil, nil, world)
      switch measure.timing {
      case .everyStep, .atEnd: break
      case .when(let condition), .first(let condition): examine(condition, nil, nil, world)
      }
    }
    for estimate in world.estimates { examine(estimate.value, nil, nil, world) }
    for alignment in world.alignments {
      for part in [alignment.value, alignment.limit, alignment.allowance] {
        examine(part, alignment.group, nil, world)
      }
    }
    if let stopWhen = world.settings.stopWhen { examine(stopWhen, nil, nil, world) }
    if let starts = world.settings.starts { parameters.insert(starts.parameter) }
  }

  private mutating func examine(_ statements: [Statement], _ block: StepBlock, _ world: World) {
    for statement in statements {
      switch statement.kind {
      case .bind(_, let value), .assign(_, let value): examine(value, block.group, block, world)
      case .bindDraw(_, let draw), .assignDraw(_, let draw):
        for value in draw.distribution.arguments { examine(value, block.group, block, world) }
      case .bindPick: break
      case .conditional(let condition, let then, let otherwise):
        examine(condition, block.group, block, world)
        examine(then, block, world)
        examine(otherwise, block, world)
      }
    }
  }

  private mutating func examine(
    _ expression: Expression, _ own: GroupID?, _ block: StepBlock?, _ world: World,
    other: GroupID? = nil
  ) {
    var (own, other) = (own, other)
    func read(_ member: MemberID, of group: GroupID?) {
      if let group { members.insert(Member(group: group, member: member)) }
    }
    switch expression.kind {
    case .parameter(let id): parameters.insert(id)
    case .own(let member): read(member, of: own)
    case .other(let member): read(member, of: other)
    case .lone(let group, let member): read(member, of: group)
    case .sole(let network, let member): read(member, of: world.networks[network.index].read)
    case .picked(let local, let member):
      if case .neighbour(let network)? = block?.locals[local.index].meaning {
        read(member, of: world.networks[network.index].read)
      }
    case .aggregate(let aggregate):
      // In a measure the agent of a group aggregate reads through the network aggregate inside it.
      own = own ?? other
      switch aggregate.range {
      case .network(let network): other = world.networks[network.index].read
      case .group(let group): other = group
      }
    default: break
    }
    for child in expression.children { examine(child, own, block, world, other: other) }
  }
}

/// Where the names of a file are declared.
struct DeclaredNames {
  var parameters: [String: NameSyntax] = [:]
  var members: [String: [String: NameSyntax]] = [:]

  init(_ file: FileSyntax) {
    for declaration in file.declarations {
      switch declaration.kind {
      case .parameter(let parameter): parameters[parameter.name.text] = parameter.name
      case .group(let group):
        for member in group.members {
          members[group.name.text, default: [:]][member.name.text] = member.name
        }
      default: break
      }
    }
  }
}
