// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the parser survive what almost is a world? The long search is Tests/Fuzz; this is a short walk with fixed seeds.

import TestSupport
import Testing

@testable import WorldLanguage

@Suite("Mutated worlds")
struct SyntaxMutationTests {
  static let seeds: [[UInt8]] = {
    let here = SourceFolder(of: #filePath)
    let ministry = try? here.appending("../../Worlds/ministry.world").contents()
    return [ministry ?? []]
      + (GoldenCase.all(in: "Golden/Formatting") + GoldenCase.all(in: "Golden/Syntax"))
      .map(\.input).filter { $0.count < 4000 }
  }()

  @Test("are parsed, rendered and formatted without a trap", arguments: 0..<20)
  func survive(block: Int) {
    var mutator = WorldMutator(seed: UInt64(block))
    var wellFormedCount = 0
    for index in 0..<200 {
      // Half of the walk begins at worlds without errors, which come first.
      let reach = index.isMultiple(of: 2) ? 4 : Self.seeds.count
      let seed = Self.seeds[(block * 200 + index) % reach]
      let mutant = mutator.mutant(of: seed, others: Self.seeds)
      let file = SourceFile(path: "w", bytes: mutant)
      let (tree, diagnostics) = Parser.parse(file)
      let text = String(decoding: mutant, as: UTF8.self)
      let place = "block \(block), index \(index):\n\(text)"
      #expect(diagnostics.count <= Parser.maximumErrorCount + 1, "\(place)")
      #expect(diagnostics.allSatisfy { isWithin($0, mutant.count) }, "\(place)")
      _ = DiagnosticText.render(diagnostics, in: file)
      _ = DiagnosticJSON.render([(file, diagnostics)])
      guard diagnostics.isEmpty else { continue }
      wellFormedCount += 1
      let formatted = Formatter.format(file).text ?? ""
      let again = SourceFile(path: "w", text: formatted)
      #expect(
        TreeListing.text(of: Parser.parse(again).0) == TreeListing.text(of: tree), "\(place)")
      #expect(Formatter.format(again).text == formatted, "\(place)")
    }
    #expect(wellFormedCount > 0)
  }

  private func isWithin(_ diagnostic: Diagnostic, _ count: Int) -> Bool {
    ([diagnostic.span] + diagnostic.notes.map(\.span)).allSatisfy {
      0 <= $0.start && $0.start <= $0.end && $0.end <= count
    }
  }
}
