// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do the verdicts of a cell and its variations become a test of robustness?

import Engine
import WorldModel

extension RobustnessDesign {
  /// Runs the cell and all its variations, one verdict after the other.
  ///
  /// A variation whose run fails, does not fit or needs too much memory is reported as failed and disturbs no other.
  ///
  /// - Parameters:
  ///   - known: The verdict of the cell itself where it is known already: a report of `VerdictDesign(cell)`.
  ///   - executing: Executes a plan and returns one result a request, in the order of the requests.
  /// - Returns: The report.
  /// - Throws: What `executing` throws beside refusals of a variation, and what the cell's own verdict throws.
  public func run(
    base known: VerdictReport? = nil, executing: (RunPlan) throws -> [RunResult]
  ) throws -> RobustnessReport {
    let report = try known ?? base.run(executing: executing).report
    let answers = try designs.map { design -> Answer in
      switch design {
      case .failure(let obstacle): .notApplicable(obstacle)
      case .success(let design):
        try Self.answer(of: design, alignments: report.alignments, executing)
      }
    }
    return RobustnessReport(
      scheme: scheme,
      harms: report.harms.indices.map { robustness(ofHarm: $0, report, answers) })
  }

  /// What a variation gave, for all harms.
  private enum Answer {
    case report(VerdictReport)
    case notApplicable(RobustnessObstacle)
    case failed(RobustnessFailure)
  }

  private static func answer(
    of design: VerdictDesign, alignments: [AlignmentReport],
    _ executing: (RunPlan) throws -> [RunResult]
  ) throws -> Answer {
    let known = design.examinesAlignments ? nil : alignments
    do {
      return .report(try design.run(alignments: known, executing: executing).report)
    } catch VerdictError.runFailed(let failure, _, _, _) {
      return .failed(.run(failure))
    } catch VerdictError.notFinite(let name, _) {
      return .failed(.unfit(message: "'\(name)' is not finite at these parameters"))
    } catch PlanError.unfit(let message, _) {
      return .failed(.unfit(message: message))
    } catch PlanError.memoryRefused(let needed, let limit) {
      return .failed(.memory(neededBytes: needed, limitBytes: limit))
    }
  }

  private func robustness(
    ofHarm index: Int, _ report: VerdictReport, _ answers: [Answer]
  ) -> HarmRobustness {
    let harm = report.harms[index]
    let variants = zip(variations, answers).map { variation, answer in
      let outcome: RobustnessVariant.Outcome =
        switch answer {
        case .report(let varied):
          .ran(
            varied.harms[index].verdict ?? .undecided, together: varied.harms[index].together,
            alone: varied.harms[index].alone ?? varied.harms[index].together)
        case .notApplicable(let obstacle): .notApplicable(obstacle)
        case .failed(let failure): .failed(failure)
        }
      return RobustnessVariant(variation: variation, outcome: outcome)
    }
    return HarmRobustness(
      name: harm.name, verdict: harm.verdict ?? .undecided, limit: harm.limit,
      limitRange: limitRange(of: harm, report), variants: variants)
  }

  private func limitRange(of harm: HarmReport, _ report: VerdictReport) -> LimitRange? {
    guard let alone = harm.alone, let unlinked = harm.unlinked else { return nil }
    return HarmEvidence(
      limit: harm.limit, alone: alone, unlinked: unlinked, together: harm.together,
      alignments: report.alignments,
      unlinkedIsAlone: base.programIndex(of: .unlinked) == base.programIndex(of: .alone)
    ).limitRange
  }
}
