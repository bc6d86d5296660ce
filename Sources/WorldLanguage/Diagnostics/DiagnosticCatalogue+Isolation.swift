// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the compiler say about isolation? E6xx.

import WorldModel

extension Diagnostic {
  /// A member of one agent enters the value of a member of another with every coupling off.
  static func leak(
    _ target: String, _ source: String, _ span: Span, line: Int, notes: [Note], help: String
  ) -> Diagnostic {
    .error(
      "E601",
      "agents are not separable: with every coupling off remains "
        + "'\(target) <- \(source), line \(line)'", span, notes: notes, help: help)
  }

  /// A member of one agent decides about a member of another with every coupling off.
  static func leakByControl(
    _ target: String, _ source: String, _ span: Span, line: Int, notes: [Note], help: String
  ) -> Diagnostic {
    .error(
      "E602",
      "agents are not separable: with every coupling off a condition remains that makes "
        + "'\(target) <- \(source), line \(line)'", span, notes: notes, help: help)
  }

  /// There are more leaks than are told.
  static func moreLeaks(_ count: Int, _ span: Span) -> Diagnostic {
    .error(
      "E603",
      "agents are not separable: \(counted(count, "more path")) between them "
        + (count == 1 ? "remains, here" : "remain, here the first"), span)
  }

  /// The proof would take too long.
  static func tooLargeToProve(_ couplings: Int, _ expressions: Int) -> Diagnostic {
    .error(
      "E604",
      "\(couplings) couplings over \(expressions) expressions are too many to prove agents separable",
      Span(0, 0), help: "make most of the couplings parameters, or split the world")
  }
}

extension Diagnostic.Note {
  static func harmRestsOn(_ harm: String, _ member: String, _ span: Span) -> Self {
    Self("harm '\(harm)' rests on '\(member)'", span)
  }

  static func alignedRestsOn(_ group: String, _ member: String, _ span: Span) -> Self {
    Self("'aligned \(group)' rests on '\(member)'", span)
  }

  static func restsOn(_ reader: String, _ read: String, _ span: Span) -> Self {
    Self("'\(reader)' rests on '\(read)' here", span)
  }

  static func isDecidedBy(_ reader: String, _ read: String, _ span: Span) -> Self {
    Self("'\(read)' decides a condition for '\(reader)' here", span)
  }

  static func takesPartBy(_ reader: String, _ read: String, _ span: Span) -> Self {
    Self("'\(read)' decides who updates '\(reader)' here", span)
  }
}

extension String {
  static func couplingDoesNotCut(_ coupling: String, off: Double, _ read: String) -> String {
    "coupling '\(coupling)' stands here, but at its off value \(EquationText.number(off)) "
      + "'\(read)' still counts"
  }

  static func gateCondition(_ read: String, _ coupling: String?) -> String {
    let name = coupling ?? "COUPLING"
    return "let a coupling open this condition, as in '\(name) > 0 and ...', so that '\(read)' "
      + "no longer counts when it is off"
  }

  static func gateValue(_ read: String, _ coupling: String?) -> String {
    let name = coupling ?? "COUPLING"
    return "multiply what '\(read)' does here by a coupling that is 0 when off, as in "
      + "'\(name) * ...'"
  }
}
