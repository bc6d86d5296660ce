// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a reader see of a cell's runs? The mean over replicates and the range of most of them, at few steps.

import Emergence
import Figures
import WorldModel

/// Thins the runs of a cell.
enum SeriesSummary {
  /// Steps that are kept of a run at most.
  static let mostSteps = 60

  /// Steps that are kept of every run of a diagram at most: fewer the more cells one page has to hold, 12 at least.
  ///
  /// - Parameter cellCount: Number of cells, >= 0.
  /// - Returns: Steps of a run.
  static func mostSteps(ofCells cellCount: Int) -> Int {
    max(12, min(mostSteps, 240_000 / max(cellCount, 1)))
  }

  /// Returns the series of a measure, one a condition that ran.
  ///
  /// - Parameters:
  ///   - measure: Index in the measures of the world.
  ///   - runs: The runs behind a report.
  ///   - world: The world as written.
  ///   - mostSteps: Steps that are kept of a run at most, >= 2.
  /// - Returns: Means over replicates with the 10 % and 90 % quantiles between them; nothing of a measure without a series.
  static func series(
    of measure: Int, _ runs: [VerdictRun], in world: World, mostSteps: Int = mostSteps
  ) -> [DiagramSeries] {
    switch world.measures[measure].timing {
    case .atEnd, .first: return []
    case .everyStep, .when: break
    }
    return RunCondition.allCases.compactMap { condition in
      let rows = runs.filter { $0.condition == condition }.map { $0.result.series[measure] }
      guard let length = rows.first?.count else { return nil }
      let steps = shownSteps(of: length, most: mostSteps)
      var result = DiagramSeries(
        condition: condition, steps: steps.map { $0 + 1 },
        values: Array(repeating: .nan, count: steps.count),
        lows: Array(repeating: .nan, count: steps.count),
        highs: Array(repeating: .nan, count: steps.count))
      for (place, step) in steps.enumerated() {
        let values = rows.map { $0[step] }.filter(\.isFinite).sorted()
        guard !values.isEmpty else { continue }
        result.values[place] = values.reduce(0, +) / Double(values.count)
        result.lows[place] = values[Int(0.1 * Double(values.count - 1))]
        result.highs[place] = values[Int((0.9 * Double(values.count - 1)).rounded(.up))]
      }
      return result
    }
  }

  /// Indices of the steps that are kept, the first and the last among them.
  private static func shownSteps(of length: Int, most: Int) -> [Int] {
    guard length > most else { return Array(0..<length) }
    return (0..<most).map { $0 * (length - 1) / (most - 1) }
  }
}
