// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is a checked world? Plain values: no source text, no engine.
//
// Invariant: every identifier inside a `World` is an index into the arrays of the same `World`; names are unique as
// the language demands; types, ranges and guards have been checked. Whoever holds a `World` need not check it again.

/// A checked world: what agents are, what couples them and what counts as harm.
public struct World: Hashable, Sendable {
  /// Title given in the `world` declaration.
  public var title: String
  /// Text of the `///` comment before the `world` declaration; empty when there is none.
  public var documentation: String
  /// Parameters and couplings, in the order of declaration.
  public var parameters: [Parameter]
  /// Groups of agents and environments, in the order of declaration.
  public var groups: [Group]
  /// Networks, in the order of declaration.
  public var networks: [Network]
  /// Blocks of the program of one step, in the order in which they run.
  public var blocks: [StepBlock]
  /// Measures and harms, in the order of declaration.
  public var measures: [Measure]
  /// Estimates computed from the means of measures over replicates.
  public var estimates: [Estimate]
  /// What one agent of a group may do alone; at most one a group.
  public var alignments: [Alignment]
  /// Defaults of a run.
  public var settings: RunSettings

  /// Creates a world from its parts.
  public init(
    title: String, documentation: String = "", parameters: [Parameter] = [], groups: [Group] = [],
    networks: [Network] = [], blocks: [StepBlock] = [], measures: [Measure] = [],
    estimates: [Estimate] = [], alignments: [Alignment] = [], settings: RunSettings = RunSettings()
  ) {
    self.title = title
    self.documentation = documentation
    self.parameters = parameters
    self.groups = groups
    self.networks = networks
    self.blocks = blocks
    self.measures = measures
    self.estimates = estimates
    self.alignments = alignments
    self.settings = settings
  }
}

/// A checked world together with what its isolation proof found.
public struct CheckedWorld: Sendable {
  /// The world as written: every coupling at the value a run sets.
  public var together: World
  /// The proof and the programs for runs alone and unlinked; `nil` for a world without harm.
  public var isolation: Isolation?

  /// Creates a checked world.
  public init(together: World, isolation: Isolation?) {
    self.together = together
    self.isolation = isolation
  }
}

/// The result of a successful isolation proof.
///
/// `alone` and `unlinked` have the same parameters, groups, members, networks, measures and draw sites as the world
/// they come from, index for index; only expressions and statements are folded. A run of them must therefore be given
/// the same parameter values; those of the switched-off couplings are not read.
public struct Isolation: Sendable {
  /// Couplings that cut a path between agents when off.
  public var linking: [ParameterID]
  /// Couplings that only change each agent's conditions.
  public var conditioning: [ParameterID]
  /// The world with every coupling off, folded.
  public var alone: World
  /// The world with only the linking couplings off, folded; equal to `alone` when `conditioning` is empty.
  public var unlinked: World
  /// The reasoning of the proof, one sentence a line, for people.
  public var reasoning: [String]

  /// Creates a result.
  public init(
    linking: [ParameterID], conditioning: [ParameterID], alone: World, unlinked: World,
    reasoning: [String]
  ) {
    self.linking = linking
    self.conditioning = conditioning
    self.alone = alone
    self.unlinked = unlinked
    self.reasoning = reasoning
  }
}

/// Where in the source something was written, for messages of a run.
public struct Origin: Hashable, Sendable {
  /// Line, counted from 1; 0 for what the compiler made.
  public var line: Int
  /// Column in Unicode scalars, counted from 1; 0 for what the compiler made.
  public var column: Int
  /// The source text of the expression or statement, on one line, shortened to at most 80 characters.
  public var text: String
  /// Offsets in the source file, in bytes; empty for what the compiler made.
  public var bytes: Range<Int>

  /// Creates an origin.
  public init(line: Int = 0, column: Int = 0, text: String = "", bytes: Range<Int> = 0..<0) {
    self.line = line
    self.column = column
    self.text = text
    self.bytes = bytes
  }
}
