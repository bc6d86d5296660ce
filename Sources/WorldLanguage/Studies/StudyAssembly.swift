// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which study do clauses make together, and which of them do not go together? The same for a file and a command line.
//
// Invariant: nothing is reported that could follow from a clause which was reported already (`StudyClause.unread`).

import WorldModel

/// Puts clauses together.
public struct StudyAssembly {
  /// Something wrong with a clause.
  public struct Finding: Hashable, Sendable {
    /// What is wrong.
    public var problem: StudyProblem
    /// Index of the clause; `nil` where the study as a whole is meant.
    public var clause: Int?
    /// The part of the clause that is meant.
    public var part: Part
    /// Index of the clause that stands in its way, if there is one.
    public var first: Int?
  }

  /// Parts of a clause, for the place of a message.
  public enum Part: Hashable, Sendable {
    /// The clause as a whole.
    case clause
    /// The parameter that `scale`, `ramp` or `release` moves.
    case parameter
    /// What the clause goes along, or its number: that of `refine`, the step of `release`.
    case along
  }

  private let world: World
  private let clauses: [StudyClause]
  private var study: Study
  private var findings: [Finding] = []
  /// The clause that gives a parameter its values at each point.
  private var givers: [ParameterID: Int] = [:]
  /// The clause that names a measure or a harm.
  private var namers: [StudyClause: Int] = [:]

  private init(_ study: Study, _ clauses: [StudyClause], _ world: World) {
    self.study = study
    self.clauses = clauses
    self.world = world
  }

  /// Puts clauses together.
  ///
  /// - Parameters:
  ///   - clauses: Clauses in the order written.
  ///   - title: Title of the study.
  ///   - documentation: Its documentation.
  ///   - settings: Settings of every run.
  ///   - world: The world.
  /// - Returns: The study, and what is wrong with it; sound where there is no finding and no clause is unread.
  public static func assemble(
    _ clauses: [StudyClause], title: String, documentation: String = "", settings: RunSettings,
    world: World
  ) -> (study: Study, findings: [Finding]) {
    let study = Study(
      title: title, documentation: documentation,
      parameters: world.parameters.map(\.defaultValue), settings: settings)
    var assembly = StudyAssembly(study, clauses, world)
    for index in clauses.indices { assembly.place(index) }
    assembly.checkMeasures()
    assembly.checkPoints()
    assembly.checkRefinement()
    assembly.placeScale()
    assembly.checkMoves()
    assembly.checkAttribution()
    return (assembly.study, assembly.findings)
  }

  private mutating func report(
    _ problem: StudyProblem, _ clause: Int?, _ part: Part = .clause, first: Int? = nil
  ) {
    findings.append(Finding(problem: problem, clause: clause, part: part, first: first))
  }

  private func name(_ parameter: ParameterID) -> String { world.parameters[parameter.index].name }

  private func first(_ kind: StudyClause.Kind) -> Int? {
    clauses.firstIndex { $0.kind == kind }
  }

  /// Whether a clause of a kind could not be read.
  private func isUnread(_ kinds: StudyClause.Kind...) -> Bool {
    clauses.contains { if case .unread(let kind) = $0 { kinds.contains(kind) } else { false } }
  }

  /// Enters a clause into the study.
  private mutating func place(_ index: Int) {
    let clause = clauses[index]
    switch clause {
    case .set(let parameter, let value):
      if isGiven(parameter, index) { study.parameters[parameter.index] = value }
    case .vary(let axis):
      guard isGiven(axis.parameter, index), hasValues(axis, index, least: 2) else { return }
      if study.axes.count == 2 { return report(.tooManyAxes(name(axis.parameter)), index) }
      study.axes.append(axis)
    case .panel(let axis):
      if isGiven(axis.parameter, index) { study.panels.append(axis) }
    case .measure(let measure):
      guard isNew(measure, .measure(measure), index) else { return }
      study.measures.append(measure)
    case .attribute(let harm):
      guard isNew(harm, .attribute(harm), index) else { return }
      study.attributed.append(harm)
    case .refine(let width):
      guard standsOnce(index) else { return }
      guard StudyRules.refinements.contains(width) else {
        return report(.badRefinement(width), index, .along)
      }
      study.refinement = width
    case .ramp(let axis, let holdings):
      guard standsOnce(index), hasValues(axis, index, least: RampClause.leastValues) else {
        return
      }
      let rising = holdings.sorted()
      for (before, steps) in zip(rising, rising.dropFirst()) where steps == before {
        return report(.holdingTwice(steps), index)
      }
      study.ramp = RampClause(
        axis: axis, holdings: rising.isEmpty ? RampClause.defaultHoldings : rising)
    case .release(let parameter, let value, let step):
      guard standsOnce(index) else { return }
      do {
        try StudyRules.check(releaseStep: step, in: study.settings)
        study.release = ReleaseClause(parameter: parameter, value: value, step: Int(step))
      } catch {
        report(error, index, .along)
      }
    case .export(let name): if standsOnce(index) { study.exportName = name }
    case .scale: _ = standsOnce(index)
    case .unread: break
    }
  }

  /// Whether no clause before gives a parameter its values.
  private mutating func isGiven(_ parameter: ParameterID, _ index: Int) -> Bool {
    guard let first = givers[parameter] else {
      givers[parameter] = index
      return true
    }
    report(
      .givenTwice(
        name(parameter), clause: clauses[index].kind.rawValue,
        first: clauses[first].kind.rawValue),
      index, first: first)
    return false
  }

  private mutating func hasValues(
    _ axis: ParameterAxis, _ index: Int, least: Int, _ part: Part = .parameter
  ) -> Bool {
    if axis.values.count >= least { return true }
    report(
      .tooFewValues(name(axis.parameter), least: least, found: axis.values.count), index,
      part)
    return false
  }

  /// Whether no clause before says the same.
  private mutating func isNew(_ measure: Int, _ clause: StudyClause, _ index: Int) -> Bool {
    guard let first = namers[clause] else {
      namers[clause] = index
      return true
    }
    report(
      .namedTwice(world.measures[measure].name, clause: clause.kind.rawValue), index, first: first)
    return false
  }

  /// Whether no clause before is of the kind.
  private mutating func standsOnce(_ index: Int) -> Bool {
    guard let first = first(clauses[index].kind), first < index else { return true }
    report(.clauseTwice(clauses[index].kind.rawValue), index, first: first)
    return false
  }

  private mutating func checkMeasures() {
    guard study.measures.isEmpty, !isUnread(.measure) else { return }
    study.measures = world.measures.indices.filter { world.measures[$0].isHarm }
    if study.measures.isEmpty { report(.nothingMeasured(known: world.measures.map(\.name)), nil) }
  }

  private mutating func checkPoints() {
    var count = 1
    for axis in study.panels + study.axes {
      let (product, overflow) = count.multipliedReportingOverflow(by: axis.values.count)
      count = overflow ? .max : product
      guard count <= Study.mostPoints else {
        return report(.tooManyPoints(), givers[axis.parameter])
      }
    }
  }

  private mutating func checkRefinement() {
    guard let index = first(.refine) else { return }
    if study.axes.isEmpty, !isUnread(.vary), first(.vary) == nil {
      report(.refineWithoutAxis(), index)
    }
    let hasHarm = study.measures.contains { world.measures[$0].isHarm }
    if !hasHarm, !study.measures.isEmpty, !isUnread(.measure) {
      report(.refineWithoutHarm(), index)
    }
  }

  private mutating func placeScale() {
    guard let index = first(.scale), case .scale(let sizes, let along, let own) = clauses[index]
    else { return }
    let size = sizes.parameter
    guard world.parameters[size.index].isCount else {
      return report(.scaleWithoutSize(name(size)), index, .parameter)
    }
    guard along != size else { return report(.scaleAlongItself(name(size)), index, .along) }
    guard hasValues(sizes, index, least: ScaleClause.leastSizes) else { return }
    let given = (study.axes + study.panels).first { $0.parameter == along }
    let isWhole = world.parameters[along.index].isCount
    guard
      let line = own ?? given?.halved(toHave: ScaleClause.leastValues, isWhole: isWhole)
    else {
      if !isUnread(.vary, .panel), givers[along].map({ clauses[$0].kind == .set }) ?? true {
        report(.scaleWithoutValues(name(along)), index, .along)
      }
      return
    }
    guard hasValues(line, index, least: ScaleClause.leastValues, .along) else { return }
    study.scale = ScaleClause(size: size, sizes: sizes.values, along: line)
  }

  private mutating func checkMoves() {
    if let ramp = study.ramp, let index = first(.ramp) {
      if let obstacle = world.obstacle(toMoving: ramp.axis.parameter) {
        report(.cannotMove(name(ramp.axis.parameter), obstacle), index, .parameter)
      }
      if !study.measures.isEmpty, !study.measures.contains(where: isRecorded) {
        report(.nothingToRecord("ramp"), index)
      }
    }
    if let release = study.release, let index = first(.release) {
      if let obstacle = world.obstacle(toMoving: release.parameter) {
        report(.cannotMove(name(release.parameter), obstacle), index, .parameter)
      }
      if !world.measures.contains(where: \.isHarm) { report(.nothingToRelease(), index) }
    }
  }

  /// Whether a measure has a value in the course of a run.
  private func isRecorded(_ measure: Int) -> Bool {
    if case .first = world.measures[measure].timing { false } else { true }
  }

  private mutating func checkAttribution() {
    guard let index = first(.attribute), !study.attributed.isEmpty else { return }
    let count = world.activeCouplings(at: study.parameters).count
    if !world.parameters.contains(where: \.isCoupling) {
      report(.nothingToAttributeTo(), index)
    } else if count > World.mostAttributedCouplings {
      report(.tooManyCouplings(count), index)
    }
  }
}
