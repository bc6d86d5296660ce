// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do runs of a reference magnet become data of a scaling analysis?

import Engine
import Statistics
import TestSupport
import WorldLanguage
import WorldModel

/// Runs of a reference world at one cell, kept as moments of each realisation.
struct MagnetRuns {
  /// Moments of a measure after the warm-up, one realisation (one order of updates) each, by name of the measure.
  var moments: [String: [SeriesMoments]] = [:]

  /// Runs realisations of so many replicates.
  ///
  /// - Parameters:
  ///   - name: Name of the world file without its ending.
  ///   - values: Values of parameters by name; the others stand at their defaults.
  ///   - measures: Measures that are kept.
  ///   - realisations: Number of orders of update.
  ///   - replicates: Replicates of a realisation; a quarter of a thousand run fastest.
  ///   - steps: Length of each run.
  ///   - warmUp: Steps left out.
  ///   - replacement: A text put in place of another, for mutants.
  /// - Throws: `RunFailure`, `PlanError`, errors of compiling.
  init(
    _ name: String, _ values: [String: Double], measures: [String], realisations: Int,
    replicates: Int, steps: Int, warmUp: Int,
    replacing replacement: (old: String, new: String)? = nil
  ) throws {
    let file = SourceFolder(of: #filePath).appending("../../../Worlds/Reference/\(name).world")
    var text = String(decoding: try file.contents(), as: UTF8.self)
    if let replacement {
      text = text.split(separator: replacement.old).joined(separator: replacement.new)
    }
    let world = try CheckedWorld.compiled(text).together
    let parameters = world.parameters.map { values[$0.name] ?? $0.defaultValue }
    // A realisation at a time, so that no more than its series are in memory.
    for realisation in 0..<realisations {
      let plan = RunPlan(
        worlds: [world],
        requests: (0..<replicates).map {
          RunRequest(
            worldIndex: 0, parameters: parameters, networkIndex: realisation, replicateIndex: $0,
            observation: .measures)
        }, seed: 4, stepCount: steps)
      let results = try RunPlan.execute(plan)
      for (index, measure) in world.measures.enumerated() where measures.contains(measure.name) {
        var all = SeriesMoments()
        for result in results {
          if let failure = result.failure { throw failure }
          all = all.merged(with: SeriesMoments(of: result.series[index][warmUp...]))
        }
        moments[measure.name, default: []].append(all)
      }
    }
  }

  /// Whether a statistic of the moments is an exact value, within a tolerance or Student's interval of false-alarm rate 1e-6.
  func agrees(
    _ measure: String, with exact: Double, tolerance: Double = 0,
    _ statistic: (SeriesMoments) -> Double?
  ) throws -> Bool {
    let units = moments[measure] ?? []
    guard let estimate = MeasuredValue(JackknifeEstimate(over: units, statistic: statistic)) else {
      return false
    }
    let factor = try ConfidenceInterval.studentFactor(
      degreesOfFreedom: units.count - 1, confidence: 1 - 1e-6)
    return abs(estimate.value - exact) <= max(tolerance, factor * estimate.standardError)
  }
}
