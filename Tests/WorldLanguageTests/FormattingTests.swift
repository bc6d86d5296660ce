// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does formatting keep meaning, comments and itself?

import TestSupport
import Testing

@testable import WorldLanguage

@Suite("The formatter")
struct FormattingTests {
  static let cases = GoldenCase.all(in: "Golden/Formatting")

  @Test("gives the golden text", arguments: cases)
  func golden(golden: GoldenCase) throws {
    let file = SourceFile(path: golden.name, bytes: golden.input)
    let (text, diagnostics) = Formatter.format(file)
    let result = text ?? DiagnosticText.render(diagnostics, in: file)
    #expect(golden.matches(result), "\(golden.name) gave:\n\(result)")
  }

  @Test("leaves the worlds of the repository as they are", arguments: ShippedWorlds.all)
  func fixedPoint(name: String) throws {
    let bytes = try ShippedWorlds.folder.appending(name).contents()
    let text = Formatter.format(SourceFile(path: name, bytes: bytes)).text
    #expect(text == String(decoding: bytes, as: UTF8.self))
  }

  @Test("keeps tokens, comments and tree, and changes nothing the second time", arguments: cases)
  func meaning(golden: GoldenCase) throws {
    try expectKept(SourceFile(path: golden.name, bytes: golden.input))
  }

  @Test("keeps the meaning of files with blanks and newlines strewn in", arguments: 0..<60)
  func strewn(seed: Int) throws {
    var random = SplitMix(UInt64(seed))
    let golden = Self.cases[seed % Self.cases.count]
    var bytes = golden.input
    for _ in 0..<40 {
      let insertion = ["  ", "\n", "\t", "// c\n", " //d\n\n", "\n\n\n"].randomElement(
        using: &random)
      let position = Int.random(in: 0...bytes.count, using: &random)
      var attempt = bytes
      attempt.insert(contentsOf: Array((insertion ?? "").utf8), at: position)
      // Only insertions that leave the file without errors say something about the formatter.
      if Parser.parse(SourceFile(path: "w", bytes: attempt)).1.isEmpty { bytes = attempt }
    }
    try expectKept(SourceFile(path: golden.name, bytes: bytes))
  }

  @Test("refuses a file with errors")
  func errors() {
    let (text, diagnostics) = Formatter.format(SourceFile(path: "w", text: "world \"W\"\nagents"))
    #expect(text == nil)
    #expect(diagnostics.map(\.code) == ["E020"])
  }

  private func expectKept(_ file: SourceFile) throws {
    let text = try #require(Formatter.format(file).text)
    let formatted = SourceFile(path: file.path, text: text)
    let source = String(decoding: file.bytes, as: UTF8.self)
    #expect(spellings(of: formatted) == spellings(of: file), "formatting\n\(source)\ngave\n\(text)")
    #expect(
      TreeListing.text(of: Parser.parse(formatted).0) == TreeListing.text(of: Parser.parse(file).0),
      "formatting\n\(source)\ngave\n\(text)")
    #expect(Formatter.format(formatted).text == text, "formatting again\n\(text)")
  }

  /// The text of all tokens and comments in their order.
  private func spellings(of file: SourceFile) -> [String] {
    let stream = Lexer.tokenise(file)
    return (stream.tokens.map(\.span) + stream.comments.map(\.span))
      .sorted { ($0.start, $0.end) < ($1.start, $1.end) }.map(file.text(of:))
  }
}
