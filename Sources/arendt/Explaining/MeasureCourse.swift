// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is kept of the runs of a verdict for the picture of their course? Few steps, and when harm sets in.

import Emergence
import Figures
import WorldModel

/// How one measure goes in the course of the runs of a verdict.
struct MeasureCourse {
  /// Steps that are kept at most.
  static let mostSteps = 400

  /// Index in the measures of the world.
  var measure: Int
  /// Means and ranges over replicates, one a condition that ran; empty of a measure without a course.
  var series: [DiagramSeries]
  /// When harm sets in; `nil` of a plain measure.
  var onset: OnsetReport?

  /// Reads the runs of a verdict.
  ///
  /// - Throws: `StatisticsError`.
  init(of measure: Int, _ outcome: VerdictOutcome, in world: World) throws {
    self.measure = measure
    series = SeriesSummary.series(of: measure, outcome.runs, in: world, mostSteps: Self.mostSteps)
    onset = try outcome.onset(of: measure, in: world)
  }
}
