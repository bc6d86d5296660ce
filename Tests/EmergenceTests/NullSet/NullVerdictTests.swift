// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a verdict call emergent or bistable what is neither?

import Emergence
import Engine
import TestSupport
import Testing
import WorldModel

@Suite("The null set: verdicts")
struct NullVerdictTests {
  /// Worlds in which no harm is emergent at any value of the sweep.
  static let worlds = [
    NullWorld(file: "Null/independent-thresholds", along: "pressure", sweep: [0.3, 0.5, 0.7]),
    NullWorld(file: "Null/common-cause", along: "onset", sweep: [0.05, 0.13, 0.2]),
    NullWorld(file: "Null/quenched-kinds", along: "harsher", sweep: [0.2, 0.5, 0.8]),
    NullWorld(file: "Null/cut-links", along: "bias", sweep: [-0.4, -0.2, 0]),
    idleCoupling,
  ]

  private static let idleCoupling = NullWorld(
    file: "Null/idle-coupling", along: "fashion", sweep: [0, 0.2, 0.4])

  private static let quenchedKinds = NullWorld(
    file: "Null/quenched-kinds", along: "harsher", sweep: [0.3, 0.5, 0.7])

  /// Worlds with one state a run, from whatever start, and of one kind.
  static let oneState = [
    NullWorld(file: "Null/independent-thresholds", along: "pressure", sweep: [0.3, 0.5, 0.7]),
    NullWorld(
      file: "Null/steep-response", along: "bias", sweep: [-0.1, 0, 0.1], stepCount: 200),
    NullWorld(
      file: "Null/steep-response", values: ["conformity": 2], along: "bias",
      sweep: [0.6, 0.7, 1]),
    // Runs of many spells: few of them make a peak of the runs that saw none.
    NullWorld(
      file: "Null/common-cause", along: "onset", sweep: [0.1, 0.15, 0.2], stepCount: 120),
    NullWorld(file: "Null/skewed-load", along: "load_mean", sweep: [0.5, 1, 2]),
    NullWorld(file: "Null/cut-links", along: "bias", sweep: [-0.4, -0.2, 0]),
  ]

  /// Sweeps in which `isAlarm` holds of the report on some cell.
  static func sweeps(
    _ world: NullWorld, hasStarts: Bool, replicates: Int,
    isAlarm: @escaping (VerdictReport) -> Bool
  ) throws -> NullSweeps {
    let designs = try world.cells { settings in
      (settings.replicates, settings.networks) = (replicates, 12)
      if !hasStarts { settings.starts = nil }
    }.map { VerdictDesign($0, togetherOnly: hasStarts) }
    return NullSweeps(networkCount: 12) { execute in
      try designs.contains { design in
        isAlarm(try design.run(executing: execute).report)
      }
    }
  }

  @Test("call no harm emergent that needs no company", arguments: worlds)
  func emergent(world: NullWorld) throws {
    let rate = try Self.sweeps(world, hasStarts: false, replicates: 12) { report in
      report.harms.contains { $0.verdict == .emergent }
    }
    .run("emergent, \(world.file)")
    #expect(rate.isWithinBudget, "\(rate)")
  }

  /// With the harm of every condition at its limit, as here, the chance is 2.5 % on either side of it.
  @Test("would call it so with a mutant that asks the means and no intervals")
  func mutant() throws {
    let rate = try Self.sweeps(Self.idleCoupling, hasStarts: false, replicates: 12) { report in
      report.harms.contains { harm in
        guard let alone = harm.alone?.mean, let together = harm.together.mean else { return false }
        return alone <= harm.limit && together > harm.limit
      }
    }.run("mutant: emergent by means, Null/idle-coupling")
    #expect(!rate.isWithinBudget, "\(rate)")
  }

  @Test("find one state and one kind of run where there is no other", arguments: oneState)
  func oneStateEach(world: NullWorld) throws {
    let rate = try Self.sweeps(world, hasStarts: true, replicates: 24) { report in
      report.harms.contains {
        $0.isBistable == true || [.bistable, .quenched].contains($0.ends.answer)
      } || report.measures.contains { $0.peaks?.areFound == true }
    }.run("bistable, quenched or two peaks, \(world.file)")
    #expect(rate.isWithinBudget, "\(rate)")
  }

  @Test("call runs of two kinds quenched, and never bistable")
  func quenched() throws {
    let bistable = try Self.sweeps(Self.quenchedKinds, hasStarts: true, replicates: 48) { report in
      report.harms.contains { $0.isBistable == true || $0.ends.answer == .bistable }
    }.run("bistable, Null/quenched-kinds")
    #expect(bistable.alarmCount == 0, "\(bistable)")
    let fair = NullWorld(file: "Null/quenched-kinds", along: "harsher", sweep: [0.5])
    let quenched = try Self.sweeps(fair, hasStarts: true, replicates: 48) {
      $0.harms.allSatisfy { $0.ends.answer == .quenched }
    }.run("found: quenched, Null/quenched-kinds")
    #expect(quenched.alarmCount * 10 >= quenched.sweepCount * 9, "\(quenched)")
  }
}
