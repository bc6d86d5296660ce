// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does one agent do in one visit? An interpreter of statements, expressions and draws.

import Glibc
import WorldModel

/// A value of the interpreter.
enum OracleValue {
  case boolean(Bool)
  case number(Double)
  case caseIndex(Int)
  /// `scale * X + shift` of the continuous draw X with this index.
  case variable(Int, scale: Double, shift: Double)

  var stored: Double {
    switch self {
    case .boolean(let value): value ? 1 : 0
    case .number(let value): value
    case .caseIndex(let index): Double(index)
    case .variable:
      preconditionFailure("a continuous draw may not be stored in an enumerated world")
    }
  }

  func stored(as type: ValueType) -> OracleValue {
    if case .number(let value) = self, type == .number(.single) {
      return .number(Double(Float(value)))
    }
    return self
  }
}

/// One visit of one agent; `nil` stands for what depends on a neighbour that is missing.
final class OracleVisit {
  private struct Variable {
    var distributionFunction: (Double) -> Double
    var low = -Double.infinity
    var high = Double.infinity
  }

  let oracle: TransitionOracle
  let paths: PathEnumerator
  let time: Int
  let state: [[[OracleValue]]]
  let group: Int
  let agent: Int
  var locals: [OracleValue?] = []
  var writes: [Int: OracleValue] = [:]
  private var variables: [Variable] = []
  private var other: (group: Int, agent: Int, weight: Double)?

  init(
    oracle: TransitionOracle, paths: PathEnumerator, time: Int, state: [[[OracleValue]]],
    group: Int, agent: Int
  ) {
    self.oracle = oracle
    self.paths = paths
    self.time = time
    self.state = state
    self.group = group
    self.agent = agent
  }

  /// Returns the value of an expression of parameters and sizes alone.
  static func constant(
    _ expression: Expression, _ world: World, _ parameters: [Double], _ sizes: [Int]
  ) -> Double {
    switch expression.kind {
    case .number(let value): value
    case .parameter(let id): parameters[id.index]
    case .size(let id): Double(sizes[id.index])
    case .unary(.negate, let a): -constant(a, world, parameters, sizes)
    case .binary(let op, let a, let b):
      arithmetic(
        op, constant(a, world, parameters, sizes), constant(b, world, parameters, sizes))
    default: preconditionFailure("not a constant of the oracle: \(expression.kind)")
    }
  }

  func execute(_ statements: [Statement]) {
    for statement in statements {
      switch statement.kind {
      case .bind(let id, let expression): locals[id.index] = evaluate(expression)
      case .bindDraw(let id, let draw): locals[id.index] = sample(draw)
      case .bindPick(let id, let network, _):
        let linked = oracle.networks[network.index][agent]
        if !linked.isEmpty {
          locals[id.index] = .number(Double(linked[paths.uniform(linked.count)].agent))
        }
      case .assign(let member, let expression):
        if let value = evaluate(expression) { writes[member.index] = value }
      case .assignDraw(let member, let draw):
        if let value = sample(draw) { writes[member.index] = value }
      case .conditional(let condition, let then, let otherwise):
        if let holds = boolean(condition) { execute(holds ? then : otherwise) }
      }
    }
  }

  func number(_ expression: Expression) -> Double? {
    guard let value = evaluate(expression) else { return nil }
    if case .variable = value { preconditionFailure("a continuous draw is used as a number") }
    return value.stored
  }

  func boolean(_ expression: Expression) -> Bool? {
    guard case .boolean(let value)? = evaluate(expression) else { return nil }
    return value
  }

  func evaluate(_ expression: Expression) -> OracleValue? {
    switch expression.kind {
    case .number(let value): return .number(value)
    case .boolean(let value): return .boolean(value)
    case .caseIndex(let index): return .caseIndex(index)
    case .parameter(let id): return .number(oracle.parameters[id.index])
    case .own(let member): return state[group][agent][member.index]
    case .other(let member):
      guard let other else { preconditionFailure() }
      return state[other.group][other.agent][member.index]
    case .linkWeight: return other.map { .number($0.weight) }
    case .lone(let id, let member): return state[id.index][0][member.index]
    case .sole(let network, let member):
      let read = oracle.world.networks[network.index].read.index
      return state[read][oracle.networks[network.index][agent][0].agent][member.index]
    case .picked(let local, let member):
      guard case .number(let chosen)? = locals[local.index] else { return nil }
      return state[pickedGroup(expression)][Int(chosen)][member.index]
    case .local(let id): return locals[id.index]
    case .time: return .number(Double(time))
    case .index: return .number(Double(agent))
    case .size(let id): return .number(Double(oracle.sizes[id.index]))
    case .degree(let id): return .number(Double(oracle.networks[id.index][agent].count))
    case .asNumber(let a):
      guard let value = boolean(a) else { return nil }
      return .number(value ? 1 : 0)
    case .unary(.not, let a):
      guard let value = boolean(a) else { return nil }
      return .boolean(!value)
    case .unary(.negate, let a):
      return evaluate(a).map { Self.affine($0, scale: -1, shift: 0) }
    case .binary(let op, let a, let b): return binary(op, a, b)
    case .call(let function, let arguments): return call(function, arguments)
    case .conditional(let condition, let then, let otherwise):
      guard let holds = boolean(condition) else { return nil }
      return evaluate(holds ? then : otherwise)
    case .aggregate(let aggregate): return evaluate(aggregate)
    case .measure: preconditionFailure("measures are not part of a step")
    }
  }

  private func pickedGroup(_ expression: Expression) -> Int {
    guard case .picked(let local, _) = expression.kind else { preconditionFailure() }
    for block in oracle.world.blocks where block.group.index == group {
      guard local.index < block.locals.count, block.locals.count == locals.count else { continue }
      if case .neighbour(let network) = block.locals[local.index].meaning {
        return oracle.world.networks[network.index].read.index
      }
    }
    preconditionFailure("'\(expression.origin.text)' names no picked neighbour")
  }

  private func binary(_ op: BinaryOperator, _ a: Expression, _ b: Expression) -> OracleValue? {
    guard let left = evaluate(a), let right = evaluate(b) else { return nil }
    switch (op, left, right) {
    case (.and, .boolean(let x), .boolean(let y)): return .boolean(x && y)
    case (.or, .boolean(let x), .boolean(let y)): return .boolean(x || y)
    case (.less, _, _), (.lessOrEqual, _, _): return .boolean(below(left, right))
    case (.greater, _, _), (.greaterOrEqual, _, _):
      if case .variable = left { return .boolean(!below(left, right)) }
      if case .variable = right { return .boolean(below(right, left)) }
      return .boolean(
        op == .greater ? left.stored > right.stored : left.stored >= right.stored)
    case (.equal, _, _): return .boolean(left.stored == right.stored)
    case (.notEqual, _, _): return .boolean(left.stored != right.stored)
    case (.add, .variable, .number(let y)): return Self.affine(left, scale: 1, shift: y)
    case (.add, .number(let x), .variable): return Self.affine(right, scale: 1, shift: x)
    case (.subtract, .variable, .number(let y)): return Self.affine(left, scale: 1, shift: -y)
    case (.subtract, .number(let x), .variable): return Self.affine(right, scale: -1, shift: x)
    case (.multiply, .variable, .number(let y)): return Self.affine(left, scale: y, shift: 0)
    case (.multiply, .number(let x), .variable): return Self.affine(right, scale: x, shift: 0)
    default: return .number(Self.arithmetic(op, left.stored, right.stored))
    }

    func below(_ x: OracleValue, _ y: OracleValue) -> Bool {
      switch (x, y) {
      case (.variable(let id, let scale, let shift), .number(let t)):
        return scale > 0 ? isBelow(id, (t - shift) / scale) : !isBelow(id, (t - shift) / scale)
      case (.number(let t), .variable(let id, let scale, let shift)):
        return scale > 0 ? !isBelow(id, (t - shift) / scale) : isBelow(id, (t - shift) / scale)
      default: return op == .less ? x.stored < y.stored : x.stored <= y.stored
      }
    }
  }

  private static func affine(_ value: OracleValue, scale: Double, shift: Double) -> OracleValue {
    switch value {
    case .number(let x): .number(scale * x + shift)
    case .variable(let id, let s, let c): .variable(id, scale: s * scale, shift: c * scale + shift)
    default: preconditionFailure()
    }
  }

  private static func arithmetic(_ op: BinaryOperator, _ x: Double, _ y: Double) -> Double {
    switch op {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .power: pow(x, y)
    default: preconditionFailure("\(op) is not arithmetic")
    }
  }

  /// Decides whether a continuous draw lies below a threshold and remembers what is then known of it.
  private func isBelow(_ id: Int, _ threshold: Double) -> Bool {
    let known = variables[id]
    let low = known.distributionFunction(known.low)
    let high = known.distributionFunction(known.high)
    let t = min(max(threshold, known.low), known.high)
    let probability = (known.distributionFunction(t) - low) / (high - low)
    precondition(probability.isFinite, "no law for the threshold \(threshold)")
    let below = paths.happens(min(1, max(0, probability)))
    if below { variables[id].high = t } else { variables[id].low = t }
    return below
  }

  private func call(_ function: Function, _ arguments: [Expression]) -> OracleValue? {
    var x: [Double] = []
    for argument in arguments {
      guard let value = number(argument) else { return nil }
      x.append(value)
    }
    switch function {
    case .exp: return .number(Glibc.exp(x[0]))
    case .log: return .number(Glibc.log(x[0]))
    case .sqrt: return .number(x[0].squareRoot())
    case .abs: return .number(Swift.abs(x[0]))
    case .min: return .number(x.min() ?? .nan)
    case .max: return .number(x.max() ?? .nan)
    case .clamp: return .number(Swift.min(Swift.max(x[0], x[1]), x[2]))
    case .mod: return .number(x[0] - x[1] * (x[0] / x[1]).rounded(.down))
    case .sign: return .number(x[0] > 0 ? 1 : x[0] < 0 ? -1 : 0)
    case .floor: return .number(x[0].rounded(.down))
    case .round: return .number(x[0].rounded(.toNearestOrEven))
    case .sin: return .number(Glibc.sin(x[0]))
    case .cos: return .number(Glibc.cos(x[0]))
    case .tan: return .number(Glibc.tan(x[0]))
    case .tanh: return .number(Glibc.tanh(x[0]))
    case .logistic: return .number(1 / (1 + Glibc.exp(-x[0])))
    }
  }

  private func evaluate(_ aggregate: Aggregate) -> OracleValue? {
    precondition(other == nil, "aggregates do not nest within a step")
    let members: [(group: Int, agent: Int, weight: Double)]
    switch aggregate.range {
    case .network(let id):
      let read = oracle.world.networks[id.index].read.index
      members = oracle.networks[id.index][agent].map { (read, $0.agent, $0.weight) }
    case .group(let id):
      members = (0..<oracle.sizes[id.index]).map { (id.index, $0, 1) }
    }
    defer { other = nil }
    var values: [Double] = []
    for member in members {
      other = member
      if let condition = aggregate.condition {
        guard let holds = boolean(condition) else { return nil }
        if !holds { continue }
      }
      guard let value = evaluate(aggregate.value) else { return nil }
      values.append(value.stored)
    }
    other = nil
    let count = values.filter { $0 != 0 }.count
    switch aggregate.operation {
    case .sum: return .number(values.reduce(0, +))
    case .count: return .number(Double(count))
    case .any: return .boolean(count > 0)
    case .all: return .boolean(count == values.count)
    case .mean, .min, .max:
      if values.isEmpty { return aggregate.otherwise.flatMap(evaluate) }
      switch aggregate.operation {
      case .min: return .number(values.min() ?? .nan)
      case .max: return .number(values.max() ?? .nan)
      default: return .number(values.reduce(0, +) / Double(values.count))
      }
    }
  }

  func sample(_ draw: Draw) -> OracleValue? {
    func continuous(_ distributionFunction: @escaping (Double) -> Double) -> OracleValue {
      variables.append(Variable(distributionFunction: distributionFunction))
      return .variable(variables.count - 1, scale: 1, shift: 0)
    }
    func both(_ a: Expression, _ b: Expression) -> (Double, Double)? {
      guard let x = number(a), let y = number(b) else { return nil }
      return (x, y)
    }
    switch draw.distribution {
    case .bernoulli(let p):
      guard let p = number(p) else { return nil }
      return .boolean(paths.happens(min(1, max(0, p))))
    case .uniform(let low, let high):
      guard let (low, high) = both(low, high) else { return nil }
      return continuous { min(1, max(0, ($0 - low) / (high - low))) }
    case .normal(let mean, let sd):
      guard let (mean, sd) = both(mean, sd) else { return nil }
      return continuous { DistributionFunctions.normal(($0 - mean) / sd) }
    case .lognormal(let mean, let sd):
      guard let (mean, sd) = both(mean, sd) else { return nil }
      let variance = log(1 + sd * sd / (mean * mean))
      return continuous { x in
        x <= 0
          ? 0
          : DistributionFunctions.normal(
            (log(x) - log(mean) + variance / 2) / variance.squareRoot())
      }
    case .exponential(let mean):
      guard let mean = number(mean) else { return nil }
      return continuous { $0 <= 0 ? 0 : 1 - exp(-$0 / mean) }
    case .gammaMoments(let mean, let sd):
      guard let (mean, sd) = both(mean, sd) else { return nil }
      let scale = sd * sd / mean
      return continuous { DistributionFunctions.gamma(shape: mean / scale, $0 / scale) }
    case .gammaShape(let shape, let scale):
      guard let (shape, scale) = both(shape, scale) else { return nil }
      return continuous { DistributionFunctions.gamma(shape: shape, $0 / scale) }
    case .betaMoments(let mean, let sd):
      guard let (mean, sd) = both(mean, sd) else { return nil }
      let total = mean * (1 - mean) / (sd * sd) - 1
      return continuous { DistributionFunctions.beta(mean * total, (1 - mean) * total, $0) }
    case .betaShape(let a, let b):
      guard let (a, b) = both(a, b) else { return nil }
      return continuous { DistributionFunctions.beta(a, b, $0) }
    case .poisson(let mean):
      guard let mean = number(mean) else { return nil }
      return .number(Double(paths.choose(DistributionFunctions.poisson(mean: mean))))
    case .binomial(let trials, let probability):
      guard let (n, p) = both(trials, probability) else { return nil }
      let law = DistributionFunctions.binomial(trials: Int(n), probability: p)
      return .number(Double(paths.choose(law)))
    case .weights(let arms):
      var weights: [Double] = []
      for arm in arms {
        guard let weight = number(arm.value) else { return nil }
        weights.append(weight)
      }
      return choice(arms, weights, draw.type)
    case .logit(let temperature, let arms):
      guard let t = number(temperature) else { return nil }
      var utilities: [Double] = []
      for arm in arms {
        guard let utility = number(arm.value) else { return nil }
        utilities.append(utility)
      }
      let best = utilities.max() ?? 0
      let weights = utilities.map { t == 0 ? ($0 == best ? 1 : 0) : exp(($0 - best) / t) }
      return choice(arms, weights, draw.type)
    }
  }

  private func choice(_ arms: [Arm], _ weights: [Double], _ type: ValueType) -> OracleValue {
    let total = weights.reduce(0, +)
    let chosen = arms[paths.choose(weights.map { $0 / total })].choice
    return type == .boolean ? .boolean(chosen == 1) : .caseIndex(chosen)
  }
}
