// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does an expression mention, how large is it, and how are the arguments of a distribution exchanged?

import WorldModel

extension Expression {
  /// The number of expressions in this one, itself included.
  var size: Int { children.reduce(1) { $0 + $1.size } }

  /// Adds the `let` names that this expression mentions.
  func collectNames(_ names: inout Set<LocalID>) {
    switch kind {
    case .local(let local), .picked(let local, _): names.insert(local)
    default: for child in children { child.collectNames(&names) }
    }
  }

  /// Adds the parameters that this expression mentions.
  func collectParameters(_ parameters: inout Set<ParameterID>) {
    if case .parameter(let parameter) = kind { parameters.insert(parameter) }
    for child in children { child.collectParameters(&parameters) }
  }

  /// Adds the measures that this expression mentions.
  func collectMeasures(_ measures: inout Set<MeasureID>) {
    if case .measure(let measure) = kind { measures.insert(measure) }
    for child in children { child.collectMeasures(&measures) }
  }
}

extension Distribution {
  /// Returns the same distribution with other arguments.
  func mapped(_ change: (Expression) -> Expression) -> Distribution {
    func arms(_ arms: [Arm]) -> [Arm] {
      arms.map { Arm(choice: $0.choice, value: change($0.value)) }
    }
    switch self {
    case .bernoulli(let p): return .bernoulli(p: change(p))
    case .uniform(let low, let high): return .uniform(low: change(low), high: change(high))
    case .normal(let mean, let sd): return .normal(mean: change(mean), sd: change(sd))
    case .lognormal(let mean, let sd): return .lognormal(mean: change(mean), sd: change(sd))
    case .exponential(let mean): return .exponential(mean: change(mean))
    case .gammaMoments(let mean, let sd): return .gammaMoments(mean: change(mean), sd: change(sd))
    case .gammaShape(let shape, let scale):
      return .gammaShape(shape: change(shape), scale: change(scale))
    case .betaMoments(let mean, let sd): return .betaMoments(mean: change(mean), sd: change(sd))
    case .betaShape(let a, let b): return .betaShape(a: change(a), b: change(b))
    case .poisson(let mean): return .poisson(mean: change(mean))
    case .binomial(let trials, let probability):
      return .binomial(trials: change(trials), probability: change(probability))
    case .weights(let list): return .weights(arms(list))
    case .logit(let temperature, let list):
      return .logit(temperature: change(temperature), arms(list))
    }
  }
}
