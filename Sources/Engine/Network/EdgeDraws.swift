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

import CKernels
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

  private let name: ak_edge_name
  private let source: UInt32
  /// Number of draws made.
  private var position = 0
  private var spare: UInt64 = 0
  /// The first draws of the source where they have been drawn with those of others.
  private let drawn: UnsafePointer<UInt64>?
  private let drawnStride: Int
  private let drawnCount: Int

  /// Names the draws of one source.
  ///
  /// - Parameters:
  ///   - network: The network's own name and realisation.
  ///   - source: The agent, or the ordinal that takes its place.
  ///   - purpose: What is drawn.
  ///   - attempt: Number of earlier rejections, or the lap; in `0..<65_536`.
  init(_ network: NetworkDraws, source: Int, purpose: Purpose = .links, attempt: Int = 0) {
    name = network.name(purpose, attempt)
    self.source = UInt32(source)
    drawn = nil
    drawnStride = 0
    drawnCount = 0
  }

  /// Names the draws of one source, of which the first are known.
  init(_ name: ak_edge_name, source: UInt32, drawn: UnsafePointer<UInt64>, stride: Int, count: Int)
  {
    self.name = name
    self.source = source
    self.drawn = drawn
    drawnStride = stride
    drawnCount = count
  }

  /// Returns the next 64 bits.
  mutating func next() -> UInt64 {
    let place = position
    position += 1
    if place < drawnCount { return drawn.unsafelyUnwrapped[place * drawnStride] }
    if place & 1 == 1 && place > drawnCount { return spare }
    let block = Philox.words(
      counter: SIMD4(source, UInt32(place / 2), name.site, name.last),
      key: SIMD2(name.seed, name.stream))
    spare = UInt64(block.w) << 32 | UInt64(block.z)
    return place & 1 == 1 ? spare : UInt64(block.y) << 32 | UInt64(block.x)
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

  /// The part of a name that all sources share.
  func name(_ purpose: EdgeDraws.Purpose, _ attempt: Int = 0) -> ak_edge_name {
    precondition(attempt >= 0 && attempt < 65_536)
    return ak_edge_name(
      seed: key.seed, stream: key.stream, site: site.word,
      last: DrawDomain.network.rawValue << 24 | purpose.rawValue << 16 | UInt32(attempt))
  }

  /// Names the draws of a network.
  init(name: String, seed: UInt32, networkIndex: Int) {
    key = DrawKey(seed: seed, realisation: networkIndex)
    site = SiteID(path: "network/\(name)")
  }
}

/// The first draws of many sources, drawn together.
///
/// Invariant: they are what `EdgeDraws` gives each source alone.
final class DrawnTogether {
  /// Most sources.
  let capacity: Int
  private let drawsOfSource: Int
  private var name = ak_edge_name()
  private let sources: PageMemory<UInt32>
  private let draws: PageMemory<UInt64>

  /// Makes room.
  ///
  /// - Parameters:
  ///   - capacity: Most sources.
  ///   - drawsOfSource: Draws that are made ahead for each; rounded up to whole blocks.
  init(capacity: Int, drawsOfSource: Int) {
    self.capacity = capacity
    self.drawsOfSource = (drawsOfSource + 1) & ~1
    sources = PageMemory(count: capacity)
    draws = PageMemory(count: capacity * self.drawsOfSource)
  }

  /// Draws for sources `first`, `first + stride`, ...
  func draw(_ name: ak_edge_name, first: Int, stride: Int = 1, count: Int) {
    precondition(count <= capacity)
    self.name = name
    for row in 0..<count { sources.start[row] = UInt32(truncatingIfNeeded: first + row * stride) }
    for ordinal in 0..<drawsOfSource / 2 {
      let pair = draws.start + 2 * ordinal * capacity
      withUnsafePointer(to: name) {
        ak_edge_draws($0, UInt32(ordinal), sources.start, UInt32(count), pair, pair + capacity)
      }
    }
  }

  /// The draws of the source in a row.
  @inline(__always)
  func draws(ofRow row: Int) -> EdgeDraws {
    EdgeDraws(
      name, source: sources.start[row], drawn: draws.start + row, stride: capacity,
      count: drawsOfSource)
  }

  /// One of the draws of the source in a row.
  @inline(__always)
  func draw(_ place: Int, ofRow row: Int) -> UInt64 { draws.start[place * capacity + row] }
}
