// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the band of a boundary cover it, when an odd realisation moves the boundary in all cells at once?
//
// Synthetic truth: replicates of realisation g are over the limit with probability Phi((c(x) + e_g - y) / s), e_g normal of
// standard deviation tau and the same in all cells; over realisations the probability is one half at y = c(x) exactly.
// Coverage at a point of the boundary drawn with the set, tested as in `Coverage`. The mutant deals the realisations of each
// cell out anew, so that cells are resampled as if they shared none.

import Foundation
import Statistics
import TestSupport
import Testing

@Suite("The band of a boundary")
struct BoundaryBandTests {
  struct Truth: CustomStringConvertible {
    var dimension: Int
    var pointsAnAxis: Int
    var realisations: Int
    var replicates: Int
    /// Standard deviation tau of the shifts, in units of the axis.
    var shift: Double
    /// Width s of the transition of one realisation.
    var width: Double

    var description: String {
      "\(dimension) axes, \(pointsAnAxis) points, G = \(realisations), R = \(replicates), \(shift)"
    }

    /// Cells of a grid; with `isMixed`, realisations are dealt out anew in every cell.
    func cells(
      _ random: inout SyntheticNormals, isMixed: Bool, boundary: (Double) -> Double
    ) -> [BoundaryCell] {
      let shifts = (0..<realisations).map { _ in shift * random.normal() }
      let axis = (0..<pointsAnAxis).map { Double($0) / Double(pointsAnAxis - 1) }
      let points = dimension == 1 ? axis.map { [$0] } : axis.flatMap { x in axis.map { [x, $0] } }
      return points.map { point in
        var outcomes = shifts.map { shift in
          let z = (boundary(point[0]) + shift - point[dimension - 1]) / width
          let probability = erfc(-z * 0.5.squareRoot()) / 2
          let over = (0..<replicates).count { _ in random.uniform() < probability }
          return OutcomeCount(over: over, total: replicates)
        }
        if isMixed {
          for last in outcomes.indices.dropFirst().reversed() {
            outcomes.swapAt(last, min(Int(random.uniform() * Double(last + 1)), last))
          }
        }
        return BoundaryCell(position: point, outcomes: outcomes)
      }
    }

    /// Whether the band covers the boundary at a place, in set `number`.
    func covers(_ number: Int, isMixed: Bool) throws -> Bool {
      var random = SyntheticNormals(seed: 519, set: number)
      let (middle, place) = (0.4 + 0.2 * random.uniform(), random.uniform())
      func boundary(_ x: Double) -> Double {
        dimension == 1 ? middle : middle + 0.3 * (x * x - 0.3)
      }
      let field = try BoundaryField(of: cells(&random, isMixed: isMixed, boundary: boundary))
      let exact = boundary(place)
      // The band's own score at the place; the raster is the place alone.
      let band = try BoundaryBand(
        of: field, axes: dimension == 1 ? [[exact]] : [[place], [exact]], resampleCount: 60,
        seed: UInt32(number), site: 3)
      return abs(band.scores[0]) <= 1.959964
    }
  }

  static let truths = [
    Truth(
      dimension: 1, pointsAnAxis: 25, realisations: 16, replicates: 4, shift: 0.08, width: 0.04),
    Truth(dimension: 1, pointsAnAxis: 15, realisations: 5, replicates: 8, shift: 0.08, width: 0.05),
    Truth(dimension: 2, pointsAnAxis: 7, realisations: 12, replicates: 4, shift: 0.08, width: 0.08),
  ]

  // Measured: 293 and 284 of 300, the mutant 225 and 254; with five realisations Student's factor hides it, and it is only
  // asked to fail with sixteen. Of 300 sets "at least 90 %" is refused from 242 down, catching a true coverage of 75 % with
  // probability 0.99. More than 95 % is by construction: the larger of two variances, of which one is estimated.
  @Test("covers; as if cells shared nothing it does not", arguments: [0, 1])
  func coverageOnOneAxis(index: Int) throws {
    try Self.check(Self.truths[index], sets: SlowTests.areWanted ? 1_000 : 300)
  }

  // Measured: 59 of 60 sets; too few to refuse the mutant (49), which the 1,000 sets of the slow tests do.
  @Test("covers on two axes; as if cells shared nothing it does not")
  func coverageOnTwoAxes() throws {
    try Self.check(Self.truths[2], sets: SlowTests.areWanted ? 1_000 : 60)
  }

  private static func check(_ truth: Truth, sets: Int) throws {
    var (honest, mutant) = (Coverage(), Coverage())
    for number in 0..<sets {
      honest.add(try truth.covers(number, isMixed: false))
      mutant.add(try truth.covers(number, isMixed: true))
    }
    #expect(!honest.isTooLow && !honest.isTooHigh, "\(truth): \(honest)")
    if truth.realisations > 5, sets >= 300 { #expect(mutant.isTooLow, "\(truth): \(mutant)") }
  }

  @Test("the line lies inside the band, on the true boundary")
  func lines() throws {
    let truth = Self.truths[2]
    var random = SyntheticNormals(seed: 7, set: 0)
    let field = try BoundaryField(
      of: truth.cells(&random, isMixed: false) { 0.5 + 0.3 * ($0 * $0 - 0.3) })
    let axis = (0...40).map { Double($0) / 40 }
    let band = try BoundaryBand(of: field, axes: [axis, axis], seed: 1, site: 1)
    let again = try BoundaryBand(of: field, axes: [axis, axis], seed: 1, site: 1)
    #expect(band == again)
    let lines = try band.lines()
    let edges = try #require(try band.band())
    #expect(lines.count == 1 && edges.low.count == 1 && edges.high.count == 1)
    #expect([lines, edges.low, edges.high].allSatisfy { !$0[0].isClosed })
    #expect(lines[0].points.allSatisfy { abs($0[1] - 0.5 - 0.3 * ($0[0] * $0[0] - 0.3)) < 0.08 })
    // Harm lies below the boundary: so does the line where the share is 0.975.
    for point in lines[0].points {
      func height(_ line: BoundaryLine) -> Double {
        line.points.min { abs($0[0] - point[0]) < abs($1[0] - point[0]) }?[1] ?? .nan
      }
      #expect(height(edges.high[0]) < point[1] && point[1] < height(edges.low[0]))
    }
    #expect(band.shares.allSatisfy { (0...1).contains($0) })
  }

  @Test("one axis has crossings with intervals, one realisation has none")
  func crossings() throws {
    let xs = (0...20).map { Double($0) / 20 }
    let axis = (0...200).map { Double($0) / 200 }
    func band(_ realisations: Int) throws -> BoundaryBand {
      let cells = xs.map { x in
        BoundaryCell(
          position: [x],
          outcomes: (0..<realisations).map {
            let wobble = 0.02 * (Double($0) - Double(realisations - 1) / 2)
            return OutcomeCount(over: abs(x - 0.5 - wobble) < 0.225 ? 6 : 0, total: 6)
          })
      }
      return try BoundaryBand(
        of: BoundaryField(of: cells), axes: [axis], seed: 3, site: 1)
    }
    let many = try band(8).crossings
    #expect(many.map(\.isRising) == [true, false])
    for (crossing, exact) in zip(many, [0.275, 0.725]) {
      let interval = try #require(crossing.interval)
      #expect(abs(crossing.position - exact) < 0.02 && interval.contains(exact))
      #expect(interval.contains(crossing.position) && interval.high - interval.low < 0.15)
    }
    let single = try band(1)
    #expect(single.crossings.count == 2 && single.crossings.allSatisfy { $0.interval == nil })
    #expect(try single.band() == nil)
  }

  @Test("where all cells agree there is no line")
  func noBoundary() throws {
    let axis = [0.0, 0.5, 1]
    let cells = axis.flatMap { x in
      axis.map { y in
        BoundaryCell(
          position: [x, y], outcomes: (0..<6).map { _ in OutcomeCount(over: 0, total: 3) })
      }
    }
    let band = try BoundaryBand(
      of: BoundaryField(of: cells), axes: [axis, axis], seed: 1, site: 1)
    #expect(band.sides == .underOnly)
    #expect(try band.lines().isEmpty)
    let edges = try #require(try band.band())
    #expect(edges.low.isEmpty && edges.high.isEmpty)
  }
}
