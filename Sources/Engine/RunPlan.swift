// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be asked of the engine, and what does it answer? Its whole public edge: requests in, series out.
//
// Packing requests into lanes and dealing lanes over threads happens inside; a result depends on nothing but its own
// request, the worlds' meaning and the seed.

import WorldModel

/// A list of runs to be executed.
public struct RunPlan: Sendable {
  /// The programs that requests refer to: a world together, unlinked, alone.
  public var worlds: [World]
  /// The runs.
  public var requests: [RunRequest]
  /// First word of every key of draws.
  public var seed: UInt32
  /// Steps of every run, >= 1.
  public var stepCount: Int

  /// Creates a plan.
  public init(worlds: [World], requests: [RunRequest], seed: UInt32, stepCount: Int) {
    self.worlds = worlds
    self.requests = requests
    self.seed = seed
    self.stepCount = stepCount
  }
}

/// One run.
public struct RunRequest: Hashable, Sendable {
  /// Index in `RunPlan.worlds`.
  public var worldIndex: Int
  /// Values of the world's parameters, by `ParameterID`.
  public var parameters: [Double]
  /// Realisation g, in `0..<4096`.
  public var networkIndex: Int
  /// Replicate r within the realisation, in `0..<2^20 - 1`.
  public var replicateIndex: Int
  /// What else than the measures is wanted.
  public var observation: Observation
  /// New values in mid-run, with steps that rise; none of `World.fixedParameters` may differ in them.
  public var changes: [ParameterChange]

  /// Creates a request.
  public init(
    worldIndex: Int, parameters: [Double], networkIndex: Int, replicateIndex: Int,
    observation: Observation = .measures, changes: [ParameterChange] = []
  ) {
    self.worldIndex = worldIndex
    self.parameters = parameters
    self.networkIndex = networkIndex
    self.replicateIndex = replicateIndex
    self.observation = observation
    self.changes = changes
  }
}

/// New values of the parameters of a run that goes on.
///
/// Initial values and traits keep what they were made with, and so do sizes, networks and periods.
public struct ParameterChange: Hashable, Sendable {
  /// The step whose blocks are the first to read the new values, in `0..<stepCount`.
  public var step: Int
  /// Values of all the world's parameters from then on, by `ParameterID`.
  public var parameters: [Double]

  /// Creates a change.
  public init(step: Int, parameters: [Double]) {
    self.step = step
    self.parameters = parameters
  }
}

/// What a run records beside its measures.
public enum Observation: Hashable, Sendable {
  /// Nothing else.
  case measures
  /// For each alignment of the world and each of its agents, how often its value holds from step `firstStep` on.
  case alignments(firstStep: Int)
  /// Every member of every agent, before the first step and after each `every` steps.
  case snapshots(every: Int)
  /// Every value that one agent's program computes.
  case trace(GroupID, agentIndex: Int)
}

/// The answer to one request.
public struct RunResult: Sendable {
  /// One row a measure, in the world's order, one value a step.
  ///
  /// NaN where it was not recorded (before a `when` holds, before the end, non-finite). The row of a `first` measure is all NaN but for the step at which its condition first
  /// held, where it is the `time`. A frozen run repeats its last values.
  public var series: [[Double]]
  /// Number of steps executed before `stop when` froze the run; `stepCount` when it did not.
  public var stepsRun: Int
  /// For each measure, the number of steps at which its value was not finite.
  public var nonFiniteCounts: [Int]
  /// For each alignment of the world, when `Observation.alignments` was asked; otherwise empty.
  public var alignmentTallies: [AlignmentTally]
  /// When `Observation.snapshots` was asked; otherwise empty.
  public var snapshots: [Snapshot]
  /// When `Observation.trace` was asked; otherwise empty.
  public var trace: [TraceEntry]
  /// Why the run ended, when it failed; the rest is then of no meaning.
  public var failure: RunFailure?

  /// Creates a result.
  public init(
    series: [[Double]], stepsRun: Int, nonFiniteCounts: [Int],
    alignmentTallies: [AlignmentTally] = [], snapshots: [Snapshot] = [], trace: [TraceEntry] = [],
    failure: RunFailure? = nil
  ) {
    self.series = series
    self.stepsRun = stepsRun
    self.nonFiniteCounts = nonFiniteCounts
    self.alignmentTallies = alignmentTallies
    self.snapshots = snapshots
    self.trace = trace
    self.failure = failure
  }
}

/// How often the value of an alignment held, agent by agent.
public struct AlignmentTally: Sendable {
  /// Index in `World.alignments`.
  public var alignmentIndex: Int
  /// Number of steps tallied.
  public var stepCount: Int
  /// Whether `shares` are means of exact probabilities (the draw is integrated out) rather than shares of steps.
  public var isProbability: Bool
  /// Per agent the mean over the tallied steps, in 0...1.
  public var shares: [Double]
  /// Per agent an estimate of the integrated autocorrelation time of its series in steps, >= 1/2 (from the variance of
  /// `batchCount` batch means); empty when `isProbability`.
  public var autocorrelationTimes: [Double]

  /// Creates a tally.
  public init(
    alignmentIndex: Int, stepCount: Int, isProbability: Bool, shares: [Double],
    autocorrelationTimes: [Double]
  ) {
    self.alignmentIndex = alignmentIndex
    self.stepCount = stepCount
    self.isProbability = isProbability
    self.shares = shares
    self.autocorrelationTimes = autocorrelationTimes
  }
}

/// All members of all agents at one time.
public struct Snapshot: Sendable {
  /// Steps done: 0 before the first step.
  public var step: Int
  /// Per group and member one value an agent: 0 and 1 for booleans, the index for cases.
  public var columns: [[[Double]]]

  /// Creates a snapshot.
  public init(step: Int, columns: [[[Double]]]) {
    self.step = step
    self.columns = columns
  }
}

/// One value that the traced agent's program computed.
public struct TraceEntry: Hashable, Sendable {
  /// `time` of the step; -1 for initial values.
  public var time: Int
  /// Index of the block in `World.blocks`; -1 for initial values.
  public var blockIndex: Int
  /// Name of the `let`, trait or state.
  public var name: String
  /// Line of the statement.
  public var line: Int
  /// The value, in words: `true`, `comply`, `0.25`, `none` for a missing neighbour.
  public var value: String

  /// Creates an entry.
  public init(time: Int, blockIndex: Int, name: String, line: Int, value: String) {
    self.time = time
    self.blockIndex = blockIndex
    self.name = name
    self.line = line
    self.value = value
  }
}

/// Why a run failed.
public struct RunFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What happened, such as `the mean of 'normal' is not finite (nan)`.
  public var reason: String
  /// The expression or statement.
  public var origin: Origin
  /// Name of the group; `nil` when no agent is concerned.
  public var group: String?
  /// Index of the agent.
  public var agentIndex: Int?
  /// `time` of the step; -1 for initial values.
  public var time: Int
  /// Realisation.
  public var networkIndex: Int
  /// Replicate within it.
  public var replicateIndex: Int

  /// Creates a failure.
  public init(
    reason: String, origin: Origin, group: String?, agentIndex: Int?, time: Int, networkIndex: Int,
    replicateIndex: Int
  ) {
    self.reason = reason
    self.origin = origin
    self.group = group
    self.agentIndex = agentIndex
    self.time = time
    self.networkIndex = networkIndex
    self.replicateIndex = replicateIndex
  }

  /// One sentence that names expression, agent, step and replicate.
  public var description: String {
    let agent = group.map { name in agentIndex.map { "\(name)[\($0)]" } ?? name }
    let whose = agent.map { ", agent \($0)" } ?? ""
    let when = time < 0 ? "initial values" : "step \(time)"
    return "\(reason) in '\(origin.text)' (line \(origin.line))\(whose), \(when), "
      + "replicate \(replicateIndex) of network \(networkIndex)"
  }
}

/// Why a plan cannot be executed at all.
public enum PlanError: Error, Hashable, Sendable {
  /// A size, generator argument, file or change does not fit the parameter values; the message says which and why.
  case unfit(message: String, origin: Origin)
  /// The estimate exceeds the limit.
  case memoryRefused(estimatedBytes: Int, limitBytes: Int)
  /// The caller cancelled.
  case cancelled
}

/// What a plan needs, before it runs.
public struct PlanEstimate: Hashable, Sendable {
  /// Peak memory.
  public var bytes: Int
  /// What remains of it when the runs have ended: their results.
  public var resultBytes: Int
  /// Agents x steps summed over all requests and blocks.
  public var agentUpdates: Int
  /// Runs that share the lanes of the widest vector.
  public var laneCount: Int

  /// Creates an estimate.
  public init(bytes: Int, resultBytes: Int, agentUpdates: Int, laneCount: Int) {
    self.bytes = bytes
    self.resultBytes = resultBytes
    self.agentUpdates = agentUpdates
    self.laneCount = laneCount
  }
}

/// How a plan is executed; nothing here may change a result.
public struct ExecutionOptions: Sendable {
  /// Number of threads, >= 1.
  public var threadCount: Int
  /// Most lanes of one vector, in `1...256`.
  public var laneLimit: Int
  /// Whether fused and packed kernels stand in for the instructions that they equal; `false` is for comparison.
  public var usesFastPaths: Bool
  /// Plans that need more are refused.
  public var memoryLimitBytes: Int
  /// Least numbers (agents x lanes) that several threads share when they have no lane groups of their own.
  var leastSharedElements = Crew.leastElements
  /// Agents from which on a group of one lane is laid out for memory.
  var leastHugeAgents = HugeRules().leastAgents

  var hugeRules: HugeRules {
    HugeRules(usesBitsets: usesFastPaths, leastAgents: leastHugeAgents)
  }
  /// Called now and then, from any thread, with the number of agent updates done; returns `false` to cancel.
  public var progress: (@Sendable (_ agentUpdatesDone: Int) -> Bool)?

  /// Creates options.
  public init(
    threadCount: Int, laneLimit: Int = 64, usesFastPaths: Bool = true,
    memoryLimitBytes: Int = .max,
    progress: (@Sendable (_ agentUpdatesDone: Int) -> Bool)? = nil
  ) {
    self.threadCount = threadCount
    self.laneLimit = laneLimit
    self.usesFastPaths = usesFastPaths
    self.memoryLimitBytes = memoryLimitBytes
    self.progress = progress
  }
}
