// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is the field the posterior that it claims to be, and does it stand any counts?

import Foundation
import Testing

@testable import Statistics

@Suite("The field of a boundary")
struct BoundaryFieldTests {
  // SciPy maximises the log posterior directly and takes equations 3.24 and 3.32 as they stand, with inverses.
  @Test("mode, variance and evidence are SciPy's", arguments: 0..<4)
  func reference(case number: Int) throws {
    let rows = try ReferenceTable("boundary").numbers.filter { Int($0[0]) == number }
    let answers = try ReferenceTable("boundary-answers").rows.filter {
      Int(Double($0[0]) ?? -1) == number
    }
    let dimension = Int(rows[0][1])
    let first = answers[0].dropFirst(2).compactMap(Double.init)
    let kernel = BoundaryKernel(
      amplitude: first[0], lengthScales: Array(first[1..<(1 + dimension)]))
    let points = rows.flatMap { Array($0[2..<(2 + dimension)]) }
    let covariance = kernel.covariances(points, points)
    let counts = rows.map { LatentCount(over: $0[5], under: $0[6]) }
    let posterior = try LatentPosterior(
      kernel: kernel, points: points, covariance: covariance, counts: counts)
    #expect(agree(posterior.logEvidence, first[4], relative: 1e-8))
    // A warm start ends in the same mode.
    let warm = try LatentPosterior(
      kernel: kernel, points: points, covariance: covariance, counts: counts,
      start: posterior.gradient.map { 1.5 * $0 })
    for answer in answers.dropFirst() {
      let numbers = answer.dropFirst(2).compactMap(Double.init)
      let target = Array(numbers[..<dimension])
      let (mean, variance, noise) = posterior.variances(at: target)
      #expect(abs(mean[0] - numbers[3]) < 1e-5 * kernel.amplitude)
      #expect(agree(variance[0], numbers[4], relative: 1e-5))
      #expect(agree(noise[0], numbers[5], relative: 1e-4))
      #expect(noise[0] < variance[0])
      #expect(abs(warm.means(at: target)[0] - numbers[3]) < 1e-5 * kernel.amplitude)
      #expect(posterior.means(at: target)[0] == mean[0])
    }
  }

  private static func cell(_ position: [Double], _ over: Int, of total: Int) -> BoundaryCell {
    BoundaryCell(
      position: position,
      outcomes: (0..<total).map { OutcomeCount(over: $0 < over ? 1 : 0, total: 1) })
  }

  @Test("stands unanimous cells, steps, duplicate points and single cells", arguments: 1...3)
  func robustness(dimension: Int) throws {
    func point(_ x: Double) -> [Double] { [Double](repeating: x, count: dimension) }
    let xs = (0...10).map { Double($0) / 10 }
    let sets: [[BoundaryCell]] = [
      xs.map { Self.cell(point($0), 0, of: 8) },
      xs.map { Self.cell(point($0), 8, of: 8) },
      xs.map { Self.cell(point($0), $0 < 0.55 ? 0 : 1_000, of: 1_000) },
      xs.map { Self.cell(point($0), $0 == 0.5 ? 4 : 0, of: 4) },
      (xs + xs + xs).map { Self.cell(point($0), $0 < 0.55 ? 3 : 5, of: 8) },
      [0, 1, 8].map { Self.cell(point(0.5), $0, of: 8) },
      [0.5, 0.5 + 1e-12].map { Self.cell(point($0), $0 > 0.5 ? 8 : 0, of: 8) },
      [Self.cell(point(0.3), 1, of: 1)],
    ]
    for (number, cells) in sets.enumerated() {
      let field = try BoundaryField(of: cells)
      let estimates = try field.estimates(at: xs.map(point))
      for estimate in estimates {
        #expect(estimate.mean.isFinite && estimate.standardDeviation > 0, "set \(number)")
        #expect((0...1).contains(estimate.probabilityOver))
      }
      #expect(field.logEvidence.isFinite && field.lengthScales.count == dimension)
      if number == 0 { #expect(field.sides == .underOnly && estimates[5].mean < -1) }
      if number == 1 { #expect(field.sides == .overOnly && estimates[5].mean > 1) }
      if number == 2 { #expect(estimates[5].mean < 0 && estimates[6].mean > 0) }
    }
  }

  @Test("replicates that repeat their realisation count once")
  func replicateCorrelation() throws {
    let xs = (0...8).map { Double($0) / 8 }
    // Sixteen replicates, four a realisation, all alike in it: worth four trials.
    let copies = xs.map { x in
      BoundaryCell(
        position: [x],
        outcomes: (0..<4).map { OutcomeCount(over: Double($0) < 4 * x ? 4 : 0, total: 4) })
    }
    let single = xs.map { Self.cell([$0], Int((4 * $0).rounded(.up)), of: 4) }
    let field = try BoundaryField(of: copies)
    #expect(field.replicateCorrelation == 1)
    #expect(field.logEvidence == (try BoundaryField(of: single).logEvidence))
    // Shares equal in all realisations: replicates are independent.
    let even = xs.map { x in
      BoundaryCell(
        position: [x],
        outcomes: (0..<4).map { _ in OutcomeCount(over: Int((4 * x).rounded()), total: 4) })
    }
    #expect(try BoundaryField(of: even).replicateCorrelation == 0)
  }

  @Test("of many cells it keeps those beside the boundary, and a spread of others")
  func subset() throws {
    let cells = (0..<1_600).map { number -> BoundaryCell in
      let (i, j) = number.quotientAndRemainder(dividingBy: 40)
      return Self.cell([Double(i) / 39, Double(j) / 39], i + j < 40 ? 0 : 4, of: 4)
    }
    let field = try BoundaryField(of: cells)
    #expect(field.usedCells.count == 240)
    let sums = field.usedCells.map { field.cells[$0].position.reduce(0, +) * 39 }
    #expect(sums.count { abs($0 - 39.5) < 1 } == 79)
    #expect(sums.contains { $0 < 4 } && sums.contains { $0 > 74 })
    let estimates = try field.estimates(at: [[0.1, 0.1], [0.9, 0.9], [0.5, 0.45], [0.5, 0.57]])
    #expect(estimates.map { $0.mean > 0 } == [false, true, false, true])
    #expect(estimates.allSatisfy { $0.straddle < 0 })
  }

  @Test("wrong data are refused")
  func errors() throws {
    func error(_ cells: [BoundaryCell], limit: Int = 240) -> StatisticsError? {
      do throws(StatisticsError) {
        _ = try BoundaryField(of: cells, pointLimit: limit)
        return nil
      } catch { return error }
    }
    let good = Self.cell([0.5], 1, of: 2)
    #expect(error([]) == .tooFewValues(needed: 1, found: 0))
    #expect(error([Self.cell([], 1, of: 2)]) == .outOfRange(argument: "coordinates", value: 0))
    #expect(error([good, Self.cell([0.5, 0.5], 1, of: 2)]) == .shapesDiffer)
    #expect(error([Self.cell([1.5], 1, of: 2)]) == .outOfRange(argument: "position", value: 1.5))
    #expect(error([Self.cell([.nan], 1, of: 2)]) == .notFinite)
    #expect(error([Self.cell([0.5], 0, of: 0)]) == .tooFewValues(needed: 1, found: 0))
    #expect(
      error([BoundaryCell(position: [0.5], outcomes: [OutcomeCount(over: 3, total: 2)])])
        == .outOfRange(argument: "over", value: 3))
    #expect(error([good], limit: 1) == .outOfRange(argument: "pointLimit", value: 1))
    #expect(throws: StatisticsError.shapesDiffer) {
      try BoundaryField(of: [good]).estimates(at: [[0.1, 0.2]])
    }
    #expect(throws: StatisticsError.outOfRange(argument: "position", value: 0.2)) {
      try BoundaryLattice(positions: [[0.1, 0.2, 0.2]])
    }
  }
}
