// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does folding keep every value, and do intervals hold every value, for random expressions?

import Testing
import WorldModel

@testable import WorldLanguage

@Suite("Folding and intervals")
struct IsolationFoldingTests {
  /// Returns the expression that assigns `t`, or `t` itself where the assignment has vanished.
  private func assigned(_ world: World) -> Expression {
    for statement in world.blocks[0].statements {
      if case .assign(MemberID(3), let value) = statement.kind { return value }
    }
    return Expression(.own(MemberID(3)), .number(.double))
  }

  @Test("a folded expression has the bits of the expression it came from")
  func foldedAgrees() {
    var compared = 0
    var changed = 0
    for seed in 0..<600 as Range<UInt64> {
      var random = RandomWorld(seed: seed)
      let (world, expression) = random.world()
      let substitution = [ParameterID(3): RandomWorld.offs[0], ParameterID(4): RandomWorld.offs[1]]
      let folded = assigned(world.folded(substituting: substitution))
      #expect(folded.type == expression.type || folded.kind == .own(MemberID(3)), "seed \(seed)")
      if folded != expression { changed += 1 }
      var history = [0.0]
      for sample in 0..<24 {
        var plain = random.evaluator(
          couplings: RandomWorld.offs, history: history, isRough: sample % 4 == 3)
        var short = plain
        let value = plain.value(expression)
        if !plain.staysFinite { continue }
        #expect(short.value(folded) == value, "seed \(seed), sample \(sample), \(folded)")
        compared += 1
        if history.count < 8 { history.append(value) }
      }
    }
    // The test would be empty if nothing folded or nothing stayed finite.
    #expect(compared > 4_000)
    #expect(changed > 400)
  }

  @Test("an interval holds every value that its expression takes, in any part of it")
  func intervalsHold() {
    var checked = 0
    var bounded = 0
    for seed in 1_000..<1_400 as Range<UInt64> {
      var random = RandomWorld(seed: seed)
      let (world, expression) = random.world()
      let intervals = Intervals(world)
      let scope = Scope(world.blocks[0])
      var parts: [Expression] = []
      func collect(_ expression: Expression) {
        parts.append(expression)
        if case .aggregate = expression.kind { return }
        expression.children.forEach(collect)
      }
      collect(expression)
      var history = [0.0]
      for sample in 0..<24 {
        // With the first coupling off `c` stays 0, as the evaluator assumes.
        let couplings = [0, [0.5, 1, 4][sample % 3]]
        let plain = random.evaluator(
          couplings: couplings, history: history, isRough: sample % 4 == 3)
        for part in parts {
          var evaluator = plain
          let value = evaluator.value(part)
          let interval = intervals.interval(of: part, scope)
          checked += 1
          if interval != .anything && interval.low.isFinite { bounded += 1 }
          let holds =
            value.isNaN ? interval.mayBeNaN : interval.low <= value && value <= interval.high
          #expect(holds, "seed \(seed), sample \(sample): \(value) outside \(interval) of \(part)")
        }
        var whole = plain
        let value = whole.value(expression)
        if value.isFinite && history.count < 8 { history.append(value) }
      }
    }
    #expect(checked > 20_000)
    #expect(bounded > 10_000)
  }

  @Test("a point of one precision is not confused with one of another")
  func precisionIsKept() {
    // 0 * s + 0.1 works in 32 bits; folded it must stay the 32-bit 0.1, not become the 64-bit one.
    let constant = ValueType.number(.constant)
    let single = ValueType.number(.single)
    let product = Expression(
      .binary(
        .multiply, Expression(.parameter(ParameterID(3)), constant),
        Expression(.own(MemberID(0)), single)), single)
    let sum = Expression(
      .binary(.add, product, Expression(.number(0.1), constant)), single)
    var random = RandomWorld(seed: 1)
    var world = random.world().world
    world.blocks[0].statements[3] = Statement(.assign(MemberID(3), sum))
    let folded = assigned(world.folded(substituting: [ParameterID(3): 0]))
    #expect(folded == Expression(.number(Double(Float(0.1))), single))
  }

  @Test("what may be NaN decides nothing")
  func nanFoldsNothing() {
    let single = ValueType.number(.single)
    let s = Expression(.own(MemberID(0)), single)
    let root = Expression(.call(.sqrt, [s]), single)
    let zero = Expression(.number(0), .number(.constant))
    let condition = Expression(.binary(.greaterOrEqual, root, zero), .boolean)
    var random = RandomWorld(seed: 1)
    let world = random.world().world
    let intervals = Intervals(world)
    #expect(intervals.interval(of: condition, Scope(world.blocks[0])) == .boolean)
    // Of a non-negative number the root is one, and the comparison is decided.
    let square = Expression(.call(.abs, [s]), single)
    let certain = Expression(
      .binary(.greaterOrEqual, Expression(.call(.sqrt, [square]), single), zero), .boolean)
    #expect(intervals.interval(of: certain, Scope(world.blocks[0])) == .yes)
  }

  @Test("a comparison is decided at the precision at which it works")
  func comparisonsAreRounded() {
    // 0.1 in 32 bits lies above 0.1 in 64 bits, but is compared in 32 bits, where the two are equal.
    let single = ValueType.number(.single)
    let s = Expression(.own(MemberID(0)), single)
    let zero = Expression(.number(0), .number(.constant))
    let tenth = Expression(.number(0.1), .number(.constant))
    let clamped = Expression(.call(.clamp, [s, zero, tenth]), single)
    var random = RandomWorld(seed: 1)
    let world = random.world().world
    let scope = Scope(world.blocks[0])
    let intervals = Intervals(world)
    func interval(_ operation: BinaryOperator) -> Interval {
      let comparison = Expression(.binary(operation, clamped, tenth), .boolean)
      return intervals.interval(of: comparison, scope)
    }
    #expect(interval(.lessOrEqual) == .yes)
    #expect(interval(.greater) == .no)
    #expect(interval(.greaterOrEqual) == .boolean)
  }

  @Test("a mean of ones is not folded to one: n times the rounded 1/n may fall short of it")
  func meanOfOnes() {
    #expect((1...255).contains { Float($0) * (1 / Float($0)) < 1 })
    #expect(!(1...65_535).contains { Float($0) * (1 / Float($0)) > 1 })
    var random = RandomWorld(seed: 1)
    let world = random.world().world
    let one = Expression(
      .asNumber(Expression(.boolean(true), .boolean)), .number(.constant))
    let zero = Expression(.number(0), .number(.constant))
    let mean = Expression(
      .aggregate(
        Aggregate(.mean, over: .network(NetworkID(0)), value: one, condition: nil, otherwise: one)),
      .number(.single))
    let scope = Scope(world.blocks[0])
    let interval = Intervals(world).interval(of: mean, scope)
    #expect(interval.low < 1 && interval.low > 0.9999999 && interval.high == 1)
    // A mean of zeros is exactly zero.
    var nothing = mean
    nothing.kind = .aggregate(
      Aggregate(.mean, over: .network(NetworkID(0)), value: zero, otherwise: zero))
    #expect(Intervals(world).interval(of: nothing, scope).point == 0)
  }
}
