// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which kernels does the user force with `ARENDT_ISA`? Results never depend on it.

import Engine

/// The choice of kernels by the environment.
enum KernelChoice {
  /// Returns the level that is forced, if one is.
  ///
  /// - Throws: `CommandFailure` with status 64 when it is unknown or this processor has not got it.
  static func level(_ forced: String?) throws(CommandFailure) -> KernelLevel? {
    guard let forced else { return nil }
    let available = KernelLevel.available
    if let level = KernelLevel(rawValue: forced), available.contains(level) { return level }
    let kind = KernelLevel(rawValue: forced) == nil ? "unknown" : "not offered by this processor"
    let choice = available.map(\.rawValue).joined(separator: ", ")
    throw CommandFailure(.usage, "ARENDT_ISA=\(forced) is \(kind); it can be \(choice)")
  }
}
