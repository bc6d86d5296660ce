// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do knock-outs look to a program?

import Emergence

extension HarmKnockOuts {
  /// What enables and what prevents the harm, ranked, with what could not be examined.
  func json(_ report: KnockOutReport) -> JSONValue {
    .object([
      ("untouched", untouched.json),
      ("enabling", .array(enabling.map(\.json))),
      ("preventing", .array(preventing.map(\.json))),
      ("idle", .array(idle.map(\.json))),
      (
        "notExamined",
        .array(
          report.notExamined.map { missing in
            .object(
              missing.knockOut.jsonMembers
                + [("reason", .text(KnockOutText.words(missing.obstacle)))])
          })
      ),
    ])
  }
}

extension KnockOutEffect {
  /// One knock-out.
  fileprivate var json: JSONValue {
    .object(
      knockOut.jsonMembers + [
        ("without", without.json), ("value", JSONValue(effect?.interval.mean)),
        ("low", JSONValue(effect?.interval.low)), ("high", JSONValue(effect?.interval.high)),
        ("varianceRatio", JSONValue(effect?.varianceRatio)), ("pValue", JSONValue(pValue)),
        ("adjustedPValue", JSONValue(adjustedPValue)),
      ])
  }
}

extension KnockOut {
  /// What was taken out, for a program.
  fileprivate var jsonMembers: [(key: String, value: JSONValue)] {
    switch self {
    case .group(let name): [("kind", .text("group")), ("group", .text(name))]
    case .agents(let group, let count, let choice):
      [
        ("kind", .text("agents")), ("group", .text(group)), ("count", .whole(count)),
        ("choice", .text(choice.rawValue)),
      ]
    case .agent(let group, let index, let readerCount):
      [
        ("kind", .text("agent")), ("group", .text(group)), ("index", .whole(index)),
        ("readers", .whole(readerCount)),
      ]
    case .network(let name): [("kind", .text("network")), ("network", .text(name))]
    case .links(let network, let into, let choice):
      [
        ("kind", .text("links")), ("network", .text(network)), ("into", .whole(into)),
        ("choice", .text(choice.rawValue)),
      ]
    }
  }
}
