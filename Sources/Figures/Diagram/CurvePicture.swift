// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is seen in one panel of a diagram with one axis? Curves with their bands, and stretches of one verdict.

import Emergence

/// The geometry of one panel of a diagram with one axis.
struct CurvePicture {
  /// One curve.
  struct Curve {
    var condition: RunCondition
    /// Value of the axis, mean and ends of the interval, rising in the value of the axis.
    var points: [(x: Double, interval: IntervalReport)]
  }

  /// Neighbouring cells with one verdict.
  struct Stretch {
    var verdict: Verdict
    var low: Double
    var high: Double
  }

  /// Values of the panel axes.
  let panel: [Double]
  /// Alone, unlinked and together, as far as they ran.
  let curves: [Curve]
  /// Stretches of the axis from the lowest to the highest value; none for a plain measure.
  let stretches: [Stretch]
  /// Stretches in which cells are bistable.
  let bistable: [(low: Double, high: Double)]

  /// Makes the picture of a panel; `nil` where no cell lies in it.
  init?(_ diagram: PhaseDiagram, panel: [Double]) {
    let axis = diagram.axes[0]
    let cells = diagram.cells(of: panel).map { diagram.cells[$0] }
      .sorted { $0.coordinates[0] < $1.coordinates[0] }
    guard !cells.isEmpty else { return nil }
    self.panel = panel
    let reads: [(RunCondition, (DiagramCell) -> IntervalReport?)] = [
      (.alone, { diagram.harm(of: $0)?.alone }), (.unlinked, { diagram.harm(of: $0)?.unlinked }),
      (.together, { diagram.value(of: $0) }),
    ]
    curves = reads.map { condition, read in
      Curve(
        condition: condition,
        points: cells.compactMap { cell in
          guard let interval = read(cell), interval.mean != nil else { return nil }
          return (cell.coordinates[0], interval)
        })
    }.filter { !$0.points.isEmpty }
    let places = cells.map { axis.place(of: $0.coordinates[0]) }
    let edges = [0] + zip(places, places.dropFirst()).map { ($0 + $1) / 2 } + [1]
    func runs<Key: Equatable>(_ key: (DiagramCell) -> Key?) -> [(Key, Range<Int>)] {
      var runs: [(Key, Range<Int>)] = []
      for (index, cell) in cells.enumerated() {
        guard let key = key(cell) else { continue }
        if let last = runs.last, last.0 == key, last.1.upperBound == index {
          runs[runs.count - 1].1 = last.1.lowerBound..<index + 1
        } else {
          runs.append((key, index..<index + 1))
        }
      }
      return runs
    }
    stretches = runs { diagram.verdict(of: $0) }.map { verdict, range in
      Stretch(
        verdict: verdict, low: axis.value(at: edges[range.lowerBound]),
        high: axis.value(at: edges[range.upperBound]))
    }
    bistable = runs { diagram.harm(of: $0)?.isBistable == true ? true : nil }.map { _, range in
      (axis.value(at: edges[range.lowerBound]), axis.value(at: edges[range.upperBound]))
    }
  }
}
