// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where do the arrays of a yardstick lie? In large pages, as a careful author of such a kernel would ask for.

import Glibc

/// Memory that lives as long as a job needs it.
final class YardstickMemory {
  private var blocks: [UnsafeMutableRawPointer] = []

  deinit { for block in blocks { free(block) } }

  /// Returns memory of so many bytes and 64 more, of which nothing is said.
  func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    let page = 1 << 21
    let rounded = (bytes + 64 + page - 1) / page * page
    let block = aligned_alloc(page, rounded)!
    // Mere advice: a system without large pages is slower, on both sides.
    _ = madvise(block, rounded, MADV_HUGEPAGE)
    blocks.append(block)
    return block
  }

  /// Returns a copy of an array.
  func copy<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafePointer<Value> {
    let block = allocate(values.count * MemoryLayout<Value>.stride)
    values.withUnsafeBytes { bytes in
      if let first = bytes.baseAddress { block.copyMemory(from: first, byteCount: bytes.count) }
    }
    return UnsafePointer(block.assumingMemoryBound(to: Value.self))
  }
}
