// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a value stand inside a script of a page, so that no text ends the script?

/// JSON that may stand between `<script>` and `</script>`.
///
/// The characters that HTML reads inside a script, and the two line ends of Unicode that older JavaScript does not allow in
/// a string, are written as escapes (HTML, section "Restrictions for contents of script elements").
indirect enum ScriptValue {
  case null
  case truth(Bool)
  case whole(Int)
  case number(Double)
  case text(String)
  case array([ScriptValue])
  case object([(String, ScriptValue)])

  /// A number, or null where there is none.
  init(_ value: Double?) {
    if let value, value.isFinite { self = .number(value) } else { self = .null }
  }

  /// Numbers.
  init(_ values: [Double]) { self = .array(values.map { ScriptValue($0) }) }

  /// Whole numbers.
  init(_ values: [Int]) { self = .array(values.map { .whole($0) }) }

  /// Texts.
  init(_ values: [String]) { self = .array(values.map { .text($0) }) }

  /// The text, without spaces.
  var text: String {
    switch self {
    case .null: "null"
    case .truth(let value): value ? "true" : "false"
    case .whole(let value): String(value)
    case .number(let value): value.isFinite ? value.description : "null"
    case .text(let value): Self.quoted(value)
    case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { Self.quoted($0.0) + ":" + $0.1.text }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "<", ">", "&", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
