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
  private var linkSources: [UInt32] = []
  private var linkEnds: [UInt32] = []
  private var sources: [UInt32] = []
  private var candidates: [Int] = []
  private var words: [UInt64] = []
  private var gaps: [Double] = []

  /// Begins with other sources.
  func begin() {
    linkSources.removeAll(keepingCapacity: true)
    linkEnds.removeAll(keepingCapacity: true)
  }

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
        for other in min(first ?? source + 1, end)..<end {
          linkSources.append(UInt32(source))
          linkEnds.append(UInt32(other))
        }
      }
      return
    }
    sources.removeAll(keepingCapacity: true)
    candidates.removeAll(keepingCapacity: true)
    for source in range where first ?? source + 1 < end {
      sources.append(UInt32(source))
      candidates.append(first ?? source + 1)
    }
    if gaps.count < 2 * sources.count {
      words = [UInt64](repeating: 0, count: 2 * sources.count)
      gaps = [Double](repeating: 0, count: 2 * sources.count)
    }
    var ordinal: UInt32 = 0
    while !sources.isEmpty {
      let count = sources.count
      drawGaps(chance.logFailure, name, ordinal, count)
      let left = advance(count, to: end)
      sources.removeLast(count - left)
      candidates.removeLast(count - left)
      ordinal += 1
    }
  }

  /// Hands the links over, source by source.
  func tell(_ range: Range<Int>, _ rows: inout SourceRows) {
    rows.set(range, linkSources: linkSources, linkEnds: linkEnds)
  }

  /// Draws two gaps for each source: log(u) / log(1 - p), u a multiple of 2^-53 in 0 < u <= 1.
  private func drawGaps(
    _ logFailure: Double, _ name: ak_edge_name, _ ordinal: UInt32, _ count: Int
  ) {
    words.withUnsafeMutableBufferPointer { words in
      gaps.withUnsafeMutableBufferPointer { gaps in
        withUnsafePointer(to: name) {
          ak_edge_draws(
            $0, ordinal, sources, UInt32(count), words.baseAddress, words.baseAddress! + count)
        }
        for k in 0..<2 * count {
          gaps[k] = Double(Int64(bitPattern: words[k] >> 11) + 1) * 0x1p-53
        }
        let all = ak_operand(data: gaps.baseAddress, agent_stride: 1, lane_stride: 0)
        ak_unary(AK_LOG, AK_F64, gaps.baseAddress, all, UInt32(2 * count), 1)
        withUnsafePointer(to: logFailure) {
          let divisor = ak_operand(data: $0, agent_stride: 0, lane_stride: 0)
          ak_binary(AK_DIVIDE, AK_F64, gaps.baseAddress, all, divisor, UInt32(2 * count), 1)
        }
      }
    }
  }

  /// Takes both gaps of each source; returns the number of sources that go on.
  private func advance(_ count: Int, to end: Int) -> Int {
    linkSources.reserveCapacity(linkSources.count + 2 * count)
    linkEnds.reserveCapacity(linkEnds.count + 2 * count)
    var left = 0
    for row in 0..<count {
      let source = sources[row]
      var candidate = candidates[row]
      guard take(gaps[row], source, &candidate, end) else { continue }
      guard take(gaps[count + row], source, &candidate, end) else { continue }
      sources[left] = source
      candidates[left] = candidate
      left += 1
    }
    return left
  }

  @inline(__always)
  private func take(
    _ gap: Double, _ source: UInt32, _ candidate: inout Int, _ end: Int
  ) -> Bool {
    guard gap < Double(end - candidate) else { return false }
    candidate += Int(gap)
    guard candidate < end else { return false }
    linkSources.append(source)
    linkEnds.append(UInt32(truncatingIfNeeded: candidate))
    candidate += 1
    return true
  }
}
