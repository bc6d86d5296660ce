// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is a world described as a person would want it, and listed exactly?

import TestSupport
import Testing
import WorldModel

@testable import WorldLanguage

@Suite("Descriptions and listings")
struct CheckingDescriptionTests {
  static let cases = GoldenCase.all(in: "Golden/Describing")

  @Test("are as the golden files say", arguments: cases)
  func golden(golden: GoldenCase) throws {
    let file = SourceFile(path: golden.name + ".world", bytes: golden.input)
    let compilation = WorldCompiler.compile(file, readFile: CheckingGoldenTests.file(named:))
    let checked = try #require(
      compilation.checked, "\(DiagnosticText.render(compilation.diagnostics, in: file))")
    let description = WorldDescription(checked)
    let result = [
      description.text, description.markdown, description.json,
      WorldListing.text(of: checked.together),
    ].joined(separator: "----\n")
    #expect(golden.matches(result), "\(golden.name) gave:\n\(result)")
  }

  @Test("a listing does not change with comments, layout or symbols, but with any meaning")
  func canonical() throws {
    let base = """
      world "W"
      parameter noise = 0.5 in 0...1
      agents clerk[10] {
        state mood = 0.0
      }
      step clerk {
        mood = mood + noise
      }
      measure m = mean(clerk.mood)
      run { steps 10  stop when m > 3 }
      """
    let same = """
      /// A comment.
      world "Another title"
      // Another.
      /// Noise.
      parameter noise "T" = 0.5 in 0...1
      agents clerk[10] { state mood = 0.0 }


      step clerk {
        mood = (mood +
          noise)
      }
      measure m = mean(clerk.mood)
      run { steps 20  stop when m > 3 }
      """
    let listing = try text(base)
    #expect(try text(same) == listing)
    for (old, new) in [
      ("mood + noise", "mood - noise"), ("0.5 in", "0.25 in"), ("[10]", "[11]"),
      ("mood = 0.0", "mood: precise = 0.0"), ("mean(", "sum("),
      ("step clerk", "step clerk shuffled"),
      ("m > 3", "m > 4"),
    ] {
      let changed = base.replacing(old, with: new)
      #expect(try text(changed) != listing, "\(old) -> \(new)")
    }
  }

  private func text(_ source: String) throws -> String {
    WorldListing.text(of: try compiled(source), isDynamicsOnly: true)
  }
}
