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

  @Test("of runs changes with what moves them, not with what is only read of them")
  func runs() throws {
    let base = """
      world "Office"
      parameter noise = 0.5 in 0...1
      coupling pull = 1 in 0...4
      agents clerk[10] { state acts ~ bernoulli(noise) }
      step clerk { acts ~ bernoulli(logistic(pull * mean(clerk.acts) - noise)) }
      measure m = mean(clerk.acts)
      harm h = mean(clerk.acts) limit 5%
      estimate e = m / 2
      aligned clerk = acts at most 5% for all but 1%
      run { steps 10 }
      """
    let world = try compiled(base)
    for (old, new, isTallied) in [
      ("limit 5%", "limit 6%", false), ("0.5 in 0...1", "0.25 in 0...2", false),
      ("pull = 1 in 0...4", "pull = 2 in 0...4", false), ("all but 1%", "all but 2%", false),
      ("e = m / 2", "e = m / 3", false),
      ("harm h = mean(clerk.acts) limit 5%", "measure h = mean(clerk.acts)", false),
      ("at most 5%", "at most 6%", true),
    ] {
      let changed = try compiled(base.replacing(old, with: new))
      #expect(
        WorldListing.text(of: changed, .runs) == WorldListing.text(of: world, .runs), "\(new)")
      #expect(
        WorldListing.text(of: changed, .results) != WorldListing.text(of: world, .results), "\(new)"
      )
      #expect(
        (WorldListing.text(ofTalliesOf: changed) != WorldListing.text(ofTalliesOf: world))
          == isTallied, "\(new)")
    }
    for (old, new) in [
      ("m = mean(clerk.acts)", "m = sum(clerk.acts)"),
      ("m = mean(clerk.acts)", "n = mean(clerk.acts)"),
      ("[10]", "[11]"), ("- noise)", "+ noise)"), ("noise = 0.5", "noise: count = 1"),
      ("steps 10", "steps 10  stop when m > 0.5"),
    ] {
      let text = base.replacing(old, with: new).replacing("m / 2", with: "h / 2")
      #expect(
        WorldListing.text(of: try compiled(text), .runs) != WorldListing.text(of: world, .runs),
        "\(new)")
    }
  }

  private func text(_ source: String) throws -> String {
    WorldListing.text(of: try compiled(source), .results)
  }
}
