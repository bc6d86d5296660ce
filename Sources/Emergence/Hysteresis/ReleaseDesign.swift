// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which runs tell whether a harm outlasts its cause? Three arms on the same networks and draws: the cause stays, the
// cause is removed at a step, the cause never was.
//
// Both first arms are the same run up to the release. The third has the value of the release from the start, so that
// initial values and traits which read the parameter are made with it. Nothing stops a run early: a frozen run would
// keep its harm for ever.

import Engine
import WorldModel

/// The design of a release: a parameter is set to another value in mid-run.
public struct ReleaseDesign: Sendable {
  /// The world with its cause, and the settings of every run.
  public let cell: Cell
  /// The parameter that is the cause.
  public let parameter: ParameterID
  /// Its value from the release on.
  public let value: Double
  /// The first step with that value, in `1..<settings.steps`.
  public let step: Int
  /// The harms, in the order of the report.
  public let harms: [MeasureID]
  /// The program of all runs.
  let program: World

  /// Creates a design.
  ///
  /// - Parameters:
  ///   - cell: The world at the values with the cause, and the settings; the steps of a run are those of all arms.
  ///   - parameter: The parameter that is the cause; none of `World.fixedParameters`, and read by a step or a measure.
  ///   - value: Its value without the cause, within its range.
  ///   - step: The step whose blocks are the first to read it, in `1..<cell.settings.steps`.
  /// - Throws: `DesignError.structural`, `.readAtStartOnly`, `.outOfRange` (for a step too), `.notWhole`, and `.noHarm`
  ///   where the world declares no harm but times of `first`.
  public init(
    _ cell: Cell, parameter: ParameterID, value: Double, step: Int
  ) throws(DesignError) {
    let world = cell.world.together
    try world.checkMovable(parameter, to: [value])
    guard (1..<max(cell.settings.steps, 1)).contains(step) else {
      throw .outOfRange(
        parameter: "step of the release", value: Double(step), low: 1,
        high: Double(cell.settings.steps - 1))
    }
    harms = try world.recordable(nil)
    self.cell = cell
    self.parameter = parameter
    self.value = value
    self.step = step
    program = world.recordingThroughout(harms)
  }

  /// The runs: all replicates of the arm that keeps the cause, then those of its removal, then those that never had it.
  public var plan: RunPlan {
    let replicates = 0..<cell.settings.replicates
    let kept = replicates.map { cell.request(replicate: $0) }
    let released = kept.map { request in
      var request = request
      request.changes = [ParameterChange(step: step, parameters: releasedParameters)]
      return request
    }
    let never = replicates.map { cell.request(replicate: $0, parameters: releasedParameters) }
    return cell.plan(worlds: [program], kept + released + never)
  }

  /// Values of the parameters from the release on.
  var releasedParameters: [Double] {
    var parameters = cell.parameters
    parameters[parameter.index] = value
    return parameters
  }

  /// The steps over which harms are judged.
  var judgedSteps: Range<Int> {
    let steps = cell.settings.steps
    return step + (steps - step) / 2..<steps
  }

  /// Runs all arms and analyses them.
  ///
  /// - Parameter executing: Executes a plan and returns one result a request, in the order of the requests.
  /// - Returns: The report.
  /// - Throws: What `executing` throws, and what `report(from:)` does.
  public func run(executing: (RunPlan) throws -> [RunResult]) throws -> ReleaseReport {
    try report(from: executing(plan))
  }

  /// Returns what all arms need, without running anything.
  ///
  /// - Parameter options: Threads and lanes, on which memory depends; the rest does not.
  /// - Returns: The peak memory, and the work.
  /// - Throws: `PlanError.unfit` when sizes, generator arguments or files do not fit.
  public func estimate(
    _ options: ExecutionOptions = ExecutionOptions(threadCount: 1)
  ) throws(PlanError) -> VerdictEstimate {
    let plan = plan
    let needed = try plan.estimate(options)
    return VerdictEstimate(
      runCount: plan.requests.count, bytes: needed.bytes, agentUpdates: needed.agentUpdates)
  }
}
