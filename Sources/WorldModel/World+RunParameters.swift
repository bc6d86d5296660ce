// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which parameters can a run of a world depend on? A folded program no longer mentions the couplings that are off, so
// that its runs are the same for all their values.

extension World {
  /// The parameters that some part of a run reads, ascending: sizes, members, networks, blocks, measures, what one agent
  /// may do, and `stop when`.
  ///
  /// Limits of harm and estimates are not among them: they are read after the runs.
  public var runParameters: [ParameterID] {
    var expressions = groups.compactMap(\.size) + networks.flatMap(\.generator.arguments)
    for member in groups.flatMap(\.members) {
      switch member.initial {
      case .value(let value): expressions.append(value)
      case .draw(let draw): expressions += draw.distribution.arguments
      case .column: break
      }
    }
    expressions += blocks.compactMap(\.every) + stepExpressions(of: nil)
    for measure in measures {
      expressions.append(measure.value)
      switch measure.timing {
      case .everyStep, .atEnd: break
      case .when(let condition), .first(let condition): expressions.append(condition)
      }
    }
    expressions += alignments.flatMap { [$0.value, $0.limit, $0.allowance] }
    expressions += [settings.stopWhen].compactMap { $0 }
    var found: Set<Int> = []
    for expression in expressions {
      expression.visit { if case .parameter(let id) = $0.kind { found.insert(id.index) } }
    }
    return found.sorted().map { ParameterID($0) }
  }
}
