// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where do columns with an entry an agent or a link lie? In memory of their own, on large pages where there are such.
//
// What is random in a simulation is random access to memory: with 2 MiB pages ten columns of 10^8 agents need a few
// hundred entries of the processor's tables instead of a million. What is let go is back with the system at once, so that
// a peak is what the largest columns of one moment take.

import Glibc

/// Numbers that stay where they are, zero to begin with.
///
/// Written by whoever makes it, by several threads where each knows its own part, and read by any number of threads after.
final class PageMemory<Element: BitwiseCopyable>: @unchecked Sendable {
  let start: UnsafeMutablePointer<Element>
  let count: Int
  private let mappedBytes: Int

  /// Takes zeroed memory for `count` numbers.
  init(count: Int) {
    self.count = count
    let byteCount = count * MemoryLayout<Element>.stride
    if let mapping = Pages.map(byteCount) {
      mappedBytes = byteCount
      start = mapping.bindMemory(to: Element.self, capacity: count)
    } else {
      mappedBytes = 0
      let memory = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 1), alignment: 64)
      memset(memory, 0, byteCount)
      start = memory.bindMemory(to: Element.self, capacity: count)
    }
  }

  deinit {
    if mappedBytes > 0 { Pages.unmap(start, mappedBytes) } else { start.deallocate() }
  }

  var byteCount: Int { count * MemoryLayout<Element>.stride }

  /// The numbers.
  var values: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: start, count: count)
  }

  subscript(index: Int) -> Element {
    get { start[index] }
    set { start[index] = newValue }
  }
}

/// Whole pages of the system.
enum Pages {
  /// Least bytes that are mapped; fewer come from the heap.
  static let leastBytes = 1 << 20
  private static let largePage = 1 << 21

  /// Returns zeroed pages that begin where a large page may, or `nil` for few bytes and when the system has none.
  static func map(_ byteCount: Int) -> UnsafeMutableRawPointer? {
    guard byteCount >= leastBytes else { return nil }
    let length = pageCeiling(byteCount)
    let spare = length >= largePage ? largePage : 0
    guard
      let found = mmap(
        nil, length + spare, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      found != MAP_FAILED
    else { return nil }
    guard spare > 0 else { return found }
    let before = -Int(bitPattern: found) & (largePage - 1)
    if before > 0 { munmap(found, before) }
    if spare > before { munmap(found + before + length, spare - before) }
    madvise(found + before, length, MADV_HUGEPAGE)
    return found + before
  }

  /// Gives pages back.
  static func unmap(_ start: UnsafeMutableRawPointer, _ byteCount: Int) {
    munmap(start, pageCeiling(byteCount))
  }

  private static func pageCeiling(_ byteCount: Int) -> Int {
    let page = sysconf(Int32(_SC_PAGESIZE))
    return (byteCount + page - 1) / page * page
  }
}
