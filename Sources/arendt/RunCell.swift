// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does `arendt run` execute? A checked world with the values and settings of the command line.

import Emergence
import Engine
import Figures
import Foundation
import WorldLanguage
import WorldModel

/// One cell with everything that executing it needs.
struct RunCell {
  private let path: String
  private let checked: CheckedWorld
  private let parameters: [Double]
  private let design: VerdictDesign
  private let isQuiet: Bool
  private let threadCount: Int
  /// Digest of the cell.
  let digest: String

  /// The world as written, with the settings of the command line.
  var world: World { checked.together }

  /// Compiles a file and applies the command line to it.
  ///
  /// - Throws: `CommandFailure` with status 1 when the file is no world, 64 when the command line does not fit it.
  init(file: WorldFile, command: Run) throws(CommandFailure) {
    path = file.source.path
    var checked = try file.checked(isQuiet: command.quiet)
    parameters = try ParameterSettings.values(command.settings, of: checked.together)
    checked.together.settings.override(
      steps: command.steps, warmup: command.warmup, replicates: command.replicates,
      networks: command.networks, seed: command.seed)
    checked.isolation?.alone.settings = checked.together.settings
    checked.isolation?.unlinked.settings = checked.together.settings
    self.checked = checked
    isQuiet = command.quiet
    threadCount = command.threads ?? ProcessInfo.processInfo.activeProcessorCount
    design = try Self.explained(path) { [checked, parameters] in
      VerdictDesign(
        try Cell(
          world: checked, parameters: parameters, settings: checked.together.settings),
        togetherOnly: command.togetherOnly)
    }
    digest = CellDigest.hexadecimal(
      listing: WorldListing.text(of: checked.together, isDynamicsOnly: true),
      parameters: parameters,
      settings: checked.together.settings)
  }

  /// The verdict as a document.
  func document(_ report: VerdictReport) -> VerdictDocument {
    VerdictDocument(world: world, parameters: parameters, digest: digest, report: report)
  }

  /// What identifies the cell, as the attributes of a NetCDF file.
  var attributes: [(name: String, value: SnapshotDataset.Attribute)] {
    [
      ("title", .text(world.title)), ("version", .text(Version.program)),
      ("digest", .text(digest)), ("seed", .whole(Int(world.settings.seed))),
      ("parameters", .text(world.json(of: parameters) { !$0.isCoupling }.text(indentation: 1))),
      ("couplings", .text(world.json(of: parameters, where: \.isCoupling).text(indentation: 1))),
    ]
  }

  /// What the program takes before any run: its code, the libraries, the checked world.
  private static let programBytes = 36_500_000

  /// Prints what the runs of the verdict need.
  func writeEstimate(format: Run.Form) throws {
    let estimate = try explained {
      try design.estimate(ExecutionOptions(threadCount: threadCount))
    }
    let bytes = Self.programBytes + estimate.bytes
    switch format {
    case .json:
      let document = JSONValue.object([
        ("runs", .whole(estimate.runCount)), ("agentUpdates", .whole(estimate.agentUpdates)),
        ("bytes", .whole(bytes)),
      ])
      try Terminal.write(document.text() + "\n")
    case .text:
      try Terminal.write(
        """
        runs            \(estimate.runCount)
        agent updates   \(estimate.agentUpdates)
        memory          \(Self.bytes(bytes))

        """)
    }
  }

  /// Executes the runs of the verdict.
  ///
  /// - Throws: `CommandFailure` with status 2 when a run fails or memory is refused, 130 when interrupted.
  func execute() throws -> VerdictOutcome {
    try explained {
      let bar = ProgressBar(
        total: try design.estimate().agentUpdates, isQuiet: isQuiet)
      defer { bar.end() }
      var doneBefore = 0
      return try design.run { plan in
        defer { doneBefore += (try? plan.estimate().agentUpdates) ?? 0 }
        return try plan.execute(options(bar, doneBefore: doneBefore))
      }
    }
  }

  /// Runs the first replicate once more for those who look at agents.
  func observe(snapshot: SnapshotInterval?, trace: AgentName?) throws -> ObservedRuns {
    let sizes = try explained { try GroupSizes.evaluate(world: world, parameters: parameters) }
    var runs = ObservedRuns(groupSizes: sizes)
    if let snapshot {
      for (condition, world) in conditions {
        let result = try single(world, .snapshots(every: snapshot.steps))
        runs.snapshots.append((condition.rawValue, result.snapshots))
      }
    }
    if let trace {
      guard let group = world.groups.firstIndex(where: { $0.name == trace.group }) else {
        let names = world.groups.map(\.name)
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
      runs.trace = try single(world, .trace(GroupID(group), agentIndex: trace.index)).trace
    }
    return runs
  }

  private var conditions: [(RunCondition, World)] {
    guard let isolation = checked.isolation, !design.togetherOnly else {
      return [(.together, world)]
    }
    return [
      (.together, world), (.unlinked, isolation.unlinked), (.alone, isolation.alone),
    ]
  }

  /// Runs replicate 0 of network 0 of one world.
  private func single(_ world: World, _ observation: Observation) throws -> RunResult {
    try explained {
      let request = RunRequest(
        worldIndex: 0, parameters: parameters, networkIndex: 0, replicateIndex: 0,
        observation: observation)
      let plan = RunPlan(
        worlds: [world], requests: [request], seed: world.settings.seed,
        stepCount: world.settings.steps)
      let bar = ProgressBar(total: try plan.estimate().agentUpdates, isQuiet: isQuiet)
      defer { bar.end() }
      let result = try plan.execute(options(bar))[0]
      if let failure = result.failure { throw failure }
      return result
    }
  }

  private func options(_ bar: ProgressBar, doneBefore: Int = 0) -> ExecutionOptions {
    ExecutionOptions(
      threadCount: threadCount,
      memoryLimitBytes: Int(clamping: ProcessInfo.processInfo.physicalMemory)
    ) { done in
      bar.advance(to: doneBefore + done)
      return !Interruption.isRequested
    }
  }

  private func explained<Result>(_ work: () throws -> Result) throws(CommandFailure) -> Result {
    try Self.explained(path, work)
  }

  /// Turns the failures of the libraries into messages and statuses.
  private static func explained<Result>(
    _ path: String, _ work: () throws -> Result
  ) throws(CommandFailure) -> Result {
    do {
      return try work()
    } catch let failure as CommandFailure {
      throw failure
    } catch let failure as RunFailure {
      throw CommandFailure(.failed, "\(path): the run failed: \(failure)")
    } catch let error as PlanError {
      switch error {
      case .unfit(let message, let origin):
        throw CommandFailure(.failed, "\(path):\(origin.line):\(origin.column): \(message)")
      case .memoryRefused(let estimatedBytes, let limitBytes):
        throw CommandFailure(
          .failed,
          "the run needs about \(bytes(estimatedBytes)) of memory, and this machine has "
            + "\(bytes(limitBytes)); lower --replicates, --steps or the number of agents")
      case .cancelled: throw .interrupted
      }
    } catch let error as VerdictError {
      throw error.explained(path)
    } catch {
      throw CommandFailure(.failed, "\(path): \(error)")
    }
  }

  /// A number of bytes for a person.
  private static func bytes(_ count: Int) -> String {
    for (unit, name) in [(1e12, "TB"), (1e9, "GB"), (1e6, "MB")] where Double(count) >= unit {
      return String(format: "%.1f ", Double(count) / unit) + name
    }
    return String(format: "%.0f kB", Double(count) / 1e3)
  }
}

extension VerdictError {
  /// The message and status of an error.
  fileprivate func explained(_ path: String) -> CommandFailure {
    switch self {
    case .notPositive(let setting, let value):
      CommandFailure(.usage, "--\(setting) must be at least 1, not \(value)")
    case .networksExceedReplicates(let networks, let replicates):
      CommandFailure(
        .usage,
        "\(counted(networks, "network")) need at least as many replicates, not \(replicates)")
    case .tooMany(let setting, let value, let most):
      CommandFailure(.usage, "--\(setting) must be at most \(most), not \(value)")
    case .warmUpTooLong(let warmUp, let steps):
      CommandFailure(.usage, "a warm-up of \(warmUp) leaves nothing of \(counted(steps, "step"))")
    case .notFinite(let name, let origin):
      CommandFailure(
        .failed,
        "\(path):\(origin.line):\(origin.column): '\(name)' is not finite at these parameters")
    case .runFailed(let failure, let condition, _, let failedRunCount):
      CommandFailure(
        .failed,
        "\(path): the run failed \(condition.rawValue)"
          + (failedRunCount > 1 ? " (the first of \(failedRunCount) runs that did)" : "")
          + ": \(failure)"
      )
    }
  }
}
