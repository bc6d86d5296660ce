// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does everything run that the compiler accepts? Worlds that use the corners of the language, each a few steps long.

import TestSupport
import Testing
import WorldLanguage
import WorldModel

@testable import Engine

@Suite("Worlds that compile")
struct AcceptedWorldsTests {
  private static let golden = "../WorldLanguageTests/Golden"
  static let cases = GoldenCase.all(in: golden + "/Describing")

  @Test("run, and record what their measures say", arguments: cases)
  func runs(golden: GoldenCase) throws {
    let file = SourceFile(path: golden.name + ".world", bytes: golden.input)
    let compilation = WorldCompiler.compile(file) { path in
      try SourceFolder(of: #filePath).appending(Self.golden + "/Checking").appending(path)
        .contents()
    }
    let world = try #require(compilation.checked?.together)
    let small = golden.name == "ministry" ? ["clerks": 40.0] : [:]
    for result in try run(world, steps: 6, replicates: 2, networks: 2, setting: small) {
      #expect(result.failure == nil, "\(result.failure?.description ?? "")")
      for (measure, row) in zip(world.measures, result.series) {
        guard case .everyStep = measure.timing else { continue }
        let isFinite = row.allSatisfy(\.isFinite)
        #expect(isFinite, "\(measure.name): \(row)")
      }
    }
  }
}
