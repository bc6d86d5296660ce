// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the figures of `arendt bench` written?

import Benchmarks
import Engine
import Foundation

/// The figures of one run of `arendt bench`.
struct BenchReport {
  var measurements: [CaseMeasurement]
  var level: KernelLevel
  var threadCount: Int
  /// Folder of the yardsticks; `nil` where there were none.
  var yardsticks: String?
  var usesFastPaths: Bool

  private var ratios: [Ratio] {
    Ratio.all(of: measurements, level: level, threadCount: threadCount)
  }

  /// The document of interfaces: every case, every ratio.
  var json: JSONValue {
    .object([
      (
        "cases",
        .array(
          measurements.map { measurement in
            .object([
              ("name", .text(measurement.benchmark.name)),
              ("updatesPerSecond", .number(measurement.updatesPerSecond)),
              ("bytesPerAgent", .number(measurement.bytesPerAgent)),
              ("level", .text(level.rawValue)),
              ("agents", .whole(measurement.agentCount)),
              ("replicates", .whole(measurement.benchmark.replicateCount)),
              ("fastPaths", .boolean(usesFastPaths)),
              ("answer", .text(measurement.benchmark.answer.digest)),
              (
                "secondsPerUpdate",
                .object(
                  [("engine", Self.list(measurement.secondsPerUpdate))]
                    + measurement.yardsticks.keys.sorted().map {
                      ($0, Self.list(measurement.yardsticks[$0]!))
                    })
              ),
            ])
          })
      ),
      ("ratios", .object(ratios.map { ($0.name, JSONValue($0.value)) })),
    ])
  }

  private static func list(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }

  /// The same for a person.
  var text: String {
    var lines = [
      "level \(level.rawValue), \(usesFastPaths ? "fast paths on" : "fast paths off"), "
        + (yardsticks.map { "yardsticks of \($0)" } ?? "no yardsticks"),
      "",
      Self.row(
        "case", ["agents", "replicates", "updates/s", "ns/update", "median", "of C", "B/agent"]),
    ]
    for measurement in measurements {
      lines.append(
        Self.row(
          measurement.benchmark.name,
          [
            String(measurement.agentCount), String(measurement.benchmark.replicateCount),
            String(format: "%.3g", measurement.updatesPerSecond),
            String(format: "%.4f", measurement.bestSeconds * 1e9),
            String(format: "%.4f", measurement.medianSeconds * 1e9),
            measurement.speed(over: Workbench.unit).map { String(format: "%.3f", $0) } ?? "-",
            String(format: "%.1f", measurement.bytesPerAgent),
          ]))
    }
    lines += [
      "",
      "updates/s: agent updates a second of processor time, in the quickest round (the median one where rounds differ);",
      "of C: that speed over the fused C kernel's; B/agent: bytes an agent and replicate. Every answer was checked.",
    ]
    if !ratios.isEmpty { lines.append("") }
    for ratio in ratios {
      let value = String(format: "%.3g", ratio.value)
      lines.append(
        ratio.meaning.padding(toLength: 56, withPad: " ", startingAt: 0)
          + String(repeating: " ", count: max(0, 8 - value.count)) + value + Self.verdict(on: ratio)
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func verdict(on ratio: Ratio) -> String {
    let bound: String
    switch ratio.must {
    case nil: return ""
    case .atLeast(let least): bound = String(format: "at least %g", least)
    case .atMost(let most): bound = String(format: "at most %g", most)
    }
    return "   must be \(bound): \(ratio.isMet == true ? "reached" : "MISSED")"
  }

  private static func row(_ name: String, _ cells: [String]) -> String {
    let widths = [10, 12, 11, 11, 10, 8, 10]
    return name.padding(toLength: 14, withPad: " ", startingAt: 0)
      + zip(cells, widths).map {
        String(repeating: " ", count: max(1, $1 - $0.count)) + $0
      }.joined()
  }
}
