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
  /// The world at its parameter values, and how it is run.
  public internal(set) var cell: Cell
  /// Whether unlinked and alone are left out.
  public let togetherOnly: Bool
  /// Whether early warnings are looked for in the harms; they take longer than all else that is found.
  public let findsEarlyWarnings: Bool
  /// Whether alignments are tallied; `false` where their certificates are known from elsewhere.
  let examinesAlignments: Bool

  /// The distinct programs of all conditions.
  let programs: [World]
  /// For each condition its program in `programs`; found once, for worlds are slow to compare.
  private let programIndices: [RunCondition: Int]

  /// Creates a design.
  ///
  /// - Parameters:
  ///   - cell: The world at its parameter values; without an isolation proof (no harm) only *together* runs.
  ///   - togetherOnly: Whether unlinked and alone are left out.
  ///   - findsEarlyWarnings: Whether `HarmReport.earlyWarning` is found, by surrogates of every run.
  public init(_ cell: Cell, togetherOnly: Bool = false, findsEarlyWarnings: Bool = false) {
    self.init(
      cell, togetherOnly: togetherOnly, findsEarlyWarnings: findsEarlyWarnings,
      examinesAlignments: true)
  }

  /// Creates a design that may leave the second round out.
  init(
    _ cell: Cell, togetherOnly: Bool = false, findsEarlyWarnings: Bool = false,
    examinesAlignments: Bool
  ) {
    self.cell = cell
    self.togetherOnly = togetherOnly
    self.findsEarlyWarnings = findsEarlyWarnings
    self.examinesAlignments = examinesAlignments
    let world = cell.world
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
  private var world: CheckedWorld { cell.world }
  private var settings: RunSettings { cell.settings }

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
    var values = cell.parameters
    if let starts = settings.starts {
      switch arm {
      case .condition: break
      case .lowStart: values[starts.parameter.index] = starts.low
      case .highStart: values[starts.parameter.index] = starts.high
      }
    }
    return cell.request(
      replicate: replicate, worldIndex: programIndex(of: arm.condition), parameters: values,
      observation: observation)
  }

  /// The first round: every kind of run, each distinct one once.
  public var firstRound: RunPlan {
    let replicates = 0..<settings.replicates
    return cell.plan(
      worlds: programs, distinctRequests.flatMap { cell.requests(replicates, as: $0) })
  }

  /// The first replicate of every kind of run, each distinct one once.
  var distinctRequests: [RunRequest] {
    var requests: [RunRequest] = []
    for arm in arms {
      let request = request(arm, replicate: 0)
      if !requests.contains(request) { requests.append(request) }
    }
    return requests
  }

  /// The second round: alone again, tallying alignments; empty where there is nothing to tally.
  ///
  /// In several plans where the tallies of all agents and replicates would fill the memory: none holds more than 2^26
  /// agents, or one replicate.
  ///
  /// - Parameter warmUp: Steps to discard.
  /// - Returns: Plans whose results may be forgotten one by one.
  public func secondRound(warmUp: Int) -> [RunPlan] {
    guard examinesAlignments, conditions.contains(.alone), !world.together.alignments.isEmpty else {
      return []
    }
    let agents = max(1, world.together.alignments.reduce(0) { $0 + cell.sizes[$1.group.index] })
    let perPlan = max(1, (1 << 26) / agents)
    let count = settings.replicates
    let first = request(
      .condition(.alone), replicate: 0, observation: .alignments(firstStep: warmUp))
    return stride(from: 0, to: count, by: perPlan).map { start in
      cell.plan(
        worlds: programs, cell.requests(start..<min(start + perPlan, count), as: first))
    }
  }
}
