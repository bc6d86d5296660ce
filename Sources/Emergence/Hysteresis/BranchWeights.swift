// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much does each branch weigh at each value? The share of steps that runs of the slowest ramp spend on it, where they
// change branches often enough for that to be a weight.
//
// A run is on the upper branch where it is in the upper quarter of the range of the loop, on the lower one in the lower
// quarter, and where it was before in between; a switch goes from one to the other. At the crossing of equal weights runs
// must switch twice a hold on average, so that they forget where they came from; the way up and the way down must weigh
// alike; and the last values of the holds there must show two peaks. The weights are equal, not the heights of the
// peaks: Borgs & Kotecky, J. Stat. Phys. 61, 79 (1990).

import Engine
import Statistics
import WorldModel

/// The time that runs of one ramp spend on the upper branch of a measure.
struct BranchWeights: Sendable {
  /// What one replicate did.
  struct Run: Sendable {
    /// Per point of the ramp the share of the read steps above the middle.
    var shares: [Double]
    /// Per point of the ramp the switches during the whole hold.
    var switchCounts: [Int]
    /// Per point of the ramp the last value.
    var lastValues: [Double]
  }

  /// Per replicate; `nil` where the measure was not recorded in each hold.
  let runs: [Run?]

  /// Switches a hold, on average, that make a weight of a share of steps.
  static let leastSwitches = 2.0

  init(of design: RampDesign, measure: MeasureID, _ cycles: RampCycles, _ results: [RunResult]) {
    let whole = cycles.responses.compactMap { $0 }
    let means = (0..<design.pointCount).compactMap { point in
      MeasureReading.mean(whole.map { $0[point] })
    }
    guard let low = means.min(), let high = means.max() else {
      runs = results.map { _ in nil }
      return
    }
    let middle = (low + high) / 2
    let quarter = (high - low) / 4
    runs = zip(results, cycles.responses).map { result, response in
      guard response != nil else { return nil }
      let series = result.series[measure.index]
      var run = Run(shares: [], switchCounts: [], lastValues: [])
      var isUpper: Bool?
      for point in 0..<design.pointCount {
        let read = design.readSteps(point, hold: cycles.hold)
        let values = series[design.leadStepCount + point * cycles.hold..<read.upperBound]
        var switches = 0
        for value in values where value.isFinite {
          let now = value > middle + quarter ? true : value < middle - quarter ? false : isUpper
          if let now, let before = isUpper, now != before { switches += 1 }
          isUpper = now
        }
        let finite = series[read].filter(\.isFinite)
        run.shares.append(Double(finite.count { $0 > middle }) / Double(finite.count))
        run.switchCounts.append(switches)
        run.lastValues.append(finite[finite.count - 1])
      }
      return run
    }
  }

  /// Finds the crossing of equal weights.
  ///
  /// - Parameters:
  ///   - design: The ramp.
  ///   - sign: +1 where the response rises with the parameter, else -1.
  /// - Returns: Its position, or what stands in the way.
  /// - Throws: `StatisticsError`.
  func maxwellPoint(_ design: RampDesign, sign: Double) throws -> MaxwellReport {
    let count = design.values.count
    /// Per replicate the share of steps on the branch of large values of the parameter.
    func weights(_ run: Run, _ k: Int) -> (up: Double, down: Double) {
      let (up, down) = (run.shares[k], run.shares[2 * count - 2 - k])
      return sign > 0 ? (up, down) : (1 - up, 1 - down)
    }
    func both(_ run: Run, _ k: Int) -> Double {
      let (up, down) = weights(run, k)
      return (up + down) / 2
    }
    let pooled = (0..<count).map { k in
      MeasureReading.mean(runs.compactMap { $0.map { both($0, k) } })
    }
    guard let crossing = crossing(of: pooled.compactMap { $0 }, at: design.values) else {
      return MaxwellReport(position: nil, obstacle: .noCrossing)
    }
    for k in [crossing.index, crossing.index + 1] {
      let switches = MeasureReading.mean(
        runs.compactMap { run in
          run.map { Double($0.switchCounts[k] + $0.switchCounts[2 * count - 2 - k]) / 2 }
        })
      guard let switches, switches >= Self.leastSwitches else {
        return MaxwellReport(position: nil, obstacle: .tooFewSwitches)
      }
      let difference = try design.cell.paired(
        runs.map { $0.map { weights($0, k).up } }, runs.map { $0.map { weights($0, k).down } })
      if let low = difference?.interval.low, let high = difference?.interval.high,
        low > 0 || high < 0
      {
        return MaxwellReport(position: nil, obstacle: .waysDiffer)
      }
    }
    let isNearerBelow =
      crossing.position - design.values[crossing.index]
      < design.values[crossing.index + 1] - crossing.position
    guard try hasTwoStates(at: crossing.index + (isNearerBelow ? 0 : 1), of: count) else {
      return MaxwellReport(position: nil, obstacle: .oneState)
    }
    let positions = design.cell.realisations(runs).map { group -> Double? in
      guard !group.isEmpty else { return nil }
      let means = (0..<count).compactMap { k in MeasureReading.mean(group.map { both($0, k) }) }
      return self.crossing(of: means, at: design.values)?.position
    }
    let found = positions.compactMap { $0 }.map { [$0] }
    // A realisation that does not cross within the ramp would bias the mean of those that do.
    guard found.count == positions.count else {
      return MaxwellReport(position: nil, obstacle: .noCrossing)
    }
    return MaxwellReport(
      position: IntervalReport(
        try RealisationMean(of: found), unit: design.cell.realisationUnit), obstacle: nil)
  }

  /// Where weights first pass 1/2, by a straight line between neighbouring values.
  private func crossing(
    of weights: [Double], at values: [Double]
  ) -> (index: Int, position: Double)? {
    guard weights.count == values.count,
      let k = (0..<values.count - 1).first(where: { weights[$0] < 0.5 && weights[$0 + 1] >= 0.5 })
    else { return nil }
    let share = (0.5 - weights[k]) / (weights[k + 1] - weights[k])
    return (k, values[k] + share * (values[k + 1] - values[k]))
  }

  /// Whether the last values of the holds of a value on both ways have two peaks.
  private func hasTwoStates(at k: Int, of count: Int) throws -> Bool {
    let values = runs.compactMap { $0 }.flatMap {
      [$0.lastValues[k], $0.lastValues[2 * count - 2 - k]]
    }
    guard values.count >= 4 else { return false }
    let sorted = Set(values).sorted()
    let gaps = zip(sorted.dropFirst(), sorted).map { $0 - $1 }
    return try TwoPeaks.found(in: values, resolution: gaps.min() ?? 0) != nil
  }
}
