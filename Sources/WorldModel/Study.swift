// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is a checked study? Which parameters of one world to sweep, and what to make of it: plain values.
//
// Invariant: every identifier inside a `Study` is an index into the arrays of its world; a parameter that an axis moves
// is moved by no other axis and was not set; values are rising, within their ranges, and whole where they count.

/// A checked study of one world.
public struct Study: Hashable, Sendable {
  /// Title given in the `study` declaration.
  public var title: String
  /// Text of the `///` comment before the `study` declaration; empty when there is none.
  public var documentation: String
  /// Values by `ParameterID`: the defaults with `set` applied.
  public var parameters: [Double]
  /// Settings of every run: the world's, with those of the study.
  public var settings: RunSettings
  /// Axes of the diagram: none, one for a curve or two for a map.
  public var axes: [ParameterAxis]
  /// Parameters for each combination of whose values the diagram is repeated.
  public var panels: [ParameterAxis]
  /// Indices into `World.measures` of what is shown; every harm where the study names none.
  public var measures: [Int]
  /// How near the boundary is followed, as a fraction of each axis in 0.0001...0.5; `nil` where it is not refined.
  public var refinement: Double?
  /// One line of the diagram at several sizes.
  public var scale: ScaleClause?
  /// A parameter that is dragged there and back.
  public var ramp: RampClause?
  /// A parameter that is set in mid-run.
  public var release: ReleaseClause?
  /// Indices into `World.measures` of the harms to be attributed to the couplings.
  public var attributed: [Int]
  /// Path that exported files begin with, relative to the study; `nil` where nothing is exported.
  public var exportName: String?

  /// Most points of one study.
  public static let mostPoints = 100_000_000

  /// Creates a study.
  public init(
    title: String, documentation: String = "", parameters: [Double], settings: RunSettings,
    axes: [ParameterAxis] = [], panels: [ParameterAxis] = [], measures: [Int] = [],
    refinement: Double? = nil, scale: ScaleClause? = nil, ramp: RampClause? = nil,
    release: ReleaseClause? = nil, attributed: [Int] = [], exportName: String? = nil
  ) {
    self.title = title
    self.documentation = documentation
    self.parameters = parameters
    self.settings = settings
    self.axes = axes
    self.panels = panels
    self.measures = measures
    self.refinement = refinement
    self.scale = scale
    self.ramp = ramp
    self.release = release
    self.attributed = attributed
    self.exportName = exportName
  }

  /// Number of points that the axes and panels span, before any refinement; in 1...`mostPoints`.
  public var pointCount: Int { (panels + axes).reduce(1) { $0 * $1.values.count } }
}

extension World {
  /// The couplings that are not at their off values, ascending: those to which a harm can be attributed.
  ///
  /// - Parameter parameters: Values by `ParameterID`.
  /// - Returns: Their identifiers.
  public func activeCouplings(at parameters: [Double]) -> [ParameterID] {
    self.parameters.indices.filter { index in
      self.parameters[index].offValue.map { $0 != parameters[index] } ?? false
    }.map { ParameterID($0) }
  }

  /// Most couplings that can be on where a harm is attributed to them: 1,024 combinations.
  public static let mostAttributedCouplings = 10
}

/// One line of the diagram at several sizes: finite-size scaling.
public struct ScaleClause: Hashable, Sendable {
  /// The parameter that sets the size, declared `count`.
  public var size: ParameterID
  /// Its values, rising: three or more.
  public var sizes: [Double]
  /// The values along which sizes are compared: five or more.
  public var along: ParameterAxis

  /// Fewest sizes that tell how something grows.
  public static let leastSizes = 3
  /// Fewest values along which a transition can be seen.
  public static let leastValues = 5

  /// Creates a clause.
  public init(size: ParameterID, sizes: [Double], along: ParameterAxis) {
    self.size = size
    self.sizes = sizes
    self.along = along
  }
}

/// A parameter that is dragged up and down without restarting.
public struct RampClause: Hashable, Sendable {
  /// The parameter and its values: three or more.
  public var axis: ParameterAxis
  /// Steps for which each value is held, one ramp each, rising.
  public var holdings: [Int]

  /// Fewest values that make a way there and back.
  public static let leastValues = 3
  /// Steps for which each value is held where none are given.
  public static let defaultHoldings = [50, 200, 800]

  /// Creates a clause.
  public init(axis: ParameterAxis, holdings: [Int] = RampClause.defaultHoldings) {
    self.axis = axis
    self.holdings = holdings
  }
}

/// A parameter that is set to a value in mid-run.
public struct ReleaseClause: Hashable, Sendable {
  /// The parameter.
  public var parameter: ParameterID
  /// Its value from then on.
  public var value: Double
  /// The first step with it, >= 1.
  public var step: Int

  /// Creates a clause.
  public init(parameter: ParameterID, value: Double, step: Int) {
    self.parameter = parameter
    self.value = value
    self.step = step
  }
}

/// A checked study together with its world.
public struct CheckedStudy: Sendable {
  /// The study.
  public var study: Study
  /// The world that it is of; `stop when` and `draws packed` of the study are in it.
  public var world: CheckedWorld
  /// Path of the world file as written in the study, relative to the study file.
  public var worldPath: String

  /// Creates a checked study.
  public init(study: Study, world: CheckedWorld, worldPath: String) {
    self.study = study
    self.world = world
    self.worldPath = worldPath
  }
}
