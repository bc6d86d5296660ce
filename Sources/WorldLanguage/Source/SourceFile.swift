// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where in a text is something? A source file as bytes, and places in it.

/// A source text with its path as the user named it.
public struct SourceFile: Sendable {
  /// Path as the user wrote it, for messages.
  public let path: String
  /// The text in UTF-8.
  public let bytes: [UInt8]
  /// Offsets of the first byte of each line, ascending; the first is 0.
  public let lineStarts: [Int]
  /// Number of Unicode scalars that begin before each multiple of `scalarBlock` bytes.
  let scalarCounts: [Int]
  /// Distance of the entries of `scalarCounts`: finding a column takes at most so many bytes, however long the line.
  static let scalarBlock = 256

  /// Creates a source file; one that is too large to be compiled has a single line.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var starts = [0]
    if bytes.count <= Self.maximumByteCount {
      for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
        starts.append(offset + 1)
      }
    }
    lineStarts = starts
    scalarCounts = Self.scalarCounts(bytes)
  }

  /// Creates a source file from a string.
  public init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }
}

/// A range of bytes in a source file.
public struct Span: Hashable, Sendable {
  /// Offset of the first byte.
  public var start: Int
  /// Offset after the last byte; >= `start`.
  public var end: Int

  /// Creates a span.
  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  /// Returns the smallest span that holds this one and another.
  public func union(_ other: Span) -> Span { Span(min(start, other.start), max(end, other.end)) }
}
