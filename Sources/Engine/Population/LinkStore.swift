// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do kernels read a network? Through memory that stays where it is while any lane group reads it.

import CKernels

/// The links of one network of one realisation, as kernels read them; shared by all lane groups of the realisation.
///
/// Written only while it is made, and read by any number of threads after that.
final class LinkStore: @unchecked Sendable {
  let readerCount: Int
  let readCount: Int
  let isComplete: Bool
  let isWithinGroup: Bool
  let byteCount: Int
  /// Start of each reader's row; `readerCount + 1` values, or none when complete.
  let offsets: UnsafeMutablePointer<Int>
  let targets: UnsafeMutablePointer<UInt32>
  let weights: UnsafeMutablePointer<Float>?

  init(_ adjacency: Adjacency) {
    readerCount = adjacency.readerCount
    readCount = adjacency.readCount
    isComplete = adjacency.isComplete
    isWithinGroup = adjacency.isWithinGroup
    byteCount = adjacency.byteCount
    offsets = Self.copy(adjacency.offsets)
    targets = Self.copy(adjacency.targets)
    weights = adjacency.weights.map { Self.copy($0) }
  }

  private static func copy<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafeMutablePointer<Value>
  {
    let copy = UnsafeMutablePointer<Value>.allocate(capacity: max(values.count, 1))
    values.withUnsafeBufferPointer {
      if let base = $0.baseAddress { copy.initialize(from: base, count: $0.count) }
    }
    return copy
  }

  deinit {
    offsets.deallocate()
    targets.deallocate()
    weights?.deallocate()
  }

  /// The links as the kernels take them, without weights: terms of a sum are never scaled behind the program's back.
  var links: ak_links {
    ak_links(
      offsets: offsets, targets: targets, weights: nil, target_base: 0, wide_offsets: 1,
      row_count: UInt64(readCount))
  }

  /// Links computed row by row, the first of them being link `base`.
  func computedLinks(from base: Int) -> ak_links {
    ak_links(
      offsets: offsets, targets: nil, weights: nil, target_base: UInt64(base), wide_offsets: 1,
      row_count: 0)
  }

  func degree(_ reader: Int) -> Int { offsets[reader + 1] - offsets[reader] }

  /// The agents that a reader reads.
  func readAgents(of reader: Int) -> UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: targets + offsets[reader], count: degree(reader))
  }
}
