// SPDX-License-Identifier: GPL-3.0-or-later
//
// On which line and column is a byte? Lines and columns count from 1; columns count Unicode scalars.

import WorldModel

/// A line and a column.
public struct SourcePosition: Hashable, Comparable, Sendable {
  /// Line, counted from 1.
  public var line: Int
  /// Column in Unicode scalars, counted from 1.
  public var column: Int

  /// Creates a position.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Orders by place in the file.
  public static func < (a: Self, b: Self) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

extension SourceFile {
  /// Returns the line and column of a byte; those of the end for an offset beyond it.
  ///
  /// - Parameter offset: Offset in bytes, >= 0.
  /// - Returns: The position.
  /// - Complexity: O(log lines).
  public func position(of offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), bytes.count)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let column = scalarCount(before: offset) - scalarCount(before: lineStarts[low]) + 1
    return SourcePosition(line: low + 1, column: column)
  }

  /// Returns the number of Unicode scalars that begin before an offset.
  private func scalarCount(before offset: Int) -> Int {
    let block = offset / Self.scalarBlock
    var count = scalarCounts[block]
    for index in block * Self.scalarBlock..<offset where bytes[index] & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// Returns the entries of `scalarCounts`.
  static func scalarCounts(_ bytes: [UInt8]) -> [Int] {
    var counts: [Int] = []
    counts.reserveCapacity(bytes.count / scalarBlock + 1)
    var count = 0
    for start in stride(from: 0, through: bytes.count, by: scalarBlock) {
      counts.append(count)
      for byte in bytes[start..<min(start + scalarBlock, bytes.count)] where byte & 0xC0 != 0x80 {
        count += 1
      }
    }
    return counts
  }

  /// Returns the bytes of a line, counted from 1, without its end.
  func lineBytes(_ line: Int) -> ArraySlice<UInt8> {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return bytes[start..<end]
  }

  /// Returns the text of a span.
  public func text(of span: Span) -> String {
    let start = min(max(span.start, 0), bytes.count)
    return String(decoding: bytes[start..<max(start, min(span.end, bytes.count))], as: UTF8.self)
  }

  /// Returns where something was written, in the form that a checked world carries.
  ///
  /// Runs of blanks and newlines become one space; a text longer than 80 characters ends in `...`.
  ///
  /// - Parameter span: What was written.
  /// - Returns: Line, column, text on one line and bytes.
  public func origin(of span: Span) -> Origin {
    let position = position(of: span.start)
    var words = ""
    var count = 0
    for part in text(of: Span(span.start, min(span.end, span.start + 1024))).split(
      whereSeparator: { $0 == " " || $0 == "\t" || $0.isNewline })
    {
      if !words.isEmpty { words += " " }
      words += part
      count = words.count
      if count > 80 { break }
    }
    if count > 80 { words = words.prefix(77) + "..." }
    return Origin(
      line: position.line, column: position.column, text: words, bytes: span.start..<span.end)
  }
}
