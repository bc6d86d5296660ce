// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which parameters is a run laid out by, and which may change in mid-run?

extension World {
  /// The parameters that sizes and generator arguments read, as indices, ascending.
  public var structuralParameters: [Int] {
    Self.parameters(in: groups.compactMap(\.size) + networks.flatMap(\.generator.arguments))
  }

  /// The parameters that a run is laid out by, and that cannot change in mid-run: those that sizes, generator arguments
  /// and `every` read, ascending.
  public var fixedParameters: [ParameterID] {
    let periods = Self.parameters(in: blocks.compactMap(\.every))
    return Set(structuralParameters + periods).sorted().map { ParameterID($0) }
  }

  /// Returns why nothing comes of changing a parameter in mid-run; `nil` where it may be dragged or released.
  public func obstacle(toMoving parameter: ParameterID) -> MovingObstacle? {
    if fixedParameters.contains(parameter) { return .structural }
    let isRead = (stepExpressions(of: nil) + measures.map(\.value)).contains {
      $0.contains { $0.kind == .parameter(parameter) }
    }
    return isRead ? nil : .readAtStartOnly
  }

  private static func parameters(in expressions: [Expression]) -> [Int] {
    var found: Set<Int> = []
    for expression in expressions {
      expression.visit { if case .parameter(let id) = $0.kind { found.insert(id.index) } }
    }
    return found.sorted()
  }
}

/// Why a parameter cannot be changed in mid-run.
public enum MovingObstacle: Hashable, Sendable {
  /// It shapes sizes, networks or periods.
  case structural
  /// No step and no measure reads it.
  case readAtStartOnly
}

extension Generator {
  /// The expressions that the generator is given.
  public var arguments: [Expression] {
    switch self {
    case .complete, .star, .file, .reverse: []
    case .ring(let degree), .erdosRenyi(let degree), .regular(let degree),
      .bipartite(let degree):
      [degree]
    case .lattice(let dimensions, let neighbours, _): [dimensions] + [neighbours].compactMap { $0 }
    case .smallWorld(let degree, let rewiring): [degree, rewiring]
    case .scaleFree(let links): [links]
    case .configuration(.value(let degree)): [degree]
    case .configuration(.draw(let draw)): draw.distribution.arguments
    case .blocks(let count, let inside, let outside): [count, inside, outside]
    case .teams(let size): [size]
    case .tree(let branching, _): [branching]
    case .pipeline(let length, _): [length].compactMap { $0 }
    case .assigned(let each): [each]
    }
  }
}
