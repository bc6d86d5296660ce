// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which runs tell whether a world remembers where a parameter came from? Runs in which it goes up and comes back.
//
// With n values a run has 2 n - 1 holds: up to the last value, which is the turning point of both ways and held once,
// and back to the first. Before them the first value is held for the longest hold (or the warm-up that the settings
// give, if that is longer), so that ramps of every rate begin in the same state; that lead is discarded. One plan a hold,
// on the same networks and draws. A response is the mean over the last half of a hold. Nothing stops a run early: a
// frozen run would look like one that remembers. Initial values and traits are made with the first value.
//
// A ramp in one cycle, and not the second of two: a state that is never left again is hysteresis too, and only the
// first cycle shows it.

import Engine
import WorldModel

/// The design of a ramp: a parameter is dragged up and down without restarting.
public struct RampDesign: Sendable {
  /// The world, the values of the other parameters, and the settings of every run; its number of steps is not used.
  public let cell: Cell
  /// The parameter that is dragged.
  public let parameter: ParameterID
  /// Its values, rising: three or more.
  public let values: [Double]
  /// Steps for which each value is held, one ramp each, rising: two or more, the longest at least twice the shortest,
  /// tell how the loop depends on the rate.
  public let holds: [Int]
  /// The measures asked for, in the order of the report.
  public let measures: [MeasureID]
  /// Steps for which the first value is held before the ramp.
  public let leadStepCount: Int
  /// The program of all runs.
  let program: World

  /// Creates a design.
  ///
  /// - Parameters:
  ///   - cell: The world, the values of the other parameters, and the settings.
  ///   - parameter: The parameter to drag; none of `World.fixedParameters`, and read by a step or a measure.
  ///   - values: Its values, at least three, rising, within its range.
  ///   - holds: Steps for which each value is held, each >= 1; several make ramps of several rates.
  ///   - measures: Measures to be examined; every harm when `nil`. Times of `first` are left out.
  /// - Throws: `DesignError.structural`, `.readAtStartOnly`, `.outOfRange`, `.notWhole`, `.notRising`, `.tooFew`, and
  ///   `.noHarm` where no measure is left.
  public init(
    _ cell: Cell, parameter: ParameterID, values: [Double], holds: [Int],
    measures: [MeasureID]? = nil
  ) throws(DesignError) {
    let world = cell.world.together
    let name = world.parameters[parameter.index].name
    try world.checkMovable(parameter, to: values)
    guard values.count >= RampClause.leastValues else {
      throw .tooFew(
        what: "values of '\(name)'", needed: RampClause.leastValues, found: values.count)
    }
    guard zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .notRising(parameter: name)
    }
    guard !holds.isEmpty else { throw .tooFew(what: "holds", needed: 1, found: 0) }
    for hold in holds where hold < 1 {
      throw .tooFew(what: "steps of a hold", needed: 1, found: hold)
    }
    self.measures = try world.recordable(measures)
    self.cell = cell
    self.parameter = parameter
    self.values = values
    self.holds = Set(holds).sorted()
    leadStepCount = max(self.holds.last ?? 1, cell.settings.warmup ?? 0)
    program = world.recordingThroughout(self.measures)
  }

  /// The runs, one plan a hold, in the order of `holds`.
  public var plans: [RunPlan] { holds.map(plan) }

  private func plan(hold: Int) -> RunPlan {
    let start = at(values[0])
    var changes: [ParameterChange] = []
    for index in 1..<pointCount {
      changes.append(
        ParameterChange(
          step: leadStepCount + index * hold, parameters: at(values[valueIndex(index)])))
    }
    let requests = (0..<cell.settings.replicates).map { replicate in
      var request = cell.request(replicate: replicate, parameters: start)
      request.changes = changes
      return request
    }
    return RunPlan(
      worlds: [program], requests: requests, seed: cell.settings.seed,
      stepCount: leadStepCount + pointCount * hold)
  }

  private func at(_ value: Double) -> [Double] {
    var parameters = cell.parameters
    parameters[parameter.index] = value
    return parameters
  }

  /// How much slower than the fastest the slowest ramp must be, or all count as one rate: what changes little over a
  /// narrow range of rates would be drawn out to the ramp at rest.
  static let leastRateRatio = 2

  /// Whether rates are so far apart that they tell a lag from what is left at rest.
  var tellsRates: Bool {
    guard let fastest = holds.first, let slowest = holds.last else { return false }
    return slowest >= Self.leastRateRatio * fastest
  }

  /// Number of holds of a ramp.
  var pointCount: Int { 2 * values.count - 1 }

  /// The position among the values of the one that is held at a point of the ramp.
  func valueIndex(_ point: Int) -> Int {
    point < values.count ? point : 2 * (values.count - 1) - point
  }

  /// The steps of a point of the ramp over which the response is averaged.
  func readSteps(_ point: Int, hold: Int) -> Range<Int> {
    let first = leadStepCount + point * hold
    return first + hold / 2..<first + hold
  }
}
