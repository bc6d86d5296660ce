// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do diagnostics stand at the right place in the right form, and do suggestions suggest?

import Testing

@testable import WorldLanguage

@Suite("Diagnostics")
struct DiagnosticsTests {
  private let file = SourceFile(
    path: "Worlds/a \"b\".world", text: "world \"W\"\nlet pull = x + conformty * 2\n")
  private let diagnostic = Diagnostic(
    severity: .error, code: "E101", message: "unknown name 'conformty'", span: Span(25, 34),
    notes: [Diagnostic.Note("declared here", Span(0, 5))], help: "did you mean 'conformity'?")

  @Test("are rendered with line, caret, help and notes")
  func text() {
    #expect(
      DiagnosticText.render([diagnostic], in: file) == """
        Worlds/a "b".world:2:16: error: unknown name 'conformty' [E101]
            2 | let pull = x + conformty * 2
              |                ^~~~~~~~~
              = help: did you mean 'conformity'?
        Worlds/a "b".world:1:1: note: declared here
            1 | world "W"
              | ^~~~~

        """)
  }

  @Test("are written as JSON, notes after what they explain")
  func json() {
    #expect(
      DiagnosticJSON.render([(file, [diagnostic])]) == #"""
        [
          { "file": "Worlds/a \"b\".world", "line": 2, "column": 16, "endLine": 2, "endColumn": 25, "severity": "error", "code": "E101", "message": "unknown name 'conformty'", "help": "did you mean 'conformity'?" },
          { "file": "Worlds/a \"b\".world", "line": 1, "column": 1, "endLine": 1, "endColumn": 6, "severity": "note", "code": "E101", "message": "declared here", "help": null }
        ]

        """#)
    #expect(DiagnosticJSON.render([(file, [])]) == "[]\n")
  }

  @Test("come in the order of the file, whatever the order of finding")
  func order() {
    let diagnostics = (0..<6).map { index in
      Diagnostic(
        severity: .error, code: "E10\(index % 3)", message: "m", span: Span(index / 2, 10))
    }
    let first = diagnostics.inFileOrder()
    #expect(diagnostics.reversed().inFileOrder() == first)
    #expect(first.map(\.span.start) == [0, 0, 1, 1, 2, 2])
  }

  @Test("survive any span of any file")
  func anySpan() {
    let texts = ["", "\n", "a", "\t漢é\u{301}\u{1F600}\n\n", String(repeating: "漢\t", count: 500)]
    for text in texts {
      let file = SourceFile(path: "w", text: text)
      let count = file.bytes.count
      for start in 0...min(count, 40) {
        for end in [start, start + 1, count, count + 5] {
          let diagnostic = Diagnostic(
            severity: .error, code: "E", message: "m", span: Span(start, max(start, end)))
          let lines = DiagnosticText.render(diagnostic, in: file).split(separator: "\n")
          #expect(lines.count == (count == 0 ? 1 : 3), "\(text.prefix(10)) \(start) \(end)")
        }
      }
    }
  }

  @Test(
    "suggest the nearest name and no far one",
    arguments: [
      ("conformty", "conformity"), ("Conformity", "conformity"), ("cofnormity", "conformity"),
      ("obey", "obeys"), ("x", nil), ("noise", nil), ("nosie", "noise"), ("zzz", nil), ("", nil),
      ("paramter", "parameter"),
    ] as [(String, String?)])
  func spelling(written: String, meant: String?) {
    let names = ["conformity", "obeys", "noise", "parameter", "y"]
    #expect(Spelling.closest(to: written, among: names.filter { $0 != written }) == meant)
  }

  @Test("count edits as the definition says")
  func distance() {
    for (a, b, expected) in [
      ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("ca", "abc", 3),
      ("kitten", "sitting", 3),
    ] {
      #expect(Spelling.distance(Array(a.utf8), Array(b.utf8)) == expected, "\(a) \(b)")
      #expect(Spelling.distance(Array(b.utf8), Array(a.utf8)) == expected, "\(b) \(a)")
    }
  }
}
