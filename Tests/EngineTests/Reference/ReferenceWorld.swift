// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a test run one of the worlds in Worlds/Reference?

import Engine
import Foundation
import TestSupport
import WorldLanguage
import WorldModel

/// A world with known answers.
struct ReferenceWorld {
  /// The checked world.
  let world: World

  /// Compiles a world.
  ///
  /// - Parameters:
  ///   - name: Name of the file without its ending.
  ///   - replacements: Texts put in place of others, each of which must occur once; for mutants and other update schemes.
  /// - Throws: `CompilationFailure` when it does not compile; the errors of reading.
  init(_ name: String, replacing replacements: KeyValuePairs<String, String> = [:]) throws {
    let folder = SourceFolder(of: #filePath).appending("../../../Worlds/Reference")
    var text = String(decoding: try folder.appending("\(name).world").contents(), as: UTF8.self)
    for (old, new) in replacements {
      guard text.components(separatedBy: old).count == 2 else {
        throw ReferenceFailure(description: "'\(old)' does not occur once in \(name).world")
      }
      text = text.replacingOccurrences(of: old, with: new)
    }
    world = try CheckedWorld.compiled(text, in: folder).together
  }

  /// Runs replicates, dealt over realisations in turn.
  ///
  /// - Parameters:
  ///   - settings: Values of parameters by name; the others stand at their defaults.
  ///   - steps: Length of each run.
  ///   - replicates: Number of runs.
  ///   - networks: Number of realisations, a divisor of `replicates`; as many as replicates when `nil`.
  ///   - observation: What is recorded beside the measures.
  /// - Returns: What the runs gave.
  /// - Throws: `RunFailure` or `PlanError` when a run fails, `ReferenceFailure` for a setting that cannot be.
  func run(
    _ settings: [String: Double] = [:], steps: Int, replicates: Int, networks: Int? = nil,
    observation: Observation = .measures
  ) throws -> ReferenceRuns {
    var parameters = world.parameters.map(\.defaultValue)
    for (name, value) in settings {
      guard let index = world.parameters.firstIndex(where: { $0.name == name }),
        world.parameters[index].range.contains(value)
      else { throw ReferenceFailure(description: "'\(name)' cannot be \(value)") }
      parameters[index] = value
    }
    let networkCount = networks ?? replicates
    precondition(replicates % networkCount == 0)
    let requests = (0..<replicates).map { k in
      RunRequest(
        worldIndex: 0, parameters: parameters, networkIndex: k % networkCount,
        replicateIndex: k / networkCount, observation: observation)
    }
    let plan = RunPlan(worlds: [world], requests: requests, seed: 20_260, stepCount: steps)
    let results = try plan.execute(ExecutionOptions(threadCount: 1))
    for result in results {
      if let failure = result.failure { throw failure }
    }
    return ReferenceRuns(world: world, results: results, networkCount: networkCount)
  }
}

/// What runs of a reference world gave.
///
/// Replicates of one realisation share its network and its order of updates; only realisations are independent, so means are
/// taken over each realisation first.
struct ReferenceRuns {
  let world: World
  let results: [RunResult]
  let networkCount: Int

  /// The series of a measure, one a replicate.
  func series(_ name: String) throws -> [[Double]] {
    guard let index = world.measures.firstIndex(where: { $0.name == name }) else {
      throw ReferenceFailure(description: "no measure '\(name)'")
    }
    return results.map { $0.series[index] }
  }

  /// The value of a measure after a number of steps.
  func mean(_ name: String, afterSteps steps: Int) throws -> MeanTest {
    mean(try series(name).map { $0[steps - 1] })
  }

  /// The mean of a measure over the steps after a warm-up.
  func mean(_ name: String, overStepsFrom first: Int) throws -> MeanTest {
    mean(try series(name).map { $0[first...].reduce(0, +) / Double($0.count - first) })
  }

  /// The number of steps after which a `first` measure is recorded, which must be in each run.
  func meanSteps(_ name: String) throws -> MeanTest {
    mean(
      try firstSteps(name).map { steps in
        guard let steps else { throw ReferenceFailure(description: "'\(name)' did not happen") }
        return Double(steps)
      })
  }

  private func mean(_ values: [Double]) -> MeanTest {
    var test = MeanTest()
    for network in 0..<networkCount {
      let own = stride(from: network, to: values.count, by: networkCount).map { values[$0] }
      test.add(own.reduce(0, +) / Double(own.count))
    }
    return test
  }

  /// The number of steps after which a `first` measure was recorded, `nil` where it was not, over replicates.
  func firstSteps(_ name: String) throws -> [Int?] {
    try series(name).map { row in row.firstIndex { !$0.isNaN }.map { Int(row[$0]) + 1 } }
  }

  /// The values of a member of the first group in the last snapshot, one list a replicate.
  func lastValues(_ member: String) throws -> [[Double]] {
    guard let index = world.groups[0].members.firstIndex(where: { $0.name == member }) else {
      throw ReferenceFailure(description: "no member '\(member)'")
    }
    return results.compactMap { $0.snapshots.last?.columns[0][index] }
  }
}

/// Why a reference world could not be run.
struct ReferenceFailure: Error, CustomStringConvertible {
  let description: String
}
