// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which benchmarks are there?

extension BenchmarkCase {
  /// Four cells of the heat-bath rule, away from its symmetric point so that each parameter shows in the mean.
  private static let fourCells: [String: [Double]] = [
    "conformity": [0.6, 0.7, 0.8, 0.9], "field": [0.4, 0.45, 0.5, 0.55],
    "noise": [1, 1.05, 1, 1.1],
  ]

  /// The answer covers the round that warms up and the first that counts, and four steps at least.
  private static func answer(_ stepsPerRound: Int, _ digest: String) -> Answer {
    Answer(stepCount: max(4, 2 * stepsPerRound), digest: digest)
  }

  private static func heatBath(
    _ name: String, _ summary: String, world: String = "heat-bath", agents: Int? = nil,
    replicates: Int = 64, steps: Int, digest: String, _ comparisons: [Comparison] = []
  ) -> BenchmarkCase {
    var settings = fourCells
    if let agents { settings["clerks"] = [Double(agents)] }
    if replicates != 64 { settings = settings.mapValues { [$0[$0.count - 1]] } }
    return BenchmarkCase(
      name: name, summary: summary, worldPath: "Analysis/benchmarks/worlds/\(world).world",
      settings: settings, replicateCount: replicates, stepsPerRound: steps, hasPhases: false,
      answer: answer(steps, digest), comparisons: comparisons)
  }

  private static func other(
    _ name: String, _ summary: String, path: String? = nil, _ settings: [String: [Double]] = [:],
    steps: Int, hasPhases: Bool = false, digest: String
  ) -> BenchmarkCase {
    BenchmarkCase(
      name: name, summary: summary,
      worldPath: path ?? "Analysis/benchmarks/worlds/\(name).world", settings: settings,
      replicateCount: 64, stepsPerRound: steps, hasPhases: hasPhases, answer: answer(steps, digest),
      comparisons: [])
  }

  /// All cases, in the order in which they are run.
  public static let all: [BenchmarkCase] = [
    heatBath(
      "heat-bath", "the workload of the yardsticks", steps: 20, digest: "db79cb2c6faa82e8",
      [
        Comparison(ratio: "yardstick", yardstick: .fused),
        Comparison(ratio: "naive", yardstick: .naive),
      ]),
    heatBath(
      "operations-4", "heat-bath with 4 elementwise operations more", world: "operations-4",
      steps: 20, digest: "3f354e65f570df83"),
    heatBath(
      "operations-12", "heat-bath with 12 elementwise operations more", world: "operations-12",
      steps: 20, digest: "9e54850b0675a791"),
    heatBath(
      "sequential", "heat-bath, one agent after the other", world: "sequential", steps: 4,
      digest: "5596cb013d857296"),
    heatBath(
      "shuffled", "heat-bath, each agent once in random order", world: "shuffled", steps: 4,
      digest: "e1367a9ca3095ed0"),
    heatBath(
      "large", "heat-bath, 10^6 agents", agents: 1_000_000, steps: 1, digest: "b161c7fb9ff9048e"),
    heatBath(
      "huge", "heat-bath, one world of 10^7 agents", agents: 10_000_000, replicates: 1, steps: 1,
      digest: "f859f862fe4f8904",
      [
        Comparison(ratio: "hugeNaive", yardstick: .naive),
        Comparison(ratio: "hugeSingle", yardstick: .single),
      ]),
    heatBath(
      "packed", "heat-bath, 512 replicates of one cell with 'draws packed'", world: "packed",
      replicates: 512, steps: 4, digest: "8e237649488005e3",
      [Comparison(ratio: "packedKernel", yardstick: .packed)]),
    other(
      "ministry", "Worlds/ministry.world", path: "Worlds/ministry.world", ["clerks": [10_000]],
      steps: 10, digest: "293fa7df6ffe99d5"),
    other("voter", "the voter model, sequential", steps: 8, digest: "b95c5256652c920b"),
    other(
      "cascade", "Watts' cascades", path: "Worlds/Reference/watts-cascade.world",
      ["threshold": [0.12, 0.14, 0.16, 0.18]], steps: 20, digest: "dd8d7da5be087f76"),
    other("sir", "an epidemic", steps: 4, hasPhases: true, digest: "e42ef8399f918c18"),
    other("logit", "a choice of three by logit", steps: 2, digest: "2656d84263e5b0aa"),
    other("kuramoto", "coupled oscillators", steps: 2, digest: "68c37eeafb47ac96"),
  ]
}
