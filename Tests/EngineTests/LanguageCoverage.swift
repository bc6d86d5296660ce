// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which constructs of the language does a set of worlds use? Told from the checked worlds, by walking them.

import WorldModel

/// The constructs that no world of a set uses.
struct LanguageCoverage {
  private var seen: Set<String> = []

  private static let wanted: [String] =
    AggregateOperation.allCases.map { "aggregate \($0.rawValue)" }
    + ["synchronous", "partial", "sequential", "shuffled"].map { "schedule \($0)" }
    + ["boolean", "real", "precise", "cases"].map { "state \($0)" }
    + ["where", "group aggregate", "pick", "sole neighbour", "lone agent", "link weight", "every"]
    + [
      "bernoulli", "uniform", "normal", "lognormal", "exponential", "gammaMoments", "gammaShape",
      "betaMoments", "betaShape", "poisson", "binomial", "weights", "logit",
    ].map { "distribution \($0)" }

  /// Names of constructs that are missing.
  var missing: [String] { Self.wanted.filter { !seen.contains($0) } }

  init(of worlds: [World]) {
    for world in worlds {
      for group in world.groups {
        for member in group.members where !member.isTrait {
          switch member.type {
          case .boolean: seen.insert("state boolean")
          case .cases: seen.insert("state cases")
          case .number(.double): seen.insert("state precise")
          case .number: seen.insert("state real")
          }
        }
      }
      for block in world.blocks { add(block) }
    }
  }

  private mutating func add(_ block: StepBlock) {
    if block.every != nil { seen.insert("every") }
    switch block.schedule {
    case .synchronous: seen.insert("schedule synchronous")
    case .partial: seen.insert("schedule partial")
    case .sequential: seen.insert("schedule sequential")
    case .shuffled: seen.insert("schedule shuffled")
    }
    add(block.statements)
  }

  private mutating func add(_ statements: [Statement]) {
    for statement in statements {
      switch statement.kind {
      case .bind(_, let expression), .assign(_, let expression): add(expression)
      case .bindDraw(_, let draw), .assignDraw(_, let draw): add(draw)
      case .bindPick: seen.insert("pick")
      case .conditional(let condition, let then, let otherwise):
        add(condition)
        add(then)
        add(otherwise)
      }
    }
  }

  private mutating func add(_ draw: Draw) {
    let name: String
    switch draw.distribution {
    case .bernoulli(let p):
      name = "bernoulli"
      add(p)
    case .uniform: name = "uniform"
    case .normal: name = "normal"
    case .lognormal: name = "lognormal"
    case .exponential: name = "exponential"
    case .gammaMoments: name = "gammaMoments"
    case .gammaShape: name = "gammaShape"
    case .betaMoments: name = "betaMoments"
    case .betaShape: name = "betaShape"
    case .poisson: name = "poisson"
    case .binomial: name = "binomial"
    case .weights(let arms):
      name = "weights"
      for arm in arms { add(arm.value) }
    case .logit(_, let arms):
      name = "logit"
      for arm in arms { add(arm.value) }
    }
    seen.insert("distribution \(name)")
  }

  private mutating func add(_ expression: Expression) {
    switch expression.kind {
    case .sole: seen.insert("sole neighbour")
    case .lone: seen.insert("lone agent")
    case .linkWeight: seen.insert("link weight")
    case .asNumber(let a), .unary(_, let a): add(a)
    case .binary(_, let a, let b):
      add(a)
      add(b)
    case .call(_, let arguments): for argument in arguments { add(argument) }
    case .conditional(let condition, let then, let otherwise):
      for part in [condition, then, otherwise] { add(part) }
    case .aggregate(let aggregate):
      seen.insert("aggregate \(aggregate.operation.rawValue)")
      if case .group = aggregate.range { seen.insert("group aggregate") }
      if let condition = aggregate.condition {
        seen.insert("where")
        add(condition)
      }
      add(aggregate.value)
    default: break
    }
  }
}
