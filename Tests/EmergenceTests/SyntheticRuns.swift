// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which runs have a verdict that is known beforehand? A small checked world, and series made up for every run of it.

import Emergence
import Engine
import WorldModel

/// A world with one harm, one aligned group of ten agents, one linking and one conditioning coupling.
enum SyntheticWorld {
  static let start = ParameterID(0)
  static let limit = ParameterID(3)

  /// Builds the checked world.
  static func make(
    measures extra: [Measure] = [], estimates: [Estimate] = [], timing: Measure.Timing = .everyStep,
    hasConditioning: Bool = true, isAligned: Bool = true, allowance: Double = 0.25,
    generator: Generator = .erdosRenyi(degree: number(3)), schedule: Schedule = .synchronous,
    isRandom: Bool = true
  ) -> CheckedWorld {
    let draw = Draw(
      site: SiteID(path: "clerk/obeys"), distribution: .bernoulli(p: number(0.5)), type: .boolean)
    let group = Group(
      name: "clerk", size: number(10),
      members: [
        Member(
          name: "obeys", isTrait: false, type: .boolean,
          initial: isRandom ? .draw(draw) : .value(Expression(.boolean(true), .boolean)))
      ])
    let share = Aggregate(
      .mean, over: .group(GroupID(0)), value: Expression(.other(MemberID(0)), .boolean))
    let harm = Measure(
      name: "harm", value: Expression(.aggregate(share), .number(.double)), timing: timing,
      limit: Expression(.parameter(limit), .number(.constant)))
    let together = World(
      title: "Synthetic", documentation: "together",
      parameters: [
        Parameter(name: "start", defaultValue: 0.5, range: 0...1),
        Parameter(name: "linking", defaultValue: 1, range: 0...1, offValue: 0),
        Parameter(name: "conditioning", defaultValue: 1, range: 0...1, offValue: 0),
        Parameter(name: "limit", defaultValue: 0.5, range: 0...1),
      ],
      groups: [group],
      networks: [
        Network(name: "desks", reader: GroupID(0), read: GroupID(0), generator: generator)
      ],
      blocks: [
        StepBlock(group: GroupID(0), schedule: schedule, site: SiteID(path: "clerk/step"))
      ],
      measures: [harm] + extra, estimates: estimates,
      alignments: isAligned
        ? [
          Alignment(
            group: GroupID(0), value: Expression(.own(MemberID(0)), .boolean), limit: number(0.1),
            allowance: number(allowance))
        ] : [])
    var (alone, unlinked) = (together, together)
    alone.documentation = "alone"
    unlinked.documentation = hasConditioning ? "unlinked" : "alone"
    return CheckedWorld(
      together: together,
      isolation: Isolation(
        linking: [ParameterID(1)], conditioning: hasConditioning ? [ParameterID(2)] : [],
        alone: alone, unlinked: unlinked, reasoning: []))
  }

  static func number(_ value: Double) -> Expression {
    Expression(.number(value), .number(.constant))
  }

  /// A design of the world at its default parameters.
  static func design(
    _ world: CheckedWorld = make(), steps: Int = 10, warmUp: Int? = 0, replicates: Int = 8,
    networks: Int? = 4, hasStarts: Bool = false, togetherOnly: Bool = false, limit: Double = 0.5
  ) throws -> VerdictDesign {
    let settings = RunSettings(
      steps: steps, warmup: warmUp, replicates: replicates, networks: networks,
      starts: hasStarts ? Starts(parameter: start, low: 0, high: 1) : nil, seed: 7)
    return VerdictDesign(
      try Cell(world: world, parameters: [0.5, 1, 1, limit], settings: settings),
      togetherOnly: togetherOnly)
  }
}

/// Made-up answers of an engine.
struct SyntheticEngine {
  /// Series of the measures of a run; constant rows of `level` when `nil`.
  var series: ((_ condition: String, _ request: RunRequest, _ stepCount: Int) -> [[Double]])?
  /// Harm of a run that does not vary in time.
  var level: (_ condition: String, _ request: RunRequest) -> Double = { _, _ in 0 }
  /// Share of steps or probability of each of ten agents alone.
  var shares: (RunRequest) -> [Double] = { _ in Array(repeating: 0, count: 10) }
  /// Whether shares are probabilities.
  var isProbability = true
  /// Autocorrelation time of every agent's series.
  var time = 0.5
  /// Steps tallied for each agent.
  var tallyStepCount = 1_000
  /// Values that were not finite.
  var nonFiniteCount = 0
  /// Failure of a run.
  var failure: (RunRequest) -> RunFailure? = { _ in nil }

  /// Answers a plan.
  func execute(_ plan: RunPlan) -> [RunResult] {
    plan.requests.map { request in
      let condition = plan.worlds[request.worldIndex].documentation
      let measureCount = plan.worlds[request.worldIndex].measures.count
      let rows =
        series?(condition, request, plan.stepCount)
        ?? Array(
          repeating: Array(repeating: level(condition, request), count: plan.stepCount),
          count: measureCount)
      var tallies: [AlignmentTally] = []
      if case .alignments = request.observation {
        let shares = shares(request)
        tallies = [
          AlignmentTally(
            alignmentIndex: 0, stepCount: tallyStepCount, isProbability: isProbability,
            shares: shares,
            autocorrelationTimes: isProbability ? [] : shares.map { _ in time })
        ]
      }
      return RunResult(
        series: rows, stepsRun: plan.stepCount,
        nonFiniteCounts: Array(repeating: nonFiniteCount, count: measureCount),
        alignmentTallies: tallies, failure: failure(request))
    }
  }

  /// Runs a design on made-up answers.
  func report(_ design: VerdictDesign) throws -> VerdictReport {
    try design.run(executing: execute).report
  }
}
