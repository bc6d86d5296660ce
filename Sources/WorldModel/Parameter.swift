// SPDX-License-Identifier: GPL-3.0-or-later
//
// What may a run or a sweep set? Parameters, and couplings among them.

/// A constant of the world that a run or a sweep may set.
public struct Parameter: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// Axis label, if one was given.
  public var symbol: String?
  /// Text of the `///` comment; empty when there is none.
  public var documentation: String
  /// Whether only whole values are allowed (`: count`).
  public var isCount: Bool
  /// Default value, within `range`.
  public var defaultValue: Double
  /// Allowed values, ends included.
  public var range: ClosedRange<Double>
  /// For a coupling its value when agents are alone, within or outside `range`; `nil` for a plain parameter.
  public var offValue: Double?

  /// Whether this parameter ties agents together or makes their conditions.
  public var isCoupling: Bool { offValue != nil }

  /// Whether a run may have a value, but for the wholeness of a count.
  ///
  /// The off value of a coupling counts as allowed even where the declared range leaves it out.
  ///
  /// - Parameter value: The value.
  /// - Returns: Whether it lies in the range or is the off value.
  public func allows(_ value: Double) -> Bool { range.contains(value) || value == offValue }

  /// Creates a parameter.
  public init(
    name: String, symbol: String? = nil, documentation: String = "", isCount: Bool = false,
    defaultValue: Double, range: ClosedRange<Double>, offValue: Double? = nil
  ) {
    self.name = name
    self.symbol = symbol
    self.documentation = documentation
    self.isCount = isCount
    self.defaultValue = defaultValue
    self.range = range
    self.offValue = offValue
  }
}
