// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which of many pairs are linked, when each is with the same chance? The gaps between links of many sources at once.
//
// The draws of a source follow each other, those of different sources do not depend on each other: each round makes two
// draws for every source that has not come to its end, and their logarithms, by the vector kernels.

import CKernels

/// The gaps between successes of independent trials with one chance.
struct GeometricGaps: Sendable {
  /// The chance of a success.
  let probability: Double
  /// Logarithm of the chance of a failure.
  let logFailure: Double

  /// Prepares the gaps of a chance in 0...1.
  init(probability: Double) {
    self.probability = probability
    // log(1 - p) without the rounding error of 1 - p: Kahan's correction, as in the HP-15C handbook (1982), p. 193.
    let failure = 1 - probability
    logFailure =
      failure == 1
      ? -probability
      : ScalarKernel.value(AK_LOG, failure) * (-probability / (failure - 1))
  }
}

/// Walks over the pairs of many sources from link to link.
final class GapWalk {
  /// Links found: the source and the end of each.
  private var links = FoundLinks(capacity: 1 << 15)
  private var linkCount = 0
  /// Sources that have not come to their end, and where each goes on.
  private var sources = PageMemory<UInt32>(count: 0)
  private var candidates = PageMemory<UInt32>(count: 0)
  private var words = PageMemory<UInt64>(count: 0)
  private var gaps = PageMemory<Double>(count: 0)

  /// Begins with other sources.
  func begin() { linkCount = 0 }

  /// Adds the links of sources with a range of agents, for each source ascending.
  ///
  /// - Parameters:
  ///   - chance: The chance of each.
  ///   - name: Names of the draws.
  ///   - range: The sources.
  ///   - first: First agent of the range; `nil` for the one after the source.
  ///   - end: End of the range of agents.
  func add(
    _ chance: GeometricGaps, _ name: ak_edge_name, _ range: Range<Int>, from first: Int?,
    to end: Int
  ) {
    guard chance.probability > 0 else { return }
    guard chance.probability < 1 else {
      for source in range {
        let others = min(first ?? source + 1, end)..<end
        makeRoom(others.count)
        for other in others {
          links.add(linkCount, source, other)
          linkCount += 1
        }
      }
      return
    }
    if sources.count < range.count {
      sources = PageMemory(count: range.count)
      candidates = PageMemory(count: range.count)
      words = PageMemory(count: 2 * range.count)
      gaps = PageMemory(count: 2 * range.count)
    }
    var count = 0
    for source in range where first ?? source + 1 < end {
      sources.start[count] = UInt32(source)
      candidates.start[count] = UInt32(first ?? source + 1)
      count += 1
    }
    var ordinal: UInt32 = 0
    while count > 0 {
      drawGaps(chance.logFailure, name, ordinal, count)
      count = advance(count, to: end)
      ordinal += 1
    }
  }

  /// Hands the links over, source by source.
  func tell(_ range: Range<Int>, _ rows: inout SourceRows) {
    rows.set(range, links, linkCount)
  }

  private func makeRoom(_ more: Int) {
    guard linkCount + more > links.capacity else { return }
    links = FoundLinks(copyOf: links, linkCount, capacity: 2 * (linkCount + more))
  }

  /// Draws two gaps for each source: log(u) / log(1 - p), u a multiple of 2^-53 in 0 < u <= 1.
  private func drawGaps(
    _ logFailure: Double, _ name: ak_edge_name, _ ordinal: UInt32, _ count: Int
  ) {
    let (words, gaps) = (words.start, gaps.start)
    withUnsafePointer(to: name) {
      ak_edge_draws($0, ordinal, sources.start, UInt32(count), words, words + count)
    }
    for k in 0..<2 * count {
      gaps[k] = Double(Int64(bitPattern: words[k] >> 11) + 1) * 0x1p-53
    }
    let all = ak_operand(data: gaps, agent_stride: 1, lane_stride: 0)
    ak_unary(AK_LOG, AK_F64, gaps, all, UInt32(2 * count), 1)
    withUnsafePointer(to: logFailure) {
      let divisor = ak_operand(data: $0, agent_stride: 0, lane_stride: 0)
      ak_binary(AK_DIVIDE, AK_F64, gaps, all, divisor, UInt32(2 * count), 1)
    }
  }

  /// Takes both gaps of each source; returns the number of sources that go on.
  private func advance(_ count: Int, to end: Int) -> Int {
    makeRoom(2 * count)
    let (sources, candidates, gaps) = (sources.start, candidates.start, gaps.start)
    let links = self.links
    var found = linkCount
    var left = 0
    for row in 0..<count {
      let source = Int(sources[row])
      var candidate = Int(candidates[row])
      var gap = gaps[row]
      guard gap < Double(end - candidate) else { continue }
      candidate += Int(gap)
      guard candidate < end else { continue }
      links.add(found, source, candidate)
      found += 1
      candidate += 1
      gap = gaps[count + row]
      guard gap < Double(end - candidate) else { continue }
      candidate += Int(gap)
      guard candidate < end else { continue }
      links.add(found, source, candidate)
      found += 1
      sources[left] = UInt32(truncatingIfNeeded: source)
      candidates[left] = UInt32(truncatingIfNeeded: candidate + 1)
      left += 1
    }
    linkCount = found
    return left
  }
}

/// Links in the order in which they were found.
struct FoundLinks {
  let capacity: Int
  let sources: PageMemory<UInt32>
  let ends: PageMemory<UInt32>

  /// Makes room for links.
  init(capacity: Int) {
    self.capacity = capacity
    sources = PageMemory(count: capacity)
    ends = PageMemory(count: capacity)
  }

  /// Makes room for more.
  init(copyOf other: FoundLinks, _ count: Int, capacity: Int) {
    self.init(capacity: capacity)
    sources.start.update(from: other.sources.start, count: count)
    ends.start.update(from: other.ends.start, count: count)
  }

  /// Puts a link at a place.
  @inline(__always)
  func add(_ place: Int, _ source: Int, _ end: Int) {
    sources.start[place] = UInt32(truncatingIfNeeded: source)
    ends.start[place] = UInt32(truncatingIfNeeded: end)
  }
}
