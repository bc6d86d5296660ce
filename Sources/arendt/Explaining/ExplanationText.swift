// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does an explanation look to a person? The verdict, then part after part, then what is missing and why.

import Emergence
import WorldModel

/// An explanation in words.
struct ExplanationText {
  var explanation: Explanation

  private var world: World { explanation.verdict.world }

  /// The whole report.
  var text: String {
    var sections: [[String]] = explanation.verdict.report.harms.compactMap { harm in
      harm.earlyWarning.map { EarlyWarningText(name: harm.name, warning: $0).lines }
    }
    if let report = explanation.attribution {
      sections += report.harms.map {
        AttributionText(harm: $0, report: report, quantity: quantity(of: $0.name)).lines
      }
    }
    if let report = explanation.knockOuts {
      sections += report.harms.map {
        KnockOutText(harm: $0, report: report, quantity: quantity(of: $0.name)).lines
      }
      let remarks = KnockOutText.remarks(on: report)
      if !remarks.isEmpty { sections.append(["Of these knock-outs"] + remarks) }
    }
    if let report = explanation.robustness {
      sections += report.harms.map {
        RobustnessText(harm: $0, report: report, quantity: quantity(of: $0.name)).lines
      }
    }
    if let report = explanation.hysteresis {
      sections += report.measures.map {
        HysteresisText(measure: $0, report: report, quantity: quantity(of: $0.name)).lines
      }
    }
    if let report = explanation.release {
      sections += report.harms.map {
        ReleaseText(harm: $0, report: report, quantity: quantity(of: $0.name)).lines
      }
    }
    if let report = explanation.transition {
      sections += report.measures.map {
        TransitionText(transition: $0, report: report, quantity: quantity(of: $0.measure)).lines
      }
    }
    if !explanation.leftOut.isEmpty {
      sections.append(
        ["Not made"] + explanation.leftOut.map { "  \($0.part.rawValue): \($0.reason)." })
    }
    return explanation.verdict.text
      + sections.map { "\n" + $0.joined(separator: "\n") + "\n" }
      .joined()
  }

  private func quantity(of measure: String) -> Quantity {
    world.measures.first { $0.name == measure }.map { Quantity($0) } ?? Quantity(isShare: false)
  }
}
