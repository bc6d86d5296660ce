// SPDX-License-Identifier: GPL-3.0-or-later
//
// Over which agents does an aggregate run, and what when there are none?

import WorldModel

extension Checker {
  /// Checks an aggregate.
  mutating func checkAggregate(
    _ name: NameSyntax, value: ExpressionSyntax, condition: ExpressionSyntax?,
    otherwise: ExpressionSyntax?, _ span: Span
  ) -> Expression? {
    guard let operation = AggregateOperation(rawValue: name.text) else {
      report(.clausesWithoutAggregate(name))
      return poison()
    }
    let demandsElse = operation == .mean || operation == .min || operation == .max
    if let otherwise, !demandsElse {
      report(.uselessElse(operation.rawValue, otherwise.span))
    }
    let fallback = otherwise.map { checkNumber($0) }
    guard context.reads.contains(.others) else {
      report(.othersNotReadable(name, in: context.purpose, span))
      return poison()
    }
    guard frames.isEmpty || (context.agent == nil && !context.isAbstract && frames.count == 1)
    else {
      report(.nestedAggregate(name, outer: frames[0].name.text, inStep: context.agent != nil))
      return poison()
    }
    guard let inside = checkInside(operation, name, value, condition, span) else { return nil }
    if case .some(nil) = fallback { return nil }
    guard
      !demandsElse || otherwise != nil
        || checkNeverEmpty(inside.range, name, hasCondition: condition != nil, span)
    else { return nil }
    let isTotal: Bool
    switch inside.range {
    case .group: isTotal = true
    case .network(let id): isTotal = self.isTotal(id)
    }
    var type = ValueType.boolean
    switch operation {
    case .any, .all: break
    case .count: type = .number(isTotal ? .double : .single)
    case .mean, .sum, .min, .max:
      let others = [inside.value, fallback ?? nil].compactMap { $0 }.map(precision)
      type = .number(max(isTotal ? .double : .single, others.max() ?? .constant))
    }
    let aggregate = Aggregate(
      operation, over: inside.range, value: inside.value, condition: inside.condition,
      otherwise: demandsElse ? fallback ?? nil : nil)
    return make(.aggregate(aggregate), type, span)
  }

  private typealias Inside = (range: AggregateRange, value: Expression, condition: Expression?)

  private mutating func checkInside(
    _ operation: AggregateOperation, _ name: NameSyntax, _ value: ExpressionSyntax,
    _ condition: ExpressionSyntax?, _ span: Span
  ) -> Inside? {
    let diagnosticCount = diagnostics.count
    var frame = AggregateFrame(name: name)
    var attempt = checkOnce(&frame, operation, value, condition)
    if frame.range == nil, diagnostics.count == diagnosticCount, let lone = frame.lone {
      frame = AggregateFrame(name: name, range: .group(lone), takesLone: true)
      attempt = checkOnce(&frame, operation, value, condition)
    }
    if frame.range == nil, let implied = frame.implied { frame.range = .group(implied.group) }
    guard let range = frame.range else {
      if !frame.isPoisoned, diagnostics.count == diagnosticCount {
        report(
          frame.namesOuter
            ? .nestedAggregate(name, outer: frames[0].name.text, inStep: false)
            : .noRange(name.text, span))
      }
      return poison().map { (.group(GroupID(0)), $0, nil) }
    }
    if let implied = frame.implied, case .group(let group) = range, group != implied.group {
      report(
        .outerGroup(
          expected: groups[implied.group.index].name, found: groups[group.index].name, implied.span)
      )
      return nil
    }
    if case .group = range, frames.count == 1 {
      report(.nestedAggregate(name, outer: frames[0].name.text, inStep: false))
      return poison().map { (range, $0, nil) }
    }
    if frame.isPoisoned { _ = poison() }
    guard let value = attempt.value, condition == nil || attempt.condition != nil else {
      return nil
    }
    return (range, value, attempt.condition)
  }

  private mutating func checkOnce(
    _ frame: inout AggregateFrame, _ operation: AggregateOperation, _ value: ExpressionSyntax,
    _ condition: ExpressionSyntax?
  ) -> (value: Expression?, condition: Expression?) {
    frames.append(frame)
    let takesBoolean = operation == .count || operation == .any || operation == .all
    let checked = takesBoolean ? checkBoolean(value) : checkNumber(value)
    let tested = condition.flatMap { checkBoolean($0) }
    frame = frames.removeLast()
    return (checked, tested)
  }

  /// Reports an aggregate over a set that can be empty.
  private mutating func checkNeverEmpty(
    _ range: AggregateRange, _ name: NameSyntax, hasCondition: Bool, _ span: Span
  ) -> Bool {
    if hasCondition {
      report(.needsElse(name.text, set: self.name(of: range), reason: nil, span))
      return false
    }
    switch range {
    case .group(let id):
      if id == context.agent { return true }
      guard let size = groups[id.index].sizeBounds, size.low < 1 else { return true }
      report(.needsElse(name.text, set: self.name(of: range), reason: "it can have no agent", span))
    case .network(let id):
      guard let bounds = neighbourBounds(id), bounds.low < 1 else { return true }
      report(.needsElse(name.text, set: self.name(of: range), reason: bounds.reason, span))
    }
    return false
  }
}
