// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do resampling and simulation draw real numbers? From the words of named draws, one ordinal each.

import Randomness

extension NamedDraws {
  /// Returns numbers inside 0...1 of 53 uniform bits, from the words of attempts 0 and 1 as `word64` joins them.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - first: Ordinal of the first, a multiple of 4.
  /// - Returns: One number an ordinal.
  func uniforms(_ count: Int, from first: UInt32 = 0) -> [Double] {
    precondition(first % 4 == 0)
    var numbers: [Double] = []
    numbers.reserveCapacity(count + 3)
    var quad = first / 4
    while numbers.count < count {
      let high = words(quad: quad)
      let low = words(quad: quad, attempt: 1)
      for i in 0..<4 {
        let bits = UInt64(high[i]) << 32 | UInt64(low[i])
        numbers.append((Double(bits >> 11) + 0.5) * 0x1p-53)
      }
      quad += 1
    }
    numbers.removeLast(numbers.count - count)
    return numbers
  }

  /// Returns standard normal numbers, by the inverse of their distribution function.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - first: Ordinal of the first, a multiple of 4.
  /// - Returns: One number an ordinal.
  /// - Throws: `StatisticsError.arithmetic`.
  func normals(_ count: Int, from first: UInt32 = 0) throws(StatisticsError) -> [Double] {
    var numbers = uniforms(count, from: first)
    for i in numbers.indices { numbers[i] = try GSL.normalQuantile(numbers[i]) }
    return numbers
  }
}
