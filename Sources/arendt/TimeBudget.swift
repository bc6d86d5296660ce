// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much time may a command take? The value of `--time`: seconds, or a number with `s`, `min` or `h`.

import ArgumentParser

/// An amount of time that the user grants.
struct TimeBudget: ExpressibleByArgument {
  /// The amount.
  var seconds: Double

  init?(argument: String) {
    for (unit, factor) in [("min", 60.0), ("h", 3_600), ("s", 1), ("", 1)]
    where argument.hasSuffix(unit) {
      guard let number = ParameterSettings.number(argument.dropLast(unit.count)), number > 0 else {
        return nil
      }
      seconds = number * factor
      return
    }
    return nil
  }
}
