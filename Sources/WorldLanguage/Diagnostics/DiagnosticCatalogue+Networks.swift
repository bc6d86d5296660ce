// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the compiler say about networks and files? E32x to E37x.

import WorldModel

extension Diagnostic {
  /// A generator that cannot link these ends.
  static func generatorEnds(_ name: NameSyntax, isWithin: Bool) -> Diagnostic {
    let fitting = GeneratorForm.names.filter {
      (isWithin ? GeneratorForm.all[$0]?.isWithin : GeneratorForm.all[$0]?.isBetween) ?? false
    }
    return .error(
      "E320",
      isWithin
        ? "'\(name.text)' links one group with another, not a group with itself"
        : "'\(name.text)' links the agents of one group, not two groups", name.span,
      help: "here fit \(fitting.joined(separator: ", "))")
  }

  /// A required argument that is missing.
  static func missingArgument(
    _ label: String, of name: NameSyntax, _ usage: String, _ span: Span
  ) -> Diagnostic {
    .error(
      "E321",
      label == "_"
        ? "'\(name.text)' needs an argument" : "'\(name.text)' needs the argument '\(label)'", span,
      help: "write '\(usage)'")
  }

  /// An argument without its label.
  static func unlabelledArgument(of name: NameSyntax, usage: String, _ span: Span) -> Diagnostic {
    .error(
      "E322", "this argument of '\(name.text)' is not one it takes", span,
      help: "write '\(usage)'")
  }

  /// An argument that is given twice.
  static func argumentTwice(
    _ label: String, of name: NameSyntax, _ span: Span, first: Span
  ) -> Diagnostic {
    .error(
      "E323",
      label == "_"
        ? "'\(name.text)' takes one argument without a label"
        : "'\(name.text)' is given '\(label)' twice", span, notes: [Note("first given here", first)]
    )
  }

  /// An argument in another form than it has.
  static func argumentForm(_ label: String, _ usage: String, _ span: Span) -> Diagnostic {
    .error("E324", "'\(label)' is not written like this", span, help: "write '\(usage)'")
  }

  /// An argument that no value of the parameters brings into its range.
  static func argumentOutOfRange(least: Double, most: Double, _ span: Span) -> Diagnostic {
    .error(
      "E325",
      most.isFinite
        ? "this must lie in \(words(least...most))" : "this must be at least \(words(least))", span)
  }

  /// An argument that must be a word.
  static func wordExpected(_ label: String, _ words: [String], _ span: Span) -> Diagnostic {
    .error("E326", "'\(label)' is one of \(words.joined(separator: ", "))", span)
  }

  /// Degrees drawn from a distribution that gives no whole numbers.
  static func degreeDraw(_ name: NameSyntax) -> Diagnostic {
    .error(
      "E327", "'\(name.text)' draws no whole numbers, and a degree is one", name.span,
      help: "use 'poisson' or 'binomial'")
  }

  /// `reverse` of something else than a network.
  static func reverseArgument(_ span: Span) -> Diagnostic {
    .error(
      "E328", "'reverse' takes the name of a network", span, help: "write 'reverse(NETWORK)'")
  }

  /// A reversal whose ends are not those of the other network turned round.
  static func reverseEnds(
    _ name: NameSyntax, reader: String, read: String, _ declared: Span
  ) -> Diagnostic {
    .error(
      "E329", "'\(name.text)' goes \(reader) -> \(read), so its reverse goes \(read) -> \(reader)",
      name.span, notes: [Note("'\(name.text)' is declared here", declared)])
  }

  /// A reversal of itself.
  static func reverseCycle(_ name: NameSyntax) -> Diagnostic {
    .error("E330", "'\(name.text)' is the reverse of itself", name.span)
  }

  /// `directed: false` between two groups.
  static func undirectedBetween(_ span: Span) -> Diagnostic {
    .error("E331", "links between two groups have a direction", span, help: "leave 'directed' out")
  }

  /// A ring with an odd degree.
  static func oddRingDegree(_ name: String, degree: Double, _ span: Span) -> Diagnostic {
    .error(
      "E332", "'\(name)' needs an even degree, as many on each side, found \(words(degree))", span)
  }

  /// A regular network that cannot exist.
  static func oddRegular(degree: Double, size: Double, _ span: Span) -> Diagnostic {
    .error(
      "E333",
      "no regular network has degree \(words(degree)) on \(words(size)) agents: "
        + "the number of link ends would be odd", span)
  }

  /// More links an agent than there are agents.
  static func tooManyLinks(
    _ name: String, _ label: String, value: Double, largest: Double, _ size: Bounds, _ span: Span
  ) -> Diagnostic {
    .error(
      "E334",
      "'\(name)' has '\(label)' \(words(value)), but \(words(size.high)) agents allow at most "
        + words(largest), span)
  }

  /// Teams or chains that leave a remainder.
  static func doesNotDivide(
    _ name: String, _ label: String, value: Double, size: Double, _ span: Span
  ) -> Diagnostic {
    .error(
      "E335", "'\(name)' with '\(label)' \(words(value)) does not divide \(words(size)) agents",
      span)
  }

  /// A lattice of too many dimensions.
  static func latticeDimensions(_ span: Span) -> Diagnostic {
    .error("E336", "a lattice has at most 31 dimensions", span)
  }

  /// A number of neighbours that a lattice cannot have.
  static func latticeNeighbours(
    dimensions: Int, surrounding: Double, _ span: Span
  ) -> Diagnostic {
    .error(
      "E337",
      "in \(dimensions) dimensions an agent of a lattice has \(2 * dimensions) or "
        + "\(words(surrounding)) neighbours", span)
  }

  /// A lattice whose size is no power.
  static func latticeSize(
    dimensions: Int, size: Double, nearest: Double, _ span: Span
  ) -> Diagnostic {
    .error(
      "E338",
      "a lattice in \(dimensions) dimensions needs a whole number to the power \(dimensions) of "
        + "agents, found \(words(size))", span,
      help:
        "\(words(nearest))^\(dimensions) = "
        + words(ConstantPower.value(nearest, Double(dimensions)) ?? nearest))
  }

  /// A periodic lattice so small that both neighbours are the same one.
  static func latticeSide(size: Double, _ span: Span) -> Diagnostic {
    .error(
      "E339", "a periodic lattice needs at least 3 agents a side, found \(words(size)) in all",
      span,
      help: "write 'periodic: false'")
  }

  /// `file` without a path.
  static func fileArgument(_ span: Span) -> Diagnostic {
    .error(
      "E350", "'file' takes a path in quotes", span,
      help: "write '\(GeneratorForm.usage("file"))'")
  }

  /// `file` of a trait in another form.
  static func columnArguments(_ span: Span) -> Diagnostic {
    .error(
      "E351", "'file' of a trait takes a path in quotes and a column", span,
      help: "write 'file(\"agents.csv\", column)'")
  }

  /// A state read from a file.
  static func columnInState(_ name: NameSyntax, _ span: Span) -> Diagnostic {
    .error(
      "E352", "only a trait is read from a file, and '\(name.text)' is a state", span,
      help: "read a trait and begin the state with it")
  }

  /// Named cases read from a file.
  static func columnOfCases(_ name: NameSyntax, _ span: Span) -> Diagnostic {
    .error("E353", "a file holds numbers, and '\(name.text)' holds named cases", span)
  }

  /// A file that cannot be read.
  static func fileUnreadable(_ path: String, reason: String, _ span: Span) -> Diagnostic {
    .error("E354", "cannot read '\(path)': \(reason)", span)
  }

  /// A file that is no table.
  static func badTable(_ path: String, _ problem: Table.Problem, _ span: Span) -> Diagnostic {
    let message: String
    switch problem {
    case .empty: message = "'\(path)' is empty"
    case .notText: message = "'\(path)' is not a text in UTF-8"
    case .fieldCount(let line, let found, let expected):
      message = "line \(line) of '\(path)' has \(found) fields, its header \(expected)"
    case .quote(let line): message = "line \(line) of '\(path)' has a quote out of place"
    case .columnTwice(let name): message = "'\(path)' has two columns '\(name)'"
    }
    return .error("E355", message, span)
  }

  /// A column that a file does not have.
  static func unknownColumn(
    _ path: String, _ column: String, header: [String], suggestion: String?, _ span: Span
  ) -> Diagnostic {
    .error(
      "E356", "'\(path)' has no column '\(column)'", span,
      help: didYouMean(suggestion)
        ?? "its columns are \(header.prefix(8).joined(separator: ", "))")
  }

  /// A field that is no finite number.
  static func notANumberInFile(
    _ path: String, line: Int, _ field: String, _ span: Span
  ) -> Diagnostic {
    .error(
      "E357", "line \(line) of '\(path)' holds '\(field.prefix(32))', which is no finite number",
      span)
  }

  /// A column with another number of rows than the group has agents.
  static func columnLength(
    _ path: String, count: Int, group: String, _ size: Bounds, _ span: Span
  ) -> Diagnostic {
    let agents =
      size.point.map { "\(words($0)) \($0 == 1 ? "agent" : "agents")" }
      ?? "\(words(size.low...max(size.low, size.high))) agents"
    let rows = counted(count, "row")
    return .error("E358", "'\(path)' has \(rows), but '\(group)' has \(agents)", span)
  }

  /// A list of links with another header.
  static func edgeHeader(_ path: String, found: [String], _ span: Span) -> Diagnostic {
    .error(
      "E359",
      "line 1 of '\(path)' must be 'from,to' or 'from,to,weight', found "
        + "'\(found.joined(separator: ",").prefix(40))'", span)
  }

  /// A field that is no index of an agent.
  static func edgeNotAnAgent(
    _ path: String, line: Int, _ field: String, _ span: Span
  ) -> Diagnostic {
    .error(
      "E360",
      "line \(line) of '\(path)' holds '\(field.prefix(32))', which is no index of an agent",
      span, help: "agents are counted from 0")
  }

  /// An agent that a group cannot have.
  static func edgeUnknownAgent(
    _ path: String, line: Int, agent: UInt32, limit: Double, _ span: Span
  ) -> Diagnostic {
    .error(
      "E361",
      "line \(line) of '\(path)' names agent \(agent), but the last there can be is \(words(limit - 1))",
      span,
      help: "agents are counted from 0")
  }

  /// A link of an agent with itself.
  static func edgeToItself(_ path: String, line: Int, agent: UInt32, _ span: Span) -> Diagnostic {
    .error("E362", "line \(line) of '\(path)' links agent \(agent) with itself", span)
  }

  /// A link that is given twice.
  static func edgeTwice(
    _ path: String, line: Int, first: Int, isSymmetric: Bool, _ span: Span
  ) -> Diagnostic {
    .error(
      "E363", "line \(line) of '\(path)' repeats the link of line \(first)", span,
      help: isSymmetric ? "links are symmetric; 'directed: true' keeps their direction" : nil)
  }
}
