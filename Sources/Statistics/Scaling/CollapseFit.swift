// SPDX-License-Identifier: GPL-3.0-or-later
//
// For which critical coupling and exponents do the curves collapse best, and how far from them do they still?
//
// The least S of `CollapseQuality` by Nelder and Mead, from the best of a grid. Errors by the rule S + 1: the interval of a
// parameter is where S, least over the others, stays below its minimum plus 1. S is a mean over terms, so that
// interval is no confidence interval: it says where the collapse becomes visibly bad, and is far wider. S cannot see
// corrections to scaling; where small sizes spoil the collapse they are dropped, and that is told. Source: as of S; tool
// precedents: Melchert, arXiv:0910.5403; Sorge, pyfssa (2015).

import Glibc

/// The best collapse of a quantity.
public struct CollapseFit: Hashable, Sendable {
  /// Least S.
  public var quality: CollapseQuality
  /// K_c; its interval is that of S + 1, its standard error half of that.
  public var criticalCoupling: FittedValue
  /// 1/nu of the size variable of the data.
  public var inverseNu: FittedValue
  /// kappa: -beta/nu or gamma/nu; `nil` for the cumulant, whose exponent is 0.
  public var exponent: FittedValue?
  /// Sizes that were used, rising.
  public var sizes: [Double]
  /// Sizes that were dropped because with them S stays above `greatestQuality`, rising.
  public var droppedSizes: [Double]

  /// Finds the best collapse.
  ///
  /// Smallest sizes are dropped one by one until S is at most `greatestQuality` or three sizes are left.
  ///
  /// - Parameters:
  ///   - quantity: One of the three.
  ///   - data: At least three sizes (two suffice for the cumulant) that hold at least three values each.
  ///   - greatestQuality: S above which a collapse is not believed, above 0.
  /// - Throws: `StatisticsError.tooFewValues`, `.outOfRange`, `.arithmetic` when nowhere half of the values overlap.
  public init(
    of quantity: ScalingQuantity, in data: ScalingData, greatestQuality: Double = 2
  ) throws(StatisticsError) {
    guard greatestQuality > 0 else {
      throw .outOfRange(argument: "greatestQuality", value: greatestQuality)
    }
    let whole = ScalingSample(quantity, in: data)
    let fitsKappa = quantity != .binderCumulant
    var present = whole.sizesPresent
    let least = fitsKappa ? 3 : 2
    guard present.count >= least else { throw .tooFewValues(needed: least, found: present.count) }
    let all = present
    var search = try CollapseSearch(whole, fitsKappa: fitsKappa)
    while search.best.value > greatestQuality, present.count > 3 {
      present.removeFirst()
      let kept = Set(present)
      search = try CollapseSearch(
        whole.subset(whole.sizeIndices.indices.filter { kept.contains(whole.sizeIndices[$0]) }),
        fitsKappa: fitsKappa)
    }
    quality = CollapseQuality(search.sample, search.best.point)
    criticalCoupling = try search.fitted(0)
    inverseNu = try search.fitted(1)
    exponent = fitsKappa ? try search.fitted(2) : nil
    sizes = present.map { data.curves[$0].size }
    droppedSizes = all.dropLast(present.count).map { data.curves[$0].size }
  }
}

/// The search for the best collapse of one sample.
struct CollapseSearch {
  var sample: ScalingSample
  /// K_c, 1/nu and, where it is free, kappa, with their S.
  var best: (point: [Double], value: Double)
  private var steps: [Double]

  /// Looks over a grid, then descends from its best point.
  init(_ sample: ScalingSample, fitsKappa: Bool) throws(StatisticsError) {
    self.sample = sample
    let (low, high) = (sample.couplings.min() ?? 0, sample.couplings.max() ?? 0)
    guard high > low else { throw .tooFewValues(needed: 2, found: 1) }
    best = ([], .infinity)
    for i in 1..<20 {
      let coupling = low + (high - low) * Double(i) / 20
      let kappa = fitsKappa ? Self.growth(of: sample, at: coupling) : 0
      for j in 0..<14 {
        let point = [coupling, 0.15 * pow(20, Double(j) / 13)] + (fitsKappa ? [kappa] : [])
        let value = Self.penalised(sample, point)
        if value < best.value { best = (point, value) }
      }
    }
    steps = [(high - low) / 40, 0.1] + (fitsKappa ? [0.05] : [])
    guard best.value.isFinite else { throw .tooFewValues(needed: 2, found: 1) }
    best = try GSL.minimum(start: best.point, steps: steps) { Self.penalised(sample, $0) }
  }

  /// The value of a parameter with its S + 1 interval.
  func fitted(_ index: Int) throws(StatisticsError) -> FittedValue {
    let low = try edge(index, -1)
    let high = try edge(index, 1)
    return FittedValue(
      value: best.point[index], standardError: (high - low) / 2,
      interval: ConfidenceInterval(low: low, high: high))
  }

  /// Where S, least over the other parameters, is its minimum plus 1, to one side.
  private func edge(_ index: Int, _ side: Double) throws(StatisticsError) -> Double {
    let others = best.point.indices.filter { $0 != index }
    var start = others.map { best.point[$0] }
    func rise(_ value: Double) throws(StatisticsError) -> Double {
      func quality(_ rest: [Double]) -> Double {
        var point = best.point
        point[index] = value
        for (position, other) in others.enumerated() { point[other] = rest[position] }
        return Self.penalised(sample, point)
      }
      guard quality(start).isFinite else { return .infinity }
      let least = try GSL.minimum(
        start: start, steps: others.map { steps[$0] / 2 }, tolerance: 1e-3, of: quality)
      start = least.point
      return least.value - best.value - 1
    }
    var (inside, step) = (0.0, steps[index] / 8)
    var outside = step
    while try rise(best.point[index] + side * outside) < 0 {
      inside = outside
      step *= 2
      outside += step
      guard step < 1e3 * steps[index] else { return best.point[index] + side * outside }
    }
    start = others.map { best.point[$0] }
    for _ in 0..<12 {
      let middle = (inside + outside) / 2
      if try rise(best.point[index] + side * middle) < 0 {
        inside = middle
      } else {
        outside = middle
      }
    }
    return best.point[index] + side * (inside + outside) / 2
  }

  /// S; infinite where fewer than half of the values overlap with another size, since curves that are pulled apart agree.
  private static func penalised(_ sample: ScalingSample, _ point: [Double]) -> Double {
    guard point[1] > 0 else { return .infinity }
    let quality = CollapseQuality(sample, point)
    return 2 * quality.termCount >= sample.count ? quality.value : .infinity
  }

  /// d ln y / d ln L at a coupling, by interpolation on each curve; 0 where a value is not positive.
  private static func growth(of sample: ScalingSample, at coupling: Double) -> Double {
    var points: [(x: Double, y: Double)] = []
    for i in sample.values.indices.dropFirst() {
      let size = sample.sizeIndices[i]
      let (a, b) = (sample.couplings[i - 1], sample.couplings[i])
      guard size == sample.sizeIndices[i - 1], a <= coupling, coupling < b else { continue }
      let share = (coupling - a) / (b - a)
      let value = sample.values[i - 1] + share * (sample.values[i] - sample.values[i - 1])
      guard value > 0 else { return 0 }
      points.append((sample.logSizes[size], log(value)))
    }
    guard points.count >= 2 else { return 0 }
    let n = Double(points.count)
    let (mx, my) = (
      points.reduce(0) { $0 + $1.x } / n, points.reduce(0) { $0 + $1.y } / n
    )
    let square = points.reduce(0) { $0 + ($1.x - mx) * ($1.x - mx) }
    return points.reduce(0) { $0 + ($1.x - mx) * ($1.y - my) } / square
  }
}
