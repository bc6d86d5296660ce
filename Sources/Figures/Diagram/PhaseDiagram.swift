// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is a phase diagram before anything is drawn? Plain values, complete: every file that is exported is made from them
// alone.

import Emergence

/// What a sweep says of one measure over one or two axes, for each combination of panel values.
public struct PhaseDiagram: Sendable {
  /// Title of the study.
  public var title: String
  /// The axes of every panel: across, then up; none where nothing was moved.
  public var axes: [DiagramAxis]
  /// Parameters for each combination of whose values the diagram is repeated: columns of panels, then rows.
  public var panelAxes: [DiagramAxis]
  /// Measures and harms of the world, in its order.
  public var measures: [DiagramMeasure]
  /// Index in `measures` of what is drawn.
  public var shown: Int
  /// The points that were evaluated; on the axes' values or, where the boundary was refined, between them.
  public var cells: [DiagramCell]
  /// Where the harm that is drawn turns, one a panel at most; empty where it was not sought.
  public var boundaries: [DiagramBoundary]
  /// Curves to compare with, such as an exact solution.
  public var overlays: [DiagramOverlay]
  /// Sentences below the picture: how false discoveries were controlled, what intervals and bands are, over how many cells.
  public var notes: [String]
  /// Where the numbers come from.
  public var provenance: DiagramProvenance

  /// Creates a diagram.
  ///
  /// - Parameters:
  ///   - title: Title of the study.
  ///   - axes: None, one or two axes.
  ///   - panelAxes: None, one or two; more are drawn as rows too.
  ///   - measures: Measures and harms of the world, in its order.
  ///   - shown: Index in `measures` of what is drawn.
  ///   - cells: The points that were evaluated, each with one coordinate an axis.
  ///   - boundaries: Where the harm turns, one a panel at most.
  ///   - overlays: Curves to compare with.
  ///   - notes: Sentences below the picture.
  ///   - provenance: Where the numbers come from.
  public init(
    title: String, axes: [DiagramAxis], panelAxes: [DiagramAxis] = [], measures: [DiagramMeasure],
    shown: Int, cells: [DiagramCell], boundaries: [DiagramBoundary] = [],
    overlays: [DiagramOverlay] = [], notes: [String] = [], provenance: DiagramProvenance
  ) {
    precondition(axes.count <= 2, "a page has two sides")
    precondition(measures.indices.contains(shown), "what is drawn is a measure")
    let count = axes.count + panelAxes.count
    precondition(cells.allSatisfy { $0.coordinates.count == count }, "one coordinate an axis")
    self.title = title
    self.axes = axes
    self.panelAxes = panelAxes
    self.measures = measures
    self.shown = shown
    self.cells = cells
    self.boundaries = boundaries
    self.overlays = overlays
    self.notes = notes
    self.provenance = provenance
  }

  /// What is drawn.
  public var measure: DiagramMeasure { measures[shown] }

  /// Values of the panel axes of every panel, the first axis fastest; one empty list where there are none.
  var panels: [[Double]] {
    panelAxes.reversed().reduce([[]]) { tails, axis in
      tails.flatMap { tail in axis.values.map { (tail, $0) } }
        .map { [$0.1] + $0.0 }
    }
  }

  /// Indices of the cells of a panel.
  func cells(of panel: [Double]) -> [Int] {
    cells.indices.filter { Array(cells[$0].coordinates[axes.count...]) == panel }
  }

  /// The limit of the harm that is drawn, where it is the same in all cells.
  var limit: Double? {
    let limits = Set(cells.compactMap { harm(of: $0)?.limit })
    return limits.count == 1 ? limits.first : nil
  }

  /// What a cell says of the harm that is drawn; `nil` for a plain measure or a failed cell.
  func harm(of cell: DiagramCell) -> HarmReport? {
    cell.report?.harms.first { $0.name == measure.name }
  }

  /// The value that is drawn, with its interval.
  func value(of cell: DiagramCell) -> IntervalReport? {
    harm(of: cell)?.together
      ?? cell.report?.measures.first { $0.name == measure.name }?.mean
  }

  /// The verdict that is drawn: `undecided` where it does not stand once false discoveries are controlled.
  func verdict(of cell: DiagramCell) -> Verdict? {
    guard let harm = harm(of: cell), let verdict = harm.verdict else { return nil }
    return cell.standing[harm.name] == false ? .undecided : verdict
  }
}

/// A measure or a harm as a diagram names it.
public struct DiagramMeasure: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// Text of the `///` comment; empty when there is none.
  public var documentation: String
  /// Whether it is a harm.
  public var isHarm: Bool
  /// Between which values it must lie, proven or declared; `nil` where that is not known.
  public var range: ClosedRange<Double>?

  /// Creates a measure.
  public init(
    name: String, documentation: String = "", isHarm: Bool, range: ClosedRange<Double>? = nil
  ) {
    self.name = name
    self.documentation = documentation
    self.isHarm = isHarm
    self.range = range
  }

  /// What stands beside the colour bar: the first sentence of its documentation, or its name.
  public var title: String { DiagramTitle.short(documentation, otherwise: name) }
}

/// Where the numbers of a diagram come from.
public struct DiagramProvenance: Hashable, Sendable {
  /// Title of the world.
  public var world: String
  /// Digest of the world, limits included; that of one cell is told by 'run'.
  public var worldDigest: String
  /// Version of the program.
  public var version: String
  /// Version of the numbers at one seed.
  public var resultVersion: Int
  /// Seed of every run.
  public var seed: UInt32
  /// Steps of every run.
  public var stepCount: Int
  /// Replicates of every cell, as asked for.
  public var replicateCount: Int
  /// Realisations of every cell, as asked for.
  public var networkCount: Int
  /// The command that makes the file again; empty where that is not said.
  public var command: String

  /// Creates a provenance.
  public init(
    world: String, worldDigest: String, version: String, resultVersion: Int, seed: UInt32,
    stepCount: Int, replicateCount: Int, networkCount: Int, command: String = ""
  ) {
    self.world = world
    self.worldDigest = worldDigest
    self.version = version
    self.resultVersion = resultVersion
    self.seed = seed
    self.stepCount = stepCount
    self.replicateCount = replicateCount
    self.networkCount = networkCount
    self.command = command
  }

  /// Names and texts, in a fixed order.
  var entries: [(name: String, text: String)] {
    [
      ("world", world), ("world digest", worldDigest), ("program", "Arendt \(version)"),
      ("results", String(resultVersion)), ("seed", String(seed)), ("steps", String(stepCount)),
      ("replicates", String(replicateCount)), ("networks", String(networkCount)),
    ] + (command.isEmpty ? [] : [("command", command)])
  }
}
