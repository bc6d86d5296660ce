// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does every mistake of meaning get its message? Cases in Golden/Checking; one at least for each code.

import TestSupport
import Testing
import WorldModel

@testable import WorldLanguage

@Suite("Messages about meaning")
struct CheckingGoldenTests {
  static let cases = GoldenCase.all(in: "Golden/Checking")

  @Test("are as the golden files say", arguments: cases)
  func messages(golden: GoldenCase) {
    let file = SourceFile(path: golden.name + ".world", bytes: golden.input)
    let isPedantic = golden.name.hasPrefix("pedantic")
    let compilation = WorldCompiler.compile(file, pedantic: isPedantic, readFile: Self.file(named:))
    let result = DiagnosticText.render(compilation.diagnostics, in: file)
    #expect(golden.matches(result), "\(golden.name) gave:\n\(result)")
    let hasErrors = compilation.diagnostics.contains { $0.severity == .error }
    #expect((compilation.checked == nil) == hasErrors)
  }

  @Test("have a golden case for each code of names, types, ranges, statements and measures")
  func coverage() throws {
    let folder = SourceFolder(of: #filePath).appending("../../Sources/WorldLanguage/Diagnostics")
    let texts = try folder.names(ending: ".swift").filter { $0.hasPrefix("DiagnosticCatalogue") }
      .map { String(decoding: try folder.appending($0).contents(), as: UTF8.self) }
    let codes = Set(
      texts.flatMap { $0.matches(of: #/"(E[1-5]\d\d)"/#) }.map { String($0.output.1) })
    let expected = Self.cases.compactMap(\.expected).joined()
    let missing = codes.filter { !expected.contains("[\($0)]") }
    #expect(codes.count >= 100)
    #expect(missing.isEmpty, "no golden case for \(missing.sorted())")
  }

  static func file(named path: String) throws -> [UInt8] {
    let folder = SourceFolder(of: #filePath).appending("Golden/Checking")
    do {
      return try folder.appending(path).contents()
    } catch {
      throw NoSuchFile()
    }
  }
}
