// SPDX-License-Identifier: GPL-3.0-or-later
//
// What should a packed step give? Each replicate on its own: its count, its chance, its uniform of 64 bits.

import CKernels
import Randomness
import TestSupport

/// A random packed rule and what it should do, replicate by replicate.
struct PackedOracle {
  /// A way of being wrong that the tests must notice.
  enum Mutation: CaseIterable {
    /// The second plane is the first.
    case reusedPlane
    /// A bit of the threshold is turned.
    case wrongThresholdBit
    /// One neighbour too many is counted.
    case countOffByOne
    /// All words draw what the first draws.
    case sharedWords
    /// Neighbouring replicates share a bit.
    case sharedBits
    /// The step is not in the name.
    case sharedSteps
    /// Agents two by two share a name.
    case sharedAgents
  }

  let agents: Int
  let words: Int
  let seed: UInt32 = 9
  let streams: [UInt32]
  var step: UInt32 = 3
  let site: UInt32 = 1_234
  let offsets: [UInt32]
  let targets: [UInt32]
  /// The counted column and the own ones: [agent][words].
  let read: [UInt64]
  let own: [[UInt64]]
  /// By agent, own bits and count.
  var chances: [[UInt64]]
  var mutation: Mutation?

  /// Makes a rule in which each agent has one of the given numbers of neighbours, in turn.
  init(agents: Int, words: Int, degrees: [Int], ownCount: Int, random: inout SplitMix) {
    self.agents = agents
    self.words = words
    streams = (0..<words).map { UInt32($0 * $0 + 5) }
    var offsets: [UInt32] = [0]
    var targets: [UInt32] = []
    var chances: [[UInt64]] = []
    for agent in 0..<agents {
      let degree = degrees[agent % degrees.count]
      for _ in 0..<degree { targets.append(UInt32(random.next() % UInt64(agents))) }
      offsets.append(UInt32(targets.count))
      chances.append(
        (0..<(degree + 1) << ownCount).map { _ in
          let corners: [UInt64] = [0, .max, 1 << 63, 1 << 62, 1, .max - 1, 3 << 62]
          return random.next() % 4 == 0 ? corners[Int(random.next() % 7)] : random.next()
        })
    }
    self.offsets = offsets
    self.targets = targets
    self.chances = chances
    read = (0..<agents * words).map { _ in random.next() & random.next() }
    own = (0..<ownCount).map { _ in (0..<agents * words).map { _ in random.next() } }
  }

  func degree(_ agent: Int) -> Int { Int(offsets[agent + 1] - offsets[agent]) }

  private func bit(_ column: [UInt64], _ agent: Int, _ word: Int, _ bit: Int) -> Int {
    Int(column[agent * words + word] >> UInt64(bit) & 1)
  }

  /// Position of a replicate's chance in the row of its agent.
  func entry(_ agent: Int, _ word: Int, _ bit: Int) -> Int {
    let links = Int(offsets[agent])..<Int(offsets[agent + 1])
    var count = links.reduce(0) { $0 + self.bit(read, Int(targets[$1]), word, bit) }
    if mutation == .countOffByOne { count = min(count + 1, degree(agent)) }
    let bits = own.indices.reduce(0) { $0 | self.bit(own[$1], agent, word, bit) << $1 }
    return bits * (degree(agent) + 1) + count
  }

  /// The first planes of a word, the highest bits of its uniforms.
  func planes(_ agent: Int, _ word: Int, count: Int = 64) -> [UInt64] {
    let word = mutation == .sharedWords ? 0 : word
    var planes: [UInt64] = []
    for pair in 0..<count / 2 {
      let name = UInt32(mutation == .sharedAgents ? agent & ~1 : agent)
      let block = Philox.words(
        counter: SIMD4(name, mutation == .sharedSteps ? 0 : step, site, 5 << 24 | UInt32(pair)),
        key: SIMD2(seed, streams[word]))
      planes.append(UInt64(block[1]) << 32 | UInt64(block[0]))
      planes.append(UInt64(block[3]) << 32 | UInt64(block[2]))
    }
    if mutation == .reusedPlane { planes[1] = planes[0] }
    return planes
  }

  /// The top bits of a replicate's uniform.
  func uniform(_ planes: [UInt64], _ bit: Int) -> UInt64 {
    let bit = mutation == .sharedBits ? bit & ~1 : bit
    return planes.enumerated().reduce(0) {
      $0 | ($1.element >> UInt64(bit) & 1) << (63 - $1.offset)
    }
  }

  /// The outcomes of a word of an agent, with uniforms cut to a number of planes.
  func outcome(_ agent: Int, _ word: Int, planeCount: Int = 64) -> UInt64 {
    let planes = planes(agent, word, count: planeCount)
    var result: UInt64 = 0
    for bit in 0..<64 {
      var chance = chances[agent][entry(agent, word, bit)]
      if mutation == .wrongThresholdBit { chance ^= 1 << 59 }
      let u = uniform(planes, bit)
      if u < chance || (u == chance && chance > 1 << 63) { result |= 1 << UInt64(bit) }
    }
    return result
  }

  /// What the kernel gives.
  func kernel(
    active: [UInt64]? = nil, isCertain: Bool = false, cuts: [Int] = []
  ) -> [UInt64] {
    let arena = Arena()
    defer { arena.free() }
    var links = ak_links(
      offsets: arena.column(offsets), targets: arena.column(targets), weights: nil,
      target_base: 0, wide_offsets: 0, row_count: UInt64(agents))
    var starts: [UInt32] = []
    var units = 0
    for agent in 0..<agents {
      starts.append(UInt32(units))
      units += Int(ak_packed_units(UInt32(degree(agent)), UInt32(own.count)))
    }
    let slices = arena.space(units * Int(AK_PACKED_UNIT), of: UInt8(0xAA))
    let columns = own.map { UnsafePointer<UInt64>?.some(UnsafePointer(arena.column($0))) }
    let result = arena.space(agents * words, of: UInt64(0xDEAD))
    withUnsafePointer(to: &links) { links in
      var rule = ak_packed_rule(
        links: links, read: arena.column(read), own: arena.column(columns),
        own_count: UInt32(own.count), is_certain: isCertain ? 1 : 0,
        chances: arena.column(chances.flatMap { $0 }), slices: slices,
        slice_starts: arena.column(starts))
      ak_packed_slices(&rule, 0, UInt32(agents), slices)
      var context = ak_draw_context(
        seed: seed, streams: arena.column(streams), step: step, site: site, domain: 5,
        first_ordinal: 0, first_attempt: 0)
      let active = arena.column(active ?? Array(repeating: .max, count: words))
      for (first, end) in zip([0] + cuts, cuts + [agents]) {
        ak_packed_step(
          &rule, &context, active, UInt32(words), UInt32(first), UInt32(end - first), result)
      }
    }
    return (0..<agents * words).map { result[$0] }
  }
}
