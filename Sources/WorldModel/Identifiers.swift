// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do parts of a world name each other? By index into the world's arrays, one type a kind.

/// Index of a parameter or coupling in `World.parameters`.
public struct ParameterID: Hashable, Comparable, Sendable {
  /// Position in `World.parameters`.
  public var index: Int
  /// Creates an identifier.
  public init(_ index: Int) { self.index = index }
  /// Orders by position.
  public static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

/// Index of a group in `World.groups`.
public struct GroupID: Hashable, Comparable, Sendable {
  /// Position in `World.groups`.
  public var index: Int
  /// Creates an identifier.
  public init(_ index: Int) { self.index = index }
  /// Orders by position.
  public static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

/// Index of a trait or state in `Group.members` of the group the context names.
public struct MemberID: Hashable, Comparable, Sendable {
  /// Position in `Group.members`.
  public var index: Int
  /// Creates an identifier.
  public init(_ index: Int) { self.index = index }
  /// Orders by position.
  public static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

/// Index of a network in `World.networks`.
public struct NetworkID: Hashable, Comparable, Sendable {
  /// Position in `World.networks`.
  public var index: Int
  /// Creates an identifier.
  public init(_ index: Int) { self.index = index }
  /// Orders by position.
  public static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

/// Index of a measure or harm in `World.measures`.
public struct MeasureID: Hashable, Comparable, Sendable {
  /// Position in `World.measures`.
  public var index: Int
  /// Creates an identifier.
  public init(_ index: Int) { self.index = index }
  /// Orders by position.
  public static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

/// Index of a `let` name in `StepBlock.locals`.
public struct LocalID: Hashable, Comparable, Sendable {
  /// Position in `StepBlock.locals`.
  public var index: Int
  /// Creates an identifier.
  public init(_ index: Int) { self.index = index }
  /// Orders by position.
  public static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

/// The name of a place that draws: the third word of the Philox counter.
///
/// Made by the compiler from the group, the name drawn and the structure around it (see `SiteID.init(path:)`), so that
/// adding a measure or an unrelated draw moves no other draw.
public struct SiteID: Hashable, Comparable, Sendable {
  /// The 32-bit hash that enters the counter.
  public var word: UInt32
  /// Creates a site from its word.
  public init(word: UInt32) { self.word = word }

  /// Creates the site of a path such as `clerk/obeys/step` or `clerk/obeys/step/1.then`.
  ///
  /// The hash is 32-bit FNV-1a over the UTF-8 bytes of the path (Fowler, Noll, Vo; offset basis 0x811C9DC5, prime
  /// 0x01000193).
  public init(path: String) {
    var hash: UInt32 = 0x811C_9DC5
    for byte in path.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    word = hash
  }
  /// Orders by word.
  public static func < (a: Self, b: Self) -> Bool { a.word < b.word }
}
