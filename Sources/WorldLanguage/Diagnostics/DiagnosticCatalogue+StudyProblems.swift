// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is wrong with the values that a study gives? E82x and E83x, the same words for a file and for a command line.

import WorldModel

extension StudyProblem {
  /// A name that is no parameter of the world.
  static func unknownParameter(
    _ name: String, suggestion: String?, known: [String]
  ) -> StudyProblem {
    StudyProblem(
      "E820", "no parameter is called '\(name)'", help: help(suggestion, known, of: "the world"))
  }

  /// A name of something else where a parameter is needed.
  static func notAParameter(_ name: String, phrase: String) -> StudyProblem {
    StudyProblem("E821", "'\(name)' is \(phrase), not a parameter")
  }

  /// A name that is no measure or harm of the world.
  static func unknownMeasure(
    _ name: String, kind: String, suggestion: String?, known: [String]
  ) -> StudyProblem {
    StudyProblem(
      "E822", "no \(kind) is called '\(name)'", help: help(suggestion, known, of: "the world"))
  }

  /// A name of something else where a measure or a harm is needed.
  static func notAMeasure(_ name: String, kind: String, phrase: String) -> StudyProblem {
    StudyProblem("E823", "'\(name)' is \(phrase), not a \(kind)")
  }

  private static func help(_ suggestion: String?, _ known: [String], of owner: String) -> String {
    if let suggestion { return "did you mean '\(suggestion)'?" }
    if known.isEmpty { return "\(owner) has none" }
    let shown = known.prefix(12).joined(separator: ", ")
    return "there \(known.count == 1 ? "is" : "are") \(shown)\(known.count > 12 ? ", ..." : "")"
  }

  /// A value that a parameter cannot have.
  static func outOfRange(_ value: Double, _ parameter: Parameter) -> StudyProblem {
    let low = parameter.range.lowerBound
    let nearest = value < low ? low : parameter.range.upperBound
    return StudyProblem(
      "E824", "\(Diagnostic.words(value)) is out of range for '\(parameter.name)'",
      help: "\(allowed(parameter)), the nearest is \(Diagnostic.words(nearest))")
  }

  /// A value that a count cannot have.
  static func notWhole(_ value: Double, _ parameter: Parameter) -> StudyProblem {
    let range = parameter.range
    let nearest = min(max(value.rounded(), range.lowerBound), range.upperBound)
    return StudyProblem(
      "E825", "\(Diagnostic.words(value)) is not whole",
      help: "\(allowed(parameter)), the nearest is \(Diagnostic.words(nearest))")
  }

  /// What a parameter takes.
  static func allowed(_ parameter: Parameter) -> String {
    let kind = parameter.isCount ? "a whole number" : "a number"
    return "'\(parameter.name)' takes \(kind) in \(Diagnostic.words(parameter.range))"
  }

  /// An axis with too few values.
  static func tooFewValues(_ parameter: String, least: Int, found: Int) -> StudyProblem {
    StudyProblem(
      "E826",
      least == 1
        ? "'\(parameter)' has no values"
        : "'\(parameter)' needs at least \(least) values here, found \(found)",
      help: found == 1 && least == 2 ? "one value is written 'set \(parameter) = ...'" : nil)
  }

  /// An axis with too many values.
  static func tooManyValues(_ parameter: String, found: Int) -> StudyProblem {
    StudyProblem(
      "E827",
      "'\(parameter)' takes at most \(ParameterAxis.mostValues) values here, found \(found)")
  }

  /// A number of steps that is none.
  static func badStepCount() -> StudyProblem {
    StudyProblem(
      "E828", "the number of values must be a whole number in 2...\(ParameterAxis.mostValues)")
  }

  /// Ends the wrong way round.
  static func emptyAxis(low: Double, high: Double) -> StudyProblem {
    StudyProblem(
      "E829",
      low == high
        ? "both ends are \(Diagnostic.words(low))"
        : "the range \(Diagnostic.words(low))...\(Diagnostic.words(high)) is empty",
      help: low == high
        ? "one value is given with 'set'"
        : "write '\(Diagnostic.words(high))...\(Diagnostic.words(low))'")
  }

  /// A value of a list that is not above the one before it.
  static func notRising(_ value: Double, after before: Double) -> StudyProblem {
    StudyProblem(
      "E830",
      value == before
        ? "\(Diagnostic.words(value)) stands twice"
        : "\(Diagnostic.words(value)) stands after \(Diagnostic.words(before))",
      help: "values rise, each once")
  }

  /// Steps in the logarithm of what has none.
  static func logarithmNeedsPositive(_ end: Double) -> StudyProblem {
    StudyProblem(
      "E831",
      "steps even in the logarithm need ends above 0, found \(Diagnostic.words(end))")
  }

  /// Steps of a count that are not whole.
  static func stepNotWhole(_ value: Double, _ parameter: String) -> StudyProblem {
    StudyProblem(
      "E832",
      "even steps ask for \(Diagnostic.words(value)), and '\(parameter)' takes whole numbers",
      help: "choose a number of values that divides the range, or list them")
  }

  /// More steps than the numbers of an axis tell apart.
  static func stepsCoincide(_ value: Double, count: Int) -> StudyProblem {
    StudyProblem(
      "E833", "\(count) values are too many: \(Diagnostic.words(value)) would stand twice",
      help: "ask for fewer, or widen the range")
  }
}
