// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is a file a text at all? One clear message for what is too large, binary or empty, before anything reads it.

extension SourceFile {
  /// Largest file that is read, in bytes; check the size on disk against it before reading.
  public static let maximumByteCount = 1 << 20

  /// Returns the message for a file that is no world text, or `nil` when the lexer can read it.
  ///
  /// A world text is valid UTF-8 of at most `maximumByteCount` bytes without control characters other than tabs,
  /// newlines and carriage returns, and holds something other than blanks.
  public func problem() -> Diagnostic? {
    guard bytes.count <= Self.maximumByteCount else {
      return .fileTooLarge(byteCount: bytes.count, limit: Self.maximumByteCount)
    }
    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var isBlank = true
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x80 {
        let isSpace = byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D
        if (byte < 0x20 && !isSpace) || byte == 0x7F {
          return .notText(byte: byte, Span(position, position + 1))
        }
        if !isSpace { isBlank = false }
        position += 1
      } else {
        guard let length = scalarLength(at: position) else {
          return .invalidUTF8(Span(position, position + 1))
        }
        isBlank = false
        position += length
      }
    }
    return isBlank ? .emptyFile(isStudy: isStudy) : nil
  }

  /// Returns the number of bytes of a well-formed scalar of two or more bytes, else `nil`.
  ///
  /// Source: The Unicode Standard 15.0, table 3-7.
  private func scalarLength(at position: Int) -> Int? {
    let second: ClosedRange<UInt8>
    let length: Int
    switch bytes[position] {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return nil }
    for index in position + 2..<position + length where !(0x80...0xBF).contains(bytes[index]) {
      return nil
    }
    return length
  }
}
