// SPDX-License-Identifier: GPL-3.0-or-later
//
// Over which window, orders and sizes is a scaling law fitted? The rules are told in `ScalingFit`.

import Glibc

/// All fits that take part in an average.
struct ScalingSearch {
  /// One fit.
  struct Candidate {
    var solution: ScalingSolution
    var quality: ModelAverage.Quality
    var order: ScalingOrder
    var droppedSizeCount: Int
    var pointCount: Int
  }

  /// Fits on the window used.
  var candidates: [Candidate] = []
  /// Weight of each in the average; their sum is 1.
  var weights: [Double] = []
  /// Number of the law and the values of each: those that share it differ in w held alone.
  var families: [Int] = []
  /// Largest |x| of the window used, for sizes in units of their geometric mean.
  var reach = 0.0

  /// Orders of the laws, from few coefficients to many.
  static let orders = [
    (1, 0, -1), (2, 0, -1), (2, 1, -1), (3, 1, -1), (3, 2, -1), (4, 2, -1), (4, 2, 0), (5, 3, -1),
    (5, 3, 0), (5, 3, 1), (6, 4, 2),
  ].map { ScalingOrder(leading: $0.0, correction: $0.1, second: $0.2) }

  /// Orders among which the window is found.
  static let searchOrders = [(2, 1, -1), (3, 1, -1), (4, 2, -1), (5, 3, -1)].map {
    ScalingOrder(leading: $0.0, correction: $0.1, second: $0.2)
  }

  /// Shares of the values that windows hold.
  static let shares = [1, 0.85, 0.72, 0.61, 0.52, 0.44, 0.38, 0.32, 0.27, 0.23]

  /// Share of the best window that is used.
  static let undersmoothing = 0.6

  /// Weight below which a fit is left out of the average.
  static let leastWeight = 0.02

  /// Least 1/w.
  static let leastInverseCorrection = 0.1

  private let sample: ScalingSample
  private let fitsKappa: Bool
  private let prior: ScalingPrior?
  private let knownCorrection: Double?
  private let start: (coupling: Double, inverseNu: Double, kappa: Double)
  private let distances: [Double]
  private let present: [Int]

  init(
    _ sample: ScalingSample, fitsKappa: Bool, prior: ScalingPrior?, knownCorrection: Double?
  ) throws(StatisticsError) {
    self.sample = sample
    self.fitsKappa = fitsKappa
    self.prior = prior
    self.knownCorrection = knownCorrection
    present = sample.sizesPresent
    let collapse = try CollapseSearch(sample, fitsKappa: fitsKappa).best.point
    start = (
      prior?.means[0] ?? collapse[0], prior.map { exp($0.means[1]) } ?? collapse[1],
      fitsKappa ? collapse[2] : 0
    )
    distances = sample.distances(criticalCoupling: start.coupling, inverseNu: start.inverseNu)
    let sorted = distances.sorted()
    var best: (information: Double, reach: Double)?
    for share in Self.shares {
      let reach = sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
      for dropped in 0...1 {
        for order in Self.searchOrders {
          guard let candidate = fit(order, dropped, reach) else { continue }
          let information = candidate.quality.information
          if information < best?.information ?? .infinity { best = (information, reach) }
        }
      }
    }
    guard let best else {
      throw .tooFewValues(needed: Self.searchOrders[0].coefficientCount + 8, found: sample.count)
    }
    reach = Self.undersmoothing * best.reach
    // A window that holds too few values is widened by the least step that helps.
    while candidates.isEmpty, reach <= best.reach {
      for dropped in 0...2 {
        for order in Self.orders {
          if let candidate = fit(order, dropped, reach) { candidates.append(candidate) }
        }
      }
      if candidates.isEmpty { reach *= 1.1 }
    }
    guard !candidates.isEmpty else {
      throw .tooFewValues(needed: Self.orders[0].coefficientCount + 8, found: sample.count)
    }
    spreadCorrections()
  }

  /// Puts in place of each fit that matters fits with w held at values about its own.
  ///
  /// Where the data do not fix w its errors are anything but normal: at large w nothing seems to depend on it, at small w
  /// everything does. The fits with w held share the weight of theirs by their likelihood, so that w is integrated out.
  private mutating func spreadCorrections() {
    let average = ModelAverage(candidates.map(\.quality))
    var spread: [Candidate] = []
    for (candidate, weight) in zip(candidates, average.weights) where weight >= Self.leastWeight {
      var held = heldFits(of: candidate)
      if held.isEmpty { held = [(candidate, 1)] }
      let least = held.map(\.fit.solution.chiSquared).min() ?? 0
      let likelihoods = held.map { $0.step * exp(-($0.fit.solution.chiSquared - least) / 2) }
      let sum = likelihoods.reduce(0, +)
      let family = (families.last ?? -1) + 1
      families += held.map { _ in family }
      spread += held.map(\.fit)
      weights += likelihoods.map { weight * $0 / sum }
    }
    candidates = spread
    let total = weights.reduce(0, +)
    weights = weights.map { $0 / total }
  }

  /// Fits with 1/w held, and how much of 1/w each stands for; none where w is known.
  ///
  /// From the best 1/w outwards in steps that begin at half its error and grow, until the likelihood is e^-6 of the best: where
  /// a second w fits as well, it is found.
  private func heldFits(of candidate: Candidate) -> [(fit: Candidate, step: Double)] {
    guard knownCorrection == nil else { return [] }
    let inverse = exp(-candidate.solution.parameters[2])
    let error = inverse * candidate.solution.covariance[2][2].squareRoot()
    let first = min(error, ScalingModel.correctionPrior.width) / 2
    var found: [(fit: Candidate, step: Double)] = []
    var near = candidate.solution
    func add(_ value: Double, _ step: Double) -> Bool {
      let fit = fit(
        candidate.order, candidate.droppedSizeCount, reach, heldCorrection: 1 / value, from: near)
      guard let fit else { return false }
      near = fit.solution
      found.append((fit, step))
      return fit.solution.chiSquared < candidate.solution.chiSquared + 12
    }
    guard add(inverse, first) else { return found }
    for side in [-1.0, 1] {
      var (value, step) = (inverse, first)
      near = found[0].fit.solution
      for _ in 0..<12 {
        value += side * step
        guard value >= Self.leastInverseCorrection, add(value, step * 1.15) else { break }
        step *= 1.3
      }
    }
    return found
  }

  /// One fit; `nil` where it has too few values or sizes, or does not converge.
  private func fit(
    _ order: ScalingOrder, _ dropped: Int, _ reach: Double, heldCorrection: Double? = nil,
    from near: ScalingSolution? = nil
  ) -> Candidate? {
    guard present.count - dropped >= 3 else { return nil }
    let least = present[dropped]
    let positions = distances.indices.filter {
      distances[$0] <= reach && sample.sizeIndices[$0] >= least
    }
    let part = sample.subset(positions)
    let model = ScalingModel(
      sample: part, order: order, fitsKappa: fitsKappa, prior: prior,
      knownCorrection: knownCorrection, heldCorrection: heldCorrection,
      typicalValue: part.typicalValue(kappa: start.kappa))
    guard part.count >= model.parameterCount + 4, part.sizesPresent.count >= 3 else { return nil }
    do {
      let solution = try model.fit(
        criticalCoupling: near?.parameters[0] ?? start.coupling,
        inverseNu: near.map { exp($0.parameters[1]) } ?? start.inverseNu,
        kappa: (fitsKappa ? near?.parameters[3] : nil) ?? start.kappa,
        correction: heldCorrection ?? 1
          / (prior?.means[2] ?? ScalingModel.correctionPrior.mean))
      return Candidate(
        solution: solution,
        quality: ModelAverage.Quality(
          chiSquared: solution.chiSquared, parameterCount: solution.effectiveParameterCount,
          droppedCount: sample.count - part.count, pointCount: part.count),
        order: order, droppedSizeCount: dropped, pointCount: part.count)
    } catch {
      // A law that these data cannot tell from another has no say.
      return nil
    }
  }
}
