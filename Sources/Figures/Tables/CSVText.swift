// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a value stand in a table of comma-separated values?

/// Comma-separated values (RFC 4180, but for line ends).
public enum CSVText {
  /// A number in the shortest form that reads back; nothing where there is none.
  public static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return value.description
  }

  /// A text, quoted where it must be.
  public static func field(_ text: String) -> String {
    // A line end of two scalars is one character and equals neither of its parts.
    guard text.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else {
      return text
    }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
