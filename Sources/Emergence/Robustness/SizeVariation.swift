// SPDX-License-Identifier: GPL-3.0-or-later
//
// How would the same agents act in a group of another size? Parameter values with all sizes scaled together.
//
// A size parameter is a `count` that alone among the counts decides how many agents a group has, environments aside.
// What networks allow is asked of the engine: sizes near the wanted one are tried, nearest first, up to a factor of the
// square root of two away; lattices ask for powers, teams and chains for multiples.

import Engine
import WorldModel

/// A parameter that a variation of the size moves.
public struct ScaledParameter: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// Value in the cell.
  public var original: Double
  /// Value in the variation.
  public var value: Double
  /// Value that the factor alone would give; `value` differs where its range or a network stands in the way.
  public var wanted: Double

  /// Creates a value from its parts.
  public init(name: String, original: Double, value: Double, wanted: Double) {
    self.name = name
    self.original = original
    self.value = value
    self.wanted = wanted
  }
}

extension World {
  /// Parameters that are the sizes of groups.
  var sizeParameters: [ParameterID] {
    var found: Set<ParameterID> = []
    for group in groups where !group.isEnvironment {
      var counts: Set<ParameterID> = []
      group.size?.visit {
        if case .parameter(let id) = $0.kind, parameters[id.index].isCount { counts.insert(id) }
      }
      if let only = counts.first, counts.count == 1 { found.insert(only) }
    }
    return found.sorted()
  }
}

/// Finds parameter values of a cell with its sizes scaled.
struct SizeVariation {
  /// Values of the parameters, by `ParameterID`.
  var parameters: [Double]
  /// The parameters that were moved.
  var scaled: [ScaledParameter]

  /// Scales all size parameters together.
  ///
  /// - Parameters:
  ///   - cell: The cell.
  ///   - factor: What sizes are multiplied with.
  /// - Throws: `RobustnessObstacle` where there is no such cell.
  init(of cell: Cell, by factor: Double) throws(RobustnessObstacle) {
    let world = cell.world.together
    let ids = world.sizeParameters
    guard !ids.isEmpty else { throw .noSizeParameter }
    let bare = world.withoutStatements
    var message = ""
    for attempt in Self.factors(about: factor, of: cell.parameters[ids[0].index]) {
      var values = cell.parameters
      for id in ids {
        let range = world.parameters[id.index].range
        let size = (values[id.index] * attempt).rounded()
        values[id.index] = min(max(size, range.lowerBound.rounded(.up)), range.upperBound)
      }
      guard ids.contains(where: { Self.isScaled(values, cell.parameters, $0, factor) }) else {
        continue
      }
      do throws(PlanError) {
        let request = RunRequest(
          worldIndex: 0, parameters: values, networkIndex: 0, replicateIndex: 0)
        _ = try RunPlan(worlds: [bare], requests: [request], seed: 0, stepCount: 1).estimate()
      } catch {
        if case .unfit(let reason, _) = error, message.isEmpty { message = reason }
        continue
      }
      parameters = values
      scaled = ids.map { id in
        let original = cell.parameters[id.index]
        return ScaledParameter(
          name: world.parameters[id.index].name, original: original, value: values[id.index],
          wanted: (original * factor).rounded())
      }
      return
    }
    if message.isEmpty {
      throw .outsideRange(parameters: ids.map { world.parameters[$0.index].name })
    }
    throw .noSizeFits(message: message)
  }

  /// Whether a value is nearer the wanted size than the size that the cell has, on a logarithmic scale.
  private static func isScaled(
    _ values: [Double], _ originals: [Double], _ id: ParameterID, _ factor: Double
  ) -> Bool {
    let (value, original) = (values[id.index], originals[id.index])
    let border = original * factor.squareRoot()
    return factor < 1 ? value <= border : value >= border
  }

  /// Factors that bring a size to whole numbers about the wanted one, nearest first.
  private static func factors(about factor: Double, of size: Double) -> [Double] {
    guard size > 0 else { return [] }
    let wanted = (size * factor).rounded()
    var sizes: Set<Double> = [wanted]
    for step in 1...256 {
      sizes.insert(wanted - Double(step))
      sizes.insert(wanted + Double(step))
    }
    for side in 2...Self.mostDimensions {
      let root = Self.root(of: wanted, side)
      for base in [root - 1, root, root + 1] { sizes.insert(Self.power(base, side)) }
    }
    let farthest = 2.0.squareRoot() * 1.000_001
    return sizes.filter { $0 >= 1 && $0 <= wanted * farthest && $0 * farthest >= wanted }
      .sorted { (abs($0 - wanted), $0) < (abs($1 - wanted), $1) }
      .map { $0 / size }
  }

  /// Dimensions of the lattices that are thought of.
  private static let mostDimensions = 8

  /// The largest whole number whose power is at most `value`.
  private static func root(of value: Double, _ power: Int) -> Double {
    var (low, high) = (1.0, max(2, value + 1))
    while high - low > 1 {
      let middle = ((low + high) / 2).rounded(.down)
      if Self.power(middle, power) <= value { low = middle } else { high = middle }
    }
    return low
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}

extension World {
  /// This world without what its agents do: its sizes and networks, quick to ask.
  fileprivate var withoutStatements: World {
    var world = self
    for index in blocks.indices {
      world.blocks[index].statements = []
      world.blocks[index].schedule = .synchronous
    }
    (world.measures, world.estimates, world.alignments) = ([], [], [])
    world.settings.stopWhen = nil
    world.settings.drawsPacked = false
    return world
  }
}
