// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a result written as JSON? Keys in the order of the contract, numbers in the shortest form that reads back.
//
// Foundation's encoder either sorts keys or leaves their order to chance; both would break the same-bytes promise of a
// documented order.

/// A JSON value whose members keep their order.
indirect enum JSONValue {
  case null
  case boolean(Bool)
  case whole(Int)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// A number, or null when there is none or it is not finite.
  init(_ value: Double?) {
    if let value, value.isFinite { self = .number(value) } else { self = .null }
  }

  /// A truth, or null.
  init(_ value: Bool?) {
    if let value { self = .boolean(value) } else { self = .null }
  }

  /// The text, indented by two spaces a level; objects and arrays without members of their own stay on one line.
  func text(indentation: Int = 0) -> String {
    switch self {
    case .null: return "null"
    case .boolean(let value): return value ? "true" : "false"
    case .whole(let value): return String(value)
    case .number(let value): return value.isFinite ? value.description : "null"
    case .text(let value): return Self.quoted(value)
    case .array(let values):
      return Self.joined(
        values.map { $0.text(indentation: indentation + 1) }, "[", "]", indentation,
        isFlat: values.allSatisfy(\.isScalar))
    case .object(let members):
      return Self.joined(
        members.map {
          Self.quoted($0.key) + ": " + $0.value.text(indentation: indentation + 1)
        }, "{", "}", indentation, isFlat: members.allSatisfy(\.value.isScalar))
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array(let values): values.isEmpty
    case .object(let members): members.isEmpty
    case .null, .boolean, .whole, .number, .text: true
    }
  }

  private static func joined(
    _ parts: [String], _ open: String, _ close: String, _ indentation: Int, isFlat: Bool
  ) -> String {
    if parts.isEmpty { return open + close }
    if isFlat, indentation > 0 {
      let line = parts.joined(separator: ", ")
      return open == "{" ? "{ \(line) }" : "[\(line)]"
    }
    let margin = "\n" + String(repeating: "  ", count: indentation)
    return open + margin + "  " + parts.joined(separator: "," + margin + "  ") + margin + close
  }

  /// A string literal (RFC 8259, section 7).
  static func quoted(_ string: String) -> String {
    var result = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
