// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which runs have a law that is known exactly at every size? Counts of agents in one of two states whose chain steps by
// one: the stationary law is a product of rates, so that series can be made up without simulating an agent.
//
// A run draws its first value from the stationary law, and each step with chance 1 / tau draws anew: every value has the
// exact law, and the autocorrelation time is tau. Only the law and the memory matter to a scaling study.

import Engine
import Glibc
import TestSupport
import WorldLanguage
import WorldModel

/// Made-up answers of an engine for worlds of N agents in two states.
final class ExactCounts {
  /// Chances that a step of one agent raises or lowers the count, for counts 0...N.
  typealias Rates = (_ agents: Int, _ drive: Double) -> (up: [Double], down: [Double])

  private let cumulative: (Int, Double) -> [Double]
  private let memory: (_ agents: Int, _ drive: Double) -> Double
  /// What a run knows that its agents do not: a shift of the drive, drawn for each run.
  private let disorder: (_ run: inout SplitMix) -> Double
  private var laws: [String: [Double]] = [:]

  init(
    rates: @escaping Rates, memory: @escaping (_ agents: Int, _ drive: Double) -> Double,
    disorder: @escaping (_ run: inout SplitMix) -> Double = { _ in 0 }
  ) {
    cumulative = { agents, drive in
      let (up, down) = rates(agents, drive)
      var logs = [0.0]
      for n in 0..<agents { logs.append(logs[n] + log(up[n]) - log(down[n + 1])) }
      return Self.cumulative(logs)
    }
    self.memory = memory
    self.disorder = disorder
  }

  /// Answers from the logarithms of the weights of the counts themselves.
  init(
    logWeights: @escaping (_ agents: Int, _ drive: Double) -> [Double],
    memory: @escaping (_ agents: Int, _ drive: Double) -> Double,
    disorder: @escaping (_ run: inout SplitMix) -> Double = { _ in 0 }
  ) {
    cumulative = { Self.cumulative(logWeights($0, $1)) }
    self.memory = memory
    self.disorder = disorder
  }

  private static func cumulative(_ logs: [Double]) -> [Double] {
    let top = logs.max() ?? 0
    var sum = 0.0
    var result: [Double] = []
    for value in logs {
      sum += exp(value - top)
      result.append(sum)
    }
    return result.map { $0 / sum }
  }

  /// The world that the runs stand for; `drive` in -10...10 is moved, `agents` sets the size.
  static func world(range: String = "-1...1", starts: String = "") throws -> CheckedWorld {
    try CheckedWorld.compiled(
      """
      world "Counts"
      parameter agents_in_all: count = 100 in 2...1_000_000
      parameter drive = 0 in -10...10
      parameter up_at_start = 0.5 in 0...1
      agents agent[agents_in_all] {
        state up ~ bernoulli(up_at_start)
      }
      step agent {
        up ~ bernoulli(logistic(drive))
      }
      measure m = mean(2 * agent.up - 1) in \(range)
      run { steps 100  replicates 16 \(starts) }
      """)
  }

  /// A study of that world.
  static func study(
    sizes: [Double], values: [Double], steps: Int, replicates: Int = 16, range: String = "-1...1",
    seed: UInt32 = 1
  ) throws -> ScaleStudy {
    ScaleStudy(
      world: try world(range: range), sizes: ("agents_in_all", sizes), along: ("drive", values),
      measures: ["m"], steps: steps, replicates: replicates, networks: nil, seed: seed)
  }

  /// Answers a plan.
  func execute(_ plan: RunPlan) -> [RunResult] {
    plan.requests.map { request in
      var random = SplitMix(
        UInt64(plan.seed) << 40 ^ UInt64(request.networkIndex) << 20
          ^ UInt64(request.replicateIndex) ^ request.parameters[0].bitPattern
          ^ request.parameters[1].bitPattern &* 0x9E37_79B9)
      let agents = Int(request.parameters[0])
      var shift = SplitMix(
        UInt64(plan.seed) << 32 ^ UInt64(request.networkIndex * 1_009 + request.replicateIndex))
      let drive = request.parameters[1] + disorder(&shift)
      let law = law(agents, drive)
      let anew = 1 / max(1, memory(agents, drive))
      var value = 0.0
      let series = (0..<plan.stepCount).map { step in
        if step == 0 || Self.uniform(&random) < anew {
          value = 2 * Double(Self.place(Self.uniform(&random), in: law)) / Double(agents) - 1
        }
        return value
      }
      return RunResult(series: [series], stepsRun: plan.stepCount, nonFiniteCounts: [0])
    }
  }

  private func law(_ agents: Int, _ drive: Double) -> [Double] {
    let key = "\(agents) \(drive)"
    if let known = laws[key] { return known }
    let law = cumulative(agents, drive)
    laws[key] = law
    return law
  }

  private static func uniform(_ random: inout SplitMix) -> Double {
    Double(random.next() >> 11) * 0x1p-53
  }

  /// The first count whose cumulative chance exceeds a number.
  private static func place(_ number: Double, in law: [Double]) -> Int {
    var (low, high) = (0, law.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if law[middle] > number { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension ExactCounts {
  /// The Curie-Weiss magnet at conformity K in a field h.
  static func curieWeiss(field: Double = 0) -> ExactCounts {
    ExactCounts(
      logWeights: { agents, coupling in
        (0...agents).map { up in
          let total = Double(2 * up - agents)
          return lgamma(Double(agents + 1)) - lgamma(Double(up + 1))
            - lgamma(Double(agents - up + 1)) + coupling * total * total / Double(2 * (agents - 1))
            + field * total
        }
      },
      memory: { agents, coupling in
        // Slowing down is cut off by size.
        0.5 + 1 / (2 * abs(1 - coupling) + 2 / Double(agents).squareRoot())
      })
  }

  /// The q-voter model with independence p.
  static func asking(_ q: Int, memory: @escaping (Int, Double) -> Double) -> ExactCounts {
    ExactCounts(
      rates: { agents, independence in
        let n = Double(agents)
        func follow(_ share: Double) -> Double {
          independence / 2 + (1 - independence) * pow(max(0, share), Double(q))
        }
        return (
          (0...agents).map { (n - Double($0)) / n * follow(Double($0) / (n - 1)) },
          (0...agents).map { Double($0) / n * follow((n - Double($0)) / (n - 1)) }
        )
      }, memory: memory)
  }

  /// The noisy voter with noise e.
  static func noisyVoter() -> ExactCounts {
    ExactCounts(
      rates: { agents, noise in
        let n = Double(agents)
        func copy(_ share: Double) -> Double { noise / 2 + (1 - noise) * share }
        return (
          (0...agents).map { (n - Double($0)) / n * copy(Double($0) / (n - 1)) },
          (0...agents).map { Double($0) / n * copy((n - Double($0)) / (n - 1)) }
        )
      }, memory: { agents, noise in 1 / (noise + 2 / Double(agents)) })
  }

  /// The Ising ring at temperature 1 and alignment J.
  ///
  /// n spins up in k stretches, 0 < n < N, can be placed in (N / k) C(n - 1, k - 1) C(N - n - 1, k - 1) ways, each of
  /// weight exp(J (N - 4 k)). The magnetisation forgets itself at the rate 1 - tanh(2 J).
  static func isingRing(disorder: @escaping (inout SplitMix) -> Double = { _ in 0 }) -> ExactCounts
  {
    ExactCounts(
      logWeights: { agents, alignment in
        let factorials: [Double] = (0...agents).map { lgamma(Double($0 + 1)) }
        func choose(_ n: Int, _ k: Int) -> Double {
          factorials[n] - factorials[k] - factorials[n - k]
        }
        return (0...agents).map { up in
          guard up > 0, up < agents else { return alignment * Double(agents) }
          let logs = (1...min(up, agents - up)).map { k in
            log(Double(agents) / Double(k)) + choose(up - 1, k - 1)
              + choose(agents - up - 1, k - 1) + alignment * Double(agents - 4 * k)
          }
          let top = logs.max() ?? 0
          return top + log(logs.reduce(0) { $0 + exp($1 - top) })
        }
      }, memory: { _, alignment in 1 / (1 - tanh(2 * alignment)) }, disorder: disorder)
  }
}
