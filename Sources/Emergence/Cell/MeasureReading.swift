// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is the one number that a run gives for a measure?

import Engine
import WorldModel

/// How one measure is read from the result of a run.
struct MeasureReading {
  /// Index in the measures of the world.
  let index: Int
  /// Between which values its mean must lie; `nil` where that is not known.
  let meanRange: ClosedRange<Double>?
  /// When it is recorded.
  let timing: Measure.Timing
  /// Steps to discard.
  let warmUpStepCount: Int

  init(of index: Int, in world: World, warmUpStepCount: Int) {
    self.index = index
    meanRange = world.measures[index].meanRange
    timing = world.measures[index].timing
    self.warmUpStepCount = warmUpStepCount
  }

  /// The values that count: after warm-up, at the end, or the time.
  ///
  /// A `first` measure that never held counts the number of steps: a lower bound of its time.
  func values(in run: RunResult) -> [Double] {
    let series = run.series[index]
    switch timing {
    case .everyStep, .when: return series[warmUpStepCount...].filter(\.isFinite)
    case .atEnd: return series.suffix(1).filter(\.isFinite)
    case .first: return [series.first(where: \.isFinite) ?? Double(series.count)]
    }
  }

  /// Mean of the values that count; `nil` where there is none.
  func mean(in run: RunResult) -> Double? { Self.mean(values(in: run)) }

  /// Value at the last step; `nil` where it was not recorded there.
  func final(in run: RunResult) -> Double? {
    guard case .first = timing else {
      return run.series[index].last.flatMap { $0.isFinite ? $0 : nil }
    }
    return nil
  }

  /// Mean over the last half of the run; `nil` where nothing was recorded there.
  func lateMean(in run: RunResult) -> Double? {
    let series = run.series[index]
    return Self.mean(series[(series.count / 2)...].filter(\.isFinite))
  }

  /// Whether the condition of a `first` measure never held.
  func isCensored(in run: RunResult) -> Bool {
    guard case .first = timing else { return false }
    return !run.series[index].contains(where: \.isFinite)
  }

  /// Arithmetic mean, exactly the common value where all agree; `nil` of nothing.
  static func mean(_ values: [Double]) -> Double? {
    guard let first = values.first else { return nil }
    return first + values.reduce(0) { $0 + ($1 - first) } / Double(values.count)
  }
}
