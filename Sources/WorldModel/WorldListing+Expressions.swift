// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is an expression or a draw of a checked world written down exactly?

extension ListingWriter {
  /// Returns an expression as functions with their precision.
  func text(_ expression: Expression, _ place: Place) -> String {
    func of(_ part: Expression) -> String { text(part, place) }
    func list(_ parts: [Expression]) -> String { parts.map(of).joined(separator: ", ") }
    let precision = tag(expression.type)
    switch expression.kind {
    case .number(let value): return "\(value)\(precision == ":constant" ? "" : precision)"
    case .boolean(let value): return "\(value)"
    case .caseIndex(let index):
      guard case .cases(let set) = expression.type else { return "case \(index)" }
      return "case \(set.names[index])"
    case .parameter(let id): return "parameter \(world.parameters[id.index].name)"
    case .own(let id): return "own \(member(id, place.own))"
    case .other(let id): return "other \(member(id, place.other))"
    case .linkWeight(let id): return "weight(\(world.networks[id.index].name))"
    case .lone(let group, let id): return "lone \(name(group)).\(member(id, group))"
    case .sole(let network, let id):
      let network = world.networks[network.index]
      return "sole \(network.name).\(member(id, network.read))"
    case .picked(let local, let id):
      guard case .neighbour(let network) = place.locals[local.index].meaning else {
        return "picked"
      }
      let read = world.networks[network.index].read
      return "picked \(place.locals[local.index].name)#\(local.index).\(member(id, read))"
    case .local(let id): return "let \(place.locals[id.index].name)#\(id.index)"
    case .time: return "time"
    case .index: return "index"
    case .size(let group): return "size(\(name(group)))"
    case .degree(let id): return "degree\(precision)(\(world.networks[id.index].name))"
    case .asNumber(let operand): return "number(\(of(operand)))"
    case .unary(let operation, let operand): return "\(operation)\(precision)(\(of(operand)))"
    case .binary(let operation, let a, let b):
      let shown = precision.isEmpty ? highest(a.type, b.type) : precision
      return "\(operation)\(shown)(\(of(a)), \(of(b)))"
    case .call(let function, let arguments):
      return "\(function.rawValue)\(precision)(\(list(arguments)))"
    case .conditional(let condition, let then, let otherwise):
      return "if\(precision)(\(list([condition, then, otherwise])))"
    case .aggregate(let aggregate): return text(aggregate, precision, place)
    case .measure(let id): return "measure \(world.measures[id.index].name)"
    }
  }

  private func text(_ aggregate: Aggregate, _ precision: String, _ place: Place) -> String {
    var inside = place
    let set: String
    switch aggregate.range {
    case .network(let id):
      let network = world.networks[id.index]
      (inside.own, inside.other, set) = (network.reader, network.read, network.name)
    case .group(let id): (inside.other, set) = (id, name(id))
    }
    var result = "\(aggregate.operation)\(precision) over \(set)(\(text(aggregate.value, inside))"
    if let condition = aggregate.condition { result += " where \(text(condition, inside))" }
    if let otherwise = aggregate.otherwise { result += " else \(text(otherwise, place))" }
    return result + ")"
  }

  private func tag(_ type: ValueType) -> String {
    if case .number(let precision) = type { return ":\(precision)" }
    return ""
  }

  /// The precision at which a comparison works.
  private func highest(_ a: ValueType, _ b: ValueType) -> String {
    guard case .number(let x) = a, case .number(let y) = b else { return "" }
    return ":\(max(x, y))"
  }

  /// Returns a draw with its type and site.
  func text(_ draw: Draw, _ place: Place) -> String {
    func of(_ part: Expression) -> String { text(part, place) }
    func arms(_ arms: [Arm]) -> String {
      arms.map { "\($0.choice): \(of($0.value))" }.joined(separator: ", ")
    }
    let body: String
    switch draw.distribution {
    case .bernoulli(let p): body = "bernoulli(\(of(p)))"
    case .uniform(let low, let high): body = "uniform(low: \(of(low)), high: \(of(high)))"
    case .normal(let mean, let sd): body = "normal(mean: \(of(mean)), sd: \(of(sd)))"
    case .lognormal(let mean, let sd): body = "lognormal(mean: \(of(mean)), sd: \(of(sd)))"
    case .exponential(let mean): body = "exponential(mean: \(of(mean)))"
    case .gammaMoments(let mean, let sd): body = "gamma(mean: \(of(mean)), sd: \(of(sd)))"
    case .gammaShape(let shape, let scale): body = "gamma(shape: \(of(shape)), scale: \(of(scale)))"
    case .betaMoments(let mean, let sd): body = "beta(mean: \(of(mean)), sd: \(of(sd)))"
    case .betaShape(let a, let b): body = "beta(a: \(of(a)), b: \(of(b)))"
    case .poisson(let mean): body = "poisson(mean: \(of(mean)))"
    case .binomial(let trials, let probability):
      body = "binomial(trials: \(of(trials)), probability: \(of(probability)))"
    case .weights(let list): body = "weights { \(arms(list)) }"
    case .logit(let temperature, let list): body = "logit(\(of(temperature))) { \(arms(list)) }"
    }
    return "\(body): \(text(draw.type)) \(text(draw.site))"
  }
}
