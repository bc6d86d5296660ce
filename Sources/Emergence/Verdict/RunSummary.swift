// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is the one number that a run gives for a measure?

import Engine
import WorldModel

extension VerdictEvidence {
  /// The values of a measure that count: after warm-up, at the end, or the time.
  ///
  /// A `first` measure that never held counts the number of steps: a lower bound of its time.
  func values(of measure: Int, in run: RunResult) -> [Double] {
    let series = run.series[measure]
    switch world.measures[measure].timing {
    case .everyStep, .when: return series[warmUp.stepCount...].filter(\.isFinite)
    case .atEnd: return series.suffix(1).filter(\.isFinite)
    case .first: return [series.first(where: \.isFinite) ?? Double(series.count)]
    }
  }

  /// Value at the last step; `nil` where it was not recorded there.
  func final(of measure: Int, in run: RunResult) -> Double? {
    guard case .first = world.measures[measure].timing else {
      return run.series[measure].last.flatMap { $0.isFinite ? $0 : nil }
    }
    return nil
  }

  /// Mean over the last half of the run; `nil` where nothing was recorded there.
  func lateMean(of measure: Int, in run: RunResult) -> Double? {
    let series = run.series[measure]
    return Self.mean(series[(series.count / 2)...].filter(\.isFinite))
  }

  /// Whether the condition of a `first` measure never held.
  func isCensored(_ measure: Int, in run: RunResult) -> Bool {
    guard case .first = world.measures[measure].timing else { return false }
    return !run.series[measure].contains(where: \.isFinite)
  }

  /// Arithmetic mean, exactly the common value where all agree.
  static func mean(_ values: [Double]) -> Double? {
    guard let first = values.first else { return nil }
    return first + values.reduce(0) { $0 + ($1 - first) } / Double(values.count)
  }
}
