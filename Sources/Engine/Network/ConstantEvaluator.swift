// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is the value of an expression that reads no agent? Sizes, generator arguments, `every`, limits, estimates.
//
// All is computed in 64 bits by the kernels' own operations, so that a constant has the bits that a program would give it.

import CKernels
import WorldModel

/// Evaluates expressions of parameters, sizes, `index`, `time` and measures.
public struct ConstantEvaluator: Sendable {
  /// Values of the world's parameters, by `ParameterID`.
  public var parameters: [Double]
  /// Numbers of agents, by `GroupID`; empty where no expression may read them.
  public var sizes: [Int]
  /// Values of measures, by `MeasureID`; empty where no expression may read them.
  public var measures: [Double]

  /// Creates an evaluator.
  ///
  /// - Parameters:
  ///   - parameters: Values of the world's parameters, by `ParameterID`.
  ///   - sizes: Numbers of agents, by `GroupID`.
  ///   - measures: Values of measures, by `MeasureID`.
  public init(parameters: [Double], sizes: [Int] = [], measures: [Double] = []) {
    self.parameters = parameters
    self.sizes = sizes
    self.measures = measures
  }

  /// Returns the value of a number; booleans count as 0 and 1, cases as their index.
  ///
  /// The expression must read no agent: no member, aggregate, degree, weight or `let` name.
  ///
  /// - Parameters:
  ///   - expression: What is computed.
  ///   - index: The agent that `index` stands for, where the expression may read it.
  ///   - time: What `time` stands for; -1 before the first step.
  /// - Returns: The value, which need not be finite.
  public func number(_ expression: Expression, index: Int? = nil, time: Int = -1) -> Double {
    Evaluation(constants: self, index: index, time: time).value(expression)
  }

  /// Returns the value of a condition, under the same rules as `number`.
  ///
  /// - Parameters:
  ///   - expression: A boolean.
  ///   - index: The agent that `index` stands for, where the expression may read it.
  ///   - time: What `time` stands for; -1 before the first step.
  /// - Returns: Whether it holds.
  public func boolean(_ expression: Expression, index: Int? = nil, time: Int = -1) -> Bool {
    number(expression, index: index, time: time) != 0
  }
}

/// One evaluation.
private struct Evaluation {
  let constants: ConstantEvaluator
  let index: Int?
  let time: Int

  func value(_ expression: Expression) -> Double {
    switch expression.kind {
    case .number(let number): return number
    case .boolean(let truth): return truth ? 1 : 0
    case .caseIndex(let position): return Double(position)
    case .parameter(let id): return constants.parameters[id.index]
    case .time: return Double(time)
    case .index:
      guard let index else { preconditionFailure("'index' where there is no agent") }
      return Double(index)
    case .size(let group): return Double(constants.sizes[group.index])
    case .measure(let id): return constants.measures[id.index]
    case .asNumber(let inner): return value(inner)
    case .unary(.negate, let operand): return -value(operand)
    case .unary(.not, let operand): return value(operand) == 0 ? 1 : 0
    case .binary(let operation, let a, let b): return value(operation, a, b)
    case .call(let function, let arguments): return value(function, arguments.map(value))
    case .conditional(let condition, let then, let otherwise):
      return value(condition) != 0 ? value(then) : value(otherwise)
    case .own, .other, .linkWeight, .lone, .sole, .picked, .local, .degree, .aggregate:
      preconditionFailure("a constant expression reads an agent")
    }
  }

  private func value(_ operation: BinaryOperator, _ a: Expression, _ b: Expression) -> Double {
    let x = value(a)
    switch operation {
    case .and: return x != 0 && value(b) != 0 ? 1 : 0
    case .or: return x != 0 || value(b) != 0 ? 1 : 0
    default: break
    }
    let y = value(b)
    switch operation {
    case .add: return x + y
    case .subtract: return x - y
    case .multiply: return x * y
    case .divide: return x / y
    case .power: return kernel(AK_POWER, x, y)
    case .less: return x < y ? 1 : 0
    case .lessOrEqual: return x <= y ? 1 : 0
    case .greater: return x > y ? 1 : 0
    case .greaterOrEqual: return x >= y ? 1 : 0
    case .equal: return x == y ? 1 : 0
    case .notEqual: return x != y ? 1 : 0
    case .and, .or: preconditionFailure("logical operations are answered above")
    }
  }

  private func value(_ function: Function, _ x: [Double]) -> Double {
    switch function {
    case .exp: kernel(AK_EXP, x[0])
    case .log: kernel(AK_LOG, x[0])
    case .sqrt: kernel(AK_SQRT, x[0])
    case .abs: kernel(AK_ABS, x[0])
    case .min: x.dropFirst().reduce(x[0]) { kernel(AK_MIN, $0, $1) }
    case .max: x.dropFirst().reduce(x[0]) { kernel(AK_MAX, $0, $1) }
    case .clamp: kernel(AK_MIN, kernel(AK_MAX, x[0], x[1]), x[2])
    case .mod: kernel(AK_MOD, x[0], x[1])
    case .sign: kernel(AK_SIGN, x[0])
    case .floor: kernel(AK_FLOOR, x[0])
    case .round: kernel(AK_ROUND, x[0])
    case .sin: kernel(AK_SIN, x[0])
    case .cos: kernel(AK_COS, x[0])
    case .tan: kernel(AK_TAN, x[0])
    case .tanh: kernel(AK_TANH, x[0])
    case .logistic: kernel(AK_LOGISTIC, x[0])
    }
  }

  private func kernel(_ operation: ak_unary_operation, _ x: Double) -> Double {
    ScalarKernel.value(operation, x)
  }

  private func kernel(_ operation: ak_binary_operation, _ x: Double, _ y: Double) -> Double {
    ScalarKernel.value(operation, x, y)
  }
}

/// The kernels' operations on single 64-bit numbers.
enum ScalarKernel {
  /// Returns operation(x).
  static func value(_ operation: ak_unary_operation, _ x: Double) -> Double {
    var result = 0.0
    withUnsafePointer(to: x) { x in
      ak_unary(
        operation, AK_F64, &result, ak_operand(data: x, agent_stride: 0, lane_stride: 0), 1, 1)
    }
    return result
  }

  /// Returns operation(x, y).
  static func value(_ operation: ak_binary_operation, _ x: Double, _ y: Double) -> Double {
    var result = 0.0
    withUnsafePointer(to: x) { x in
      withUnsafePointer(to: y) { y in
        ak_binary(
          operation, AK_F64, &result, ak_operand(data: x, agent_stride: 0, lane_stride: 0),
          ak_operand(data: y, agent_stride: 0, lane_stride: 0), 1, 1)
      }
    }
    return result
  }
}
