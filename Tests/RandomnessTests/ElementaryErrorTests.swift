// SPDX-License-Identifier: GPL-3.0-or-later
//
// How large is the largest error of each elementary function over its whole range?
//
// Truth is the C library's in extended precision, 2^-11 of a 64-bit unit, itself held against 300 bits. Over all 2^32 patterns
// (slow tests) the 64-bit kernels stand in for it, for they are right to 2^-27 of a 32-bit unit.

import CKernels
import Glibc
import TestKernels
import TestSupport
import Testing

@Suite struct ElementaryErrorTests {
  private static let density = SlowTests.areWanted ? 50 : 2

  @Test("extended precision agrees with 300 bits to a hundredth of a unit")
  func truth() throws {
    let cases = try ElementaryCase.all()
    for function in ElementaryFunction.all {
      for entry in cases[function.name] ?? [] {
        let error = tk_error_of_truth(
          function.truth, entry.arguments[0], 0, entry.value, entry.rest)
        #expect(error < 0.01, "\(function.name)(\(entry.arguments[0]))")
      }
    }
    for entry in try #require(cases["power"]) {
      let (x, y) = (entry.arguments[0], entry.arguments[1])
      #expect(tk_error_of_truth(TK_POWER, x, y, entry.value, entry.rest) < 0.01, "\(x)^\(y)")
    }
  }

  @Test("32-bit functions: every 9,973rd argument and all around special ones")
  func singles() throws {
    let arguments = ElementaryFunction.all.map { ($0, $0.singles(stride: 9973)) }
    try EachKernelLevel.run { level in
      for (function, xs) in arguments {
        let found = function.values(xs)
        let error = tk_error_f32(function.truth, xs, nil, found, xs.count)
        #expect(
          error.size <= function.single,
          "\(function.name)(\(xs[error.index])) at \(level): \(error.size) units")
      }
    }
  }

  @Test("64-bit functions: arguments of every exponent, of their ranges and around special ones")
  func doubles() throws {
    let arguments = ElementaryFunction.all.map { ($0, $0.doubles(density: Self.density)) }
    try EachKernelLevel.run { level in
      for (function, xs) in arguments {
        let found = function.values(xs)
        let error = tk_error_f64(function.truth, xs, nil, found, xs.count)
        #expect(
          error.size <= function.double,
          "\(function.name)(\(xs[error.index])) at \(level): \(error.size) units")
      }
    }
  }

  @Test("powers: slices with one argument fixed, and bands where they are finite")
  func powers() throws {
    let single = PowerArguments<Float>(stride: SlowTests.areWanted ? 9973 : 199_999)
    let double = PowerArguments<Double>(density: Self.density)
    try EachKernelLevel.run { level in
      let (xs, ys) = (single.bases, single.exponents)
      var error = tk_error_f32(TK_POWER, xs, ys, single.values(), xs.count)
      #expect(
        error.size <= 0.51, "\(xs[error.index])^\(ys[error.index]) at \(level): \(error.size)")
      let (us, vs) = (double.bases, double.exponents)
      error = tk_error_f64(TK_POWER, us, vs, double.values(), us.count)
      #expect(
        error.size <= 1, "\(us[error.index])^\(vs[error.index]) at \(level): \(error.size)")
    }
  }

  @Test("32-bit functions: all arguments", .enabled(if: SlowTests.areWanted))
  func allSingles() throws {
    let blockCount = 1 << 16
    let length = 1 << 16
    var digests = [UInt64](repeating: 0, count: ElementaryFunction.all.count)
    var isFirst = true
    var xs = [Float](repeating: 0, count: length)
    try EachKernelLevel.run { level in
      for (index, function) in ElementaryFunction.all.enumerated() {
        var digest: UInt64 = 0
        var worst = (size: 0.0, x: Float(0))
        for block in 0..<blockCount {
          tk_patterns(UInt32(block * length), 1, length, &xs)
          let found = function.values(xs)
          digest = tk_digest(found, length, digest)
          guard isFirst else { continue }
          var wide = [Double](repeating: 0, count: length)
          xs.withUnsafeBytes {
            guard let data = $0.baseAddress else { return }
            ak_convert(
              AK_F64, &wide, AK_F32, Shape.perAgent.operand(data, lanes: 1), UInt32(length), 1)
          }
          let error = tk_error_against(function.values(wide), found, length)
          if error.size > worst.size { worst = (error.size, xs[error.index]) }
        }
        if isFirst { digests[index] = digest }
        #expect(digests[index] == digest, "\(function.name) at \(level)")
        #expect(worst.size <= function.single, "\(function.name)(\(worst.x)): \(worst.size) units")
      }
      isFirst = false
    }
  }

  @Test("formulas that are right on paper are found out, and so is one wrong value")
  func mutants() throws {
    for function in ElementaryFunction.all {
      let xs = function.doubles(density: 1)
      let error = tk_error_f64(function.truth, xs, nil, xs.map(function.naive), xs.count)
      #expect(error.size > function.double, "\(function.name): \(error.size) units")
      let ys = function.singles(stride: 999_983)
      var found = function.values(ys)
      let place = try #require(ys.firstIndex { $0 > 0.5 && $0 < 2 })
      for _ in 0..<4 { found[place] = found[place].nextUp }
      #expect(tk_error_f32(function.truth, ys, nil, found, ys.count).size > function.single)
    }
    let arguments = PowerArguments<Double>(density: 1)
    let (xs, ys) = (arguments.bases, arguments.exponents)
    let naive = zip(xs, ys).map { $0 < 0 ? pow($0, $1) : exp($1 * log($0)) }
    #expect(tk_error_f64(TK_POWER, xs, ys, naive, xs.count).size > 1)
  }
}
