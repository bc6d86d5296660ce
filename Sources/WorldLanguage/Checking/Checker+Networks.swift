// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is a network well declared? Its ends, its generator and the arguments of that.

import WorldModel

extension Checker {
  /// Checks all networks.
  mutating func checkNetworks() {
    for index in networks.indices {
      let syntax = networks[index].syntax
      networks[index].reader = group(named: syntax.reader)
      networks[index].read = group(named: syntax.read)
      if let reader = networks[index].reader { networks[index].network.reader = reader }
      if let read = networks[index].read { networks[index].network.read = read }
    }
    for index in networks.indices {
      guard let generator = checkGenerator(NetworkID(index)) else { continue }
      networks[index].network.generator = generator
      networks[index].isSound = networks[index].reader != nil && networks[index].read != nil
    }
    findReverseCycles()
    for index in networks.indices where networks[index].isSound {
      checkFit(NetworkID(index))
    }
  }

  /// Returns the group of a name, or `nil` after reporting that there is none.
  mutating func group(named name: NameSyntax) -> GroupID? {
    switch names[name.text]?.meaning {
    case .group(let id): return id
    case nil where isFull || lostNames.contains(name.text): return nil
    case nil:
      let known = groups.map(\.name)
      report(
        .unknownGroup(name, suggestion: suggestion(for: name.text, among: known), known: known)
      )
    case _?: report(.notAGroup(name, phrase: names[name.text]?.phrase ?? ""))
    }
    return nil
  }

  /// Returns the network of a name, or `nil` after reporting that there is none.
  mutating func network(named name: NameSyntax) -> NetworkID? {
    switch names[name.text]?.meaning {
    case .network(let id): return id
    case nil where isFull || lostNames.contains(name.text): return nil
    case nil:
      let known = networks.map(\.name)
      report(
        .unknownNetwork(
          name, suggestion: suggestion(for: name.text, among: known), known: known))
    case _?: report(.notANetwork(name, phrase: names[name.text]?.phrase ?? ""))
    }
    return nil
  }

  private mutating func checkGenerator(_ id: NetworkID) -> Generator? {
    let scope = networks[id.index]
    let syntax = scope.syntax
    let name = syntax.generator
    guard !lostNames.contains(name.text) || GeneratorForm.all[name.text] != nil else { return nil }
    guard let form = GeneratorForm.all[name.text] else {
      report(
        .unknownGenerator(
          name, suggestion: suggestion(for: name.text, among: GeneratorForm.names)))
      return nil
    }
    if let reader = scope.reader, let read = scope.read {
      let isWithin = reader == read
      if isWithin ? !form.isWithin : !form.isBetween {
        report(.generatorEnds(name, isWithin: isWithin))
        return nil
      }
    }
    if name.text == "reverse" { return checkReverse(id) }
    guard let arguments = bind(syntax.arguments, to: form, name, syntax.generatorSpan) else {
      return nil
    }
    if name.text == "file" { return checkEdgeFile(id, arguments) }
    return generator(name.text, form, arguments, scope.name)
  }

  /// Sorts arguments by label, or reports unknown, repeated and missing ones.
  private mutating func bind(
    _ arguments: [ArgumentSyntax], to form: GeneratorForm, _ name: NameSyntax, _ span: Span
  ) -> [String: ArgumentSyntax]? {
    var bound: [String: ArgumentSyntax] = [:]
    var isSound = true
    let labels = form.arguments.map(\.label)
    for argument in arguments {
      guard !argument.isMissing else {
        isSound = false
        continue
      }
      let label = argument.label?.text ?? "_"
      guard labels.contains(label) else {
        isSound = false
        if let written = argument.label {
          report(
            .unknownLabel(
              written, of: name, suggestion: suggestion(for: label, among: labels),
              usage: GeneratorForm.usage(name.text)))
        } else {
          report(
            .unlabelledArgument(of: name, usage: GeneratorForm.usage(name.text), argument.span))
        }
        continue
      }
      if let first = bound.updateValue(argument, forKey: label) {
        report(.argumentTwice(label, of: name, argument.span, first: first.span))
        isSound = false
      }
    }
    for argument in form.arguments where argument.isRequired && bound[argument.label] == nil {
      if isSound {
        report(.missingArgument(argument.label, of: name, GeneratorForm.usage(name.text), span))
      }
      isSound = false
    }
    return isSound ? bound : nil
  }

  private mutating func generator(
    _ name: String, _ form: GeneratorForm, _ arguments: [String: ArgumentSyntax],
    _ network: String
  ) -> Generator? {
    var numbers: [String: Expression] = [:]
    var words: [String: String] = [:]
    var degreeDraw: Draw?
    var isSound = true
    for argument in form.arguments {
      guard let written = arguments[argument.label] else { continue }
      switch (argument.holds, written.value) {
      case (_, .draw(let draw)) where name == "configuration":
        degreeDraw = checkDegreeDraw(draw, network)
        isSound = isSound && degreeDraw != nil
      case (_, .equation(let value)) where name == "configuration":
        numbers[argument.label] = checkArgument(value, argument.holds, [.index])
        isSound = isSound && numbers[argument.label] != nil
      case (.flag, .expression(let value)), (.word, .expression(let value)):
        words[argument.label] = checkWord(value, argument.holds, argument.label)
        isSound = isSound && words[argument.label] != nil
      case (_, .expression(let value)) where name != "configuration":
        numbers[argument.label] = checkArgument(value, argument.holds, [])
        isSound = isSound && numbers[argument.label] != nil
      default:
        report(.argumentForm(argument.label, GeneratorForm.usage(name), written.span))
        isSound = false
      }
    }
    guard isSound else { return nil }
    if let degreeDraw { return .configuration(.draw(degreeDraw)) }
    return Generator(name, numbers, words)
  }

  private mutating func checkArgument(
    _ syntax: ExpressionSyntax, _ holds: GeneratorForm.Argument, _ reads: Context.Reads
  ) -> Expression? {
    let context = Context.generator(reads)
    let least: Double
    var most = Double.infinity
    let checked: Expression?
    switch holds {
    case .whole(let atLeast):
      (checked, least) = (checkWhole(syntax, context), atLeast)
    case .real(let atLeast):
      (checked, least) = (within(context) { $0.checkNumber(syntax) }, atLeast)
    case .probability:
      (checked, least, most) = (within(context) { $0.checkNumber(syntax) }, 0, 1)
    case .flag, .word: return nil
    }
    guard let checked else { return nil }
    let bounds = Bounds.of(checked, parameters)
    if bounds.high < least || bounds.low > most {
      report(.argumentOutOfRange(least: least, most: most, syntax.span))
      return nil
    }
    return checked
  }

  private mutating func checkWord(
    _ syntax: ExpressionSyntax, _ holds: GeneratorForm.Argument, _ label: String
  ) -> String? {
    switch (holds, syntax.kind) {
    case (_, .missing): break
    case (.flag, .boolean(let value)): return value ? "true" : "false"
    case (.word(let words), .name(let text)) where words.contains(text): return text
    case (.word(let words), .name(let text)):
      report(
        .unknownWord(
          NameSyntax(text, syntax.span), label: label, words: words,
          suggestion: suggestion(for: text, among: words)))
    case (.word(let words), _): report(.wordExpected(label, words, syntax.span))
    default: report(.wordExpected(label, ["true", "false"], syntax.span))
    }
    return nil
  }

  private mutating func checkDegreeDraw(_ syntax: DrawSyntax, _ network: String) -> Draw? {
    let site = sites.site("network/\(network)/degree", syntax.span)
    guard let draw = within(.generator(.index), { $0.checkDraw(syntax, cases: nil, site: site) })
    else {
      return nil
    }
    switch draw.distribution {
    case .poisson, .binomial: return draw
    default:
      report(.degreeDraw(syntax.name))
      return nil
    }
  }

  private mutating func checkReverse(_ id: NetworkID) -> Generator? {
    let syntax = networks[id.index].syntax
    guard syntax.arguments.count == 1, syntax.arguments[0].label == nil,
      case .expression(let argument) = syntax.arguments[0].value,
      case .name(let text) = argument.kind
    else {
      report(.reverseArgument(syntax.generatorSpan))
      return nil
    }
    let name = NameSyntax(text, argument.span)
    guard let other = network(named: name) else { return nil }
    let scope = networks[other.index]
    if let reader = scope.reader, let read = scope.read, let ownReader = networks[id.index].reader,
      let ownRead = networks[id.index].read, reader != ownRead || read != ownReader
    {
      report(
        .reverseEnds(
          name, reader: groups[reader.index].name, read: groups[read.index].name, scope.span))
      return nil
    }
    return .reverse(of: other)
  }

  /// Reports networks that are reversals of themselves; what rests on them is not sound either.
  private mutating func findReverseCycles() {
    // 1 is on the path being followed, 2 is done.
    var mark = [Int](repeating: 0, count: networks.count)
    for start in networks.indices {
      var path: [Int] = []
      var current = start
      while mark[current] == 0 {
        mark[current] = 1
        path.append(current)
        guard case .reverse(let other) = networks[current].network.generator else { break }
        current = other.index
      }
      if let first = path.firstIndex(of: current), path.count > first,
        case .reverse = networks[current].network.generator
      {
        report(.reverseCycle(networks[current].syntax.name))
        for index in path[first...] { networks[index].isSound = false }
      }
      for index in path.reversed() {
        mark[index] = 2
        if case .reverse(let other) = networks[index].network.generator,
          !networks[other.index].isSound
        {
          networks[index].isSound = false
        }
      }
    }
  }

  private mutating func checkEdgeFile(
    _ id: NetworkID, _ arguments: [String: ArgumentSyntax]
  ) -> Generator? {
    guard let argument = arguments["_"], case .expression(let pathSyntax) = argument.value,
      case .string(let path) = pathSyntax.kind
    else {
      report(.fileArgument(networks[id.index].syntax.generatorSpan))
      return nil
    }
    let scope = networks[id.index]
    guard let reader = scope.reader, let read = scope.read else { return nil }
    let isWithin = reader == read
    var isDirected = !isWithin
    if let flag = arguments["directed"] {
      guard case .expression(let value) = flag.value,
        let word = checkWord(value, .flag, "directed")
      else { return nil }
      isDirected = word == "true"
      if !isWithin, !isDirected {
        report(.undirectedBetween(flag.span))
        return nil
      }
    }
    guard
      let list = readEdges(
        path, readerCount: groups[reader.index].sizeBounds?.high ?? .infinity,
        readCount: groups[read.index].sizeBounds?.high ?? .infinity, isWithin: isWithin,
        isDirected: isDirected, pathSyntax.span)
    else { return nil }
    return .file(list, directed: isDirected)
  }
}

extension ArgumentSyntax {
  /// Whether it could not be parsed, which has been reported.
  var isMissing: Bool {
    switch value {
    case .expression(let expression), .equation(let expression):
      if case .missing = expression.kind { return true }
      return false
    case .draw: return false
    }
  }
}

extension Generator {
  /// Makes a generator from its checked arguments; those that are required are there.
  fileprivate init?(_ name: String, _ numbers: [String: Expression], _ words: [String: String]) {
    let degree = numbers["degree"]
    switch name {
    case "complete": self = .complete
    case "star": self = .star
    case "lattice":
      guard let dimensions = numbers["dimensions"] else { return nil }
      self = .lattice(
        dimensions: dimensions, neighbours: numbers["neighbours"],
        periodic: words["periodic"] != "false")
    case "small_world":
      guard let degree, let rewiring = numbers["rewiring"] else { return nil }
      self = .smallWorld(degree: degree, rewiring: rewiring)
    case "scale_free":
      guard let links = numbers["links"] else { return nil }
      self = .scaleFree(links: links)
    case "blocks":
      guard let count = numbers["count"], let inside = numbers["inside"],
        let outside = numbers["outside"]
      else { return nil }
      self = .blocks(count: count, inside: inside, outside: outside)
    case "teams":
      guard let size = numbers["size"] else { return nil }
      self = .teams(size: size)
    case "tree":
      guard let branching = numbers["branching"] else { return nil }
      let readings: [String: TreeReading] = ["children": .children, "both": .both]
      self = .tree(branching: branching, read: readings[words["read"] ?? ""] ?? .parent)
    case "pipeline":
      let readings: [String: PipelineReading] = ["next": .next, "both": .both]
      self = .pipeline(
        length: numbers["length"], read: readings[words["read"] ?? ""] ?? .previous)
    case "assigned":
      guard let each = numbers["each"] else { return nil }
      self = .assigned(each: each)
    default:
      guard let degree else { return nil }
      switch name {
      case "ring": self = .ring(degree: degree)
      case "erdos_renyi": self = .erdosRenyi(degree: degree)
      case "regular": self = .regular(degree: degree)
      case "configuration": self = .configuration(.value(degree))
      case "bipartite": self = .bipartite(degree: degree)
      default: return nil
      }
    }
  }
}
