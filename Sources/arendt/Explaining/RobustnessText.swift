// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is it said whether a verdict stands when what should not matter changes?

import Emergence
import WorldModel

/// One harm's robustness in words.
struct RobustnessText {
  var harm: HarmRobustness
  var report: RobustnessReport
  var quantity: Quantity

  /// The headline, a line a variation, and the range of the limit.
  var lines: [String] {
    var table = TextTable(columns: ["", "verdict", "together", "alone", ""])
    for variant in harm.variants {
      switch variant.outcome {
      case .ran(let verdict, let together, let alone):
        table.add([
          Self.name(of: variant.variation), verdict.rawValue,
          quantity.text(together.mean, width: Quantity.width(of: together)),
          quantity.text(alone.mean, width: Quantity.width(of: alone)),
          harm.isFlip(variant) ? "flips the verdict" : "",
        ])
      case .notApplicable(let obstacle):
        table.add([
          Self.name(of: variant.variation), "-", "-", "-",
          "no such variation: \(Self.words(obstacle))",
        ])
      case .failed(let failure):
        table.add([Self.name(of: variant.variation), "-", "-", "-", Self.words(failure)])
      }
    }
    return ["Robustness of \(harm.name): \(headline)"] + table.lines + [limitLine]
  }

  private var headline: String {
    switch harm.isRobust {
    case true?: return "ROBUST; every variation is \(harm.verdict.rawValue) too"
    case false?:
      let causes = harm.artefacts.map { kind in
        switch kind {
        case .updates: report.scheme.map { "\($0.rawValue) updating" } ?? "the order of updates"
        case .size: "the number of agents"
        case .seed: "chance"
        }
      }
      return "ARTEFACT of \(causes.joined(separator: " and of "))"
    case nil: return "NOT SHOWN; a verdict is undecided or a variation failed"
    }
  }

  private var limitLine: String {
    let limit = quantity.exact(harm.limit)
    guard let range = harm.limitRange else {
      return "  No range of limits: the verdict is undecided at \(limit)."
    }
    let words =
      switch (range.low, range.high) {
      case (let low?, let high?): "from \(quantity.text(low)) to \(quantity.text(high))"
      case (let low?, nil): "from \(quantity.text(low)) on"
      case (nil, let high?): "up to \(quantity.text(high))"
      case (nil, nil): "anywhere"
      }
    return "  The verdict stands for a limit \(words); it is \(limit)."
  }

  /// A variation in words.
  static func name(of variation: RobustnessVariation) -> String {
    switch variation {
    case .updates(let scheme): return "\(scheme.rawValue) updates"
    case .size(let factor, let parameters):
      let words = parameters.map { "\($0.name) \(ParameterSettings.text($0.value))" }
      let name = factor < 1 ? "half the size" : "double the size"
      return words.isEmpty ? name : "\(name) (\(words.joined(separator: ", ")))"
    case .seed(let seed): return "seed \(seed)"
    }
  }

  /// Why there is no such variation.
  static func words(_ obstacle: RobustnessObstacle) -> String {
    switch obstacle {
    case .asWritten: "it is the world as written"
    case .nobodyReads: "no agent reads another within a block"
    case .noSizeParameter: "no count parameter alone is the size of a group"
    case .outsideRange(let parameters):
      "out of range for \(parameters.joined(separator: ", "))"
    case .noSizeFits(let message): message
    case .nothingRandom: "nothing is random"
    }
  }

  /// Why a variation could not be run.
  static func words(_ failure: RobustnessFailure) -> String {
    switch failure {
    case .run(let failure): "the run failed: \(failure)"
    case .memory(let neededBytes, let limitBytes):
      "needs \(CommandCell.bytes(neededBytes)) of memory; there are \(CommandCell.bytes(limitBytes))"
    case .unfit(let message): message
    }
  }
}
