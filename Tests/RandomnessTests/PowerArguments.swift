// SPDX-License-Identifier: GPL-3.0-or-later
//
// On which arguments are powers tried? Slices of the plane with one argument fixed, and bands in which the result is finite.

import CKernels
import Glibc
import TestKernels
import TestSupport

/// Pairs of bases and exponents.
struct PowerArguments<Value: KernelFloat> {
  var bases: [Value] = []
  var exponents: [Value] = []

  /// Returns what the kernels give.
  func values() -> [Value] {
    [Value](unsafeUninitializedCapacity: bases.count) { results, filled in
      bases.withUnsafeBytes { x in
        exponents.withUnsafeBytes { y in
          guard let px = x.baseAddress, let py = y.baseAddress, let start = results.baseAddress
          else { return }
          ak_binary(
            AK_POWER, Value.kernelType, start, Shape.perAgent.operand(px, lanes: 1),
            Shape.perAgent.operand(py, lanes: 1), UInt32(bases.count), 1)
        }
      }
      filled = bases.count
    }
  }

  mutating func append(_ base: Value, _ exponent: Value) {
    bases.append(base)
    exponents.append(exponent)
  }
}

extension PowerArguments<Float> {
  /// Every `stride`-th pattern of bits to fixed exponents, and fixed bases to them.
  init(stride: UInt32) {
    let patterns = [Float](unsafeUninitializedCapacity: Int(UInt32.max / stride)) { xs, filled in
      if let start = xs.baseAddress { tk_patterns(1, stride, xs.count, start) }
      filled = xs.count
    }
    for y in [-3, -2, -1, -0.5, 0.5, 1 / 3, 1, 2, 3, 7, 10.5, 41, 1e-3, 1e4] as [Float] {
      bases += patterns
      exponents += [Float](repeating: y, count: patterns.count)
    }
    for x in [0, 0x1p-133, 0.3, 0.99, 1.000_000_1, 1.5, 2, 10, -2, -0.7, 1e30] as [Float] {
      bases += [Float](repeating: x, count: patterns.count)
      exponents += patterns
    }
  }
}

extension PowerArguments<Double> {
  /// Bases of each exponent, bases near 1, small bases to halves and negative bases to whole numbers;
  /// exponents spread the logarithm of the result over all that is finite.
  init(density: Int) {
    var random = SplitMix(99)
    func uniform(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * Double(random.next() >> 11) * 0x1p-53
    }
    func spread(_ base: Double) {
      if base > 0, base != 1, base < .infinity { append(base, uniform(-745, 709.7) / log(base)) }
    }
    for exponent in 0..<2047 as Range<UInt64> {
      for _ in 0..<density {
        spread(Double(bitPattern: exponent << 52 | random.next() & 0xF_FFFF_FFFF_FFFF))
      }
    }
    for _ in 0..<2000 * density {
      spread(1 + uniform(-1, 1) * exp2(uniform(-52, 0)))
      append(uniform(0, 20), Double(random.next() % 81) / 2 - 20)
      append(-uniform(0, 20), Double(random.next() % 201) - 100)
    }
  }
}
