// SPDX-License-Identifier: GPL-3.0-or-later
//
// Between which values must a measure lie? Told from its form alone; a declared range is what its author says.

extension Measure {
  /// 0...1 where the measure can only be a share or a truth; `nil` where its form proves nothing.
  public var provenRange: ClosedRange<Double>? { value.isShare ? 0...1 : nil }
}

extension Expression {
  /// Whether it is a mean of booleans, or itself 0 or 1.
  fileprivate var isShare: Bool {
    switch kind {
    case .aggregate(let aggregate):
      switch aggregate.operation {
      case .mean: aggregate.value.isTruth && aggregate.otherwise.map(\.isShareOverNothing) ?? true
      case .any, .all: true
      case .sum, .count, .min, .max: false
      }
    case .asNumber(let inner): inner.type == .boolean
    default: false
    }
  }

  /// Whether a mean of booleans stays a share where this stands for a mean over nothing.
  private var isShareOverNothing: Bool {
    if case .number(let value) = kind { return 0...1 ~= value }
    return isShare
  }

  /// Whether it can only be 0 or 1.
  private var isTruth: Bool {
    if type == .boolean { return true }
    if case .asNumber = kind { return true }
    return false
  }
}
