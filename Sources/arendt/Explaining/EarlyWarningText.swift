// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is it said whether a harm recovers more and more slowly?

import Emergence
import WorldModel

/// One harm's early warnings in words.
struct EarlyWarningText {
  var name: String
  var warning: EarlyWarningReport

  /// The answer and both trends.
  var lines: [String] {
    let plain = Quantity(isShare: false)
    var table = TextTable(columns: ["", "Kendall's tau", "95 % interval", "p against surrogates"])
    for (name, trend) in [
      ("lag-1 autocorrelation", warning.autocorrelation), ("variance", warning.variance),
    ] {
      table.add([
        name, plain.text(trend.tau.mean, width: Quantity.width(of: trend.tau)),
        HarmText.range(trend.tau, plain), Quantity.chance(trend.pValue),
      ])
    }
    return [
      "Early warnings of \(name): "
        + (warning.isRising
          ? "SLOWING DOWN; autocorrelation and variance both rise"
          : "none in the course of the runs"),
      "  Trends in a rolling window after warm-up, \(counted(warning.runCount, "run")), against "
        + "autoregressive surrogates and surrogates with phases drawn anew.",
    ] + table.lines
  }
}
