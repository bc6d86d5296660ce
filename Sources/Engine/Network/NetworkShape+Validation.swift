// SPDX-License-Identifier: GPL-3.0-or-later
//
// Can a network exist at given parameter values? If not, which number stands in the way?

import WorldModel

extension NetworkShape {
  /// Evaluates the arguments of a network's generator and checks that they fit the sizes.
  ///
  /// - Throws: `PlanError.unfit` that names the network and the numbers.
  init(network id: NetworkID, world: World, parameters: [Double], sizes: [Int]) throws(PlanError) {
    var network = world.networks[id.index]
    let declared = network
    var isReversed = false
    while case .reverse(let other) = network.generator {
      isReversed.toggle()
      network = world.networks[other.index]
    }
    let arguments = GeneratorArguments(
      declared: declared, generated: network,
      evaluator: ConstantEvaluator(parameters: parameters, sizes: sizes),
      readerCount: sizes[network.reader.index], readCount: sizes[network.read.index])
    let generator = try arguments.resolve()
    self.init(
      network: network, isReversed: isReversed, readerCount: arguments.readerCount,
      readCount: arguments.readCount, generator: generator)
  }
}

/// The arguments of one generator, being checked.
private struct GeneratorArguments {
  let declared: Network
  let generated: Network
  let evaluator: ConstantEvaluator
  let readerCount: Int
  let readCount: Int

  var isWithinGroup: Bool { generated.reader == generated.read }

  func resolve() throws(PlanError) -> ResolvedGenerator {
    switch generated.generator {
    case .complete: return .complete
    case .ring(let degree):
      return .ring(degree: try ringDegree(degree, "ring"))
    case .lattice(let dimensions, let neighbours, let periodic):
      return try lattice(dimensions, neighbours, periodic)
    case .smallWorld(let degree, let rewiring):
      let degree = try ringDegree(degree, "small_world")
      if degree > 131_072 {
        throw unfit("small_world(degree: \(degree)) is above the largest degree, 131072")
      }
      return .smallWorld(degree: degree, rewiring: try probability(rewiring, "rewiring"))
    case .erdosRenyi(let degree): return try erdosRenyi(degree)
    case .regular(let degree): return try regular(degree)
    case .scaleFree(let links):
      let links = try whole(links, "links")
      if readerCount > 0 && links >= readerCount {
        throw unfit(
          "scale_free(links: \(links)) needs at least \(links + 1) agents, but there are "
            + "\(readerCount)")
      }
      return .scaleFree(links: links)
    case .configuration(.value(let degree)): return try configuration(degree)
    case .configuration(.draw(let draw)): return .drawnConfiguration(draw)
    case .blocks(let count, let inside, let outside): return try blocks(count, inside, outside)
    case .teams(let size):
      return .teams(size: try divisor(size, "teams(size:", "teams", "size"))
    case .tree(let branching, let read):
      return .tree(branching: try positive(branching, "branching"), read: read)
    case .pipeline(nil, let read): return .pipeline(length: max(readerCount, 1), read: read)
    case .pipeline(let length?, let read):
      return .pipeline(
        length: try divisor(length, "pipeline(length:", "chains", "length"), read: read)
    case .star: return .star
    case .bipartite(let degree):
      return .bipartite(degree: try linksToOthers(degree, "bipartite", "degree"))
    case .assigned(let each):
      return .assigned(each: try linksToOthers(each, "assigned", "each"))
    case .file(let list, let directed):
      try check(list, isDirected: directed)
      return .file(list, isDirected: directed)
    case .reverse: preconditionFailure("a reversed network was followed to its source")
    }
  }

  private func ringDegree(_ expression: Expression, _ word: String) throws(PlanError) -> Int {
    let degree = try whole(expression, "degree")
    if degree % 2 != 0 {
      throw unfit("\(word)(degree: \(degree)) needs an even degree: as many on each side")
    }
    if readerCount > 0 && degree >= readerCount && degree > 0 {
      throw unfit(
        "\(word)(degree: \(degree)) needs at least \(degree + 1) agents, but there are "
          + "\(readerCount)")
    }
    return degree
  }

  private func lattice(
    _ dimensionsExpression: Expression, _ neighboursExpression: Expression?, _ periodic: Bool
  ) throws(PlanError) -> ResolvedGenerator {
    let dimensions = try positive(dimensionsExpression, "dimensions")
    if dimensions > 31 {
      throw unfit("lattice(dimensions: \(dimensions)) has too many dimensions; at most 31")
    }
    let surroundingCount = (0..<dimensions).reduce(1) { count, _ in count * 3 } - 1
    var isSurrounding = false
    if let neighboursExpression {
      let neighbours = try whole(neighboursExpression, "neighbours")
      if neighbours != 2 * dimensions && neighbours != surroundingCount {
        throw unfit(
          "lattice(dimensions: \(dimensions), neighbours: \(neighbours)) is neither "
            + "\(2 * dimensions) nor all surrounding \(surroundingCount)")
      }
      isSurrounding = neighbours == surroundingCount
    }
    guard readerCount > 0 else {
      return .lattice(
        side: 0, dimensions: dimensions, isSurrounding: isSurrounding, isPeriodic: periodic)
    }
    let side = wholeRoot(of: readerCount, dimensions)
    if power(side, dimensions) != readerCount {
      throw unfit(
        "lattice(dimensions: \(dimensions)) needs a whole number to the power \(dimensions) of "
          + "agents, such as \(power(side, dimensions)) = \(side)^\(dimensions), but there are "
          + "\(readerCount)")
    }
    if periodic && side < 3 {
      throw unfit(
        "a periodic lattice needs at least 3 agents a side, or both neighbours are the same one, "
          + "but \(readerCount) = \(side)^\(dimensions); 'periodic: false' allows it")
    }
    return .lattice(
      side: side, dimensions: dimensions, isSurrounding: isSurrounding, isPeriodic: periodic)
  }

  private func erdosRenyi(_ expression: Expression) throws(PlanError) -> ResolvedGenerator {
    let degree = try nonNegative(expression, "degree")
    guard readerCount > 0 else { return .erdosRenyi(probability: 0) }
    if degree > Double(readerCount - 1) {
      throw unfit(
        "erdos_renyi(degree: \(text(degree))) is more than the \(readerCount - 1) others that "
          + "each of \(readerCount) agents has")
    }
    return .erdosRenyi(probability: readerCount > 1 ? degree / Double(readerCount - 1) : 0)
  }

  private func regular(_ expression: Expression) throws(PlanError) -> ResolvedGenerator {
    let degree = try whole(expression, "degree")
    guard readerCount > 0 else { return .regular(degree: degree) }
    if degree >= readerCount {
      throw unfit(
        "regular(degree: \(degree)) needs at least \(degree + 1) agents, but there are "
          + "\(readerCount)")
    }
    if degree % 2 != 0 && readerCount % 2 != 0 {
      throw unfit(
        "regular(degree: \(degree)) cannot exist on \(readerCount) agents: \(degree) x "
          + "\(readerCount) link ends are an odd number")
    }
    try checkStubs(Double(degree) * Double(readerCount), "regular")
    return .regular(degree: degree)
  }

  private func checkStubs(_ stubs: Double, _ word: String) throws(PlanError) {
    let agents = Double(readerCount)
    if min(stubs, agents * (agents - 1) - stubs) >= Double(UInt32.max) {
      throw unfit("\(word) has \(text(stubs)) link ends; it can draw at most \(UInt32.max)")
    }
  }

  private func configuration(_ expression: Expression) throws(PlanError) -> ResolvedGenerator {
    var degrees: [UInt32] = []
    degrees.reserveCapacity(readerCount)
    for agent in 0..<readerCount {
      let degree = try whole(expression, "degree", index: agent)
      degrees.append(UInt32(degree))
    }
    if let complaint = GraphicalDegrees.complaint(about: degrees) {
      throw unfit("configuration(degree = ...) cannot exist: \(complaint)")
    }
    try checkStubs(degrees.reduce(0) { $0 + Double($1) }, "configuration")
    return .configuration(degrees: degrees)
  }

  private func blocks(
    _ countExpression: Expression, _ insideExpression: Expression, _ outsideExpression: Expression
  ) throws(PlanError) -> ResolvedGenerator {
    let count = try positive(countExpression, "count")
    let inside = try nonNegative(insideExpression, "inside")
    let outside = try nonNegative(outsideExpression, "outside")
    guard readerCount > 0 else { return .blocks(count: count, inside: inside, outside: outside) }
    if count > readerCount {
      throw unfit("blocks(count: \(count)) is more than the \(readerCount) agents")
    }
    let smallest = readerCount / count
    if inside > Double(smallest - 1) {
      throw unfit(
        "blocks(inside: \(text(inside))) is more than the \(smallest - 1) others in a block of "
          + "\(smallest) of \(readerCount) agents")
    }
    if count == 1 && outside > 0 {
      throw unfit("blocks(count: 1, outside: \(text(outside))) has no other block to link to")
    }
    let chances = BlockProbabilities(
      count: count, inside: inside, outside: outside, agents: readerCount)
    if chances.outside > 1 {
      throw unfit(
        "blocks(outside: \(text(outside))) is more than the others in other blocks: "
          + "\(readerCount) agents in \(count) blocks")
    }
    return .blocks(count: count, inside: inside, outside: outside)
  }

  private func divisor(
    _ expression: Expression, _ words: String, _ plural: String, _ role: String
  ) throws(PlanError) -> Int {
    let size = try positive(expression, role)
    if readerCount % size != 0 {
      throw unfit("\(words) \(size)) does not divide \(readerCount) agents into whole \(plural)")
    }
    return size
  }

  private func linksToOthers(
    _ expression: Expression, _ word: String, _ role: String
  ) throws(PlanError) -> Int {
    if isWithinGroup {
      throw unfit("\(word) links one group with another, not a group with itself")
    }
    let degree = try whole(expression, role)
    if degree > readCount && readerCount > 0 {
      throw unfit(
        "\(word)(\(role): \(degree)) is more than the \(readCount) agents that can be read")
    }
    return degree
  }

  private func check(_ list: EdgeList, isDirected: Bool) throws(PlanError) {
    if let complaint = FileLinks.complaint(
      about: list, readerCount: readerCount, readCount: readCount, isWithinGroup: isWithinGroup,
      isDirected: isDirected)
    {
      throw unfit(complaint)
    }
  }

  private func whole(
    _ expression: Expression, _ role: String, index: Int? = nil
  ) throws(PlanError) -> Int {
    let value = evaluator.number(expression, index: index)
    let whose = index.map { " of agent \($0)" } ?? ""
    guard value.isFinite, value.rounded(.down) == value, value >= 0 else {
      throw unfit(
        "\(role)\(whose) is \(text(value)), but must be a whole number that is not negative",
        expression.origin)
    }
    guard value <= Double(GroupSizes.maximum) else {
      throw unfit("\(role)\(whose) is \(text(value)), more than \(GroupSizes.maximum)")
    }
    return Int(value)
  }

  private func positive(_ expression: Expression, _ role: String) throws(PlanError) -> Int {
    let value = try whole(expression, role)
    guard value > 0 else {
      throw unfit("\(role) is 0, but must be at least 1", expression.origin)
    }
    return value
  }

  private func nonNegative(_ expression: Expression, _ role: String) throws(PlanError) -> Double {
    let value = evaluator.number(expression)
    guard value.isFinite, value >= 0 else {
      throw unfit(
        "\(role) is \(text(value)), but must be a number that is not negative", expression.origin)
    }
    return value
  }

  private func probability(_ expression: Expression, _ role: String) throws(PlanError) -> Double {
    let value = evaluator.number(expression)
    guard value >= 0, value <= 1 else {
      throw unfit("\(role) is \(text(value)), but must lie in 0...1", expression.origin)
    }
    return value
  }

  private func wholeRoot(of count: Int, _ dimensions: Int) -> Int {
    var possible = 1...count
    while possible.lowerBound < possible.upperBound {
      let middle = possible.lowerBound + (possible.upperBound - possible.lowerBound + 1) / 2
      possible =
        power(middle, dimensions) <= count
        ? middle...possible.upperBound : possible.lowerBound...(middle - 1)
    }
    return possible.lowerBound
  }

  private func power(_ base: Int, _ exponent: Int) -> Int {
    var product = 1
    for _ in 0..<exponent {
      let (next, overflow) = product.multipliedReportingOverflow(by: base)
      if overflow { return .max }
      product = next
    }
    return product
  }

  private func text(_ value: Double) -> String {
    Int64(exactly: value).map(String.init) ?? String(value)
  }

  private func unfit(_ message: String, _ origin: Origin? = nil) -> PlanError {
    .unfit(
      message: "network '\(declared.name)': \(message)", origin: origin ?? declared.origin)
  }
}
