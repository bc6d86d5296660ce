// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a command execute? A checked world with the values and settings of the command line, and every failure of
// the libraries as a message.

import Emergence
import Engine
import Figures
import Foundation
import Statistics
import Store
import WorldLanguage
import WorldModel

/// One cell with everything that executing it needs.
struct CommandCell {
  private let path: String
  /// The cell.
  let cell: Cell
  /// Whether there is no progress to show.
  let isQuiet: Bool
  private let threadCount: Int
  /// Digest of the cell.
  let digest: String

  /// The world as written, with the settings of the command line.
  var world: World { cell.world.together }

  /// Compiles a file and applies the command line to it.
  ///
  /// - Throws: `CommandFailure` with status 1 when the file is no world, 64 when the command line does not fit it.
  init(file: WorldFile, options: CellOptions) throws(CommandFailure) {
    path = file.source.path
    var checked = try file.checked(isQuiet: options.quiet)
    let parameters = try ParameterSettings.values(options.runs.settings, of: checked.together)
    options.runs.override(&checked.together.settings)
    checked.isolation?.alone.settings = checked.together.settings
    checked.isolation?.unlinked.settings = checked.together.settings
    isQuiet = options.quiet
    threadCount = options.threads ?? ProcessInfo.processInfo.activeProcessorCount
    cell = try Self.explained(path) { [checked] in
      try Cell(world: checked, parameters: parameters, settings: checked.together.settings)
    }
    digest = ResultDigest.hexadecimal(
      listing: WorldListing.text(of: checked.together, .results),
      parameters: parameters,
      settings: checked.together.settings)
  }

  /// Takes a cell that was checked before.
  ///
  /// - Parameters:
  ///   - path: Path for messages.
  ///   - cell: The cell.
  ///   - isQuiet: Whether there is no progress to show.
  ///   - threads: Number of threads; as many as processors for `nil`.
  init(path: String, cell: Cell, isQuiet: Bool, threads: Int?) {
    self.path = path
    self.cell = cell
    self.isQuiet = isQuiet
    threadCount = threads ?? ProcessInfo.processInfo.activeProcessorCount
    digest = ResultDigest.hexadecimal(
      listing: WorldListing.text(of: cell.world.together, .results),
      parameters: cell.parameters, settings: cell.settings)
  }

  /// The verdict as a document.
  func document(_ report: VerdictReport) -> VerdictDocument {
    VerdictDocument(world: world, parameters: cell.parameters, digest: digest, report: report)
  }

  /// What identifies the cell, as the attributes of a NetCDF file.
  var attributes: [(name: String, value: SnapshotDataset.Attribute)] {
    [
      ("title", .text(world.title)), ("version", .text(Version.program)),
      ("digest", .text(digest)), ("seed", .whole(Int(world.settings.seed))),
      (
        "parameters", .text(world.json(of: cell.parameters) { !$0.isCoupling }.text(indentation: 1))
      ),
      (
        "couplings",
        .text(world.json(of: cell.parameters, where: \.isCoupling).text(indentation: 1))
      ),
    ]
  }

  /// Threads and lanes, for estimates.
  var plainOptions: ExecutionOptions { ExecutionOptions(threadCount: threadCount) }

  /// How plans are executed: with progress, within the memory of the machine, until Control-C.
  ///
  /// - Parameters:
  ///   - bar: Where progress is shown.
  ///   - doneBefore: Agent updates under the same bar before the plan.
  ///   - isOver: Asked now and then; ends the plan as Control-C does.
  /// - Returns: Options for the plan.
  func options(
    _ bar: ProgressBar, doneBefore: Int = 0, isOver: @escaping @Sendable () -> Bool = { false }
  ) -> ExecutionOptions {
    ExecutionOptions(
      threadCount: threadCount,
      memoryLimitBytes: MachineMemory.bytes
    ) { done in
      bar.advance(to: doneBefore + done)
      return !Interruption.isRequested && !isOver()
    }
  }

  /// Does some work; failures of the libraries become messages.
  func explained<Result>(_ work: () throws -> Result) throws(CommandFailure) -> Result {
    try Self.explained(path, work)
  }

  /// Why some work failed, in words.
  func reason(of error: any Error) -> String {
    do throws(CommandFailure) {
      try explained { throw error }
      return ""
    } catch {
      return error.message ?? "it failed"
    }
  }

  /// Turns the failures of the libraries into messages and statuses.
  static func explained<Result>(
    _ path: String, _ work: () throws -> Result
  ) throws(CommandFailure) -> Result {
    do {
      return try work()
    } catch let failure as CommandFailure {
      throw failure
    } catch let error as StoreError {
      throw error.failure
    } catch let failure as RunFailure {
      throw CommandFailure(.failed, "\(path): the run failed: \(failure)")
    } catch let error as PlanError {
      switch error {
      case .unfit(let message, let origin):
        throw CommandFailure(.failed, "\(path):\(origin.line):\(origin.column): \(message)")
      case .memoryRefused(let estimatedBytes, let limitBytes):
        throw CommandFailure(
          .failed,
          "the run needs about \(bytes(estimatedBytes)) of memory, and there is "
            + "\(bytes(limitBytes)); lower --replicates, --steps or the number of agents")
      case .cancelled: throw .interrupted
      }
    } catch let error as VerdictError {
      throw error.explained(path)
    } catch let error as DesignError {
      throw error.explained(path)
    } catch let error as StatisticsError {
      throw CommandFailure(.failed, "\(path): \(error.sentence)")
    } catch {
      throw CommandFailure(.failed, "\(path): \(error)")
    }
  }

  /// A number of bytes for a person.
  static func bytes(_ count: Int) -> String {
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
    case .widthNotPositive:
      CommandFailure(.usage, "--until takes a width above 0")
    case .unbounded(let measure, let origin):
      CommandFailure(
        .usage,
        "\(path):\(origin.line):\(origin.column): '\(measure)' has no known range, so that no interval "
          + "of it holds at every look of --until; declare one: \(measure) = ... in LOW...HIGH")
    case .outsideRange(let measure, let value, let low, let high):
      CommandFailure(
        .failed,
        "\(path): '\(measure)' was \(ParameterSettings.text(value)), outside its range "
          + "\(ParameterSettings.text(low))...\(ParameterSettings.text(high))")
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
