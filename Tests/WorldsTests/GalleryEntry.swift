// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which worlds does the gallery hold, and what does a comparison of one of them measure?

import Engine
import Foundation
import Statistics
import TestSupport
import Testing
import WorldLanguage
import WorldModel

@testable import Emergence

/// A folder of `Analysis/gallery` with its claim, its study and its world.
struct GalleryEntry: Sendable, CustomTestStringConvertible {
  /// Name of the folder and of the study in it.
  var name: String

  var testDescription: String { name }

  /// The top of the package.
  static let package = SourceFolder(of: #filePath).appending("../..")
  /// The gallery.
  static let gallery = package.appending("Analysis/gallery")
  /// Every folder that holds a claim.
  static let all = gallery.names(ending: "").filter {
    !gallery.appending($0).names(ending: "claim.json").isEmpty
  }.map(GalleryEntry.init)

  /// The folder.
  var folder: SourceFolder { Self.gallery.appending(name) }

  /// What the claim file says.
  func claim() throws -> Claim {
    try JSONDecoder().decode(
      Claim.self, from: Data(folder.appending("claim.json").contents()))
  }

  /// Which of the published figures the gallery calls met, in the order of the claim.
  func figuresMet() throws -> [Bool] {
    struct Results: Decodable {
      var published: [Figure]
      struct Figure: Decodable { var holds: Bool }
    }
    return try JSONDecoder().decode(
      Results.self, from: Data(folder.appending("results.json").contents())
    ).published.map(\.holds)
  }
}

/// The runs of a claim, each point once.
struct ClaimRuns {
  private let world: CheckedWorld
  private let brief: Claim.Brief
  private let seedOffset: UInt32
  private var known: [[String: Double]: (results: [RunResult], warmUpStepCount: Int)] = [:]

  /// - Parameters:
  ///   - claim: The claim.
  ///   - brief: How its runs differ from those at the defaults; as the claim says where `nil`.
  ///   - seedOffset: Added to the world's seed.
  /// - Throws: What the compiler says of the world, and `ClaimFailure`.
  init(_ claim: Claim, brief: Claim.Brief? = nil, seedOffset: UInt32 = 0) throws {
    world = try CheckedWorld.compiled(at: GalleryEntry.package.appending(claim.world))
    try claim.check(against: world.together)
    self.brief = brief ?? claim.brief
    self.seedOffset = seedOffset
  }

  /// Paired means of one comparison.
  mutating func means(of comparison: Claim.Comparison) throws -> PairedMeans {
    PairedMeans(
      less: try means(of: comparison.lessMeasure, at: comparison.less),
      more: try means(of: comparison.moreMeasure, at: comparison.more))
  }

  /// One mean a replicate over the steps after warm-up, each replicate being a realisation of its own.
  mutating func means(of measure: String, at point: [String: Double]) throws -> [Double] {
    let measures = world.together.measures
    let index = try #require(measures.firstIndex { $0.name == measure })
    let runs = try known[point] ?? run(point)
    known[point] = runs
    let reading = MeasureReading(
      of: index, in: world.together, warmUpStepCount: runs.warmUpStepCount)
    return try runs.results.map { result in
      guard let mean = reading.mean(in: result) else {
        throw ClaimFailure(description: "a replicate recorded no '\(measure)' at \(point)")
      }
      return mean
    }
  }

  private func run(
    _ point: [String: Double]
  ) throws -> (results: [RunResult], warmUpStepCount: Int) {
    let together = world.together
    let parameters = together.parameters.map {
      point[$0.name] ?? brief.set[$0.name] ?? $0.defaultValue
    }
    var settings = together.settings
    (settings.replicates, settings.networks) = (brief.replicates, brief.replicates)
    settings.steps = brief.steps ?? settings.steps
    settings.warmup = settings.warmup.map { min($0, settings.steps / 2) }
    let results = try RunPlan(
      worlds: [together],
      requests: (0..<brief.replicates).map {
        RunRequest(worldIndex: 0, parameters: parameters, networkIndex: $0, replicateIndex: 0)
      }, seed: settings.seed &+ seedOffset, stepCount: settings.steps
    ).execute(ExecutionOptions(threadCount: 2))
    for case let failure? in results.map(\.failure) {
      throw ClaimFailure(description: "\(failure)")
    }
    let cell = try Cell(world: world, parameters: parameters, settings: settings)
    let warmUp = try CellWarmUp(of: cell, runs: [(.together, results)])
    return (results, warmUp.stepCount)
  }
}

/// Means of two points, replicate by replicate on the same draws.
struct PairedMeans {
  /// Where there must be less.
  var less: [Double]
  /// Where there must be more.
  var more: [Double]

  /// Probability of a mean difference at least as large if the points were alike: Student's test, one-sided.
  func pValue() throws -> Double {
    let difference = try PairedDifference(of: more.map { [$0] }, minus: less.map { [$0] })
      .difference
    let both = try #require(try difference.pValue(ofMean: 0))
    return difference.mean > 0 ? both / 2 : 1 - both / 2
  }
}
