// SPDX-License-Identifier: GPL-3.0-or-later

import Emergence
import Foundation
import Statistics
import Store
import TestSupport
import Testing

@testable import Scenarios

/// A world in which harm alone leaves its limit, too, in part of the plane.
///
/// Below a conscience of v* clerks obey too often each for himself. Alone a clerk with the aversion a obeys with the
/// probability logistic((0.6 - a) / 0.25), a being gamma distributed with mean v and deviation 0.2; v* is where the mean of
/// that over a is the limit of 5 %: an integral over one variable, with no part of the engine in it.
@Suite("The boundary of harm only together")
struct OnlyTogetherTests {
  private static func plan(refinement: Double?) throws -> SweepPlan {
    try SmallStudy.plan(
      conformity: [0, 1, 2, 3, 4], conscience: [0, 0.5, 1, 1.5, 2, 2.5, 3],
      refinement: refinement,
      text: SmallStudy.text.replacing("clerks: count = 60", with: "clerks: count = 400")
    ) { ($0.steps, $0.warmup, $0.replicates, $0.networks) = (40, 20, 4, 4) }
  }

  /// Share of clerks that obey alone, by the trapezoidal rule over aversions up to mean + 8 deviations.
  private static func shareAlone(_ conscience: Double) -> Double {
    let shape = conscience * conscience / 0.04
    let scale = 0.04 / conscience
    let step = (conscience + 1.6) / 20_000
    return (1...20_000).reduce(0) { sum, index in
      let a = Double(index) * step
      let density = exp((shape - 1) * log(a / scale) - a / scale - lgamma(shape)) / scale
      return sum + step * density / (1 + exp((a - 0.6) / 0.25))
    }
  }

  /// v*, by halving.
  private static let exact: Double = {
    var (low, high) = (0.5, 3.0)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if shareAlone(middle) > 0.05 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }()

  /// What replicates do, with or without what they do alone.
  private static func outcome(
    _ found: HarmfulReplicates, forgettingAlone: Bool
  ) -> HarmfulReplicates {
    forgettingAlone ? HarmfulReplicates(together: found.together, alone: []) : found
  }

  /// Where the boundary runs at a conformity of 3 to 4 and a conscience below 1.65, in values of the conscience;
  /// harm together turns above.
  private static func lowerEdge(
    _ outcomes: [(SweepPoint, HarmfulReplicates)], _ plan: SweepPlan, forgettingAlone: Bool
  ) throws -> [Double] {
    let fields = try #require(
      try HarmFields(
        of: outcomes.map {
          ($0.coordinates, outcome($1, forgettingAlone: forgettingAlone))
        }, plan: plan))
    let raster = (0...80).map { Double($0) / 80 }
    let band = try #require(
      try fields.band(axes: [raster, raster], resampleCount: 50, seed: 1, site: 1))
    return try band.lines().flatMap(\.points).filter { $0[0] >= 0.75 }.map { 3 * $0[1] }
      .filter { $0 < 1.65 }
  }

  @Test("runs where harm alone leaves its limit, too, and not where together alone is looked at")
  func edgeOfAlone() throws {
    let plan = try Self.plan(refinement: 0.04)
    let harm = try #require(plan.refinedHarm)
    try SmallStudy.withFolder { folder in
      let summary = try SmallStudy.sweep(plan, into: folder + "a.store")
      #expect(summary.failures.isEmpty && summary.roundCount > 0)
      let store = try RunStore.open(at: folder + "a.store", for: .reading)
      defer { try? store.close() }
      let results = SweepResults(plan: plan, store: store, threadCount: 2)
      let points = try results.points().points
      var outcomes: [(SweepPoint, HarmfulReplicates)] = []
      try results.forEach(
        of: points, reducing: { [world = plan.world] in $1.harmfulReplicates(of: harm, in: world) },
        telling: { point, result in
          if case .done(let found?) = result { outcomes.append((point, found)) }
        })
      #expect(outcomes.count == points.count)
      // Half the width asked for, 0.04 of an axis of 3; the traits of 400 clerks move the edge by 0.01 from network to network.
      let edge = try Self.lowerEdge(outcomes, plan, forgettingAlone: false)
      #expect(edge.count >= 10)
      let largest = edge.map { abs($0 - Self.exact) }.max() ?? .infinity
      #expect(largest < 0.06, "\(largest) from \(Self.exact)")
      // The mutant that looks at harm together only sees no edge there.
      #expect(try Self.lowerEdge(outcomes, plan, forgettingAlone: true).isEmpty)

      // The first round asks for points there, and the mutant's does not.
      func firstRound(forgettingAlone: Bool) throws -> [SweepPoint] {
        var refining = Refining(plan)
        refining.add(
          outcomes.prefix(plan.gridCount).map { point, found in
            PointOutcome(
              point: point, harmful: Self.outcome(found, forgettingAlone: forgettingAlone))
          })
        return try refining.nextRound()
      }
      func countNearEdge(_ points: some Sequence<SweepPoint>, within distance: Double) -> Int {
        points.count {
          $0.coordinates[0] >= 3 && abs($0.coordinates[1] - Self.exact) < distance
        }
      }
      #expect(countNearEdge(try firstRound(forgettingAlone: false), within: 0.3) > 0)
      #expect(countNearEdge(try firstRound(forgettingAlone: true), within: 0.3) == 0)
    }
  }

  @Test("is none where couplings do nothing, or harm alone is over everywhere")
  func noCompany() throws {
    let plan = try Self.plan(refinement: nil)
    let raster = (0...20).map { Double($0) / 20 }
    func band(_ harmful: (SweepPoint) -> HarmfulReplicates) throws -> BoundaryBand? {
      let points = (0..<plan.gridCount).map(plan.gridPoint)
      return try #require(
        try HarmFields(of: points.map { ($0.coordinates, harmful($0)) }, plan: plan)
      ).band(axes: [raster, raster], resampleCount: 20, seed: 1, site: 1)
    }
    func outcome(_ isOver: Bool) -> [Bool?] { [isOver, isOver, isOver, nil] }
    func isLow(_ point: SweepPoint) -> Bool { point.coordinates[1] < 1.6 }
    // The same in both conditions: nothing. The other way about, which protects: nothing.
    #expect(
      try band { HarmfulReplicates(together: outcome(isLow($0)), alone: outcome(isLow($0))) } == nil
    )
    #expect(
      try band { HarmfulReplicates(together: outcome(false), alone: outcome(isLow($0))) } == nil)
    #expect(
      try band { HarmfulReplicates(together: outcome(isLow($0)), alone: outcome(true)) } == nil)
    // Together everywhere, alone below: the edge of alone. Without runs alone: that of together.
    for alone in [true, false] {
      let found = try #require(
        try band {
          alone
            ? HarmfulReplicates(together: outcome(true), alone: outcome(isLow($0)))
            : HarmfulReplicates(together: outcome(isLow($0)), alone: [])
        })
      let heights = try found.lines().flatMap(\.points).map { 3 * $0[1] }
      #expect(!heights.isEmpty && heights.allSatisfy { $0 > 1.5 && $0 < 2 })
    }
    #expect(plan.boundaryCell(at: [1, 1], [nil, nil]) == nil)
  }

  @Test("follows both edges of a part that is narrower than any length-scale")
  func narrow() throws {
    let plan = try Self.plan(refinement: nil)
    // Alone up to a conscience of 1.2 + 0.2 J, together 0.1 higher: 0.033 of the axis, two cells to its width.
    let places = (0...20).flatMap { i in (0...60).map { j in [Double(i) / 5, Double(j) / 20] } }
    let fields = try #require(
      try HarmFields(
        of: places.map { place in
          let edge = 1.21 + 0.2 * place[0]
          return (
            place,
            HarmfulReplicates(
              together: Array(repeating: place[1] < edge + 0.1, count: 4),
              alone: Array(repeating: place[1] < edge, count: 4))
          )
        }, plan: plan))
    let raster = (0...100).map { Double($0) / 100 }
    let band = try #require(
      try fields.band(axes: [raster, raster], resampleCount: 20, seed: 1, site: 1))
    let lines = try band.lines()
    #expect(lines.count == 2)
    for line in lines {
      #expect(line.points.first?[0] == 0 || line.points.first?[0] == 1)
      for point in line.points {
        let height = 3 * point[1] - 1.21 - 0.2 * 4 * point[0]
        // Half the distance of the cells, 0.05, about either edge, and what the field smooths.
        #expect(min(abs(height), abs(height - 0.1)) < 0.04, "\(point)")
      }
    }
    // The mutant with one field of the joint outcome cannot rise and fall so fast: it loses the part.
    let joint = try BoundaryField(
      of: places.compactMap { place in
        let edge = 1.21 + 0.2 * place[0]
        return plan.boundaryCell(
          at: place, Array(repeating: place[1] >= edge && place[1] < edge + 0.1, count: 4))
      })
    let mutant = try BoundaryBand(of: joint, axes: [raster, raster], seed: 1, site: 1).lines()
    let worst =
      mutant.flatMap(\.points).map { point in
        let height = 3 * point[1] - 1.21 - 0.2 * 4 * point[0]
        return min(abs(height), abs(height - 0.1))
      }.max() ?? .infinity
    #expect(worst > 0.04 || mutant.count != 2, "\(worst)")
  }
}
