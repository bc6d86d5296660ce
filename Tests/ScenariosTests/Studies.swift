// SPDX-License-Identifier: GPL-3.0-or-later
//
// What studies do these tests make? Small worlds whose verdict turns along a coupling, and stores in folders of their own.

import Engine
import Foundation
import Store
import TestSupport
import WorldModel

@testable import Scenarios

/// A study of a small world.
enum SmallStudy {
  static let text = """
    world "Small office"
    parameter clerks: count = 60 in 4...500
    parameter conscience = 2.0 in 0...6
    parameter start = 0 in 0...1
    coupling conformity = 1.0 in 0...4
    coupling haste = 0.1 in 0...1
    agents clerk[clerks] {
      trait aversion ~ gamma(mean: conscience, sd: 0.2)
      state obeys ~ bernoulli(start)
    }
    network desks: clerk -> clerk = small_world(degree: 6, rewiring: 0.1)
    step clerk {
      let pull = 0.6 + haste + conformity * mean(desks.obeys)
      obeys ~ bernoulli(logistic((pull - aversion) / 0.25))
    }
    harm complicity = mean(clerk.obeys) limit 5%
    aligned clerk = obeys at most 5% for all but 10%
    run { steps 40  replicates 4  networks 2  seed 7 }
    """

  static let version = ResultVersion(program: "test", results: 1)

  /// A plan along conformity, and conscience where asked.
  static func plan(
    conformity: [Double] = [0, 1, 2, 3], conscience: [Double]? = nil, clerks: [Double]? = nil,
    haste: [Double]? = nil, refinement: Double? = nil, text: String = text,
    settings change: (inout RunSettings) -> Void = { _ in }
  ) throws -> SweepPlan {
    let world = try CheckedWorld.compiled(text)
    func id(_ name: String) -> ParameterID {
      ParameterID(world.together.parameters.firstIndex { $0.name == name }!)
    }
    var settings = world.together.settings
    change(&settings)
    var study = Study(
      title: "test", parameters: world.together.parameters.map(\.defaultValue), settings: settings,
      axes: [ParameterAxis(parameter: id("conformity"), values: conformity)],
      measures: world.together.measures.indices.filter { world.together.measures[$0].isHarm },
      refinement: refinement)
    if let conscience {
      study.axes.append(ParameterAxis(parameter: id("conscience"), values: conscience))
    }
    if let haste { study.panels.append(ParameterAxis(parameter: id("haste"), values: haste)) }
    if let clerks { study.panels.append(ParameterAxis(parameter: id("clerks"), values: clerks)) }
    return try SweepPlan(
      CheckedStudy(study: study, world: world, worldPath: "small.world"), version: version)
  }

  /// Gives a closure a folder that is removed afterwards.
  static func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "sweep-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path(percentEncoded: false) + "/")
  }

  /// Opens a store for a plan.
  static func store(_ path: String, _ plan: SweepPlan) throws -> RunStore {
    try RunStore.createOrOpen(at: path, identity: plan.identity(worldText: text))
  }

  /// Runs a plan into a store at a path.
  static func sweep(
    _ plan: SweepPlan, into path: String, threads: Int = 2, shard: Shard? = nil,
    updatesOfWave: Int = 200_000,
    progress: @escaping @Sendable (SweepProgress) -> Bool = { _ in true }
  ) throws -> SweepSummary {
    let store = try store(path, plan)
    var runner = SweepRunner(
      plan: plan, store: store,
      options: SweepOptions(
        threadCount: threads, shard: shard, updatesOfWave: updatesOfWave, progress: progress))
    let result = Result { try runner.run() }
    try store.close()
    return try result.get()
  }

  /// What a store says about a plan: a text that is the same where every number is.
  static func verdicts(_ plan: SweepPlan, at path: String) throws -> [String] {
    let store = try RunStore.open(at: path, for: .reading)
    defer { try? store.close() }
    let results = SweepResults(plan: plan, store: store, threadCount: 2)
    var lines: [String] = []
    try results.forEach(
      of: try results.points().points, reducing: { _, outcome in "\(outcome.report)" },
      telling: { point, result in
        lines.append("\(point.coordinates) \(point.replicates): \(result)")
      })
    return lines
  }

  /// A plan of eight points, six of which fail: four clerks cannot have six neighbours, and a normal distribution has no
  /// deviation below 0.
  static func failingPlan(warmUp: Int?) throws -> SweepPlan {
    try plan(
      conformity: [0, 2], conscience: [0, 2], clerks: [4, 60],
      text: text.replacing(
        "gamma(mean: conscience, sd: 0.2)", with: "normal(mean: conscience, sd: conscience - 1)")
    ) { $0.warmup = warmUp }
  }
}
