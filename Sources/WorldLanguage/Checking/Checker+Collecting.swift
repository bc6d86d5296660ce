// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which names does a file declare? The one namespace of a file, filled before anything is looked up in it.

import WorldModel

extension Checker {
  /// Enters every declaration, so that all others may name it.
  mutating func collect(_ file: FileSyntax) {
    var declared: [(syntax: ParameterSyntax, declaration: DeclarationSyntax)] = []
    for declaration in file.declarations {
      switch declaration.kind {
      case .world(let text):
        title = text
        documentation = declaration.documentation
      case .parameter(let syntax):
        declare(syntax.name, .parameter(ParameterID(declared.count)))
        declared.append((syntax, declaration))
      case .group(let syntax):
        declare(syntax.name, .group(GroupID(groups.count)))
        groups.append(
          GroupScope(
            syntax: syntax,
            group: Group(
              name: syntax.name.text, documentation: declaration.documentation,
              isEnvironment: syntax.isEnvironment)))
      case .network(let syntax):
        declare(syntax.name, .network(NetworkID(networks.count)))
        let network = Network(
          name: syntax.name.text, documentation: declaration.documentation, reader: GroupID(0),
          read: GroupID(0), generator: .complete, origin: origin(of: declaration.span))
        networks.append(NetworkScope(syntax: syntax, span: declaration.span, network: network))
      case .function(let name, let parameters, let body):
        declare(name, .function(functions.count))
        functions.append(FunctionScope(name: name, parameters: parameters, body: body))
      case .measure(let syntax):
        declare(syntax.name, .measure(MeasureID(measures.count)))
        let measure = Measure(
          name: syntax.name.text, documentation: declaration.documentation,
          value: Expression(.number(0), .number(.constant)),
          origin: origin(of: declaration.span))
        measures.append(MeasureScope(syntax: syntax, span: declaration.span, measure: measure))
      case .estimate(let name, _):
        declare(name, .estimate)
      case .step, .aligned, .run:
        break
      }
    }
    for (syntax, declaration) in declared {
      parameters.append(checkParameter(syntax, declaration))
    }
    collectMembers()
    for function in functions { checkParameterNames(of: function) }
  }

  /// Enters a name into the namespace of the file, where built-ins stand already.
  private mutating func declare(_ name: NameSyntax, _ meaning: Declared.Meaning) {
    guard !name.text.isEmpty else { return }
    if let builtIn = BuiltIn.all[name.text] {
      report(.builtInName(name, phrase: builtIn.phrase))
    }
    if let first = names[name.text] {
      report(.alreadyDeclared(name, first: first.span))
    } else {
      names[name.text] = Declared(meaning: meaning, span: name.span)
    }
  }

  private mutating func collectMembers() {
    for index in groups.indices {
      for (position, member) in groups[index].syntax.members.enumerated() {
        _ = isNew(member.name, "a trait or state")
        if let first = groups[index].memberNames[member.name.text] {
          report(
            .alreadyDeclared(
              member.name, first: groups[index].syntax.members[first.index].name.span))
        } else {
          groups[index].memberNames[member.name.text] = MemberID(position)
        }
      }
    }
  }

  private mutating func checkParameterNames(of function: FunctionScope) {
    var seen: [String: Span] = [:]
    for parameter in function.parameters where isNew(parameter, "an argument") {
      if let first = seen.updateValue(parameter.span, forKey: parameter.text) {
        report(.alreadyDeclared(parameter, first: first))
      }
    }
  }

  /// Reports a name that would hide one of the file or of the language.
  ///
  /// - Returns: Whether the name is free.
  mutating func isNew(_ name: NameSyntax, _ what: String) -> Bool {
    if let builtIn = BuiltIn.all[name.text] {
      report(.builtInName(name, phrase: builtIn.phrase))
      return false
    }
    guard let first = names[name.text] else { return true }
    report(.hidesName(name, what: what, phrase: first.phrase, first: first.span))
    return false
  }
}
