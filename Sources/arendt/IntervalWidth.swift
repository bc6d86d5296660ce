// SPDX-License-Identifier: GPL-3.0-or-later
//
// How narrow are intervals to be? The argument of `--until`.

import ArgumentParser

/// A width in units of a measure; shares may be given in percent.
struct IntervalWidth: ExpressibleByArgument {
  /// The width, a finite number above 0.
  var value: Double

  init?(argument: String) {
    let isPercent = argument.hasSuffix("%")
    guard let number = Double(isPercent ? String(argument.dropLast()) : argument),
      number > 0, number.isFinite
    else { return nil }
    value = isPercent ? number / 100 : number
  }
}
