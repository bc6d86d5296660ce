// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which expressions can a world hold? Random ones over a small fixed world, for properties of folding and intervals.

import TestSupport
import WorldModel

/// Builds a world of one group in which state `t` is assigned a random expression.
///
/// Members: 0 `s` single and 1 `b` boolean and 2 `k` cases are drawn anew in each step, 3 `t` double is assigned the
/// expression, 4 `c` keeps its value 0 when the first coupling is off, 5 `a` is a trait in 0...1.
struct RandomWorld {
  static let cases = CaseSet(names: ["refuse", "comply", "report"])
  static let group = GroupID(0)
  static let network = NetworkID(0)

  var random: SplitMix

  init(seed: UInt64) { random = SplitMix(seed) }

  /// Off values of the two couplings.
  static let offs: [Double] = [0, 1]

  static var parameters: [Parameter] {
    [
      Parameter(name: "p", defaultValue: 0.5, range: 0...1),
      Parameter(name: "q", defaultValue: 0.1, range: -2...3),
      Parameter(name: "n", isCount: true, defaultValue: 8, range: 0...100),
      Parameter(name: "J", defaultValue: 2, range: 0...4, offValue: offs[0]),
      Parameter(name: "K", defaultValue: 2, range: 0.5...4, offValue: offs[1]),
    ]
  }

  mutating func world() -> (world: World, expression: Expression) {
    let expression = number(depth: 5, inAggregate: false)
    let single = ValueType.number(.single)
    let zero = Expression(.number(0), .number(.constant))
    let half = Expression(.number(0.5), .number(.constant))
    func draw(_ name: String, _ distribution: Distribution, _ type: ValueType) -> Draw {
      Draw(site: SiteID(path: name), distribution: distribution, type: type)
    }
    let normal = draw("s", .normal(mean: zero, sd: half), single)
    let coin = draw("b", .bernoulli(p: half), .boolean)
    let choice = draw(
      "k", .weights((0..<3).map { Arm(choice: $0, value: half) }), .cases(Self.cases))
    let members = [
      Member(name: "s", isTrait: false, type: single, initial: .draw(normal)),
      Member(name: "b", isTrait: false, type: .boolean, initial: .draw(coin)),
      Member(name: "k", isTrait: false, type: .cases(Self.cases), initial: .draw(choice)),
      Member(name: "t", isTrait: false, type: .number(.double), initial: .value(zero)),
      Member(name: "c", isTrait: false, type: single, initial: .value(zero)),
      Member(
        name: "a", isTrait: true, type: single,
        initial: .draw(draw("a", .uniform(low: zero, high: half), single))),
    ]
    let c = Expression(.own(MemberID(4)), single)
    let pulled = Expression(
      .binary(
        .multiply, Expression(.parameter(ParameterID(3)), .number(.constant)),
        Expression(.own(MemberID(0)), single)), single)
    let block = StepBlock(
      group: Self.group,
      statements: [
        Statement(.assignDraw(MemberID(0), normal)), Statement(.assignDraw(MemberID(1), coin)),
        Statement(.assignDraw(MemberID(2), choice)), Statement(.assign(MemberID(3), expression)),
        Statement(.assign(MemberID(4), Expression(.binary(.add, c, pulled), single))),
      ], site: SiteID(path: "step"))
    let size = Expression(.parameter(ParameterID(2)), .number(.double))
    let world = World(
      title: "random", parameters: Self.parameters,
      groups: [Group(name: "g", size: size, members: members)],
      networks: [
        Network(
          name: "net", reader: Self.group, read: Self.group, generator: .erdosRenyi(degree: half))
      ], blocks: [block])
    return (world, expression)
  }

  private mutating func pick<T>(_ options: [T]) -> T {
    options[Int(random.next() % UInt64(options.count))]
  }

  private static func type(_ a: ValueType, _ b: ValueType) -> ValueType {
    guard case .number(let p) = a, case .number(let q) = b else { return a }
    return .number(max(p, q))
  }

  mutating func number(depth: Int, inAggregate: Bool) -> Expression {
    if depth == 0 || random.next() % 6 == 0 { return leaf(inAggregate) }
    func constant(_ value: Double) -> Expression { Expression(.number(value), .number(.constant)) }
    let a = number(depth: depth - 1, inAggregate: inAggregate)
    switch random.next() % 12 {
    case 0: return Expression(.unary(.negate, a), a.type)
    case 1...5:
      let b = number(depth: depth - 1, inAggregate: inAggregate)
      let operation = pick([
        BinaryOperator.add, .add, .subtract, .multiply, .multiply, .multiply, .divide, .power,
      ])
      return Expression(.binary(operation, a, b), Self.type(a.type, b.type))
    case 6, 7:
      let function = pick(Function.allCases)
      switch function {
      case .min, .max, .mod:
        let b = number(depth: depth - 1, inAggregate: inAggregate)
        return Expression(.call(function, [a, b]), Self.type(a.type, b.type))
      case .clamp:
        return Expression(
          .call(.clamp, [a, constant(pick([0, -1])), constant(pick([0.1, 1]))]), a.type)
      default: return Expression(.call(function, [a]), a.type)
      }
    case 8, 9:
      let condition = boolean(depth: depth - 1, inAggregate: inAggregate)
      let b = number(depth: depth - 1, inAggregate: inAggregate)
      return Expression(
        .conditional(condition, then: a, otherwise: b), Self.type(a.type, b.type))
    case 10:
      return Expression(
        .asNumber(boolean(depth: depth - 1, inAggregate: inAggregate)), .number(.constant))
    default: return inAggregate ? a : aggregate(depth: depth - 1)
    }
  }

  private mutating func aggregate(depth: Int) -> Expression {
    let operation = pick([AggregateOperation.mean, .sum, .count, .min, .max])
    let condition = random.next() % 2 == 0 ? boolean(depth: depth, inAggregate: true) : nil
    let needsElse = operation == .mean || operation == .min || operation == .max
    let aggregate = Aggregate(
      operation, over: .network(Self.network),
      value: operation == .count
        ? boolean(depth: depth, inAggregate: true) : number(depth: depth, inAggregate: true),
      condition: condition, otherwise: needsElse ? leaf(false) : nil)
    return Expression(.aggregate(aggregate), .number(.single))
  }

  private mutating func boolean(depth: Int, inAggregate: Bool) -> Expression {
    if depth <= 0 || random.next() % 6 == 0 {
      return pick([
        Expression(.boolean(true), .boolean), Expression(.boolean(false), .boolean),
        Expression(.own(MemberID(1)), .boolean),
        Expression(inAggregate ? .other(MemberID(1)) : .own(MemberID(1)), .boolean),
      ])
    }
    switch random.next() % 6 {
    case 0:
      return Expression(.unary(.not, boolean(depth: depth - 1, inAggregate: inAggregate)), .boolean)
    case 1, 2:
      let a = boolean(depth: depth - 1, inAggregate: inAggregate)
      let b = boolean(depth: depth - 1, inAggregate: inAggregate)
      return Expression(.binary(pick([.and, .or, .equal, .notEqual]), a, b), .boolean)
    case 3:
      let k = Expression(inAggregate ? .other(MemberID(2)) : .own(MemberID(2)), .cases(Self.cases))
      let literal = Expression(.caseIndex(pick([0, 1, 2])), .cases(Self.cases))
      return Expression(.binary(pick([.equal, .notEqual]), k, literal), .boolean)
    default:
      let a = number(depth: depth - 1, inAggregate: inAggregate)
      let b = number(depth: depth - 1, inAggregate: inAggregate)
      let operation = pick([
        BinaryOperator.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual,
      ])
      return Expression(.binary(operation, a, b), .boolean)
    }
  }

  private mutating func leaf(_ inAggregate: Bool) -> Expression {
    func member(_ index: Int, _ type: ValueType) -> Expression {
      let isOther = inAggregate && random.next() % 3 > 0
      return Expression(isOther ? .other(MemberID(index)) : .own(MemberID(index)), type)
    }
    switch random.next() % 14 {
    case 0...2:
      return Expression(.number(pick([0, 0, 1, 1, 0.1, -1, 2, 0.5])), .number(.constant))
    case 3: return Expression(.parameter(ParameterID(0)), .number(.constant))
    case 4: return Expression(.parameter(ParameterID(1)), .number(.constant))
    case 5: return Expression(.parameter(ParameterID(2)), .number(.double))
    case 6, 7: return Expression(.parameter(ParameterID(3)), .number(.constant))
    case 8: return Expression(.parameter(ParameterID(4)), .number(.constant))
    case 9: return member(0, .number(.single))
    case 10: return member(3, .number(.double))
    case 11: return member(4, .number(.single))
    case 12: return member(5, .number(.single))
    default:
      return pick([
        Expression(.time, .number(.double)), Expression(.index, .number(.double)),
        Expression(.size(Self.group), .number(.double)),
        Expression(.degree(Self.network), .number(.single)),
      ])
    }
  }
}

extension RandomWorld {
  /// Returns random values: parameters in range, members as the world can reach them.
  ///
  /// `history` holds values that `t` has had.
  mutating func evaluator(
    couplings: [Double], history: [Double], isRough: Bool
  ) -> IsolationEvaluator {
    func unit() -> Double { Double(random.next() >> 11) * 0x1p-53 }
    func agent() -> [Double] {
      let s = Float(isRough ? pick([0, 1, -1, 1e20, -1e-20, 3e38]) : unit() * 8 - 4)
      let trait = Float(pick([0, 0.5, unit() / 2]))
      return [
        Double(s), Double(random.next() % 2), Double(random.next() % 3), pick(history), 0,
        Double(trait),
      ]
    }
    let size = Double(random.next() % 101)
    let degree = Int(Swift.max(0, Swift.min(size - 1, Double(random.next() % 5))))
    return IsolationEvaluator(
      parameters: [pick([0, 1, unit()]), pick([-2, 3, unit() * 5 - 2]), size] + couplings,
      own: agent(), neighbours: (0..<degree).map { _ in agent() },
      time: Double(random.next() % 1000),
      index: Double(random.next() % UInt64(Swift.max(1, size))), size: size)
  }
}
