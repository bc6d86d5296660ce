// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is kept of the runs of a scaling study, so that their series may be forgotten?

import Engine
import Statistics
import WorldModel

/// What is kept of the runs of a scaling study.
public struct ScaleData: Sendable {
  /// By size, then by measure of the design, the readings in the order of the values.
  private(set) var readings: [[[ScaleReading]]]

  /// Creates the data of no runs.
  init(sizeCount: Int, measureCount: Int) {
    readings = Array(repeating: Array(repeating: [], count: measureCount), count: sizeCount)
  }

  /// Values that were run, rising.
  var values: [Double] { readings.first?.first?.map(\.value) ?? [] }

  mutating func insert(_ reading: ScaleReading, size: Int, measure: Int) {
    let row = readings[size][measure]
    let place = row.firstIndex { $0.value > reading.value } ?? row.count
    readings[size][measure].insert(reading, at: place)
  }
}

/// What the runs at one size and one value say about one measure.
struct ScaleReading: Sendable {
  /// Value of the parameter moved.
  var value: Double
  /// The measure as it is, from the declared start.
  var plain: OrderParameterSample
  /// Its absolute value; `nil` where its declared range is not symmetric about 0.
  var folded: OrderParameterSample?
  /// Means over the last half of each run, from the two starts; `nil` without `starts`.
  var starts: ScaleStarts?
  /// How the measure ends at 0; `nil` where it is not recorded after every step.
  var absorption: ScaleAbsorption?
}

/// Means of a measure over the last two quarters of each run from both starts.
struct ScaleStarts: Sendable {
  /// Third and last quarter, from the low start.
  var low: [[Double?]]
  /// Third and last quarter, from the high start.
  var high: [[Double?]]
  /// The same of the absolute value, low start.
  var foldedLow: [[Double?]]
  /// The same of the absolute value, high start.
  var foldedHigh: [[Double?]]
}

/// How a measure that is never below 0 ends at exactly 0.
struct ScaleAbsorption: Sendable {
  /// Runs that end at 0.
  var endedCount: Int
  /// Runs that began above 0.
  var begunCount: Int
  /// Runs.
  var runCount: Int
  /// Whether some run left 0 again.
  var isLeft: Bool
  /// By realisation the mean over its runs after each step; empty where some run left 0.
  var densities: [[Double]]
}

extension ScaleDesign {
  /// Reads the results of a plan.
  ///
  /// - Parameters:
  ///   - results: One a request, in the order of the requests.
  ///   - plan: The plan.
  ///   - data: What earlier plans gave; `nil` for the first.
  /// - Returns: The data with those of the plan.
  /// - Throws: `DesignError.runFailed` for the first run that failed, `StatisticsError`.
  public func read(
    _ results: [RunResult], of plan: ScalePlan, into data: ScaleData? = nil
  ) throws -> ScaleData {
    if let failure = results.lazy.compactMap(\.failure).first {
      throw DesignError.runFailed(
        description: failure.description, failedRunCount: results.count { $0.failure != nil })
    }
    var data = data ?? ScaleData(sizeCount: sizes.count, measureCount: measures.count)
    let answers = Dictionary(uniqueKeysWithValues: zip(plan.plan.requests, results))
    for value in plan.values {
      func runs(_ arm: ScaleArm) -> [RunResult] {
        (0..<cell.settings.replicates).map { replicate in
          guard let run = answers[request(plan.sizeIndex, value, arm, replicate: replicate)] else {
            preconditionFailure("every request has a result")
          }
          return run
        }
      }
      let declared = runs(.declared)
      let starts = arms.count == 1 ? nil : (low: runs(.low), high: runs(.high))
      for (place, measure) in measures.enumerated() {
        data.insert(
          try reading(of: measure, at: value, declared, starts), size: plan.sizeIndex,
          measure: place)
      }
    }
    return data
  }

  private func reading(
    of measure: MeasureID, at value: Double, _ declared: [RunResult],
    _ starts: (low: [RunResult], high: [RunResult])?
  ) throws -> ScaleReading {
    let world = cell.world.together
    let reading = MeasureReading(of: measure.index, in: world, warmUpStepCount: 0)
    let warmUp = cell.settings.warmup
    let series = declared.map { reading.values(in: $0) }
    let isSymmetric = world.measures[measure.index].isDeclaredSymmetric
    var result = ScaleReading(
      value: value,
      plain: try OrderParameterSample(of: series, isFolded: false, warmUp: warmUp),
      folded: isSymmetric
        ? try OrderParameterSample(of: series, isFolded: true, warmUp: warmUp) : nil)
    if let starts {
      let low = starts.low.map { reading.values(in: $0) }
      let high = starts.high.map { reading.values(in: $0) }
      func quarters(_ runs: [[Double]], isFolded: Bool) -> [[Double?]] {
        [2, 3].map { OrderParameterSample.means(ofQuarter: $0, of: runs, isFolded: isFolded) }
      }
      result.starts = ScaleStarts(
        low: quarters(low, isFolded: false), high: quarters(high, isFolded: false),
        foldedLow: quarters(low, isFolded: true), foldedHigh: quarters(high, isFolded: true))
    }
    if case .everyStep = world.measures[measure.index].timing {
      result.absorption = ScaleAbsorption(
        of: declared.map { $0.series[measure.index] }, dealtBy: cell)
    }
    return result
  }
}

extension ScaleAbsorption {
  /// Reads series that hold a value after every step; `nil` where one is below 0 or missing.
  init?(of runs: [[Double]], dealtBy cell: Cell) {
    guard runs.allSatisfy({ $0.allSatisfy { $0 >= 0 } }) else { return nil }
    runCount = runs.count
    endedCount = runs.count { $0.last == 0 }
    begunCount = runs.count { ($0.first ?? 0) > 0 }
    isLeft = runs.contains { run in
      guard let zero = run.firstIndex(of: 0) else { return false }
      return run[zero...].contains { $0 != 0 }
    }
    densities = []
    guard !isLeft else { return }
    densities = cell.realisations(runs.map(Optional.some)).map { runs in
      guard runs.count > 1 else { return runs.first ?? [] }
      return runs[0].indices.map { step in
        runs.reduce(0) { $0 + $1[step] } / Double(runs.count)
      }
    }
  }
}

extension Measure {
  /// Whether the declared range says that it is symmetric about 0.
  var isDeclaredSymmetric: Bool {
    guard let range else { return false }
    return range.lowerBound == -range.upperBound && range.upperBound > 0
  }
}
