// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is an axis written on the command line? `NAME=LO...HI/N`, `NAME=log:LO...HI/N` or `NAME=a,b,c`.

import Foundation
import WorldLanguage
import WorldModel

extension ParameterAxis {
  /// Reads what stood after an option such as `--ramp`.
  ///
  /// - Throws: `CommandFailure` with status 64 for an unknown name, or values that are none, are out of range, are not
  ///   whole where a count is wanted, do not rise, or are too few or too many.
  init(_ text: String, option: String, of world: World) throws(CommandFailure) {
    let form = "write \(option) NAME=LO...HI/N, NAME=log:LO...HI/N or NAME=a,b,c"
    let written = "\(option) \(text)"
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw CommandFailure(.usage, "'\(written)' lacks values; \(form)")
    }
    let rules = StudyRules(world)
    let index = try ParameterSettings.index(of: String(parts[0]), in: world)
    let parameter = ParameterID(index)
    let read = { (text: Substring) throws(CommandFailure) -> Double in
      try ParameterSettings.value(String(text), of: world.parameters[index])
    }
    guard let dots = parts[1].range(of: "...") else {
      var values: [Double] = []
      for part in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
        values.append(try read(part))
      }
      self = try CommandFailure.judged(option: written) { () throws(StudyProblem) in
        try rules.axis(values, of: parameter)
      }
      return
    }
    var low = parts[1][..<dots.lowerBound]
    let isLogarithmic = low.hasPrefix("log:")
    if isLogarithmic { low = low.dropFirst(4) }
    let rest = parts[1][dots.upperBound...].split(separator: "/", omittingEmptySubsequences: false)
    guard rest.count == 2, let count = ParameterSettings.number(rest[1]) else {
      throw CommandFailure(.usage, "'\(written)' lacks a number of values; \(form)")
    }
    let ends = (try read(low), try read(rest[0]))
    self = try CommandFailure.judged(option: written) { () throws(StudyProblem) in
      try rules.axis(
        from: ends.0, to: ends.1, in: count, isLogarithmic: isLogarithmic, of: parameter)
    }
  }
}

extension ReleaseClause {
  /// Reads what stood after `--release`: `NAME=V@N`.
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
    let value = try ParameterSettings.value(String(ends[0]), of: world.parameters[index])
    guard let number = ParameterSettings.number(ends[1]), number == number.rounded(), number >= 1,
      number < Double(Int32.max)
    else {
      throw CommandFailure(.usage, "'--release \(text)': '\(ends[1])' is no step; \(form)")
    }
    self.init(parameter: ParameterID(index), value: value, step: Int(number))
  }
}

extension RampClause {
  /// Reads what stood after `--holding`: numbers of steps with commas between them.
  ///
  /// - Throws: `CommandFailure` with status 64 for what is no number of steps.
  static func holdings(_ text: String) throws(CommandFailure) -> [Int] {
    var holdings: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let number = ParameterSettings.number(part) else {
        throw CommandFailure(
          .usage, "'--holding \(text)': '\(part)' is no number of steps; write --holding 50,200,800"
        )
      }
      holdings.append(
        try CommandFailure.judged(option: "--holding \(text)") { () throws(StudyProblem) in
          try StudyRules.holding(number)
        })
    }
    return holdings
  }
}
