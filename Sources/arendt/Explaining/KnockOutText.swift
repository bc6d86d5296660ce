// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is it said what enables a harm and what prevents it?

import Emergence
import WorldModel

/// One harm's knock-outs in words.
struct KnockOutText {
  var harm: HarmKnockOuts
  var report: KnockOutReport
  var quantity: Quantity

  /// What enables, what prevents, and what changes nothing.
  var lines: [String] {
    var lines = [
      "What \(harm.name) owes to groups, agents and links",
      "  Harm with all less harm without one, on the same draws, "
        + "\(counted(report.replicateCount, "replicate")); p adjusted by Holm's method for all of them.",
    ]
    lines += table("enabling", harm.enabling) + table("preventing", harm.preventing)
    if !harm.idle.isEmpty {
      lines.append(
        "  Changes nothing: \(harm.idle.map { Self.name(of: $0.knockOut) }.joined(separator: ", "))."
      )
    }
    if report.unsettledHarms.contains(harm.name) {
      lines.append("  Some world had not settled by half the run: more steps are needed.")
    }
    return lines
  }

  private func table(_ heading: String, _ effects: [KnockOutEffect]) -> [String] {
    guard !effects.isEmpty else { return [] }
    var table = TextTable(columns: [
      "", "without", "\(heading)", "95 % interval", "adjusted p", "variance ratio",
    ])
    for effect in effects {
      let difference = effect.effect?.interval
      table.add([
        Self.name(of: effect.knockOut),
        quantity.text(effect.without.mean, width: Quantity.width(of: effect.without)),
        quantity.text(difference?.mean, width: difference.flatMap(Quantity.width)),
        difference.map { HarmText.range($0, quantity) } ?? "none",
        effect.adjustedPValue.map(Quantity.chance) ?? "-",
        Quantity.ratio(effect.effect?.varianceRatio),
      ])
    }
    return table.lines
  }

  /// What holds for the knock-outs of all harms alike.
  static func remarks(on report: KnockOutReport) -> [String] {
    var lines: [String] = []
    if !report.evenlyRead.isEmpty {
      lines.append(
        "  Nobody is read more than others in \(report.evenlyRead.joined(separator: ", ")): "
          + "only random sets were taken.")
    }
    for missing in report.notExamined {
      lines.append("  Not examined: \(name(of: missing.knockOut)); \(words(missing.obstacle)).")
    }
    return lines
  }

  /// What was taken out, in words.
  static func name(of knockOut: KnockOut) -> String {
    switch knockOut {
    case .group(let name): "all of \(name) acting alone"
    case .agents(let group, let count, let choice):
      "\(counted(count, "\(group)")) \(words(choice)) acting alone"
    case .agent(let group, let index, let readerCount):
      "\(group)[\(index)], read by \(readerCount), acting alone"
    case .network(let name): "all links of \(name)"
    case .links(let network, let into, .mostRead):
      "links of \(network) into the \(into) most read"
    case .links(let network, let into, .random):
      "random links of \(network), as many as into the \(into) most read"
    }
  }

  private static func words(_ choice: KnockOutChoice) -> String {
    switch choice {
    case .mostRead: "most read"
    case .random: "at random"
    }
  }

  /// Why something could not be knocked out.
  static func words(_ obstacle: KnockOutObstacle) -> String {
    switch obstacle {
    case .actsAlone: "it acts together as it does alone"
    case .inseparable(let name):
      "'\(name)' cannot be told apart for some agents without changing the draws of others"
    case .notRead: "no step reads through it"
    case .neverStored: "everyone reads everyone"
    case .readByName: "its one neighbour is read by name"
    case .observed(let measure): "'\(measure)' itself reads through it and would become another"
    case .nobodyLeft(let otherWays):
      "an aggregate without 'else' would have nobody to read, and the group also reads by "
        + otherWays.joined(separator: ", ")
    case .runFailed(let description, let failedRunCount):
      "\(counted(failedRunCount, "run")) failed: \(description)"
    }
  }
}
