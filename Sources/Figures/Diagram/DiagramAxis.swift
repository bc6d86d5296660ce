// SPDX-License-Identifier: GPL-3.0-or-later
//
// What runs along one side of a phase diagram, and where on it does a value stand?

import Glibc

/// A parameter that was moved, as an axis of a diagram.
public struct DiagramAxis: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// Short sign for formulas and axis titles; `nil` where the world gives none.
  public var symbol: String?
  /// Text of the `///` comment; empty when there is none.
  public var documentation: String
  /// The declared values, rising, finite; cells of a refined diagram may stand between them.
  public var values: [Double]
  /// Whether distances are measured between logarithms; all values are then above 0.
  public var isLogarithmic: Bool

  /// Creates an axis.
  ///
  /// - Parameters:
  ///   - name: Name in the source.
  ///   - symbol: Short sign, if the world gives one.
  ///   - documentation: Text of the `///` comment.
  ///   - values: The declared values, rising, finite, at least one; above 0 where logarithmic.
  ///   - isLogarithmic: Whether distances are measured between logarithms.
  public init(
    name: String, symbol: String? = nil, documentation: String = "", values: [Double],
    isLogarithmic: Bool = false
  ) {
    precondition(!values.isEmpty, "an axis has a value")
    precondition(values.allSatisfy(\.isFinite), "values are finite")
    precondition(!isLogarithmic || values.allSatisfy { $0 > 0 }, "logarithms need values above 0")
    self.name = name
    self.symbol = symbol
    self.documentation = documentation
    self.values = values
    self.isLogarithmic = isLogarithmic
  }

  /// What stands beside the axis: the first sentence of its documentation, or its name, with its symbol.
  public var title: String {
    let title = DiagramTitle.short(documentation, otherwise: name)
    guard let symbol, symbol != title else { return title }
    return "\(title), \(symbol)"
  }

  /// What stands for the axis where there is little room: its symbol, or its name.
  public var sign: String { symbol ?? name }

  /// The ends that are drawn: those of the values, or a little about the only one.
  public var ends: ClosedRange<Double> {
    let low = values[0]
    let high = values[values.count - 1]
    if low < high { return low...high }
    if isLogarithmic { return low / 1.5...low * 1.5 }
    let reach = low == 0 ? 0.5 : abs(low) / 2
    return low - reach...low + reach
  }

  /// Place of a value between the ends, 0 at the lower and 1 at the upper one.
  func place(of value: Double) -> Double {
    let (low, high) = (scaled(ends.lowerBound), scaled(ends.upperBound))
    return (scaled(value) - low) / (high - low)
  }

  /// The value at a place.
  func value(at place: Double) -> Double {
    place <= 0 ? ends.lowerBound : place >= 1 ? ends.upperBound : value(about: place)
  }

  /// The value at a place that may lie beyond the ends.
  func value(about place: Double) -> Double {
    let (low, high) = (scaled(ends.lowerBound), scaled(ends.upperBound))
    let value = low + place * (high - low)
    return isLogarithmic ? exp(value) : value
  }

  private func scaled(_ value: Double) -> Double { isLogarithmic ? log(value) : value }
}

/// Titles made from the comments of a world.
enum DiagramTitle {
  /// Characters of a comment that fit beside an axis.
  private static let room = 64

  /// The first sentence of a comment without its full stop; another text where there is none or it is too long.
  static func short(_ documentation: String, otherwise name: String) -> String {
    let line = documentation.split(whereSeparator: \.isNewline).joined(separator: " ")
    var sentence = line[...]
    if let end = line.firstRange(of: ". ") { sentence = line[..<end.lowerBound] }
    while let last = sentence.last, last == "." || last.isWhitespace { sentence.removeLast() }
    return sentence.isEmpty || sentence.count > room ? name : String(sentence)
  }
}
