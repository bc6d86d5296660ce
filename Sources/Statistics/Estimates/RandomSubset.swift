// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which of many things are chosen at random, so that the choice depends on nothing but its name?
//
// Each thing in turn is taken with the chance that the subset still lacks it: exactly uniform over all subsets of the
// size, in ascending order, without memory for what is left. Source: Knuth, The Art of Computer Programming 2 (1998),
// section 3.4.2, algorithm S.

import Randomness

/// Uniform random subsets.
public enum RandomSubset {
  /// Returns a uniform random subset.
  ///
  /// - Parameters:
  ///   - count: Size of the subset, in `0...total`.
  ///   - total: Number of things, below 2^32.
  ///   - seed: Seed of the draws.
  ///   - realisation: Realisation that the choice belongs to, in `0..<4096`.
  ///   - site: Place of the draws; different choices have different ones.
  /// - Returns: Indices in `0..<total`, strictly ascending.
  /// - Complexity: O(`total`).
  public static func indices(
    count: Int, of total: Int, seed: UInt32, realisation: Int, site: UInt32
  ) -> [Int] {
    precondition(count >= 0 && count <= total && total <= Int(UInt32.max))
    let draws = NamedDraws(
      key: DrawKey(seed: seed, realisation: realisation), domain: .resampling, site: site)
    var chosen: [Int] = []
    chosen.reserveCapacity(count)
    var index = 0
    while chosen.count < count {
      if draws.index(below: total - index, ordinal: UInt32(index)) < count - chosen.count {
        chosen.append(index)
      }
      index += 1
    }
    return chosen
  }
}
