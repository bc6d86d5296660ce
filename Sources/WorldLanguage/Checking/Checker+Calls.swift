// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does `NAME(...)` compute? Built-in functions, aggregates, `degree`, `size`, and functions of the file, inlined.

import WorldModel

extension Checker {
  /// Checks a call.
  mutating func checkCall(
    _ name: NameSyntax, _ arguments: [ArgumentSyntax], _ span: Span
  ) -> Expression? {
    if let declared = names[name.text] {
      guard case .function(let index) = declared.meaning else {
        report(.notAFunction(name, phrase: declared.phrase))
        return poison()
      }
      guard let values = plain(arguments, of: name) else { return poison() }
      return inline(index, name, values, span)
    }
    switch BuiltIn.all[name.text] {
    case .function(let function):
      guard let values = plain(arguments, of: name) else { return poison() }
      return call(function, name, values, span)
    case .aggregate(let operation):
      guard let values = plain(arguments, of: name) else { return poison() }
      if values.count > 1, let function = Function(rawValue: operation.rawValue) {
        return call(function, name, values, span)
      }
      guard values.count == 1 else {
        report(.aggregateArity(name, found: values.count, span))
        return poison()
      }
      return checkAggregate(name, value: values[0], condition: nil, otherwise: nil, span)
    case .degree:
      guard let argument = single(arguments, of: name, span) else { return poison() }
      return checkDegree(argument, span)
    case .size:
      guard let argument = single(arguments, of: name, span) else { return poison() }
      return checkSize(argument, span)
    case .distribution, .pick:
      report(.drawInExpression(name, span))
    case .generator:
      report(name.text == "file" ? .fileInExpression(span) : .generatorInExpression(name, span))
    case .time, .index, .pi:
      report(.notAFunction(name, phrase: "a value"))
    case nil:
      if !isFull, !lostNames.contains(name.text) {
        let known = functions.map(\.name.text) + BuiltIn.callable
        report(
          .unknownFunction(name, suggestion: suggestion(for: name.text, among: known)))
      }
    }
    return poison()
  }

  /// Returns the expressions of arguments without labels, or reports a label.
  private mutating func plain(
    _ arguments: [ArgumentSyntax], of name: NameSyntax
  ) -> [ExpressionSyntax]? {
    var values: [ExpressionSyntax] = []
    for argument in arguments {
      guard argument.label == nil, case .expression(let value) = argument.value else {
        report(.labelledArgument(of: name, argument.span))
        return nil
      }
      values.append(value)
    }
    return values
  }

  private mutating func single(
    _ arguments: [ArgumentSyntax], of name: NameSyntax, _ span: Span
  ) -> NameSyntax? {
    if arguments.count == 1, arguments[0].label == nil,
      case .expression(let value) = arguments[0].value
    {
      if case .name(let text) = value.kind { return NameSyntax(text, value.span) }
      if case .missing = value.kind { return nil }
    }
    report(name.text == "degree" ? .degreeArgument(span) : .sizeArgument(span))
    return nil
  }

  private mutating func call(
    _ function: Function, _ name: NameSyntax, _ arguments: [ExpressionSyntax], _ span: Span
  ) -> Expression? {
    let checked = arguments.map { checkNumber($0) }
    guard function.arity.contains(arguments.count) else {
      report(.functionArity(name, expected: function.arity, found: arguments.count, span))
      return poison()
    }
    var values: [Expression] = []
    for argument in checked {
      guard let argument else { return nil }
      values.append(argument)
    }
    let highest = values.map(precision).max() ?? .constant
    return make(.call(function, values), .number(highest), span)
  }

  private mutating func checkDegree(_ name: NameSyntax, _ span: Span) -> Expression? {
    guard let id = network(named: name) else { return poison() }
    guard context.reads.contains(.degrees) else {
      report(.notReadable("", NameSyntax("degree", span), in: context.purpose))
      return poison()
    }
    guard let reader = networks[id.index].reader, networks[id.index].isSound else {
      return poison()
    }
    let type = ValueType.number(isTotal(id) ? .double : .single)
    if let agent = context.agent {
      guard agent == reader else {
        report(
          .foreignNetwork(name, reader: groups[reader.index].name, agent: groups[agent.index].name))
        return poison()
      }
      return make(.degree(id), type, span)
    }
    if context.isAbstract { return make(.degree(id), type, span) }
    guard frames.count == 1 else {
      report(.degreeWithoutReader(name, group: groups[reader.index].name, span))
      return poison()
    }
    guard demandOuter(reader, span) else { return poison() }
    let everyone = make(.boolean(true), .boolean, span)
    return make(.aggregate(Aggregate(.count, over: .network(id), value: everyone)), type, span)
  }

  private mutating func checkSize(_ name: NameSyntax, _ span: Span) -> Expression? {
    guard let id = group(named: name) else { return poison() }
    guard context.reads.contains(.sizes) else {
      report(.notReadable("", NameSyntax("size", span), in: context.purpose))
      return poison()
    }
    guard groups[id.index].sizeBounds != nil else { return poison() }
    guard context.inlinesSizes else { return make(.size(id), .number(.double), span) }
    var size = groups[id.index].group.size ?? Expression(.number(1), .number(.constant))
    size.origin = origin(of: span)
    nodeCount += 1
    return size
  }
}
