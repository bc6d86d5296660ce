// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a draw named? Draws are never consumed from a stream: each has a name, and the name alone decides its bits.
//
// Key     = (seed, stream); stream = network g << 20 | replicate r; r all ones for what belongs to the network itself.
// Counter = c0: agent / 4 (in `sequential` blocks the ordinal of the update / 4), c1: step, c2: site,
//           c3: domain << 24 | attempt. The word used is agent mod 4 (ordinal mod 4).
//
// With `draws packed` the draws of a step are named word by word instead: stream = network g << 20 | r / 64, counter =
// c0: agent, c1: step, c2: site, c3: domain 5 << 24 | k / 2 for bit 63 - k of a uniform of 64 bits. An even k uses
// words 0 and 1 of the block, an odd one words 2 and 3, the second above the first, and replicate r has bit r mod 64.
//
// Initial values use step 0 in their own domain. Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy
// as 1, 2, 3", SC 2011 (Philox4x32-10).

/// The key of the draws of one run or of one realisation.
public struct DrawKey: Hashable, Sendable {
  /// Seed of the whole plan.
  public var seed: UInt32
  /// Realisation and replicate packed.
  public var stream: UInt32

  /// Creates the key of a replicate.
  ///
  /// - Parameters:
  ///   - seed: Seed of the plan.
  ///   - networkIndex: Realisation g, in `0..<4096`.
  ///   - replicateIndex: Replicate within it, in `0..<2^20 - 1`.
  public init(seed: UInt32, networkIndex: Int, replicateIndex: Int) {
    precondition((0..<4096).contains(networkIndex) && (0..<0xF_FFFF).contains(replicateIndex))
    self.seed = seed
    stream = UInt32(networkIndex) << 20 | UInt32(replicateIndex)
  }

  /// Creates the key of a word of 64 replicates, whose draws are in the domain `packed` alone.
  ///
  /// - Parameters:
  ///   - seed: Seed of the plan.
  ///   - networkIndex: Realisation g, in `0..<4096`.
  ///   - wordIndex: Number of the word: replicate r within the realisation is bit r mod 64 of word r / 64.
  public init(seed: UInt32, networkIndex: Int, wordIndex: Int) {
    self.init(seed: seed, networkIndex: networkIndex, replicateIndex: wordIndex)
  }

  /// Creates the key of what belongs to a realisation: its networks and its orders of update.
  public init(seed: UInt32, realisation networkIndex: Int) {
    precondition((0..<4096).contains(networkIndex))
    self.seed = seed
    stream = UInt32(networkIndex) << 20 | 0xF_FFFF
  }
}

/// What a draw is for: the top byte of the last counter word.
public enum DrawDomain: UInt32, Sendable {
  /// Initial values of traits and states.
  case initial = 0
  /// Statements of a step, participation included.
  case dynamics = 1
  /// The order in which agents are visited.
  case order = 2
  /// Generation of networks.
  case network = 3
  /// Resampling in statistics.
  case resampling = 4
  /// Statements of a step with `draws packed`: 64 replicates a word.
  case packed = 5
}
