// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where on a lattice is the boundary not known well enough yet?
//
// The mean latent value is taken on a sparse lattice; wherever it changes sign along a sparse edge, bisection finds the two
// neighbours of the full lattice between which it does. At each of these crossings, and at each sparse point whose side
// is undecided at 95 %, the width of the band is measured along the boundary's normal (the gradient of the mean): from
// where P(p > 1/2) is below 0.025 to where it is above 0.975, cut off at the frame. Crossings between the lines of the sparse
// lattice are not looked at: a piece of boundary shorter than its spacing may be overlooked.

import Glibc

/// Undecided places of a field on a lattice.
struct BoundarySurvey: Sendable {
  /// Lattice points beside open places, in lattice order, with the width of the band there (the greatest of several).
  private(set) var candidates: [(point: [Int], bandWidth: Double)] = []
  /// Greatest width of the band, in units of the axes; `nil` where there is nothing undecided.
  private(set) var largestWidth: Double?
  /// Places whose band is as wide as the width asked for, or wider.
  private(set) var openCount = 0
  /// Places whose band was measured.
  private(set) var measuredCount = 0

  /// Surveys a field that has a boundary.
  ///
  /// - Parameters:
  ///   - field: A field with cells on both sides.
  ///   - lattice: Of as many coordinates.
  ///   - width: Width of the band that is narrow enough, in units of the axes, > 0.
  ///   - mask: Where the boundary matters; everywhere for `nil`.
  init(
    of field: BoundaryField, on lattice: BoundaryLattice, width: Double, mask: BoundaryMask? = nil
  ) {
    let posterior = field.posterior
    let axes = lattice.sparse
    let sparse = BoundaryLattice.product(axes)
    let (mean, variance, _) = posterior.prediction(at: lattice.flat(sparse))
    var places: [(position: [Double], points: [[Int]])] = []
    for pair in Self.crossings(posterior, lattice, axes, sparse, mean) {
      places.append((pair.position, [pair.low, pair.high]))
    }
    for (index, point) in sparse.enumerated() {
      let estimate = LatentEstimate(
        mean: mean[index], standardDeviation: variance[index].squareRoot())
      if estimate.straddle > 0 { places.append((lattice.position(at: point), [point])) }
    }
    if let mask {
      let isOpen = mask.isOpen(at: places.map(\.position))
      places = zip(places, isOpen).filter(\.1).map(\.0)
    }
    measuredCount = places.count
    let widths = Self.bandWidths(posterior, at: places.map(\.position), unit: width)
    largestWidth = widths.max()
    var numbered: [Int: (point: [Int], bandWidth: Double)] = [:]
    for (place, bandWidth) in zip(places, widths) where bandWidth >= width {
      openCount += 1
      for point in place.points {
        let number = lattice.number(of: point)
        numbered[number] = (point, max(bandWidth, numbered[number]?.bandWidth ?? 0))
      }
    }
    candidates = numbered.keys.sorted().compactMap { numbered[$0] }
  }

  /// Neighbours of the full lattice between which the mean changes sign, and the place of the change between them.
  private static func crossings(
    _ posterior: LatentPosterior, _ lattice: BoundaryLattice, _ axes: [[Int]], _ sparse: [[Int]],
    _ mean: [Double]
  ) -> [(low: [Int], high: [Int], position: [Double])] {
    var brackets: [(low: [Int], high: [Int], axis: Int, lowMean: Double, highMean: Double)] = []
    var stride = 1
    for axis in axes.indices.reversed() {
      for index in sparse.indices where index / stride % axes[axis].count + 1 < axes[axis].count {
        let next = index + stride
        if (mean[index] > 0) != (mean[next] > 0) {
          brackets.append((sparse[index], sparse[next], axis, mean[index], mean[next]))
        }
      }
      stride *= axes[axis].count
    }
    while true {
      let open = brackets.indices.filter {
        let bracket = brackets[$0]
        return bracket.high[bracket.axis] - bracket.low[bracket.axis] > 1
      }
      guard !open.isEmpty else { break }
      let middles = open.map { index in
        var point = brackets[index].low
        let axis = brackets[index].axis
        point[axis] = (point[axis] + brackets[index].high[axis]) / 2
        return point
      }
      let means = posterior.means(at: lattice.flat(middles))
      for (place, index) in open.enumerated() {
        if (means[place] > 0) == (brackets[index].lowMean > 0) {
          brackets[index].low = middles[place]
          brackets[index].lowMean = means[place]
        } else {
          brackets[index].high = middles[place]
          brackets[index].highMean = means[place]
        }
      }
    }
    return brackets.map { bracket in
      let part = bracket.lowMean / (bracket.lowMean - bracket.highMean)
      let (low, high) = (lattice.position(at: bracket.low), lattice.position(at: bracket.high))
      return (bracket.low, bracket.high, zip(low, high).map { $0 + part * ($1 - $0) })
    }
  }

  /// Parts and multiples of half the unit at which the band's edge is looked for.
  private static let reaches = [
    0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192,
  ]

  /// Widths of the band along the boundary's normal.
  static func bandWidths(
    _ posterior: LatentPosterior, at places: [[Double]], unit: Double
  ) -> [Double] {
    guard !places.isEmpty else { return [] }
    let normals = normals(posterior, at: places)
    let steps = reaches.map { $0 * unit / 2 }
    var widths = [Double](repeating: 0, count: places.count)
    for sign in [-1.0, 1] {
      // The least reach at which the side is decided; found step by step, so that most are decided after a few.
      var open = Array(places.indices)
      for (rank, step) in steps.enumerated() where !open.isEmpty {
        let lengths = open.map {
          min(step, frameDistance(places[$0], normals[$0], sign))
        }
        let targets = zip(open, lengths).flatMap { index, length in
          zip(places[index], normals[index]).map { $0 + sign * length * $1 }
        }
        let (mean, variance, _) = posterior.prediction(at: targets)
        var left: [Int] = []
        for (place, index) in open.enumerated() {
          let decided = sign * mean[place] > LatentEstimate.reach * variance[place].squareRoot()
          if decided || lengths[place] < step || rank == steps.count - 1 {
            widths[index] += lengths[place]
          } else {
            left.append(index)
          }
        }
        open = left
      }
    }
    return widths
  }

  /// Unit vectors along the gradient of the mean; along the first axis where it has none.
  private static func normals(_ posterior: LatentPosterior, at places: [[Double]]) -> [[Double]] {
    let dimension = posterior.kernel.lengthScales.count
    let h = 1e-4
    var targets: [Double] = []
    for place in places {
      for axis in 0..<dimension {
        for side in [-h, h] {
          var moved = place
          moved[axis] += side
          targets += moved
        }
      }
    }
    let means = posterior.means(at: targets)
    return places.indices.map { index in
      let gradient = (0..<dimension).map { axis in
        let first = 2 * (index * dimension + axis)
        return means[first + 1] - means[first]
      }
      let length = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 1e-12 else { return (0..<dimension).map { $0 == 0 ? 1 : 0 } }
      return gradient.map { $0 / length }
    }
  }

  /// Distance to the frame of the unit square along a direction.
  private static func frameDistance(
    _ place: [Double], _ normal: [Double], _ sign: Double
  ) -> Double {
    var distance = Double.infinity
    for (x, n) in zip(place, normal) where n != 0 {
      distance = min(distance, max(sign * n > 0 ? (1 - x) / (sign * n) : -x / (sign * n), 0))
    }
    return distance
  }
}
