// SPDX-License-Identifier: GPL-3.0-or-later
//
// When has a run seen enough? Looks at fixed numbers of replicates, and what each asks of the engine.
//
// Goals, in order: intervals that hold however often one looks (Ville's inequality, see `ConfidenceSequence`); runs of
// earlier looks are never repeated; the end is what a plain run with the last numbers and the warm-up found would give.
//
// Realisations come in the order of their number and earlier ones keep their place: where networks or orders are random
// each look doubles the networks, at the declared number of replicates in each; elsewhere it doubles the replicates at one
// number of networks. The warm-up is found at the first look and stands from there on: values that later looks changed
// would be no sequence. Only harm (or the measures of a world without) decides when to stop; alignments are tallied once,
// at the end.

import Engine
import WorldModel

/// The design of a verdict that runs until its intervals are narrow.
public struct SequentialDesign: Sendable {
  /// The world at its parameter values; its replicates over its networks are those of each network.
  public let cell: Cell
  /// Width that intervals are to fall below, in units of each harm or measure.
  public let width: Double
  /// Whether unlinked and alone are left out.
  public let togetherOnly: Bool
  /// The looks in order; the last one ends the run in any case.
  public let looks: [SequentialReport.Look]

  /// Replicates at which a run ends where nothing else is said.
  public static let mostReplicatesByDefault = 4_096
  /// Realisations of the first look: fewer never make a narrow interval.
  static let firstRealisations = 16

  /// Creates a design.
  ///
  /// - Parameters:
  ///   - cell: The world at its parameter values.
  ///   - width: Width that intervals are to fall below, above 0.
  ///   - mostReplicates: Replicates at which the run ends, >= 1.
  ///   - togetherOnly: Whether unlinked and alone are left out.
  /// - Throws: `VerdictError.widthNotPositive`, `.notPositive`, `.unbounded` for a harm (or, in a world without, a
  ///   measure) that lies in no known range.
  public init(
    _ cell: Cell, width: Double, mostReplicates: Int = mostReplicatesByDefault,
    togetherOnly: Bool = false
  ) throws {
    guard width > 0, width.isFinite else { throw VerdictError.widthNotPositive(width) }
    guard mostReplicates >= 1 else {
      throw VerdictError.notPositive(setting: "replicates", value: mostReplicates)
    }
    self.cell = cell
    self.width = width
    self.togetherOnly = togetherOnly
    looks = Self.looks(of: cell, mostReplicates: mostReplicates)
    for index in deciding {
      let measure = cell.world.together.measures[index]
      guard cell.range(of: measure) != nil || cell.realisationUnit == .deterministic else {
        throw VerdictError.unbounded(measure: measure.name, origin: measure.origin)
      }
    }
  }

  private static func looks(of cell: Cell, mostReplicates: Int) -> [SequentialReport.Look] {
    switch cell.realisationUnit {
    case .deterministic: return [.init(replicateCount: 1, networkCount: 1)]
    case .network:
      let each = min(mostReplicates, max(1, cell.settings.replicates / cell.networkCount))
      let most = min(Cell.mostNetworks, mostReplicates / each)
      return doubling(to: most).map { .init(replicateCount: $0 * each, networkCount: $0) }
    case .replicate:
      let networks = min(cell.networkCount, firstRealisations, mostReplicates)
      let most = min(mostReplicates, networks * Cell.mostReplicatesOfNetwork)
      return doubling(to: most).map { .init(replicateCount: $0, networkCount: networks) }
    }
  }

  private static func doubling(to most: Int) -> [Int] {
    var counts: [Int] = []
    var count = firstRealisations
    while count < most {
      counts.append(count)
      count *= 2
    }
    return counts + [most]
  }

  /// Indices of the measures whose intervals decide: the harms, or all measures of a world without.
  var deciding: [Int] {
    let measures = cell.world.together.measures
    let harms = measures.indices.filter { measures[$0].isHarm }
    return harms.isEmpty ? Array(measures.indices) : harms
  }

  /// The verdict on all runs of a look.
  ///
  /// - Parameter look: Index in `looks`.
  /// - Returns: The design of a plain run with the numbers of that look.
  /// - Throws: `VerdictError` for more networks or replicates than draws can be named for.
  public func design(atLook look: Int) throws -> VerdictDesign {
    var settings = cell.settings
    settings.replicates = looks[look].replicateCount
    settings.networks = looks[look].networkCount
    return VerdictDesign(
      try Cell(world: cell.world, parameters: cell.parameters, settings: settings),
      togetherOnly: togetherOnly)
  }

  /// The runs that a look adds to those of the looks before it.
  ///
  /// - Parameter look: Index in `looks`.
  /// - Returns: A plan that depends on the design and the look alone.
  /// - Throws: As `design(atLook:)`.
  public func round(_ look: Int) throws -> RunPlan {
    var plan = try design(atLook: look).firstRound
    if look > 0 {
      let done = Set(try design(atLook: look - 1).firstRound.requests)
      plan.requests.removeAll(where: done.contains)
    }
    return plan
  }

  /// Returns what the run needs if it ends at the first look, and if it goes to the last.
  ///
  /// - Parameter options: Threads and lanes, on which memory depends; the rest does not.
  /// - Returns: Both, each with its round of alignments.
  /// - Throws: `PlanError.unfit` when sizes, generator arguments or files do not fit, and as `design(atLook:)`.
  public func estimate(
    _ options: ExecutionOptions = ExecutionOptions(threadCount: 1)
  ) throws -> (first: VerdictEstimate, most: VerdictEstimate) {
    let first = try design(atLook: 0).estimate(options)
    return (first, looks.count == 1 ? first : try design(atLook: looks.count - 1).estimate(options))
  }
}

extension Cell {
  /// The range of the values of a measure that count; `nil` where it is not known.
  func range(of measure: Measure) -> ClosedRange<Double>? {
    if case .first = measure.timing { return 0...Double(settings.steps) }
    guard let range = measure.meanRange, range.lowerBound.isFinite, range.upperBound.isFinite,
      range.lowerBound < range.upperBound
    else { return nil }
    return range
  }
}
