// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a person see a diagnostic? A header, the line it is about with a caret under the place, and what to do.
//
//   Worlds/ministry.world:31:24: error: unknown name 'conformty' [E101]
//      31 |   let pull   = corrigibility + conformty * (2 * around - 1)
//         |                                ^~~~~~~~~
//         = help: did you mean 'conformity'?
//
// Carets stand under what a terminal shows: tabs become blanks, wide characters take two cells, combining marks none,
// and what a terminal would obey instead of print becomes U+FFFD. Of a line longer than the screen the part around the
// place is shown.

/// Diagnostics as text for people.
public enum DiagnosticText {
  /// Most cells of a source line that are shown.
  static let widestExcerpt = 100
  /// Bytes of a source line that are looked at on either side of a place.
  static let excerptReach = 400

  /// Returns diagnostics in the order of the file, each ended by a newline.
  public static func render(_ diagnostics: [Diagnostic], in file: SourceFile) -> String {
    diagnostics.inFileOrder().map { render($0, in: file) }.joined()
  }

  /// Returns one diagnostic, ended by a newline.
  public static func render(_ diagnostic: Diagnostic, in file: SourceFile) -> String {
    var text = header(
      file, diagnostic.span, diagnostic.severity, "\(diagnostic.message) [\(diagnostic.code)]")
    text += excerpt(file, diagnostic.span)
    if let help = diagnostic.help { text += "      = help: \(help)\n" }
    for note in diagnostic.notes {
      text += header(file, note.span, .note, note.message)
      text += excerpt(file, note.span)
    }
    return text
  }

  private static func header(
    _ file: SourceFile, _ span: Span, _ severity: Diagnostic.Severity, _ message: String
  ) -> String {
    let position = file.position(of: span.start)
    return "\(file.path):\(position.line):\(position.column): \(severity.rawValue): \(message)\n"
  }

  private static func excerpt(_ file: SourceFile, _ span: Span) -> String {
    guard !file.bytes.isEmpty, file.bytes.count <= SourceFile.maximumByteCount else { return "" }
    let line = file.position(of: span.start).line
    let bytes = file.lineBytes(line)
    let start = min(max(span.start, bytes.startIndex), bytes.endIndex)
    let end = max(start, min(span.end, bytes.endIndex))
    // Continuation bytes belong to the scalar before them.
    var first = max(bytes.startIndex, start - excerptReach)
    while first < start, bytes[first] & 0xC0 == 0x80 { first += 1 }
    var last = min(bytes.endIndex, start + excerptReach)
    while last < bytes.endIndex, bytes[last] & 0xC0 == 0x80 { last += 1 }
    let before = cells(bytes[first..<start], from: 0)
    let marked = cells(bytes[start..<min(end, last)], from: before.count)
    let after = cells(bytes[max(start, min(end, last))..<last], from: before.count + marked.count)
    var shown = before + marked + after
    var caret = before.count
    var length = max(1, marked.count)
    var isCut = (first > bytes.startIndex, last < bytes.endIndex)
    if caret + length > widestExcerpt || isCut.0 {
      let dropped = max(0, min(caret - 20, shown.count - widestExcerpt))
      if dropped > 0 {
        shown.removeFirst(dropped)
        caret -= dropped
        isCut.0 = true
      }
    }
    if shown.count > widestExcerpt {
      shown.removeLast(shown.count - widestExcerpt)
      isCut.1 = true
    }
    length = max(1, min(length, shown.count - caret))
    if isCut.0 {
      shown.insert(contentsOf: ["...", "", ""], at: 0)
      caret += 3
    }
    if isCut.1 { shown.append("...") }
    let number = String(line)
    let gutter = String(repeating: " ", count: max(0, 5 - number.count)) + number
    let margin = String(repeating: " ", count: gutter.count) + " |"
    var text = gutter + " |"
    let content = trimmed(shown.joined())
    if !content.isEmpty { text += " " + content }
    text += "\n" + margin + " " + String(repeating: " ", count: caret) + "^"
    text += String(repeating: "~", count: length - 1) + "\n"
    return text
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }

  /// Returns what a terminal shows in each of its cells; the second cell of a wide character is empty.
  private static func cells(_ bytes: ArraySlice<UInt8>, from column: Int) -> [String] {
    var cells: [String] = []
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch width(of: scalar) {
      case _ where scalar == "\t":
        repeat { cells.append(" ") } while !(column + cells.count).isMultiple(of: 4)
      case nil: cells.append("\u{FFFD}")
      case 0:
        if cells.isEmpty { cells.append(" ") }
        cells[cells.count - 1].unicodeScalars.append(scalar)
      case 2: cells += [String(scalar), ""]
      default: cells.append(String(scalar))
      }
    }
    return cells
  }

  /// Cells that a character takes, or `nil` for one that is not printed as itself.
  ///
  /// Wide are the blocks of East Asian width W and the pictographs (Unicode Standard Annex 11), in whole blocks.
  private static func width(of scalar: Unicode.Scalar) -> Int? {
    if scalar.value < 0x20 || scalar.value == 0x7F { return nil }
    if scalar.value < 0x300 { return (0x80..<0xA0).contains(scalar.value) ? nil : 1 }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: return nil
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    let wide: [ClosedRange<UInt32>] = [
      0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }
}

extension [Diagnostic] {
  /// Returns the diagnostics by place, and those of one place by code and message.
  public func inFileOrder() -> [Diagnostic] {
    sorted {
      ($0.span.start, $0.span.end, $0.code, $0.message)
        < ($1.span.start, $1.span.end, $1.code, $1.message)
    }
  }

  /// Returns the diagnostics up to the last error that is shown, and one more that says so when errors are left out.
  func limited(to errorCount: Int) -> [Diagnostic] {
    var seen = 0
    for (index, diagnostic) in enumerated() where diagnostic.severity == .error {
      if seen == errorCount { return self[..<index] + [.tooManyErrors(diagnostic.span)] }
      seen += 1
    }
    return self
  }
}
