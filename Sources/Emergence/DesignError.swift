// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why can a design (scale, ramp, release, attribution, knock-outs, robustness) not be made of a world?

/// Why a design does not fit its world or its settings.
public enum DesignError: Error, Hashable, Sendable {
  /// Fewer of something than the design needs, such as `sizes` or `values of 'conformity'`.
  case tooFew(what: String, needed: Int, found: Int)
  /// More of something than the design can take.
  case tooMany(what: String, most: Int, found: Int)
  /// A value that the parameter's range does not hold.
  case outOfRange(parameter: String, value: Double, low: Double, high: Double)
  /// A value that is no whole number for a parameter declared `count`.
  case notWhole(parameter: String, value: Double)
  /// Values that are not in strictly rising order.
  case notRising(parameter: String)
  /// A parameter that shapes sizes, networks or periods, and so cannot change in mid-run.
  case structural(parameter: String)
  /// A parameter that no step and no measure reads, so that nothing comes of changing it in mid-run.
  case readAtStartOnly(parameter: String)
  /// A parameter that sets no size, for it is not declared `count`.
  case noSize(parameter: String)
  /// One parameter that would be the size and be moved too.
  case sizeIsMoved(parameter: String)
  /// The world declares no harm, or none of the name.
  case noHarm
  /// A run failed or could not be made; the first such.
  case runFailed(description: String, failedRunCount: Int)
}
