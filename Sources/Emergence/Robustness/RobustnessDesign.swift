// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which cells does the robustness of a verdict rest on? The cell itself, and cells that differ in what should not matter.
//
// Each variation changes one thing: the order of updates, the size, the seed. Everything else stands, so that a flip is
// an artefact of that one thing. Each variation is a verdict of its own, warm-up included, by the same design as the
// cell's; its runs are those that `arendt run` would make of it. `starts` are left out: no verdict rests on them.
// Under another order of updates the certificates are those of the cell: they are about what one agent does by itself,
// whom no order among agents concerns. (Counted anew they would say less: where agents act one after the other chances
// are not integrated out, and shares of steps leave many agents open.) Harm alone is measured anew.

import Engine
import WorldModel

/// The design of a test of robustness: verdicts of one cell and of its variations.
public struct RobustnessDesign: Sendable {
  /// The cell.
  public let cell: Cell
  /// How the blocks in which agents read others are updated in the world as written; `nil` where there is none.
  public let scheme: UpdateScheme?
  /// All variations in the order of the report: updates, sizes, seeds.
  public let variations: [RobustnessVariation]

  /// For each variation its design, or why there is none.
  let designs: [Result<VerdictDesign, RobustnessObstacle>]
  /// The design of the cell itself.
  let base: VerdictDesign

  /// Creates a design.
  ///
  /// - Parameter cell: The cell whose verdict is tested.
  /// - Throws: `DesignError.noHarm` for a world without harm, `PlanError.unfit` for sizes that cannot be.
  public init(_ cell: Cell) throws {
    guard cell.world.isolation != nil else { throw DesignError.noHarm }
    self.cell = cell
    let world = cell.world.together
    let reading = world.readingBlocks
    scheme = reading.isEmpty ? nil : world.updateScheme(of: reading)
    var variations: [RobustnessVariation] = []
    var designs: [Result<VerdictDesign, RobustnessObstacle>] = []
    func add(
      _ variation: RobustnessVariation, _ design: Result<VerdictDesign, RobustnessObstacle>
    ) {
      variations.append(variation)
      designs.append(design)
    }
    for scheme in [UpdateScheme.synchronous, .shuffled, .sequential] {
      let design = try Self.design(cell, reading: reading, scheme)
      add(.updates(scheme), design)
    }
    for factor in [0.5, 2] {
      do {
        let size = try SizeVariation(of: cell, by: factor)
        let design = try Self.design(cell, parameters: size.parameters)
        add(.size(factor: factor, size.scaled), .success(design))
      } catch let obstacle as RobustnessObstacle {
        add(.size(factor: factor, []), .failure(obstacle))
      }
    }
    for step in UInt32(1)...2 {
      var settings = cell.settings
      settings.seed &+= step
      let design = try Self.design(cell, settings: settings)
      add(
        .seed(settings.seed),
        cell.realisationUnit == .deterministic ? .failure(.nothingRandom) : .success(design))
    }
    self.variations = variations
    self.designs = designs
    base = try Self.design(cell)
  }

  /// The design of a cell that differs from another, without starts.
  private static func design(
    _ cell: Cell, world: CheckedWorld? = nil, parameters: [Double]? = nil,
    settings: RunSettings? = nil, examinesAlignments: Bool = true
  ) throws -> VerdictDesign {
    var settings = settings ?? cell.settings
    settings.starts = nil
    return VerdictDesign(
      try Cell(
        world: world ?? cell.world, parameters: parameters ?? cell.parameters, settings: settings),
      examinesAlignments: examinesAlignments)
  }

  private static func design(
    _ cell: Cell, reading: [Int], _ scheme: UpdateScheme
  ) throws -> Result<VerdictDesign, RobustnessObstacle> {
    guard !reading.isEmpty else { return .failure(.nobodyReads) }
    guard cell.world.together.updateScheme(of: reading) != scheme else {
      return .failure(.asWritten)
    }
    var world = cell.world
    world.together = world.together.updating(reading, scheme)
    if let isolation = world.isolation {
      world.isolation?.alone = isolation.alone.updating(reading, scheme)
      world.isolation?.unlinked = isolation.unlinked.updating(reading, scheme)
    }
    var settings = cell.settings
    settings.drawsPacked = world.together.settings.drawsPacked
    return .success(
      try design(cell, world: world, settings: settings, examinesAlignments: false))
  }
}

extension RobustnessDesign {
  /// Returns what all verdicts together need, without running anything.
  ///
  /// - Parameters:
  ///   - options: Threads and lanes, on which memory depends; the rest does not.
  ///   - hasBase: Whether the verdict of the cell itself is known already.
  /// - Returns: The peak of the variations, and the sum of their work.
  /// - Throws: `PlanError.unfit` when sizes, generator arguments or files do not fit.
  public func estimate(
    _ options: ExecutionOptions = ExecutionOptions(threadCount: 1), hasBase: Bool = false
  ) throws(PlanError) -> VerdictEstimate {
    var total = VerdictEstimate(runCount: 0, bytes: 0, agentUpdates: 0)
    var all: [VerdictDesign] = hasBase ? [] : [base]
    for case .success(let design) in designs { all.append(design) }
    for design in all {
      let one = try design.estimate(options)
      total.runCount += one.runCount
      total.bytes = max(total.bytes, one.bytes)
      total.agentUpdates += one.agentUpdates
    }
    return total
  }
}
