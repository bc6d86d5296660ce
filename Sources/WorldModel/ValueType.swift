// SPDX-License-Identifier: GPL-3.0-or-later
//
// What kinds of value are there, and at which precision are numbers computed?

/// The type of an expression, trait or state.
public enum ValueType: Hashable, Sendable {
  /// `true` or `false`; stored in one byte.
  case boolean
  /// A number, computed at the given precision.
  case number(Precision)
  /// One of named cases; stored in one byte as the index of the name.
  case cases(CaseSet)
}

/// The precision at which a number is computed: part of the definition of the bits of a result.
///
/// An arithmetic operation works at the highest precision among its operands (`constant` < `single` < `double`), after
/// converting the others to it. What works at `constant` precision is the same for all agents and is computed in
/// 64 bits, and rounded to 32 when it first meets a `single`.
public enum Precision: Int, Hashable, Comparable, Sendable {
  /// Literals, real parameters and what is made of them alone: 64 bits, adapting to what it meets.
  case constant
  /// 32 bits: real traits and states, and aggregates over networks.
  case single
  /// 64 bits: `precise` states, counts, `index`, `size`, `time`, aggregates over groups and over `complete` or `star`
  /// networks, measures.
  case double

  /// Orders by the number of bits that survive.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The named cases of a state; two sets with the same names in the same order are the same type.
public struct CaseSet: Hashable, Sendable {
  /// Names in the order of declaration; at least one, at most 255.
  public var names: [String]
  /// Creates a set.
  public init(names: [String]) { self.names = names }
}
