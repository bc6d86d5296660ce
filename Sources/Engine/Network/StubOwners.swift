// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which agent owns a stub? A quotient where all degrees are one, else a search between two hints: an owner a stub would
// take as much memory as the links.

import CKernels

/// The owners of stubs.
struct StubOwners {
  private let starts: PageMemory<UInt32>
  /// The degree of all agents, where it is one; else 0.
  private let commonDegree: UInt32
  /// The owner of each 64th stub, where degrees differ.
  private let hints: [UInt32]

  init(starts: PageMemory<UInt32>) {
    self.starts = starts
    let agents = starts.count - 1
    let first = agents > 0 ? starts.start[1] : 0
    let isCommon = (0..<agents).allSatisfy { starts.start[$0 + 1] - starts.start[$0] == first }
    commonDegree = isCommon ? first : 0
    var hints: [UInt32] = []
    if !isCommon {
      hints.reserveCapacity(Int(starts.start[agents]) / 64 + 2)
      for agent in 0..<agents {
        while hints.count * 64 < Int(starts.start[agent + 1]) { hints.append(UInt32(agent)) }
      }
      hints.append(UInt32(agents - 1))
    }
    self.hints = hints
  }

  /// Asks for the memory in which a search will begin.
  func fetchHint(of stub: Int) {
    guard commonDegree == 0 else { return }
    hints.withUnsafeBufferPointer { ak_prefetch($0.baseAddress! + stub / 64) }
  }

  /// Asks for the memory in which it will end.
  func fetchStarts(of stub: Int) {
    ak_prefetch(
      starts.start + Int(commonDegree > 0 ? UInt32(stub) / commonDegree : hints[stub / 64]))
  }

  func owner(of stub: Int) -> UInt32 {
    if commonDegree > 0 { return UInt32(stub) / commonDegree }
    // The last agent whose row begins at or before the stub; agents without stubs begin where the next one does.
    var (low, high) = (hints[stub / 64], hints[stub / 64 + 1] + 1)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if Int(starts.start[Int(middle)]) <= stub { low = middle } else { high = middle }
    }
    return low
  }
}
