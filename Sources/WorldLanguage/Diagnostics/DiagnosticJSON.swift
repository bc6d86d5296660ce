// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does an editor see diagnostics? One array of objects; notes are objects of their own after what they explain.

/// Diagnostics as JSON.
public enum DiagnosticJSON {
  /// Returns a JSON array, ended by a newline, with one object a line.
  ///
  /// Each object holds `file`, `line`, `column`, `endLine`, `endColumn`, `severity`, `code`, `message` and `help`, in
  /// this order. Lines and columns count from 1, columns in Unicode scalars; the end is the place after the last
  /// character. `help` is `null` where there is none; a note carries the code of its diagnostic.
  ///
  /// - Parameter files: Files in the order of the command line with their diagnostics.
  /// - Returns: The text of the array.
  public static func render(_ files: [(file: SourceFile, diagnostics: [Diagnostic])]) -> String {
    var objects: [String] = []
    for (file, diagnostics) in files {
      for diagnostic in diagnostics.inFileOrder() {
        objects.append(
          object(
            file, diagnostic.span, diagnostic.severity, diagnostic.code, diagnostic.message,
            diagnostic.help))
        for note in diagnostic.notes {
          objects.append(object(file, note.span, .note, diagnostic.code, note.message, nil))
        }
      }
    }
    if objects.isEmpty { return "[]\n" }
    return "[\n" + objects.map { "  " + $0 }.joined(separator: ",\n") + "\n]\n"
  }

  private static func object(
    _ file: SourceFile, _ span: Span, _ severity: Diagnostic.Severity, _ code: String,
    _ message: String, _ help: String?
  ) -> String {
    let start = file.position(of: span.start)
    let end = file.position(of: span.end)
    let fields = [
      "\"file\": \(quoted(file.path))", "\"line\": \(start.line)", "\"column\": \(start.column)",
      "\"endLine\": \(end.line)", "\"endColumn\": \(end.column)",
      "\"severity\": \(quoted(severity.rawValue))", "\"code\": \(quoted(code))",
      "\"message\": \(quoted(message))", "\"help\": \(help.map(quoted) ?? "null")",
    ]
    return "{ \(fields.joined(separator: ", ")) }"
  }

  /// Returns a JSON string.
  ///
  /// Source: RFC 8259, section 7.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
