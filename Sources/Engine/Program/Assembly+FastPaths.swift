// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a section that has a kernel of its own recognised? By the graph of its one value, from the store down.

import WorldModel

extension Assembly {
  /// Traits that a heat-bath step may read.
  private static let mostTraits = 4

  /// Returns the fast path of the main section of a block, when it has one.
  mutating func fastPath(of section: Int) -> FastPath? {
    let content = lowering.sections[section]
    guard case .block = lowering.kind, section == Lowering.mainHome - 1, content.checks.isEmpty,
      content.probes.isEmpty, content.roots.count == 1,
      case .store(let member, let value) = content.roots[0], node(value).element == .byte
    else { return nil }
    let destination = memberOperand(member, .byte)
    if case .draw(.bernoulliLogit, let site, false, _) = node(value).operation {
      return heatBath(node(value).operands[0], site, destination)
    }
    return threshold(value, destination)
  }

  private mutating func heatBath(_ x: NodeID, _ site: UInt32, _ destination: Operand) -> FastPath? {
    var form = AffineForm(destination: destination)
    guard walk(x, &form), let count = form.count else { return nil }
    return .heatBath(
      FastPath.HeatBath(
        count: count, site: site, steps: form.steps, traits: form.traits, isSettled: form.isSettled
      ))
  }

  /// What has been found of an affine form.
  private struct AffineForm {
    let destination: Operand
    var count: FastPath.Count?
    var countNode: NodeID?
    var steps: [AffineStep] = []
    var traits: [Operand] = []
    var isSettled = true

    /// Appends a step.
    mutating func append(_ step: AffineStep) -> Bool {
      steps.append(step)
      return true
    }
  }

  /// Whether a value is the same for all rows of a visit or unit.
  private func isLane(_ id: NodeID) -> Bool { node(id).home == 0 && node(id).stage < .visit }

  /// Appends the steps that compute a value; returns `false` where it is not affine.
  private mutating func walk(_ id: NodeID, _ form: inout AffineForm) -> Bool {
    let node = node(id)
    if isLane(id) {
      form.steps.append(.lane(operand(id)))
      form.isSettled = form.isSettled && node.stage == .run
      return true
    }
    if let count = count(id, form.destination) {
      guard form.countNode == nil || form.countNode == id else { return false }
      form.count = count
      form.countNode = id
      form.steps.append(.count)
      return true
    }
    switch node.operation {
    case .rows(.member(let group, let member)):
      guard lowering.world.groups[group].members[member].isTrait, node.element == .single else {
        return false
      }
      let operand = operand(id)
      if let known = form.traits.firstIndex(of: operand) {
        form.steps.append(.trait(known))
      } else {
        guard form.traits.count < Self.mostTraits else { return false }
        form.steps.append(.trait(form.traits.count))
        form.traits.append(operand)
      }
      return true
    case .convert where node.element == .single || node.element == .double:
      return walk(node.operands[0], &form) && form.append(.round)
    case .apply(.negate): return walk(node.operands[0], &form) && form.append(.negate)
    case .apply(.add): return walk(node.operands, &form) && form.append(.add)
    case .apply(.subtract): return walk(node.operands, &form) && form.append(.subtract)
    case .apply(.multiply) where node.operands.contains(where: isLane):
      return walk(node.operands, &form) && form.append(.multiply)
    case .apply(.divide) where isLane(node.operands[1]):
      return walk(node.operands, &form) && form.append(.divide)
    default: return false
    }
  }

  private mutating func walk(_ ids: [NodeID], _ form: inout AffineForm) -> Bool {
    for id in ids { guard walk(id, &form) else { return false } }
    return true
  }

  /// Returns what a value counts over links, when that is what it does.
  private mutating func count(_ id: NodeID, _ destination: Operand) -> FastPath.Count? {
    let node = node(id)
    switch node.operation {
    case .neighbours(let reduction, let network) where reduction == .mean || reduction == .count:
      guard case .whole(.member) = self.node(node.operands[0]).operation,
        self.node(node.operands[0]).element == .byte
      else { return nil }
      let inverse = reduction == .mean ? operand(node.operands[1]) : nil
      guard inverse == nil || inverse?.element == .single else { return nil }
      return FastPath.Count(
        network: network, column: operand(node.operands[0]), inverseDegree: inverse,
        hasZeroForNone: inverse == nil, destination: destination)
    case .apply(.select):
      guard var share = count(node.operands[1], destination), share.inverseDegree != nil,
        isZero(node.operands[2]), isDegreePositive(node.operands[0], share.network)
      else { return nil }
      share.hasZeroForNone = true
      return share
    default: return nil
    }
  }

  private func isZero(_ id: NodeID) -> Bool {
    switch node(id).operation {
    case .number(let bits): Double(bitPattern: bits) == 0
    case .convert: isZero(node(id).operands[0])
    default: false
    }
  }

  private func isDegreePositive(_ id: NodeID, _ network: Int) -> Bool {
    let node = node(id)
    guard node.operation == .apply(.greater), isZero(node.operands[1]) else { return false }
    return self.node(node.operands[0]).operation == .degree(network: network)
  }

  private mutating func threshold(_ value: NodeID, _ destination: Operand) -> FastPath? {
    let node = node(value)
    switch node.operation {
    case .apply(.or), .apply(.and):
      for (own, test) in [(0, 1), (1, 0)] {
        guard isOwnBoolean(node.operands[own]) else { continue }
        return comparison(
          node.operands[test], own: operand(node.operands[own]),
          keeps: node.operation == .apply(.or), destination)
      }
      return nil
    case .apply(.select):
      if self.node(node.operands[1]).operation == .byte(1), isOwnBoolean(node.operands[2]) {
        return comparison(
          node.operands[0], own: operand(node.operands[2]), keeps: true, destination)
      }
      if self.node(node.operands[2]).operation == .byte(0), isOwnBoolean(node.operands[1]) {
        return comparison(
          node.operands[0], own: operand(node.operands[1]), keeps: false, destination)
      }
      return nil
    default: return comparison(value, own: nil, keeps: false, destination)
    }
  }

  private func isOwnBoolean(_ id: NodeID) -> Bool {
    guard case .rows(.member(let group, let member)) = node(id).operation else { return false }
    return lowering.world.groups[group].members[member].type == .boolean
  }

  private mutating func comparison(
    _ test: NodeID, own: Operand?, keeps: Bool, _ destination: Operand
  ) -> FastPath? {
    let node = node(test)
    guard case .apply(let comparison) = node.operation,
      [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(comparison),
      let count = count(node.operands[0], destination)
    else { return nil }
    let limit = self.node(node.operands[1])
    switch limit.operation {
    case .rows(.member) where limit.element == .single && count.inverseDegree != nil: break
    default: guard isLane(node.operands[1]) else { return nil }
    }
    return .threshold(
      FastPath.Threshold(
        count: count, comparison: comparison, limit: operand(node.operands[1]), own: own,
        keeps: keeps, isSettled: limit.stage == .run))
  }
}
