// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are the elementary functions right at the ends, at exact values and beside 300 bits?

import CKernels
import Glibc
import TestSupport
import Testing

@Suite struct ElementaryTests {
  private func apply<T: KernelFloat>(_ op: ak_unary_operation, _ xs: [T]) -> [T] {
    var ys = [T](repeating: 0, count: xs.count)
    xs.withUnsafeBytes {
      guard let data = $0.baseAddress else { return }
      ak_unary(
        op, T.kernelType, &ys, Shape.perAgent.operand(data, lanes: 1), UInt32(xs.count), 1)
    }
    return ys
  }

  private func power<T: KernelFloat>(_ xs: [T], _ ys: [T]) -> [T] {
    PowerArguments(bases: xs, exponents: ys).values()
  }

  private func worst(_ found: [Double], _ cases: [ElementaryCase]) -> Double {
    zip(found, cases).map { y, c in abs((y - c.value) - c.rest) / c.value.ulp }.max() ?? .infinity
  }

  @Test("64-bit functions stay within their stated errors of 300-bit values")
  func doubles() throws {
    let all = try ElementaryCase.all()
    for function in ElementaryFunction.all {
      guard let cases = all[function.name] else { continue }
      #expect(cases.count > 60)
      let error = worst(function.values(cases.map { $0.arguments[0] }), cases)
      #expect(error <= function.double, "\(function.name): \(error) units")
    }
    let cases = try #require(all["power"])
    let found = power(cases.map { $0.arguments[0] }, cases.map { $0.arguments[1] })
    let error = worst(found, cases)
    #expect(error <= 1, "power: \(error) ulp")
  }

  @Test("exact powers are exact")
  func exactPowers() {
    for x in -12...12 {
      for y in 0...12 {
        var exact = 1
        for _ in 0..<y { exact *= x }
        #expect(power([Double(x)], [Double(y)]) == [Double(exact)])
        if abs(exact) < 1 << 24 { #expect(power([Float(x)], [Float(y)]) == [Float(exact)]) }
      }
    }
    #expect(power([0.25, 2, 2, 10], [0.5, -3, 0.0, 22]) as [Double] == [0.5, 0.125, 1, 1e22])
  }

  private func ends<T: KernelFloat>(_: T.Type) {
    let inf = T.infinity
    func check(_ op: ak_unary_operation, _ table: [(T, T)]) {
      for (y, (x, expected)) in zip(apply(op, table.map(\.0)), table) {
        #expect(y.comparable == expected.comparable, "operation \(op.rawValue) of \(x) is \(y)")
      }
    }
    check(AK_EXP, [(0, 1), (-0.0, 1), (inf, inf), (-inf, 0), (1e4, inf), (-1e4, 0), (.nan, .nan)])
    check(AK_LOG, [(1, 0), (0, -inf), (-0.0, -inf), (-1, .nan), (-inf, .nan), (inf, inf)])
    check(AK_LOG, [(.nan, .nan)])
    for op in [AK_SIN, AK_TAN] { check(op, [(0, 0), (-0.0, -0.0), (inf, .nan), (.nan, .nan)]) }
    check(AK_COS, [(0, 1), (-0.0, 1), (-inf, .nan), (.nan, .nan)])
    check(AK_TANH, [(0, 0), (-0.0, -0.0), (inf, 1), (-inf, -1), (100, 1), (.nan, .nan)])
    check(AK_LOGISTIC, [(0, 0.5), (-0.0, 0.5), (inf, 1), (-inf, 0), (1e4, 1), (.nan, .nan)])
    let tiny = T.leastNonzeroMagnitude
    for op in [AK_SIN, AK_TAN, AK_TANH] { check(op, [(tiny, tiny), (-tiny, -tiny)]) }
    let table: [(T, T, T)] = [
      (0, 0, 1), (.nan, 0, .nan), (1, .nan, .nan), (0, 2, 0), (0, -1, inf), (-0.0, 3, -0.0),
      (-0.0, -3, -inf), (-8, 1 / 3, .nan), (-2, 3, -8), (-2, -2, 0.25), (inf, 2, inf),
      (inf, -2, 0), (-inf, 3, -inf), (2, inf, inf), (2, -inf, 0), (0.5, inf, 0), (1, inf, 1),
      (2, 2_000, inf), (2, -2_000, 0), (-2, 2_001, -inf), (1, 1e30, 1), (1.5, 1e30, inf),
    ]
    for ((x, y, expected), z) in zip(table, power(table.map(\.0), table.map(\.1))) {
      #expect(z.comparable == expected.comparable, "\(x)^\(y) is \(z)")
    }
  }

  @Test("zeros, infinities and NaN come out as mathematics has them")
  func ends() {
    ends(Float.self)
    ends(Double.self)
  }

  @Test("logistic is monotone around 0 and its small tail keeps its places")
  func logisticTail() {
    let xs = (-2_000...2_000).map { Double($0) / 100 }
    let ys = apply(AK_LOGISTIC, xs)
    #expect(zip(ys, ys.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(apply(AK_LOGISTIC, [-90 as Float])[0] > 0)
    #expect(apply(AK_LOGISTIC, [-740.0])[0] > 0)
  }
}
