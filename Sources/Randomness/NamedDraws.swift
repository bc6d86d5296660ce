// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does Swift code (networks, orders of update, resampling) draw? By name, one word at a time;
// nothing is consumed.
//
// Invariant: every result is a function of (key, domain, site, step, ordinal, attempt) alone and
// equals what the kernels of CKernels draw under the same name.

/// All draws that share key, domain, site and step; each is told apart by its ordinal and attempt.
public struct NamedDraws: Hashable, Sendable {
  /// Seed and stream.
  public var key: DrawKey
  /// What the draws are for.
  public var domain: DrawDomain
  /// Place of the draws; third word of the counter.
  public var site: UInt32
  /// Step, or what a domain without steps puts in the second word of the counter.
  public var step: UInt32

  /// Creates the draws of a place.
  ///
  /// - Parameters:
  ///   - key: Seed and stream.
  ///   - domain: What the draws are for.
  ///   - site: Third word of the counter.
  ///   - step: Second word of the counter.
  @inlinable
  public init(key: DrawKey, domain: DrawDomain, site: UInt32, step: UInt32 = 0) {
    self.key = key
    self.domain = domain
    self.site = site
    self.step = step
  }

  /// Returns the words of the ordinals `4 * quad ..< 4 * quad + 4`.
  ///
  /// - Parameters:
  ///   - quad: Ordinal / 4; first word of the counter.
  ///   - attempt: In `0..<2^24`.
  /// - Returns: One word an ordinal.
  @inlinable
  public func words(quad: UInt32, attempt: UInt32 = 0) -> SIMD4<UInt32> {
    Philox.words(
      counter: SIMD4(quad, step, site, domain.rawValue &<< 24 | (attempt & 0xFF_FFFF)),
      key: SIMD2(key.seed, key.stream))
  }

  /// Returns one word, uniform on all 32 bits.
  ///
  /// - Parameters:
  ///   - ordinal: Number of the draw at its place.
  ///   - attempt: In `0..<2^24`.
  /// - Returns: All 32 bits.
  @inlinable
  public func word(ordinal: UInt32, attempt: UInt32 = 0) -> UInt32 {
    words(quad: ordinal &>> 2, attempt: attempt)[Int(ordinal & 3)]
  }

  /// Returns 64 uniform bits: the word of `attempt` above that of `attempt + 1`.
  ///
  /// - Parameters:
  ///   - ordinal: Number of the draw at its place.
  ///   - attempt: The first of the two attempts used.
  /// - Returns: All 64 bits.
  @inlinable
  public func word64(ordinal: UInt32, attempt: UInt32 = 0) -> UInt64 {
    UInt64(word(ordinal: ordinal, attempt: attempt)) << 32
      | UInt64(word(ordinal: ordinal, attempt: attempt + 1))
  }

  /// Returns a whole number in `0..<bound`, exactly uniform.
  ///
  /// Uses the word of the first attempt, and of the attempts after it while one is rejected.
  ///
  /// - Parameters:
  ///   - bound: Number of outcomes, in `1...2^32 - 1`.
  ///   - ordinal: Number of the draw at its place.
  ///   - attempt: The first attempt used.
  /// - Returns: The same as the kernels' `ak_draw_index`.
  ///
  /// Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019),
  /// algorithm 5.
  @inlinable
  public func index(below bound: Int, ordinal: UInt32, attempt: UInt32 = 0) -> Int {
    precondition(bound >= 1 && bound <= Int(UInt32.max))
    let n = UInt32(bound)
    return index(below: n, firstWord: word(ordinal: ordinal, attempt: attempt), ordinal, attempt)
  }

  /// Puts the elements of an array in uniformly random order.
  ///
  /// The exchange partner of element i > 0 is `index(below: i + 1, ordinal: i, attempt: attempt)`,
  /// from the last element down.
  ///
  /// - Parameters:
  ///   - elements: At most 2^32 - 1 elements.
  ///   - attempt: The first attempt used.
  /// - Complexity: O(`elements.count`).
  ///
  /// Source: Durstenfeld, "Algorithm 235: Random permutation", CACM 7 (1964).
  @inlinable
  public func shuffle<Element>(_ elements: inout [Element], attempt: UInt32 = 0) {
    guard elements.count > 1 else { return }
    precondition(elements.count <= Int(UInt32.max))
    var i = UInt32(elements.count - 1)
    var block = words(quad: i &>> 2, attempt: attempt)
    while i > 0 {
      let j = index(below: i + 1, firstWord: block[Int(i & 3)], i, attempt)
      elements.swapAt(Int(i), Int(j))
      if i & 3 == 0 { block = words(quad: (i &>> 2) - 1, attempt: attempt) }
      i -= 1
    }
  }

  /// Lemire's method with the first word at hand.
  @inlinable
  func index(
    below n: UInt32, firstWord: UInt32, _ ordinal: UInt32, _ attempt: UInt32
  ) -> Int {
    var product = UInt64(firstWord) &* UInt64(n)
    if UInt32(truncatingIfNeeded: product) < n {
      let threshold = (0 &- n) % n
      var next = attempt
      while UInt32(truncatingIfNeeded: product) < threshold {
        next += 1
        product = UInt64(word(ordinal: ordinal, attempt: next)) &* UInt64(n)
      }
    }
    return Int(product &>> 32)
  }
}
