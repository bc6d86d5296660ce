// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does each thread of a lane group have of its own? What a block of rows is worked on with: registers, what a
// reader lends to a section over links, and the counts and extremes of a pass. Columns are shared.

extension MemoryLayoutPlan {
  /// The slots of which each thread has memory of its own.
  var privateSlots: [Int] {
    let units = program.units
    return program.storage.indices.filter {
      switch program.storage[$0] {
      case .register, .captured, .isOther: true
      case .total(let unit, let section, let root): !units[unit].sections[section].addsUp(root)
      default: isGenerated($0)
      }
    }
  }

  /// Bytes of a thread's own memory: its slots, and rooms for one block.
  var privateByteCount: Int {
    privateSlots.reduce(LaneRun.roomElements(program, sizes, lanes) * BlockRunner.roomBytes) {
      $0 + slotBytes($1)
    }
  }
}

extension AssembledSection {
  /// Whether a reduction over agents has leaves, which lie in memory by agent; counts and extremes have one value a lane.
  func addsUp(_ root: Int) -> Bool {
    instructions.contains {
      switch $0.code {
      case .reduce(.sum, root), .reduce(.mean, root): true
      default: false
      }
    }
  }
}

/// The slots of one more thread of a lane group.
final class PrivateMemory {
  let slots: UnsafeMutablePointer<UnsafeMutableRawPointer>
  /// The slots that all threads share, whose memory may be exchanged while the group runs.
  private let shared: [Int]
  /// The slots of totals, of which all threads read what the first has settled.
  private let totals: [Int]
  private let totalBytes: Int
  private let arena: UnsafeMutableRawPointer

  init(_ plan: MemoryLayoutPlan) {
    let own = plan.privateSlots
    shared = plan.offsets.indices.filter { !own.contains($0) }
    totals = own.filter {
      if case .total = plan.program.storage[$0] { true } else { false }
    }
    totalBytes = plan.lanes * 8
    arena = .allocate(byteCount: own.reduce(64) { $0 + plan.slotBytes($1) }, alignment: 64)
    slots = .allocate(capacity: max(plan.offsets.count, 1))
    slots.initialize(repeating: arena, count: plan.offsets.count)
    var offset = 0
    for slot in own {
      slots[slot] = arena + offset
      offset += plan.slotBytes(slot)
    }
  }

  deinit {
    slots.deallocate()
    arena.deallocate()
  }

  /// Takes over where the shared columns lie now, and the totals.
  func follow(_ leader: UnsafeMutablePointer<UnsafeMutableRawPointer>) {
    for slot in shared { slots[slot] = leader[slot] }
    for slot in totals { slots[slot].copyMemory(from: leader[slot], byteCount: totalBytes) }
  }
}
