// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is a cell? A checked world at values of its parameters with the settings of its runs, and how its replicates are
// dealt over realisations.
//
// Invariant: run i belongs to realisation i mod `networkCount` and is replicate i / `networkCount` within it, so that
// raising either number moves no run. Every design asks for its runs and forms its intervals here.

import Engine
import WorldModel

/// A checked world at values of its parameters, with the settings of its runs.
public struct Cell: Sendable {
  /// The world with its isolation proof.
  public let world: CheckedWorld
  /// Values of the parameters, by `ParameterID`.
  public let parameters: [Double]
  /// Settings of the run, with what the command line overrides.
  public let settings: RunSettings
  /// Number of realisations over which replicates are dealt.
  public let networkCount: Int
  /// What one unit of replication is.
  public let realisationUnit: RealisationUnit
  /// Numbers of agents, by `GroupID`.
  public let sizes: [Int]

  /// Creates a cell.
  ///
  /// - Parameters:
  ///   - world: The world with its isolation proof.
  ///   - parameters: Values of the parameters, by `ParameterID`.
  ///   - settings: Settings of the run, with what the command line overrides.
  /// - Throws: `VerdictError` for settings that cannot be, `PlanError.unfit` for sizes that cannot be.
  public init(world: CheckedWorld, parameters: [Double], settings: RunSettings) throws {
    precondition(parameters.count == world.together.parameters.count, "one value a parameter")
    self.world = world
    self.parameters = parameters
    self.settings = settings
    networkCount = try Self.networkCount(of: settings)
    realisationUnit = RealisationUnit(of: world.together)
    sizes = try GroupSizes.evaluate(world: world.together, parameters: parameters)
  }

  /// The same cell at other values of the parameters and with another number of replicates.
  ///
  /// - Parameters:
  ///   - parameters: Values of the parameters, by `ParameterID`.
  ///   - replicates: Replicates over the same number of networks; as many as here for `nil`.
  /// - Returns: The cell.
  /// - Throws: `PlanError.unfit` for sizes that cannot be, `VerdictError` for replicates that cannot be.
  func at(_ parameters: [Double], replicates: Int? = nil) throws -> Cell {
    var settings = settings
    if let replicates {
      settings.networks = networkCount
      settings.replicates = replicates
      _ = try Self.networkCount(of: settings)
    }
    return Cell(
      world: world, parameters: parameters, settings: settings, networkCount: networkCount,
      realisationUnit: realisationUnit,
      sizes: try GroupSizes.evaluate(world: world.together, parameters: parameters))
  }

  private init(
    world: CheckedWorld, parameters: [Double], settings: RunSettings, networkCount: Int,
    realisationUnit: RealisationUnit, sizes: [Int]
  ) {
    precondition(parameters.count == world.together.parameters.count, "one value a parameter")
    self.world = world
    self.parameters = parameters
    self.settings = settings
    self.networkCount = networkCount
    self.realisationUnit = realisationUnit
    self.sizes = sizes
  }

  /// Checks the settings and returns the number of realisations.
  private static func networkCount(of settings: RunSettings) throws(VerdictError) -> Int {
    let networks = settings.networks ?? min(settings.replicates, 16)
    for (name, value) in [
      ("steps", settings.steps), ("replicates", settings.replicates), ("networks", networks),
    ] where value < 1 {
      throw .notPositive(setting: name, value: value)
    }
    guard networks <= settings.replicates else {
      throw .networksExceedReplicates(networks: networks, replicates: settings.replicates)
    }
    guard networks <= mostNetworks else {
      throw .tooMany(setting: "networks", value: networks, most: mostNetworks)
    }
    let most = networks * mostReplicatesOfNetwork
    guard settings.replicates <= most else {
      throw .tooMany(setting: "replicates", value: settings.replicates, most: most)
    }
    if let warmUp = settings.warmup {
      guard warmUp >= 0 else { throw .notPositive(setting: "warmup", value: warmUp) }
      guard warmUp < settings.steps else {
        throw .warmUpTooLong(warmUp: warmUp, steps: settings.steps)
      }
    }
    return networks
  }

  /// Realisations that draws can be named for.
  static let mostNetworks = 4_096
  /// Replicates of one realisation that draws can be named for.
  static let mostReplicatesOfNetwork = 0xF_FFFF

  /// The request of one replicate.
  ///
  /// - Parameters:
  ///   - replicate: Number i of the replicate, in `0..<settings.replicates`.
  ///   - worldIndex: Index of its program in the worlds of the plan.
  ///   - parameters: Values in place of the cell's.
  ///   - observation: What it records beside the measures.
  /// - Returns: The request.
  func request(
    replicate: Int, worldIndex: Int = 0, parameters: [Double]? = nil,
    observation: Observation = .measures
  ) -> RunRequest {
    RunRequest(
      worldIndex: worldIndex, parameters: parameters ?? self.parameters,
      networkIndex: replicate % networkCount, replicateIndex: replicate / networkCount,
      observation: observation)
  }

  /// The requests of some replicates that differ in nothing else.
  ///
  /// - Parameters:
  ///   - replicates: Numbers of the replicates.
  ///   - request: The request of any of them.
  /// - Returns: One request a replicate.
  func requests(_ replicates: Range<Int>, as request: RunRequest) -> [RunRequest] {
    var request = request
    return replicates.map { replicate in
      (request.networkIndex, request.replicateIndex) =
        (replicate % networkCount, replicate / networkCount)
      return request
    }
  }

  /// A plan of requests with the seed and the steps of the cell.
  func plan(worlds: [World], _ requests: [RunRequest]) -> RunPlan {
    RunPlan(worlds: worlds, requests: requests, seed: settings.seed, stepCount: settings.steps)
  }
}
