// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do numbers and strings in a text stand for?
//
// A percent sign moves the decimal exponent before the conversion, so that `0.1%` is the double nearest to 0.001.

extension Lexer {
  /// Reads a number: digits with single `_` between them, a fraction, an exponent, a percent sign.
  mutating func number() {
    let start = position
    if byte() == UInt8(ascii: ".") {
      position += 1
      skipWordParts()
      if byte() == UInt8(ascii: "%") { position += 1 }
      let spelling = text(from: start)
      report(
        .malformedNumber(spelling, write: "0" + spelling, Span(start, position)))
      append(.number(0, spelling: spelling), from: start)
      return
    }
    var isWellFormed = digits()
    if byte() == UInt8(ascii: "."), byte(1).isDigit {
      position += 1
      isWellFormed = digits() && isWellFormed
    }
    var exponent = 0
    let mantissaEnd = position
    if byte() == UInt8(ascii: "e") || byte() == UInt8(ascii: "E") {
      let sign = byte(1) == UInt8(ascii: "-") || byte(1) == UInt8(ascii: "+") ? 1 : 0
      if byte(1 + sign).isDigit {
        let isNegative = byte(1) == UInt8(ascii: "-")
        position += 1 + sign
        let exponentStart = position
        isWellFormed = digits() && isWellFormed
        // Beyond four digits every exponent means too large or too small.
        let value = Int(stripped(exponentStart..<position).prefix(9)) ?? 0
        exponent = isNegative ? -value : value
      }
    }
    var product: String?
    if byte().isWordPart {
      let wordStart = position
      skipWordParts()
      let word = text(from: wordStart)
      let digits = text(from: start).dropLast(word.count)
      if isWellFormed, word.first != "_", digits != "0" { product = "\(digits) * \(word)" }
      isWellFormed = false
    }
    let mantissa = stripped(start..<mantissaEnd)
    if byte() == UInt8(ascii: "%") {
      position += 1
      exponent -= 2
    }
    let spelling = text(from: start)
    guard isWellFormed else {
      report(.malformedNumber(spelling, write: product, Span(start, position)))
      return append(.number(0, spelling: spelling), from: start)
    }
    let value = Double("\(mantissa)e\(exponent)") ?? 0
    let isZero = mantissa.utf8.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
    if !value.isFinite || (value == 0 && !isZero) {
      report(.numberOutOfRange(spelling, Span(start, position)))
    }
    append(.number(value.isFinite ? value : 0, spelling: spelling), from: start)
  }

  /// Reads digits with single underscores between them and tells whether these stand rightly.
  private mutating func digits() -> Bool {
    var isWellFormed = true
    while byte().isDigit || byte() == UInt8(ascii: "_") {
      if byte() == UInt8(ascii: "_"), !byte(1).isDigit { isWellFormed = false }
      position += 1
    }
    return isWellFormed
  }

  private mutating func skipWordParts() {
    while byte().isWordPart { position += 1 }
  }

  private func stripped(_ range: Range<Int>) -> String {
    String(decoding: file.bytes[range].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  }

  /// Reads a string with the escapes `\"`, `\\`, `\n`, `\t` and `\u{...}`; it ends on its line.
  mutating func string() {
    let start = position
    position += 1
    var content: [UInt8] = []
    while byte() != UInt8(ascii: "\"") {
      guard position < file.bytes.count, byte() != UInt8(ascii: "\n") else {
        report(.unterminatedString(Span(start, start + 1)))
        return append(.string(String(decoding: content, as: UTF8.self)), from: start)
      }
      if byte() == UInt8(ascii: "\\") {
        content += escape()
      } else {
        content.append(byte())
        position += 1
      }
    }
    position += 1
    append(.string(String(decoding: content, as: UTF8.self)), from: start)
  }

  private mutating func escape() -> [UInt8] {
    let start = position
    switch byte(1) {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      position += 2
      return [file.bytes[start + 1]]
    case UInt8(ascii: "n"):
      position += 2
      return [UInt8(ascii: "\n")]
    case UInt8(ascii: "t"):
      position += 2
      return [UInt8(ascii: "\t")]
    case UInt8(ascii: "u") where byte(2) == UInt8(ascii: "{"):
      position += 3
      let first = position
      while byte().isWordPart { position += 1 }
      let code = UInt32(text(from: first), radix: 16).flatMap(Unicode.Scalar.init)
      if byte() == UInt8(ascii: "}"), let code, code.value >= 0x20 {
        position += 1
        return Array(String(code).utf8)
      }
    default:
      position += 1
      if position < file.bytes.count, byte() < 0x80, byte() >= 0x20, byte() != UInt8(ascii: "\"") {
        position += 1
      }
    }
    report(.unknownEscape(text(from: start), Span(start, position)))
    return []
  }
}
