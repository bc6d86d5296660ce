// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which values do the parameters of a run have? The defaults, but for what `--set` says.

import WorldLanguage
import WorldModel

/// Reads `--set NAME=VALUE`.
enum ParameterSettings {
  /// Returns the value of each parameter of a world, by `ParameterID`.
  ///
  /// - Parameters:
  ///   - settings: What stood after each `--set`.
  ///   - world: The world.
  /// - Returns: One value a parameter.
  /// - Throws: `CommandFailure` with status 64 for an unknown or repeated name, or a value that is none, is out of
  ///   range, or is not whole where a count is wanted.
  static func values(_ settings: [String], of world: World) throws(CommandFailure) -> [Double] {
    var values = world.parameters.map(\.defaultValue)
    var seen: Set<Int> = []
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw CommandFailure(.usage, "'--set \(setting)' lacks a value; write --set NAME=VALUE")
      }
      let index = try index(of: String(parts[0]), in: world)
      guard seen.insert(index).inserted else {
        throw CommandFailure(.usage, "'\(world.parameters[index].name)' is set twice")
      }
      values[index] = try value(String(parts[1]), of: world.parameters[index])
    }
    return values
  }

  /// Returns the index of a parameter that the user named.
  ///
  /// - Throws: `CommandFailure` with status 64 for an unknown name, with a suggestion.
  static func index(of text: String, in world: World) throws(CommandFailure) -> Int {
    let name = text.trimmed
    guard let index = world.parameters.firstIndex(where: { $0.name == name }) else {
      throw CommandFailure(.usage, unknown(name, in: world))
    }
    return index
  }

  /// Reads a number as the language does: with `_`, an exponent or `%`.
  static func number(_ text: some StringProtocol) -> Double? {
    var digits = String(text.filter { $0 != "_" })
    let isPercent = digits.last == "%"
    if isPercent { digits.removeLast() }
    guard let first = digits.first, first.isNumber || "+-.".contains(first),
      !digits.lowercased().hasPrefix("0x"), let value = Double(digits), value.isFinite
    else { return nil }
    return isPercent ? value / 100 : value
  }

  /// Writes a number as a person would: whole numbers without a fraction.
  static func text(_ value: Double) -> String {
    abs(value) < 1e15 && value == value.rounded() ? String(Int(value)) : value.description
  }

  /// Returns a value of a parameter that the user wrote.
  ///
  /// - Throws: `CommandFailure` with status 64 when it is no number, out of range, or not whole where a count is wanted.
  static func value(
    _ text: String, of parameter: Parameter
  ) throws(CommandFailure) -> Double {
    let text = text.trimmed
    guard let value = number(text) else {
      throw CommandFailure(.usage, "'\(text)' is not a number; \(allowed(parameter))")
    }
    let low = parameter.range.lowerBound
    let high = parameter.range.upperBound
    // The off value of a coupling counts as allowed even where the declared range leaves it out.
    if !parameter.range.contains(value), value != parameter.offValue {
      let nearest = value < low ? low : high
      throw CommandFailure(
        .usage,
        "\(text) is out of range for '\(parameter.name)'; \(allowed(parameter)), "
          + "the nearest is \(Self.text(nearest))")
    }
    if parameter.isCount, value != value.rounded() {
      throw CommandFailure(
        .usage,
        "\(text) is not whole; \(allowed(parameter)), the nearest is "
          + Self.text(min(max(value.rounded(), low), high)))
    }
    return value
  }

  private static func allowed(_ parameter: Parameter) -> String {
    let range = parameter.range
    let kind = parameter.isCount ? "a whole number" : "a number"
    return
      "'\(parameter.name)' takes \(kind) in \(text(range.lowerBound))...\(text(range.upperBound))"
  }

  private static func unknown(_ name: String, in world: World) -> String {
    let names = world.parameters.map(\.name)
    if let suggestion = Spelling.closest(to: name, among: names) {
      return "no parameter is called '\(name)'; did you mean '\(suggestion)'?"
    }
    if names.isEmpty { return "no parameter is called '\(name)'; the world has none" }
    return "no parameter is called '\(name)'; there are \(names.joined(separator: ", "))"
  }
}

extension String {
  fileprivate var trimmed: String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}
