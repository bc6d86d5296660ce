// SPDX-License-Identifier: GPL-3.0-or-later
//
// What are the parameters and measures of a world called in a figure?

import Figures
import WorldModel

extension DiagramMeasure {
  /// A measure as its world declares it.
  init(_ measure: Measure) {
    self.init(
      name: measure.name, documentation: measure.documentation, isHarm: measure.isHarm,
      range: measure.provenRange)
  }
}

extension DiagramAxis {
  /// An axis of a study.
  init(_ axis: ParameterAxis, of world: World) {
    let parameter = world.parameters[axis.parameter.index]
    self.init(
      name: parameter.name, symbol: parameter.symbol, documentation: parameter.documentation,
      values: axis.values, isLogarithmic: axis.isLogarithmic)
  }
}
