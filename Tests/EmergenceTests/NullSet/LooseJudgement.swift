// SPDX-License-Identifier: GPL-3.0-or-later
//
// What would be called a transition by a judgement that leaves some of its evidence out? Mutants of the real one, on the
// same data, for the null set to refuse.

import Engine
import Statistics

@testable import Emergence

/// Looser judgements of the first measure of a study.
struct LooseJudgement {
  let design: ScaleDesign
  let data: ScaleData

  static let transitions: [TransitionAnswer] = [.continuousTransition, .discontinuousTransition]

  /// The real judgement on a measure read as is said, or as it is.
  private func judgement(_ kind: OrderParameterKind? = nil) throws -> TransitionJudgement {
    let readings = data.readings.map { $0[0] }
    let kind = try kind ?? design.orderParameterKind(readings)
    let curves = try readings.indices.map {
      try design.curve(of: design.measures[0], sizeIndex: $0, readings[$0], kind)
    }
    return TransitionJudgement(
      findings: try TransitionFindings(curves: curves, kind: kind),
      stepCount: design.cell.settings.steps, replicateCount: design.cell.settings.replicates)
  }

  /// Whether there is a transition when nobody asks if the measure is driven.
  func takesDrivenForSymmetric() throws -> Bool {
    Self.transitions.contains(try judgement(.absolute).answer)
  }

  /// Whether there is a continuous transition when symmetry, the crossing of cumulants and memory are not asked for: a peak
  /// that grows as a power inside the values.
  func isContinuousByGrowth() throws -> Bool {
    let judgement = try judgement()
    let findings = judgement.findings
    guard judgement.hasSizes, judgement.grows, let growth = findings.growth,
      let limit = findings.location?.limit
    else { return false }
    return growth.exponent.interval.high < TransitionJudgement.coexistenceExponent
      && findings.peaks.allSatisfy(\.isInside) && findings.valueRange.contains(limit.value)
      && !judgement.slopeHasSettled && !judgement.isQuenched && !judgement.dipDeepens
      && !judgement.hasCoexistence && !judgement.startsDisagree
  }

  /// Whether there is a discontinuous transition when jump, dip, memory and kinds of run are not asked for: two peaks with
  /// a growing barrier, and fluctuations that grow nearly as N.
  func isDiscontinuousByPeaks() throws -> Bool {
    let judgement = try judgement()
    guard judgement.hasSizes, judgement.grows, let growth = judgement.findings.growth,
      growth.exponent.interval.high > 0.75
    else { return false }
    let last = growth.localExponents[growth.localExponents.count - 1]
    return last.value + 2 * last.standardError > 0.6 && judgement.hasCoexistence
  }
}
