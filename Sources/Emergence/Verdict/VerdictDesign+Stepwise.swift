// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a verdict found where rounds, analyses and storage are apart? The steps of `run(executing:)` one by one, for
// those who keep results between them.
//
// Invariant: the same runs give the same report, step by step or at once.

import Engine
import WorldModel

extension VerdictDesign {
  /// The same design at other values of the parameters; the programs are not compared again.
  ///
  /// - Parameters:
  ///   - parameters: Values of the parameters, by `ParameterID`.
  ///   - replicates: Replicates over the same number of networks; as many as here for `nil`.
  /// - Returns: The design of that cell.
  /// - Throws: `PlanError.unfit` for sizes that cannot be, `VerdictError` for replicates that cannot be.
  public func at(_ parameters: [Double], replicates: Int? = nil) throws -> VerdictDesign {
    var result = self
    result.cell = try cell.at(parameters, replicates: replicates)
    return result
  }

  /// The distinct kinds of run that each replicate makes, the tallied one last.
  ///
  /// A run that tallies records its measures too: with a given warm-up it stands for the run alone of the first round.
  public var kindsOfRun: [KindOfRun] {
    var kinds = distinctRequests.map {
      KindOfRun(program: $0.worldIndex, parameters: $0.parameters, isTallied: false)
    }
    guard examinesAlignments, conditions.contains(.alone),
      !cell.world.together.alignments.isEmpty
    else { return kinds }
    var tallied = KindOfRun(
      program: programIndex(of: .alone), parameters: cell.parameters, isTallied: false)
    if cell.settings.warmup != nil { kinds.removeAll { $0 == tallied } }
    tallied.isTallied = true
    return kinds + [tallied]
  }

  /// The condition whose runs a program makes: the first of those that share it.
  ///
  /// - Parameter index: Index in the worlds of its plans.
  /// - Returns: The condition.
  public func condition(ofProgram index: Int) -> RunCondition {
    conditions.first { programIndex(of: $0) == index } ?? .together
  }

  /// The steps that are discarded.
  ///
  /// - Parameter answers: A result for each request of the first round; none has failed.
  /// - Returns: Steps, fewer than the run has; the given warm-up, or the one found.
  /// - Throws: `StatisticsError`.
  public func warmUp(_ answers: [RunRequest: RunResult]) throws -> Int {
    if let given = cell.settings.warmup { return given }
    return try CellWarmUp(
      of: cell,
      runs: distinctConditions.map { condition in
        (
          condition,
          (0..<cell.settings.replicates).compactMap {
            answers[request(.condition(condition), replicate: $0)]
          }
        )
      }
    ).stepCount
  }

  /// Counts the agents of some replicates by what they do alone.
  ///
  /// - Parameter tallies: By replicate the tallies of its run of the second round.
  /// - Returns: By replicate one count an alignment.
  /// - Throws: `VerdictError.notFinite`, `StatisticsError`.
  public func alignmentCounts(_ tallies: [[AlignmentTally]]) throws -> [[AlignmentCount]] {
    let table = try AlignmentCounts(design: self)
    return try tallies.map(table.counts)
  }

  /// Analyses runs that were made before.
  ///
  /// - Parameters:
  ///   - answers: A result for each request of the first round.
  ///   - counts: By replicate the counts of the second round, from the warm-up that `warmUp(_:)` tells; empty where that
  ///     round is.
  /// - Returns: The report and the runs it rests on.
  /// - Throws: `VerdictError.runFailed` for the first run that failed, `StatisticsError`.
  public func outcome(
    _ answers: [RunRequest: RunResult], counts: [[AlignmentCount]]
  ) throws -> VerdictOutcome {
    let evidence = try VerdictEvidence(design: self, answers: answers)
    let table = try AlignmentCounts(design: self)
    return try evidence.outcome(alignments: table.reports(counts))
  }
}

/// What the runs of one kind have in common.
public struct KindOfRun: Hashable, Sendable {
  /// Index in the worlds of the design's plans.
  public var program: Int
  /// Values of the parameters, by `ParameterID`.
  public var parameters: [Double]
  /// Whether alignments are tallied.
  public var isTallied: Bool

  /// Creates a kind.
  public init(program: Int, parameters: [Double], isTallied: Bool) {
    self.program = program
    self.parameters = parameters
    self.isTallied = isTallied
  }
}

/// Tells which replicates of a design do harm.
public struct HarmfulReplicates: Hashable, Sendable {
  /// By replicate whether the harm, averaged after the warm-up, is over its limit; `nil` where it has no value.
  public var together: [Bool?]
  /// The same with every coupling off; empty when alone did not run.
  public var alone: [Bool?]

  /// Creates a value from its parts.
  public init(together: [Bool?], alone: [Bool?]) {
    self.together = together
    self.alone = alone
  }
}

extension VerdictDesign {
  /// Tells replicate by replicate whether a harm is over its limit.
  ///
  /// - Parameters:
  ///   - measure: Index of a harm in the world's measures.
  ///   - answers: A result for each request of the first round; none has failed.
  ///   - warmUp: Steps to discard, as `warmUp(_:)` tells.
  /// - Returns: One answer a replicate and condition.
  /// - Throws: `VerdictError.notFinite` for a limit that is no number at these parameters.
  public func harmfulReplicates(
    of measure: Int, _ answers: [RunRequest: RunResult], warmUp: Int
  ) throws -> HarmfulReplicates {
    let limit = try cell.limit(of: measure)
    let reading = MeasureReading(of: measure, in: cell.world.together, warmUpStepCount: warmUp)
    func areOver(_ condition: RunCondition) -> [Bool?] {
      guard conditions.contains(condition) else { return [] }
      return (0..<cell.settings.replicates).map { replicate in
        answers[request(.condition(condition), replicate: replicate)]
          .flatMap { reading.mean(in: $0) }.map { $0 > limit }
      }
    }
    return HarmfulReplicates(together: areOver(.together), alone: areOver(.alone))
  }
}
