// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which points does a study have? Panels times axes, point by point, and what is asked at each.
//
// Goals, in order: a point is a pure function of the study and its number, so that nothing has to be kept of a sweep of
// millions; the last axis moves fastest; refined points follow those of the grid.

import Digest
import Emergence
import Engine
import Store
import WorldModel

/// One point of a sweep: values of the parameters at which a verdict is asked.
public struct SweepPoint: Hashable, Sendable {
  /// Values of the parameters, by `ParameterID`.
  public var parameters: [Double]
  /// Positions along the panels, then the axes, in the order of the study; values of the parameters.
  public var coordinates: [Double]
  /// Replicates, over the networks of the study; refinement asks for more where a boundary is noisy.
  public var replicates: Int
  /// 0 for the grid, then the round of refinement that asked for it.
  public var round: Int

  /// Creates a value from its parts.
  public init(parameters: [Double], coordinates: [Double], replicates: Int, round: Int) {
    self.parameters = parameters
    self.coordinates = coordinates
    self.replicates = replicates
    self.round = round
  }
}

/// What a study asks for, before any result.
public struct SweepPlan: Sendable {
  /// The study and its world.
  public let checked: CheckedStudy
  /// By which program results are made.
  public let version: ResultVersion
  /// The design at the values of the study itself; those of all points are it at other values.
  public let design: VerdictDesign
  let naming: RunNaming
  /// The text that the digests of points begin with.
  private let pointPrefix: String

  /// The study.
  public var study: Study { checked.study }
  /// The world as written.
  public var world: World { checked.world.together }

  /// Creates a plan.
  ///
  /// - Parameters:
  ///   - checked: The study and its world.
  ///   - version: By which program results are made.
  /// - Throws: `VerdictError` for settings that cannot be, `PlanError.unfit` for sizes that cannot be.
  public init(_ checked: CheckedStudy, version: ResultVersion) throws {
    var checked = checked
    checked.world.together.settings = checked.study.settings
    checked.world.isolation?.alone.settings = checked.study.settings
    checked.world.isolation?.unlinked.settings = checked.study.settings
    self.checked = checked
    self.version = version
    let settings = checked.study.settings
    let design = VerdictDesign(
      try Cell(
        world: checked.world, parameters: checked.study.parameters, settings: settings))
    self.design = design
    naming = RunNaming(
      worlds: design.firstRound.worlds, seed: settings.seed, stepCount: settings.steps,
      version: version)
    let listing = WorldListing.text(of: checked.world.together, .runs)
    let starts = settings.starts.map { "\($0.parameter.index) \($0.low) \($0.high)" } ?? "none"
    pointPrefix = """
      point
      results \(version.results)
      world \(SHA256.hexadecimal(of: listing.utf8))
      seed \(settings.seed)
      steps \(settings.steps)
      warmup \(settings.warmup.map(String.init) ?? "auto")
      starts \(starts)
      networks \(design.cell.networkCount)
      """
  }

  /// The panels and the axes, in the order in which coordinates are told.
  public var coordinateAxes: [ParameterAxis] { study.panels + study.axes }

  /// Number of points of the grid.
  public var gridCount: Int { study.pointCount }

  /// A point of the grid.
  ///
  /// - Parameter index: Its number, in `0..<gridCount`.
  /// - Returns: The point.
  public func gridPoint(_ index: Int) -> SweepPoint {
    var rest = index
    var coordinates: [Double] = []
    for axis in coordinateAxes.reversed() {
      coordinates.append(axis.values[rest % axis.values.count])
      rest /= axis.values.count
    }
    return point(
      at: coordinates.reversed(), replicates: study.settings.replicates, round: 0)
  }

  /// The point at some coordinates.
  func point(at coordinates: [Double], replicates: Int, round: Int) -> SweepPoint {
    var parameters = study.parameters
    for (axis, value) in zip(coordinateAxes, coordinates) {
      parameters[axis.parameter.index] = value
    }
    return SweepPoint(
      parameters: parameters, coordinates: coordinates, replicates: replicates, round: round)
  }

  /// The design of a point.
  func design(of point: SweepPoint) throws -> VerdictDesign {
    try design.at(point.parameters, replicates: point.replicates)
  }

  /// Index of the harm whose boundary is refined and drawn: the first that the study shows; `nil` where it shows none.
  public var refinedHarm: Int? {
    study.measures.first { world.measures[$0].isHarm }
  }

  /// The digest by which the state of a point is kept, the same for any number of replicates.
  func digest(of point: SweepPoint) -> CellDigest {
    CellDigest(naming: "\(pointPrefix)\nparameters \(Self.text(point.parameters))")
  }

  /// By what the points of this study are told from those of another one.
  public var outline: StudyOutline {
    func lines(_ name: String, _ axes: [ParameterAxis]) -> String {
      axes.map { "\(name) \($0.parameter.index) over \(Self.text($0.values))\n" }.joined()
    }
    let refinement = study.refinement.map { width in
      "refine \(width) \(refinedHarm.map { world.measures[$0].name } ?? "nothing")\n"
    }
    return StudyOutline(
      signature: CellDigest(
        naming: "study of \(pointPrefix)\n"
          + "results \(SHA256.hexadecimal(of: WorldListing.text(of: world, .results).utf8))\n"
          + "replicates \(study.settings.replicates)\n"
          + "parameters \(Self.text(study.parameters))\n" + lines("panel", study.panels)
          + lines("vary", study.axes) + (refinement ?? "")),
      gridCount: gridCount)
  }

  private static func text(_ values: [Double]) -> String {
    values.map(\.description).joined(separator: " ")
  }

  /// What the store has to be of.
  ///
  /// - Parameter worldText: The text of the world file.
  /// - Returns: The identity.
  public func identity(worldText: String) -> StoreIdentity {
    StoreIdentity(
      resultVersion: version.results, programVersion: version.program, worldTitle: world.title,
      worldListing: WorldListing.text(of: world, .runs), worldText: worldText,
      settings: [
        StoredSetting(name: "seed", value: String(study.settings.seed)),
        StoredSetting(name: "steps", value: String(study.settings.steps)),
      ], parameterNames: world.parameters.map(\.name))
  }
}

/// The part of a sweep that one of several machines does.
public struct Shard: Hashable, Sendable {
  /// Its number, in `0..<count`.
  public var index: Int
  /// Number of shards.
  public var count: Int

  /// Creates a shard.
  public init(index: Int, count: Int) {
    precondition(count >= 1 && (0..<count).contains(index), "a shard is one of several")
    self.index = index
    self.count = count
  }

  /// Whether a point belongs to it, by the place of the point in its round.
  func holds(_ place: Int) -> Bool { place % count == index }
}
