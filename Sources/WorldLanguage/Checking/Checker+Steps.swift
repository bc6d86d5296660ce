// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is one block of a step? Its group, how its agents are visited, and its statements in their order.

import WorldModel

extension Checker {
  /// Checks all `step` blocks in the order of the file.
  mutating func checkSteps(_ file: FileSyntax) {
    for declaration in file.declarations {
      if case .step(let syntax) = declaration.kind { checkStep(syntax, declaration.span) }
    }
  }

  private mutating func checkStep(_ syntax: StepSyntax, _ span: Span) {
    let every = syntax.every.flatMap { checkEvery($0) }
    guard let group = group(named: syntax.group) else { return }
    var schedule = Schedule.synchronous
    switch syntax.schedule {
    case .synchronous: break
    case .sequential: schedule = .sequential
    case .shuffled: schedule = .shuffled
    case .withProbability(let probability):
      if let checked = within(.participation(group), { $0.checkNumber(probability) }) {
        schedule = .partial(probability: checked)
      }
    }
    scope = LocalScope()
    var writing = StepWriting(group: group, groupName: groups[group.index].name)
    let statements = within(.step(group)) { $0.checkStatements(syntax.statements, &writing) }
    let site = sites.site("\(groups[group.index].name)/step", syntax.group.span)
    blocks.append(
      StepBlock(
        group: group, schedule: schedule, every: every, locals: scope.locals,
        statements: statements, site: site, origin: origin(of: span)))
    scope = LocalScope()
  }

  private mutating func checkEvery(_ syntax: ExpressionSyntax) -> Expression? {
    guard let checked = checkWhole(syntax, .every) else { return nil }
    if Bounds.of(checked, parameters).high < 1 {
      report(.everyBelowOne(syntax.span))
      return nil
    }
    return checked
  }

  /// Checks the statements of one branch; `let` names end with it.
  mutating func checkStatements(
    _ statements: [StatementSyntax], _ writing: inout StepWriting
  ) -> [Statement] {
    let outer = scope.visible
    defer { scope.visible = outer }
    var checked: [Statement] = []
    for statement in statements { checked += checkStatement(statement, &writing) }
    return checked
  }

  private mutating func checkStatement(
    _ statement: StatementSyntax, _ writing: inout StepWriting
  ) -> [Statement] {
    let origin = origin(of: statement.span)
    switch statement.kind {
    case .letValue(let name, let value):
      let checked = check(value)
      let picks = checked.map { self.picks(in: $0) } ?? []
      let id = bind(name, checked.map { .value($0.type) }, picks)
      guard let checked else { return [] }
      return [Statement(.bind(id, checked), requiredPicks: picks.sorted(), origin: origin)]
    case .letDraw(let name, let draw) where draw.name.text == "pick":
      return checkPick(name, draw, writing, origin)
    case .letDraw(let name, let draw):
      let site = sites.site(writing.path(of: name), name.span)
      let checked = checkDraw(draw, cases: nil, site: site)
      let picks = checked.map { self.picks(in: $0) } ?? []
      let id = bind(name, checked.map { .value($0.type) }, picks)
      guard let checked else { return [] }
      return [Statement(.bindDraw(id, checked), requiredPicks: picks.sorted(), origin: origin)]
    case .assign(let name, let value):
      guard let (state, type) = target(name, &writing) else {
        _ = check(value)
        return []
      }
      guard let type, let checked = check(value, for: type, name) else { return [] }
      let picks = self.picks(in: checked)
      return [Statement(.assign(state, checked), requiredPicks: picks.sorted(), origin: origin)]
    case .draw(let name, let draw): return checkStateDraw(name, draw, &writing, origin)
    case .conditional(let condition, let then, let otherwise):
      return checkConditional(condition, then, otherwise ?? [], &writing, origin)
    }
  }

  private mutating func checkStateDraw(
    _ name: NameSyntax, _ draw: DrawSyntax, _ writing: inout StepWriting, _ origin: Origin
  ) -> [Statement] {
    let site = sites.site(writing.path(of: name), name.span)
    let written = target(name, &writing)
    guard let checked = checkDraw(draw, cases: written?.type?.caseSet, site: site),
      let (state, maybeType) = written, let type = maybeType
    else { return [] }
    let picks = self.picks(in: checked)
    if checked.type.fits(type) {
      var stored = checked
      stored.type = type
      return [Statement(.assignDraw(state, stored), requiredPicks: picks.sorted(), origin: origin)]
    }
    guard checked.type == .boolean, case .number = type else {
      report(.drawMismatch(draw.name, gives: checked.type, name, type, draw.span))
      return []
    }
    // A boolean drawn where a number is needed counts as 0 or 1: it is drawn into a name and then converted.
    let id = LocalID(scope.locals.count)
    scope.locals.append(Local(name: name.text, meaning: .value(.boolean)))
    scope.picks.append(picks)
    let local = make(.local(id), .boolean, draw.span)
    let value = make(.asNumber(local), .number(.constant), draw.span)
    return [
      Statement(.bindDraw(id, checked), requiredPicks: picks.sorted(), origin: origin),
      Statement(.assign(state, value), requiredPicks: picks.sorted(), origin: origin),
    ]
  }

  private mutating func checkPick(
    _ name: NameSyntax, _ draw: DrawSyntax, _ writing: StepWriting, _ origin: Origin
  ) -> [Statement] {
    let site = sites.site(writing.path(of: name), name.span)
    let network = pickedNetwork(draw, writing.group)
    let id = bind(name, network.map { .neighbour($0) }, [])
    guard let network else { return [] }
    return [Statement(.bindPick(id, network, site), origin: origin)]
  }

  private mutating func pickedNetwork(_ draw: DrawSyntax, _ agent: GroupID) -> NetworkID? {
    guard draw.arms == nil, draw.arguments.count == 1, draw.arguments[0].label == nil,
      case .expression(let argument) = draw.arguments[0].value,
      case .name(let text) = argument.kind
    else {
      report(.pickArgument(draw.span))
      return nil
    }
    let name = NameSyntax(text, argument.span)
    guard let id = network(named: name), let reader = networks[id.index].reader,
      let read = networks[id.index].read
    else { return nil }
    guard reader == agent else {
      report(
        .foreignNetwork(name, reader: groups[reader.index].name, agent: groups[agent.index].name))
      return nil
    }
    return isReachable(read, name, draw.span) ? id : nil
  }

  private mutating func checkConditional(
    _ condition: ExpressionSyntax, _ then: [StatementSyntax], _ otherwise: [StatementSyntax],
    _ writing: inout StepWriting, _ origin: Origin
  ) -> [Statement] {
    let checked = checkBoolean(condition)
    let path = writing.path
    let before = writing.assigned
    writing.path = path + ["then"]
    let first = checkStatements(then, &writing)
    let afterThen = writing.assigned
    writing.assigned = before
    writing.path = path + ["else"]
    let second = checkStatements(otherwise, &writing)
    writing.path = path
    writing.assigned.merge(afterThen) { old, _ in old }
    guard let checked else { return [] }
    return [
      Statement(
        .conditional(checked, then: first, otherwise: second),
        requiredPicks: picks(in: checked).sorted(), origin: origin)
    ]
  }

  /// Makes a `let` name visible.
  private mutating func bind(
    _ name: NameSyntax, _ meaning: Local.Meaning?, _ picks: Set<LocalID>
  ) -> LocalID {
    if isNew(name, "a 'let' name") {
      if let group = context.agent, let member = groups[group.index].memberNames[name.text] {
        report(
          .hidesName(
            name, what: "a 'let' name", phrase: "a trait or state",
            first: groups[group.index].syntax.members[member.index].name.span))
      } else if let earlier = scope.visible[name.text] {
        report(.alreadyDeclared(name, first: earlier.span))
      }
    }
    let id = LocalID(scope.locals.count)
    scope.locals.append(Local(name: name.text, meaning: meaning ?? .value(.boolean)))
    scope.picks.append(picks)
    scope.visible[name.text] = LocalScope.Binding(
      id: id, meaning: meaning, span: name.span, picks: picks)
    return id
  }

  /// Returns the state that a statement writes and its type, which is `nil` for a state that is wrong.
  private mutating func target(
    _ name: NameSyntax, _ writing: inout StepWriting
  ) -> (id: MemberID, type: ValueType?)? {
    let group = groups[writing.group.index]
    guard let id = group.memberNames[name.text] else {
      if isFull { return nil }
      let states = group.syntax.members.filter { !$0.isTrait }.map(\.name.text)
      if scope.visible[name.text] != nil {
        report(.notAState(name, phrase: "a 'let' name"))
      } else if let declared = names[name.text] {
        report(.notAState(name, phrase: declared.phrase))
      } else if let builtIn = BuiltIn.all[name.text] {
        report(.notAState(name, phrase: builtIn.phrase))
      } else if !lostNames.contains(name.text) {
        report(
          .unknownState(
            name, of: group.name, suggestion: suggestion(for: name.text, among: states),
            known: states))
      }
      return nil
    }
    if group.syntax.members[id.index].isTrait {
      report(.writesTrait(name, declared: group.syntax.members[id.index].name.span))
      return nil
    }
    if let first = writing.assigned[id] {
      report(.assignedTwice(name, first: first))
    } else {
      writing.assigned[id] = name.span
    }
    return (id, id.index < group.types.count ? group.types[id.index] : nil)
  }

  /// Picks that an expression needs, directly or through `let` names.
  private func picks(in expression: Expression) -> Set<LocalID> {
    var found: Set<LocalID> = []
    expression.visit { part in
      switch part.kind {
      case .picked(let id, _): found.insert(id)
      case .local(let id): found.formUnion(scope.picks[id.index])
      default: break
      }
    }
    return found
  }

  private func picks(in draw: Draw) -> Set<LocalID> {
    draw.distribution.arguments.reduce(into: []) { $0.formUnion(picks(in: $1)) }
  }
}

/// Where in a step a statement stands, and what has been written on the way there.
struct StepWriting {
  let group: GroupID
  /// Branches around the statement.
  var path: [String]
  /// States written so far on this path, with the first place.
  var assigned: [MemberID: Span] = [:]
  private let groupName: String

  init(group: GroupID, groupName: String) {
    self.group = group
    self.groupName = groupName
    path = []
  }

  /// Path of the site of a draw into a name.
  func path(of name: NameSyntax) -> String {
    (["\(groupName)/\(name.text)/step"] + path).joined(separator: "/")
  }
}
