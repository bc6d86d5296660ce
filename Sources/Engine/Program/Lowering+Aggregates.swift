// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is an aggregate lowered? By how the set is reached and whether its inside mixes both sides.
//
// - A group (or `complete` from one group to another): a pass reduces the inside over all agents, once for all readers.
// - `complete` within a group: the same total less the reader's own contribution, never N^2 work.
// - A stored network, the inside depending on the other agent alone: the inside becomes a column, which the neighbour
//   kernels reduce.
// - All else (both sides, link weights, or an inside that earlier visits of a serial block have changed): a section over
//   the links of each reader.
//
// A mean is the sum times the rounded inverse of the number; with `where` it is the sum divided by the count. Sums of
// booleans are counts, which are exact. Sums over links start from 0 and run in stored order.

import WorldModel

extension Lowering {
  /// How the set of an aggregate is reached.
  private enum Reach {
    case pass(group: Int)
    case passWithoutSelf(group: Int)
    case neighbours(network: Int)
    case links
  }

  /// One reduction that an aggregate needs.
  private struct Part {
    var reduction: Reduction
    var value: NodeID
    var mask: NodeID?
  }

  mutating func lowerAggregate(
    _ aggregate: Aggregate, _ type: ValueType, _ scope: Scope
  ) -> NodeID {
    if packedRule != nil { return lowerCount(aggregate, type, scope) }
    let key = AggregateKey(aggregate: aggregate.withoutOrigins, type: type, scope: scope)
    if let known = aggregates[key] { return known }
    let result = lowerNew(aggregate, type, scope)
    aggregates[key] = result
    return result
  }

  private mutating func lowerNew(
    _ aggregate: Aggregate, _ type: ValueType, _ scope: Scope
  ) -> NodeID {
    let isTruth = aggregate.operation == .any || aggregate.operation == .all
    let element: Element = isTruth ? .double : Element(type)
    let (reach, inner) = reach(of: aggregate, scope)
    let mask = aggregate.condition.map { lower($0, inner) }
    var value = lower(aggregate.value, inner)
    if aggregate.operation == .all { value = not(value) }

    var parts: [Part] = []
    switch aggregate.operation {
    case .count, .any, .all: parts.append(Part(reduction: .count, value: value, mask: mask))
    case .sum, .mean:
      let isCount = self.element(of: value) == .byte
      parts.append(Part(reduction: isCount ? .count : .sum, value: value, mask: mask))
    case .min, .max:
      value = self.element(of: value) == .byte ? convert(value, to: element) : value
      let reduction: Reduction = aggregate.operation == .min ? .minimum : .maximum
      parts.append(Part(reduction: reduction, value: value, mask: mask))
    }
    let needsCount =
      mask != nil && [.mean, .min, .max].contains(aggregate.operation)
    if needsCount { parts.append(Part(reduction: .count, value: mask!, mask: nil)) }
    let isPlainMean = aggregate.operation == .mean && mask == nil

    let results = reduce(parts, element, reach, inner, scope, aggregate, isPlainMean: isPlainMean)
    var result = results[0]
    switch aggregate.operation {
    case .any: return apply(.greater, [result, number(0)], .byte)
    case .all: return apply(.equal, [result, number(0)], .byte)
    case .count, .sum: return result
    case .mean:
      if mask != nil { result = apply(.divide, [result, results[1]], element) }
    case .min, .max: break
    }
    guard let otherwise = aggregate.otherwise else { return result }
    let replacement = lower(otherwise, as: element, scope)
    let count = needsCount ? results[1] : memberCount(of: aggregate.range, as: element, scope)
    let zero = number(0, as: element)
    let isNotEmpty = apply(.greater, [count, zero], .byte)
    return apply(.select, [isNotEmpty, result, replacement], element)
  }

  /// Returns how the set is reached and what names stand for inside.
  private mutating func reach(of aggregate: Aggregate, _ scope: Scope) -> (Reach, Scope) {
    let mixes =
      scope.own != nil
      && (readsReader(aggregate.value) || (aggregate.condition.map { readsReader($0) } ?? false))
    switch aggregate.range {
    case .group(let id):
      if mixes { return links(.pairs(group: id.index, leavingOneOut: false), id.index, scope) }
      return pass(over: id.index, .pass(group: id.index))
    case .network(let id):
      let network = world.networks[id.index]
      let read = network.read.index
      let isWithin = network.read == network.reader
      if isComplete(id.index) {
        if mixes { return links(.pairs(group: read, leavingOneOut: isWithin), read, scope) }
        return pass(over: read, isWithin ? .passWithoutSelf(group: read) : .pass(group: read))
      }
      let isStale = isSerial && read == group && aggregate.readsOther(written)
      if mixes || aggregate.readsWeight || (isStale && !aggregate.isBare) {
        return links(.edges(network: id.index), read, scope)
      }
      return pass(over: read, .neighbours(network: id.index))
    }
  }

  private mutating func pass(over group: Int, _ reach: Reach) -> (Reach, Scope) {
    let home = addSection(.agents(group: group))
    return (reach, Scope(home: home, own: kind == .measures ? group : nil, other: group))
  }

  private mutating func links(_ rows: RowSpace, _ read: Int, _ scope: Scope) -> (Reach, Scope) {
    let home = addSection(rows)
    return (.links, Scope(home: home, own: scope.own, other: read, readerHome: scope.home))
  }
}

extension Lowering {
  private mutating func reduce(
    _ parts: [Part], _ element: Element, _ reach: Reach, _ inner: Scope, _ scope: Scope,
    _ aggregate: Aggregate, isPlainMean: Bool
  ) -> [NodeID] {
    switch reach {
    case .pass(let group):
      let pass = passNode(inner.home, parts)
      // Divided, so that 3 of 20 agents are 0.15, the number that a limit of 15 % is, and no more.
      let isOfGroup = if case .group = aggregate.range { true } else { false }
      return parts.map { total($0, inner, pass) }.map {
        guard isPlainMean else { return convert($0, to: element) }
        let count = leaf(.count(group: group, leavingOneOut: false), .double, .constant)
        let inverse = leaf(
          .inverseCount(group: group, leavingOneOut: false), .double, .constant)
        let mean =
          isOfGroup
          ? apply(.divide, [$0, count], .double) : apply(.multiply, [$0, inverse], .double)
        return convert(mean, to: element)
      }
    case .passWithoutSelf(let group):
      let ownScope = Scope(home: scope.home, own: scope.own, other: group)
      let ownMask = aggregate.condition.map { lower($0, ownScope) }
      var ownValue = lower(aggregate.value, ownScope)
      if aggregate.operation == .all { ownValue = not(ownValue) }
      let pass = passNode(inner.home, parts)
      var results: [NodeID] = []
      for (index, part) in parts.enumerated() {
        let own = index == 0 ? ownValue : ownMask!
        let value = totalOfOthers(part, own, index == 0 ? ownMask : nil, inner, pass)
        let inverse = leaf(.inverseCount(group: group, leavingOneOut: true), .double, .constant)
        let scaled = isPlainMean ? apply(.multiply, [value, inverse], .double) : value
        results.append(convert(scaled, to: element))
      }
      return results
    case .neighbours(let network):
      let pass = passNode(inner.home, parts)
      return parts.map {
        neighbours($0, network, element, inner, scope, pass, isPlainMean: isPlainMean)
      }
    case .links:
      return links(parts, element, inner, scope, aggregate, isPlainMean: isPlainMean)
    }
  }

  /// Returns a reduction over a whole group, in 64 bits.
  private mutating func total(_ part: Part, _ inner: Scope, _ pass: NodeID) -> NodeID {
    let section = inner.home - 1
    let root = sections[section].roots.count
    sections[section].roots.append(
      .reduce(part.reduction, value: part.value, mask: part.mask))
    return intern(
      Node(
        operation: .total(section: section, root: root), operands: [pass], element: .double,
        shape: .perLane, home: 0, stage: nodes[pass.index].stage))
  }

  private mutating func passNode(_ home: Int, _ parts: [Part]) -> NodeID {
    let read = parts.flatMap { [$0.value] + ($0.mask.map { [$0] } ?? []) }
    let stage = read.map { nodes[$0.index].stage }.max() ?? .run
    return intern(
      Node(
        operation: .pass(section: home - 1), operands: [], element: .byte, shape: .constant,
        home: 0, stage: stage))
  }

  /// Returns a reduction over a group less the reader.
  private mutating func totalOfOthers(
    _ part: Part, _ own: NodeID, _ ownMask: NodeID?, _ inner: Scope, _ pass: NodeID
  ) -> NodeID {
    switch part.reduction {
    case .sum, .count, .mean:
      let all = total(part, inner, pass)
      let contribution: NodeID
      if part.reduction == .count {
        contribution = convert(and(own, ownMask)!, to: .double)
      } else {
        let value = convert(own, to: .double)
        let zero = number(0)
        contribution = ownMask.map { apply(.select, [$0, value, zero], .double) } ?? value
      }
      return apply(.subtract, [all, contribution], .double)
    case .minimum, .maximum, .secondMinimum, .secondMaximum:
      let isMinimum = part.reduction == .minimum
      let excluded = number(isMinimum ? .infinity : -.infinity)
      let value = convert(part.value, to: .double)
      let ownValue = convert(own, to: .double)
      let rest = part.mask.map { apply(.select, [$0, value, excluded], .double) } ?? value
      let ownRest = ownMask.map { apply(.select, [$0, ownValue, excluded], .double) } ?? ownValue
      let first = total(Part(reduction: part.reduction, value: rest, mask: nil), inner, pass)
      let second = total(
        Part(reduction: isMinimum ? .secondMinimum : .secondMaximum, value: rest, mask: nil), inner,
        pass)
      let isExtreme = apply(.equal, [ownRest, first], .byte)
      return apply(.select, [isExtreme, second, first], .double)
    }
  }

  /// Returns a value in which those left out do not count.
  private mutating func masked(_ part: Part, _ element: Element) -> NodeID {
    switch part.reduction {
    case .count: return and(part.value, part.mask)!
    case .sum, .mean:
      let value = convert(part.value, to: element)
      let zero = number(0, as: element)
      return part.mask.map { apply(.select, [$0, value, zero], element) } ?? value
    case .minimum, .maximum, .secondMinimum, .secondMaximum:
      let value = convert(part.value, to: element)
      let excluded = number(part.reduction == .minimum ? .infinity : -.infinity, as: element)
      return part.mask.map { apply(.select, [$0, value, excluded], element) } ?? value
    }
  }

  private mutating func neighbours(
    _ part: Part, _ network: Int, _ element: Element, _ inner: Scope, _ scope: Scope,
    _ pass: NodeID, isPlainMean: Bool
  ) -> NodeID {
    let value = masked(part, element)
    let column: NodeID
    if case .rows(let reference) = nodes[value.index].operation {
      column = leaf(
        .whole(reference), self.element(of: value), .perLane, stage: nodes[value.index].stage)
    } else {
      let index = scratch.count
      scratch.append(
        ScratchColumn(
          group: world.networks[network].read.index, element: self.element(of: value)))
      sections[inner.home - 1].roots.append(.scratch(index, value: value))
      column = intern(
        Node(
          operation: .whole(.scratch(index)), operands: [pass], element: self.element(of: value),
          shape: .perLane, home: 0, stage: nodes[pass.index].stage))
    }
    var operands = [column]
    var reduction = part.reduction
    if isPlainMean {
      reduction = .mean
      operands.append(
        leaf(.inverseDegree(network: network), element, .perRow, home: scope.home))
    }
    return intern(
      Node(
        operation: .neighbours(reduction, network: network), operands: operands, element: element,
        shape: .full, home: scope.home, stage: nodes[column.index].stage))
  }

  private mutating func links(
    _ parts: [Part], _ element: Element, _ inner: Scope, _ scope: Scope, _ aggregate: Aggregate,
    isPlainMean: Bool
  ) -> [NodeID] {
    let section = inner.home - 1
    var stage = Stage.run
    var first = sections[section].roots.count
    let start = first
    for var part in parts {
      if case .pairs(_, leavingOneOut: true) = sections[section].rows {
        let isOther = leaf(.isOther, .byte, .perRow, home: inner.home)
        part.mask = and(part.mask, isOther)
      }
      let value = masked(part, element)
      stage = max(stage, nodes[value.index].stage)
      sections[section].roots.append(.reduce(part.reduction, value: value, mask: nil))
      first += 1
    }
    let run = intern(
      Node(
        operation: .links(section: section), operands: sections[section].captured, element: .byte,
        shape: .full, home: scope.home, stage: stage))
    return (start..<first).map { root in
      let result = intern(
        Node(
          operation: .linkResult(section: section, root: root), operands: [run], element: element,
          shape: .full, home: scope.home, stage: stage))
      guard isPlainMean else { return result }
      let inverse: NodeID
      switch aggregate.range {
      case .group(let group):
        let count = leaf(.count(group: group.index, leavingOneOut: false), .double, .constant)
        return apply(.divide, [result, convert(count, to: element)], element)
      case .network(let id) where isComplete(id.index):
        let network = world.networks[id.index]
        inverse = leaf(
          .inverseCount(group: network.read.index, leavingOneOut: network.read == network.reader),
          .double, .constant)
      case .network(let id):
        inverse = leaf(.inverseDegree(network: id.index), element, .perRow, home: scope.home)
      }
      return apply(.multiply, [result, convert(inverse, to: element)], element)
    }
  }

  /// Returns the number of agents of a set.
  private mutating func memberCount(
    of range: AggregateRange, as element: Element, _ scope: Scope
  ) -> NodeID {
    switch range {
    case .group(let group):
      let count = leaf(.count(group: group.index, leavingOneOut: false), .double, .constant)
      return convert(count, to: element)
    case .network(let network): return degree(of: network.index, as: element, scope)
    }
  }

  /// Whether an expression inside an aggregate depends on which agent reads.
  private func readsReader(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .own, .index, .degree, .sole, .picked: return true
    case .local(let local): return locals[local].map { nodes[$0.index].home != 0 } ?? false
    case .asNumber(let a), .unary(_, let a): return readsReader(a)
    case .binary(_, let a, let b): return readsReader(a) || readsReader(b)
    case .call(_, let arguments): return arguments.contains { readsReader($0) }
    case .conditional(let a, let b, let c):
      return readsReader(a) || readsReader(b) || readsReader(c)
    case .aggregate(let inner):
      if case .network = inner.range { return true }
      return readsReader(inner.value) || (inner.condition.map { readsReader($0) } ?? false)
        || (inner.otherwise.map { readsReader($0) } ?? false)
    case .number, .boolean, .caseIndex, .parameter, .other, .linkWeight, .lone, .time, .size,
      .measure:
      return false
    }
  }
}
