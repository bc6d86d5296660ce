// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is an agent alone when every coupling is off, and which couplings tie agents together?
//
// The world is folded with the off values, and the flow graph of what remains is searched backwards from the harms and
// `aligned`. A coupling links when a read between agents vanishes as it alone is switched off, or when it alone is
// enough for a path; the others only make conditions. Should switching off the linking ones leave a path (two couplings
// of which either suffices), others are taken for linking too, as few in the order of the
// file as will do.

import WorldModel

/// The proof that what a harm rests on is each agent's own doing when couplings are off.
public enum IsolationProof {
  /// What a proof finds.
  public enum Outcome: Sendable {
    /// No path between agents is left.
    case proved(Isolation)
    /// The paths that are left, as errors.
    case leaks([Diagnostic])
    /// The world declares no harm.
    case notNeeded
  }

  /// Most couplings times expressions of a proof, which folds the world twice for each coupling: some ten seconds.
  static let largestWork = 2_000_000

  /// Proves that a world is separable, or says why it is not.
  ///
  /// - Parameter world: A checked world.
  /// - Returns: The folded programs, or errors `E601` to `E604`.
  public static func prove(_ world: World) -> Outcome { prove(world, followsControl: true) }

  /// As `prove`, with control flow left out on request: a wrong proof that the tests tell from the right one.
  static func prove(_ world: World, followsControl: Bool) -> Outcome {
    guard world.measures.contains(where: \.isHarm) else { return .notNeeded }
    let couplings = world.parameters.indices.map { ParameterID($0) }.filter {
      world.parameters[$0.index].isCoupling
    }
    let work = couplings.count * world.expressionCount
    if work > largestWork {
      return .leaks([.tooLargeToProve(couplings.count, world.expressionCount)])
    }
    let alone = world.folded(off: couplings)
    let leaks = FlowGraph(alone, followsControl: followsControl).leaks()
    if !leaks.isEmpty {
      return .leaks(LeakReport(world: world, alone: alone, leaks: leaks).diagnostics())
    }
    let linking = linking(couplings, of: world, followsControl)
    let conditioning = couplings.filter { !linking.contains($0) }
    let unlinked = conditioning.isEmpty ? alone : world.folded(off: linking)
    var isolation = Isolation(
      linking: linking, conditioning: conditioning, alone: alone, unlinked: unlinked, reasoning: [])
    isolation.reasoning = IsolationReasoning(world: world, isolation: isolation).lines()
    return .proved(isolation)
  }

  private static func linking(
    _ couplings: [ParameterID], of world: World, _ followsControl: Bool
  ) -> [ParameterID] {
    func graph(_ off: [ParameterID]) -> FlowGraph {
      FlowGraph(world.folded(off: off), followsControl: followsControl)
    }
    let crossings = graph([]).crossingCount()
    var linking = couplings.filter { coupling in
      graph([coupling]).crossingCount() < crossings
        || !graph(couplings.filter { $0 != coupling }).leaks().isEmpty
    }
    let rest = couplings.filter { !linking.contains($0) }
    var added: [ParameterID] = []
    for coupling in rest {
      if graph(linking + added).leaks().isEmpty { break }
      added.append(coupling)
    }
    for coupling in added {
      let fewer = added.filter { $0 != coupling }
      if graph(linking + fewer).leaks().isEmpty { added = fewer }
    }
    linking += added
    return linking.sorted()
  }
}

extension World {
  /// The number of expressions in the blocks.
  fileprivate var expressionCount: Int {
    func count(_ statements: [Statement]) -> Int {
      statements.reduce(0) { sum, statement in
        var inner = 0
        if case .conditional(_, let then, let otherwise) = statement.kind {
          inner = count(then) + count(otherwise)
        }
        return sum + inner + statement.expressions.reduce(0) { $0 + $1.size }
      }
    }
    return blocks.reduce(0) { $0 + count($1.statements) }
  }

  /// Returns this world with some couplings at their off values, folded.
  func folded(off couplings: [ParameterID]) -> World {
    var substitution: [ParameterID: Double] = [:]
    for coupling in couplings { substitution[coupling] = parameters[coupling.index].offValue }
    return folded(substituting: substitution)
  }
}
