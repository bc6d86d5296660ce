// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which version is this? The one place that says it.

import Scenarios

/// The version of the program and of the meaning of its results.
enum Version {
  /// The version of the program (semantic versioning).
  static let program = "0.1.0"
  /// Raised whenever numbers change at the same seed; part of every digest.
  static let results = 1
  /// Both, beside stored results.
  static let ofResults = ResultVersion(program: program, results: results)
}
