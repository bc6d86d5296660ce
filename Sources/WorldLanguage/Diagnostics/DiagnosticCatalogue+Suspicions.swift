// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the compiler say about values that can leave their ranges? W71x, with `--pedantic`.

extension Diagnostic {
  /// A chance is not bounded by 0 and 1 over the declared ranges.
  static func chanceLeavesRange(_ text: String, _ range: String, _ span: Span) -> Diagnostic {
    .warning(
      "W711",
      "the probability '\(text)' can leave 0...1: over the declared ranges it lies in "
        + range, span, help: "narrow the ranges, or write 'clamp(..., 0, 1)' where that is meant")
  }

  /// A limit can never be passed, or always is.
  static func limitOutsideRange(
    _ harm: String, _ limit: String, _ range: String, _ span: Span
  ) -> Diagnostic {
    .warning("W712", "the limit \(limit) lies outside the range \(range) of harm '\(harm)'", span)
  }

  /// A divisor made of parameters holds 0 in its range.
  static func divisorCanBeZero(_ text: String, _ span: Span) -> Diagnostic {
    .warning(
      "W713", "the divisor '\(text)' can be 0 over the declared ranges", span,
      help: "let the range of a parameter begin above 0")
  }

  /// The state of some agents ends the run of all, alone too.
  static func stopEndsAll(_ source: String, _ span: Span) -> Diagnostic {
    .warning(
      "W714", "'stop when' reads '\(source)': alone, too, it ends the run of all agents at once",
      span,
      help: "where frozen rows would count for harm, let it open with a coupling, as in "
        + "'COUPLING > 0 and ...'")
  }

  /// An argument of a distribution that never is what it must be.
  static func argumentFails(
    _ argument: String, _ demand: String, _ text: String, _ span: Span
  ) -> Diagnostic {
    .warning(
      "W715", "\(argument) must be \(demand), which '\(text)' never is: the draw fails the run",
      span)
  }

  /// A uniform distribution that ends before it begins.
  static func emptyUniform(_ low: String, _ high: String, _ span: Span) -> Diagnostic {
    .warning(
      "W716",
      "the low end '\(low)' of 'uniform' always lies above '\(high)': the draw fails the run",
      span)
  }
}
