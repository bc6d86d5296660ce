// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does `arendt run` execute? The runs of the verdict, and the first replicate for those who look at agents.

import Emergence
import Engine
import WorldLanguage
import WorldModel

/// The verdict on one command.
struct VerdictRunner {
  /// The command.
  let command: CommandCell
  private let design: VerdictDesign
  /// The looks of a run with `--until`.
  private let sequential: SequentialDesign?

  /// Prepares the runs.
  ///
  /// - Parameters:
  ///   - command: The command.
  ///   - togetherOnly: Whether unlinked and alone are left out.
  ///   - until: The width that intervals are to fall below, and the most replicates where these are given.
  /// - Throws: `CommandFailure` where a harm has no known range.
  init(
    _ command: CommandCell, togetherOnly: Bool, until: (width: Double, mostReplicates: Int?)? = nil
  ) throws(CommandFailure) {
    self.command = command
    design = VerdictDesign(command.cell, togetherOnly: togetherOnly)
    sequential = try command.explained {
      try until.map {
        try SequentialDesign(
          command.cell, width: $0.width,
          mostReplicates: $0.mostReplicates ?? SequentialDesign.mostReplicatesByDefault,
          togetherOnly: togetherOnly)
      }
    }
  }

  /// What the program takes before any run: its code, the libraries, the checked world.
  static let programBytes = 36_500_000

  /// Prints what the runs of the verdict need.
  func writeEstimate(format: CellOptions.Form) throws {
    let (first, most) = try command.explained {
      if let sequential { return try sequential.estimate(command.plainOptions) }
      let estimate = try design.estimate(command.plainOptions)
      return (estimate, estimate)
    }
    switch format {
    case .json:
      var members = Self.members(of: most)
      if sequential != nil { members.append(("firstLook", .object(Self.members(of: first)))) }
      try Terminal.write(JSONValue.object(members).text() + "\n")
    case .text:
      let text = Self.text(of: most)
      try Terminal.write(
        sequential == nil
          ? text
          : "if it ends at the first look\n\(Self.text(of: first))at most\n\(text)")
    }
  }

  private static func members(of estimate: VerdictEstimate) -> [(key: String, value: JSONValue)] {
    [
      ("runs", .whole(estimate.runCount)), ("agentUpdates", .whole(estimate.agentUpdates)),
      ("bytes", .whole(programBytes + estimate.bytes)),
    ]
  }

  private static func text(of estimate: VerdictEstimate) -> String {
    """
    runs            \(estimate.runCount)
    agent updates   \(estimate.agentUpdates)
    memory          \(CommandCell.bytes(programBytes + estimate.bytes))

    """
  }

  /// Executes the runs of the verdict.
  ///
  /// - Throws: `CommandFailure` with status 2 when a run fails or memory is refused, 130 when interrupted.
  func execute() throws -> VerdictOutcome {
    try command.explained {
      let estimate = try sequential?.estimate().most ?? design.estimate()
      let bar = ProgressBar(total: estimate.agentUpdates, isQuiet: command.isQuiet)
      defer { bar.end() }
      var doneBefore = 0
      func execute(_ plan: RunPlan) throws -> [RunResult] {
        defer { doneBefore += (try? plan.estimate().agentUpdates) ?? 0 }
        return try plan.execute(command.options(bar, doneBefore: doneBefore))
      }
      return try sequential?.run(executing: execute) ?? design.run(executing: execute)
    }
  }

  /// Runs the first replicate once more for those who look at agents.
  func observe(snapshot: SnapshotInterval?, trace: AgentName?) throws -> ObservedRuns {
    let sizes = try command.explained {
      try GroupSizes.evaluate(world: command.world, parameters: command.cell.parameters)
    }
    var runs = ObservedRuns(groupSizes: sizes)
    if let snapshot {
      for (condition, world) in conditions {
        let result = try single(world, .snapshots(every: snapshot.steps))
        runs.snapshots.append((condition.rawValue, result.snapshots))
      }
    }
    if let trace {
      guard let group = command.world.groups.firstIndex(where: { $0.name == trace.group }) else {
        let names = command.world.groups.map(\.name)
        let help = Spelling.closest(to: trace.group, among: names).map { "did you mean '\($0)'?" }
        throw CommandFailure(
          .usage,
          "no group is called '\(trace.group)'; \(help ?? "there are \(names.joined(separator: ", "))")"
        )
      }
      let size = sizes[group]
      guard trace.index < size else {
        let range = size == 0 ? "it has no agents" : "its agents are 0...\(size - 1)"
        throw CommandFailure(
          .usage, "there is no \(trace.group)[\(trace.index)]; \(range)")
      }
      runs.trace = try single(command.world, .trace(GroupID(group), agentIndex: trace.index)).trace
    }
    return runs
  }

  private var conditions: [(RunCondition, World)] {
    guard let isolation = command.cell.world.isolation, !design.togetherOnly else {
      return [(.together, command.world)]
    }
    return [
      (.together, command.world), (.unlinked, isolation.unlinked), (.alone, isolation.alone),
    ]
  }

  /// Runs replicate 0 of network 0 of one world.
  private func single(_ world: World, _ observation: Observation) throws -> RunResult {
    try command.explained {
      let request = RunRequest(
        worldIndex: 0, parameters: command.cell.parameters, networkIndex: 0, replicateIndex: 0,
        observation: observation)
      let plan = RunPlan(
        worlds: [world], requests: [request], seed: world.settings.seed,
        stepCount: world.settings.steps)
      let bar = ProgressBar(total: try plan.estimate().agentUpdates, isQuiet: command.isQuiet)
      defer { bar.end() }
      let result = try plan.execute(command.options(bar))[0]
      if let failure = result.failure { throw failure }
      return result
    }
  }
}
