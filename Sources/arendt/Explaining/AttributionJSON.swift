// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does an attribution look to a program? The contract of `explain --format json`.

import Emergence

extension HarmAttribution {
  /// The attribution as JSON.
  var json: JSONValue {
    .object([
      ("total", total.map { .object($0.jsonMembers) } ?? .null),
      (
        "couplings",
        .array(
          couplings.map { .object([("name", .text($0.name))] + $0.value.jsonMembers) })
      ),
      (
        "interactions",
        .array(
          interactions.map { pair in
            .object(
              [("first", .text(pair.first)), ("second", .text(pair.second))]
                + pair.value.jsonMembers)
          })
      ),
    ])
  }
}

extension ContrastReport {
  /// Value, interval and variance ratio.
  var jsonMembers: [(key: String, value: JSONValue)] {
    [
      ("value", JSONValue(interval.mean)), ("low", JSONValue(interval.low)),
      ("high", JSONValue(interval.high)), ("varianceRatio", JSONValue(varianceRatio)),
    ]
  }
}
