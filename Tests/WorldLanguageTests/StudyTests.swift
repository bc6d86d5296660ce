// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do studies mean what they say, and does every mistake in one get its message? Cases in Golden/Studies and
// Golden/GoodStudies, the worlds of which stand beside them.

import TestSupport
import Testing
import WorldModel

@testable import WorldLanguage

@Suite("Studies")
struct StudyTests {
  static let wrong = GoldenCase.all(in: "Golden/Studies", suffix: ".study")
  static let good = GoldenCase.all(in: "Golden/GoodStudies", suffix: ".study")

  /// Compiles a study whose world stands in a folder.
  static func compile(
    _ golden: GoldenCase, in folder: String
  ) -> (file: SourceFile, result: StudyCompilation) {
    let folder = SourceFolder(of: #filePath).appending("Golden/" + folder)
    let file = SourceFile(path: golden.name + ".study", bytes: golden.input)
    let result = StudyCompiler.compile(
      file, pedantic: golden.name.hasPrefix("pedantic"),
      readWorld: { path in
        guard let bytes = try? folder.appending(path).contents() else { throw NoSuchFile() }
        return SourceFile(path: path, bytes: bytes)
      }, readFile: { _, _ in throw NoSuchFile() })
    return (file, result)
  }

  @Test("with mistakes get the messages of the golden files", arguments: wrong)
  func messages(golden: GoldenCase) {
    let (file, result) = Self.compile(golden, in: "Studies")
    var text = DiagnosticText.render(result.diagnostics, in: file)
    if let world = result.world { text += DiagnosticText.render(world.diagnostics, in: world.file) }
    #expect(golden.matches(text), "\(golden.name) gave:\n\(text)")
    let hasErrors = result.diagnostics.contains { $0.severity == .error }
    #expect((result.checked == nil) == hasErrors)
  }

  @Test("have a golden case for each code")
  func coverage() throws {
    let folder = SourceFolder(of: #filePath).appending("../../Sources/WorldLanguage/Diagnostics")
    let texts = try folder.names(ending: ".swift").filter { $0.contains("+Stud") }
      .map { String(decoding: try folder.appending($0).contents(), as: UTF8.self) }
    let codes = Set(
      texts.flatMap { $0.matches(of: #/"((?:E8|W75)\d+)"/#) }.map { String($0.output.1) })
    let expected = Self.wrong.compactMap(\.expected).joined()
    let missing = codes.filter { !expected.contains("[\($0)]") }
    #expect(codes.count >= 45)
    #expect(missing.sorted() == ["E827"], "no golden case for \(missing.sorted())")
  }

  @Test("without mistakes mean what the golden listings say", arguments: good)
  func listings(golden: GoldenCase) throws {
    let (file, result) = Self.compile(golden, in: "GoodStudies")
    #expect(DiagnosticText.render(result.diagnostics, in: file) == "")
    let checked = try #require(result.checked)
    let text = StudyListing.text(of: checked.study, in: checked.world.together)
    #expect(golden.matches(text), "\(golden.name) gave:\n\(text)")
  }

  @Test("without mistakes are in the style, which formatting keeps", arguments: good)
  func style(golden: GoldenCase) throws {
    let file = SourceFile(path: golden.name + ".study", bytes: golden.input)
    #expect(Formatter.format(file).text == String(decoding: golden.input, as: UTF8.self))
    let text = String(decoding: golden.input, as: UTF8.self)
    let squeezed = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: " ").joined(separator: " ")
    }.joined(separator: "\n")
    let strewn = SourceFile(path: "s.study", text: squeezed)
    let formatted = try #require(Formatter.format(strewn).text)
    #expect(formatted == text)
    #expect(
      TreeListing.text(of: Parser.parseStudy(SourceFile(path: "s.study", text: formatted)).0)
        == TreeListing.text(of: Parser.parseStudy(file).0))
  }

  @Test("written as a text again mean the same", arguments: good)
  func text(golden: GoldenCase) throws {
    let checked = try #require(Self.compile(golden, in: "GoodStudies").result.checked)
    guard checked.study.settings.stopWhen == nil else { return }
    let text = StudyText.text(of: checked)
    let folder = SourceFolder(of: #filePath).appending("Golden/GoodStudies")
    let result = StudyCompiler.compile(
      SourceFile(path: "s.study", text: text),
      readWorld: { SourceFile(path: $0, bytes: try folder.appending($0).contents()) },
      readFile: { _, _ in throw NoSuchFile() })
    #expect(result.checked?.study == checked.study, "\(text)")
    #expect(Formatter.format(SourceFile(path: "s.study", text: text)).text == text)
  }

  @Test("are told from worlds by their ending or else by their first word")
  func kinds() {
    let study = "\u{FEFF}// c\n\n  /// d\nstudy \"S\" of \"w.world\"\n"
    for (path, text, isStudy) in [
      ("a.study", "", true), ("a.world", study, false), ("a", study, true),
      ("a.txt", "study = 3", false), ("a", "world \"W\"", false), ("a", "", false),
      ("a", "study", false), ("a", "// study \"S\"", false),
    ] {
      #expect(SourceFile(path: path, text: text).isStudy == isStudy, "\(path) \(text)")
    }
  }

  @Test("take settings over those of their world, and lower its networks to their replicates")
  func settings() throws {
    let golden = try #require(Self.good.first { $0.name == "settings" })
    let checked = try #require(Self.compile(golden, in: "GoodStudies").result.checked)
    #expect(checked.study.settings.networks == 8 && checked.study.settings.replicates == 8)
    #expect(checked.world.together.settings.stopWhen != nil)
    #expect(checked.world.isolation?.alone.settings.stopWhen != checked.study.settings.stopWhen)
    #expect(checked.world.together.settings.steps == 2_000 && checked.study.settings.steps == 500)
  }

  @Test("list their tokens and their tree")
  func stages() {
    let file = SourceFile(
      path: "s.study",
      text: "study \"S\" of \"w\"\nvary x log over 1...2 in 3\nscale n over [1] along x")
    #expect(
      TokenListing.text(of: file).hasPrefix(
        "1:1 |word study\n1:7  string \"S\"\n1:11  word of\n1:14  string \"w\"\n"
          + "2:1 |word vary\n2:6  name x\n2:8  word log\n"))
    #expect(
      TreeListing.text(of: Parser.parseStudy(file).0) == """
        study "S" of "w"
        vary x log
          number 1 = 1.0
          number 2 = 2.0
          in
            number 3 = 3.0
        scale n
          number 1 = 1.0
        along x

        """)
  }

  @Test("that are mutated never trap, and are formatted wherever they parse", arguments: 0..<40)
  func mutants(seed: Int) throws {
    var random = SplitMix(UInt64(seed))
    let cases = Self.good + Self.wrong
    let pieces =
      StudyWord.all.sorted() + [
        " ", "\n", "[", "]", "(", ",", "...", "=", "\"x\"", "1e9", "-1", "log", "0.5", "}", "//",
      ]
    for _ in 0..<25 {
      var bytes = cases[Int.random(in: 0..<cases.count, using: &random)].input
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...6, using: &random))
        let piece = " " + (pieces.randomElement(using: &random) ?? "") + " "
        bytes.replaceSubrange(place..<end, with: Array(piece.utf8))
      }
      let golden = SourceFile(path: "m.study", bytes: bytes)
      let result = StudyCompiler.compile(
        golden, pedantic: true,
        readWorld: { _ in SourceFile(path: "w.world", text: MutatedStudies.world) },
        readFile: { _, _ in throw NoSuchFile() })
      let text = String(decoding: bytes, as: UTF8.self)
      _ = DiagnosticText.render(result.diagnostics, in: golden)
      let (tree, mistakes) = Parser.parseStudy(golden)
      guard mistakes.isEmpty else { continue }
      let formatted = try #require(Formatter.format(golden).text, "\(text)")
      let again = SourceFile(path: "m.study", text: formatted)
      #expect(
        TreeListing.text(of: Parser.parseStudy(again).0) == TreeListing.text(of: tree), "\(text)")
      #expect(Formatter.format(again).text == formatted, "\(text)")
    }
  }

  @Test(
    "of many thousands of lines are refused soon, in little memory",
    arguments: [
      "vary noise over 0.1...1 in 10_000", "vary noisy over 0.1...1 in 10_000",
      "measure complicity", "measure complicit", "set noise = 3", "attribute complicity, noise",
      "vary noise over [", "steps 100", "7", "export \"a\"", "holding",
    ])
  func hostile(line: String) {
    let lines = String(repeating: line + "\n", count: 20_000)
    let file = SourceFile(path: "s.study", text: "study \"S\" of \"w.world\"\n" + lines)
    let result = StudyCompiler.compile(
      file, readWorld: { _ in SourceFile(path: "w.world", text: MutatedStudies.world) },
      readFile: { _, _ in throw NoSuchFile() })
    let errors = result.diagnostics.filter { $0.severity == .error }
    #expect(result.checked == nil && errors.count <= Parser.maximumErrorCount + 1)
    #expect(!errors.isEmpty)
  }

  @Test("refuse a list of more values than an axis has")
  func longList() {
    let list = (1...10_001).map(String.init).joined(separator: ", ")
    let file = SourceFile(
      path: "s.study", text: "study \"S\" of \"w.world\"\nvary clerks over [\(list)]\n")
    let result = StudyCompiler.compile(
      file, readWorld: { _ in SourceFile(path: "w.world", text: MutatedStudies.world) },
      readFile: { _, _ in throw NoSuchFile() })
    #expect(result.diagnostics.map(\.code) == ["E827"])
  }
}
