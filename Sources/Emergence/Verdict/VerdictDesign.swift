// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which runs does the verdict on a world need?
//
// Round 1: together, unlinked and alone on the same draws, and together from the two starts. Round 2, once the warm-up
// is known: alone again, tallying the alignments from the first step after it. A run that several conditions share is
// asked for once: unlinked where it is alone, the start that is the declared value, a world without couplings.
//
// Invariant: which requests exist depends on the design and the completed rounds alone, never on the order or the
// packing in which results come.

import Engine
import WorldModel

/// The design of a verdict at one cell: a world, its parameter values and how it is run.
public struct VerdictDesign: Sendable {
  /// The world with its isolation proof.
  public let world: CheckedWorld
  /// Values of the parameters, by `ParameterID`.
  public let parameters: [Double]
  /// Settings of the run, with what the command line overrides.
  public let settings: RunSettings
  /// Whether unlinked and alone are left out.
  public let togetherOnly: Bool
  /// Number of realisations over which replicates are dealt.
  public let networkCount: Int
  /// What one unit of replication is.
  public let realisationUnit: RealisationUnit

  /// Numbers of agents, by `GroupID`.
  let sizes: [Int]
  /// The distinct programs of all conditions.
  let programs: [World]
  /// For each condition its program in `programs`; found once, for worlds are slow to compare.
  private let programIndices: [RunCondition: Int]

  /// Creates a design.
  ///
  /// - Parameters:
  ///   - world: The world with its isolation proof; without one (no harm) only *together* runs.
  ///   - parameters: Values of the parameters, by `ParameterID`.
  ///   - settings: Settings of the run, with what the command line overrides.
  ///   - togetherOnly: Whether unlinked and alone are left out.
  /// - Throws: `VerdictError` for settings that cannot be, `PlanError.unfit` for sizes that cannot be.
  public init(
    world: CheckedWorld, parameters: [Double], settings: RunSettings, togetherOnly: Bool = false
  ) throws {
    precondition(parameters.count == world.together.parameters.count, "one value a parameter")
    self.world = world
    self.parameters = parameters
    self.settings = settings
    self.togetherOnly = togetherOnly
    networkCount = try Self.networkCount(of: settings)
    realisationUnit = RealisationUnit(of: world.together)
    sizes = try GroupSizes.evaluate(world: world.together, parameters: parameters)
    var programs = [world.together]
    var programIndices = [RunCondition.together: 0]
    if !togetherOnly, let isolation = world.isolation {
      for (condition, program) in [
        (RunCondition.unlinked, isolation.unlinked), (.alone, isolation.alone),
      ] {
        let known = programs.firstIndex(of: program)
        programIndices[condition] = known ?? programs.count
        if known == nil { programs.append(program) }
      }
    }
    self.programs = programs
    self.programIndices = programIndices
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
}

/// One kind of run of a verdict.
enum VerdictArm: Hashable, Sendable {
  /// A condition, from the declared or set start.
  case condition(RunCondition)
  /// Together, from the low end of `starts`.
  case lowStart
  /// Together, from the high end of `starts`.
  case highStart

  /// The condition it belongs to.
  var condition: RunCondition {
    if case .condition(let condition) = self { condition } else { .together }
  }
}

extension VerdictDesign {
  /// Conditions that run, in the order of `RunCondition.allCases`.
  var conditions: [RunCondition] {
    togetherOnly || world.isolation == nil ? [.together] : RunCondition.allCases
  }

  /// Conditions whose programs differ: each the first of those that share one.
  var distinctConditions: [RunCondition] {
    var seen: Set<Int> = []
    return conditions.filter { seen.insert(programIndex(of: $0)).inserted }
  }

  /// All kinds of run, the conditions first.
  var arms: [VerdictArm] {
    conditions.map(VerdictArm.condition) + (settings.starts == nil ? [] : [.lowStart, .highStart])
  }

  /// Index of a condition's program in `programs`.
  func programIndex(of condition: RunCondition) -> Int { programIndices[condition] ?? 0 }

  /// The request of one replicate, without what it records.
  func request(
    _ arm: VerdictArm, replicate: Int, observation: Observation = .measures
  ) -> RunRequest {
    var values = parameters
    if let starts = settings.starts {
      switch arm {
      case .condition: break
      case .lowStart: values[starts.parameter.index] = starts.low
      case .highStart: values[starts.parameter.index] = starts.high
      }
    }
    return RunRequest(
      worldIndex: programIndex(of: arm.condition), parameters: values,
      networkIndex: replicate % networkCount, replicateIndex: replicate / networkCount,
      observation: observation)
  }

  /// The first round: every kind of run, each distinct one once.
  public var firstRound: RunPlan {
    var seen: Set<RunRequest> = []
    let requests = arms.flatMap { arm in
      (0..<settings.replicates).map { request(arm, replicate: $0) }
    }.filter { seen.insert($0).inserted }
    return plan(requests)
  }

  /// The second round: alone again, tallying alignments; empty where there is nothing to tally.
  ///
  /// In several plans where the tallies of all agents and replicates would fill the memory: none holds more than 2^26
  /// agents, or one replicate.
  ///
  /// - Parameter warmUp: Steps to discard.
  /// - Returns: Plans whose results may be forgotten one by one.
  public func secondRound(warmUp: Int) -> [RunPlan] {
    guard conditions.contains(.alone), !world.together.alignments.isEmpty else { return [] }
    let agents = max(1, world.together.alignments.reduce(0) { $0 + sizes[$1.group.index] })
    let perPlan = max(1, (1 << 26) / agents)
    return stride(from: 0, to: settings.replicates, by: perPlan).map { start in
      plan(
        (start..<min(start + perPlan, settings.replicates)).map {
          request(
            .condition(.alone), replicate: $0, observation: .alignments(firstStep: warmUp))
        })
    }
  }

  private func plan(_ requests: [RunRequest]) -> RunPlan {
    RunPlan(
      worlds: programs, requests: requests, seed: settings.seed, stepCount: settings.steps)
  }
}
