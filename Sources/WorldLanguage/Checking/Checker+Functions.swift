// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do functions of a file become expressions? By putting the body in the place of the call.
//
// An argument is checked once, where the call stands, and its expression put in the place of each use, so the cost is
// that of the text. Only the logical size of the result can explode, and `use` counts it before it does.

import WorldModel

extension Checker {
  /// Marks functions that call themselves, directly or through others.
  mutating func findRecursion() {
    let callees = functions.map { function in
      Set(
        function.body.calledNames.compactMap { name -> Int? in
          if case .function(let index)? = names[name]?.meaning { return index }
          return nil
        }
      ).sorted()
    }
    // Iterative depth-first search; 1 is on the path, 2 is done.
    var mark = [Int](repeating: 0, count: functions.count)
    for root in functions.indices where mark[root] == 0 {
      var path: [(node: Int, next: Int)] = [(root, 0)]
      mark[root] = 1
      while let top = path.last {
        guard top.next < callees[top.node].count else {
          mark[top.node] = 2
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let callee = callees[top.node][top.next]
        if mark[callee] == 0 {
          mark[callee] = 1
          path.append((callee, 0))
        } else if mark[callee] == 1, let start = path.firstIndex(where: { $0.node == callee }) {
          let cycle = path[start...].map(\.node)
          report(
            .recursion(functions[callee].name, through: cycle.map { functions[$0].name.text }))
          for index in cycle { functions[index].isRecursive = true }
        }
      }
    }
  }

  /// Puts the body of a function in the place of a call.
  mutating func inline(
    _ index: Int, _ name: NameSyntax, _ arguments: [ExpressionSyntax], _ span: Span
  ) -> Expression? {
    let function = functions[index]
    functions[index].isCalled = true
    var values: [CallFrame.Argument] = []
    for argument in arguments { values.append(checkArgument(argument)) }
    guard arguments.count == function.parameters.count else {
      report(
        .functionArity(
          name, expected: function.parameters.count...function.parameters.count,
          found: arguments.count, span))
      return poison()
    }
    guard !function.isRecursive else { return poison() }
    var bound: [String: CallFrame.Argument] = [:]
    for (parameter, value) in zip(function.parameters, values) { bound[parameter.text] = value }
    calls.append(CallFrame(name: name.text, span: span, arguments: bound, isAbstract: false))
    let outerScope = scope
    scope.visible = [:]
    defer {
      calls.removeLast()
      scope.visible = outerScope.visible
    }
    guard var body = check(function.body) else { return poison() }
    body.origin = origin(of: span)
    return body
  }

  private mutating func checkArgument(_ syntax: ExpressionSyntax) -> CallFrame.Argument {
    let nodesBefore = nodeCount
    let deepestBefore = deepest
    deepest = depth
    let checked = check(syntax)
    let argument = CallFrame.Argument(
      expression: checked, nodeCount: nodeCount - nodesBefore, depth: deepest - depth,
      frameCount: frames.count)
    deepest = max(deepest, deepestBefore)
    return argument
  }

  /// Puts an argument in the place of its name.
  mutating func use(_ argument: CallFrame.Argument, _ span: Span) -> Expression? {
    guard let expression = argument.expression else { return poison() }
    nodeCount += argument.nodeCount
    deepest = max(deepest, depth + argument.depth)
    guard depth + argument.depth <= Self.deepestNesting, nodeCount <= Self.largestExpansion else {
      if !isExhausted { report(.tooLarge(calls.first?.span ?? span)) }
      isExhausted = true
      return nil
    }
    guard frames.count > argument.frameCount else { return expression }
    let holdsAggregate = expression.contains {
      if case .aggregate = $0.kind { true } else { false }
    }
    if holdsAggregate {
      report(
        .nestedAggregate(
          NameSyntax(calls.last?.name ?? "", span), outer: frames[0].name.text,
          inStep: context.agent != nil))
      return poison()
    }
    // What was the other agent in the group aggregate is the reader in a network aggregate inside it.
    return argument.frameCount == 1 ? expression.readerOfInner() : expression
  }

  /// Checks the bodies of functions that nothing calls, with arguments of any type.
  mutating func checkUncalledFunctions() {
    for index in functions.indices where !functions[index].isCalled && !functions[index].isRecursive
    {
      let function = functions[index]
      let unknown = CallFrame.Argument(expression: nil, nodeCount: 0, depth: 0, frameCount: 0)
      var bound: [String: CallFrame.Argument] = [:]
      for parameter in function.parameters { bound[parameter.text] = unknown }
      functions[index].isCalled = true
      _ = within(.function) { checker in
        checker.calls = [
          CallFrame(
            name: function.name.text, span: function.name.span, arguments: bound, isAbstract: true)
        ]
        defer { checker.calls = [] }
        return checker.check(function.body)
      }
    }
  }
}

extension Expression {
  /// Returns the same reading from inside a network aggregate whose reader is the agent of the aggregate around it.
  fileprivate func readerOfInner() -> Expression {
    func turned(_ part: Expression) -> Expression { part.readerOfInner() }
    var result = self
    switch kind {
    case .other(let member): result.kind = .own(member)
    case .asNumber(let operand): result.kind = .asNumber(turned(operand))
    case .unary(let operation, let operand): result.kind = .unary(operation, turned(operand))
    case .binary(let operation, let a, let b):
      result.kind = .binary(operation, turned(a), turned(b))
    case .call(let function, let arguments): result.kind = .call(function, arguments.map(turned))
    case .conditional(let condition, let then, let otherwise):
      result.kind = .conditional(
        turned(condition), then: turned(then), otherwise: turned(otherwise))
    default: break
    }
    return result
  }
}

extension ExpressionSyntax {
  /// Names of everything that is called inside.
  fileprivate var calledNames: [String] {
    var names: [String] = []
    var rest = [self]
    while let next = rest.popLast() {
      switch next.kind {
      case .number, .boolean, .string, .name, .member, .missing: break
      case .unary(_, let operand), .parenthesised(let operand): rest.append(operand)
      case .binary(_, let a, let b): rest += [a, b]
      case .call(let name, let arguments):
        names.append(name.text)
        for argument in arguments {
          switch argument.value {
          case .expression(let value), .equation(let value): rest.append(value)
          case .draw: break
          }
        }
      case .aggregate(_, let value, let condition, let otherwise):
        rest += [value] + [condition, otherwise].compactMap { $0 }
      case .conditional(let condition, let then, let otherwise):
        rest += [condition, then, otherwise]
      }
    }
    return names
  }
}
