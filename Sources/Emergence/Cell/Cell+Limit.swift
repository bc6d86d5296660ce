// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much of a harm is tolerable in a cell, and how are its runs replicated, for asking how many more would decide?

import Engine
import WorldModel

extension Cell {
  /// The limit of a harm.
  ///
  /// - Parameters:
  ///   - index: Index of the harm in the measures of the world.
  ///   - parameters: Values in place of the cell's.
  /// - Returns: The limit, finite.
  /// - Throws: `VerdictError.notFinite`.
  func limit(of index: Int, parameters: [Double]? = nil) throws(VerdictError) -> Double {
    let measure = world.together.measures[index]
    guard let expression = measure.limit else { preconditionFailure("a harm has a limit") }
    let limit = ConstantEvaluator(parameters: parameters ?? self.parameters, sizes: sizes)
      .number(expression)
    guard limit.isFinite else {
      throw .notFinite(name: measure.name, origin: expression.origin)
    }
    return limit
  }

  /// How replicates are dealt.
  var replication: Replication {
    Replication(
      unit: realisationUnit, realisationCount: realisationCount,
      replicateCount: settings.replicates,
      mostRealisations: realisationUnit == .network
        ? Self.mostNetworks : networkCount * Self.mostReplicatesOfNetwork)
  }
}
