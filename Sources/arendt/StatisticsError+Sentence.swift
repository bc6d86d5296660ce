// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is it said why a statistic cannot be computed?

import Statistics

extension StatisticsError {
  /// One sentence without a full stop.
  var sentence: String {
    switch self {
    case .outOfRange(let argument, let value):
      "a statistic cannot be computed: '\(argument)' would be \(ParameterSettings.text(value))"
    case .notFinite: "a statistic cannot be computed: a value is not finite"
    case .tooFewValues(let needed, let found):
      "a statistic needs at least \(needed) values, and there are \(found)"
    case .tooFewRealisations(let needed, let found):
      "a statistic needs at least \(needed) realisations, and there are \(found); raise --networks"
    case .shapesDiffer: "a statistic cannot be computed: two sides of a pair differ in number"
    case .arithmetic(let routine, _, let reason):
      "a statistic cannot be computed: \(routine) reports '\(reason)'"
    }
  }
}
