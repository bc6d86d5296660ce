// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is an expression lowered? Operation by operation, in source order, at the precision its type names.

import WorldModel

extension Lowering {
  /// Returns the value of an expression.
  ///
  /// A boolean used as a number stays a byte until an operation fixes the element it is needed in; both ways are exact.
  mutating func lower(_ expression: Expression, _ scope: Scope) -> NodeID {
    if let readerHome = scope.readerHome, !expression.readsOther {
      var reader = scope
      reader.home = readerHome
      reader.readerHome = nil
      reader.other = nil
      let value = lower(expression, reader)
      return capture(value, in: scope.home)
    }
    switch expression.kind {
    case .number(let value): return number(value)
    case .boolean(let value): return byte(value ? 1 : 0)
    case .caseIndex(let index): return byte(UInt8(index))
    case .parameter(let id) where readsInitialValues:
      return leaf(.initialParameter(id.index), .double, .perLane)
    case .parameter(let id): return leaf(.parameter(id.index), .double, .perLane)
    case .own(let member):
      guard let own = scope.own else { preconditionFailure("there is no reader here") }
      if let value = initialised[member.index] { return value }
      if case .initial = kind, world.groups[own].members[member.index].isColumn {
        return initialValue(of: member.index, world.groups[own].members[member.index], own, scope)
      }
      return rows(group: own, member: member.index, home: scope.home)
    case .other(let member):
      guard let other = scope.other else { preconditionFailure("there is no other here") }
      return lowerOther(group: other, member: member.index, scope)
    case .linkWeight(let network):
      return leaf(.weight(network: network.index), .single, .perRow, home: scope.home)
    case .lone(let group, let member):
      return leaf(
        .lone(group: group.index, member: member.index),
        element(group: group.index, member: member.index), .perLane,
        stage: stage(group: group.index, member: member.index))
    case .sole(let network, let member): return lowerSole(network.index, member.index, scope)
    case .picked(let local, let member):
      guard let index = locals[local] else { preconditionFailure("a name used before it is bound") }
      let column = whole(group: pickedGroup(local), member: member.index)
      return compute(.gather, [column, index], element(of: column))
    case .local(let local):
      guard let value = locals[local] else { preconditionFailure("a name used before it is bound") }
      return value
    case .time where readsInitialValues: return number(-1)
    case .time: return leaf(.time, .double, .constant, stage: .unit)
    case .index:
      return leaf(.agentIndex, .double, .perRow, home: scope.home)
    case .size(let group):
      return leaf(.count(group: group.index, leavingOneOut: false), .double, .constant)
    case .degree(let network):
      return degree(of: network.index, as: Element(expression.type), scope)
    case .asNumber(let operand): return lower(operand, scope)
    case .unary(let operation, let operand):
      let value = lower(operand, scope)
      switch operation {
      case .not: return not(value)
      case .negate:
        let element = Element(expression.type)
        return apply(.negate, [convert(value, to: element)], element)
      }
    case .binary(let operation, let a, let b):
      return lowerBinary(operation, a, b, Element(expression.type), scope)
    case .call(let function, let arguments):
      return lowerCall(function, arguments, Element(expression.type), scope)
    case .conditional(let condition, let then, let otherwise):
      let element = Element(expression.type)
      let mask = lower(condition, scope)
      let a = convert(lower(then, scope), to: element)
      let b = convert(lower(otherwise, scope), to: element)
      return apply(.select, [mask, a, b], element)
    case .aggregate(let aggregate): return lowerAggregate(aggregate, expression.type, scope)
    case .measure(let id): return lower(world.measures[id.index].value, scope)
    }
  }

  /// Returns the value of an expression in a given element.
  mutating func lower(_ expression: Expression, as element: Element, _ scope: Scope) -> NodeID {
    let value = lower(expression, scope)
    return convert(value, to: element)
  }

  private mutating func lowerOther(group: Int, member: Int, _ scope: Scope) -> NodeID {
    guard scope.home != 0, case .edges = sections[scope.home - 1].rows else {
      return rows(group: group, member: member, home: scope.home)
    }
    let column = whole(group: group, member: member)
    let stage = nodes[column.index].stage
    return intern(
      Node(
        operation: .gatherRead(.member(group: group, member: member)), operands: [],
        element: element(of: column), shape: .full, home: scope.home, stage: stage))
  }

  private mutating func lowerSole(_ network: Int, _ member: Int, _ scope: Scope) -> NodeID {
    let column = whole(group: world.networks[network].read.index, member: member)
    let target = leaf(.soleTarget(network: network), .index, .perRow, home: scope.home)
    let node = compute(.gather, [column, target], element(of: column))
    return node
  }

  /// Returns the group whose agents a picked name may stand for.
  private func pickedGroup(_ local: LocalID) -> Int {
    guard case .block(let block) = kind,
      case .neighbour(let network) = world.blocks[block].locals[local.index].meaning
    else { preconditionFailure("not a picked neighbour") }
    return world.networks[network.index].read.index
  }

  /// Returns how many agents the network lets the reader read.
  mutating func degree(of network: Int, as element: Element, _ scope: Scope) -> NodeID {
    if isComplete(network) {
      let network = world.networks[network]
      let count = leaf(
        .count(group: network.read.index, leavingOneOut: network.read == network.reader), .double,
        .constant)
      return convert(count, to: element)
    }
    return leaf(.degree(network: network), element, .perRow, home: scope.home)
  }

  /// Whether everyone reads everyone, so that no link is stored.
  func isComplete(_ network: Int) -> Bool {
    switch world.networks[network].generator {
    case .complete: true
    case .reverse(let other): isComplete(other.index)
    default: false
    }
  }

  private mutating func lowerBinary(
    _ operation: BinaryOperator, _ a: Expression, _ b: Expression, _ element: Element,
    _ scope: Scope
  ) -> NodeID {
    var x = lower(a, scope)
    var y = lower(b, scope)
    switch operation {
    case .and, .or: return apply(operation == .and ? .and : .or, [x, y], .byte)
    case .add, .subtract, .multiply, .divide, .power:
      x = convert(x, to: element)
      y = convert(y, to: element)
      let arithmetic: [BinaryOperator: Elementwise] = [
        .add: .add, .subtract: .subtract, .multiply: .multiply, .divide: .divide, .power: .power,
      ]
      return apply(arithmetic[operation]!, [x, y], element)
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
      if case .number(let p) = a.type, case .number(let q) = b.type {
        let compared = Element(.number(max(p, q)))
        x = convert(x, to: compared)
        y = convert(y, to: compared)
      }
      let comparisons: [BinaryOperator: Elementwise] = [
        .less: .less, .lessOrEqual: .lessOrEqual, .greater: .greater,
        .greaterOrEqual: .greaterOrEqual, .equal: .equal, .notEqual: .notEqual,
      ]
      return apply(comparisons[operation]!, [x, y], .byte)
    }
  }

  private mutating func lowerCall(
    _ function: Function, _ arguments: [Expression], _ element: Element, _ scope: Scope
  ) -> NodeID {
    let values = arguments.map { lower($0, as: element, scope) }
    switch function {
    case .min, .max:
      let operation: Elementwise = function == .min ? .minimum : .maximum
      return values.dropFirst().reduce(values[0]) { apply(operation, [$0, $1], element) }
    case .clamp: return apply(.clamp, values, element)
    case .mod: return apply(.modulo, values, element)
    case .exp: return apply(.exp, values, element)
    case .log: return apply(.log, values, element)
    case .sqrt: return apply(.sqrt, values, element)
    case .abs: return apply(.abs, values, element)
    case .sign: return apply(.sign, values, element)
    case .floor: return apply(.floor, values, element)
    case .round: return apply(.round, values, element)
    case .sin: return apply(.sin, values, element)
    case .cos: return apply(.cos, values, element)
    case .tan: return apply(.tan, values, element)
    case .tanh: return apply(.tanh, values, element)
    case .logistic: return apply(.logistic, values, element)
    }
  }
}

extension Expression {
  /// Whether the expression reads the other agent or the link; what is inside a nested aggregate does not count.
  var readsOther: Bool {
    switch kind {
    case .other, .linkWeight: return true
    case .asNumber(let a), .unary(_, let a): return a.readsOther
    case .binary(_, let a, let b): return a.readsOther || b.readsOther
    case .call(_, let arguments): return arguments.contains(where: \.readsOther)
    case .conditional(let a, let b, let c): return a.readsOther || b.readsOther || c.readsOther
    case .number, .boolean, .caseIndex, .parameter, .own, .lone, .sole, .picked, .local, .time,
      .index, .size, .degree, .aggregate, .measure:
      return false
    }
  }
}
