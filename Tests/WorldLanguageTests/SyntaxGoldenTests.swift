// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does every mistake of grammar get its message? Cases in Golden/Syntax; one at least for each code.

import TestSupport
import Testing

@testable import WorldLanguage

@Suite("Messages about syntax")
struct SyntaxGoldenTests {
  static let cases = GoldenCase.all(in: "Golden/Syntax")

  @Test("are as the golden files say", arguments: cases)
  func messages(golden: GoldenCase) {
    let file = SourceFile(path: golden.name + ".world", bytes: golden.input)
    let (_, diagnostics) = Parser.parse(file)
    let result = DiagnosticText.render(diagnostics, in: file)
    #expect(golden.matches(result), "\(golden.name) gave:\n\(result)")
  }

  @Test("have a golden case for each code")
  func coverage() throws {
    let texts = try catalogue().filter {
      $0.name.hasSuffix("Syntax.swift") || $0.name.hasSuffix("Text.swift")
    }
    let codes = Set(
      texts.flatMap { $0.text.matches(of: #/"(E0\d\d)"/#) }.map { String($0.output.1) })
    let expected = Self.cases.compactMap(\.expected).joined()
    let missing = codes.filter { !expected.contains("[\($0)]") }
    #expect(codes.count >= 40)
    #expect(missing == ["E001"], "no golden case for \(missing.sorted())")
  }

  @Test("refuse a file that is too large at once")
  func tooLarge() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000_000)
    let file = SourceFile(path: "w.world", bytes: bytes)
    let (tree, diagnostics) = Parser.parse(file)
    #expect(tree.declarations.isEmpty)
    #expect(
      DiagnosticText.render(diagnostics, in: file) == """
        w.world:1:1: error: the file holds 100000000 bytes, more than the 1048576 of the largest world [E001]
              = help: numbers of agents and links belong into files of their own: file("...")

        """)
  }

  @Test("use each code for one message only")
  func uniqueCodes() throws {
    var seen: [String: Int] = [:]
    for (_, text) in try catalogue() {
      for match in text.matches(of: #/"([EW]\d\d\d)"/#) {
        seen[String(match.output.1), default: 0] += 1
      }
    }
    #expect(seen.filter { $0.value > 1 }.isEmpty)
  }

  private func catalogue() throws -> [(name: String, text: String)] {
    let folder = SourceFolder(of: #filePath).appending("../../Sources/WorldLanguage/Diagnostics")
    return try folder.names(ending: ".swift").filter { $0.hasPrefix("DiagnosticCatalogue") }.map {
      ($0, String(decoding: try folder.appending($0).contents(), as: UTF8.self))
    }
  }
}
