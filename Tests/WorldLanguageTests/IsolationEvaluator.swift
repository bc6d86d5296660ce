// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is an expression worth for given values? A plain evaluator that shares nothing with the folder.

import Glibc
import WorldModel

/// Evaluates expressions of one agent, in the engine's precisions, with the C library's functions.
struct IsolationEvaluator {
  var parameters: [Double]
  /// Values of the agent's members; booleans are 0 and 1, cases their index.
  var own: [Double]
  /// Values of the members of each neighbour.
  var neighbours: [[Double]]
  var time: Double
  var index: Double
  var size: Double
  /// Whether every intermediate value was finite.
  var staysFinite = true

  mutating func value(_ expression: Expression, other: [Double] = []) -> Double {
    let result = computed(expression, other)
    if !result.isFinite { staysFinite = false }
    return result
  }

  private mutating func computed(_ expression: Expression, _ other: [Double]) -> Double {
    switch expression.kind {
    case .number(let value): return value
    case .boolean(let value): return value ? 1 : 0
    case .caseIndex(let index): return Double(index)
    case .parameter(let parameter): return parameters[parameter.index]
    case .own(let member): return own[member.index]
    case .other(let member): return other[member.index]
    case .time: return time
    case .index: return index
    case .size: return size
    case .degree: return Double(neighbours.count)
    case .asNumber(let operand): return value(operand, other: other)
    case .unary(.negate, let operand): return -value(operand, other: other)
    case .unary(.not, let operand): return 1 - value(operand, other: other)
    case .binary(let operation, let a, let b):
      let (x, y) = (value(a, other: other), value(b, other: other))
      return binary(operation, x, y, isSingle: Self.isSingle([a, b]))
    case .call(let function, let arguments):
      let isSingle = Self.isSingle(arguments)
      let values = arguments.map { value($0, other: other) }.map {
        isSingle ? Double(Float($0)) : $0
      }
      return isSingle ? Double(call(function, values.map { Float($0) })) : call(function, values)
    case .conditional(let condition, let then, let otherwise):
      let chosen = value(condition, other: other) == 1 ? then : otherwise
      let result = value(chosen, other: other)
      return expression.type == .number(.single) ? Double(Float(result)) : result
    case .aggregate(let aggregate): return self.aggregate(aggregate, other)
    default: preconditionFailure("not generated")
    }
  }

  static func isSingle(_ operands: [Expression]) -> Bool {
    operands.contains { $0.type == .number(.single) }
      && !operands.contains { $0.type == .number(.double) }
  }

  private func binary(
    _ operation: BinaryOperator, _ x: Double, _ y: Double, isSingle: Bool
  ) -> Double {
    let (f, g) = isSingle ? (Double(Float(x)), Double(Float(y))) : (x, y)
    func rounded(_ value: Double) -> Double { isSingle ? Double(Float(value)) : value }
    switch operation {
    case .add: return rounded(f + g)
    case .subtract: return rounded(f - g)
    case .multiply: return rounded(f * g)
    case .divide: return rounded(f / g)
    case .power: return rounded(pow(f, g))
    case .less: return f < g ? 1 : 0
    case .lessOrEqual: return f <= g ? 1 : 0
    case .greater: return f > g ? 1 : 0
    case .greaterOrEqual: return f >= g ? 1 : 0
    case .equal: return f == g ? 1 : 0
    case .notEqual: return f != g ? 1 : 0
    case .and: return x == 1 && y == 1 ? 1 : 0
    case .or: return x == 1 || y == 1 ? 1 : 0
    }
  }

  private func call<T: BinaryFloatingPoint>(_ function: Function, _ x: [T]) -> T {
    let d = Double(x[0])
    switch function {
    case .exp: return T(exp(d))
    case .log: return T(log(d))
    case .sqrt: return x[0].squareRoot()
    case .abs: return Swift.abs(x[0])
    case .min: return x.min() ?? x[0]
    case .max: return x.max() ?? x[0]
    case .clamp: return Swift.min(Swift.max(x[0], x[1]), x[2])
    case .mod: return x[0] - x[1] * (x[0] / x[1]).rounded(.down)
    case .sign: return x[0] > 0 ? 1 : x[0] < 0 ? -1 : 0
    case .floor: return x[0].rounded(.down)
    case .round: return x[0].rounded(.toNearestOrEven)
    case .sin: return T(sin(d))
    case .cos: return T(cos(d))
    case .tan: return T(tan(d))
    case .tanh: return T(tanh(d))
    case .logistic: return T(1 / (1 + exp(-d)))
    }
  }

  private mutating func aggregate(_ aggregate: Aggregate, _ other: [Double]) -> Double {
    var values: [Double] = []
    for neighbour in neighbours {
      if let condition = aggregate.condition, value(condition, other: neighbour) == 0 { continue }
      values.append(value(aggregate.value, other: neighbour))
    }
    var sum: Float = 0
    for value in values { sum += Float(value) }
    switch aggregate.operation {
    case .sum: return Double(sum)
    case .count: return values.reduce(0, +)
    case .any: return values.contains(1) ? 1 : 0
    case .all: return values.contains(0) ? 0 : 1
    case .mean where !values.isEmpty: return Double(sum * (1 / Float(values.count)))
    case .min where !values.isEmpty: return Double(Float(values.min() ?? 0))
    case .max where !values.isEmpty: return Double(Float(values.max() ?? 0))
    default:
      let empty = aggregate.otherwise.map { value($0, other: other) } ?? .nan
      return Double(Float(empty))
    }
  }
}
