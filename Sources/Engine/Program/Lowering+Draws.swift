// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a draw lowered? Its arguments become operands; the kernels name it, test the arguments and draw.
//
// Arguments are computed in the element of the result; the chances and weights of booleans and cases in the highest
// precision among them. `bernoulli(logistic(x))`, through names too, is one operation on x.

import WorldModel

extension Lowering {
  mutating func addSource(_ source: Source) -> Int {
    sources.append(source)
    return sources.count - 1
  }

  /// Returns the element in which several numbers meet.
  func commonElement(_ expressions: [Expression]) -> Element {
    let isSingle = expressions.contains { $0.type == .number(.single) }
    let isDouble = expressions.contains { $0.type == .number(.double) }
    return isSingle && !isDouble ? .single : .double
  }

  /// Returns the value of a draw for those of the mask.
  mutating func lower(_ draw: Draw, _ mask: NodeID?, _ scope: Scope) -> NodeID {
    let element = Element(draw.type)
    func source(_ name: String, _ arguments: [String]) -> Source {
      Source(subject: name, arguments: arguments, origin: draw.origin)
    }
    func pair(
      _ operation: DrawOperation, _ name: String, _ arguments: [(String, Expression)],
      _ lowering: inout Lowering
    ) -> NodeID {
      let id = lowering.addSource(source(name, arguments.map(\.0)))
      let values = arguments.map { lowering.lower($0.1, as: element, scope) }
      return lowering.draw(operation, values, mask, draw.site, element, id, scope)
    }
    switch draw.distribution {
    case .bernoulli(let p):
      let id = addSource(source("bernoulli", ["p"]))
      let chance = lower(p, as: Element(p.type), scope)
      let node = nodes[chance.index]
      if node.operation == .apply(.logistic) {
        return self.draw(.bernoulliLogit, node.operands, mask, draw.site, .byte, id, scope)
      }
      return self.draw(.bernoulli, [chance], mask, draw.site, .byte, id, scope)
    case .uniform(let a, let b): return pair(.uniform, "uniform", [("low", a), ("high", b)], &self)
    case .normal(let a, let b): return pair(.normal, "normal", [("mean", a), ("sd", b)], &self)
    case .lognormal(let a, let b):
      return pair(.lognormal, "lognormal", [("mean", a), ("sd", b)], &self)
    case .exponential(let a): return pair(.exponential, "exponential", [("mean", a)], &self)
    case .gammaMoments(let a, let b):
      return pair(.gammaMoments, "gamma", [("mean", a), ("sd", b)], &self)
    case .gammaShape(let a, let b):
      return pair(.gammaShape, "gamma", [("shape", a), ("scale", b)], &self)
    case .betaMoments(let a, let b):
      return pair(.betaMoments, "beta", [("mean", a), ("sd", b)], &self)
    case .betaShape(let a, let b): return pair(.betaShape, "beta", [("a", a), ("b", b)], &self)
    case .poisson(let a): return pair(.poisson, "poisson", [("mean", a)], &self)
    case .binomial(let a, let b):
      return pair(.binomial, "binomial", [("trials", a), ("probability", b)], &self)
    case .weights(let arms):
      let names = draw.type.names
      let common = commonElement(arms.map(\.value))
      let id = addSource(
        source("weights", arms.map { "weight of '\(names[$0.choice])'" } + ["sum"]))
      let values = arms.map { lower($0.value, as: common, scope) }
      let operation = DrawOperation.weights(choices: arms.map { UInt8($0.choice) })
      return self.draw(operation, values, mask, draw.site, .byte, id, scope)
    case .logit(let temperature, let arms):
      let names = draw.type.names
      let common = commonElement([temperature] + arms.map(\.value))
      let id = addSource(
        source("logit", arms.map { "utility of '\(names[$0.choice])'" } + ["temperature"]))
      let values = ([temperature] + arms.map(\.value)).map { lower($0, as: common, scope) }
      let operation = DrawOperation.logit(choices: arms.map { UInt8($0.choice) })
      return self.draw(operation, values, mask, draw.site, .byte, id, scope)
    }
  }

  /// Returns a draw of the given arguments.
  mutating func draw(
    _ operation: DrawOperation, _ arguments: [NodeID], _ mask: NodeID?, _ site: SiteID,
    _ element: Element, _ source: Int, _ scope: Scope
  ) -> NodeID {
    intern(
      Node(
        operation: .draw(operation, site: site.word, isMasked: mask != nil, source: source),
        operands: arguments + (mask.map { [$0] } ?? []), element: element, shape: .full,
        home: scope.home, stage: .unit))
  }

  /// Returns the chance that a draw of a boolean or case gives a choice, as a number in 0...1.
  mutating func chance(of choice: Int, in draw: Draw, _ scope: Scope) -> NodeID? {
    switch draw.distribution {
    case .bernoulli(let p):
      let element = Element(p.type)
      let zero = number(0, as: element)
      let one = number(1, as: element)
      let value = apply(.clamp, [lower(p, as: element, scope), zero, one], element)
      return choice == 1 ? value : apply(.subtract, [one, value], element)
    case .weights(let arms):
      let element = commonElement(arms.map(\.value))
      let values = arms.map { lower($0.value, as: element, scope) }
      return share(of: choice, arms, values, element)
    case .logit(let temperature, let arms):
      let element = commonElement([temperature] + arms.map(\.value))
      let t = lower(temperature, as: element, scope)
      let utilities = arms.map { lower($0.value, as: element, scope) }
      let largest = utilities.dropFirst().reduce(utilities[0]) {
        apply(.maximum, [$0, $1], element)
      }
      let weights = utilities.map { utility in
        let difference = apply(.subtract, [utility, largest], element)
        let exponential = apply(.exp, [apply(.divide, [difference, t], element)], element)
        let isLargest = convert(apply(.equal, [utility, largest], .byte), to: element)
        let isWarm = apply(.greater, [t, number(0, as: element)], .byte)
        return apply(.select, [isWarm, exponential, isLargest], element)
      }
      return share(of: choice, arms, weights, element)
    default: return nil
    }
  }

  private mutating func share(
    of choice: Int, _ arms: [Arm], _ weights: [NodeID], _ element: Element
  ) -> NodeID {
    let sum = weights.dropFirst().reduce(weights[0]) { apply(.add, [$0, $1], element) }
    guard let arm = arms.firstIndex(where: { $0.choice == choice }) else {
      return number(0, as: element)
    }
    return apply(.divide, [weights[arm], sum], element)
  }
}
