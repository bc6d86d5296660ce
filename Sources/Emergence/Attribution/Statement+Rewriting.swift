// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the names of statements changed, and the arguments of a distribution exchanged?

import WorldModel

extension Statement {
  /// Returns this statement and those inside it with other `let` names.
  func renaming(_ names: (LocalID) -> LocalID) -> Statement {
    var result = self
    result.requiredPicks = requiredPicks.map(names)
    switch kind {
    case .bind(let local, let value):
      result.kind = .bind(names(local), value.renaming(names))
    case .bindDraw(let local, let draw):
      result.kind = .bindDraw(names(local), draw.renaming(names))
    case .bindPick(let local, let network, let site):
      result.kind = .bindPick(names(local), network, site)
    case .assign(let member, let value): result.kind = .assign(member, value.renaming(names))
    case .assignDraw(let member, let draw):
      result.kind = .assignDraw(member, draw.renaming(names))
    case .conditional(let condition, let then, let otherwise):
      result.kind = .conditional(
        condition.renaming(names), then: then.map { $0.renaming(names) },
        otherwise: otherwise.map { $0.renaming(names) })
    }
    return result
  }

  /// The networks of which this statement or one inside it picks a neighbour.
  var pickedNetworks: [NetworkID] {
    switch kind {
    case .bindPick(_, let network, _): [network]
    case .conditional(_, let then, let otherwise):
      (then + otherwise).flatMap(\.pickedNetworks)
    case .bind, .bindDraw, .assign, .assignDraw: []
    }
  }
}

extension Draw {
  fileprivate func renaming(_ names: (LocalID) -> LocalID) -> Draw {
    var result = self
    result.distribution = distribution.replacing(
      arguments: distribution.arguments.map { $0.renaming(names) })
    return result
  }
}

extension Distribution {
  /// Returns the same distribution with other arguments, in the order of `arguments`.
  func replacing(arguments: [Expression]) -> Distribution {
    precondition(arguments.count == self.arguments.count, "as many arguments as it has")
    func arms(_ arms: [Arm], from first: Int) -> [Arm] {
      arms.enumerated().map { Arm(choice: $1.choice, value: arguments[first + $0]) }
    }
    switch self {
    case .bernoulli: return .bernoulli(p: arguments[0])
    case .uniform: return .uniform(low: arguments[0], high: arguments[1])
    case .normal: return .normal(mean: arguments[0], sd: arguments[1])
    case .lognormal: return .lognormal(mean: arguments[0], sd: arguments[1])
    case .exponential: return .exponential(mean: arguments[0])
    case .gammaMoments: return .gammaMoments(mean: arguments[0], sd: arguments[1])
    case .gammaShape: return .gammaShape(shape: arguments[0], scale: arguments[1])
    case .betaMoments: return .betaMoments(mean: arguments[0], sd: arguments[1])
    case .betaShape: return .betaShape(a: arguments[0], b: arguments[1])
    case .poisson: return .poisson(mean: arguments[0])
    case .binomial: return .binomial(trials: arguments[0], probability: arguments[1])
    case .weights(let list): return .weights(arms(list, from: 0))
    case .logit(_, let list):
      return .logit(temperature: arguments[0], arms(list, from: 1))
    }
  }
}

extension Expression {
  /// Returns this expression with other `let` names.
  fileprivate func renaming(_ names: (LocalID) -> LocalID) -> Expression {
    func renamed(_ part: Expression) -> Expression { part.renaming(names) }
    var result = self
    switch kind {
    case .local(let local): result.kind = .local(names(local))
    case .picked(let local, let member): result.kind = .picked(names(local), member)
    case .asNumber(let operand): result.kind = .asNumber(renamed(operand))
    case .unary(let operation, let operand): result.kind = .unary(operation, renamed(operand))
    case .binary(let operation, let a, let b):
      result.kind = .binary(operation, renamed(a), renamed(b))
    case .call(let function, let arguments):
      result.kind = .call(function, arguments.map(renamed))
    case .conditional(let condition, let then, let otherwise):
      result.kind = .conditional(
        renamed(condition), then: renamed(then), otherwise: renamed(otherwise))
    case .aggregate(var aggregate):
      aggregate.value = renamed(aggregate.value)
      aggregate.condition = aggregate.condition.map(renamed)
      aggregate.otherwise = aggregate.otherwise.map(renamed)
      result.kind = .aggregate(aggregate)
    case .number, .boolean, .caseIndex, .parameter, .own, .other, .linkWeight, .lone, .sole, .time,
      .index, .size, .degree, .measure:
      break
    }
    return result
  }
}
