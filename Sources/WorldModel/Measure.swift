// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is observed, what is harm, and what may an agent do alone?

/// A measure or a harm: a scalar of the whole world.
public struct Measure: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// Text of the `///` comment; empty when there is none.
  public var documentation: String
  /// The value, `number(.double)`; the constant 0 for a `first` measure.
  public var value: Expression
  /// Declared range of the value, if one was given.
  public var range: ClosedRange<Double>?
  /// When it is recorded.
  public var timing: Timing
  /// For a harm, how much of it is tolerable: an expression of parameters that are not couplings; `nil` for a plain
  /// measure.
  public var limit: Expression?
  /// Where it was written.
  public var origin: Origin

  /// Whether it is a harm.
  public var isHarm: Bool { limit != nil }

  /// Creates a measure.
  public init(
    name: String, documentation: String = "", value: Expression, range: ClosedRange<Double>? = nil,
    timing: Timing = .everyStep, limit: Expression? = nil, origin: Origin = Origin()
  ) {
    self.name = name
    self.documentation = documentation
    self.value = value
    self.range = range
    self.timing = timing
    self.limit = limit
    self.origin = origin
  }

  /// When a measure is recorded.
  public enum Timing: Hashable, Sendable {
    /// After every step.
    case everyStep
    /// After the last step only.
    case atEnd
    /// After the steps in which a boolean expression of measures, groups and time holds.
    case when(Expression)
    /// The `time` of the first step after which a boolean expression holds; censored when there is none.
    case first(Expression)
  }
}

/// A quantity computed from the means of measures over replicates.
public struct Estimate: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// Text of the `///` comment; empty when there is none.
  public var documentation: String
  /// The value, of measures and parameters.
  public var value: Expression
  /// Where it was written.
  public var origin: Origin

  /// Creates an estimate.
  public init(
    name: String, documentation: String = "", value: Expression, origin: Origin = Origin()
  ) {
    self.name = name
    self.documentation = documentation
    self.value = value
    self.origin = origin
  }
}

/// What one agent of a group may do alone.
public struct Alignment: Hashable, Sendable {
  /// The group.
  public var group: GroupID
  /// What is bounded: a boolean of one agent's members.
  public var value: Expression
  /// The chance over the steps after warm-up that is allowed; an expression of parameters that are not couplings.
  public var limit: Expression
  /// Share of the agents that may exceed the limit; an expression of parameters that are not couplings; 0 if left out.
  public var allowance: Expression
  /// Where it was written.
  public var origin: Origin

  /// Creates an alignment.
  public init(
    group: GroupID, value: Expression, limit: Expression, allowance: Expression,
    origin: Origin = Origin()
  ) {
    self.group = group
    self.value = value
    self.limit = limit
    self.allowance = allowance
    self.origin = origin
  }
}

/// Defaults of a run, each of which the command line may override.
public struct RunSettings: Hashable, Sendable {
  /// Number of steps, >= 1.
  public var steps: Int
  /// Steps discarded at the beginning; `nil` means found by MSER-5.
  public var warmup: Int?
  /// Number of replicates, >= 1.
  public var replicates: Int
  /// Number of realisations; `nil` means as many as replicates, at most 16.
  public var networks: Int?
  /// The parameter from whose two ends further runs start.
  public var starts: Starts?
  /// The series that is written holds every so many steps, >= 1.
  public var recordEvery: Int
  /// Seed.
  public var seed: UInt32
  /// A replicate freezes after the step in which this boolean holds.
  public var stopWhen: Expression?
  /// Whether draws are named for multi-spin coding.
  public var drawsPacked: Bool

  /// Creates settings; the defaults are those of a world without a `run` declaration.
  public init(
    steps: Int = 1_000, warmup: Int? = nil, replicates: Int = 64, networks: Int? = nil,
    starts: Starts? = nil, recordEvery: Int = 1, seed: UInt32 = 1, stopWhen: Expression? = nil,
    drawsPacked: Bool = false
  ) {
    self.steps = steps
    self.warmup = warmup
    self.replicates = replicates
    self.networks = networks
    self.starts = starts
    self.recordEvery = recordEvery
    self.seed = seed
    self.stopWhen = stopWhen
    self.drawsPacked = drawsPacked
  }

  /// Sets the number of replicates, and lowers a larger number of networks to it.
  public mutating func setReplicates(_ count: Int) {
    replicates = count
    networks = networks.map { min($0, count) }
  }
}

/// Two opposite starts.
public struct Starts: Hashable, Sendable {
  /// The parameter that sets the start.
  public var parameter: ParameterID
  /// Its value at the low end.
  public var low: Double
  /// Its value at the high end.
  public var high: Double

  /// Creates a pair of starts.
  public init(parameter: ParameterID, low: Double, high: Double) {
    self.parameter = parameter
    self.low = low
    self.high = high
  }
}
