// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which elementary functions are there, how wrong may they be, and on which arguments are they tried?

import CKernels
import Glibc
import TestKernels
import TestSupport

/// A function of one number, with the largest errors in units of the last place that Elementary.h states.
struct ElementaryFunction: Sendable {
  /// The name in the files of references.
  let name: String
  let operation: ak_unary_operation
  let truth: tk_function
  /// Largest error of the 32-bit and of the 64-bit function.
  let single: Double
  let double: Double
  /// Arguments between which the function is neither trivial nor out of range.
  let ranges: [ClosedRange<Double>]
  /// Arguments where something begins or ends.
  let points: [Double]
  /// A formula that is right on paper.
  let naive: @Sendable (Double) -> Double

  private static let circle: [ClosedRange<Double>] = [
    -100...100, -4...4, 0x17_FFF6...0x18_000A,
  ]
  /// Multiples of a quadrant, the limit of the short reduction, and the 64-bit number nearest to a multiple.
  private static let quadrants: [Double] =
    (1...64).map { Double($0) * .pi / 2 } + [0x1.8p20, 0x1.6ac5_b262_ca1f_fp849]
  private static let log2 = 0.693_147_180_559_945_3
  /// Where exp takes another power of two, and where it and its reduction end.
  private static let powers: [Double] =
    (-40...40).map { (Double($0) + 0.5) * log2 }
    + [89, -104, 88.722_839, -103.972_08, -87.336_545, 710, -746, 709.782_712_893_384]
    + [-745.133_219_101_941_2, -708.396_418_532_264_1]

  /// Every function of one number whose value is not exact.
  static let all: [ElementaryFunction] = [
    ElementaryFunction(
      name: "sqrt", operation: AK_SQRT, truth: TK_SQRT, single: 0.5, double: 0.5,
      ranges: [0...4], points: [1, 2, 4], naive: { exp(log($0) / 2) }),
    ElementaryFunction(
      name: "exp", operation: AK_EXP, truth: TK_EXP, single: 1, double: 1,
      ranges: [-746...710, -1...1, -745.2 ... -708],
      points: powers,
      naive: { exp2($0 * 1.442_695_040_888_963_4) }),
    ElementaryFunction(
      name: "log", operation: AK_LOG, truth: TK_LOG, single: 0.51, double: 1,
      ranges: [0.5...2, 0.99...1.01], points: [1, 0.5.squareRoot(), 2.0.squareRoot(), 0.5, 2],
      naive: { $0 < 0 ? .nan : Double($0.exponent) * log2 + log($0.significand) }),
    ElementaryFunction(
      name: "sin", operation: AK_SIN, truth: TK_SIN, single: 0.51, double: 1, ranges: circle,
      points: quadrants, naive: { sin(remainder($0, 2 * .pi)) }),
    ElementaryFunction(
      name: "cos", operation: AK_COS, truth: TK_COS, single: 0.51, double: 1, ranges: circle,
      points: quadrants, naive: { cos(remainder($0, 2 * .pi)) }),
    ElementaryFunction(
      name: "tan", operation: AK_TAN, truth: TK_TAN, single: 0.51, double: 2.5, ranges: circle,
      points: quadrants, naive: { tan(remainder($0, .pi)) }),
    ElementaryFunction(
      name: "tanh", operation: AK_TANH, truth: TK_TANH, single: 0.51, double: 2,
      ranges: [-22.5...22.5, -1...1, -0.01...0.01], points: [22, 9.010_913, 0.173_286_795],
      naive: { 1 - 2 / (exp(2 * $0) + 1) }),
    ElementaryFunction(
      name: "logistic", operation: AK_LOGISTIC, truth: TK_LOGISTIC, single: 2.5, double: 2.5,
      ranges: [-746...40, -40...40, -2...2], points: [-89, -104, 16.635_532, 36.736_8, -745.13],
      naive: { 1 - 1 / (1 + exp($0)) }),
    ElementaryFunction(
      name: "reciprocal", operation: AK_RECIPROCAL, truth: TK_RECIPROCAL, single: 0.5, double: 0.5,
      ranges: [1...2], points: [1, 2], naive: { $0.magnitude > 0x1p1022 ? 0 : 1 / $0 }),
  ]

  private var isPeriodic: Bool { truth == TK_SIN || truth == TK_COS || truth == TK_TAN }

  /// Returns what the kernels give.
  func values<T: KernelFloat>(_ xs: [T]) -> [T] {
    [T](unsafeUninitializedCapacity: xs.count) { ys, filled in
      xs.withUnsafeBytes {
        guard let data = $0.baseAddress, let start = ys.baseAddress else { return }
        ak_unary(
          operation, T.kernelType, start, Shape.perAgent.operand(data, lanes: 1),
          UInt32(xs.count), 1)
      }
      filled = xs.count
    }
  }

  /// Returns every `stride`-th pattern of bits, and the 65 around each special one of either sign.
  func singles(stride: UInt32) -> [Float] {
    let count = Int((UInt64(1) << 32) / UInt64(stride))
    var xs = [Float](unsafeUninitializedCapacity: count) { xs, filled in
      if let start = xs.baseAddress { tk_patterns(0, stride, count, start) }
      filled = count
    }
    let ends: [Float] = [0, .leastNormalMagnitude, 1, .greatestFiniteMagnitude, .infinity]
    for point in ends + points.map({ Float($0) }) {
      for sign in [0, 0x8000_0000] as [UInt32] {
        for offset in 0..<65 as Range<UInt32> {
          xs.append(Float(bitPattern: point.bitPattern ^ sign &+ offset &- 32))
        }
      }
    }
    return xs
  }

  /// Returns arguments of each exponent and sign, arguments within the ranges, and those around
  /// special ones; `density` of each exponent and 4,000 times as many of each range.
  func doubles(density: Int) -> [Double] {
    var random = SplitMix(UInt64(truth.rawValue) + 77)
    var xs: [Double] = []
    for exponent in 0..<2048 as Range<UInt64> {
      for _ in 0..<density {
        let word = random.next()
        xs.append(Double(bitPattern: exponent << 52 | word & 0x800F_FFFF_FFFF_FFFF))
      }
    }
    for range in ranges {
      let width = range.upperBound - range.lowerBound
      for _ in 0..<4000 * density {
        xs.append(range.lowerBound + width * Double(random.next() >> 11) * 0x1p-53)
      }
    }
    var special: [Double] = [0, .leastNormalMagnitude, 1, .greatestFiniteMagnitude, .infinity]
    special += points
    for exponent in 1...52 {
      special += [1 + exp2(-Double(exponent)), 1 - exp2(-Double(exponent))]
    }
    if isPeriodic {
      for exponent in 6...52 {
        for _ in 0..<4 * density {
          let quadrant = exp2(Double(exponent)) + Double(random.next() >> UInt64(64 - exponent))
          special.append(quadrant * (.pi / 2))
        }
      }
    }
    for point in special {
      for offset in 0..<9 as Range<UInt64> {
        let x = Double(bitPattern: point.bitPattern &+ offset &- 4)
        xs.append(x)
        xs.append(-x)
      }
    }
    return xs
  }
}
