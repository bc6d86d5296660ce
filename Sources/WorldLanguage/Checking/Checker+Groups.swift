// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is an agent made of? Sizes of groups, and the types that members take from their initial values.

import WorldModel

extension Checker {
  /// Checks the sizes of all groups.
  mutating func checkGroupSizes() {
    for index in groups.indices {
      guard let syntax = groups[index].syntax.size else { continue }
      groups[index].sizeBounds = nil
      guard let size = checkWhole(syntax, .size) else { continue }
      groups[index].group.size = size
      let bounds = Bounds.of(size, parameters)
      if bounds.high < 0 {
        report(.negativeSize(groups[index].name, syntax.span))
      } else {
        groups[index].sizeBounds = bounds
      }
    }
  }

  /// Checks an expression that must be whole.
  mutating func checkWhole(_ syntax: ExpressionSyntax, _ context: Context) -> Expression? {
    let checked = within(context) { $0.checkNumber(syntax) }
    guard let checked else { return nil }
    guard checked.isWhole(parameters) else {
      report(.notWhole(context.purpose, syntax.span))
      return nil
    }
    return checked
  }

  /// Checks the members of all groups.
  mutating func checkMembers() {
    for index in groups.indices {
      for (position, syntax) in groups[index].syntax.members.enumerated() {
        let member = checkMember(syntax, GroupID(index), position)
        groups[index].types.append(member?.type ?? syntax.presumedType)
        groups[index].group.members.append(
          member
            ?? Member(
              name: syntax.name.text, isTrait: syntax.isTrait, type: .boolean,
              initial: .value(Expression(.boolean(false), .boolean))))
      }
    }
  }

  private mutating func checkMember(
    _ syntax: MemberSyntax, _ group: GroupID, _ position: Int
  ) -> Member? {
    let demanded: ValueType?
    switch syntax.annotation {
    case nil: demanded = nil
    case .precise: demanded = .number(.double)
    case .cases(let names, let span):
      guard let set = checkCases(names, span) else { return nil }
      demanded = .cases(set)
    }
    let context = Context.initial(group, before: position)
    let started: (Initial, ValueType)? = within(context) { checker in
      switch syntax.initial {
      case .value(let value):
        if case .call(let name, let arguments) = value.kind, name.text == "file" {
          return checker.checkColumn(syntax, name, arguments, group, demanded, value.span)
        }
        return checker.checkInitial(value, demanded, syntax.name)
      case .draw(let draw): return checker.checkInitialDraw(draw, demanded, syntax, group)
      }
    }
    guard let (initial, type) = started else { return nil }
    return Member(
      name: syntax.name.text, documentation: syntax.documentation, isTrait: syntax.isTrait,
      type: type, initial: initial, origin: origin(of: syntax.span))
  }

  private mutating func checkCases(_ names: [NameSyntax], _ span: Span) -> CaseSet? {
    var first: [String: Span] = [:]
    var isSound = true
    for name in names {
      if let earlier = first[name.text] {
        report(.caseTwice(name, first: earlier))
        isSound = false
      } else {
        first[name.text] = name.span
      }
    }
    if names.isEmpty || names.count > 255 {
      report(.caseCount(names.count, span))
      isSound = false
    }
    return isSound ? CaseSet(names: names.map(\.text)) : nil
  }

  private mutating func checkInitial(
    _ value: ExpressionSyntax, _ demanded: ValueType?, _ name: NameSyntax
  ) -> (Initial, ValueType)? {
    guard let demanded else {
      guard let checked = check(value) else { return nil }
      return (.value(checked), checked.type.asMember)
    }
    guard let checked = check(value, for: demanded, name) else { return nil }
    return (.value(checked), demanded)
  }

  private mutating func checkInitialDraw(
    _ draw: DrawSyntax, _ demanded: ValueType?, _ syntax: MemberSyntax, _ group: GroupID
  ) -> (Initial, ValueType)? {
    let site = sites.site(
      "\(groups[group.index].name)/\(syntax.name.text)/initial", syntax.name.span)
    guard var checked = checkDraw(draw, cases: demanded?.caseSet, site: site) else { return nil }
    if draw.name.text == "pick" { return nil }
    let type = demanded ?? checked.type.asMember
    guard checked.type.fits(type) else {
      report(.drawMismatch(draw.name, gives: checked.type, syntax.name, type, draw.span))
      return nil
    }
    checked.type = type
    return (.draw(checked), type)
  }

  private mutating func checkColumn(
    _ syntax: MemberSyntax, _ name: NameSyntax, _ arguments: [ArgumentSyntax], _ group: GroupID,
    _ demanded: ValueType?, _ span: Span
  ) -> (Initial, ValueType)? {
    guard syntax.isTrait else {
      report(.columnInState(syntax.name, span))
      return nil
    }
    guard arguments.count == 2, arguments.allSatisfy({ $0.label == nil }),
      case .expression(let pathSyntax) = arguments[0].value,
      case .string(let path) = pathSyntax.kind,
      case .expression(let columnSyntax) = arguments[1].value,
      let column = columnSyntax.columnName
    else {
      report(.columnArguments(span))
      return nil
    }
    if case .cases? = demanded {
      report(.columnOfCases(syntax.name, span))
      return nil
    }
    guard let table = readTable(path, pathSyntax.span) else { return nil }
    guard
      let values = readColumn(column, of: table, columnSyntax.span, pathSyntax.span)
    else { return nil }
    if let bounds = groups[group.index].sizeBounds,
      Double(values.count) < bounds.low || Double(values.count) > bounds.high
    {
      report(
        .columnLength(
          path, count: values.count, group: groups[group.index].name, bounds, pathSyntax.span))
      return nil
    }
    return (
      .column(FileColumn(path: path, column: column, values: values)),
      demanded ?? .number(.single)
    )
  }
}

extension MemberSyntax {
  /// The type that is plain although the initial value is wrong, so that what reads the member is still checked.
  fileprivate var presumedType: ValueType? {
    switch annotation {
    case .precise: return .number(.double)
    case .cases(let names, _):
      let texts = names.map(\.text)
      guard 1...255 ~= texts.count, Set(texts).count == texts.count else { return nil }
      return .cases(CaseSet(names: texts))
    case nil:
      guard case .draw(let draw) = initial else { return nil }
      switch draw.name.text {
      case "weights", "logit": return nil
      case "bernoulli": return .boolean
      case let name: return DistributionForm.labels[name] == nil ? nil : .number(.single)
      }
    }
  }
}

extension ExpressionSyntax {
  /// The name of a column: a bare name or a string.
  fileprivate var columnName: String? {
    switch kind {
    case .name(let text), .string(let text): return text
    default: return nil
    }
  }
}

extension ValueType {
  /// The type of a member that begins with a value of this type.
  var asMember: ValueType {
    if case .number = self { return .number(.single) }
    return self
  }

  /// The cases of a type of named cases.
  var caseSet: CaseSet? {
    if case .cases(let set) = self { return set }
    return nil
  }

  /// Whether a drawn value of this type may be stored as another type without a conversion that the model does not
  /// know.
  func fits(_ other: ValueType) -> Bool {
    switch (self, other) {
    case (.number, .number): return true
    default: return self == other
    }
  }

  /// Phrase for messages, such as `a number`.
  var phrase: String {
    switch self {
    case .boolean: return "a boolean"
    case .number: return "a number"
    case .cases(let set): return "one of " + set.names.prefix(8).joined(separator: ", ")
    }
  }
}
