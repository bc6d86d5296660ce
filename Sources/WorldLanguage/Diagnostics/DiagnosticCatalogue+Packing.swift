// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the compiler say about worlds whose replicates cannot share words? E529 and E530.

import WorldModel

extension Diagnostic {
  /// Something that replicates sharing words cannot do.
  static func cannotPack(
    _ reason: PackedObstacle.Reason, _ span: Span, setting: Span
  ) -> Diagnostic {
    .error(
      "E529", "'draws packed' \(words(reason))", span,
      notes: [Note("replicates are to share words here", setting)],
      help: "leave 'draws packed' out; without it draws are named one by one")
  }

  /// A setting without an object.
  static func nothingToPack(_ setting: Span) -> Diagnostic {
    .error(
      "E530", "'draws packed' has nothing to pack: no step writes a state", setting,
      help: "leave it out")
  }

  /// What stands in the way of packing, after `'draws packed'`.
  static func words(_ reason: PackedObstacle.Reason) -> String {
    switch reason {
    case .schedule: "needs all agents of a step to act at once"
    case .branch: "allows no 'if' statement in a step; a condition may stand in the chance"
    case .drawnName: "allows no name that is drawn in a step"
    case .secondWrite: "allows a step to write one state only"
    case .notBoolean(let name): "needs states that are booleans, which '\(name)' is not"
    case .notBernoulli: "needs 'bernoulli' as the only distribution in a step"
    case .varies(let name):
      "needs a chance that all replicates compute alike, and '\(name)' differs between them"
    case .tooManyOwn:
      "allows a step to read at most \(PackedRule.mostOwn) booleans of the agent that vary"
    case .otherAgent: "allows a step to read no single other agent"
    case .everyone: "allows no aggregate over a group or a complete network in a step"
    case .notACount:
      "allows a step only to count one boolean of its neighbours: no 'where', 'min' or 'max', no other number inside"
    case .secondCount: "allows a step to count one boolean in one network, and this is a second"
    }
  }
}
