// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are the elementary functions as accurate as Elementary.h states, and right at the ends?

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
    var zs = [T](repeating: 0, count: xs.count)
    xs.withUnsafeBytes { x in
      ys.withUnsafeBytes { y in
        guard let px = x.baseAddress, let py = y.baseAddress else { return }
        ak_binary(
          AK_POWER, T.kernelType, &zs, Shape.perAgent.operand(px, lanes: 1),
          Shape.perAgent.operand(py, lanes: 1), UInt32(xs.count), 1)
      }
    }
    return zs
  }

  private struct Case {
    var arguments: [Double]
    var value: Double
    var rest: Double
  }

  private func cases() throws -> [String: [Case]] {
    let bytes = try SourceFolder(of: #filePath).appending("Reference").appending("elementary.txt")
      .contents()
    var cases: [String: [Case]] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: " ")
      let numbers = fields.dropFirst().map { Double(bitPattern: UInt64($0, radix: 16) ?? 0) }
      let entry = Case(
        arguments: Array(numbers.dropLast(2)), value: numbers[numbers.count - 2],
        rest: numbers[numbers.count - 1])
      cases[String(fields[0]), default: []].append(entry)
    }
    return cases
  }

  /// Bounds of Elementary.h.
  static let bounds:
    [(name: String, operation: ak_unary_operation, single: Double, double: Double)] =
      [
        ("exp", AK_EXP, 1, 1), ("log", AK_LOG, 0.51, 1), ("sin", AK_SIN, 0.51, 1),
        ("cos", AK_COS, 0.51, 1), ("tan", AK_TAN, 0.51, 2.5), ("tanh", AK_TANH, 0.51, 2),
        ("logistic", AK_LOGISTIC, 2.5, 2.5),
      ]

  private func worst(_ found: [Double], _ cases: [Case]) -> Double {
    zip(found, cases).map { y, c in abs((y - c.value) - c.rest) / c.value.ulp }.max() ?? .infinity
  }

  @Test("64-bit functions stay within their stated errors of 300-bit values")
  func doubles() throws {
    let all = try cases()
    for (name, operation, _, bound) in Self.bounds {
      let cases = try #require(all[name])
      #expect(cases.count > 60)
      let error = worst(apply(operation, cases.map { $0.arguments[0] }), cases)
      #expect(error <= bound, "\(name): \(error) ulp")
    }
    let cases = try #require(all["power"])
    let found = power(cases.map { $0.arguments[0] }, cases.map { $0.arguments[1] })
    let error = worst(found, cases)
    #expect(error <= 1, "power: \(error) ulp")
  }

  /// Every 20,011th of all bit patterns against the 64-bit functions of the C library.
  @Test("32-bit functions stay within their stated errors over all exponents")
  func singles() {
    let xs = stride(from: 0, to: 1 << 32, by: 20_011).map { Float(bitPattern: UInt32($0)) }
    let references: [String: (Double) -> Double] = [
      "exp": { exp($0) }, "log": { log($0) }, "sin": { sin($0) }, "cos": { cos($0) },
      "tan": { tan($0) }, "tanh": { tanh($0) }, "logistic": { 1 / (1 + exp(-$0)) },
    ]
    for (name, operation, bound, _) in Self.bounds {
      guard let reference = references[name] else { continue }
      let ys = apply(operation, xs)
      var error = 0.0
      for (x, y) in zip(xs, ys) {
        let truth = reference(Double(x))
        let rounded = Float(truth)
        if !rounded.isFinite || !y.isFinite {
          let agrees = rounded.isNaN ? y.isNaN : y == rounded
          #expect(agrees, "\(name)(\(x)) is \(y), not \(rounded)")
        } else {
          error = max(error, abs(Double(y) - truth) / Double(max(rounded.ulp, 0x1p-149)))
        }
      }
      #expect(error <= bound, "\(name): \(error) ulp")
    }
  }

  @Test("32-bit powers are correctly rounded but for ties that 2^-42 can move")
  func singlePowers() {
    var random = SplitMix(5)
    var xs: [Float] = []
    var ys: [Float] = []
    for i in 0..<20_000 {
      let anywhere = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
      xs.append(i & 1 == 0 ? anywhere : Float(random.next() % 1_000_000) * 0x1p-18)
      ys.append(i & 2 == 0 ? Float(Int(random.next() % 41) - 20) : Float(random.next() % 999) / 64)
    }
    for ((x, y), z) in zip(zip(xs, ys), power(xs, ys)) {
      let truth = x.isNaN ? Double.nan : pow(Double(x), Double(y))
      let rounded = Float(truth)
      let close =
        rounded.isNaN
        ? z.isNaN
        : z == rounded || abs(Double(z) - truth) <= 0.51 * Double(max(rounded.ulp, 0x1p-149))
      #expect(close, "\(x)^\(y) is \(z), not \(rounded)")
    }
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
