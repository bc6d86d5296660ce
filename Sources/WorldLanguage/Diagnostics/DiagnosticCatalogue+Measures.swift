// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the compiler say about measures, harms, `aligned` and `run`? E5xx.

import WorldModel

extension Diagnostic {
  /// A harm without a limit.
  static func harmWithoutLimit(_ name: NameSyntax) -> Diagnostic {
    .error(
      "E501", "the harm '\(name.text)' has no limit", name.span,
      help: "end the line with 'limit 5%', or declare it with 'measure'")
  }

  /// A measure with a limit.
  static func limitWithoutHarm(_ name: NameSyntax, _ span: Span) -> Diagnostic {
    .error(
      "E502", "only a harm has a limit, and '\(name.text)' is a measure", span,
      help: "declare it with 'harm'")
  }

  /// A harm that is the first time of something.
  static func harmCannotBeFirst(_ name: NameSyntax, _ span: Span) -> Diagnostic {
    .error(
      "E503", "a harm is an amount; 'first' gives a time", span,
      help: "declare '\(name.text)' with 'measure'")
  }

  /// A coupling that a harm, an `aligned` or a limit would mention through a measure.
  static func couplingThroughMeasure(
    _ name: NameSyntax, coupling: String, in purpose: String, _ declared: Span
  ) -> Diagnostic {
    .error(
      "E504", "\(purpose) cannot read '\(name.text)', which mentions the coupling '\(coupling)'",
      name.span, notes: [Note("'\(name.text)' is declared here", declared)])
  }

  /// A measure that is not recorded when another needs it.
  static func measureNotRecorded(_ name: NameSyntax, declared: Span) -> Diagnostic {
    .error(
      "E505", "'\(name.text)' is not recorded after every step, so it has no value here", name.span,
      notes: [Note("'\(name.text)' is declared here", declared)],
      help: "an 'estimate' may read its mean")
  }

  /// An estimate that rests on nothing measured.
  static func estimateWithoutMeasure(_ name: NameSyntax) -> Diagnostic {
    .error("E506", "the estimate '\(name.text)' reads no measure", name.span)
  }

  /// A second `aligned` of a group.
  static func alignedTwice(_ name: NameSyntax, first: Span) -> Diagnostic {
    .error(
      "E507", "'\(name.text)' has a second 'aligned'", name.span,
      notes: [Note("the first stands here", first)], help: "join the two conditions with 'or'")
  }

  /// A share that no value of the parameters brings into 0...1.
  static func shareOutOfRange(_ what: String, _ span: Span) -> Diagnostic {
    .error("E508", "\(what) must lie in 0...1", span)
  }

  /// A group that a harm rests on, of which nothing says what its agents may do alone.
  static func harmWithoutAligned(
    _ harm: NameSyntax, group: String, condition: String, _ declared: Span
  ) -> Diagnostic {
    .error(
      "E509", "the harm '\(harm.text)' rests on '\(group)', which has no 'aligned'", harm.span,
      notes: [Note("'\(group)' is declared here", declared)],
      help: "say what one of its agents may do alone: 'aligned \(group) = \(condition) at most 5%'")
  }

  /// A group that a harm rests on by way of other agents, of which nothing says what its agents may do alone.
  static func harmWithoutAligned(
    _ harm: NameSyntax, group: String, through path: String, condition: String, notes: [Note]
  ) -> Diagnostic {
    .error(
      "E510",
      "the harm '\(harm.text)' rests on '\(group)', which has no 'aligned', through '\(path)'",
      harm.span, notes: notes,
      help: "say what one of them may do alone: 'aligned \(group) = \(condition) at most 5%', "
        + "or make it an 'environment' if it reads no agents")
  }

  /// A second `run`.
  static func secondRun(_ span: Span, first: Span) -> Diagnostic {
    .error(
      "E520", "'run' stands once", span, notes: [Note("the first stands here", first)],
      help: "put all settings in one")
  }

  /// A setting that is given twice.
  static func settingTwice(_ name: String, _ span: Span, first: Span) -> Diagnostic {
    .error("E521", "'\(name)' is set twice", span, notes: [Note("first set here", first)])
  }

  /// A setting that must be whole.
  static func settingNotWhole(_ name: String, value: Double, _ span: Span) -> Diagnostic {
    .error("E522", "\(name) takes a whole number, found \(words(value))", span)
  }

  /// A setting outside what the engine can name.
  static func settingOutOfRange(
    _ name: String, value: Double, _ range: ClosedRange<Int>, _ span: Span
  ) -> Diagnostic {
    .error(
      "E523",
      "\(name) must lie in \(range.lowerBound)...\(range.upperBound), found \(words(value))", span)
  }

  /// A warm-up as long as the run.
  static func warmupTooLong(warmup: Int, steps: Int, _ span: Span) -> Diagnostic {
    .error("E524", "a warm-up of \(warmup) leaves nothing of \(counted(steps, "step"))", span)
  }

  /// More realisations than replicates.
  static func moreNetworksThanReplicates(
    _ networks: Int, replicates: Int, _ span: Span
  ) -> Diagnostic {
    .error(
      "E525",
      "\(counted(networks, "network")) need at least as many replicates, found \(replicates)", span)
  }

  /// More replicates than a realisation can name.
  static func tooManyReplicates(perNetwork: Int, _ span: Span) -> Diagnostic {
    .error(
      "E526", "a network holds at most \(counted(perNetwork, "replicate"))", span,
      help: "raise 'networks'")
  }

  /// A start outside the range of its parameter.
  static func startOutsideRange(
    _ name: String, value: Double, _ range: ClosedRange<Double>, _ span: Span
  ) -> Diagnostic {
    .error(
      "E527", "the start \(words(value)) is outside the range \(words(range)) of '\(name)'", span)
  }

  /// Two starts that are not apart.
  static func startsNotOpposite(_ span: Span) -> Diagnostic {
    .error("E528", "the first start must be below the second", span)
  }
}
