// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is the likelihood of two normal laws climbed to its top?
//
// Goals, in order: the same answer on every run, so all starts are fixed cuts of the sorted values and nothing is drawn;
// the highest top, so short climbs from every start come before long ones from the best two; no run-away peak on a few
// equal values, so standard deviations have a floor. Invariant: the likelihood never falls from one step to the next,
// floor included. Sources: Dempster, Laird & Rubin, J. R. Stat. Soc. B 39, 1 (1977); short climbs: Biernacki, Celeux &
// Govaert, Comput. Stat. Data Anal. 41, 561 (2003).

import Glibc

/// A climb in units of the standard deviation of the values.
struct MixtureClimb {
  private(set) var components: [GaussianMixture.Component]
  /// Natural logarithm of the likelihood of the components before the last step, which gained next to nothing.
  private(set) var logLikelihood = -Double.infinity
  private let data: StandardisedValues

  /// Steps of a climb that only compares starts.
  private static let shortStepCount = 30
  /// Steps after which a climb is given up where it stands: by then it gains less than 10^-6 a step.
  private static let longStepCount = 2_000
  /// Gain of ln L below which a climb is at its top.
  private static let smallestGain = 1e-9

  /// The only top of one component.
  static func single(_ data: StandardisedValues) -> MixtureClimb {
    var climb = MixtureClimb(data, groups: [data.values[...]])
    climb.logLikelihood = data.values.reduce(0) { $0 + climb.components[0].logDensity(at: $1) }
    return climb
  }

  /// The highest top found of two components.
  static func best(_ data: StandardisedValues) -> MixtureClimb {
    let n = data.values.count
    var cuts = [0.1, 0.25, 0.5, 0.75, 0.9].map { min(n - 1, max(1, Int($0 * Double(n)))) }
    cuts.append(widestGap(data.values))
    var climbs = cuts.map {
      MixtureClimb(data, groups: [data.values[..<$0], data.values[$0...]])
    }
    // The middle half against both tails: two widths about one mean.
    let (first, last) = (n / 4, n - n / 4)
    climbs.append(
      MixtureClimb(
        data,
        groups: [
          data.values[first..<last], (data.values[..<first] + data.values[last...])[...],
        ]))
    for i in climbs.indices { climbs[i].climb(atMost: shortStepCount) }
    climbs.sort { $0.logLikelihood > $1.logLikelihood }
    var finished = climbs.prefix(2).map {
      var climb = $0
      climb.climb(atMost: longStepCount)
      return climb
    }
    finished.sort { $0.logLikelihood > $1.logLikelihood }
    return finished[0]
  }

  /// Starts from values cut into groups, none empty.
  private init(_ data: StandardisedValues, groups: [ArraySlice<Double>]) {
    self.data = data
    components = groups.map { group in
      let moments = SeriesMoments(of: group)
      let deviation = (moments.centredSquareSum / Double(group.count)).squareRoot()
      return GaussianMixture.Component(
        weight: Double(group.count) / Double(data.values.count), mean: moments.mean,
        standardDeviation: max(deviation, data.floor))
    }
  }

  /// Number of values below the widest gap between neighbours.
  private static func widestGap(_ values: [Double]) -> Int {
    var widest = (gap: -1.0, count: 1)
    for i in 1..<values.count where values[i] - values[i - 1] > widest.gap {
      widest = (values[i] - values[i - 1], i)
    }
    return widest.count
  }

  /// Climbs until a step gains nothing, or for a number of steps.
  private mutating func climb(atMost stepCount: Int) {
    for _ in 0..<stepCount {
      let before = logLikelihood
      step()
      if logLikelihood - before < Self.smallestGain { return }
    }
  }

  /// One step of expectation and maximisation.
  private mutating func step() {
    let (a, b) = (components[0], components[1])
    let shift = log(a.weight / a.standardDeviation) - log(b.weight / b.standardDeviation)
    let constant = log(b.weight / b.standardDeviation) - 0.5 * log(2 * Double.pi)
    var likelihood = 0.0
    var first = WeightedSums(origin: a.mean)
    var second = WeightedSums(origin: b.mean)
    for x in data.values {
      let u = (x - a.mean) / a.standardDeviation
      let v = (x - b.mean) / b.standardDeviation
      let logOdds = shift - u * u / 2 + v * v / 2
      let small = exp(-abs(logOdds))
      let share = (logOdds > 0 ? 1 : small) / (1 + small)
      likelihood += constant - v * v / 2 + max(logOdds, 0) + log1p(small)
      first.add(x, weight: share)
      second.add(x, weight: (logOdds > 0 ? small : 1) / (1 + small))
    }
    logLikelihood = likelihood
    let count = Double(data.values.count)
    // A component that no value supports any more stays where it is: its weight would be the logarithm of 0.
    guard first.weight > 1e-9, second.weight > 1e-9 else { return }
    components = [
      first.component(of: count, floor: data.floor), second.component(of: count, floor: data.floor),
    ]
  }
}

/// Sums that give a component its weight, mean and deviation.
private struct WeightedSums {
  /// Values are taken relative to it, so that a narrow component keeps its digits.
  let origin: Double
  var weight = 0.0
  private var sum = 0.0
  private var squares = 0.0

  init(origin: Double) { self.origin = origin }

  mutating func add(_ x: Double, weight share: Double) {
    let delta = x - origin
    weight += share
    sum += share * delta
    squares += share * delta * delta
  }

  func component(of count: Double, floor: Double) -> GaussianMixture.Component {
    let mean = sum / weight
    let variance = max(0, squares / weight - mean * mean)
    return GaussianMixture.Component(
      weight: weight / count, mean: origin + mean,
      standardDeviation: max(variance.squareRoot(), floor))
  }
}
