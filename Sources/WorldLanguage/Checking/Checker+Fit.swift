// SPDX-License-Identifier: GPL-3.0-or-later
//
// Can a network exist for any values of the parameters? What no value could mend is an error of the file; what the
// actual values decide is found before a run.

import WorldModel

extension Checker {
  /// Reports a network that cannot exist whatever values a run gives the parameters.
  mutating func checkFit(_ id: NetworkID) {
    let scope = networks[id.index]
    guard let reader = groups[scope.network.reader.index].sizeBounds,
      let read = groups[scope.network.read.index].sizeBounds, reader.high >= 1, read.high >= 1
    else { return }
    let span = scope.syntax.generatorSpan
    let name = scope.syntax.generator.text
    func bounds(_ expression: Expression) -> Bounds { Bounds.of(expression, parameters) }
    switch scope.network.generator {
    case .ring(let degree), .smallWorld(let degree, _):
      if let point = bounds(degree).point, point.truncatingRemainder(dividingBy: 2) != 0 {
        report(.oddRingDegree(name, degree: point, span))
      } else {
        checkFewer("degree", bounds(degree), than: reader, name, span)
      }
    case .regular(let degree):
      if let point = bounds(degree).point, let size = reader.point,
        point.truncatingRemainder(dividingBy: 2) != 0, size.truncatingRemainder(dividingBy: 2) != 0
      {
        report(.oddRegular(degree: point, size: size, span))
      } else {
        checkFewer("degree", bounds(degree), than: reader, name, span)
      }
    case .erdosRenyi(let degree): checkFewer("degree", bounds(degree), than: reader, name, span)
    case .scaleFree(let links): checkFewer("links", bounds(links), than: reader, name, span)
    case .configuration(.value(let degree)):
      checkFewer("degree", bounds(degree), than: reader, name, span)
    case .blocks(let count, _, _):
      checkAtMost("count", bounds(count), reader, name, span)
    case .teams(let size): checkDivides("size", bounds(size), reader, name, span)
    case .pipeline(let length?, _): checkDivides("length", bounds(length), reader, name, span)
    case .bipartite(let degree): checkAtMost("degree", bounds(degree), read, name, span)
    case .assigned(let each): checkAtMost("each", bounds(each), read, name, span)
    case .lattice(let dimensions, let neighbours, let isPeriodic):
      checkLattice(
        bounds(dimensions).point, neighbours.map(bounds), reader.point, isPeriodic: isPeriodic, span
      )
    case .complete, .configuration, .tree, .pipeline, .star, .file, .reverse: break
    }
  }

  private mutating func checkFewer(
    _ label: String, _ value: Bounds, than size: Bounds, _ name: String, _ span: Span
  ) {
    if value.low >= size.high {
      report(.tooManyLinks(name, label, value: value.low, largest: size.high - 1, size, span))
    }
  }

  private mutating func checkAtMost(
    _ label: String, _ value: Bounds, _ size: Bounds, _ name: String, _ span: Span
  ) {
    if value.low > size.high {
      report(.tooManyLinks(name, label, value: value.low, largest: size.high, size, span))
    }
  }

  private mutating func checkDivides(
    _ label: String, _ value: Bounds, _ size: Bounds, _ name: String, _ span: Span
  ) {
    if let value = value.point, let size = size.point, value >= 1,
      size.truncatingRemainder(dividingBy: value) != 0
    {
      report(.doesNotDivide(name, label, value: value, size: size, span))
    }
  }

  private mutating func checkLattice(
    _ dimensions: Double?, _ neighbours: Bounds?, _ size: Double?, isPeriodic: Bool, _ span: Span
  ) {
    guard let dimensions else { return }
    guard dimensions <= 31 else {
      report(.latticeDimensions(span))
      return
    }
    let count = Int(dimensions)
    let surrounding = (0..<count).reduce(1.0) { product, _ in product * 3 } - 1
    if let neighbours = neighbours?.point, neighbours != 2 * dimensions, neighbours != surrounding {
      report(.latticeNeighbours(dimensions: count, surrounding: surrounding, span))
    }
    guard let size, size >= 1, size < 9e15 else { return }
    let side = wholeRoot(size, count)
    if ConstantPower.value(side, dimensions) != size {
      report(.latticeSize(dimensions: count, size: size, nearest: side, span))
    } else if isPeriodic, side < 3 {
      report(.latticeSide(size: size, span))
    }
  }

  /// Returns the whole number whose power is nearest below or at a size.
  private func wholeRoot(_ size: Double, _ dimensions: Int) -> Double {
    var low = 1.0
    var high = size
    while low < high {
      let middle = ((low + high + 1) / 2).rounded(.down)
      if ConstantPower.value(middle, Double(dimensions)) ?? .infinity <= size {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return low
  }
}
