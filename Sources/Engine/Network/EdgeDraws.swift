// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the draws of a network named? By the agent whose link is made, never by their place in a stream.
//
// Key     = (seed, realisation).
// Counter = c0: source; c1: ordinal of the block among those of the source; c2: site of the path `network/NAME`;
//           c3: network domain << 24 | purpose << 16 | attempt.
//
// A block of four words makes two 64-bit draws: words 0 and 1 first, then 2 and 3, the earlier word the lower half.
// The source is the agent that makes the link: the lower end for links within a group that are decided pair by pair,
// the reader between groups, the newcomer of `scale_free`, the agent whose ring link is rewired in `small_world`. In the
// pairing of `regular` and `configuration` no agent is the source; the ordinal of the pair takes its place.
// The purpose tells apart what one source draws for different ends (see `Purpose`); the attempt numbers whole
// repetitions after a rejection. Within one (source, purpose, attempt) draws follow each other.
// A drawn degree has the site that the language gave it, is named by agent and attempt as any draw of an agent is, and
// belongs to the same domain.

import Randomness
import WorldModel

/// The draws that one source makes for one purpose of a network.
struct EdgeDraws {
  /// What a source draws for.
  enum Purpose: UInt32 {
    /// The links themselves; within the block of agents in `blocks`; the first lap of `small_world` (lap j adds j - 1).
    case links = 0
    /// Links to other blocks in `blocks`.
    case otherBlocks = 1
    /// Switches that remove a loop or a parallel link.
    case repair = 2
    /// Switches that mix.
    case mixing = 3
  }

  private let key: DrawKey
  private let source: UInt32
  private let site: UInt32
  private let last: UInt32
  private var ordinal: UInt32 = 0
  private var spare: UInt64?

  /// Names the draws of one source.
  ///
  /// - Parameters:
  ///   - network: The network's own name and realisation.
  ///   - source: The agent, or the ordinal that takes its place.
  ///   - purpose: What is drawn.
  ///   - attempt: Number of earlier rejections, or the lap; in `0..<65_536`.
  init(_ network: NetworkDraws, source: Int, purpose: Purpose = .links, attempt: Int = 0) {
    key = network.key
    site = network.site.word
    self.source = UInt32(source)
    last = DrawDomain.network.rawValue << 24 | purpose.rawValue << 16 | UInt32(attempt)
  }

  /// Returns the next 64 bits.
  mutating func next() -> UInt64 {
    if let word = spare {
      spare = nil
      return word
    }
    let block = Philox.words(key: key, counter: SIMD4(source, ordinal, site, last))
    ordinal += 1
    spare = UInt64(block.w) << 32 | UInt64(block.z)
    return UInt64(block.y) << 32 | UInt64(block.x)
  }

  /// Returns a whole number that is uniform in `0..<bound` without bias; `bound` >= 1.
  ///
  /// Source: Lemire, ACM Trans. Model. Comput. Simul. 29, 3 (2019), algorithm 5.
  mutating func index(below bound: Int) -> Int {
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// Returns a uniform number in 0 < u <= 1, a multiple of 2^-53.
  mutating func uniform() -> Double {
    Double((next() >> 11) + 1) * 0x1p-53
  }
}

/// What names all draws of one network in one realisation.
struct NetworkDraws {
  /// Seed and realisation.
  let key: DrawKey
  /// Site of the path `network/NAME`.
  let site: SiteID

  /// Names the draws of a network.
  init(name: String, seed: UInt32, networkIndex: Int) {
    key = DrawKey(seed: seed, realisation: networkIndex)
    site = SiteID(path: "network/\(name)")
  }
}
