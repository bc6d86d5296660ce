// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which worlds must be refused because agents reach each other alone, and which near twins must pass?
//
// Golden/Isolation/refused holds worlds with the message they must give; Golden/Isolation/passing holds worlds with the
// couplings that must be found to link and to condition. Most names stand in both: the twins differ in a few words.

import TestSupport
import Testing
import WorldModel

@testable import WorldLanguage

@Suite("Worlds and the isolation proof")
struct IsolationGoldenTests {
  static let refused = GoldenCase.all(in: "Golden/Isolation/refused")
  static let passing = GoldenCase.all(in: "Golden/Isolation/passing")

  static let pedantic = GoldenCase.all(in: "Golden/Isolation/pedantic")

  private static func compile(_ golden: GoldenCase) -> (file: SourceFile, result: Compilation) {
    let file = SourceFile(path: golden.name + ".world", bytes: golden.input)
    let folder = SourceFolder(of: #filePath).appending("Golden/Isolation")
    return (file, WorldCompiler.compile(file) { try folder.appending($0).contents() })
  }

  @Test("there are at least 25 of either kind, and most are twins")
  func counts() {
    #expect(Self.refused.count >= 25)
    #expect(Self.passing.count >= 25)
    let twins = Set(Self.refused.map(\.name)).intersection(Self.passing.map(\.name))
    #expect(twins.count >= 25)
  }

  @Test("a world that leaks is refused with the path", arguments: refused)
  func refusal(golden: GoldenCase) {
    let (file, result) = Self.compile(golden)
    #expect(result.checked == nil)
    let codes = Set(result.diagnostics.map(\.code))
    #expect(codes.isSubset(of: ["E601", "E602"]) && !codes.isEmpty, "\(codes)")
    let text = DiagnosticText.render(result.diagnostics, in: file)
    #expect(golden.matches(text), "\(golden.name) gave:\n\(text)")
  }

  @Test("its twin passes, with its linking and conditioning couplings", arguments: passing)
  func proof(golden: GoldenCase) {
    let (file, result) = Self.compile(golden)
    let text = DiagnosticText.render(result.diagnostics, in: file)
    guard let world = result.checked?.together, let isolation = result.checked?.isolation else {
      Issue.record("\(golden.name) was refused:\n\(text)")
      return
    }
    func list(_ couplings: [ParameterID]) -> String {
      let names = couplings.map { world.parameters[$0.index].name }
      return names.isEmpty ? "none" : names.joined(separator: ", ")
    }
    let found =
      "linking: \(list(isolation.linking))\nconditioning: \(list(isolation.conditioning))\n"
    #expect(golden.matches(found), "\(golden.name) gave:\n\(found)")
    // What is proved holds of the programs that are run.
    #expect(FlowGraph(isolation.alone).leaks().isEmpty)
    #expect(FlowGraph(isolation.unlinked).leaks().isEmpty)
    #expect(!isolation.conditioning.isEmpty || isolation.unlinked == isolation.alone)
  }

  @Test("what can leave its range is warned of", arguments: pedantic)
  func warnings(golden: GoldenCase) throws {
    let file = SourceFile(path: golden.name + ".world", bytes: golden.input)
    let (tree, errors) = Parser.parse(file)
    let (world, diagnostics) = Checker.check(tree, source: file, parseErrors: errors) { _ in [] }
    let text = DiagnosticText.render(diagnostics, in: file)
    let checked = try #require(world, "\(text)")
    var warnings = RangeWarnings.warnings(of: checked)
    if case .proved(let isolation) = IsolationProof.prove(checked) {
      warnings += RangeWarnings.stopWarnings(alone: isolation.alone)
    }
    let result = DiagnosticText.render(warnings, in: file)
    #expect(golden.matches(result), "\(golden.name) gave:\n\(result)")
  }

  @Test("a proof that ignores control flow accepts worlds that leak by control alone")
  func mutant() throws {
    var accepted: Set<String> = []
    for golden in Self.refused {
      let file = SourceFile(path: golden.name + ".world", bytes: golden.input)
      let folder = SourceFolder(of: #filePath).appending("Golden/Isolation")
      let (tree, errors) = Parser.parse(file)
      let world = try #require(
        Checker.check(tree, source: file, parseErrors: errors) {
          try folder.appending($0).contents()
        }.0)
      if case .proved = IsolationProof.prove(world, followsControl: false) {
        accepted.insert(golden.name)
      }
    }
    let byControl: Set = [
      "if-statement", "if-expression", "where", "participation", "nested-if", "else-branch",
      "drawn-let",
    ]
    #expect(accepted == byControl)
  }
}
