// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are the reference of the language and the tutorial true? Their examples compile, what they show of the compiler is what it
// says, and the list of words is the parser's.

import TestSupport
import Testing

@testable import WorldLanguage

@Suite("The reference of the language")
struct LanguageReferenceTests {
  /// A fenced block of the reference.
  struct Example: Sendable, CustomTestStringConvertible {
    let page: String
    let kind: String
    let line: Int
    var text: String

    var testDescription: String { "\(page): \(kind), line \(line)" }
    var file: SourceFile {
      let name = page == "README.md" ? "leak" : "example"
      return SourceFile(path: name + (kind.hasPrefix("study") ? ".study" : ".world"), text: text)
    }
  }

  /// No example that is compiled names a file.
  struct Missing: Error {
    let path: String
  }

  static let examples = blocks(of: "LANGUAGE.md")
  static let tutorial = blocks(of: "README.md")

  /// The fenced blocks of a page beside the worlds.
  static func blocks(of page: String) -> [Example] {
    let bytes = (try? ShippedWorlds.folder.appending(page).contents()) ?? []
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    var examples: [Example] = []
    var isInside = false
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        if !isInside {
          examples.append(
            Example(page: page, kind: String(line.dropFirst(3)), line: index + 1, text: ""))
        }
        isInside.toggle()
      } else if isInside {
        examples[examples.count - 1].text += line + "\n"
      }
    }
    return examples
  }

  static let worlds = examples.filter { $0.kind == "world" }
  static let studies = examples.filter { $0.kind == "study" }
  static let studyFragments = examples.filter { $0.kind == "study-fragment" }
  static let fragments = examples.filter { $0.kind == "world-fragment" }

  @Test(
    "has worlds that compile and are in the style",
    arguments: worlds + tutorial.filter { $0.kind == "world" })
  func whole(example: Example) {
    let compilation = WorldCompiler.compile(example.file) { throw Missing(path: $0) }
    #expect(compilation.checked != nil)
    #expect(DiagnosticText.render(compilation.diagnostics, in: example.file) == "")
    #expect(Formatter.format(example.file).text == example.text)
  }

  @Test("has fragments that can be parsed and are in the style", arguments: fragments)
  func fragment(example: Example) {
    let text = "world \"Fragment\"\n" + example.text
    let file = SourceFile(path: "example.world", text: text)
    #expect(DiagnosticText.render(Parser.parse(file).1, in: file) == "")
    #expect(Formatter.format(file).text == text)
  }

  @Test("has studies that compile with the first world and are in the style", arguments: studies)
  func study(example: Example) throws {
    let world = try #require(Self.worlds.first)
    let result = StudyCompiler.compile(
      example.file, pedantic: true, readWorld: { _ in world.file },
      readFile: { path, _ in throw Missing(path: path) })
    #expect(result.checked != nil)
    #expect(DiagnosticText.render(result.diagnostics, in: example.file) == "")
    #expect(Formatter.format(example.file).text == example.text)
  }

  @Test("has clauses that can be parsed and are in the style", arguments: studyFragments)
  func clauses(example: Example) {
    let text = "study \"Fragment\" of \"ministry.world\"\n" + example.text
    let file = SourceFile(path: "example.study", text: text)
    #expect(DiagnosticText.render(Parser.parseStudy(file).1, in: file) == "")
    #expect(Formatter.format(file).text == text)
  }

  @Test("lists the words of studies and shows each in an example")
  func studyCoverage() throws {
    let listed = try #require(Self.examples.first { $0.kind == "study-words" })
    let words = listed.text.split { $0 == " " || $0 == "\n" }.map(String.init)
    #expect(words == StudyWord.all.sorted())
    var used: Set<String> = []
    for example in Self.studies + Self.studyFragments {
      used.formUnion(Lexer.tokenise(example.file, as: .study).tokens.compactMap(\.word))
    }
    #expect(StudyWord.all.subtracting(used).sorted() == [])
  }

  @Test(
    "shows what the compiler says about worlds that it refuses or suspects",
    arguments: [examples, tutorial])
  func refused(examples: [Example]) throws {
    let indices = examples.indices.filter {
      ["world-refused", "world-suspicious"].contains(examples[$0].kind)
    }
    #expect(indices.count >= 2)
    for index in indices {
      let file = examples[index].file
      let isSuspicious = examples[index].kind == "world-suspicious"
      let compilation = WorldCompiler.compile(file, pedantic: isSuspicious) {
        throw Missing(path: $0)
      }
      #expect((compilation.checked != nil) == isSuspicious)
      let told = try #require(examples.indices.contains(index + 1) ? index + 1 : nil)
      #expect(examples[told].kind == "text")
      #expect(DiagnosticText.render(compilation.diagnostics, in: file) == examples[told].text)
    }
  }

  @Test("lists the reserved words and shows each word and built-in name in an example")
  func coverage() throws {
    let listed = try #require(Self.examples.first { $0.kind == "reserved" })
    let words = listed.text.split { $0 == " " || $0 == "\n" }.map(String.init)
    #expect(words == ReservedWord.all.sorted())
    var used: Set<String> = []
    let refused = Self.examples.filter { $0.kind == "world-refused" }
    for example in Self.worlds + Self.fragments + refused {
      used.formUnion(Lexer.tokenise(example.file).tokens.compactMap(\.word))
    }
    let known = ReservedWord.all.union(BuiltIn.all.keys)
    #expect(known.subtracting(used).sorted() == [])
  }
}
