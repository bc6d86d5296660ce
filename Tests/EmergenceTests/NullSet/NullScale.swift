// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a null world put through scaling studies, and how many of them must come to an answer?
//
// A study that is always undecided raises no alarm and says nothing. So sizes, replicates and steps are such that most
// null worlds are decided in most sweeps, and a share of decided answers is asked for.

import Engine
import Statistics
import TestSupport
import Testing
import WorldModel

@testable import Emergence

/// A null world with the sizes at which it is run.
struct NullScale: Sendable, CustomTestStringConvertible {
  /// The world, the parameter moved, its values and the steps of a run.
  var world: NullWorld
  /// Values of the parameter that sets the size.
  var sizes: [Double]
  /// Replicates of every size, value and start, each a realisation of its own.
  var replicates: Int
  /// Whether runs start from both ends where the world declares them.
  var usesStarts = true
  /// Share of studies that must end as crossover or finite-size effect: below the 95 % interval of the share measured over
  /// 1,000; `nil` where no number of runs of these sizes decides.
  var decidedShare: Double?

  var testDescription: String {
    let values = world.values.sorted { $0.key < $1.key }.map { ", \($0.key) \($0.value)" }.joined()
    return "\(world.file)\(values), \(world.along) \(world.sweep[0])...\(world.sweep.last ?? 0)"
  }

  /// Chance below which a count of decided answers is too low.
  static let decidedLevel = 1e-6

  /// Whether so many decided answers may come from studies that decide `decidedShare`.
  ///
  /// Null: they decide at least that share; exact binomial test at 1e-6. With probability 0.9 and more it catches, of 0.95,
  /// a share of 0.90 in 1,000 studies and of 0.76 in 100; of 0.75, one of 0.66 and of 0.46; of 0.45, one of 0.35 and of 0.16.
  func decidesEnough(_ count: Int, of sweepCount: Int) -> Bool {
    guard let decidedShare else { return true }
    return FalseAlarms.chance(
      ofAtLeast: sweepCount - count, of: sweepCount, rate: 1 - decidedShare) > Self.decidedLevel
  }

  /// The design of one study.
  func design() throws -> ScaleDesign {
    let cell = try world.cells { settings in
      (settings.replicates, settings.networks) = (replicates, replicates)
      if !usesStarts { settings.starts = nil }
    }[0]
    let together = cell.world.together
    let size = world.file == "Reference/ising-ring" ? "spins" : "population"
    return try ScaleDesign(
      cell: cell, size: NullWorld.parameter(size, in: together), sizes: sizes,
      along: NullWorld.parameter(world.along, in: together), values: world.sweep,
      measures: [world.measure(in: together)])
  }

  /// What many studies said.
  struct Rates {
    /// Studies that found a transition.
    var alarms: FalseAlarms
    /// Studies in which the mutant found one.
    var mutantAlarms: FalseAlarms
    /// Studies by answer.
    var answers: [TransitionAnswer: Int] = [:]

    /// Studies that found a crossover or a finite-size effect.
    var decidedCount: Int {
      answers[.crossover, default: 0] + answers[.finiteSizeEffect, default: 0]
    }
  }

  /// Runs as many studies as are wanted, and prints what they said.
  ///
  /// - Parameter mutant: Whether a looser judgement finds a transition in the same data.
  /// - Returns: What they said.
  /// - Throws: What the studies throw.
  func rates(
    mutant: @escaping (LooseJudgement) throws -> Bool = { _ in false }
  ) throws -> Rates {
    let design = try design()
    var answers: [TransitionAnswer: Int] = [:]
    var mutantCount = 0
    let alarms = try NullSweeps(networkCount: replicates) { execute in
      let data = try design.data(executing: execute)
      let answer = try design.report(data).measures[0].answer
      answers[answer, default: 0] += 1
      if try mutant(LooseJudgement(design: design, data: data)) { mutantCount += 1 }
      return LooseJudgement.transitions.contains(answer)
    }.run("transition, \(testDescription)")
    let counts = TransitionAnswer.allCases.map { "\($0.rawValue) \(answers[$0] ?? 0)" }
    print("null set: answers, \(testDescription): \(counts.joined(separator: ", "))")
    let mutants = FalseAlarms(alarmCount: mutantCount, sweepCount: alarms.sweepCount)
    return Rates(alarms: alarms, mutantAlarms: mutants, answers: answers)
  }
}
