// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does an aggregate read, and when do two aggregates mean the same?

import WorldModel

extension Aggregate {
  /// Whether the inside is one member of the other agent and nothing else.
  var isBare: Bool {
    guard condition == nil, operation != .all else { return false }
    switch value.kind {
    case .other: return true
    case .asNumber(let inner):
      if case .other = inner.kind { return true }
      return false
    default: return false
    }
  }

  /// Whether the inside reads the weight of the link.
  var readsWeight: Bool {
    contains {
      if case .linkWeight = $0 { return true }
      return false
    }
  }

  /// Whether the inside reads one of these members of the other agent, or of a lone agent.
  func readsOther(_ members: Set<Int>) -> Bool {
    contains {
      switch $0 {
      case .other(let member), .lone(_, let member): return members.contains(member.index)
      default: return false
      }
    }
  }

  private func contains(_ test: (Expression.Kind) -> Bool) -> Bool {
    value.contains(test) || (condition?.contains(test) ?? false)
  }

  /// The same aggregate, forgetting where it was written.
  var withoutOrigins: Aggregate {
    Aggregate(
      operation, over: range, value: value.withoutOrigins, condition: condition?.withoutOrigins,
      otherwise: otherwise?.withoutOrigins)
  }
}

extension Expression {
  /// Whether the expression or a part of it, nested aggregates left aside, passes the test.
  func contains(_ test: (Kind) -> Bool) -> Bool {
    if test(kind) { return true }
    switch kind {
    case .asNumber(let a), .unary(_, let a): return a.contains(test)
    case .binary(_, let a, let b): return a.contains(test) || b.contains(test)
    case .call(_, let arguments): return arguments.contains { $0.contains(test) }
    case .conditional(let a, let b, let c):
      return a.contains(test) || b.contains(test) || c.contains(test)
    default: return false
    }
  }

  /// The same expression, forgetting where it was written.
  var withoutOrigins: Expression {
    let kind: Kind
    switch self.kind {
    case .asNumber(let a): kind = .asNumber(a.withoutOrigins)
    case .unary(let operation, let a): kind = .unary(operation, a.withoutOrigins)
    case .binary(let operation, let a, let b):
      kind = .binary(operation, a.withoutOrigins, b.withoutOrigins)
    case .call(let function, let arguments):
      kind = .call(function, arguments.map(\.withoutOrigins))
    case .conditional(let a, let b, let c):
      kind = .conditional(
        a.withoutOrigins, then: b.withoutOrigins, otherwise: c.withoutOrigins)
    case .aggregate(let aggregate): kind = .aggregate(aggregate.withoutOrigins)
    default: kind = self.kind
    }
    return Expression(kind, type)
  }
}
