// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where are the links of some sources before they are in the rows of those that read them?

import CKernels

/// The links that some consecutive sources tell.
struct SourceRows {
  private var first = 0
  private(set) var starts: [UInt32] = [0]
  private(set) var ends: [UInt32] = []

  /// Begins with the links of other sources.
  mutating func begin(_ sources: Range<Int>) {
    first = sources.lowerBound
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    ends.removeAll(keepingCapacity: true)
  }

  /// Adds the links of the next source.
  mutating func append(_ row: UnsafePointer<UInt32>, _ count: Int) {
    ends.append(contentsOf: UnsafeBufferPointer(start: row, count: count))
    starts.append(UInt32(ends.count))
  }

  /// Sets the links of consecutive sources, found in any order of the sources and in their own order for each.
  mutating func set(_ range: Range<Int>, _ links: FoundLinks, _ linkCount: Int) {
    first = range.lowerBound
    let count = range.count
    starts.removeAll(keepingCapacity: true)
    starts.append(contentsOf: repeatElement(0, count: count + 2))
    if ends.count < linkCount { ends = [UInt32](repeating: 0, count: links.capacity) }
    let base = UInt32(truncatingIfNeeded: first)
    let (linkSources, linkEnds) = (links.sources.start, links.ends.start)
    starts.withUnsafeMutableBufferPointer { starts in
      ends.withUnsafeMutableBufferPointer { ends in
        for link in 0..<linkCount { starts[Int(linkSources[link] &- base) + 2] += 1 }
        for row in 0..<count { starts[row + 2] += starts[row + 1] }
        for link in 0..<linkCount {
          let row = Int(linkSources[link] &- base) + 1
          ends[Int(starts[row])] = linkEnds[link]
          starts[row] += 1
        }
      }
    }
    starts.removeLast()
  }

  /// Calls a body with the rows as kernels take them.
  func withKernelForm(_ body: (inout ak_source_rows) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      ends.withUnsafeBufferPointer { ends in
        var rows = ak_source_rows(
          starts: starts.baseAddress, ends: ends.baseAddress,
          first: UInt32(truncatingIfNeeded: first), count: UInt32(starts.count - 1))
        body(&rows)
      }
    }
  }
}
