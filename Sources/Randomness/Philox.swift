// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which bits belong to a key and a counter? Philox4x32-10, one block at a time; blocks of columns
// are drawn by CKernels with the same bits.
//
// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
// section 3.3.

/// The counter-based generator Philox4x32 with ten rounds.
public enum Philox {
  /// Returns the four words of one counter.
  ///
  /// - Parameters:
  ///   - counter: c0 to c3, see `DrawKey`.
  ///   - key: k0 and k1.
  /// - Returns: Words 0 to 3.
  /// - Complexity: Twenty multiplications.
  @inlinable
  public static func words(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (a, b, c, d) = (counter.x, counter.y, counter.z, counter.w)
    var (k0, k1) = (key.x, key.y)
    for _ in 0..<10 {
      let p = UInt64(a) &* 0xD251_1F53
      let q = UInt64(c) &* 0xCD9E_8D57
      a = UInt32(truncatingIfNeeded: q &>> 32) ^ b ^ k0
      b = UInt32(truncatingIfNeeded: q)
      c = UInt32(truncatingIfNeeded: p &>> 32) ^ d ^ k1
      d = UInt32(truncatingIfNeeded: p)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return SIMD4(a, b, c, d)
  }

  /// Returns the four words of one counter of a run or a realisation.
  ///
  /// - Parameters:
  ///   - key: Seed and stream.
  ///   - counter: c0 to c3, see `DrawKey`.
  /// - Returns: Words 0 to 3.
  @inlinable
  public static func words(key: DrawKey, counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
    words(counter: counter, key: SIMD2(key.seed, key.stream))
  }
}
