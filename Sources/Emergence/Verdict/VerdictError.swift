// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why can there be no verdict?

import Engine
import WorldModel

/// Why a design cannot be made or has no verdict.
public enum VerdictError: Error, Hashable, Sendable {
  /// Steps, replicates or networks are below 1.
  case notPositive(setting: String, value: Int)
  /// There are more networks than replicates to deal over them.
  case networksExceedReplicates(networks: Int, replicates: Int)
  /// More networks or replicates than draws can be named for.
  case tooMany(setting: String, value: Int, most: Int)
  /// Nothing would be left after the warm-up.
  case warmUpTooLong(warmUp: Int, steps: Int)
  /// The width that intervals are to fall below is not a number above 0.
  case widthNotPositive(Double)
  /// A measure that decides when to stop lies in no known range, so that no interval of it holds at several looks.
  case unbounded(measure: String, origin: Origin)
  /// A mean of a measure lies outside its range.
  case outsideRange(measure: String, value: Double, low: Double, high: Double)
  /// A limit or allowance is not finite at these parameters.
  case notFinite(name: String, origin: Origin)
  /// Runs failed: the first of them, and how many did.
  case runFailed(RunFailure, condition: RunCondition, replicate: Int, failedRunCount: Int)
}
