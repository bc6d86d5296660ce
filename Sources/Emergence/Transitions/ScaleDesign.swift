// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which runs tell whether a curve hides a phase transition? The `scale` clause: one line of cells at several sizes.
//
// Round 1: every size at every value of the parameter moved, all replicates, from the declared start and from both
// `starts` where the world has them. Round 2: values between those about the peak of the susceptibility, at all sizes,
// where the first round shows something that grows. Replicates of all values of a size share networks and draws, so
// that differences along the curve are paired.
//
// Invariant: which requests exist depends on the design and the completed round alone. Runs are asked for in plans of
// one size each, whose results may be forgotten once they are read.

import Engine
import WorldModel

/// The design of a finite-size scaling study.
public struct ScaleDesign: Sendable {
  /// The world, the values of the parameters that stand still, and the settings of every run.
  public let cell: Cell
  /// The parameter that sets the size.
  public let size: ParameterID
  /// Its values, rising: three or more.
  public let sizes: [Double]
  /// The parameter that is moved through the presumed transition.
  public let along: ParameterID
  /// Its values in the first round, rising: five or more.
  public let values: [Double]
  /// The measures asked for, in the order of the report.
  public let measures: [MeasureID]
  /// For each size its cell, at the first value.
  let cells: [Cell]

  /// Creates a design.
  ///
  /// - Parameters:
  ///   - cell: The world, the values of the other parameters, and the settings; the values of `size` and `along` in it
  ///     are not used.
  ///   - size: A parameter declared `count` that sets the number of agents.
  ///   - sizes: Its values, at least three, rising, within its range.
  ///   - along: Another parameter.
  ///   - values: Its values, at least five, rising, within its range.
  ///   - measures: Measures to be examined; every harm when `nil`.
  /// - Throws: `DesignError.tooFew`, `.notRising`, `.outOfRange`, `.notWhole`, `.noSize` when `size` is no `count`,
  ///   `.sizeIsMoved` when it is `along` too, `.noHarm` when no measure is asked for and the world declares no harm; `PlanError.unfit` for sizes
  ///   that cannot be.
  public init(
    cell: Cell, size: ParameterID, sizes: [Double], along: ParameterID, values: [Double],
    measures: [MeasureID]? = nil
  ) throws {
    let world = cell.world.together
    let declared = world.parameters[size.index]
    guard declared.isCount else { throw DesignError.noSize(parameter: declared.name) }
    guard along != size else { throw DesignError.sizeIsMoved(parameter: declared.name) }
    try Self.check(sizes, of: declared, what: "sizes", least: ScaleClause.leastSizes)
    let moved = world.parameters[along.index]
    try Self.check(
      values, of: moved, what: "values of '\(moved.name)'", least: ScaleClause.leastValues)
    let harms = world.measures.indices.filter { world.measures[$0].isHarm }.map(MeasureID.init)
    self.measures = measures ?? harms
    guard !self.measures.isEmpty else { throw DesignError.noHarm }
    self.cell = cell
    self.size = size
    self.sizes = sizes
    self.along = along
    self.values = values
    cells = try sizes.map { count in
      var parameters = cell.parameters
      parameters[size.index] = count
      parameters[along.index] = values[0]
      return try Cell(world: cell.world, parameters: parameters, settings: cell.settings)
    }
  }

  private static func check(
    _ values: [Double], of parameter: Parameter, what: String, least: Int
  ) throws(DesignError) {
    guard values.count >= least else {
      throw .tooFew(what: what, needed: least, found: values.count)
    }
    for value in values {
      guard parameter.allows(value) else {
        throw .outOfRange(
          parameter: parameter.name, value: value, low: parameter.range.lowerBound,
          high: parameter.range.upperBound)
      }
      guard !parameter.isCount || value == value.rounded() else {
        throw .notWhole(parameter: parameter.name, value: value)
      }
    }
    guard zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .notRising(parameter: parameter.name)
    }
  }
}

/// The runs of one size in one round.
public struct ScalePlan: Sendable {
  /// Position of the size in `ScaleDesign.sizes`.
  public let sizeIndex: Int
  /// Values of the parameter moved.
  public let values: [Double]
  /// The runs.
  public let plan: RunPlan
}

/// From where a run of a scaling study starts.
enum ScaleArm: Hashable, Sendable, CaseIterable {
  /// From the declared or set value.
  case declared
  /// From the low end of `starts`.
  case low
  /// From the high end of `starts`.
  case high
}

extension ScaleDesign {
  /// The first round: every size at every value.
  public var firstRound: [ScalePlan] { round(values) }

  /// The runs of a round, one plan a size.
  func round(_ values: [Double]) -> [ScalePlan] {
    sizes.indices.map { index in
      var seen: Set<RunRequest> = []
      let requests = values.flatMap { value in
        arms.flatMap { arm in
          (0..<cell.settings.replicates).map { request(index, value, arm, replicate: $0) }
        }
      }.filter { seen.insert($0).inserted }
      return ScalePlan(
        sizeIndex: index, values: values,
        plan: cells[index].plan(worlds: [cell.world.together], requests))
    }
  }

  /// Where runs start from.
  var arms: [ScaleArm] { cell.settings.starts == nil ? [.declared] : ScaleArm.allCases }

  /// The request of one replicate; the same one where the declared start is an end of `starts`.
  func request(_ sizeIndex: Int, _ value: Double, _ arm: ScaleArm, replicate: Int) -> RunRequest {
    var parameters = cells[sizeIndex].parameters
    parameters[along.index] = value
    if let starts = cell.settings.starts {
      switch arm {
      case .declared: break
      case .low: parameters[starts.parameter.index] = starts.low
      case .high: parameters[starts.parameter.index] = starts.high
      }
    }
    return cells[sizeIndex].request(replicate: replicate, parameters: parameters)
  }
}
