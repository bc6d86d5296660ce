// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are constant expressions worth what they say?

import Testing
import WorldModel

@testable import Engine

@Suite("Constant expressions")
struct ConstantEvaluatorTests {
  private let evaluator = ConstantEvaluator(
    parameters: [2.5, 40], sizes: [7, 0], measures: [0.25])

  private func number(_ kind: Expression.Kind) -> Double {
    evaluator.number(Expression(kind, .number(.double)), index: 3, time: 9)
  }

  @Test("names give the values of the point, the world and the agent")
  func names() {
    #expect(number(.parameter(ParameterID(1))) == 40)
    #expect(number(.size(GroupID(0))) == 7)
    #expect(number(.measure(MeasureID(0))) == 0.25)
    #expect(number(.index) == 3)
    #expect(number(.time) == 9)
    #expect(evaluator.number(Expression(.time, .number(.double))) == -1)
  }

  @Test("operations are those of the language")
  func operations() {
    func binary(_ operation: BinaryOperator, _ a: Double, _ b: Double) -> Double {
      number(.binary(operation, literal(a), literal(b)))
    }
    #expect(binary(.add, 2, 3) == 5 && binary(.subtract, 2, 3) == -1)
    #expect(binary(.multiply, 2, 3) == 6 && binary(.divide, 3, 2) == 1.5)
    #expect(binary(.power, 2, 10) == 1024 && binary(.power, -2, 3) == -8)
    #expect(binary(.less, 2, 3) == 1 && binary(.less, 3, 3) == 0)
    #expect(binary(.lessOrEqual, 3, 3) == 1 && binary(.greater, 3, 3) == 0)
    #expect(binary(.greaterOrEqual, 3, 3) == 1 && binary(.equal, 3, 3) == 1)
    #expect(binary(.notEqual, .nan, .nan) == 1)
    #expect(binary(.and, 1, 0) == 0 && binary(.or, 1, 0) == 1)
    #expect(number(.unary(.negate, literal(2))) == -2)
    #expect(number(.unary(.not, literal(0))) == 1)
    #expect(number(.conditional(literal(0), then: literal(5), otherwise: literal(6))) == 6)
  }

  @Test("functions are those of the language")
  func functions() {
    func call(_ function: Function, _ x: Double...) -> Double {
      number(.call(function, x.map(literal)))
    }
    #expect(call(.min, 3, 1, 2) == 1 && call(.max, 3, 1, 4, 2) == 4)
    #expect(call(.clamp, 5, 0, 2) == 2 && call(.clamp, -5, 0, 2) == 0)
    #expect(call(.mod, 7, 3) == 1 && call(.mod, -7, 3) == 2)
    #expect(call(.sign, -3) == -1 && call(.floor, -1.5) == -2)
    #expect(call(.round, 2.5) == 2 && call(.round, 3.5) == 4)
    #expect(call(.abs, -2) == 2 && call(.sqrt, 9) == 3)
    #expect(call(.exp, 0) == 1 && call(.log, 1) == 0 && call(.logistic, 0) == 0.5)
    #expect(call(.sin, 0) == 0 && call(.cos, 0) == 1 && call(.tan, 0) == 0 && call(.tanh, 0) == 0)
    #expect(call(.log, -1).isNaN)
  }
}
