// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do engine tests run a world? At its defaults, with what a test sets.

import Testing
import WorldLanguage
import WorldModel

@testable import Engine

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
