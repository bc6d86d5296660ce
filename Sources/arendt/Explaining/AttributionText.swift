// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is the share of each coupling in a harm said in words?

import Emergence
import WorldModel

/// One harm's attribution in words.
struct AttributionText {
  var harm: HarmAttribution
  var report: AttributionReport
  var quantity: Quantity

  /// A heading and two tables.
  var lines: [String] {
    guard let total = harm.total else {
      return ["Attribution of \(harm.name): none; no replicate recorded it in every ablation"]
    }
    var lines = [
      "What each coupling adds to \(harm.name)",
      "  Shapley values over all orders of switching couplings on, from "
        + "\(counted(1 << playerCount, "ablation")) on the same draws, "
        + "\(counted(report.replicateCount, "replicate")).",
    ]
    var table = TextTable(columns: ["", "adds", "95 % interval", "variance ratio", ""])
    for coupling in harm.couplings {
      table.add(row(coupling.name, coupling.value, note: coupling.isOff ? "off" : ""))
    }
    table.add(row("together", total, note: "all on - all off"))
    lines += table.lines
    if !harm.interactions.isEmpty {
      lines.append(
        "  Interactions: above 0 two couplings need each other, below 0 either would do.")
      var pairs = TextTable(columns: ["", "interaction", "95 % interval", "variance ratio"])
      for pair in harm.interactions {
        pairs.add(Array(row("\(pair.first) and \(pair.second)", pair.value, note: "").prefix(4)))
      }
      lines += pairs.lines
    }
    if harm.leftOutReplicateCount > 0 {
      lines.append(
        "  Left out: \(counted(harm.leftOutReplicateCount, "replicate")) in which an ablation never "
          + "recorded it.")
    }
    if report.unsettledHarms.contains(harm.name) {
      lines.append("  Some ablation had not settled by half the run: more steps are needed.")
    }
    return lines
  }

  private var playerCount: Int { harm.couplings.count { !$0.isOff } }

  private func row(_ name: String, _ contrast: ContrastReport, note: String) -> [String] {
    let interval = contrast.interval
    return [
      name, quantity.text(interval.mean, width: Quantity.width(of: interval)),
      HarmText.range(interval, quantity), Quantity.ratio(contrast.varianceRatio), note,
    ]
  }
}
