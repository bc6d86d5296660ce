// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much memory may a command take? That of the machine, or what Slurm gave the job in which it runs.

import Foundation

/// Memory as plans may take it.
enum MachineMemory {
  /// The most, in bytes.
  static var bytes: Int {
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    // Megabytes; 0 is all that a node has.
    guard let text = ProcessInfo.processInfo.environment["SLURM_MEM_PER_NODE"],
      let megabytes = Int(text), (1...machine >> 20).contains(megabytes)
    else { return machine }
    return megabytes << 20
  }
}
