// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do kernels read a network? Where its generator wrote it, through memory that stays where it is.

import CKernels

/// The links of one network of one realisation, as kernels read them; shared by all lane groups of the realisation.
///
/// Written while its network was generated, and read by any number of threads after that.
final class LinkStore: @unchecked Sendable {
  let adjacency: Adjacency
  let targets: UnsafeMutablePointer<UInt32>
  let weights: UnsafeMutablePointer<Float>?
  private let offsets: UnsafeMutableRawPointer
  private let isWide: Bool

  init(_ adjacency: Adjacency) {
    self.adjacency = adjacency
    targets = adjacency.targets.start
    weights = adjacency.weights?.start
    offsets = adjacency.offsets.start
    isWide = adjacency.offsets.isWide
  }

  var readerCount: Int { adjacency.readerCount }
  var readCount: Int { adjacency.readCount }
  var isComplete: Bool { adjacency.isComplete }
  var isWithinGroup: Bool { adjacency.isWithinGroup }

  /// The links as the kernels take them, without weights: terms of a sum are never scaled behind the program's back.
  var links: ak_links {
    ak_links(
      offsets: offsets, targets: targets, weights: nil, target_base: 0,
      wide_offsets: isWide ? 1 : 0, row_count: UInt64(readCount))
  }

  /// Links computed row by row, the first of them being link `base`.
  func computedLinks(from base: Int) -> ak_links {
    ak_links(
      offsets: offsets, targets: nil, weights: nil, target_base: UInt64(base),
      wide_offsets: isWide ? 1 : 0, row_count: 0)
  }

  /// Where the row of a reader begins; where the last one ends, for the number of readers.
  func rowStart(_ reader: Int) -> Int {
    isWide
      ? Int(offsets.assumingMemoryBound(to: UInt64.self)[reader])
      : Int(offsets.assumingMemoryBound(to: UInt32.self)[reader])
  }

  func degree(_ reader: Int) -> Int { rowStart(reader + 1) - rowStart(reader) }

  /// The agents that a reader reads.
  func readAgents(of reader: Int) -> UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: targets + rowStart(reader), count: degree(reader))
  }
}
