// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the checker stay small and fast whatever it is given?

import TestSupport
import Testing
import WorldModel

@testable import WorldLanguage

@Suite("Checking hostile worlds")
struct CheckingRobustnessTests {
  private static let head = """
    world "W"
    agents clerk {
      state mood = 0.0
    }

    """

  private func codes(_ text: String) -> [String] {
    let file = SourceFile(path: "w.world", text: text)
    return WorldCompiler.compile(file, pedantic: true, readFile: noFiles).diagnostics.map(\.code)
  }

  @Test("functions that double their argument are refused before they explode")
  func bomb() {
    var text = Self.head + "function f0(x) = x + x\n"
    for index in 1..<64 { text += "function f\(index)(x) = f\(index - 1)(f\(index - 1)(x))\n" }
    text += "step clerk {\n  mood = f63(mood)\n}\n"
    #expect(codes(text) == ["E133"])
  }

  @Test("functions that call each other twice without arguments are refused too")
  func bombWithoutArguments() {
    var text = Self.head + "function f0() = 1\n"
    for index in 1..<64 { text += "function f\(index)() = f\(index - 1)() + f\(index - 1)()\n" }
    text += "step clerk {\n  mood = f63()\n}\n"
    #expect(codes(text) == ["E133"])
  }

  @Test("a long chain of functions is refused, a short one is not", arguments: [50, 5_000])
  func chain(length: Int) {
    var text = Self.head + "function f0(x) = x\n"
    for index in 1..<length { text += "function f\(index)(x) = 1 + f\(index - 1)(x)\n" }
    text += "step clerk {\n  mood = f\(length - 1)(mood)\n}\n"
    #expect(codes(text) == (length < 100 ? [] : ["E133"]))
  }

  @Test("a cycle through thousands of functions is reported once")
  func cycle() {
    var text = Self.head
    for index in 0..<5_000 {
      text += "function f\(index)(x) = f\((index + 1) % 5_000)(x)\n"
    }
    text += "step clerk {\n  mood = f1(mood)\n}\n"
    #expect(codes(text) == ["E108"])
  }

  @Test("the deepest tree that the parser passes is checked")
  func depth() {
    let deep = String(repeating: "(", count: 90) + "mood" + String(repeating: ")", count: 90)
    let chain = (0..<90).map { _ in "mood" }.joined(separator: " - ")
    #expect(codes(Self.head + "step clerk {\n  mood = \(deep) + \(chain)\n}\n") == [])
  }

  @Test("a line of a hundred kilobytes is checked in time")
  func longLine() {
    let sum = (0..<20_000).map { "n\($0)" }.joined(separator: ", ")
    let found = codes(Self.head + "step clerk {\n  mood = max(\(sum))\n}\n")
    #expect(found.count == Parser.maximumErrorCount + 1)
    let fine = (0..<20_000).map { _ in "mood" }.joined(separator: ", ")
    #expect(codes(Self.head + "step clerk {\n  mood = max(\(fine))\n}\n") == [])
  }

  @Test("thousands of unknown names among thousands of known ones cost no more than a hundred")
  func unknownNames() {
    var text = Self.head
    for index in 0..<4_000 { text += "parameter known\(index) = 0 in 0...1\n" }
    text += "step clerk {\n"
    for index in 0..<4_000 { text += "  let x\(index) = knowm\(index)\n" }
    #expect(codes(text + "}\n").count == Parser.maximumErrorCount + 1)
  }

  @Test("a long chain of reversals is followed once, a cycle reported once")
  func reversals() {
    var text = Self.head + "network n0: clerk -> clerk = complete()\n"
    for index in 1..<3_000 {
      text += "network n\(index): clerk -> clerk = reverse(n\(index - 1))\n"
    }
    #expect(codes(text) == [])
    text = text.replacing("= complete()", with: "= reverse(n2999)")
    #expect(codes(text) == ["E330"])
  }

  @Test("sizes are numbers, not allocations")
  func sizes() {
    let text = """
      world "W"
      agents clerk[10 ^ 12] {
        state mood = 0.0
      }
      agents other[10 ^ 300] {
        state mood = 0.0
      }
      network desks: clerk -> clerk = lattice(dimensions: 31)
      network wide: clerk -> clerk = regular(degree: 10 ^ 11)
      network far: clerk -> other = assigned(each: 10 ^ 20)
      """
    #expect(codes(text) == ["E338"])
  }

  @Test("mutated worlds are compiled without a trap", arguments: 0..<8)
  func mutants(block: Int) {
    let seeds = (GoldenCase.all(in: "Golden/Checking") + GoldenCase.all(in: "Golden/Describing"))
      .map(\.input)
    var mutator = WorldMutator(seed: UInt64(1_000 + block))
    for index in 0..<60 {
      let seed = seeds[(block * 60 + index) % seeds.count]
      let file = SourceFile(path: "w", bytes: mutator.mutant(of: seed, others: seeds))
      let compilation = WorldCompiler.compile(
        file, pedantic: true, readFile: CheckingGoldenTests.file(named:))
      let hasErrors = compilation.diagnostics.contains { $0.severity == .error }
      let place = "block \(block), index \(index):\n\(String(decoding: file.bytes, as: UTF8.self))"
      #expect((compilation.checked == nil) == hasErrors, "\(place)")
      for diagnostic in compilation.diagnostics {
        let isWithin = diagnostic.span.start >= 0 && diagnostic.span.end <= file.bytes.count
        #expect(
          isWithin && diagnostic.span.start <= diagnostic.span.end, "\(diagnostic) in \(place)")
      }
      if let checked = compilation.checked {
        _ = WorldListing.text(of: checked.together)
        _ = WorldDescription(checked).json
      }
    }
  }
}
