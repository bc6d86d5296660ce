// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which kernels does the user force with `ARENDT_ISA`? Results never depend on it.

import Foundation

/// The kernel levels of this build.
enum KernelChoice {
  #if arch(x86_64)
    static let built = ["sse2"]
  #else
    static let built: [String] = []
  #endif

  /// Refuses a level that is unknown or not in this build.
  ///
  /// - Throws: `CommandFailure` with status 64.
  static func check(_ forced: String?) throws(CommandFailure) {
    guard let forced, !built.contains(forced) else { return }
    let kind = ["sse2", "avx2", "avx512"].contains(forced) ? "not in this build" : "unknown"
    let choice = built.isEmpty ? "leave it out" : "it has \(built.joined(separator: ", "))"
    throw CommandFailure(.usage, "ARENDT_ISA=\(forced) is \(kind); \(choice)")
  }
}
