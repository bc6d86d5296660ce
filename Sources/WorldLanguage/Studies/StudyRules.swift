// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which names and values may a study give to the parameters of a world? Each rule once, for files and command lines.

import WorldModel

/// The rules for single names and values.
public struct StudyRules: Sendable {
  /// The world.
  public let world: World

  /// Fractions of an axis to which a boundary can be refined.
  public static let refinements = 0.000_1...0.5
  /// Most steps of a hold.
  public static let mostSteps = Int(Int32.max)

  private let parameterIndices: [String: Int]
  private let measureIndices: [String: Int]

  /// Creates the rules of a world.
  public init(_ world: World) {
    self.world = world
    parameterIndices = Dictionary(
      world.parameters.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    measureIndices = Dictionary(
      world.measures.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Finds a parameter.
  ///
  /// - Throws: `StudyProblem` for another name, with a suggestion.
  public func parameter(_ name: String) throws(StudyProblem) -> ParameterID {
    if let index = parameterIndices[name] { return ParameterID(index) }
    if let phrase = phrase(name) { throw .notAParameter(name, phrase: phrase) }
    let known = world.parameters.map(\.name)
    throw .unknownParameter(
      name, suggestion: Spelling.closest(to: name, among: known), known: known)
  }

  /// Finds a measure, which may be a harm.
  ///
  /// - Returns: Its index in `World.measures`.
  /// - Throws: `StudyProblem` for another name, with a suggestion.
  public func measure(_ name: String) throws(StudyProblem) -> Int {
    try observed(name, kind: "measure") { _ in true }
  }

  /// Finds a harm.
  ///
  /// - Returns: Its index in `World.measures`.
  /// - Throws: `StudyProblem` for another name, with a suggestion.
  public func harm(_ name: String) throws(StudyProblem) -> Int {
    try observed(name, kind: "harm", where: \.isHarm)
  }

  private func observed(
    _ name: String, kind: String, where isMeant: (Measure) -> Bool
  ) throws(StudyProblem) -> Int {
    if let index = measureIndices[name], isMeant(world.measures[index]) { return index }
    if let phrase = phrase(name) { throw .notAMeasure(name, kind: kind, phrase: phrase) }
    let known = world.measures.filter(isMeant).map(\.name)
    throw .unknownMeasure(
      name, kind: kind, suggestion: Spelling.closest(to: name, among: known), known: known)
  }

  /// What a name of the world stands for.
  private func phrase(_ name: String) -> String? {
    if let found = world.parameters.first(where: { $0.name == name }) {
      return found.isCoupling ? "a coupling" : "a parameter"
    }
    if let found = world.measures.first(where: { $0.name == name }) {
      return found.isHarm ? "a harm" : "a measure"
    }
    if world.estimates.contains(where: { $0.name == name }) { return "an estimate" }
    if world.groups.contains(where: { $0.name == name }) { return "a group" }
    return world.networks.contains { $0.name == name } ? "a network" : nil
  }

  /// Checks that a parameter may have a value.
  ///
  /// - Throws: `StudyProblem` when it is out of range, or not whole where a count is wanted.
  public func check(_ value: Double, of parameter: ParameterID) throws(StudyProblem) {
    try Self.check(value, of: world.parameters[parameter.index])
  }

  /// Checks that a parameter may have a value, as the method of this name.
  public static func check(_ value: Double, of declared: Parameter) throws(StudyProblem) {
    guard declared.allows(value) else { throw .outOfRange(value, declared) }
    guard !declared.isCount || value == value.rounded() else { throw .notWhole(value, declared) }
  }

  /// Says which values a parameter takes, as in `'noise' takes a number in 0.01...2`.
  public static func allowed(_ parameter: Parameter) -> String { StudyProblem.allowed(parameter) }

  /// Makes an axis of a list of values.
  ///
  /// - Parameters:
  ///   - values: One value or more; those of a file have been checked one by one with `check`.
  ///   - parameter: The parameter.
  /// - Returns: The axis.
  /// - Throws: `StudyProblem` for no value, too many, or values that do not rise.
  public func axis(
    _ values: [Double], of parameter: ParameterID
  ) throws(StudyProblem) -> ParameterAxis {
    let name = world.parameters[parameter.index].name
    guard !values.isEmpty else { throw .tooFewValues(name, least: 1, found: 0) }
    guard values.count <= ParameterAxis.mostValues else {
      throw .tooManyValues(name, found: values.count)
    }
    for (before, value) in zip(values, values.dropFirst()) where value <= before {
      throw .notRising(value, after: before)
    }
    return ParameterAxis(parameter: parameter, values: values)
  }

  /// Makes an axis of even steps.
  ///
  /// Steps of a count that are even in the logarithm are rounded to whole numbers; others must be whole.
  ///
  /// - Parameters:
  ///   - low: The first value; checked with `check`, as is the last.
  ///   - high: The last value.
  ///   - count: Number of values.
  ///   - isLogarithmic: Whether steps are even in the logarithm.
  ///   - parameter: The parameter.
  /// - Returns: The axis.
  /// - Throws: `StudyProblem` for ends that do not rise or have no logarithm, and for steps that cannot be.
  public func axis(
    from low: Double, to high: Double, in count: Double, isLogarithmic: Bool,
    of parameter: ParameterID
  ) throws(StudyProblem) -> ParameterAxis {
    let declared = world.parameters[parameter.index]
    guard low < high else { throw .emptyAxis(low: low, high: high) }
    guard count == count.rounded(), count >= 2, count <= Double(ParameterAxis.mostValues) else {
      throw .badStepCount()
    }
    guard !isLogarithmic || low > 0 else { throw .logarithmNeedsPositive(low) }
    let values = ParameterAxis.steps(
      from: low, to: high, count: Int(count), isLogarithmic: isLogarithmic,
      isWhole: declared.isCount)
    if declared.isCount, let broken = values.first(where: { $0 != $0.rounded() }) {
      throw .stepNotWhole(broken, declared.name)
    }
    for (before, value) in zip(values, values.dropFirst()) where value <= before {
      throw .stepsCoincide(value, count: Int(count))
    }
    return ParameterAxis(parameter: parameter, values: values, isLogarithmic: isLogarithmic)
  }

  /// Checks a number of steps for which a ramp holds a value.
  ///
  /// - Throws: `StudyProblem` when it is none.
  public static func holding(_ steps: Double) throws(StudyProblem) -> Int {
    guard steps == steps.rounded(), steps >= 1, steps <= Double(mostSteps) else {
      throw .badHolding(steps)
    }
    return Int(steps)
  }

  /// Checks the step of a release.
  ///
  /// - Throws: `StudyProblem` when no run has it, or only as its first.
  public static func check(
    releaseStep step: Double, in settings: RunSettings
  ) throws(StudyProblem) {
    guard step == step.rounded(), step >= 1, step < Double(settings.steps) else {
      throw .badReleaseStep(step, steps: settings.steps)
    }
  }

  /// Checks the name that exported files begin with.
  ///
  /// - Throws: `StudyProblem` when it is empty, absolute, a folder, leads out of the folder of the study, holds control
  ///   characters, or has the ending of a file.
  public static func exportName(_ name: String) throws(StudyProblem) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isPath =
      parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
      && name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
      && name.utf8.count <= 255
    guard isPath else { throw .badExportName(name, .notAPath) }
    for ending in [".svg", ".csv", ".nc"] where name.lowercased().hasSuffix(ending) {
      throw .badExportName(name, .hasExtension(String(name.suffix(ending.count))))
    }
    return name
  }
}
