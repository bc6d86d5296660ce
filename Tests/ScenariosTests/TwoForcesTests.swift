// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import Store
import TestSupport
import Testing
import WorldLanguage
import WorldModel

@testable import Scenarios

/// The boundary of reference R3: a harmful convention holds itself if and only if h < h*(beta).
@Suite("The boundary of two forces")
struct TwoForcesTests {
  private static let folder = SourceFolder(of: #filePath).appending("../../Analysis/two-forces")

  private static func plan() throws -> SweepPlan {
    let file = folder.appending("two-forces.study")
    let compilation = StudyCompiler.compile(
      SourceFile(path: file.path, bytes: try file.contents()),
      readWorld: {
        SourceFile(path: $0, bytes: try folder.appending($0).contents())
      }, readFile: { path, _ in try folder.appending(path).contents() })
    return try SweepPlan(try #require(compilation.checked), version: SmallStudy.version)
  }

  /// h*(beta) = beta sqrt(1 - 1/beta) - artanh sqrt(1 - 1/beta), 0 up to beta = 1.
  ///
  /// Source: Brock & Durlauf, Rev. Econ. Stud. 68, 235 (2001), section 3.
  private static func exact(_ beta: Double) -> Double {
    guard beta > 1 else { return 0 }
    let root = (1 - 1 / beta).squareRoot()
    return beta * root - atanh(root)
  }

  /// About half a minute of processor time.
  @Test(
    "is recovered within 0.02 from at most 150 cells", .enabled(if: SlowTests.areWanted))
  func recovery() throws {
    let plan = try Self.plan()
    try SmallStudy.withFolder { folder in
      let store = try RunStore.createOrOpen(
        at: folder + "a.store", identity: plan.identity(worldText: ""))
      var runner = SweepRunner(plan: plan, store: store, options: SweepOptions(threadCount: 2))
      let summary = try runner.run()
      #expect(summary.failures.isEmpty)
      let results = SweepResults(plan: plan, store: store, threadCount: 2)
      let (points, isComplete) = try results.points()
      #expect(isComplete && points.count <= 150, "\(points.count)")
      let harm = try #require(plan.refinedHarm)
      var cells: [BoundaryCell] = []
      try results.forEach(
        of: points, reducing: { [world = plan.world] in $1.harmfulReplicates(of: harm, in: world) },
        telling: { point, result in
          if case .done(let harmful?) = result,
            let cell = plan.boundaryCell(at: point.coordinates, harmful.together)
          {
            cells.append(cell)
          }
        })
      let raster = (0...100).map { Double($0) / 100 }
      let band = try BoundaryBand(
        of: BoundaryField(of: cells), axes: [raster, raster], seed: 1, site: 1)
      let (beta, h) = (plan.study.axes[0], plan.study.axes[1])
      var largest = 0.0
      var reach = 3.0
      for line in try band.lines() {
        for point in line.points {
          let x = beta.values[0] + point[0] * (beta.values[6] - beta.values[0])
          let y = h.values[0] + point[1] * (h.values[6] - h.values[0])
          largest = max(largest, abs(y - Self.exact(x)))
          reach = min(reach, x)
        }
      }
      // Up to beta = 1.04 the boundary itself lies below 0.005.
      #expect(largest <= 0.02 && reach < 1.1, "largest error \(largest), from beta = \(reach)")
    }
  }
}
