// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is the ministry as a checked world? Built by hand, so that the proof is tested without parser and checker.

import WorldModel

/// The ministry of the language's design.
enum IsolationMinistry {
  static let constant = ValueType.number(.constant)
  static let single = ValueType.number(.single)
  static let clerk = GroupID(0)
  static let desks = NetworkID(0)
  static let names = [
    "clerks", "conscience", "corrigibility", "noise", "obeying_first", "conformity", "solidarity",
    "habituation", "fragmentation",
  ]
  static let couplings = [5, 6, 7, 8].map { ParameterID($0) }

  static func number(_ value: Double) -> Expression { Expression(.number(value), constant) }

  static func parameter(_ name: String) -> Expression {
    Expression(.parameter(ParameterID(names.firstIndex(of: name) ?? 0)), constant)
  }

  static func own(_ member: Int) -> Expression {
    Expression(.own(MemberID(member)), member == 1 ? .boolean : single)
  }

  static func local(_ index: Int) -> Expression { Expression(.local(LocalID(index)), single) }

  static func binary(_ operation: BinaryOperator, _ a: Expression, _ b: Expression) -> Expression {
    let precision = [a, b].compactMap { expression -> Precision? in
      if case .number(let precision) = expression.type { precision } else { nil }
    }.max()
    return Expression(.binary(operation, a, b), .number(precision ?? .constant))
  }

  static func mean(_ range: AggregateRange, _ precision: Precision) -> Expression {
    let obeys = Expression(
      .asNumber(Expression(.other(MemberID(1)), .boolean)), constant)
    return Expression(
      .aggregate(Aggregate(.mean, over: range, value: obeys)), .number(precision))
  }

  static func draw(_ path: String, _ distribution: Distribution, _ type: ValueType) -> Draw {
    Draw(site: SiteID(path: path), distribution: distribution, type: type)
  }

  static var statements: [Statement] {
    let around = mean(.network(desks), .single)
    let against = binary(
      .multiply, parameter("solidarity"), binary(.subtract, number(1), local(0)))
    let pull = binary(
      .subtract,
      binary(
        .add, parameter("corrigibility"), binary(.multiply, parameter("conformity"), local(0))),
      against)
    let push = binary(
      .multiply,
      binary(.multiply, own(0), binary(.subtract, number(1), parameter("fragmentation"))),
      binary(.subtract, number(1), own(2)))
    let gain = binary(.divide, binary(.subtract, local(1), local(2)), parameter("noise"))
    let chance = Expression(.call(.logistic, [gain]), single)
    let used = binary(.multiply, parameter("habituation"), binary(.subtract, local(0), own(2)))
    func origin(_ line: Int, _ text: String) -> Origin { Origin(line: line, column: 3, text: text) }
    return [
      Statement(.bind(LocalID(0), around), origin: origin(33, "let around = mean(desks.obeys)")),
      Statement(.bind(LocalID(1), pull), origin: origin(34, "let pull = ...")),
      Statement(.bind(LocalID(2), push), origin: origin(35, "let push = ...")),
      Statement(
        .assignDraw(MemberID(1), draw("clerk/obeys/step", .bernoulli(p: chance), .boolean)),
        origin: origin(36, "obeys ~ ...")),
      Statement(.assign(MemberID(2), binary(.add, own(2), used)), origin: origin(37, "numbness")),
    ]
  }

  static var world: World {
    let ranges: [ClosedRange<Double>] = [
      20...1e8, 0...6, 0...2, 0.01...2, 0...1, 0...4, 0...4, 0...0.1, 0...1,
    ]
    let parameters = names.indices.map { index in
      Parameter(
        name: names[index], isCount: index == 0, defaultValue: ranges[index].lowerBound,
        range: ranges[index], offValue: index >= 5 ? 0 : nil)
    }
    let aversion = Distribution.gammaMoments(mean: parameter("conscience"), sd: number(0.2))
    let members = [
      Member(
        name: "aversion", isTrait: true, type: single,
        initial: .draw(draw("clerk/aversion", aversion, single))),
      Member(
        name: "obeys", isTrait: false, type: .boolean,
        initial: .draw(draw("clerk/obeys", .bernoulli(p: parameter("obeying_first")), .boolean))),
      Member(name: "numbness", isTrait: false, type: single, initial: .value(number(0))),
    ]
    let size = Expression(.parameter(ParameterID(0)), .number(.double))
    return World(
      title: "The Ministry", parameters: parameters,
      groups: [Group(name: "clerk", size: size, members: members)],
      networks: [
        Network(
          name: "desks", reader: clerk, read: clerk,
          generator: .smallWorld(degree: number(10), rewiring: number(0.1)))
      ],
      blocks: [
        StepBlock(
          group: clerk,
          locals: ["around", "pull", "push"].map { Local(name: $0, meaning: .value(single)) },
          statements: statements, site: SiteID(path: "clerk/step"))
      ],
      measures: [
        Measure(
          name: "complicity", value: mean(.group(clerk), .double), limit: number(0.05))
      ],
      alignments: [
        Alignment(group: clerk, value: own(1), limit: number(0.05), allowance: number(0.01))
      ])
  }
}
