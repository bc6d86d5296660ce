// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the degrees of `configuration(degree ~ DIST)` drawn?
//
// Each agent's degree is drawn in the `network` domain under the site of the language's draw and rounded to the nearest whole
// number, halves to even. The whole sequence is drawn anew until a simple graph can have it (an even sum above all), so that
// degrees keep the law of independent draws given that. Repetition k counts its attempts from 65,536 k, so that
// it shares no draw with another.

import CKernels
import Randomness
import WorldModel

/// Draws degrees.
enum DrawnDegrees {
  /// Largest number of sequences drawn.
  static let attemptLimit = 200

  /// Draws degrees that a simple graph can have.
  ///
  /// - Parameters:
  ///   - draw: A distribution of numbers whose arguments read parameters, sizes and `index`.
  ///   - agents: Number of agents.
  ///   - evaluator: Parameters and sizes.
  ///   - key: Seed and realisation.
  /// - Returns: One degree an agent.
  /// - Throws: `PlanError.unfit` when an argument is invalid, a degree is negative, or no sequence fits.
  static func draw(
    _ draw: Draw, agents: Int, evaluator: ConstantEvaluator, key: DrawKey
  ) throws(PlanError) -> [UInt32] {
    guard let (distribution, arguments) = kernelForm(draw.distribution) else {
      throw .unfit(
        message: "a degree must be drawn from a distribution of numbers", origin: draw.origin)
    }
    let columns = arguments.map { argument in
      (0..<agents).map { evaluator.number(argument, index: $0) }
    }
    var complaint = ""
    for attempt in 0..<attemptLimit {
      let values = try sample(draw, distribution, columns, agents, key, attempt)
      let degrees = try values.enumerated().map { agent, value throws(PlanError) in
        let degree = value.rounded(.toNearestOrEven)
        guard degree >= 0, degree <= Double(UInt32.max) else {
          throw .unfit(
            message: "the degree drawn for agent \(agent) is \(value), which no agent can have",
            origin: draw.origin)
        }
        return UInt32(degree)
      }
      guard let problem = GraphicalDegrees.complaint(about: degrees) else { return degrees }
      complaint = problem
    }
    throw .unfit(
      message: "none of \(attemptLimit) drawn sequences of degrees can exist; in the last, "
        + complaint,
      origin: draw.origin)
  }

  /// Returns the mean of a drawn degree over the agents; NaN where an argument is invalid.
  static func mean(_ draw: Draw, agents: Int, evaluator: ConstantEvaluator) -> Double {
    guard let (distribution, arguments) = kernelForm(draw.distribution), agents > 0 else {
      return 0
    }
    // The mean over few agents is near enough for an estimate of memory.
    let stride = stride(from: 0, to: agents, by: max(1, agents / 1_000))
    let means = stride.map { agent in
      let x = arguments.map { evaluator.number($0, index: agent) }
      switch distribution {
      case AK_UNIFORM: return (x[0] + x[1]) / 2
      case AK_GAMMA_SHAPE, AK_BINOMIAL: return x[0] * x[1]
      case AK_BETA_SHAPE: return x[0] / (x[0] + x[1])
      default: return x[0]
      }
    }
    return means.reduce(0, +) / Double(means.count)
  }

  private static func sample(
    _ draw: Draw, _ distribution: ak_distribution, _ columns: [[Double]], _ agents: Int,
    _ key: DrawKey, _ attempt: Int
  ) throws(PlanError) -> [Double] {
    var values = [Double](repeating: 0, count: agents)
    var stream = key.stream
    let second = columns.count > 1 ? columns[1] : columns[0]
    let status = withUnsafePointer(to: &stream) { streams in
      columns[0].withUnsafeBufferPointer { first in
        second.withUnsafeBufferPointer { second in
          var context = ak_draw_context(
            seed: key.seed, streams: streams, step: 0, site: draw.site.word,
            domain: DrawDomain.network.rawValue, first_ordinal: 0,
            first_attempt: UInt32(attempt) << 16)
          return ak_draw_number(
            &context, distribution, AK_F64, &values,
            ak_operand(data: first.baseAddress, agent_stride: 1, lane_stride: 0),
            ak_operand(data: second.baseAddress, agent_stride: 1, lane_stride: 0), nil,
            UInt32(agents), 1)
        }
      }
    }
    if status.index >= 0 {
      let agent = Int(status.index)
      let value = columns[min(Int(status.argument), columns.count - 1)][agent]
      throw .unfit(
        message: "argument \(status.argument + 1) of the distribution of degrees is \(value) for "
          + "agent \(agent), outside its range",
        origin: draw.origin)
    }
    return values
  }

  private static func kernelForm(_ distribution: Distribution) -> (ak_distribution, [Expression])? {
    switch distribution {
    case .uniform(let low, let high): (AK_UNIFORM, [low, high])
    case .normal(let mean, let sd): (AK_NORMAL, [mean, sd])
    case .lognormal(let mean, let sd): (AK_LOGNORMAL, [mean, sd])
    case .exponential(let mean): (AK_EXPONENTIAL, [mean])
    case .gammaMoments(let mean, let sd): (AK_GAMMA_MOMENTS, [mean, sd])
    case .gammaShape(let shape, let scale): (AK_GAMMA_SHAPE, [shape, scale])
    case .betaMoments(let mean, let sd): (AK_BETA_MOMENTS, [mean, sd])
    case .betaShape(let a, let b): (AK_BETA_SHAPE, [a, b])
    case .poisson(let mean): (AK_POISSON, [mean])
    case .binomial(let trials, let probability): (AK_BINOMIAL, [trials, probability])
    case .bernoulli, .weights, .logit: nil
    }
  }
}
