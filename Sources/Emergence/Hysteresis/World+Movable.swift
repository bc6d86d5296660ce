// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which parameter may move in mid-run, and to which values? What designs that drag or release one ask of it.

import Engine
import WorldModel

extension World {
  /// Throws when a parameter cannot change in mid-run, when nothing would come of it, or not to these values.
  ///
  /// - Parameters:
  ///   - parameter: The parameter.
  ///   - values: Values that it is to take.
  /// - Throws: `DesignError.structural`, `.readAtStartOnly`, `.outOfRange`, `.notWhole`.
  func checkMovable(
    _ parameter: ParameterID, to values: [Double]
  ) throws(DesignError) {
    let declared = parameters[parameter.index]
    switch obstacle(toMoving: parameter) {
    case .structural: throw .structural(parameter: declared.name)
    case .readAtStartOnly: throw .readAtStartOnly(parameter: declared.name)
    case nil: break
    }
    for value in values {
      guard declared.allows(value) else {
        throw .outOfRange(
          parameter: declared.name, value: value, low: declared.range.lowerBound,
          high: declared.range.upperBound)
      }
      guard !declared.isCount || value == value.rounded() else {
        throw .notWhole(parameter: declared.name, value: value)
      }
    }
  }

  /// The world as runs of changing parameters need it: nothing stops a run early, and some measures are recorded after
  /// every step that the world records at the end.
  func recordingThroughout(_ recorded: [MeasureID]) -> World {
    var world = self
    world.settings.stopWhen = nil
    for measure in recorded where world.measures[measure.index].timing == .atEnd {
      world.measures[measure.index].timing = .everyStep
    }
    return world
  }

  /// The measures of a list that can be recorded along a run, all but the times of `first`; all harms of the kind when
  /// there is no list.
  ///
  /// - Throws: `DesignError.noHarm` where there is none.
  func recordable(_ asked: [MeasureID]?) throws(DesignError) -> [MeasureID] {
    let harms = measures.indices.filter { measures[$0].isHarm }.map { MeasureID($0) }
    let found = (asked ?? harms).filter {
      if case .first = measures[$0.index].timing { false } else { true }
    }
    guard !found.isEmpty else { throw .noHarm }
    return found
  }

  /// Whether what agents do, or what a measure makes of it, depends on the number of the step; periods do not count.
  func readsTime(in measure: MeasureID) -> Bool {
    (stepExpressions(of: nil) + [measures[measure.index].value]).contains {
      $0.contains { $0.kind == .time }
    }
  }
}
