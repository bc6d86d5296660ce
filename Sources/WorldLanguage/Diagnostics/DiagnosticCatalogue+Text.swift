// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the compiler say about a text before it sees any grammar? E001 to E019.

extension Diagnostic {
  static func fileTooLarge(byteCount: Int, limit: Int) -> Diagnostic {
    .error(
      "E001", "the file holds \(byteCount) bytes, more than the \(limit) of the largest world",
      Span(0, 0), help: "numbers of agents and links belong into files of their own: file(\"...\")")
  }

  static func notText(byte: UInt8, _ span: Span) -> Diagnostic {
    let digits = String(byte, radix: 16, uppercase: true)
    return .error(
      "E002",
      "this is not a text: it holds the control character 0x\(byte < 16 ? "0" : "")\(digits)",
      span)
  }

  static func invalidUTF8(_ span: Span) -> Diagnostic {
    .error(
      "E003", "this is not a text in UTF-8", span,
      help: "save the file in the encoding UTF-8")
  }

  static func emptyFile(isStudy: Bool) -> Diagnostic {
    .error(
      "E004", "the file is empty", Span(0, 0),
      help: isStudy
        ? "a study begins with: study \"Title\" of \"PATH.world\""
        : "a world begins with: world \"Title\"")
  }

  static func tooManyErrors(_ span: Span) -> Diagnostic {
    .error("E005", "too many errors; this one and the others below are not shown", span)
  }

  static func unknownCharacter(_ character: String, _ span: Span) -> Diagnostic {
    let help: String? =
      switch character {
      case "'", "`", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}":
        "strings stand in double quotes, as in \"this\""
      case "?": "write 'if CONDITION then VALUE else VALUE'"
      default: nil
      }
    return .error("E010", "'\(character)' means nothing here", span, help: help)
  }

  static func foreignOperator(_ text: String, _ span: Span) -> Diagnostic {
    let help =
      switch text {
      case "&&": "write 'and'"
      case "||": "write 'or'"
      case "**": "write '^'"
      case ":=": "write '='"
      case "+=", "-=", "*=", "/=": "write 'NAME = NAME \(text.dropLast()) ...'"
      case "~=": "write '!=' for different, '~' to draw"
      case "!": "write 'not'"
      case "<>": "write '!='"
      case "..<", "..=", "..": "write '...'; a range holds both its ends"
      case "%": "write 'mod(x, y)'; in a percentage no blank precedes the sign, as in '5%'"
      case ";": "end the statement with a newline"
      case "\u{2212}", "\u{2013}": "write '-'"
      case "\u{2026}": "write '...'"
      case "\u{2192}": "write '->'"
      case "\u{2264}": "write '<='"
      case "\u{2265}": "write '>='"
      case "\u{2260}": "write '!='"
      default: "write '*'"
      }
    return .error("E011", "'\(text)' is no operator of the language", span, help: help)
  }

  static func foreignComment(_ opener: String, _ span: Span) -> Diagnostic {
    .error("E012", "'\(opener)' begins no comment", span, help: "write '//'")
  }

  static func unterminatedString(_ span: Span) -> Diagnostic {
    .error("E013", "this string does not end on its line", span, help: "close it with '\"'")
  }

  static func unknownEscape(_ text: String, _ span: Span) -> Diagnostic {
    .error(
      "E014", "unknown escape '\(text)'", span,
      help: "a string knows \\\", \\\\, \\n, \\t and \\u{...} with a code in hexadecimal digits")
  }

  static func malformedNumber(_ text: String, write: String?, _ span: Span) -> Diagnostic {
    .error(
      "E015", "'\(text)' is neither a number nor a name", span,
      help: write.map { "write '\($0)'" })
  }

  static func numberOutOfRange(_ text: String, _ span: Span) -> Diagnostic {
    .error("E016", "'\(text)' is beyond the numbers of 64 bits", span)
  }

  static func foreignName(_ text: String, _ span: Span) -> Diagnostic {
    .error(
      "E017", "the name '\(text)' holds other letters than a to z", span,
      help:
        "names are made of a to z, A to Z, 0 to 9 and '_'; titles, symbols and comments are free")
  }
}
