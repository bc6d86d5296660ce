// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the parts of an explanation made, one after the other, in the time that there is?
//
// The verdict first: it is always whole and tells how fast runs are. Control-C keeps the parts that are done.

import Emergence
import Engine
import WorldModel

/// Makes an explanation.
struct ExplanationRunner {
  private typealias Executor = (RunPlan) throws -> [RunResult]

  /// One part: what it needs, and how it is made and put into the explanation.
  private struct Work {
    var part: ExplanationPart
    var estimate: (Cell) throws -> VerdictEstimate
    var make: (Cell, Executor, inout Explanation) throws -> Void
  }

  private let command: CommandCell
  private let seconds: Double?
  private let design: VerdictDesign
  private let works: [Work]
  /// Measures whose course is kept.
  private let watched: [Int]
  /// What executes a plan: the engine itself, or one that remembers.
  private let engine: Engine

  /// Executes a plan with options.
  typealias Engine = (RunPlan, ExecutionOptions) throws -> [RunResult]

  /// Prepares the parts asked for.
  ///
  /// - Parameters:
  ///   - command: The cell.
  ///   - asked: The parts.
  ///   - engine: What executes plans.
  /// - Throws: `CommandFailure` where a part does not fit the world.
  init(
    _ command: CommandCell, asked: ExplanationRequest,
    engine: @escaping Engine = { try $0.execute($1) }
  ) throws(CommandFailure) {
    self.command = command
    self.engine = engine
    seconds = asked.seconds
    design = VerdictDesign(command.cell, findsEarlyWarnings: asked.findsEarlyWarnings)
    works = Self.works(asked, options: command.plainOptions)
    watched = command.world.measures.indices.filter {
      command.world.measures[$0].isHarm || asked.measures.contains(MeasureID($0))
    }
    // Mistakes come to light before anything runs.
    for work in works { _ = try command.explained { try work.estimate(command.cell) } }
  }

  private static func works(_ asked: ExplanationRequest, options: ExecutionOptions) -> [Work] {
    var works: [Work] = []
    if let harms = asked.attributedHarms {
      works.append(
        Work(
          part: .attribution,
          estimate: { try AttributionDesign($0, harms: harms).estimate(options) },
          make: { $2.attribution = try AttributionDesign($0, harms: harms).run(executing: $1) }))
    }
    if asked.knocksOut {
      works.append(
        Work(
          part: .knockOuts, estimate: { try KnockOutDesign($0).estimate(options) },
          make: { $2.knockOuts = try KnockOutDesign($0).run(executing: $1) }))
    }
    if asked.testsRobustness {
      works.append(
        Work(
          part: .robustness, estimate: { try RobustnessDesign($0).estimate(options) },
          make: { cell, executor, explanation in
            // With fewer replicates than the verdict had, the cell is judged again with as many as its variations.
            let isWhole = cell.settings.replicates == explanation.verdict.report.replicateCount
            explanation.robustness = try RobustnessDesign(cell).run(
              base: isWhole ? explanation.verdict.report : nil, executing: executor)
          }))
    }
    if let ramp = asked.ramp {
      let design = { (cell: Cell) in
        try RampDesign(
          cell, parameter: ramp.axis.parameter, values: ramp.axis.values, holds: ramp.holds,
          measures: asked.measures)
      }
      works.append(
        Work(
          part: .hysteresis, estimate: { try design($0).estimate(options) },
          make: {
            $2.hysteresis = try design($0).run(executing: $1)
            $2.rampAxis = ramp.axis
          }))
    }
    if let release = asked.release {
      let design = { (cell: Cell) in
        try ReleaseDesign(
          cell, parameter: release.parameter, value: release.value, step: release.step)
      }
      works.append(
        Work(
          part: .release, estimate: { try design($0).estimate(options) },
          make: { $2.release = try design($0).run(executing: $1) }))
    }
    if let scale = asked.scale {
      let design = { (cell: Cell) in
        try ScaleDesign(
          cell: cell, size: scale.sizes.parameter, sizes: scale.sizes.values,
          along: scale.along.parameter, values: scale.along.values, measures: asked.measures)
      }
      works.append(
        Work(
          part: .transition, estimate: { try design($0).estimate(options) },
          make: {
            $2.transition = try design($0).run(executing: $1)
            $2.scaleAxis = scale.along
          }))
    }
    return works
  }

  /// Makes the verdict and all parts.
  ///
  /// - Returns: What was made; after Control-C the parts that were done.
  /// - Throws: `CommandFailure` with status 2 when a run of the verdict fails or its memory is refused, 130 when it was
  ///   interrupted. What fails in a part is told in the explanation.
  func run() throws -> Explanation {
    let budget = BudgetKeeper(ExplanationBudget(seconds: seconds))
    let outcome = try command.explained {
      try design.run(
        executing: executor(updates: try design.estimate().agentUpdates, budget, hasEnd: false))
    }
    var explanation = Explanation(verdict: command.document(outcome.report))
    explanation.courses = try command.explained {
      try watched.map { try MeasureCourse(of: $0, outcome, in: command.world) }
    }
    let updates = try works.map { work in
      try command.explained { try work.estimate(command.cell).agentUpdates }
    }
    for (index, work) in works.enumerated() {
      if Interruption.isRequested {
        explanation.leftOut.append((work.part, "interrupted"))
        continue
      }
      let later = updates[(index + 1)...].reduce(0, +)
      switch budget.budget.fitted(
        command.cell.settings, updates: updates[index], later: later)
      {
      case .failure(let shortage):
        explanation.leftOut.append((work.part, shortage.words))
      case .success(let settings):
        do {
          let cell = try Cell(
            world: command.cell.world, parameters: command.cell.parameters, settings: settings)
          let total = try work.estimate(cell).agentUpdates
          try work.make(cell, executor(updates: total, budget, hasEnd: true), &explanation)
        } catch PlanError.cancelled {
          explanation.leftOut.append(
            (
              work.part,
              Interruption.isRequested ? "interrupted" : "the time was over before it ended"
            ))
        } catch {
          // What fails in one part takes nothing from the others.
          explanation.leftOut.append((work.part, command.reason(of: error)))
          explanation.hasFailed = true
        }
      }
    }
    return explanation
  }

  /// Executes plans under one progress bar, until Control-C or the end of the time.
  private func executor(updates: Int, _ keeper: BudgetKeeper, hasEnd: Bool) -> Executor {
    let bar = ProgressBar(total: updates, isQuiet: command.isQuiet)
    var doneBefore = 0
    return { plan in
      defer { bar.end() }
      let ownUpdates = try plan.estimate().agentUpdates
      let budget = keeper.budget
      let started = ContinuousClock.now
      let results = try engine(
        plan, command.options(bar, doneBefore: doneBefore) { hasEnd && budget.isOver })
      doneBefore += ownUpdates
      keeper.budget.learn(
        updates: ownUpdates, seconds: (ContinuousClock.now - started) / .seconds(1))
      return results
    }
  }

  /// What the verdict and each part need with all replicates.
  private func estimates() throws(CommandFailure) -> [(name: String, estimate: VerdictEstimate)] {
    try command.explained {
      [("verdict", try design.estimate(command.plainOptions))]
        + (try works.map { ($0.part.rawValue, try $0.estimate(command.cell)) })
    }
  }

  /// Peak memory, in bytes, and agent updates of all together.
  func needs() throws(CommandFailure) -> (bytes: Int, agentUpdates: Int) {
    let estimates = try estimates().map(\.estimate)
    return (
      estimates.map(\.bytes).max() ?? 0, estimates.reduce(0) { $0 + $1.agentUpdates }
    )
  }

  /// Prints what each part needs with all replicates.
  func writeEstimates(format: CellOptions.Form) throws {
    let estimates = try estimates()
    switch format {
    case .json:
      let parts = estimates.map { name, estimate -> (key: String, value: JSONValue) in
        (
          name,
          .object([
            ("runs", .whole(estimate.runCount)), ("agentUpdates", .whole(estimate.agentUpdates)),
            ("bytes", .whole(VerdictRunner.programBytes + estimate.bytes)),
          ])
        )
      }
      try Terminal.write(JSONValue.object(parts).text() + "\n")
    case .text:
      var table = TextTable(columns: ["", "runs", "agent updates", "memory"])
      for (name, estimate) in estimates {
        table.add([
          name, String(estimate.runCount), String(estimate.agentUpdates),
          CommandCell.bytes(VerdictRunner.programBytes + estimate.bytes),
        ])
      }
      try Terminal.write(table.lines.joined(separator: "\n") + "\n")
    }
  }
}

/// The budget as the plans of one explanation share it; they run one after the other.
private final class BudgetKeeper {
  var budget: ExplanationBudget

  init(_ budget: ExplanationBudget) { self.budget = budget }
}
