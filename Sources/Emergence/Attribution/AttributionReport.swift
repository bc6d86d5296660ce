// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much of each harm is each coupling's doing? Plain values; wording belongs to whoever shows them.
//
// Invariant: no number here is NaN or infinite; a quantity that does not exist is `nil`. The values of the couplings of
// a harm sum to its total to 1e-12 of the largest harm.

/// How the harms of a cell divide among its couplings.
public struct AttributionReport: Hashable, Sendable {
  /// Steps discarded at the beginning of every run, the same in all ablations.
  public var warmUpStepCount: Int
  /// Harms whose series had not settled by half the run in some ablation, in the world's order.
  public var unsettledHarms: [String]
  /// Units of replication behind every interval.
  public var realisationCount: Int
  /// Replicates of every ablation.
  public var replicateCount: Int
  /// Harms in the world's order.
  public var harms: [HarmAttribution]

  /// Creates a value from its parts.
  public init(
    warmUpStepCount: Int, unsettledHarms: [String], realisationCount: Int, replicateCount: Int,
    harms: [HarmAttribution]
  ) {
    self.warmUpStepCount = warmUpStepCount
    self.unsettledHarms = unsettledHarms
    self.realisationCount = realisationCount
    self.replicateCount = replicateCount
    self.harms = harms
  }
}

/// How one harm divides among the couplings.
public struct HarmAttribution: Hashable, Sendable {
  /// Name of the harm.
  public var name: String
  /// Harm with every coupling at its value less harm with every coupling off; `nil` where no replicate recorded the harm
  /// in all ablations.
  public var total: ContrastReport?
  /// Every coupling of the world, in its order; empty where `total` is `nil`.
  public var couplings: [CouplingAttribution]
  /// Pairs of couplings that are both on, in the order of the world; empty where `total` is `nil`.
  public var interactions: [CouplingInteraction]
  /// Replicates in which some ablation never recorded the harm; they are left out.
  public var leftOutReplicateCount: Int

  /// Creates a value from its parts.
  public init(
    name: String, total: ContrastReport?, couplings: [CouplingAttribution],
    interactions: [CouplingInteraction], leftOutReplicateCount: Int
  ) {
    self.name = name
    self.total = total
    self.couplings = couplings
    self.interactions = interactions
    self.leftOutReplicateCount = leftOutReplicateCount
  }
}

/// A weighted sum of mean harms of runs on the same draws.
public struct ContrastReport: Hashable, Sendable {
  /// The value with its 95 % interval over realisations, in units of the harm.
  public var interval: IntervalReport
  /// Variance of the paired sum over that of one from runs with draws of their own: below 1 where shared draws help;
  /// `nil` where nothing varies or with one realisation.
  public var varianceRatio: Double?

  /// Creates a value from its parts.
  public init(
    interval: IntervalReport, varianceRatio: Double?
  ) {
    self.interval = interval
    self.varianceRatio = varianceRatio
  }
}

/// What one coupling is worth.
public struct CouplingAttribution: Hashable, Sendable {
  /// Name of the coupling.
  public var name: String
  /// Its Shapley value: the harm that it adds, averaged over all orders of switching couplings on; below 0 where it
  /// protects.
  ///
  /// Exactly 0, without error, for a coupling that stands at its off value.
  public var value: ContrastReport
  /// Whether it stands at its off value, so that there is nothing to ablate.
  public var isOff: Bool

  /// Creates a value from its parts.
  public init(
    name: String, value: ContrastReport, isOff: Bool
  ) {
    self.name = name
    self.value = value
    self.isOff = isOff
  }
}

/// What two couplings do only together, or both alike.
public struct CouplingInteraction: Hashable, Sendable {
  /// The coupling that the world declares first.
  public var first: String
  /// The other coupling.
  public var second: String
  /// Interaction index: above 0 where they need each other, below 0 where one does what the other would have done.
  public var value: ContrastReport

  /// Creates a value from its parts.
  public init(
    first: String, second: String, value: ContrastReport
  ) {
    self.first = first
    self.second = second
    self.value = value
  }
}
