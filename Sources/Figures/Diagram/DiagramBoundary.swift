// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where does a harm turn, and how surely? Lines, bands and curves to compare with, in values of the axes.

/// A point of a panel, in values of its axes.
public struct DiagramPoint: Hashable, Sendable {
  /// Value of the axis across.
  public var x: Double
  /// Value of the axis up.
  public var y: Double

  /// Creates a point.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// The boundary of one panel, where harm alone stays within its limit and harm together leaves it.
public struct DiagramBoundary: Hashable, Sendable {
  /// Values of the panel axes; empty where there are none.
  public var panel: [Double]
  /// The boundary as open or closed lines, over two axes.
  public var lines: [[DiagramPoint]]
  /// Its 95 % band as closed polygons, over two axes.
  public var band: [[DiagramPoint]]
  /// The edges of the band inside the panel, over two axes.
  public var bandEdges: [[DiagramPoint]]
  /// Where it crosses the only axis, with intervals.
  public var crossings: [DiagramCrossing]

  /// Creates a boundary.
  public init(
    panel: [Double] = [], lines: [[DiagramPoint]] = [], band: [[DiagramPoint]] = [],
    bandEdges: [[DiagramPoint]] = [], crossings: [DiagramCrossing] = []
  ) {
    self.panel = panel
    self.lines = lines
    self.band = band
    self.bandEdges = bandEdges
    self.crossings = crossings
  }

  /// Whether there is nothing to draw.
  public var isEmpty: Bool { lines.isEmpty && band.isEmpty && crossings.isEmpty }
}

/// A value of the only axis at which the harm turns.
public struct DiagramCrossing: Hashable, Sendable {
  /// The value.
  public var value: Double
  /// Lower end of its 95 % interval; `nil` where it has none.
  public var low: Double?
  /// Upper end of its 95 % interval; `nil` where it has none.
  public var high: Double?

  /// Creates a crossing.
  public init(value: Double, low: Double? = nil, high: Double? = nil) {
    self.value = value
    self.low = low
    self.high = high
  }
}

/// A curve to compare with.
public struct DiagramOverlay: Hashable, Sendable {
  /// What the legend calls it.
  public var title: String
  /// Values of the panel axes of the panel that it belongs to; `nil` for all.
  public var panel: [Double]?
  /// Its lines: over one axis `y` is a value of the measure.
  public var lines: [[DiagramPoint]]

  /// Creates a curve.
  public init(title: String, panel: [Double]? = nil, lines: [[DiagramPoint]]) {
    self.title = title
    self.panel = panel
    self.lines = lines
  }
}
