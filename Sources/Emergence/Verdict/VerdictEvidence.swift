// SPDX-License-Identifier: GPL-3.0-or-later
//
// What did the runs of the first round give, run by run?
//
// Goals, in order: results are looked up by request, so that no order of arrival matters; the first failure is named;
// every later question (means, intervals, verdicts) is asked here, of one table of runs.

import Engine
import Statistics
import WorldModel

/// The results of the first round with the warm-up that they share.
struct VerdictEvidence {
  let design: VerdictDesign
  /// Results by kind of run and replicate.
  private let results: [VerdictArm: [RunResult]]
  /// Steps to discard.
  let warmUp: CellWarmUp
  /// By measure its known range, where intervals have to hold at several looks; `nil` where there is one look.
  let ranges: [ClosedRange<Double>?]?
  /// By measure the value furthest outside its declared range, over all runs; `nil` where none leaves it.
  private(set) var strays: [Double?] = []
  /// By condition and measure the mean of each replicate.
  private var meanTable: [RunCondition: [[Double?]]] = [:]
  /// By condition the autocorrelation time of each measure that is asked for it; found once, for it is slow to find.
  private var timeTable: [RunCondition: [AutocorrelationTime?]] = [:]

  /// Looks the results of a design up.
  ///
  /// - Parameters:
  ///   - design: The design.
  ///   - answers: A result for each request of its first round.
  ///   - known: The warm-up where an earlier look has found it.
  ///   - ranges: By measure its known range, where intervals have to hold at several looks.
  /// - Throws: `VerdictError.runFailed`, `StatisticsError`.
  init(
    design: VerdictDesign, answers: [RunRequest: RunResult], warmUp known: CellWarmUp? = nil,
    ranges: [ClosedRange<Double>?]? = nil
  ) throws {
    self.design = design
    self.ranges = ranges
    var results: [VerdictArm: [RunResult]] = [:]
    for arm in design.arms {
      results[arm] = (0..<design.cell.settings.replicates).map { replicate in
        guard let result = answers[design.request(arm, replicate: replicate)] else {
          preconditionFailure("every request has a result")
        }
        return result
      }
    }
    try Self.checkFailures(design: design, results: results, answers: answers)
    self.results = results
    warmUp =
      try known
      ?? CellWarmUp(
        of: design.cell,
        runs: design.distinctConditions.map { ($0, results[.condition($0)] ?? []) })
    strays = world.measures.indices.map { index in
      world.measures[index].furthestOutside(
        results.values.lazy.flatMap { $0.lazy.map { $0.series[index] } })
    }
    for condition in design.conditions {
      meanTable[condition] = world.measures.indices.map { measure in
        runs(condition).map(reading(of: measure).mean)
      }
    }
    for condition in design.distinctConditions {
      timeTable[condition] = try world.measures.indices.map { measure in
        world.measures[measure].isHarm || condition == .together
          ? try findAutocorrelationTime(of: measure, condition) : nil
      }
    }
  }

  private static func checkFailures(
    design: VerdictDesign, results: [VerdictArm: [RunResult]], answers: [RunRequest: RunResult]
  ) throws(VerdictError) {
    for arm in design.arms {
      for (replicate, result) in (results[arm] ?? []).enumerated() {
        guard let failure = result.failure else { continue }
        throw .runFailed(
          failure, condition: arm.condition, replicate: replicate,
          failedRunCount: answers.values.count { $0.failure != nil })
      }
    }
  }

  /// The world as written.
  var world: World { cell.world.together }

  /// The cell.
  var cell: Cell { design.cell }

  /// Results of one kind of run, by replicate.
  func runs(_ arm: VerdictArm) -> [RunResult] { results[arm] ?? [] }

  /// Results of a condition, by replicate.
  func runs(_ condition: RunCondition) -> [RunResult] { runs(.condition(condition)) }

  /// For each replicate the mean of the values that count of a measure; `nil` where there is none.
  func means(of measure: Int, _ condition: RunCondition) -> [Double?] {
    meanTable[condition]?[measure] ?? []
  }

  /// The autocorrelation time of a measure together, or of a harm under a distinct condition.
  ///
  /// `nil` where there is no series or it never varies.
  func autocorrelationTime(of measure: Int, _ condition: RunCondition) -> AutocorrelationTime? {
    timeTable[condition]?[measure]
  }

  /// How a measure is read.
  func reading(of measure: Int) -> MeasureReading {
    MeasureReading(of: measure, in: world, warmUpStepCount: warmUp.stepCount)
  }
}
