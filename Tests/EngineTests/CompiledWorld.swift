// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do engine tests get a world? From its text, which must compile.

import Testing
import WorldLanguage
import WorldModel

@testable import Engine

/// Compiles the text of a world, recording an issue when it does not.
func compiled(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws
  -> CheckedWorld
{
  let file = SourceFile(path: "test.world", bytes: Array(text.utf8))
  let compilation = WorldCompiler.compile(file) { _ in throw PlanError.cancelled }
  let problems = compilation.diagnostics.map {
    "\($0.message) at \(String(decoding: file.bytes[$0.span.start..<$0.span.end], as: UTF8.self))"
  }.joined(separator: "\n")
  return try #require(
    compilation.checked, "\(problems)", sourceLocation: sourceLocation)
}

/// Runs a world at its defaults.
func run(
  _ world: World, steps: Int, replicates: Int = 1, networks: Int = 1, seed: UInt32 = 1,
  setting: [String: Double] = [:], observation: Observation = .measures,
  options: ExecutionOptions = ExecutionOptions(threadCount: 1)
) throws -> [RunResult] {
  try plan(
    world, steps: steps, replicates: replicates, networks: networks, seed: seed, setting: setting,
    observation: observation
  ).execute(options)
}

/// Makes a plan of replicates dealt over realisations in turn.
func plan(
  _ world: World, steps: Int, replicates: Int = 1, networks: Int = 1, seed: UInt32 = 1,
  setting: [String: Double] = [:], observation: Observation = .measures
) -> RunPlan {
  let parameters = world.parameters.map { setting[$0.name] ?? $0.defaultValue }
  let requests = (0..<replicates).map {
    RunRequest(
      worldIndex: 0, parameters: parameters, networkIndex: $0 % networks,
      replicateIndex: $0 / networks, observation: observation)
  }
  return RunPlan(worlds: [world], requests: requests, seed: seed, stepCount: steps)
}
