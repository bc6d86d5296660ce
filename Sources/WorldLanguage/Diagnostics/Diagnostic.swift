// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is wrong with a text, as a value? Rendering is apart; all wording stands in the catalogue.

/// Something the compiler has to say about a place in a source file.
public struct Diagnostic: Hashable, Sendable {
  /// How bad it is.
  public var severity: Severity
  /// Stable code such as `E012`; the catalogue says what each means.
  public var code: String
  /// One sentence without a full stop, names in single quotes.
  public var message: String
  /// Where.
  public var span: Span
  /// Other places that explain it.
  public var notes: [Note]
  /// What to do, such as `did you mean 'conformity'?`.
  public var help: String?

  /// Creates a diagnostic.
  public init(
    severity: Severity, code: String, message: String, span: Span, notes: [Note] = [],
    help: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.span = span
    self.notes = notes
    self.help = help
  }

  /// How bad a diagnostic is.
  public enum Severity: String, Hashable, Sendable {
    /// The file does not compile.
    case error
    /// Legal but suspicious.
    case warning
    /// An explanation.
    case note
  }

  /// Another place that explains a diagnostic.
  public struct Note: Hashable, Sendable {
    /// One sentence without a full stop.
    public var message: String
    /// Where.
    public var span: Span

    /// Creates a note.
    public init(_ message: String, _ span: Span) {
      self.message = message
      self.span = span
    }
  }
}
