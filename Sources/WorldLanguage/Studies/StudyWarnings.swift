// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is legal in a study but suspicious? For `check --pedantic`.

import WorldModel

/// The warnings about studies.
enum StudyWarnings {
  /// Fewest replicates with which intervals can be found by resampling.
  private static let fewReplicates = 10

  /// Returns warnings `W751` to `W753`, and `W714` of the study's own `stop when`.
  static func warnings(of checked: CheckedStudy, _ tree: StudySyntax) -> [Diagnostic] {
    let world = checked.world.together
    let read = UnusedWarnings.readParameters(of: world)
    var warnings: [Diagnostic] = []
    var settings: Span?
    for clause in tree.clauses {
      switch clause.kind {
      case .vary(let axis), .panel(let axis), .ramp(let axis, _):
        if case .panel = clause.kind, case .list(let values, let span)? = axis.values,
          values.count == 1
        {
          warnings.append(.panelOfOne(axis.name.text, span))
        }
        if let index = world.parameters.firstIndex(where: { $0.name == axis.name.text }),
          !read.contains(ParameterID(index))
        {
          warnings.append(.axisWithoutEffect(axis.name.text, axis.name.span))
        }
      case .setting(let setting):
        if case .replicates = setting.kind { settings = setting.span }
        if case .stopWhen = setting.kind, let alone = checked.world.isolation?.alone {
          warnings += RangeWarnings.stopWarnings(alone: alone)
        }
      default: break
      }
    }
    let count = checked.study.settings.replicates
    if count < fewReplicates, let span = settings ?? tree.keyword {
      warnings.append(.fewReplicates(count, span))
    }
    return warnings
  }
}
