// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which expressions does an expression, a statement or a program hold?

extension Expression {
  /// The expressions directly inside this one, in source order; those of an aggregate are its value, its condition
  /// and what stands for an empty set.
  public var children: [Expression] {
    switch kind {
    case .number, .boolean, .caseIndex, .parameter, .own, .other, .linkWeight, .lone, .sole,
      .picked, .local, .time, .index, .size, .degree, .measure:
      return []
    case .asNumber(let operand), .unary(_, let operand): return [operand]
    case .binary(_, let left, let right): return [left, right]
    case .call(_, let arguments): return arguments
    case .conditional(let condition, let then, let otherwise): return [condition, then, otherwise]
    case .aggregate(let aggregate):
      return [aggregate.value] + [aggregate.condition, aggregate.otherwise].compactMap { $0 }
    }
  }

  /// Calls a closure with this expression and all inside it, outermost first.
  public func visit(_ body: (Expression) -> Void) {
    body(self)
    for child in children { child.visit(body) }
  }

  /// Returns whether this expression or one inside it satisfies a predicate.
  public func contains(_ predicate: (Expression) -> Bool) -> Bool {
    predicate(self) || children.contains { $0.contains(predicate) }
  }
}

extension Distribution {
  /// The expressions that are its arguments, in the order of their declaration.
  public var arguments: [Expression] {
    switch self {
    case .bernoulli(let p): return [p]
    case .uniform(let low, let high): return [low, high]
    case .normal(let mean, let sd), .lognormal(let mean, let sd), .gammaMoments(let mean, let sd),
      .betaMoments(let mean, let sd):
      return [mean, sd]
    case .exponential(let mean), .poisson(let mean): return [mean]
    case .gammaShape(let shape, let scale): return [shape, scale]
    case .betaShape(let a, let b): return [a, b]
    case .binomial(let trials, let probability): return [trials, probability]
    case .weights(let arms): return arms.map(\.value)
    case .logit(let temperature, let arms): return [temperature] + arms.map(\.value)
    }
  }
}

extension World {
  /// Every expression of the blocks of a group, chances of taking part included; of all groups for `nil`.
  public func stepExpressions(of group: GroupID?) -> [Expression] {
    blocks.filter { group == nil || $0.group == group }.flatMap { block in
      var expressions = block.statements.flatMap(\.allExpressions)
      if case .partial(let probability) = block.schedule { expressions.append(probability) }
      return expressions
    }
  }
}

extension Statement {
  /// The expressions of this statement and of those inside it.
  public var allExpressions: [Expression] {
    switch kind {
    case .bind(_, let value), .assign(_, let value): [value]
    case .bindDraw(_, let draw), .assignDraw(_, let draw): draw.distribution.arguments
    case .bindPick: []
    case .conditional(let condition, let then, let otherwise):
      [condition] + (then + otherwise).flatMap(\.allExpressions)
    }
  }
}
