// SPDX-License-Identifier: GPL-3.0-or-later
//
// Along which values does a parameter go? `NAME=LO...HI/N`, `NAME=log:LO...HI/N` or `NAME=a,b,c` on the command line.

import Foundation
import WorldLanguage
import WorldModel

/// A parameter and the values that it takes in turn.
struct ParameterAxis: Equatable {
  /// Most values of one axis.
  static let mostValues = 10_000

  /// The parameter.
  var parameter: ParameterID
  /// Its values, in the order written.
  var values: [Double]

  /// Reads what stood after an option such as `--ramp`.
  ///
  /// - Throws: `CommandFailure` with status 64 for an unknown name, or values that are none, are out of range, are not
  ///   whole where a count is wanted, or are too few or too many.
  init(_ text: String, option: String, of world: World) throws(CommandFailure) {
    let form = "write \(option) NAME=LO...HI/N, NAME=log:LO...HI/N or NAME=a,b,c"
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw CommandFailure(.usage, "'\(option) \(text)' lacks values; \(form)")
    }
    let index = try ParameterSettings.index(of: String(parts[0]), in: world)
    parameter = ParameterID(index)
    let declared = world.parameters[index]
    guard let dots = parts[1].range(of: "...") else {
      values = []
      for part in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
        values.append(try ParameterSettings.value(String(part), of: declared))
      }
      return
    }
    var low = parts[1][..<dots.lowerBound]
    let isLogarithmic = low.hasPrefix("log:")
    if isLogarithmic { low = low.dropFirst(4) }
    let rest = parts[1][dots.upperBound...].split(separator: "/", omittingEmptySubsequences: false)
    guard rest.count == 2, let count = ParameterSettings.number(rest[1]), count == count.rounded()
    else { throw CommandFailure(.usage, "'\(option) \(text)' lacks a number of values; \(form)") }
    guard count >= 2, count <= Double(Self.mostValues) else {
      throw CommandFailure(
        .usage, "'\(option) \(text)': the number of values must be in 2...\(Self.mostValues)")
    }
    let first = try ParameterSettings.value(String(low), of: declared)
    let last = try ParameterSettings.value(String(rest[0]), of: declared)
    guard !isLogarithmic || (first > 0 && last > 0) else {
      throw CommandFailure(
        .usage, "'\(option) \(text)': steps even in the logarithm need ends above 0")
    }
    values = Self.steps(from: first, to: last, count: Int(count), isLogarithmic: isLogarithmic)
    if declared.isCount, let broken = values.first(where: { $0 != $0.rounded() }) {
      throw CommandFailure(
        .usage,
        "'\(option) \(text)' asks for \(ParameterSettings.text(broken)), and '\(declared.name)' "
          + "takes whole numbers; choose a number of values that divides the range, or list them")
    }
  }

  private static func steps(
    from first: Double, to last: Double, count: Int, isLogarithmic: Bool
  ) -> [Double] {
    (0..<count).map { step in
      if step == count - 1 { return last }
      let share = Double(step) / Double(count - 1)
      return isLogarithmic ? first * pow(last / first, share) : first + (last - first) * share
    }
  }
}

/// A parameter that is set to a value in mid-run: `NAME=V@N`.
struct ParameterRelease: Equatable {
  /// The parameter.
  var parameter: ParameterID
  /// The value from then on.
  var value: Double
  /// The first step with it.
  var step: Int

  /// Reads what stood after `--release`.
  ///
  /// - Throws: `CommandFailure` with status 64 for an unknown name, a value out of range or a step that is none.
  init(_ text: String, of world: World) throws(CommandFailure) {
    let form = "write --release NAME=VALUE@STEP"
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let ends = parts.count == 2 ? parts[1].split(separator: "@") : []
    guard ends.count == 2 else {
      throw CommandFailure(.usage, "'--release \(text)' lacks a value or a step; \(form)")
    }
    let index = try ParameterSettings.index(of: String(parts[0]), in: world)
    parameter = ParameterID(index)
    value = try ParameterSettings.value(String(ends[0]), of: world.parameters[index])
    guard let number = ParameterSettings.number(ends[1]), number == number.rounded(), number >= 1,
      number < Double(Int32.max)
    else {
      throw CommandFailure(.usage, "'--release \(text)': '\(ends[1])' is no step; \(form)")
    }
    step = Int(number)
  }
}
